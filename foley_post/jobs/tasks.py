"""Timelines and pictures, read in a process of their own."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core.progress import Watcher
from foley_post.errors import FoleyError
from foley_post.project.settings import Settings
from foley_post.timeline.model import Cut

__all__ = ["CutChoices", "FindChoices", "PictureSize", "ReadCut", "ReadSound", "Thumbnail"]


@dataclass(frozen=True, slots=True)
class ReadCut:
    """Answers with the Cut in ``path``, read as the settings say."""

    path: Path
    settings: Settings

    def run(self, watcher: Watcher) -> Cut:
        """See `foley_post.timeline.read_cut`."""
        from foley_post.pipeline.cut_reading import read_cut_for

        return read_cut_for(self.path, self.settings, watcher=watcher)


@dataclass(frozen=True, slots=True)
class CutChoices:
    """What a timeline's file can be read as: which ``sequences``, at which ``rates``."""

    sequences: tuple[str, ...] = ()
    rates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FindChoices:
    """Answers with the `CutChoices` of the timeline at ``path``."""

    path: Path

    def run(self, watcher: Watcher) -> CutChoices:
        """Raises TimelineReadError."""
        from foley_post.timeline import possible_rates, sequences_in

        rates = tuple(str(rate) for rate in possible_rates(self.path))
        return CutChoices(sequences_in(self.path), rates)


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """Answers with one small picture ``(height, W, 3)`` uint8 RGB near ``media_s``, or None."""

    path: Path
    media_s: Fraction
    height: int = 96

    def run(self, watcher: Watcher) -> npt.NDArray[np.uint8] | None:
        """The first picture at or after the moment; None where nothing decodes."""
        from foley_post.video import frames

        try:
            found = frames(self.path, self.media_s, self.media_s + 2, height=self.height)
            return next((frame.image for frame in found), None)
        except FoleyError:
            return None


@dataclass(frozen=True, slots=True)
class PictureSize:
    """Answers with the width and height of the upright picture, in pixels."""

    path: Path

    def run(self, watcher: Watcher) -> tuple[int, int]:
        """Raises MediaMissing, MediaUnreadable."""
        from foley_post.video import probe

        info = probe(self.path)
        return info.width, info.height


@dataclass(frozen=True, slots=True)
class ReadSound:
    """Answers with a media range's own sound as ``(N, 2)`` float32, or None where it has none."""

    path: Path
    start_s: Fraction
    end_s: Fraction
    rate_hz: int = 48_000

    def run(self, watcher: Watcher) -> npt.NDArray[np.float32] | None:
        """Mono is heard on both sides; of more channels the first two."""
        from foley_post.video import read_audio

        try:
            samples = read_audio(self.path, self.start_s, self.end_s, self.rate_hz)
        except FoleyError:
            return None
        if samples.shape[1] == 1:
            samples = np.repeat(samples, 2, axis=1)
        return np.ascontiguousarray(samples[:, :2])
