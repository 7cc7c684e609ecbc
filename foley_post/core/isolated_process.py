"""Work on foreign files in a process of its own, so that a crash in it is one error message.

The parent calls `ask_isolated` with a module of this package; that module, run as a program, calls
`serve`. Question and answer are bytes, and what is in an answer is for the caller to check: the
child may have been taken over by the file it read. The question goes through the child's standard
input, which then stays open: when the parent ends, however that comes about, it closes, and the
child leaves. The answer goes into a temporary file without a name, so nothing stays behind.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn

from foley_post import errors
from foley_post.errors import FoleyError, Remedy

__all__ = ["Limits", "ask_isolated", "serve"]

_REFUSED = 3
"""The exit status of a child whose answer is an error of the library, as JSON."""
_OUT_OF_TIME = getattr(signal, "SIGXCPU", 24)
"""What ends a child that has used up its time of processors."""
_HEED_EVERY_S = 0.1
_PATIENCE = 5 if os.name != "nt" else 1
"""How much longer than its time of processors a child may take by the clock: other work may leave
it a fifth of a core. Windows knows the clock only.
"""
_LAST_WORDS_S = 5
_LENGTH_BYTES = 8


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use: seconds of a processor, bytes of memory, bytes of answer.

    By the clock it may take five times as long. Windows holds to the clock only.
    """

    seconds: float
    memory_bytes: int
    answer_bytes: int


def ask_isolated(
    module: str,
    question: bytes,
    limits: Limits,
    *,
    folder: Path | None = None,
    heed: Callable[[], None] = lambda: None,
) -> bytearray:
    """What the program ``module`` answers to ``question``.

    ``folder`` is the caller's temporary folder; the child removes it if the caller dies. ``heed``
    is called ten times a second and may raise; the child is killed then. Raises the FoleyError that
    the child raised, `subprocess.CalledProcessError` for a child that crashed, and
    `subprocess.TimeoutExpired` for one that took too long.
    """
    command = [sys.executable, "-P", "-m", module]
    command += [str(limits.memory_bytes), str(limits.answer_bytes), str(round(limits.seconds))]
    command += [str(folder or "")]
    with tempfile.TemporaryFile() as answer:
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        try:
            _send(child, question)
            _wait(child, _PATIENCE * limits.seconds, heed)
        finally:
            child.kill()
            child.wait()
            _hang_up(child)
        return _answer(child, answer, limits.answer_bytes)


def _environment() -> dict[str, str]:
    """The child finds this package and its libraries where the parent did, and no others.

    One thread for linear algebra: OpenBLAS reserves memory for each core, which on a large machine
    is more than a child may use.
    """
    package = str(Path(errors.__file__).parents[1])
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([package, *(p for p in sys.path if p)]),
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


def _send(child: subprocess.Popen[bytes], question: bytes) -> None:
    """Write the question in a thread: a child that hangs must not hold up its own end."""

    def write() -> None:
        assert child.stdin is not None
        try:
            child.stdin.write(len(question).to_bytes(_LENGTH_BYTES, "little"))
            child.stdin.write(question)
            child.stdin.flush()
        except OSError:  # it ended before it had read all
            return

    threading.Thread(target=write, name="foley-question", daemon=True).start()


def _wait(child: subprocess.Popen[bytes], seconds: float, heed: Callable[[], None]) -> None:
    """Until the child ends; a thread waits, so that its end is noticed at once."""
    waiting = threading.Thread(target=child.wait, name="foley-child", daemon=True)
    waiting.start()
    until_s = time.monotonic() + seconds
    while True:
        waiting.join(_HEED_EVERY_S)
        if not waiting.is_alive():
            return
        heed()
        if time.monotonic() > until_s:
            raise subprocess.TimeoutExpired(child.args, seconds)


def _hang_up(child: subprocess.Popen[bytes]) -> None:
    assert child.stdin is not None
    try:
        child.stdin.close()
    except OSError:  # what was still to be written has nobody to read it
        return


def _answer(child: subprocess.Popen[bytes], file: IO[bytes], most_bytes: int) -> bytearray:
    size = file.seek(0, os.SEEK_END)
    content = bytearray(min(size, most_bytes))
    file.seek(0)
    file.readinto(content)  # type: ignore[attr-defined]
    if child.returncode == _REFUSED and (error := _refusal(content)) is not None:
        raise error
    if child.returncode == -_OUT_OF_TIME:
        raise subprocess.TimeoutExpired(child.args, 0)
    if child.returncode != 0 or size > most_bytes:
        raise subprocess.CalledProcessError(child.returncode or 1, child.args)
    return content


def _refusal(content: bytearray) -> FoleyError | None:
    """The library's error that a child's answer tells of; None where it tells of none."""
    try:
        said = json.loads(content)
        kind, message = getattr(errors, said["kind"]), said["message"]
        remedy = Remedy[said["remedy"]] if said["remedy"] else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    if isinstance(kind, type) and issubclass(kind, FoleyError) and isinstance(message, str):
        return kind(message, remedy=remedy)
    return None


def serve(answer: Callable[[bytes], bytes]) -> NoReturn:
    """The child's part: read the question, answer it, and leave."""
    memory_bytes, answer_bytes, seconds, folder = sys.argv[1:5]
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not mix with the answer
    _limit(int(memory_bytes), int(answer_bytes), int(seconds))
    length = int.from_bytes(sys.stdin.buffer.read(_LENGTH_BYTES), "little")
    question = sys.stdin.buffer.read(length)
    threading.Thread(target=_leave_with_parent, args=(folder,), daemon=True).start()
    try:
        content, status = answer(question), 0
    except FoleyError as error:
        remedy = error.remedy.name if error.remedy else None
        said = {"kind": type(error).__name__, "message": str(error), "remedy": remedy}
        content, status = json.dumps(said).encode(), _REFUSED
    out.write(content)
    out.close()
    os._exit(status)  # what was read is not taken down piece by piece


def _leave_with_parent(folder: str) -> None:
    os.read(0, 1)  # nothing more is ever sent: this returns when the parent is gone
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


def _limit(memory_bytes: int, answer_bytes: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (answer_bytes, answer_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    cpu_s = max(seconds, 1)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + _LAST_WORDS_S))
