"""Notes tapped on a key while the picture runs, or one by one while it stands."""

# ruff: noqa: N802  (Qt's own names)
from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from foley_post.core.instruments import INSTRUMENTS
from foley_post.midi import edits
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.midi.playable import SHORTEST_S
from foley_post_ui.document.session import Session
from foley_post_ui.piano_roll.note_changes import followed
from foley_post_ui.piano_roll.roll import PianoRoll
from foley_post_ui.playback.player import Playback

__all__ = ["Tapping"]

_TAPPED_S, _LONGEST_S = 0.2, 4.0
_SNARE = 38


class Tapping(QObject):
    """A press of the key begins a note at the playhead, its release ends it.

    The pitch is that of the note selected or the key pressed last. A tap near a movement is drawn
    to it, as dragged notes are.
    """

    def __init__(
        self, session: Session, roll: PianoRoll, player: Playback, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self.roll, self.player = session, roll, player
        self._began_s: float | None = None
        self._number = 0
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def doing(self) -> dict[str, Callable[[], object]]:
        """The menu entry."""
        return {"tap": self.tap}

    def tap(self) -> None:
        """Begin a note here and now."""
        shot = self._under_playhead()
        if shot is None:
            return
        self._number += 1
        key = f"tap-{self._number}"
        words = self.tr("Tap a note")
        take = self.session.begin_take(words, key)
        if take is None:
            return
        at_s = self.player.position_s - shot
        note = Note(max(0.0, at_s), _TAPPED_S, self._pitch(take), 90, Evidence.INVENTED, 1.0)
        after = self.roll.gestures.snapped(edits.insert(take, note), set(take.notes))
        self._began_s = at_s
        self._put(take, after, words, key)
        self.roll.heard.emit(note)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The key is let go: the note ends there."""
        if (
            self._began_s is not None
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyRelease
            and event.key() == Qt.Key.Key_T
            and not event.isAutoRepeat()
        ):
            self._end()
        return False

    def _end(self) -> None:
        began_s, self._began_s = self._began_s, None
        take, shot = self.session.current_take, self.session.current_shot
        chosen = [n for n in self.roll.chosen if take is not None and n in take.notes]
        if began_s is None or take is None or shot is None or len(chosen) != 1:
            return
        if not self.player.speed:
            return  # one by one, on a picture that stands: each as long as it began
        held_s = self.player.position_s - float(shot.record_start_s) - began_s
        length_s = min(max(SHORTEST_S, held_s), _LONGEST_S)
        longer = replace(chosen[0], length_s=length_s)
        after = edits.transpose(
            take.with_notes(longer if n == chosen[0] else n for n in take.notes), 0
        )
        self._put(take, after, self.tr("Tap a note"), f"tap-{self._number}")

    def _put(self, before: Take, after: Take, words: str, key: str) -> None:
        self.session.change_take(after, words, key)
        fresh = [n for n in after.notes if n not in before.notes]
        self.roll.choose(fresh or followed(before, after, self.roll.chosen))

    def _under_playhead(self) -> float | None:
        """The start of the shot at the playhead, which is shown from now on; None where none is."""
        at_s = self.player.position_s
        shot = self.session.current_shot
        if shot is not None:
            start_s = float(shot.record_start_s)
            if start_s <= at_s < start_s + float(shot.length_s):
                return start_s
        cut = self.session.cut
        for other in cut.shots if cut else ():
            start_s = float(other.record_start_s)
            if other.enabled and start_s <= at_s < start_s + float(other.length_s):
                self.session.select((other.id,), other.id)
                return start_s
        return None

    def _pitch(self, take: Take) -> int:
        """The selected note's, else the key's pressed last, else the take's most frequent."""
        if self.roll.chosen:
            return max(self.roll.chosen, key=lambda n: n.onset_s).pitch
        if self.roll.last_key is not None:
            return self.roll.last_key
        if take.notes:
            return Counter(n.pitch for n in take.notes).most_common(1)[0][0]
        played = INSTRUMENTS.get(take.instrument)
        if played is None:
            return 60
        return _SNARE if played.drums else (played.lowest + played.highest) // 2
