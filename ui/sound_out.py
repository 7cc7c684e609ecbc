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
from foley_post_ui.mixer import Mixer
from PySide6.QtCore import QIODevice, QObject

__all__ = ["SilentOut", "SoundOut", "open_sound"]

_BUFFER_S = 0.18
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

    def writeData(self, data: bytes, most: int) -> int:
        """Nothing is written here."""
        return -1

    def bytesAvailable(self) -> int:
        """There is always more."""
        return 1 << 20

    def isSequential(self) -> bool:
        """Sound cannot be rewound."""
        return True


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
        self._shown_s, self._shown_at = 0.0, 0.0

    def start(self, at_s: float, speed: float) -> None:
        """Play from ``at_s`` of the timeline at ``speed``."""
        self._sink.reset()
        self._source.close()
        self._source.at_s, self._source.speed = at_s, speed
        self._source.open(QIODevice.OpenModeFlag.ReadOnly)
        self._start_s, self._speed = at_s, speed
        self._shown_s, self._shown_at = 0.0, time.perf_counter()
        self._sink.start(self._source)

    def stop(self) -> None:
        """Fall silent."""
        self._start_s, self._speed = self.position_s(), 0.0
        self._sink.reset()
        self._source.close()

    def position_s(self) -> float:
        """The moment of the timeline that is heard now.

        The device counts in blocks of some 10 ms; between its counts the computer's clock fills
        in, drawn gently to the device's.
        """
        if not self._speed:
            return self._start_s
        now = time.perf_counter()
        heard = self._sink.processedUSecs() / 1e6
        guess = self._shown_s + (now - self._shown_at)
        error = heard - guess
        guess = heard if abs(error) > 0.1 else guess + 0.1 * error
        self._shown_s, self._shown_at = max(guess, 0.0), now
        return self._start_s + self._shown_s * self._speed


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
