"""How far the picture is from the sound that a real sound server plays.

    pulseaudio --start --exit-idle-time=-1
    pactl load-module module-null-sink sink_name=foley
    PULSE_SINK=foley python -m benchmarks.window_sound

No loudspeaker is needed: what the server plays into its null sink is recorded from that sink's
monitor (`parec`). The window's own player plays clicks, one a second of the timeline, and its clock
says when each is due; the recording says when each was heard. The recorder's own delay (some
5 ms) is not taken out: it makes the clock look early by as much.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from foley_post_ui.app import make_app
from foley_post_ui.playback.mixer import Mixer, MixerStrip
from foley_post_ui.playback.sound_out import SoundOut, open_sound
from PySide6.QtCore import QObject, QTimer
from PySide6.QtTest import QTest

_RATE = 48_000
_SECONDS = 8
_FRAME_S = 1 / 25


class _Recorder:
    """What the null sink plays, with the moment at which each block came."""

    def __init__(self, sink: str) -> None:
        command = [
            *("parec", f"--device={sink}.monitor", "--format=float32le", "--channels=1"),
            *(f"--rate={_RATE}", "--latency-msec=5", "--process-time-msec=5"),
        ]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE)
        self._blocks: list[tuple[float, np.ndarray]] = []
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        while block := os.read(self._process.stdout.fileno(), 1 << 14):
            whole = len(block) // 4 * 4
            self._blocks.append((time.perf_counter(), np.frombuffer(block[:whole], np.float32)))

    def stop(self) -> tuple[np.ndarray, float]:
        """The samples, and the moment of the first one by a straight line through all blocks."""
        self._process.terminate()
        self._thread.join()
        counts = np.cumsum([len(b) for _, b in self._blocks])
        moments = np.array([at for at, _ in self._blocks])
        # A block is never early: the earliest arrivals give the line.
        began_s = float(np.min(moments - counts / _RATE))
        return np.concatenate([b for _, b in self._blocks]), began_s


def main() -> int:
    """Play, record, compare."""
    sink = os.environ.get("PULSE_SINK", "foley")
    app = make_app()
    home = QObject()
    mixer = Mixer(_RATE)
    clicks = np.zeros((_SECONDS * _RATE, 2), np.float32)
    for second in range(1, _SECONDS):
        clicks[second * _RATE : second * _RATE + 48] = 0.8
    mixer.put("clicks", MixerStrip(clicks, 0.0, 0))
    out = open_sound(mixer, home)
    if not isinstance(out, SoundOut):
        print("there is no sound server")
        return 1
    recorder = _Recorder(sink)
    QTest.qWait(700)
    told: list[tuple[float, float]] = []
    timer = QTimer(home)
    timer.setInterval(8)
    timer.timeout.connect(lambda: told.append((time.perf_counter(), out.position_s())))
    out.start(0.0, 1.0)
    timer.start()
    QTest.qWait(_SECONDS * 1000 + 500)
    timer.stop()
    out.stop()
    heard, began_s = recorder.stop()
    app.processEvents()
    return _compare(heard, began_s, np.array(told))


def _compare(heard: np.ndarray, began_s: float, told: np.ndarray) -> int:
    loud = np.flatnonzero(np.abs(heard) > 0.05)
    first = loud[np.diff(loud, prepend=-_RATE) > _RATE // 4]
    moments = began_s + first / _RATE
    shown = np.interp(moments, told[:, 0], told[:, 1])
    due = np.round(shown)
    away = shown - due
    for at, off in zip(shown, away, strict=True):
        print(f"  heard a click when the clock said {at:6.3f} s: {1000 * off:+.1f} ms")
    if not len(away):
        print("no click was heard")
        return 1
    spread = 1000 * (np.max(np.abs(away)) if len(away) else np.nan)
    frame = 1000 * _FRAME_S / 2
    middle = 1000 * np.median(away)
    print(f"{len(away)} clicks of {_SECONDS - 1}: clock less sound {middle:+.1f} ms in the median,")
    print(f"at most {spread:.1f} ms; half a frame at 25 fps is {frame:.0f} ms")
    return int(spread > frame)


if __name__ == "__main__":
    sys.exit(main())
