"""What a run of the pipeline made: of a shot, and of the whole cut."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from foley_post.errors import FoleyError, Remedy
from foley_post.listen.assignment import UnsureNote
from foley_post.midi.notes import Take
from foley_post.pose.skeleton import Motion
from foley_post.render.panning import Standing
from foley_post.timeline.model import Cut, Shot, Stem
from foley_post.timeline.writer import Written

__all__ = ["OtherTake", "Results", "ScoredShot", "ShotResult"]


@dataclass(frozen=True, slots=True)
class ScoredShot:
    """A shot, who is seen in it, and what each of them plays; or why nothing could be seen, and
    what would mend that.

    ``others`` are further takes, each with its number; ``given`` the players whose take an
    editor brought back. ``plain`` are the takes as they were generated, before they were arranged.
    ``heard`` says what was heard in the guide sound, ``unsure`` are the heard notes that two
    players could have played. ``tempo_bpm`` is what MIDI files count by.
    ``standing`` None is where the picture shows the players, if that is asked for.
    """

    shot: Shot
    motions: tuple[Motion, ...] = ()
    takes: tuple[Take, ...] = ()
    problem: str = ""
    others: tuple[tuple[int, Take], ...] = ()
    given: frozenset[int] = frozenset()
    standing: Mapping[int, Standing] | None = None
    tempo_bpm: float = 120.0
    plain: tuple[Take, ...] = ()
    remedy: Remedy | None = None
    heard: tuple[str, ...] = ()
    unsure: tuple[UnsureNote, ...] = ()

    @classmethod
    def failed(cls, shot: Shot, error: FoleyError) -> ScoredShot:
        """The shot, with what went wrong."""
        return cls(shot, problem=str(error), remedy=error.remedy)

    @property
    def notices(self) -> tuple[str, ...]:
        """What to know of how it was watched and listened to."""
        return (*(notice for motion in self.motions for notice in motion.notices), *self.heard)


@dataclass(frozen=True, slots=True)
class OtherTake:
    """A take beside the timeline: its number among its player's, its MIDI file and its stem."""

    number: int
    take: Take
    midi: Path
    stem: Path


@dataclass(frozen=True, slots=True)
class ShotResult:
    """What became of one shot: its stems, or the sentence that says why there are none, and what
    would mend that.

    ``others`` are the takes that are not on the timeline, with their MIDI file and their sound;
    ``sound_map`` is a film of where the sound comes from;
    ``guide_stems`` the guide sound split by player; ``unsure`` heard notes of two likely players;
    ``given`` the players whose take an editor brought; ``standing`` where players are heard from.
    """

    shot: Shot
    takes: tuple[Take, ...] = ()
    stems: tuple[Stem, ...] = ()
    midi: tuple[Path, ...] = ()
    overlay: Path | None = None
    notices: tuple[str, ...] = ()
    problem: str = ""
    others: tuple[OtherTake, ...] = ()
    given: frozenset[int] = frozenset()
    standing: Mapping[int, Standing] = field(default_factory=dict)
    tempo_bpm: float = 120.0
    remedy: Remedy | None = None
    guide_stems: tuple[Stem, ...] = ()
    unsure: tuple[UnsureNote, ...] = ()
    sound_map: Path | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """What a run made. ``mix`` is the sum of all stems, where asked for; ``problems`` say what was
    asked for and could not be done, beside what the shots say.
    """

    cut: Cut
    shots: tuple[ShotResult, ...]
    written: Written
    manifest: Path
    mix: Stem | None = None
    problems: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all that was asked for was done."""
        return not self.problems and not any(o.problem for o in self.shots)

    @property
    def stems(self) -> tuple[Stem, ...]:
        """All stems, in the order of the shots."""
        return tuple(s for o in self.shots for s in o.stems)

    @property
    def folder(self) -> Path:
        """Where it all is."""
        return self.manifest.parent
