"""Where in the picture the guide sound comes from, player by player, drawn on it.

After PixelPlayer (Zhao et al., ECCV 2018), with what is known here: a part of the picture is a
player's source as far as it moves when that player's heard notes begin, over the whole shot; at
each moment it glows as loud as the player sounds. It says nothing of a player who was not heard.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post import video
from foley_post.core.progress import Progress, Watcher, ignore_progress
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.pipeline.overlay import COLOURS, mixed_sound, pictures_at
from foley_post.pose.skeleton import Motion
from foley_post.timeline.model import Shot, Stem

__all__ = ["draw_sound_map", "loudness_over", "sound_sources"]

_ROWS = 24
_LOOKED_AT = 120
"""Height in pixels of the pictures whose movement is compared."""
_HEIGHT = 720
_AROUND_S = 0.06
_FADE_S = 0.35
_ELSEWHERE = 0.2
"""How much a part away from the player counts beside one near them."""
_MARGIN = 0.08
_FLOOR = 0.35
"""Of the strongest part: what is weaker is chance on shots of some ten notes."""
_GLOW = 0.65

Floats: TypeAlias = npt.NDArray[np.float64]
Image: TypeAlias = npt.NDArray[np.uint8]


def draw_sound_map(
    shot: Shot,
    motions: Sequence[Motion],
    takes: Sequence[Take],
    path: Path,
    *,
    stems: Sequence[Stem] = (),
    watcher: Watcher = ignore_progress,
) -> bool:
    """Write the shot with each heard player's part of the picture aglow, as mp4 at ``path``; its
    sound is that of ``stems``. False, and no file, where nobody was heard.

    ``motions`` and ``takes`` are in record seconds. Raises what `foley_post.video` raises.
    """
    assert shot.media.path is not None, "a shot that was scored has its media"
    sounding = [take for take in takes if _heard(take)]
    if not sounding:
        return False
    info = video.probe(shot.media.path)
    count = max(1, info.rate.frames(shot.length_s))
    times_s = [info.rate.seconds(n) for n in range(count)]
    wanted = [shot.time_map.media_at(t) for t in times_s]
    at_s = np.array([float(t) for t in times_s])
    moves = _movement(pictures_at(shot.media.path, wanted, min(_LOOKED_AT, info.height)))
    at_s = at_s[: len(moves)]
    seen = {motion.performer: motion for motion in motions}
    maps = [(take, sound_sources(moves, at_s, take, seen.get(take.performer))) for take in sounding]
    levels = [loudness_over(take, at_s) for take in sounding]
    loudest = max(float(level.max(initial=0.0)) for level in levels) or 1.0

    def drawn() -> Iterator[Image]:
        shown = pictures_at(shot.media.path, wanted, min(_HEIGHT, info.height))  # type: ignore[arg-type]
        for n, image in zip(range(len(at_s)), shown, strict=False):
            watcher(Progress("drawing", n, len(at_s), shot.name))
            now = [
                (take, where, level[n] / loudest)
                for (take, where), level in zip(maps, levels, strict=True)
            ]
            yield _aglow(image, now)

    video.write_video(path, drawn(), info.rate, audio=mixed_sound(shot, stems), crf=20)
    return True


def sound_sources(moves: Floats, at_s: Floats, take: Take, motion: Motion | None = None) -> Floats:
    """``(R, C)`` 0..1: how far each part of the picture moves when the take's heard notes begin.

    ``moves (T, R, C)`` is how much each part changes at ``at_s (T,)``; ``motion`` says where the
    player is.
    """
    begins = sum(
        (
            np.exp(-0.5 * ((at_s - note.onset_s) / _AROUND_S) ** 2) * note.velocity / 127
            for note in _heard(take)
        ),
        start=np.zeros(len(at_s)),
    )
    begins = begins - begins.mean()
    apart = moves - moves.mean(axis=0)
    size = np.sqrt((apart**2).sum(axis=0) * (begins**2).sum())
    alike = np.einsum("t,trc->rc", begins, apart) / np.where(size > 0, size, np.inf)
    found: Floats = np.clip(alike, 0, None)
    if motion is not None:
        found = found * _nearness(motion, found.shape)
    highest = float(found.max(initial=0.0))
    if not highest:
        return found
    return np.clip((found / highest - _FLOOR) / (1 - _FLOOR), 0, 1)


def loudness_over(take: Take, at_s: Floats) -> Floats:
    """``(T,)``: how loud the take's heard notes sound at each moment; 1 is a note at full
    velocity.
    """
    level = np.zeros(len(at_s))
    for note in _heard(take):
        since = at_s - note.onset_s
        held = np.where(since < note.length_s, 1.0, np.exp(-(since - note.length_s) / 0.1))
        level += np.where(since >= 0, held * np.exp(-since / (_FADE_S + note.length_s)), 0) * (
            note.velocity / 127
        )
    return level


def _heard(take: Take) -> list[Note]:
    return [note for note in take.notes if note.evidence is Evidence.HEARD]


def _movement(pictures: Iterator[Image]) -> Floats:
    """``(T, R, C)``: how much each part of the picture changes to the next."""
    rows: list[Floats] = []
    before: Floats | None = None
    for image in pictures:
        luma = image.astype(np.float64).mean(axis=2)
        changed = np.zeros_like(luma) if before is None else np.abs(luma - before)
        before = luma
        size = max(1, luma.shape[0] // _ROWS)
        high, wide = (n // size for n in luma.shape)
        parts = changed[: high * size, : wide * size].reshape(high, size, wide, size)
        rows.append(parts.mean(axis=(1, 3)))
    return np.stack(rows) if rows else np.zeros((0, 1, 1))


def _nearness(motion: Motion, shape: tuple[int, ...]) -> Floats:
    """``(R, C)``: 1 around where the player is seen over the shot, `_ELSEWHERE` away from there."""
    rows, columns = shape
    points = motion.points[..., :2].reshape(-1, 2)
    points = points[np.isfinite(points).all(axis=1)]
    near = np.full((rows, columns), _ELSEWHERE)
    if not len(points):
        return np.ones((rows, columns))
    (left, top), (right, bottom) = np.percentile(points, [2, 98], axis=0)
    low, high = (int((v) * rows) for v in (top - _MARGIN, bottom + _MARGIN))
    first, last = (int((v) * rows) for v in (left - _MARGIN, right + _MARGIN))
    near[max(0, low) : high + 1, max(0, first) : last + 1] = 1.0
    return near


def _aglow(image: Image, now: Sequence[tuple[Take, Floats, float]]) -> Image:
    """The picture, greyed, with each player's sources in their colour as loud as they sound."""
    import cv2

    height, width = image.shape[:2]
    grey = image.astype(np.float32).mean(axis=2, keepdims=True).repeat(3, axis=2) * 0.6
    for take, where, level in now:
        glow = cv2.resize(where.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
        glow = np.clip(glow, 0, 1)[..., None] * np.float32(_GLOW * min(1.0, level))
        grey = grey * (1 - glow) + np.array(_colour(take), np.float32) * glow
    drawn: Image = np.clip(grey, 0, 255).astype(np.uint8)
    total = sum(level for *_, level in now) or 1.0
    for row, (take, _, level) in enumerate(now, 1):
        said = f"Player {take.performer + 1}  {100 * level / total:3.0f} %"
        at, size = (height // 40, height // 18 * row), height / 1000
        cv2.putText(drawn, said, at, cv2.FONT_HERSHEY_SIMPLEX, size, _colour(take), 1, cv2.LINE_AA)
    return drawn


def _colour(take: Take) -> tuple[int, int, int]:
    return COLOURS[take.performer % len(COLOURS)]
