"""A take made audible for the window: dry enough to be quick, level enough to compare."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from foley_post.midi.notes import Take
from foley_post.progress import Watcher
from foley_post.project import Settings

__all__ = ["Voice", "Voiced"]

_TAIL_S = 1.5


@dataclass(frozen=True, slots=True)
class Voiced:
    """``samples (N, 2)`` float32 from the shot's first frame on, and what to know of them."""

    samples: npt.NDArray[np.float32]
    rate_hz: int
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """Answers with a take's sound at the settings' loudness, so that takes compare equally loud."""

    take: Take
    settings: Settings
    rate_hz: int = 48_000

    def run(self, watcher: Watcher) -> Voiced:
        """Raises SoundFontError, SynthesizerMissing."""
        from foley_post.render.loudness import gain_to
        from foley_post.render.stems import Place, RenderSettings, render_sound

        length = round((self.take.length_s + _TAIL_S) * self.rate_hz)
        place = Place(self.rate_hz, 0, Fraction(0), length, 0)
        rendering = RenderSettings(soundfont=self.settings.soundfont)
        samples, notices = render_sound(self.take, place, rendering, apart=False)
        target = self.settings.loudness_lufs
        level = gain_to(
            samples,
            self.rate_hz,
            target_lufs=-23.0 if target is None else target,
            peak_dbtp=rendering.peak_dbtp,
        )
        heard = np.ascontiguousarray(samples * np.float32(level.gain))
        return Voiced(heard, self.rate_hz, notices)
