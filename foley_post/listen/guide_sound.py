"""The sound of a clip or of a guide file, read piece by piece, and what is wrong with it.

It is brought to one channel: both sides together, or the one side that has sound; of two sides with
opposite polarity, which together would be silent, the left one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.listen.network import RATE_HZ
from foley_post.video import read_audio

__all__ = ["SoundFaults", "SoundReader"]

_BLOCK_S = 20
_SILENT_PEAK = 10 ** (-70 / 20)
_FULL_SCALE, _CLIPPED_SHARE = 0.95, 0.004
"""Of renders that just reach full scale less than 0.03 % lies within 5 % of it; driven 6 dB over,
0.3 to 8 %, and half as much after AAC."""
_ONE_SIDE_DB = 30.0
_OPPOSITE = -0.9
_BELOW_HZ, _ABOVE_HZ = (2_500, 3_700), (4_400, 6_000)
_NARROW_SHARE, _LEAST_SHARE = 1e-3, 1e-9
"""Renders have 1 to 23 % of the power below 4 kHz above it; brought to 8 kHz, 0.05 % at most."""
_SPECTRUM = 2048

Samples: TypeAlias = npt.NDArray[np.float32]
Floats: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SoundFaults:
    """What was wrong with a sound. ``clipped``: the share of its samples at full scale where those
    are too many, else 0.
    """

    silent: bool = False
    clipped: float = 0.0
    one_side: bool = False
    opposite: bool = False
    narrow: bool = False

    def sentences(self, name: str) -> tuple[str, ...]:
        """Each fault of the sound called ``name``, and what follows from it."""
        if self.silent:
            return (f"{name} is silent: nothing can be heard in it.",)
        told = []
        if self.clipped:
            told.append(
                f"{name} is clipped or limited ({self.clipped:.1%} of it is at full scale): how "
                "loud its notes are is a guess."
            )
        if self.one_side:
            told.append(f"{name} has sound on one side only; that side is listened to.")
        if self.opposite:
            told.append(
                f"The two sides of {name} have opposite polarity and cancel each other; the left "
                "one is listened to."
            )
        if self.narrow:
            told.append(
                f"{name} has nothing above 4 kHz, like a telephone: high notes and soft attacks "
                "may be missed."
            )
        return tuple(told)


@dataclass(slots=True)
class SoundReader:
    """Reads ``length_s`` seconds of ``path`` from ``start_s`` (media time; silence before its
    beginning and after its end), and remembers what was wrong with them.
    """

    path: Path
    start_s: Fraction
    length_s: Fraction
    _power: Floats = field(default_factory=lambda: np.zeros(2), init=False)
    _cross: float = field(default=0.0, init=False)
    _peak: float = field(default=0.0, init=False)
    _samples: int = field(default=0, init=False)
    _full: int = field(default=0, init=False)
    _spectrum: Floats = field(default_factory=lambda: np.zeros(_SPECTRUM // 2 + 1), init=False)

    def blocks(self) -> Iterator[Samples]:
        """One channel at `RATE_HZ`, in pieces of 20 seconds at most.

        Raises MediaMissing, MediaUnreadable (also when the file has no sound).
        """
        end_s = self.start_s + self.length_s
        at_s = self.start_s
        done, total = 0, round(self.length_s * RATE_HZ)
        while done < total:
            until_s = min(at_s + _BLOCK_S, end_s)
            wanted = round((until_s - self.start_s) * RATE_HZ) - done
            sound = self._read(at_s, until_s)
            yield self._mono(_of_length(sound, wanted))
            done += wanted
            at_s = until_s

    def faults(self) -> SoundFaults:
        """What was wrong with the blocks read so far."""
        if self._peak < _SILENT_PEAK:
            return SoundFaults(silent=True)
        clipped = self._full / max(self._samples, 1)
        return SoundFaults(
            clipped=clipped if clipped > _CLIPPED_SHARE else 0.0,
            one_side=self._is_one_sided(),
            opposite=self._correlation() < _OPPOSITE,
            narrow=self._is_narrow(),
        )

    def _read(self, start_s: Fraction, end_s: Fraction) -> Samples:
        """``(N, 2)`` float32; nothing before the media's own beginning."""
        missing = max(-start_s, Fraction(0))
        if end_s <= 0:
            return np.zeros((round((end_s - start_s) * RATE_HZ), 2), np.float32)
        sound = read_audio(self.path, start_s + missing, end_s, RATE_HZ)
        pair = np.repeat(sound, 2, axis=1) if sound.shape[1] == 1 else sound[:, :2]
        return np.pad(pair, ((round(missing * RATE_HZ), 0), (0, 0)))

    def _mono(self, pair: Samples) -> Samples:
        """One channel of ``(N, 2)``; takes note of the faults."""
        wide = pair.astype(np.float64)
        self._power += (wide**2).sum(axis=0)
        self._cross += float((wide[:, 0] * wide[:, 1]).sum())
        if self._is_one_sided():
            mono = pair[:, int(self._power.argmax())]
        elif self._correlation() < _OPPOSITE:
            mono = pair[:, 0]
        else:
            mono = pair.mean(axis=1)
        self._judge(mono)
        return mono.astype(np.float32)

    def _judge(self, mono: Samples) -> None:
        loud = np.abs(mono)
        self._peak = max(self._peak, float(loud.max(initial=0.0)))
        self._samples += len(mono)
        self._full += int((loud >= _FULL_SCALE).sum())
        frames = len(mono) // _SPECTRUM
        pieces = mono[: frames * _SPECTRUM].reshape(frames, _SPECTRUM) * np.hanning(_SPECTRUM)
        self._spectrum += (np.abs(np.fft.rfft(pieces, axis=1)) ** 2).sum(axis=0)

    def _is_narrow(self) -> bool:
        """Whether the spectrum ends at 4 kHz as if cut off."""
        below, above = (self._power_between(*span) for span in (_BELOW_HZ, _ABOVE_HZ))
        present = below > _LEAST_SHARE * self._spectrum.max()
        return bool(present and above < _NARROW_SHARE * below)

    def _power_between(self, low_hz: float, high_hz: float) -> float:
        hertz = np.fft.rfftfreq(_SPECTRUM, 1 / RATE_HZ)
        return float(self._spectrum[(hertz >= low_hz) & (hertz < high_hz)].mean())

    def _is_one_sided(self) -> bool:
        quiet, loud = sorted(self._power)
        return bool(loud > 0 and quiet < loud * 10 ** (-_ONE_SIDE_DB / 10))

    def _correlation(self) -> float:
        size = float(np.sqrt(self._power.prod()))
        return self._cross / size if size > 0 else 1.0


def _of_length(pair: Samples, wanted: int) -> Samples:
    return np.pad(pair[:wanted], ((0, max(wanted - len(pair), 0)), (0, 0)))
