"""Which shots are selected in the timeline, by mouse and by keys, and how that is said."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from foley_post.timeline.model import Shot
from foley_post_ui.document.session import Session
from foley_post_ui.i18n.translating import localized
from foley_post_ui.timeline.layout import TimelineLayout
from foley_post_ui.timeline.paint import state_words

__all__ = ["TimelineSelection"]


class TimelineSelection:
    """Changes what the session has selected; ``layout`` gives the lanes there are now."""

    def __init__(self, session: Session, layout: Callable[[], TimelineLayout]) -> None:
        self.session, self._layout = session, layout

    def neighbour(self, step: int, extend: bool = False) -> Shot | None:
        """Select the next or previous shot of the current one's track; which one that is."""
        shot = self.session.current_shot
        lanes = [x for x in self._layout().lanes if x.performer is None and x.shots]
        lane = next((x for x in lanes if shot in x.shots), lanes[-1] if lanes else None)
        if lane is None:
            return None
        index = lane.shots.index(shot) + step if shot in lane.shots else 0
        chosen = lane.shots[min(max(index, 0), len(lane.shots) - 1)]
        kept = self.session.selected if extend else ()
        self.session.select((*kept, chosen.id), chosen.id)
        return chosen

    def everything(self) -> None:
        """Select every shot that can be scored."""
        cut = self.session.cut
        if cut is not None:
            self.session.select((s.id for s in cut.shots if not s.problem), self.session.current)

    def describe(self, state_of: Callable[[Shot], tuple[str, float]]) -> str:
        """The selection in words, for screen readers."""
        shots = [s for s in map(self.session.shot, self.session.selected) if s is not None]
        if not shots:
            return localized("TimelineView", "Nothing is selected.")
        if len(shots) > 1:
            return localized("TimelineView", "{0} shots are selected.").format(len(shots))
        first = shots[0]
        words = state_words(*state_of(first))
        return localized("TimelineView", "{0}, {1}, {2}").format(first.id, first.name, words)

    def click(self, shot: Shot, held: Qt.KeyboardModifier) -> None:
        """Select a shot; with Ctrl add it or take it out, with Shift all up to it."""
        selected = list(self.session.selected)
        if held & Qt.KeyboardModifier.ControlModifier:
            if shot.id in selected:
                selected.remove(shot.id)
            else:
                selected.append(shot.id)
            self.session.select(selected, shot.id)
        elif held & Qt.KeyboardModifier.ShiftModifier and self.session.current_shot is not None:
            self.session.select(self._between(self.session.current_shot, shot))
        else:
            self.session.select((shot.id,), shot.id)

    def _between(self, first: Shot, last: Shot) -> list[str]:
        low, high = sorted((first, last), key=lambda s: s.record_start_frame)
        tracks = {first.track, last.track}
        return [
            s.id
            for lane in self._layout().lanes
            if lane.performer is None
            for s in lane.shots
            if s.track in tracks
            and low.record_start_frame <= s.record_start_frame <= high.record_start_frame
        ]
