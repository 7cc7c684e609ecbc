"""One shot scored in a process: watched, then a take for each player."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from foley_post.instruments import INSTRUMENTS
from foley_post.midi.notes import Note, Take
from foley_post.pose.skeleton import Motion
from foley_post.progress import Progress, Watcher
from foley_post.project import Settings
from foley_post.timeline.model import Shot

if TYPE_CHECKING:
    from foley_post.generate import Model, Request
    from foley_post.pipeline import Options

__all__ = ["ScoreShot", "ScoredShot", "options_of"]


@dataclass(frozen=True, slots=True)
class ScoredShot:
    """Who is seen in a shot, and what each of them plays; both empty when nobody is."""

    shot_id: str
    motions: tuple[Motion, ...]
    takes: tuple[Take, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreShot:
    """Scores one shot with the settings' instrument, style and seed.

    ``motions`` given are not watched again. ``pinned`` holds, for a performer, notes that stay;
    ``instruments`` a performer's own instrument where it is not the settings'. With ``only`` a
    take is made for that performer alone.
    """

    shot: Shot
    settings: Settings
    motions: tuple[Motion, ...] | None = None
    pinned: Mapping[int, tuple[Note, ...]] = field(default_factory=dict)
    instruments: Mapping[int, str] = field(default_factory=dict)
    only: int | None = None

    def run(self, watcher: Watcher) -> ScoredShot:
        """Watch, then generate; progress runs over both."""
        from foley_post.generate import generate
        from foley_post.midi.styling import apply_style
        from foley_post.pipeline import watch_shot

        def told(low: float, high: float, stage: str) -> Watcher:
            def report(progress: Progress) -> None:
                done = low + (high - low) * progress.share
                watcher(Progress(stage, done, 1.0, self.shot.id))

            return report

        options = options_of(self.settings, Path())
        motions = self.motions
        if motions is None:
            motions = watch_shot(self.shot, options.watching, watcher=told(0.0, 0.85, "watching"))
        tell = told(0.85, 1.0, "generating")
        tell(Progress("generating", 0, 1))
        model = _model(self.settings.model)
        takes: list[Take] = []
        for number, motion in enumerate(motions):
            if self.only not in (None, motion.performer):
                continue
            take = generate(motion, self._request(motion.performer), model=model)
            style = self.settings.style
            takes.append(apply_style(take, style) if style else take)
            tell(Progress("generating", number + 1, len(motions)))
        notices = [n for m in motions for n in m.notices]
        if not motions:
            notices.append("Nobody is seen in this shot, so there is nothing to play.")
        return ScoredShot(self.shot.id, motions, tuple(takes), tuple(notices))

    def _request(self, performer: int) -> Request:
        from foley_post.generate import Request
        from foley_post.midi.styles import controls

        name = self.instruments.get(performer, self.settings.instrument)
        request = Request(
            length_s=float(self.shot.length_s),
            instrument=name,
            seed=self.settings.seed + performer,
            pinned=tuple(self.pinned.get(performer, ())),
        )
        if not self.settings.style:
            return request
        return replace(request, **controls(self.settings.style, INSTRUMENTS.get(name)))  # type: ignore[arg-type]


def options_of(settings: Settings, out: Path) -> Options:
    """The pipeline's options for a project's settings."""
    from foley_post.pipeline import Options
    from foley_post.pose import WatchOptions
    from foley_post.render.stems import RenderSettings

    return Options(
        out=out,
        instrument=settings.instrument,
        style=settings.style,
        seed=settings.seed,
        hosts=settings.hosts,
        overlay=settings.overlay,
        watching=WatchOptions(device=settings.device),
        rendering=RenderSettings(
            soundfont=settings.soundfont,
            loudness_lufs=settings.loudness_lufs,
            handles_s=settings.handles_s,
        ),
        model=settings.model,
        media_roots=settings.media_roots,
        path_map=settings.path_map,
    )


@lru_cache(maxsize=1)
def _model(path: Path | None) -> Model:
    """The network, kept by the process from one job to the next."""
    from foley_post.generate import load_model

    return load_model(path)
