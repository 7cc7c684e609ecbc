"""One instance at a time on a project or a stems folder: the second is told who holds it."""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from foley_post.errors import OutputError

__all__ = ["Hold", "hold", "holding"]


class Hold:
    """A held file or folder; `release` lets it go. Made by `hold`."""

    def __init__(self, lock: Path) -> None:
        self.lock = lock

    def release(self) -> None:
        """Let it go; safe to call twice."""
        with contextlib.suppress(OSError):
            if _owner(self.lock).get("pid") == os.getpid():
                self.lock.unlink()


def hold(path: Path) -> Hold:
    """Hold ``path`` (a project file or an output folder) against a second instance.

    The lock is a small sibling file that names who holds it. A lock whose process is gone from
    this machine is taken over. Raises OutputError with the holder's name when it is held, or when
    nothing can be written there.
    """
    lock = path.with_name(f".{path.name}.lock")
    me = {"pid": os.getpid(), "host": socket.gethostname(), "user": _user()}
    for _ in range(2):
        try:
            lock.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            owner = _owner(lock)
            if not _is_gone(owner):
                raise OutputError(
                    f"{path.name} is in use by {owner.get('user', 'somebody')} on "
                    f"{owner.get('host', 'another machine')} (process {owner.get('pid', '?')}). "
                    "Close it there first, or work on a copy."
                ) from None
            lock.unlink(missing_ok=True)
            continue
        except OSError as error:
            raise OutputError(
                error.errno, f"Cannot write in {lock.parent}: {error.strerror}."
            ) from error
        with os.fdopen(handle, "w") as file:
            json.dump(me, file)
        return Hold(lock)
    raise OutputError(f"{path.name} is being opened by somebody else. Try again.")


@contextmanager
def holding(path: Path) -> Iterator[None]:
    """`hold` for the length of a block."""
    held = hold(path)
    try:
        yield
    finally:
        held.release()


def _owner(lock: Path) -> dict[str, object]:
    try:
        value = json.loads(lock.read_text())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _is_gone(owner: dict[str, object]) -> bool:
    """Whether the holder was a process of this machine that no longer runs (or never wrote)."""
    pid = owner.get("pid")
    if not isinstance(pid, int):
        return True
    if owner.get("host") != socket.gethostname():
        return False
    if sys.platform == "win32":  # os.kill would end the process there
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "somebody"
