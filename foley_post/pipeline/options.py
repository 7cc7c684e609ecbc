"""What is asked of one run: the settings, and what belongs to this run alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from foley_post.errors import UsageError
from foley_post.project.player_marks import ShotPlayers
from foley_post.project.settings import Settings

__all__ = ["Options", "default_out", "options_for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options(Settings):
    """The settings, and for this run: where it goes, of which shots, from which takes.

    ``shots`` are ids (``V1-003``) or clip names; empty means every shot that can be scored.
    ``given`` are the editor's own takes, MIDI files (``V1-003/2=FILE`` for a player's); with
    ``around``, a seed, only their pinned notes stay and the rest is generated anew. ``marked`` says
    by shot who is scored, on what, and where somebody is whom nobody finds. ``cache`` is the folder
    where watched motions are remembered, None for nowhere.
    """

    out: Path
    shots: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    around: int | None = None
    marked: Mapping[str, ShotPlayers] = field(default_factory=dict)
    cache: Path | None = None

    def __post_init__(self) -> None:
        Settings.__post_init__(self)
        if self.around is not None and not self.given:
            raise UsageError("To generate around pinned notes, give the take that has them.")


def options_for(
    settings: Settings, out: Path, *, shots: tuple[str, ...] = (), cache: Path | None = None
) -> Options:
    """A run with a project's settings."""
    kept = {f.name: getattr(settings, f.name) for f in fields(Settings)}
    return Options(**kept | {"out": out, "shots": shots, "cache": cache})


def default_out(cut: Path) -> Path:
    """Where stems and timelines go when nobody says: beside the timeline."""
    return cut.with_name(f"{cut.stem}-foley")
