"""What the user asks of the pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from foley_post.errors import UsageError
from foley_post.generate.request import Request
from foley_post.pipeline.player_choice import read_players
from foley_post.pose.extraction import WatchOptions
from foley_post.render.stems import RenderSettings

__all__ = ["Options"]

_MOST_TAKES = 32


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for.

    ``shots`` are ids (``V1-003``) or clip names; empty means every shot that can be scored.
    ``hosts`` and ``formats`` choose what timelines are written (see
    `foley_post.timeline.write_cut`). ``key`` and ``tempo`` are words for
    `foley_post.midi.guide.read_guide`.

    ``takes`` of each player are made, all but the first ``vary`` (0..1) away from it; the first is
    laid on the timeline, or with ``comp`` a take put together bar by bar: of the takes numbered
    there (counted from 1, the last number goes on), or of the best where it is empty. ``given``
    are the editor's own takes, MIDI files (``V1-003/2=FILE`` for a player's); with ``around``, a
    seed, only their pinned notes stay and the rest is generated anew. ``placed`` pans and distances
    each player as the picture shows them. ``players`` says whom to score of those who are seen:
    numbers with commas between, ``all``, or empty for whoever is seen to play.
    """

    out: Path
    shots: tuple[str, ...] = ()
    instrument: str = "auto"
    style: str = ""
    loosen_percent: float = 0.0
    key: str = ""
    tempo: str = ""
    seed: int = 0
    takes: int = 1
    vary: float = 0.5
    comp: tuple[int, ...] | None = None
    given: tuple[str, ...] = ()
    around: int | None = None
    placed: bool = False
    players: str = ""
    hosts: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    overlay: bool = False
    mix: bool = False
    markers: bool = False
    watching: WatchOptions = field(default_factory=WatchOptions)
    rendering: RenderSettings = field(default_factory=RenderSettings)
    request: Request = field(default_factory=lambda: Request(length_s=1.0))
    model: Path | None = None
    cache: Path | None = None
    media_roots: tuple[Path, ...] = ()
    path_map: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        read_players(self.players)
        if not 0 <= self.loosen_percent <= 100:
            raise UsageError(f"Loosening sync by {self.loosen_percent} % is outside 0 to 100.")
        if not 1 <= self.takes <= _MOST_TAKES:
            raise UsageError(f"{self.takes} takes of each player are outside 1 to {_MOST_TAKES}.")
        if not 0 <= self.vary <= 1:
            raise UsageError(f"A variation {self.vary} away is outside 0 (alike) to 1 (all new).")
        if self.comp is not None and any(not 1 <= n <= self.takes for n in self.comp):
            raise UsageError(f"A comp chooses among {self.takes} takes, counted from 1.")
        if self.around is not None and not self.given:
            raise UsageError("To generate around pinned notes, give the take that has them.")
