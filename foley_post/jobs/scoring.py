"""One shot scored in a process: watched, then a take for each player."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from foley_post.core.instruments import INSTRUMENTS
from foley_post.core.progress import Progress, Watcher, part_of
from foley_post.midi.notes import Note, Take
from foley_post.pose.skeleton import Motion
from foley_post.project.file import Settings
from foley_post.timeline.model import Shot

if TYPE_CHECKING:
    from foley_post.generate import Model, Request
    from foley_post.pipeline.score import Options

__all__ = ["ScoreShot", "ScoredTakes", "ShapeShots", "options_of"]


@dataclass(frozen=True, slots=True)
class ScoredTakes:
    """Who is seen in a shot, and what each of them plays; both empty when nobody is.

    ``plain`` are the takes as they were written, before style, key and expression.
    """

    shot_id: str
    motions: tuple[Motion, ...]
    takes: tuple[Take, ...]
    notices: tuple[str, ...] = ()
    plain: tuple[Take, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreShot:
    """Scores one shot with the settings' instrument, style and seed.

    ``motions`` given are not watched again. ``pinned`` holds, for a performer, notes that stay;
    ``instruments`` a performer's own instrument where it is not the settings'. With ``only`` a
    take is made for that performer alone. What ``cache`` remembers is not watched again.
    """

    shot: Shot
    settings: Settings
    motions: tuple[Motion, ...] | None = None
    pinned: Mapping[int, tuple[Note, ...]] = field(default_factory=dict)
    instruments: Mapping[int, str] = field(default_factory=dict)
    only: int | None = None
    cache: Path | None = None

    def run(self, watcher: Watcher) -> ScoredTakes:
        """Watch, then generate; progress runs over both."""
        from foley_post.generate import generate_take
        from foley_post.pipeline.player_choice import nobody_plays
        from foley_post.pipeline.score import ScoredShot, shape, watch_shot
        from foley_post.pose.motion_cache import MotionCache

        options = options_of(self.settings, Path())
        motions = self.motions
        if motions is None:
            motions = watch_shot(
                self.shot,
                options.watching,
                cache=MotionCache(self.cache) if self.cache else None,
                watcher=part_of(watcher, 0.0, 0.85),
            )
        tell = part_of(watcher, 0.85, 1.0)
        tell(Progress("generating", 0, 1, self.shot.id))
        model = _model(self.settings.model)
        heard = self._chosen(motions)
        plain: list[Take] = []
        for number, motion in enumerate(heard):
            plain.append(generate_take(motion, self._request(motion.performer), model=model))
            tell(Progress("generating", number + 1, len(heard), self.shot.id))
        (shaped,) = shape([ScoredShot(self.shot, heard, tuple(plain))], options)
        notices = [n for m in motions for n in m.notices]
        if not motions:
            notices.append("Nobody is seen in this shot, so there is nothing to play.")
        elif not heard:
            notices.append(nobody_plays(motions))
        return ScoredTakes(self.shot.id, motions, tuple(shaped.takes), tuple(notices), tuple(plain))

    def _chosen(self, motions: tuple[Motion, ...]) -> tuple[Motion, ...]:
        """Whose takes to make: the one who was asked for, else whoever is seen to play."""
        from foley_post.pipeline.player_choice import PlayerChoice

        if self.only is not None:
            return tuple(m for m in motions if m.performer == self.only)
        named = self.settings.instrument != "auto" or bool(self.instruments)
        return PlayerChoice().among(motions, instrument_named=named)

    def _request(self, performer: int) -> Request:
        from foley_post.generate import Request
        from foley_post.midi.styles import controls

        name = self.instruments.get(performer, self.settings.instrument)
        request = Request(
            length_s=float(self.shot.length_s),
            instrument=name,
            seed=self.settings.seed + performer,
            key=self.settings.key,
            pinned=tuple(self.pinned.get(performer, ())),
        )
        if not self.settings.style:
            return request
        return replace(request, **controls(self.settings.style, INSTRUMENTS.get(name)))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class ShapeShots:
    """Answers with the takes of several shots in style and in one key, as one piece of music."""

    shots: tuple[Shot, ...]
    scored: tuple[ScoredTakes, ...]
    settings: Settings

    def run(self, watcher: Watcher) -> tuple[tuple[Take, ...], ...]:
        """One tuple a shot, as `foley_post.pipeline.score.shape` makes them."""
        from foley_post.pipeline.score import ScoredShot, shape

        together = [
            ScoredShot(shot, _players(one), one.plain)
            for shot, one in zip(self.shots, self.scored, strict=True)
        ]
        return tuple(one.takes for one in shape(together, options_of(self.settings, Path())))


def _players(scored: ScoredTakes) -> tuple[Motion, ...]:
    """The movement behind each of the takes."""
    by_number = {m.performer: m for m in scored.motions}
    return tuple(by_number[t.performer] for t in scored.plain)


def options_of(settings: Settings, out: Path) -> Options:
    """The pipeline's options for a project's settings."""
    from foley_post.generate import Request
    from foley_post.pipeline.score import Options
    from foley_post.pose import WatchOptions
    from foley_post.render.stems import RenderSettings

    return Options(
        out=out,
        instrument=settings.instrument,
        style=settings.style,
        loosen_percent=settings.loosen_percent,
        seed=settings.seed,
        hosts=settings.hosts,
        overlay=settings.overlay,
        mix=settings.mix,
        markers=settings.markers,
        request=Request(length_s=1.0, key=settings.key),
        watching=WatchOptions(device=settings.device),
        rendering=RenderSettings(
            soundfont=settings.soundfont,
            loudness_lufs=settings.loudness_lufs,
            handles_s=settings.handles_s,
            reverb=settings.reverb,
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
