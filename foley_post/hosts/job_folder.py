"""A job folder: one contract between Foley Post and every program that asks it for music.

``job.json`` goes in; ``progress.json`` while the work runs and ``result.json`` at its end come out.
Each is written whole, so it may be read at any moment. A file named ``cancel`` stops the work.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from foley_post.core.files import write_whole
from foley_post.core.progress import Progress
from foley_post.core.serialization import Format, NewerFormat, json_text, parsed
from foley_post.errors import Cancelled, OutputError, ProjectError
from foley_post.hosts.job_records import (
    PROGRESS,
    REQUEST,
    RESULT,
    JobProgress,
    JobRequest,
    JobResult,
    JobState,
)

__all__ = ["JobFolder", "read_record"]

T = TypeVar("T")

_EVERY_S = 0.5
"""Progress is written twice a second at most."""


@dataclass(slots=True)
class JobFolder:
    """The folder at ``path``; ``clock`` counts seconds."""

    path: Path
    clock: Callable[[], float] = time.monotonic
    _last: JobProgress = field(default_factory=JobProgress)
    _written_s: float = field(default=float("-inf"))

    @classmethod
    def of(cls, named: Path) -> JobFolder:
        """The folder that was named, or that of the ``job.json`` that was."""
        path = named.absolute()
        return cls(path.parent if path.name == "job.json" else path)

    @property
    def request_file(self) -> Path:
        """What makes a folder a job folder."""
        return self.path / "job.json"

    def request(self) -> JobRequest:
        """What is asked for; ProjectError when it is not there, damaged or of a later version."""
        return read_record(REQUEST, self.request_file)

    def write_request(self, request: JobRequest) -> Path:
        """Ask for ``request``; what an earlier job left is gone before. Raises OutputError."""
        for name in ("cancel", "progress.json", "result.json"):
            with contextlib.suppress(OSError):
                (self.path / name).unlink(missing_ok=True)
        _write(REQUEST, self.request_file, request)
        return self.request_file

    def cut(self, request: JobRequest) -> Path:
        """The timeline that is asked about."""
        return _plain(self.path / request.cut)

    def out(self, request: JobRequest) -> Path:
        """Where the stems go."""
        return _plain(self.path / (request.out or "music"))

    def progress(self) -> JobProgress:
        """How far the work is; waiting where nothing is said yet."""
        if not (self.path / "progress.json").exists():
            return JobProgress()
        return read_record(PROGRESS, self.path / "progress.json")

    def result(self) -> JobResult | None:
        """What came of it; None until it is there."""
        if not (self.path / "result.json").exists():
            return None
        return read_record(RESULT, self.path / "result.json")

    def ask_to_cancel(self) -> None:
        """Stop the work at its next step."""
        write_whole(self.path / "cancel", b"")

    def watch(self, progress: Progress) -> None:
        """The watcher of the job's work: writes progress, and heeds ``cancel``."""
        if (self.path / "cancel").exists():
            raise Cancelled("The job was cancelled by the program that asked for it.")
        if self.clock() - self._written_s >= _EVERY_S:
            words = f"{progress.stage} {progress.shot}".strip()
            self.tell(JobState.RUNNING, progress, message=words)

    def tell(self, state: JobState, progress: Progress | None = None, *, message: str = "") -> None:
        """Write where the job stands."""
        now = replace(
            self._last,
            state=state,
            message=message,
            turn=self._last.turn + 1,
            process=os.getpid(),
        )
        if progress is not None:
            now = replace(
                now, share=round(progress.share, 4), stage=progress.stage, shot=progress.shot
            )
        if state in {JobState.DONE, JobState.PARTLY}:
            now = replace(now, share=1.0)
        self._last, self._written_s = now, self.clock()
        _write(PROGRESS, self.path / "progress.json", now)

    def finish(self, result: JobResult, reply_to: str = "") -> None:
        """Write the result, where it is wanted besides, and then that it is there."""
        _write(RESULT, self.path / "result.json", result)
        if reply_to:
            with contextlib.suppress(OutputError, OSError):  # theirs; result.json is there anyhow
                _write(RESULT, self.path / reply_to, result)
        self.tell(result.state, message=result.message)


def _plain(path: Path) -> Path:
    """The path without detours, as a host is told it."""
    return Path(os.path.normpath(path))


def _write(form: Format[T], path: Path, value: T) -> None:
    write_whole(path, json_text(form.packed(value)))


def read_record(form: Format[T], path: Path) -> T:
    """What stands in ``path``; ProjectError when it is not there, damaged or of a later version."""
    try:
        return form.unpacked(parsed(path.read_bytes()))
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror}.") from error
    except NewerFormat as error:
        raise ProjectError(
            f"{path.name} was written for a newer Foley Post ({error}). Update Foley Post."
        ) from error
    except ValueError as error:
        raise ProjectError(f"{path.name} is damaged: {error}.") from error
