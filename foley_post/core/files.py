"""Files written whole or not at all, hashed, and safely named."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from foley_post.core.progress import Progress, Watcher, ignore_progress
from foley_post.errors import FoleyError, OutputError, Remedy

__all__ = [
    "fingerprint",
    "finished",
    "make_ready",
    "remove_drafts",
    "safe_name",
    "sha256_of",
    "there_is",
    "there_is_file",
    "write_whole",
]

_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"com{i}" for i in "123456789¹²³"),
    *(f"lpt{i}" for i in "123456789¹²³"),
}
_DRAFT = re.compile(r"\..{0,40}-[0-9a-f]{8}\.draft(\.\w+)?")
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')


def sha256_of(path: Path, watcher: Watcher = ignore_progress) -> str:
    """The file's SHA-256, hexadecimal, read in pieces; ``watcher`` is told of each."""
    digest = hashlib.sha256()
    done, size = 0, path.stat().st_size
    with path.open("rb") as file:
        while piece := file.read(8 << 20):
            watcher(Progress("hashing", done, size, path.name))
            digest.update(piece)
            done += len(piece)
    return digest.hexdigest()


def fingerprint(path: Path) -> str:
    """A hash that tells media files apart without reading hours of them, hexadecimal.

    SHA-256 over the size and nine pieces of 1 MiB from the first to the last; files up to 9 MiB are
    read whole.
    """
    size, piece, pieces = path.stat().st_size, 1 << 20, 9
    digest = hashlib.sha256(size.to_bytes(8, "little"))
    with path.open("rb") as file:
        for k in range(pieces):
            file.seek(k * piece if size <= piece * pieces else k * (size - piece) // (pieces - 1))
            digest.update(file.read(piece))
    return digest.hexdigest()


@contextmanager
def finished(path: Path) -> Iterator[Path]:
    """A temporary sibling to write to; it takes ``path``'s place when the block ends well, and goes
    when it does not.

    Raises OutputError naming the folder when the disk is full or read-only, and for what can be no
    file's name.
    """
    draft: Path | None = None
    try:
        draft = _draft_for(path)
        yield draft
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        gone = error.errno == errno.ENOENT and not path.parent.is_dir()
        if isinstance(error, FoleyError) or not (gone or error.errno in _PLACE_ERRORS):
            raise
        raise OutputError(
            error.errno,
            f"Cannot write {path.name} in {path.parent}: {error.strerror}. {_cure(error)}",
            remedy=Remedy.CHOOSE_OUT,
        ) from error
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` so that ``path`` holds all of it or what it held before."""
    with finished(path) as draft:
        draft.write_bytes(content)


def remove_drafts(folder: Path) -> int:
    """Remove what a run that was killed left half-written in ``folder`` and below; how many files.

    Only for a folder that nobody else writes to meanwhile.
    """
    left = [p for p in folder.rglob(".*") if _DRAFT.fullmatch(p.name) and p.is_file()]
    for draft in left:
        with contextlib.suppress(OSError):
            draft.unlink()
    return len(left)


def there_is(path: Path) -> bool:
    """Whether there is such a file or folder; not for what the system takes for no name."""
    try:
        return path.exists()
    except OSError:  # a name of thousands of letters
        return False


def there_is_file(path: Path) -> bool:
    """As `there_is`, of a file alone."""
    return there_is(path) and path.is_file()


def make_ready(folder: Path) -> None:
    """Make ``folder`` and see that it can be written to: said now, not after hours of work."""
    probe = folder / ".foley-post-was-here"
    write_whole(probe, b"")
    probe.unlink()


def safe_name(text: str, taken: Collection[str] = (), most: int = 80) -> str:
    """A file name (no suffix) near ``text`` that Windows, macOS and Linux take, and that is not in
    ``taken``.

    ``taken`` is compared without case. Unicode letters stay (NFC); slashes, control and direction
    marks go.
    """
    flat = unicodedata.normalize("NFC", text)
    flat = "".join(
        c for c in flat if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    )
    flat = re.sub(r"\s+", " ", _UNSAFE.sub("_", flat)).strip(" .") or "unnamed"
    if flat.split(".")[0].strip().lower() in _RESERVED:
        flat = f"_{flat}"
    flat = _cut_to_bytes(flat, most)
    gone = {_folded(t) for t in taken}
    name, n = flat, 2
    while _folded(name) in gone:
        name, n = f"{_cut_to_bytes(flat, most - 5)}-{n}", n + 1
    return name


def _folded(name: str) -> str:
    """What a file system that ignores case and composition takes for the same name."""
    return unicodedata.normalize("NFC", name).casefold()


def _cut_to_bytes(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore").rstrip(" .") or "unnamed"


def _draft_for(path: Path) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _new_sibling(path)
    except ValueError as error:  # a NUL, or no name at all
        raise OutputError(f"{str(path)!r} cannot be the name of a file. Choose another.") from error


def _new_sibling(path: Path) -> Path:
    """An empty hidden file beside ``path`` under a name that nobody had.

    Its mode is what the process gives new files; `tempfile` makes private ones, and the umask that
    would turn them into ordinary ones can only be read by setting it for all threads.
    """
    while True:
        sibling = path.with_name(f".{path.stem[:40]}-{secrets.token_hex(4)}.draft{path.suffix}")
        with contextlib.suppress(FileExistsError):
            os.close(os.open(sibling, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            return sibling


_PLACE_ERRORS = {
    errno.ENOSPC,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.EDQUOT,
    errno.ENOTDIR,
    errno.EFBIG,
    errno.EEXIST,
    errno.EISDIR,
    errno.ENAMETOOLONG,
    errno.EIO,
    errno.ELOOP,
}


def _cure(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "Free some space there, or choose another folder."
    return "Choose a folder you can write to."
