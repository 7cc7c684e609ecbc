"""What a run of the pipeline made: of a shot, and of the whole cut."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from foley_post.midi.notes import Take
from foley_post.pose.skeleton import Motion
from foley_post.timeline.model import Cut, Shot, Stem
from foley_post.timeline.writing import Written

__all__ = ["Outcome", "Scored", "ShotOutcome"]


@dataclass(frozen=True, slots=True)
class Scored:
    """A shot, who is seen in it, and what each of them plays; or why nothing could be seen."""

    shot: Shot
    motions: tuple[Motion, ...] = ()
    takes: tuple[Take, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ShotOutcome:
    """What became of one shot: its stems, or the sentence that says why there are none."""

    shot: Shot
    takes: tuple[Take, ...] = ()
    stems: tuple[Stem, ...] = ()
    midi: tuple[Path, ...] = ()
    overlay: Path | None = None
    notices: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run made. ``mix`` is the sum of all stems, where asked for."""

    cut: Cut
    shots: tuple[ShotOutcome, ...]
    written: Written
    manifest: Path
    mix: Stem | None = None

    @property
    def complete(self) -> bool:
        """Whether every chosen shot was scored."""
        return not any(o.problem for o in self.shots)

    @property
    def stems(self) -> tuple[Stem, ...]:
        """All stems, in the order of the shots."""
        return tuple(s for o in self.shots for s in o.stems)
