"""What a person asks for: the part of a run's options that a project remembers.

One set of names for the window, the command line, the preferences (defaults for these) and the
manifest; `foley_post.pipeline.options.Options` adds what belongs to a single run. Nested by
subject: how to watch, what to write, how it sounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from foley_post.core.host_presets import PRESETS
from foley_post.core.instruments import instrument
from foley_post.core.pitches import read_key
from foley_post.core.timecode import Rate
from foley_post.errors import UsageError
from foley_post.generate.request import AUTO, Request
from foley_post.midi.guide import check_key, check_tempo
from foley_post.pose.extraction import WatchOptions
from foley_post.pose.player_choice import Place, read_players
from foley_post.render.levels import Level
from foley_post.render.stems import RenderSettings

__all__ = ["DUCK", "GUIDE_AUTO", "GUIDE_OFF", "GUIDE_TRACK", "OFF", "SWEETEN", "Settings"]

GUIDE_AUTO, GUIDE_OFF = "auto", "off"
GUIDE_TRACK = "track:"
"""What a sound track of the timeline is named after: ``track:A2``, ``track:Temp music``."""
SWEETEN, DUCK, OFF = "sweeten", "duck", "off"
"""What becomes of a shot's own sound under its music, while the window plays."""

_MOST_TAKES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Checked when made: UsageError says what makes no sense.

    ``key`` and ``tempo`` are words for `foley_post.midi.guide.read_guide`. ``takes`` of each player
    are made, all but the first ``vary`` (0..1) away from it; the first is laid on the timeline, or
    with ``comp`` a take put together bar by bar: of the takes numbered there (counted from 1, the
    last number goes on), or of the best where it is empty. ``placed`` pans and distances each
    player as the picture shows them. ``players`` says whom to score of those who are seen: numbers
    with commas between, ``all``, or empty for whoever is seen to play; ``only_at`` the one who
    alone is scored in all shots of a media file (by any of its names), by place in its picture.
    ``lowest_key`` (``C3``) is the lowest key in view of a keyboard whose octave the picture does
    not tell. ``hosts`` and ``formats`` choose what timelines are written (see
    `foley_post.timeline.write_cut`). ``out`` None is beside the cut. ``sequence`` names one of
    several in a file; ``frame_rate`` (``23.976``) is that of an EDL, which does not say its own.

    ``guide_sound`` is `GUIDE_AUTO` (each clip's own sound, where there is music in it),
    `GUIDE_OFF`, the path of a file that counts from the timeline's first frame, or after
    `GUIDE_TRACK` a sound track of the timeline by its name or number; with ``follow_sound`` heard
    notes stay where the sound has them, not where the picture does; ``guide_stems`` are the guide
    itself, split by player.

    ``levels`` are the faders, by performer (-1 the clips' own sound, which only the window plays):
    the stems are written so loud and on that side, but for ``at_unity``. ``under_music`` is
    `SWEETEN`, `DUCK` or `OFF`.
    """

    instrument: str = AUTO
    style: str = ""
    loosen_percent: float = 0.0
    key: str = ""
    tempo: str = ""
    seed: int = 0
    takes: int = 1
    vary: float = 0.5
    comp: tuple[int, ...] | None = None
    placed: bool = False
    players: str = ""
    lowest_key: str = ""
    only_at: Mapping[str, Place] = field(default_factory=dict)
    guide_sound: str = GUIDE_AUTO
    follow_sound: bool = False
    guide_stems: bool = False
    out: Path | None = None
    hosts: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    overlay: bool = False
    sound_map: bool = False
    mix: bool = False
    markers: bool = False
    watching: WatchOptions = field(default_factory=WatchOptions)
    request: Request = field(default_factory=lambda: Request(length_s=1.0))
    rendering: RenderSettings = field(default_factory=RenderSettings)
    levels: Mapping[int, Level] = field(default_factory=dict)
    at_unity: bool = False
    under_music: str = SWEETEN
    model: Path | None = None
    media_roots: tuple[Path, ...] = ()
    path_map: Mapping[str, str] = field(default_factory=dict)
    any_extension: bool = False
    sequence: str = ""
    frame_rate: str = ""

    def __post_init__(self) -> None:
        if self.instrument != AUTO:
            instrument(self.instrument)
        if not 0 <= self.loosen_percent <= 100:
            raise UsageError(f"Loosening sync by {self.loosen_percent} % is outside 0 to 100.")
        read_players(self.players)
        self._check_lowest_key()
        if self.frame_rate and not _is_frame_rate(self.frame_rate):
            raise UsageError(f"A frame rate is 23.976, 25 and so on, not {self.frame_rate}.")
        check_key(self.key)
        check_tempo(self.tempo)
        if not 0 <= self.seed < 1 << 63:
            raise UsageError(f"A seed is a whole number from 0, not {self.seed}.")
        self._check_takes()
        if not self.guide_sound:
            raise UsageError("A guide sound is auto, off, a file or a track of the timeline.")
        if any(performer < -1 for performer in self.levels):
            raise UsageError("A level is of a player, or of the clips' own sound.")
        if self.under_music not in (SWEETEN, DUCK, OFF):
            raise UsageError(
                f"The clips' own sound is {SWEETEN}, {DUCK} or {OFF}, not {self.under_music}."
            )
        unknown = [host for host in self.hosts if host not in PRESETS]
        if unknown:
            raise UsageError(
                f"There is no editing program {', '.join(unknown)}; choose of {', '.join(PRESETS)}."
            )

    @property
    def rate(self) -> Rate | None:
        """The frame rate that was given for an EDL; None where none was."""
        return Rate.of(self.frame_rate) if self.frame_rate else None

    def _check_lowest_key(self) -> None:
        if self.lowest_key:
            try:
                read_key(self.lowest_key)
            except ValueError as error:
                raise UsageError(str(error)) from None

    def _check_takes(self) -> None:
        if not 1 <= self.takes <= _MOST_TAKES:
            raise UsageError(f"{self.takes} takes of each player are outside 1 to {_MOST_TAKES}.")
        if not 0 <= self.vary <= 1:
            raise UsageError(f"A variation {self.vary} away is outside 0 (alike) to 1 (all new).")
        if self.comp is not None and any(not 1 <= n <= self.takes for n in self.comp):
            raise UsageError(f"A comp chooses among {self.takes} takes, counted from 1.")


def _is_frame_rate(text: str) -> bool:
    try:
        return 1 <= Rate.of(text).fps <= 1000
    except ValueError:
        return False
