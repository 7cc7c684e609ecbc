"""Where the sound goes, and the clock that everything follows.

With an audio device its clock is the master; without one a steady clock stands in and playback
works silently.
"""

# ruff: noqa: N802  (Qt's own names)
from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QIODevice, QObject

from foley_post_ui.playback.mixer import Mixer

__all__ = ["BlockClock", "SilentOut", "SoundOut", "open_sound"]

_BUFFER_S = 0.18
_FIRST_BLOCK_S, _LEAST_BLOCK_S, _LOST_S = 0.04, 0.005, 0.1
_BYTES = 8
"""A stereo float32 frame."""


class SilentOut:
    """No device: time passes as the computer's own clock says."""

    audible = False

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._began_s, self._start_s, self._speed = 0.0, 0.0, 0.0

    def start(self, at_s: float, speed: float) -> None:
        """Run from ``at_s`` of the timeline at ``speed``."""
        self._began_s, self._start_s, self._speed = self._clock(), at_s, speed

    def stop(self) -> None:
        """Stand still."""
        self._start_s, self._speed = self.position_s(), 0.0

    def position_s(self) -> float:
        """The moment of the timeline that is now."""
        return self._start_s + (self._clock() - self._began_s) * self._speed


class _Source(QIODevice):
    """Feeds the device from the mixer."""

    def __init__(self, mixer: Mixer, parent: QObject) -> None:
        super().__init__(parent)
        self.mixer = mixer
        self.at_s, self.speed = 0.0, 1.0

    def readData(self, most: int) -> bytes:
        """The next block of sound."""
        frames = max(0, most) // _BYTES
        block = self.mixer.mix(self.at_s, frames, self.speed)
        self.at_s += frames * self.speed / self.mixer.rate_hz
        return block.astype(np.float32, copy=False).tobytes()

    def writeData(self, data: bytes | bytearray | memoryview[int], most: int) -> int:
        """Nothing is written here."""
        return -1

    def bytesAvailable(self) -> int:
        """There is always more."""
        return 1 << 20

    def isSequential(self) -> bool:
        """Sound cannot be rewound."""
        return True


class BlockClock:
    """What is heard now, from a device that says only how much it has taken.

    A device takes sound in blocks of 10 to 40 ms, each while the block before is being heard
    (measured on PulseAudio: taken is 10 to 25 ms ahead of heard). So what was taken last has not
    been heard, and between two blocks the computer's clock fills in, drawn gently to the device's.
    """

    def __init__(self, now_s: float) -> None:
        self._at_s = now_s
        self._taken_s, self._guess_s, self._heard_s = 0.0, 0.0, 0.0
        self._block_s = _FIRST_BLOCK_S

    def heard_s(self, taken_s: float, now_s: float) -> float:
        """Seconds heard since the start; never less than it said before."""
        guess = self._guess_s + now_s - self._at_s
        if taken_s > self._taken_s:
            step, error = taken_s - self._taken_s, taken_s - guess
            if self._taken_s:
                self._block_s = min(max(step, _LEAST_BLOCK_S), self._block_s)
            guess = taken_s if abs(error) > _LOST_S else guess + 0.2 * error
            self._taken_s = taken_s
        # A starved device plays nothing: time waits for it.
        guess = min(guess, self._taken_s + self._block_s)
        self._guess_s, self._at_s = guess, now_s
        self._heard_s = max(self._heard_s, guess - self._block_s)
        return self._heard_s


class SoundOut(QObject):
    """An audio device fed from the mixer; its own count of what was heard is the clock."""

    audible = True

    def __init__(self, mixer: Mixer, device: Any, parent: QObject | None = None) -> None:
        from PySide6.QtMultimedia import QAudioFormat, QAudioSink

        super().__init__(parent)
        form = QAudioFormat()
        form.setSampleRate(mixer.rate_hz)
        form.setChannelCount(2)
        form.setSampleFormat(QAudioFormat.SampleFormat.Float)
        self._sink = QAudioSink(device, form, self)
        self._sink.setBufferSize(round(_BUFFER_S * mixer.rate_hz) * _BYTES)
        self._source = _Source(mixer, self)
        self._start_s, self._speed = 0.0, 0.0
        self._clock = BlockClock(0.0)

    def start(self, at_s: float, speed: float) -> None:
        """Play from ``at_s`` of the timeline at ``speed``."""
        self._sink.reset()
        self._source.close()
        self._source.at_s, self._source.speed = at_s, speed
        self._source.open(QIODevice.OpenModeFlag.ReadOnly)
        self._start_s, self._speed = at_s, speed
        self._clock = BlockClock(time.perf_counter())
        self._sink.start(self._source)

    def stop(self) -> None:
        """Fall silent."""
        self._start_s, self._speed = self.position_s(), 0.0
        self._sink.reset()
        self._source.close()

    def position_s(self) -> float:
        """The moment of the timeline that is heard now."""
        if not self._speed:
            return self._start_s
        heard = self._clock.heard_s(self._sink.processedUSecs() / 1e6, time.perf_counter())
        return self._start_s + heard * self._speed


def open_sound(mixer: Mixer, parent: QObject | None = None) -> SoundOut | SilentOut:
    """The default audio device, or a silent clock where there is none."""
    try:
        from PySide6.QtMultimedia import QMediaDevices
    except ImportError:  # a Linux without libpulse
        return SilentOut()
    device = QMediaDevices.defaultAudioOutput()
    if device.isNull():
        return SilentOut()
    return SoundOut(mixer, device, parent)
