"""Motions kept on disk, so that a clip is watched once.

An entry is named by what it depends on: the media's content, the range, the options, the detector's
version and the kind of device that runs it (a GPU's results differ in their last bits). It holds
plain arrays and a hash of them; a damaged entry, or one of another version, counts as none and is
made again. Several processes may use one folder: what another one removed meanwhile counts as gone.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from foley_post.core.files import sha256_of, write_whole
from foley_post.core.progress import Progress, Watcher, ignore_progress, part_of
from foley_post.errors import Cancelled, MediaUnreadable, OutputError
from foley_post.pose.backends.devices import device_kind
from foley_post.pose.backends.networks import detector_version
from foley_post.pose.backends.numpy_key_network import key_network_version
from foley_post.pose.extraction import WatchOptions, watch
from foley_post.pose.motion_io import packed, unpacked
from foley_post.pose.skeleton import Motion

__all__ = ["MotionCache", "watch_cached"]

_MOST_BYTES = 2_000_000_000
_FORMAT = 6
_DEFAULT = WatchOptions()
_HASHING_SHARE = 0.05
"""Of the progress of a clip that is hashed and then watched."""

_hashes: dict[tuple[Path, int, int], str] = {}
"""SHA-256 by path, size and time of change, so that a process hashes each media file once."""


class MotionCache:
    """A folder of motions, never larger than ``most_bytes``: the longest unused go first."""

    def __init__(self, folder: Path, most_bytes: int = _MOST_BYTES) -> None:
        self.folder = folder
        self.most_bytes = most_bytes

    def key(
        self,
        path: Path,
        span: tuple[Fraction, Fraction],
        options: WatchOptions,
        watcher: Watcher = ignore_progress,
    ) -> str:
        """What an entry depends on, as a name. Raises MediaUnreadable; Cancelled through the
        watcher while the media is hashed.
        """
        device = device_kind(options.device) if options.pose == "own" else "cpu"
        said = [
            *(str(_FORMAT), detector_version(), device, _hash_of(path, watcher)),
            *(str(span[0]), str(span[1])),
            *(str(options.most_players), str(options.least_share), str(options.least_s)),
            *(str(options.cues), options.pose, str(options.boxes)),
            key_network_version(),
        ]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]

    def read(self, key: str) -> tuple[Motion, ...] | None:
        """The motions of that key; None when there are none or they are damaged."""
        entry = self.folder / f"{key}.motions"
        try:
            content = entry.read_bytes()
        except OSError:
            return None
        with contextlib.suppress(OSError):
            os.utime(entry)  # never makes a file anew, as touching does
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
        entries = sorted(self._entries())
        kept = sum(size for _, _, size in entries)
        gone = 0
        for _, name, size in entries:
            if kept <= most_bytes:
                break
            with contextlib.suppress(OSError):  # in use by another process, on Windows
                (self.folder / name).unlink(missing_ok=True)
                kept -= size
                gone += 1
        return gone

    def size_bytes(self) -> int:
        """What all entries take."""
        return sum(size for _, _, size in self._entries())

    def count(self) -> int:
        """How many entries there are."""
        return len(self._entries())

    def _entries(self) -> list[tuple[float, str, int]]:
        """``(last used, file name, bytes)`` of each; what goes meanwhile is left out."""
        found = []
        for entry in self.folder.glob("*.motions") if self.folder.is_dir() else ():
            with contextlib.suppress(OSError):
                facts = entry.stat()
                found.append((facts.st_mtime, entry.name, facts.st_size))
        return found


def watch_cached(
    path: Path,
    start_s: Fraction,
    end_s: Fraction,
    *,
    cache: MotionCache | None,
    options: WatchOptions = _DEFAULT,
    watcher: Watcher = ignore_progress,
) -> tuple[Motion, ...]:
    """As `foley_post.pose.watch`, from the cache where it has it. A cache that cannot be written is
    done without.
    """
    if cache is None or not path.is_file():
        return watch(path, start_s, end_s, options=options, watcher=watcher)
    hashed = False

    def hashing(progress: Progress) -> None:
        nonlocal hashed
        hashed = True
        part_of(watcher, 0.0, _HASHING_SHARE)(progress)

    key = cache.key(path, (start_s, end_s), options, hashing)
    known = cache.read(key)
    if known is not None:
        return known
    watching = part_of(watcher, _HASHING_SHARE, 1.0) if hashed else watcher
    motions = watch(path, start_s, end_s, options=options, watcher=watching)
    with contextlib.suppress(OutputError):
        cache.write(key, motions)
    return motions


def _hash_of(path: Path, watcher: Watcher) -> str:
    try:
        facts = path.stat()
        known_as = (path.resolve(), facts.st_size, facts.st_mtime_ns)
        if known_as not in _hashes:
            _hashes[known_as] = sha256_of(path, watcher)
        return _hashes[known_as]
    except Cancelled:  # an OSError too
        raise
    except OSError as error:
        raise MediaUnreadable(f"{path.name} cannot be read: {error.strerror}.") from error
