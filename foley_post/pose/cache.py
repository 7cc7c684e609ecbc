"""Motions kept on disk, so that a clip is watched once.

An entry is named by what it depends on: the media's content, the range, the options and the
detector's version. It holds plain arrays and a hash of them; a damaged entry, or one of another
version, counts as none and is made again.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from foley_post.errors import OutputError
from foley_post.files import sha256_of, write_whole
from foley_post.pose.nets import detector_version
from foley_post.pose.skeleton import Keyboard, Motion
from foley_post.pose.watching import WatchOptions, watch
from foley_post.progress import Watcher, unwatched

__all__ = ["MotionCache", "watch_cached"]

_MOST_BYTES = 2_000_000_000
_FORMAT = 1
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
        return _unpacked(body)

    def write(self, key: str, motions: Sequence[Motion]) -> None:
        """Keep ``motions``; make room for them first. Raises OutputError."""
        body = _packed(motions)
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


def _packed(motions: Sequence[Motion]) -> bytes:
    arrays: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]] = {}
    said = []
    for n, m in enumerate(motions):
        arrays[f"times_{n}"], arrays[f"points_{n}"] = m.times_s, m.points
        if m.cues is not None:
            arrays[f"cues_{n}"] = m.cues
        board = m.keyboard
        if board is not None:
            arrays[f"plane_{n}"] = board.plane
            if board.key_cues is not None:
                arrays[f"keys_{n}"] = board.key_cues
        said.append(
            {
                "performer": m.performer,
                "aspect": m.aspect,
                "missing": m.frames_missing,
                "notices": list(m.notices),
                "board": None if board is None else [board.octave_known, board.confidence],
            }
        )
    arrays["said"] = np.frombuffer(json.dumps(said).encode(), np.uint8)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def _unpacked(body: bytes) -> tuple[Motion, ...]:
    with np.load(io.BytesIO(body), allow_pickle=False) as arrays:
        motions = []
        for n, m in enumerate(json.loads(arrays["said"].tobytes())):
            board = None
            if m["board"] is not None:
                keys = arrays.get(f"keys_{n}")
                board = Keyboard(arrays[f"plane_{n}"], keys, *m["board"])
            motions.append(
                Motion(
                    times_s=arrays[f"times_{n}"],
                    points=arrays[f"points_{n}"],
                    cues=arrays.get(f"cues_{n}"),
                    keyboard=board,
                    performer=m["performer"],
                    aspect=m["aspect"],
                    frames_missing=m["missing"],
                    notices=tuple(m["notices"]),
                )
            )
        return tuple(motions)
