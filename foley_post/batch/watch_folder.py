"""A folder that is watched: what is put there is scored, and goes to ``done`` or ``failed``.

A file is taken when it has not grown for a while (or when ``NAME.ready`` lies beside it). It is
moved to ``done`` before it is scored, so that what is written names it where it stays; its sidecar
there says that it is worked on. Whatever kills the program, the next start finds such sidecars and
goes on.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from foley_post.batch.cuts_found import is_cut
from foley_post.batch.sidecar import read_sidecar, sidecar_of
from foley_post.core.files import safe_name

__all__ = ["Settling", "WatchRules", "WatchedFolder"]

_READY = ".ready"


@dataclass(frozen=True, slots=True)
class WatchRules:
    """What is taken: by masks of names (``*.otio``); after ``settle_s`` seconds without a change,
    or with ``ready`` when a file of the same name and ``.ready`` lies beside it.
    """

    accept: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    settle_s: float = 10.0
    ready: bool = False


@dataclass(slots=True)
class Settling:
    """Which files have stood still for long enough; ``clock`` counts seconds."""

    settle_s: float
    clock: Callable[[], float] = time.monotonic
    _seen: dict[Path, tuple[tuple[int, int], float]] = field(default_factory=dict)

    def settled(self, paths: Sequence[Path]) -> list[Path]:
        """Those of ``paths`` whose size and time have not changed for ``settle_s``."""
        now, still = self.clock(), []
        before, self._seen = self._seen, {}
        for path in paths:
            state = _state(path)
            if state is None:
                continue
            known, since_s = before.get(path, (None, now))
            if known != state:
                since_s = now
            self._seen[path] = (state, since_s)
            if known == state and now - since_s >= self.settle_s:
                still.append(path)
        return still


def _state(path: Path) -> tuple[int, int] | None:
    """What changes while a file, or a bundle, is being written; None where it is gone."""
    try:
        files = [p for p in path.rglob("*") if p.is_file()] if path.is_dir() else [path]
        found = [p.stat() for p in files]
    except OSError:
        return None
    return sum(s.st_size for s in found), max((s.st_mtime_ns for s in found), default=0)


@dataclass(slots=True)
class WatchedFolder:
    """The folder at ``path`` and where its files go."""

    path: Path
    rules: WatchRules = field(default_factory=WatchRules)
    clock: Callable[[], float] = time.monotonic
    _settling: Settling = field(init=False)

    def __post_init__(self) -> None:
        self._settling = Settling(self.rules.settle_s, self.clock)

    @property
    def done(self) -> Path:
        """Where cuts go that are scored, with their results."""
        return self.path / "done"

    @property
    def failed(self) -> Path:
        """Where cuts go that could not be scored, with the reason beside them."""
        return self.path / "failed"

    def unfinished(self) -> list[Path]:
        """Cuts that were being scored when the program ended."""
        if not self.done.is_dir():
            return []
        found = []
        for cut in sorted(self.done.iterdir()):
            told = read_sidecar(cut) if is_cut(cut) else None
            if told is None and is_cut(cut) and not sidecar_of(cut).exists():
                found.append(cut)  # moved, and killed before it was begun
            elif told is not None and not told.state.final:
                found.append(cut)
        return found

    def arrived(self) -> list[Path]:
        """Files that are whole now and wait to be taken."""
        rules = self.rules
        there = [p for p in self.path.iterdir() if is_cut(p, rules.accept, rules.deny)]
        if rules.ready:
            there = [p for p in there if _marker(p).exists()]
            return sorted(there)
        return sorted(self._settling.settled(sorted(there)))

    def waiting(self) -> bool:
        """Whether files lie there that have not stood still yet."""
        rules = self.rules
        there = [p for p in self.path.iterdir() if is_cut(p, rules.accept, rules.deny)]
        return any(_marker(p).exists() for p in there) if rules.ready else bool(there)

    def take(self, cut: Path) -> Path:
        """Move an arrived cut to ``done``; where it is now. A name that is taken gets a number."""
        moved = _moved(cut, self.done)
        with contextlib.suppress(OSError):
            _marker(cut).unlink()
        return moved

    def give_up(self, cut: Path) -> Path:
        """Move a cut that failed, and its sidecar, to ``failed``."""
        sidecar = sidecar_of(cut)
        moved = _moved(cut, self.failed)
        if sidecar.exists():
            sidecar.replace(sidecar_of(moved))
        return moved


def _marker(cut: Path) -> Path:
    return cut.with_name(f"{cut.name}{_READY}")


def _moved(cut: Path, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    taken = {p.stem for p in folder.iterdir()}
    name = cut.stem if cut.stem not in taken else safe_name(cut.stem, taken)
    return cut.replace(folder / f"{name}{cut.suffix}")
