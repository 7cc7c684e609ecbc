"""Going to a place: the cuts before and after the playhead, and a timecode typed in."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from foley_post.core.timecode import parse_timecode, timecode
from foley_post.timeline.model import Cut
from foley_post_ui.document.session import Session
from foley_post_ui.playback.player import Playback

__all__ = ["GoTo", "frame_said"]

_DIGITS = re.compile(r"[+-]?\d{1,8}")
_GROUPS = re.compile(r"[+-]?\d{1,3}([:;.,]\d{1,3}){1,3}")


class GoTo(QObject):
    """The Play menu's ways to a place; ``notice`` says why there is none."""

    notice = Signal(str)

    def __init__(self, session: Session, player: Playback, window: QWidget) -> None:
        super().__init__(window)
        self.session, self.player, self.window = session, player, window

    def doing(self) -> dict[str, Callable[[], object]]:
        """The menu entries by name."""
        return {
            "previous_cut": lambda: self.to_cut(-1),
            "next_cut": lambda: self.to_cut(1),
            "go_to": self.ask,
        }

    def to_cut(self, direction: int) -> None:
        """To the nearest beginning or end of a shot before (-1) or after (1) the playhead."""
        cut = self.session.cut
        if cut is None:
            return
        places = {0, cut.length_frames}
        for shot in cut.shots:
            first = shot.record_start_frame
            places |= {first, first + cut.rate.frames(shot.length_s)}
        ahead = [p for p in places if (p - self.player.frame) * direction > 0]
        if ahead:
            self.player.seek(float(cut.rate.seconds(min(ahead, key=lambda p: p * direction))))

    def ask(self) -> None:
        """Ask for a timecode and go there."""
        cut = self.session.cut
        if cut is None:
            return
        dialog = QInputDialog(self.window)
        dialog.setWindowTitle(self.tr("Go to timecode"))
        dialog.setLabelText(
            self.tr("Timecode, as much of it as differs; + or - goes on or back by so much:")
        )
        now = cut.start_frame + self.player.frame
        dialog.setTextValue(timecode(now, cut.rate, cut.drop_frame))
        dialog.textValueSelected.connect(self.go)
        dialog.open()

    def go(self, text: str) -> None:
        """Go where ``text`` says."""
        cut = self.session.cut
        if cut is None:
            return
        try:
            frame = frame_said(text, cut, self.player.frame)
        except ValueError:
            self.notice.emit(self.tr("{0} is not a timecode of this timeline.").format(text))
            return
        self.player.seek(float(cut.rate.seconds(min(max(0, frame), cut.length_frames))))


def frame_said(text: str, cut: Cut, now: int) -> int:
    """The frame of the timeline, 0 its first, that an editor types: ``01:00:05:00``; its last parts
    (``5:00``, ``500``), the rest as where the timeline starts; or ``+12`` and ``-1:00`` from
    ``now``. ValueError for anything else.
    """
    said = text.strip()
    sign = said[:1] if said[:1] in {"+", "-"} else ""
    if _DIGITS.fullmatch(said):
        digits = said.removeprefix(sign)
        digits = digits.zfill(len(digits) + len(digits) % 2)
        groups = [digits[i : i + 2] for i in range(0, len(digits), 2)]
    elif _GROUPS.fullmatch(said):
        groups = [g.zfill(2) for g in re.split("[:;.,]", said.removeprefix(sign))]
    else:
        raise ValueError(text)
    if sign:
        hours, minutes, seconds, frames = (int(g) for g in ["0"] * (4 - len(groups)) + groups)
        by = ((hours * 60 + minutes) * 60 + seconds) * cut.rate.timebase + frames
        return now + (by if sign == "+" else -by)
    start = re.split("[:;]", timecode(cut.start_frame, cut.rate, cut.drop_frame))
    whole = ":".join([*start[: 4 - len(groups)], *groups])
    return parse_timecode(whole, cut.rate, cut.drop_frame) - cut.start_frame
