"""Playback: J K L, frame steps, in and out, loop. The sound is the clock, the picture follows."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from foley_post_ui.document.session import Session
from foley_post_ui.playback.mixer import Mixer, Samples
from foley_post_ui.playback.sound_out import SilentOut, SoundOut, open_sound

__all__ = ["Playback"]

_SPEEDS = (1.0, 2.0, 4.0, 8.0)
_TICK_MS = 8
_SCRUB_S = 0.09
_RINGS_OUT_MS = 400
"""A device has this much still to play when the last of it was asked for."""


class Playback(QObject):
    """``position_s`` counts from the cut's first frame; ``speed`` 0 is a standstill."""

    moved = Signal(float)
    turned = Signal(float)
    marks_changed = Signal()

    def __init__(
        self,
        session: Session,
        mixer: Mixer,
        parent: QObject | None = None,
        out: Callable[[Mixer, QObject], SoundOut | SilentOut] = open_sound,
    ) -> None:
        super().__init__(parent)
        self.session, self.mixer = session, mixer
        self._open_out = out
        self._out: SoundOut | SilentOut | None = None
        self.position_s = 0.0
        self.speed = 0.0
        self.loop = False
        self.scrubbing = True
        self.in_s: float | None = None
        self.out_s: float | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._ringing = QTimer(self)
        self._ringing.setSingleShot(True)
        self._ringing.timeout.connect(self._rung_out)
        session.opened.connect(self._opened)

    @property
    def length_s(self) -> float:
        """How long the cut is."""
        cut = self.session.cut
        return float(cut.rate.seconds(cut.length_frames)) if cut else 0.0

    @property
    def audible(self) -> bool:
        """Whether there is a device to hear it on (True until it was tried)."""
        return self._out is None or self._out.audible

    @property
    def frame(self) -> int:
        """The cut's frame at the playhead, 0-based."""
        cut = self.session.cut
        return int(self.position_s * float(cut.rate.fps) + 1e-6) if cut else 0

    def play(self, speed: float = 1.0) -> None:
        """Run at ``speed`` from the playhead (from the start when it stands at the end)."""
        if self.session.cut is None:
            return
        low, high = self._span()
        if speed > 0 and self.position_s >= high - 1e-3:
            self._place(low)
        if self._out is None:
            self._out = self._open_out(self.mixer, self)
        self.speed = speed
        self._ringing.stop()
        self._out.start(self.position_s, speed)
        self._timer.start()
        self.turned.emit(speed)

    def pause(self) -> None:
        """Stand still on a whole frame."""
        if self.speed and self._out is not None:
            self.position_s = min(max(0.0, self._out.position_s()), self.length_s)
            self._out.stop()
        self.speed = 0.0
        self._timer.stop()
        self._place(self._on_frame(self.position_s))
        self.turned.emit(0.0)

    def toggle(self) -> None:
        """Space."""
        if self.speed:
            self.pause()
        else:
            self.play()

    def shuttle(self, direction: int) -> None:
        """J (-1) and L (+1): start, then faster with each press; against the run, slower."""
        if self.speed * direction <= 0:
            self.play(float(direction))
            return
        faster = [s for s in _SPEEDS if s > abs(self.speed)]
        self.play(direction * (faster[0] if faster else _SPEEDS[-1]))

    def seek(self, time_s: float) -> None:
        """Go to a moment; playback goes on from there."""
        target = min(max(0.0, time_s), self.length_s)
        self._place(target if self.speed else self._on_frame(target))
        if self.speed and self._out is not None:
            self._out.start(self.position_s, self.speed)
            self.turned.emit(self.speed)
        self.scrub()

    def step(self, frames: int) -> None:
        """Arrow keys: whole frames."""
        cut = self.session.cut
        if cut is None:
            return
        if self.speed:
            self.pause()
        last = max(0, cut.length_frames - 1)
        frame = min(max(0, self.frame + frames), last)
        self._place(float(cut.rate.seconds(frame)))
        self.scrub()

    def mark_in(self) -> None:
        """I: playback begins here."""
        self.in_s = self._on_frame(self.position_s)
        if self.out_s is not None and self.out_s <= self.in_s:
            self.out_s = None
        self.marks_changed.emit()

    def mark_out(self) -> None:
        """O: playback ends after this frame."""
        cut = self.session.cut
        if cut is None:
            return
        self.out_s = float(cut.rate.seconds(self.frame + 1))
        if self.in_s is not None and self.in_s >= self.out_s:
            self.in_s = None
        self.marks_changed.emit()

    def clear_marks(self) -> None:
        """No in, no out."""
        self.in_s = self.out_s = None
        self.marks_changed.emit()

    def ring(self, samples: Samples) -> None:
        """Make sound heard at once, also while the playhead stands."""
        if self._out is None:
            self._out = self._open_out(self.mixer, self)
        if not self._out.audible:
            return
        self.mixer.ring(samples)
        if not self.speed:
            if not self._ringing.isActive():
                self._out.start(self.position_s, 0.0)
            self._ringing.start(round(1000 * len(samples) / self.mixer.rate_hz) + _RINGS_OUT_MS)

    def scrub(self) -> None:
        """Let the moment under a playhead that was moved by hand be heard."""
        if self.speed or not self.scrubbing:
            return
        count = round(_SCRUB_S * self.mixer.rate_hz)
        self.mixer.hush()
        heard = self.mixer.mix(self.position_s, count)
        self.mixer.peaks()  # not played: no meter moves
        if heard.any():
            edge = np.linspace(0, 1, count // 8, dtype=np.float32)[:, None]
            heard[: len(edge)] *= edge
            heard[len(heard) - len(edge) :] *= edge[::-1]
            self.ring(heard)

    def _rung_out(self) -> None:
        if not self.speed and self._out is not None:
            self._out.stop()

    def set_loop(self, on: bool) -> None:
        """Go round and round: between in and out, else in the current shot."""
        self.loop = on

    def close(self) -> None:
        """Stop for good."""
        self._timer.stop()
        self._ringing.stop()
        self.mixer.hush()
        if self._out is not None:
            self._out.stop()
            self._out = None

    def _tick(self) -> None:
        assert self._out is not None
        position = self._out.position_s()
        low, high = self._span()
        if self.speed > 0 and position >= high:
            if self.loop:
                self._place(low)
                self._out.start(low, self.speed)
                self.turned.emit(self.speed)
            else:
                self.position_s = high
                self.pause()
            return
        if self.speed < 0 and position <= low:
            self.position_s = low
            self._out.stop()
            self.speed = 0.0
            self.pause()
            return
        self.position_s = position
        self.moved.emit(position)

    def _span(self) -> tuple[float, float]:
        """From where to where playback runs now."""
        if self.in_s is not None or self.out_s is not None:
            return self.in_s or 0.0, self.length_s if self.out_s is None else self.out_s
        shot = self.session.current_shot
        if self.loop and shot is not None:
            start = float(shot.record_start_s)
            return start, start + float(shot.length_s)
        return 0.0, self.length_s

    def _on_frame(self, time_s: float) -> float:
        cut = self.session.cut
        if cut is None:
            return 0.0
        frame = min(int(time_s * float(cut.rate.fps) + 0.5), max(0, cut.length_frames - 1))
        return float(cut.rate.seconds(Fraction(frame)))

    def _place(self, time_s: float) -> None:
        self.position_s = time_s
        self.moved.emit(time_s)

    def _opened(self) -> None:
        if self.speed:
            self.pause()
        if self.position_s > self.length_s:
            self._place(0.0)
