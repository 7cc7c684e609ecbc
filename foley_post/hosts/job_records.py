"""What stands in a job folder's files: the job a host asks for, its progress, its result.

Places on the timeline are whole frames of the timeline's rate; places in a stem are whole frames
of that rate and whole samples. ``docs/hosts/job.schema.json`` is made from these types.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any

from msgspec import Meta

from foley_post.core.serialization import Format
from foley_post.errors import Remedy
from foley_post.project.player_marks import ShotPlayers

__all__ = [
    "PROGRESS",
    "REQUEST",
    "RESULT",
    "ClipPlace",
    "HostInfo",
    "JobProgress",
    "JobRequest",
    "JobResult",
    "JobState",
    "ShotOutcome",
    "StemPlace",
]


class JobState(StrEnum):
    """Where a job stands. All but the first two are final."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    PARTLY = "partly"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        """Whether nothing more will come."""
        return self not in {JobState.WAITING, JobState.RUNNING}


_Frame = Annotated[int, Meta(ge=0, description="whole frames of the timeline's rate")]
_Count = Annotated[int, Meta(ge=0)]


@dataclass(frozen=True, slots=True)
class HostInfo:
    """The program that asks, its version, and its names for the project and the timeline."""

    name: str = ""
    version: str = ""
    project: str = ""
    timeline: str = ""


@dataclass(frozen=True, slots=True)
class ClipPlace:
    """A clip that an editor chose: ``track`` counts video tracks from 1, ``start_frame`` from the
    timeline's first frame.
    """

    track: Annotated[int, Meta(ge=1)]
    start_frame: _Frame
    name: str = ""


@dataclass(frozen=True, slots=True)
class JobRequest:
    """``job.json``: what a host asks for.

    ``cut`` is the exported timeline, ``out`` where stems go; both may be relative to the folder.
    Without ``shots`` (ids or names) and ``clips`` every shot is scored. ``wishes`` are settings by
    the names a project file has for them (``instrument``, ``style``, ``rendering`` ...). ``takes``
    are MIDI files of the editor's own (``V1-003/2=FILE`` for a player's), ``around`` the seed to
    generate the rest of them anew with; ``marked`` says by shot id who its players are.
    ``reply_to`` is a file besides ``result.json`` that the result is written to.
    """

    cut: Annotated[str, Meta(min_length=1)]
    host: HostInfo = field(default_factory=HostInfo)
    shots: tuple[str, ...] = ()
    clips: tuple[ClipPlace, ...] = ()
    wishes: Mapping[str, Any] = field(default_factory=dict)
    takes: tuple[str, ...] = ()
    around: int | None = None
    marked: Mapping[str, ShotPlayers] = field(default_factory=dict)
    out: str = "music"
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class JobProgress:
    """``progress.json``: how far the work is (``share`` 0 to 1), and a line for the user.

    ``turn`` grows with each writing: a reader that sees it stand still for long, and no such
    process, may take the job for lost.
    """

    state: JobState = JobState.WAITING
    share: Annotated[float, Meta(ge=0, le=1)] = 0.0
    stage: str = ""
    shot: str = ""
    message: str = ""
    turn: _Count = 0
    process: _Count = 0


@dataclass(frozen=True, slots=True)
class StemPlace:
    """A stem and where it lies.

    On the timeline it shows ``length_frames`` from ``start_frame`` (counted from the timeline's
    first frame; ``record_frame`` counts from midnight, as its timecode does). The file begins
    ``source_start_frame`` frames earlier; ``start_sample`` is its first sample since midnight.
    ``start_ticks`` and ``source_ticks`` are the same places on Premiere's clock, as text, for they
    are too large for a number of JavaScript. ``colour`` is a clip colour by Resolve's name.
    """

    file: str
    name: str
    track: str
    shot: str
    instrument: str
    colour: str
    start_frame: _Frame
    record_frame: _Frame
    length_frames: Annotated[int, Meta(gt=0)]
    source_start_frame: _Frame
    start_ticks: str
    source_ticks: str
    length_ticks: str
    start_sample: _Count
    length_samples: Annotated[int, Meta(gt=0)]
    rate_hz: Annotated[int, Meta(gt=0)]
    channels: Annotated[int, Meta(ge=1)]
    sha256: str = ""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShotOutcome:
    """What became of a shot: ``problem`` is empty where all went well."""

    id: str
    name: str = ""
    problem: str = ""
    remedy: Remedy | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JobResult:
    """``result.json``: what the job made. ``exit_code`` is that of the command line.

    ``rate`` is the timeline's, frames per second as a numerator and a denominator. ``tracks`` are
    the names of the tracks to be, in order, each with its channels.
    """

    state: JobState
    exit_code: int
    message: str = ""
    remedy: Remedy | None = None
    foley_post: str = ""
    cut: str = ""
    cut_sha256: str = ""
    rate: tuple[int, int] = (0, 1)
    start_frame: _Frame = 0
    drop_frame: bool = False
    tracks: tuple[tuple[str, int], ...] = ()
    stems: tuple[StemPlace, ...] = ()
    shots: tuple[ShotOutcome, ...] = ()
    timelines: tuple[str, ...] = ()
    midi: tuple[str, ...] = ()
    manifest: str = ""
    notices: tuple[str, ...] = ()


REQUEST = Format(JobRequest, "job_version", 1)
PROGRESS = Format(JobProgress, "progress_version", 1)
RESULT = Format(JobResult, "result_version", 1)
