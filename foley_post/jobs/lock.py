"""One instance at a time on a project or a stems folder: the second is told who holds it.

What holds is a lock of the operating system on a small sibling file, so the lock of a process that
crashed is free at once, on every system. The file's text only says who holds it. It begins at the
second byte: Windows locks the first one against reading too.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from foley_post.core.files import remove_drafts
from foley_post.errors import OutputError, Remedy

__all__ = ["Hold", "hold", "holding", "holding_output"]

_IN_FOLDER = ".foley-post.lock"

_RECORD_BYTES = 1024
"""The record is padded to this, for Windows may not shorten a file that is locked."""


class Hold:
    """A held file or folder, ``path``; `release` lets it go. Made by `hold`."""

    def __init__(self, path: Path, lock: FileLock) -> None:
        self.path, self._lock = path, lock

    def release(self) -> None:
        """Let it go; safe to call twice."""
        if self._lock.is_locked:
            # Removed while it is held: whoever waits for it notices that its name is gone.
            # On Windows that fails, and filelock removes the file itself.
            with contextlib.suppress(OSError):
                Path(self._lock.lock_file).unlink()
            self._lock.release()


def hold(path: Path, file: Path | None = None) -> Hold:
    """Hold ``path`` (a project file or an output folder) against a second instance; ``file`` is the
    lock, by default one beside it.

    A lock that another machine left is respected, for not every network drive carries locks.
    Raises OutputError with the holder's name when it is held, or when nothing can be written there.
    """
    file = file or path.with_name(f".{path.name}.lock")
    before = _owner(file)
    if before.get("host", socket.gethostname()) != socket.gethostname():
        raise OutputError(
            f"{_in_use(path, before)} If nobody has it open there, delete {file.name} in "
            f"{file.parent}."
        )
    lock = FileLock(file, blocking=False, thread_local=False)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise OutputError(_in_use(path, _owner(file))) from None
    except ValueError as error:  # a NUL in the path
        raise OutputError(f"{str(path)!r} cannot be a folder's name. Choose another.") from error
    except OSError as error:
        raise OutputError(
            error.errno,
            f"Cannot write in {file.parent}: {error.strerror}.",
            remedy=Remedy.CHOOSE_OUT if file.parent == path else None,
        ) from error
    _write_owner(file)
    return Hold(path, lock)


def _in_use(path: Path, owner: dict[str, object]) -> str:
    return (
        f"{path.name} is in use by {owner.get('user', 'somebody')} on "
        f"{owner.get('host', 'another machine')} (process {owner.get('pid', '?')}). "
        "Close it there first, or work on a copy."
    )


@contextmanager
def holding(path: Path) -> Iterator[None]:
    """`hold` for the length of a block."""
    held = hold(path)
    try:
        yield
    finally:
        held.release()


@contextmanager
def holding_output(folder: Path) -> Iterator[None]:
    """Hold an output folder for the length of a block; what a run that was killed left half-written
    there is removed first. The lock lies in the folder, for the one above may be read-only.
    """
    held = hold(folder, folder / _IN_FOLDER)
    try:
        remove_drafts(folder)
        yield
    finally:
        held.release()
        with contextlib.suppress(OSError):
            folder.rmdir()  # only where nothing was written


def _owner(file: Path) -> dict[str, object]:
    """Who the lock file says holds it; nothing while it is being written."""
    for first_byte in (1, 0):  # version 0.1 began at the first byte
        with contextlib.suppress(OSError, ValueError), file.open("rb", buffering=0) as record:
            record.seek(first_byte)
            value = json.loads(record.read(_RECORD_BYTES))
            if isinstance(value, dict):
                return value
    return {}


def _write_owner(file: Path) -> None:
    me = {"pid": os.getpid(), "host": socket.gethostname(), "user": _user()}
    text = json.dumps(me).encode()
    with contextlib.suppress(OSError), file.open("rb+", buffering=0) as record:
        record.seek(1)
        record.write(text.ljust(_RECORD_BYTES))


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "somebody"
