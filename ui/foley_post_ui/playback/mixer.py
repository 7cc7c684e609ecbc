"""The sound of the timeline at a moment: stems and the original sound, summed as floats.

Pure numpy: what the sound card asks for is computed here and can be tested without one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from foley_post.project.settings import DUCK, OFF, SWEETEN
from foley_post.render.levels import Level

__all__ = ["ORIGINAL", "Mixer", "MixerStrip"]

Samples = npt.NDArray[np.float32]

_FADE_S = 0.005
_MOST_RUNG = 8
_UNDER_MUSIC = {SWEETEN: 1.0, DUCK: 0.2, OFF: 0.0}
"""How loud a shot's own sound is where the shot has music (0.2 is -14 dB)."""
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


@dataclass(slots=True)
class _Rung:
    """Sound that is heard at once, wherever the playhead is; ``at`` samples of it have been."""

    samples: Samples
    at: int = 0


class Mixer:
    """Strips by key, with mute, solo and faders. A change is heard with the next block."""

    def __init__(self, rate_hz: int = 48_000) -> None:
        self.rate_hz = rate_hz
        self.muted: frozenset[int] = frozenset()
        self.soloed: frozenset[int] = frozenset()
        self.music_gain = 1.0
        self.original_gain = 0.5
        self.under_music = SWEETEN
        self.levels: Mapping[int, Level] = {}
        self._peaks: dict[int, float] = {}
        self._strips: dict[str, MixerStrip] = {}
        self._rung: list[_Rung] = []

    def turn(self, performer: int, level: Level) -> None:
        """Turn a lane's fader and pan."""
        self.levels = {**self.levels, performer: level}

    def ring(self, samples: Samples) -> None:
        """Sound ``(N, 2)`` at once, over what plays; only the last few are heard."""
        self._rung = [*self._rung[-(_MOST_RUNG - 1) :], _Rung(samples)]

    def hush(self) -> None:
        """Nothing rings any longer."""
        self._rung = []

    @property
    def ringing(self) -> bool:
        """Whether something still rings."""
        return any(r.at < len(r.samples) for r in self._rung)

    def peaks(self) -> dict[int, float]:
        """The highest sample of each lane since this was asked last, 0..1 and above."""
        found, self._peaks = self._peaks, {}
        return found

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
        """Nothing muted or soloed: another timeline is open."""
        self.muted = self.soloed = frozenset()

    def gain_of(self, performer: int) -> float:
        """0 for what is muted or not soloed."""
        if performer in self.muted or (self.soloed and performer not in self.soloed):
            return 0.0
        return self.original_gain if performer == ORIGINAL else self.music_gain

    def mix(self, start_s: float, frames: int, speed: float = 1.0) -> Samples:
        """``(frames, 2)`` from ``start_s`` on, read at ``speed`` (backwards below 0)."""
        out = np.zeros((frames, 2), np.float32)
        if frames == 0:
            return out
        strips = self._strips if speed else {}
        for key, strip in strips.items():
            gain = self.gain_of(strip.performer)
            if strip.performer == ORIGINAL and self._has_music(key, strips):
                gain *= _UNDER_MUSIC[self.under_music]
            if gain:
                turned = gain * self.levels.get(strip.performer, Level()).sides()
                self._add(out, strip, start_s, (speed, turned))
        if self._rung:
            self._add_rung(out)
        # Two stems at full level may pass 1.0; the ear forgives a rounded peak, not a wrapped one.
        return np.clip(out, -1.0, 1.0, out=out)

    def _has_music(self, key: str, strips: Mapping[str, MixerStrip]) -> bool:
        """Whether music is heard in the shot whose own sound has that key (``SHOT/original``)."""
        if self.under_music == SWEETEN:
            return False
        shot = key.rpartition("/")[0]
        return any(
            name.rpartition("/")[0] == shot and bool(self.gain_of(strip.performer))
            for name, strip in strips.items()
            if strip.performer != ORIGINAL
        )

    def _add_rung(self, out: Samples) -> None:
        for one in self._rung:
            heard = one.samples[one.at : one.at + len(out)]
            out[: len(heard)] += heard
            one.at += len(heard)

    def _add(
        self, out: Samples, strip: MixerStrip, start_s: float, how: tuple[float, Samples]
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
                self._put(out[low - begin : high - begin], strip, gain * strip.samples[low:high])
            return
        at = first + speed * np.arange(len(out))
        inside = (at >= 0) & (at < length - 1)
        if not inside.any():
            return
        whole = at[inside].astype(np.int64)
        part = (at[inside] - whole).astype(np.float32)[:, None]
        heard = strip.samples[whole] * (1 - part) + strip.samples[whole + 1] * part
        heard = gain * heard
        out[inside] += heard
        self._note_peak(strip.performer, heard)

    def _put(self, out: Samples, strip: MixerStrip, heard: Samples) -> None:
        out += heard
        self._note_peak(strip.performer, heard)

    def _note_peak(self, performer: int, heard: Samples) -> None:
        highest = max(float(heard.max(initial=0.0)), -float(heard.min(initial=0.0)))
        self._peaks[performer] = max(self._peaks.get(performer, 0.0), highest)
