"""The sound of the timeline at a moment: stems and the original sound, summed as floats.

Pure numpy: what the sound card asks for is computed here and can be tested without one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

__all__ = ["ORIGINAL", "Mixer", "MixerStrip"]

Samples = npt.NDArray[np.float32]

_FADE_S = 0.005
ORIGINAL = -1
"""The performer number that stands for the media's own sound."""


@dataclass(frozen=True, slots=True)
class MixerStrip:
    """``samples (N, 2)`` float32 that begin at ``start_s`` of the timeline.

    ``performer`` is a player's number or ORIGINAL; ``length_s`` cuts the sound where its shot ends.
    """

    samples: Samples
    start_s: float
    performer: int
    length_s: float | None = None


class Mixer:
    """Strips by key, with mute, solo and faders. A change is heard with the next block."""

    def __init__(self, rate_hz: int = 48_000) -> None:
        self.rate_hz = rate_hz
        self.muted: frozenset[int] = frozenset()
        self.soloed: frozenset[int] = frozenset()
        self.music_gain = 1.0
        self.original_gain = 0.5
        self._strips: dict[str, MixerStrip] = {}

    def put(self, key: str, strip: MixerStrip | None) -> None:
        """Set or remove the strip of that key."""
        strips = dict(self._strips)
        if strip is None:
            strips.pop(key, None)
        else:
            strips[key] = replace(strip, samples=np.require(strip.samples, requirements=("C", "W")))
        self._strips = strips

    def add(self, key: str, samples: Samples, start_s: float) -> None:
        """Add to the strip of that key, ``start_s`` counted from its own beginning."""
        strip = self._strips.get(key)
        if strip is None:
            return
        at = round(start_s * self.rate_hz)
        there = strip.samples[at : at + len(samples)]
        there += samples[: len(there)]

    def lay_over(self, key: str, strip: MixerStrip) -> None:
        """What ``strip`` sounds in its span replaces what the strip of that key sounds there; with
        none there, it is the strip.
        """
        there = self._strips.get(key)
        if there is None:
            self.put(key, strip)
            return
        at = round((strip.start_s - there.start_s) * self.rate_hz)
        old = there.samples[max(0, at) : at + len(strip.samples)]
        new = strip.samples[max(0, -at) :][: len(old)]
        fade = np.ones((len(new), 1), np.float32)
        edge = min(len(new) // 2, round(_FADE_S * self.rate_hz))
        ramp = np.linspace(0, 1, edge, dtype=np.float32)[:, None]
        if at > 0:
            fade[:edge] = ramp
        fade[len(new) - edge :] = ramp[::-1]
        old += fade * (new - old)

    def has(self, key: str) -> bool:
        """Whether there is a strip of that key."""
        return key in self._strips

    def clear(self) -> None:
        """Silence."""
        self._strips = {}

    def forget_lanes(self) -> None:
        """Nothing muted, nothing soloed: another timeline is open."""
        self.muted = self.soloed = frozenset()

    def gain_of(self, performer: int) -> float:
        """0 for what is muted or not soloed."""
        if performer == ORIGINAL:
            return 0.0 if ORIGINAL in self.muted else self.original_gain
        if performer in self.muted or (self.soloed and performer not in self.soloed):
            return 0.0
        return self.music_gain

    def mix(self, start_s: float, frames: int, speed: float = 1.0) -> Samples:
        """``(frames, 2)`` from ``start_s`` on, read at ``speed`` (backwards below 0)."""
        out = np.zeros((frames, 2), np.float32)
        if frames == 0 or speed == 0:
            return out
        for strip in self._strips.values():
            gain = self.gain_of(strip.performer)
            if gain:
                self._add(out, strip, start_s, (speed, gain))
        # Two stems at full level may pass 1.0; the ear forgives a rounded peak, not a wrapped one.
        return np.clip(out, -1.0, 1.0, out=out)

    def _add(
        self, out: Samples, strip: MixerStrip, start_s: float, how: tuple[float, float]
    ) -> None:
        speed, gain = how
        length = len(strip.samples)
        if strip.length_s is not None:
            length = min(length, round(strip.length_s * self.rate_hz))
        first = (start_s - strip.start_s) * self.rate_hz
        if speed == 1.0:
            begin = round(first)
            low, high = max(0, begin), min(length, begin + len(out))
            if high > low:
                out[low - begin : high - begin] += np.float32(gain) * strip.samples[low:high]
            return
        at = first + speed * np.arange(len(out))
        inside = (at >= 0) & (at < length - 1)
        if not inside.any():
            return
        whole = at[inside].astype(np.int64)
        part = (at[inside] - whole).astype(np.float32)[:, None]
        heard = strip.samples[whole] * (1 - part) + strip.samples[whole + 1] * part
        out[inside] += np.float32(gain) * heard
