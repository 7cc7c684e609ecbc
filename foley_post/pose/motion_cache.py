"""Motions kept on disk, so that a clip is watched once.

An entry is named by what it depends on: the media's content, the range, the options and the
detector's version. It holds plain arrays and a hash of them; a damaged entry, or one of another
version, counts as none and is made again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from foley_post.core.files import sha256_of, write_whole
from foley_post.core.progress import Watcher, unwatched
from foley_post.errors import OutputError
from foley_post.pose.backends.networks import detector_version
from foley_post.pose.extraction import WatchOptions, watch
from foley_post.pose.motion_io import packed, unpacked
from foley_post.pose.skeleton import Motion

__all__ = ["MotionCache", "watch_cached"]

_MOST_BYTES = 2_000_000_000
_FORMAT = 2
_DEFAULT = WatchOptions()


class MotionCache:
    """A folder of motions, never larger than ``most_bytes``: the longest unused go first."""

    def __init__(self, folder: Path, most_bytes: int = _MOST_BYTES) -> None:
        self.folder = folder
        self.most_bytes = most_bytes

    def key(self, path: Path, span: tuple[Fraction, Fraction], options: WatchOptions) -> str:
        """What an entry depends on, as a name. The device is left out: it changes nothing."""
        said = [
            *(str(_FORMAT), detector_version(), sha256_of(path), str(span[0]), str(span[1])),
            *(str(options.players), str(options.least_share), str(options.least_s)),
            *(str(options.cues), options.pose),
        ]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]

    def read(self, key: str) -> tuple[Motion, ...] | None:
        """The motions of that key; None when there are none or they are damaged."""
        entry = self.folder / f"{key}.motions"
        try:
            content = entry.read_bytes()
            entry.touch()
        except OSError:
            return None
        digest, body = content[:32], content[32:]
        if hashlib.sha256(body).digest() != digest:
            entry.unlink(missing_ok=True)
            return None
        return unpacked(body)

    def write(self, key: str, motions: Sequence[Motion]) -> None:
        """Keep ``motions``; make room for them first. Raises OutputError."""
        body = packed(motions)
        content = hashlib.sha256(body).digest() + body
        if len(content) > self.most_bytes:
            return
        self.shrink(self.most_bytes - len(content))
        write_whole(self.folder / f"{key}.motions", content)

    def shrink(self, most_bytes: int = 0) -> int:
        """Remove the longest unused entries until ``most_bytes`` are left; how many went."""
        kept = self.size_bytes()
        gone = 0
        for entry in sorted(self._entries(), key=lambda e: (e.stat().st_mtime, e.name)):
            if kept <= most_bytes:
                break
            kept -= entry.stat().st_size
            entry.unlink(missing_ok=True)
            gone += 1
        return gone

    def size_bytes(self) -> int:
        """What all entries take."""
        return sum(e.stat().st_size for e in self._entries())

    def count(self) -> int:
        """How many entries there are."""
        return len(self._entries())

    def _entries(self) -> list[Path]:
        return list(self.folder.glob("*.motions")) if self.folder.is_dir() else []


def watch_cached(
    path: Path,
    start_s: Fraction,
    end_s: Fraction,
    *,
    cache: MotionCache | None,
    options: WatchOptions = _DEFAULT,
    watcher: Watcher = unwatched,
) -> tuple[Motion, ...]:
    """As `foley_post.pose.watch`, from the cache where it has it. A cache that cannot be written is
    done without.
    """
    if cache is None or not path.is_file():
        return watch(path, start_s, end_s, options=options, watcher=watcher)
    key = cache.key(path, (start_s, end_s), options)
    known = cache.read(key)
    if known is not None:
        return known
    motions = watch(path, start_s, end_s, options=options, watcher=watcher)
    try:
        cache.write(key, motions)
    except OutputError:
        return motions
    return motions
