"""What the user asks of the pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from foley_post.generate.request import Request
from foley_post.pose.watching import WatchOptions
from foley_post.render.stems import RenderSettings

__all__ = ["Options"]


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for.

    ``shots`` are ids (``V1-003``) or clip names; empty means every shot that can be scored.
    ``hosts`` and ``formats`` choose what timelines are written (see
    `foley_post.timeline.write_cut`).
    """

    out: Path
    shots: tuple[str, ...] = ()
    instrument: str = "auto"
    style: str = ""
    loosen_percent: float = 0.0
    seed: int = 0
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
