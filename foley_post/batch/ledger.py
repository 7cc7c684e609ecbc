"""What a batch did, line by line, so that it can go on after it was stopped or killed.

A line is added for each thing that happens and none is ever changed: a run that dies leaves at most
half a line, which is left out when the ledger is read.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from foley_post.core.files import fingerprint
from foley_post.core.serialization import Format, packed, parsed
from foley_post.errors import OutputError, Remedy
from foley_post.hosts.job_records import JobState
from foley_post.pipeline.options import Options

__all__ = ["Ledger", "LedgerEntry", "MediaStamp", "key_of", "stamp_of"]

_NOT_ASKED = ("out", "cache")
"""Options that change nothing in what is made."""


@dataclass(frozen=True, slots=True)
class MediaStamp:
    """A media file as it was: a change of it makes a cut new."""

    path: str
    size: int
    changed_ns: int


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """Something that happened to a cut: it was begun, or it came to an end."""

    cut: str
    key: str
    state: JobState
    tries: int
    out: str = ""
    message: str = ""
    media: tuple[MediaStamp, ...] = ()


_FORMAT = Format(LedgerEntry, "ledger_version", 1)


@dataclass(slots=True)
class Ledger:
    """The last entry of each cut, by its path; `add` writes through to the file."""

    path: Path
    last: dict[str, LedgerEntry] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Ledger:
        """The ledger at ``path``, empty where there is none; lines that are no entries are left
        out.
        """
        ledger = cls(path)
        with contextlib.suppress(FileNotFoundError):
            for line in path.read_bytes().splitlines():
                with contextlib.suppress(ValueError):
                    entry = _FORMAT.unpacked(parsed(line))
                    ledger.last[entry.cut] = entry
        return ledger

    def add(self, entry: LedgerEntry) -> None:
        """Write down that something happened. Raises OutputError."""
        line = json.dumps(_FORMAT.packed(entry), ensure_ascii=False, sort_keys=True)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a+b") as file:
                if file.seek(0, os.SEEK_END) and not _ends_a_line(file):
                    file.write(b"\n")  # after half a line of a run that died
                file.write(line.encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise OutputError(
                error.errno,
                f"Cannot write the ledger {self.path}: {error.strerror}.",
                remedy=Remedy.CHOOSE_OUT,
            ) from error
        self.last[entry.cut] = entry

    def is_done(self, cut: Path, key: str) -> bool:
        """Whether just this was done, and neither the cut, its media nor its results changed."""
        entry = self.last.get(str(cut))
        return (
            entry is not None
            and entry.key == key
            and entry.state is JobState.DONE
            and (Path(entry.out) / "manifest.json").is_file()
            and all(stamp_of(Path(m.path)) == m for m in entry.media)
        )

    def tries(self, cut: Path, key: str) -> int:
        """How often just this was begun without coming to a good end."""
        entry = self.last.get(str(cut))
        unfinished = entry is not None and entry.key == key and entry.state is not JobState.DONE
        return entry.tries if unfinished and entry is not None else 0


def _ends_a_line(file: object) -> bool:
    file.seek(-1, os.SEEK_END)  # type: ignore[attr-defined]
    return bool(file.read(1) == b"\n")  # type: ignore[attr-defined]


def key_of(cut: Path, options: Options) -> str:
    """What is asked of which cut, as a hash: of the cut's content and of the options."""
    from foley_post import __version__

    asked = {k: v for k, v in packed(options).items() if k not in _NOT_ASKED}
    said = json.dumps([__version__, asked], sort_keys=True)
    content = "\n".join(fingerprint(file) for file in _content(cut))
    return hashlib.sha256(f"{said}\n{content}".encode()).hexdigest()


def _content(cut: Path) -> Iterable[Path]:
    return sorted(p for p in cut.rglob("*") if p.is_file()) if cut.is_dir() else [cut]


def stamp_of(path: Path) -> MediaStamp:
    """The file as it is now; a size of -1 where it is gone."""
    try:
        found = path.stat()
    except OSError:
        return MediaStamp(str(path), -1, 0)
    return MediaStamp(str(path), found.st_size, found.st_mtime_ns)
