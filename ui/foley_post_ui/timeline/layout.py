"""Where everything on the timeline lies: tracks as lanes, shots as spans of pixels.

Pure geometry, so that it can be tested without a window. ``x`` counts in pixels from the cut's
first frame at the current zoom; ``y`` from the top of the first lane.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
import numpy.typing as npt

from foley_post.timeline.model import Cut, Shot
from foley_post_ui.playback.mixer import ORIGINAL

__all__ = ["ORIGINAL", "TimelineLane", "TimelineLayout", "tick_step"]

PICTURE_HEIGHT, MUSIC_HEIGHT, GAP = 66, 44, 3
_HEIGHTS = {None: PICTURE_HEIGHT, ORIGINAL: MUSIC_HEIGHT}
_MOST_STRETCHED = 1.8
_Seconds = npt.NDArray[np.float64]
_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)


@dataclass(frozen=True)
class TimelineLane:
    """One row: a video track's shots, their own sound, or the music of one player number.

    ``starts_s`` and ``ends_s`` rise with the shots; ``performer`` is None on a video
    track and ORIGINAL for the sound of the media.
    """

    title: str
    top: int
    height: int
    shots: tuple[Shot, ...]
    starts_s: _Seconds
    ends_s: _Seconds
    performer: int | None = None

    def between(self, start_s: float, end_s: float) -> tuple[int, int]:
        """The range of shots that may show from ``start_s`` to ``end_s``."""
        first = int(np.searchsorted(self.ends_s, start_s, side="right"))
        last = int(np.searchsorted(self.starts_s, end_s, side="left"))
        return first, max(first, last)

    def shown(self, start_s: float, end_s: float, scale: float) -> list[int]:
        """The shots to paint between two moments at ``scale`` pixels a second.

        Of those narrower than a pixel one stands for its neighbours in the same pixel.
        """
        first, last = self.between(start_s, end_s)
        right = np.floor(self.ends_s[first:last] * scale)
        wide = (self.ends_s[first:last] - self.starts_s[first:last]) * scale >= 1
        fresh = np.diff(right, prepend=-1.0) > 0
        return [first + int(i) for i in np.flatnonzero(wide | fresh)]

    def at(self, time_s: float) -> Shot | None:
        """The shot under ``time_s``."""
        index = int(np.searchsorted(self.starts_s, time_s, side="right")) - 1
        if index >= 0 and time_s < self.ends_s[index]:
            return self.shots[index]
        return None


class TimelineLayout:
    """The lanes of a cut: video tracks with the topmost first, their own sound, then one for each
    player.
    """

    def __init__(self, cut: Cut | None = None, players: int = 1) -> None:
        self.cut = cut
        self.length_s = float(cut.rate.seconds(cut.length_frames)) if cut else 0.0
        self.lanes: list[TimelineLane] = []
        if cut is None:
            return
        shots = sorted(cut.shots, key=lambda s: (s.track, s.record_start_frame))
        tracks = [(name, tuple(group)) for name, group in groupby(shots, lambda s: s.track)]
        top = 0
        for name, group in reversed(tracks):
            self._add(name, group, _spans(group), top=top, height=PICTURE_HEIGHT)
            top += PICTURE_HEIGHT + GAP
        everything = tuple(sorted(cut.shots, key=lambda s: s.record_start_frame))
        spans = _spans(everything)
        for player in (ORIGINAL, *range(players)):
            self._add("", everything, spans, top=top, height=MUSIC_HEIGHT, performer=player)
            top += MUSIC_HEIGHT + GAP

    @property
    def height(self) -> int:
        """Pixels from the top of the first lane to the end of the last."""
        return self.lanes[-1].top + self.lanes[-1].height + GAP if self.lanes else 0

    def fill(self, room: int) -> None:
        """Make the lanes taller where there is ``room`` pixels for it, all by as much."""
        base = [_HEIGHTS.get(x.performer, MUSIC_HEIGHT) for x in self.lanes]
        if not base:
            return
        stretch = (room - GAP * (len(base) + 1)) / sum(base)
        stretch = min(_MOST_STRETCHED, max(1.0, stretch))
        top = 0
        for number, height in enumerate(base):
            tall = round(height * stretch)
            self.lanes[number] = replace(self.lanes[number], top=top, height=tall)
            top += tall + GAP

    def lane_at(self, y: float) -> TimelineLane | None:
        """The lane under ``y``."""
        return next((x for x in self.lanes if x.top <= y < x.top + x.height + GAP), None)

    def visible_shot(self, time_s: float) -> Shot | None:
        """What the picture shows at ``time_s``: the topmost enabled shot, offline ones too."""
        for lane in self.lanes:
            shot = lane.at(time_s) if lane.performer is None else None
            if shot is not None and shot.enabled:
                return shot
        return None

    def edits(self) -> list[float]:
        """Every moment at which a shot begins or ends, in order."""
        moments: set[float] = {0.0, self.length_s}
        for lane in self.lanes:
            if lane.performer is None:
                moments.update(lane.starts_s.tolist())
                moments.update(lane.ends_s.tolist())
        return sorted(moments)

    def _add(
        self,
        title: str,
        shots: tuple[Shot, ...],
        spans: tuple[_Seconds, _Seconds],
        *,
        top: int,
        height: int,
        performer: int | None = None,
    ) -> None:
        self.lanes.append(TimelineLane(title, top, height, shots, *spans, performer))


def _spans(shots: tuple[Shot, ...]) -> tuple[_Seconds, _Seconds]:
    """When the shots begin and end, each rising; whole numbers are divided once, which rounds as
    the exact fraction does.
    """
    frames = [(s.record_start_frame, s.length_frames, s.rate) for s in shots]
    starts = np.array([at * r.denominator / r.numerator for at, _, r in frames])
    ends = np.array([(at + long) * r.denominator / r.numerator for at, long, r in frames])
    # Shots of several tracks may overlap in a music lane; ends must rise to be searched.
    return starts, np.maximum.accumulate(ends)


def tick_step(pixels_per_s: float, frame_s: float) -> float:
    """Seconds between labelled ticks, so that timecodes do not run into each other."""
    least_s = 92 / pixels_per_s
    frames = (frame_s * n for n in (1, 2, 5, 10))
    return next((s for s in (*frames, *_STEPS_S) if s >= least_s), 14400.0)
