"""What all commands share: options parsed, progress shown, errors said in a sentence, Ctrl-C
heeded.
"""

from __future__ import annotations

import argparse
import errno
import json
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, TextIO

from foley_post.cli.remedies import with_remedy
from foley_post.core.progress import Progress, TimeLeft
from foley_post.errors import Cancelled, FoleyError, UsageError

__all__ = ["CANCELLED", "DONE", "FAILED", "PARTLY", "USAGE", "Console", "parser_of", "run"]

DONE, FAILED, USAGE, PARTLY, CANCELLED = 0, 1, 2, 3, 130


class Command(Protocol):
    """A module of `foley_post.cli`."""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Say what the command takes."""

    def execute(self, options: argparse.Namespace, console: Console) -> int:
        """Do it; returns the exit code."""


@dataclass(slots=True)
class Console:
    """Where a command speaks: answers on ``out``, progress and complaints on ``err``."""

    as_json: bool = False
    quiet: bool = False
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)
    clock: Callable[[], float] = time.monotonic
    _left: TimeLeft = field(default_factory=TimeLeft)
    _shown_s: float | None = None
    _open_line: bool = False
    _stop: bool = False

    def say(self, text: str) -> None:
        """A line of the answer for a person; silent with ``--json``."""
        if not self.as_json:
            self._close_line()
            print(text, file=self.out)

    def answer(self, value: Mapping[str, Any] | Sequence[Any]) -> None:
        """The answer for a program; silent without ``--json``."""
        if self.as_json:
            self._close_line()
            json.dump(value, self.out, indent=2, ensure_ascii=False, default=str)
            print(file=self.out)

    def complain(self, text: str) -> None:
        """A sentence about what went wrong."""
        self._close_line()
        print(text, file=self.err)

    def stop(self) -> None:
        """The user pressed Ctrl-C: the next sign of progress ends the work."""
        self._stop = True

    def watch(self, progress: Progress) -> None:
        """The watcher of a command's work: shows it, with the time left, and heeds Ctrl-C."""
        if self._stop:
            raise Cancelled("Cancelled.")
        left_s = self._left.update(progress.share)
        if self.quiet:
            return
        live = self.err.isatty()
        now = self.clock()
        if self._shown_s is None:
            self._shown_s = now - (1.0 if live else 0.0)
        if now - self._shown_s < (0.1 if live else 5.0):
            return
        self._shown_s = now
        left = f", {_spoken(left_s)} left" if left_s is not None else ""
        line = f"{progress.share:4.0%} {progress.stage} {progress.shot}{left}"
        if live:
            print(f"\r\x1b[K{line}", end="", file=self.err, flush=True)
            self._open_line = True
        else:
            print(line, file=self.err, flush=True)

    def _close_line(self) -> None:
        if self._open_line:
            print("\r\x1b[K", end="", file=self.err, flush=True)
            self._open_line = False


def parser_of(command: Command, name: str) -> argparse.ArgumentParser:
    """What reads the options of ``command``: its own, and those that every command takes."""
    parser = argparse.ArgumentParser(f"foley-post {name}", description=command.__doc__)
    parser.add_argument("--json", action="store_true", help="answer in JSON on standard output")
    parser.add_argument("--quiet", action="store_true", help="show no progress")
    command.add_options(parser)
    return parser


def run(command: Command, name: str, words: Sequence[str]) -> int:
    """Parse ``words`` for ``command``, run it, and turn what goes wrong into a sentence and an exit
    code.
    """
    try:
        options = parser_of(command, name).parse_args(words)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else USAGE
    console = Console(as_json=options.json, quiet=options.quiet)
    try:
        with _heeding_interrupts(console):
            return command.execute(options, console)
    except (Cancelled, KeyboardInterrupt):
        console.complain("Cancelled. Finished files stay; nothing half-written is left.")
        return CANCELLED
    except UsageError as error:
        return _failed(console, error, USAGE)
    except FoleyError as error:
        return _failed(console, error, FAILED)
    except OSError as error:
        return _failed_by_system(console, error)


def _failed_by_system(console: Console, error: OSError) -> int:
    """The exit code where nobody listens, or a name is longer than any file's; others pass on."""
    if isinstance(error, BrokenPipeError):
        return FAILED
    if error.errno == errno.ENAMETOOLONG:
        return _failed(console, UsageError(_TOO_LONG.format(str(error.filename)[:40])), USAGE)
    raise error


_TOO_LONG = "No file can have a name as long as {!r}... Check what was typed."


def _failed(console: Console, error: FoleyError, code: int) -> int:
    said = {"error": type(error).__name__, "message": str(error), "remedy": error.remedy}
    console.answer(said)
    console.complain(f"foley-post: {with_remedy(error, error.remedy)}")
    return code


@contextmanager
def _heeding_interrupts(console: Console) -> Iterator[None]:
    """The first Ctrl-C asks the work to stop at its next step; the second stops it right there."""

    def ask(_signal: int, _frame: object) -> None:
        if console._stop:
            raise KeyboardInterrupt
        console.stop()
        console.complain("Stopping ... (Ctrl-C again to stop at once)")

    try:
        before = [(s, signal.signal(s, ask)) for s in (signal.SIGINT, signal.SIGTERM)]
    except ValueError:  # not the main thread: whoever runs us heeds them
        before = []
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _spoken(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"
