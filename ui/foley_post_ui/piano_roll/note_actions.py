"""What the Notes and Edit menus do to the selected notes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from foley_post.midi import edits
from foley_post.midi.notes import Evidence, Note, Take
from foley_post_ui.document.session import Session
from foley_post_ui.piano_roll import note_changes
from foley_post_ui.piano_roll.note_changes import indices
from foley_post_ui.piano_roll.panel import RollPanel
from foley_post_ui.playback.player import Playback

__all__ = ["NoteActions"]

_BIT_S = 0.01


class NoteActions(QObject):
    """Each method is one menu entry; without selected notes it works on all where that makes
    sense.
    """

    def __init__(
        self, session: Session, panel: RollPanel, player: Playback, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self.panel, self.roll, self.player = session, panel, panel.roll, player
        self._copied: tuple[Note, ...] = ()

    def doing(self) -> dict[str, Callable[[], object]]:
        """The menu entries by name."""
        frame = self._frame
        return {
            "cut": self.cut,
            "copy": self.copy,
            "paste": self.paste,
            "delete": self.delete,
            "up": lambda: self.transpose(1),
            "down": lambda: self.transpose(-1),
            "octave_up": lambda: self.transpose(12),
            "octave_down": lambda: self.transpose(-12),
            "earlier": lambda: self.shift(-frame()),
            "later": lambda: self.shift(frame()),
            "bit_earlier": lambda: self.shift(-_BIT_S),
            "bit_later": lambda: self.shift(_BIT_S),
            "select_invented": self.select_invented,
            "longer": lambda: self.stretch(frame()),
            "shorter": lambda: self.stretch(-frame()),
            "quantise": self.quantise,
            "snap": self.snap,
            "louder": lambda: self.louder(8),
            "softer": lambda: self.louder(-8),
            "pin": self.pin,
            "next_note": lambda: self.step(1),
            "previous_note": lambda: self.step(-1),
            "draw": lambda: self.panel.draw(not self.roll.drawing),
        }

    def copy(self) -> None:
        """Remember the selected notes."""
        if self.roll.take is not None and self.roll.chosen:
            self._copied = edits.copy(self.roll.take, indices(self.roll.take, self.roll.chosen))

    def cut(self) -> None:
        """Remember them and take them away."""
        self.copy()
        self._change(lambda t, n: edits.delete(t, indices(t, n)), self.tr("Cut {0}"))

    def paste(self) -> None:
        """Put copies at the playhead, selected."""
        take, shot = self.roll.take, self.session.current_shot
        if take is None or shot is None or not self._copied:
            return
        at = self.player.position_s - float(shot.record_start_s)
        at = at if 0 <= at < take.length_s else 0.0
        self.roll.choose(())
        after = edits.cut_to_length(edits.paste(take, self._copied, at))
        self.roll.change(after, self._counted(self.tr("Paste {0}"), len(self._copied)))

    def delete(self) -> None:
        """Take the selected notes away."""
        self._change(lambda t, n: edits.delete(t, indices(t, n)), self.tr("Delete {0}"))

    def transpose(self, semitones: int) -> None:
        """Higher or lower."""
        words = {
            1: self.tr("Raise {0} a semitone"),
            -1: self.tr("Lower {0} a semitone"),
            12: self.tr("Raise {0} an octave"),
            -12: self.tr("Lower {0} an octave"),
        }
        self._change(lambda t, n: edits.transpose(t, semitones, indices(t, n)), words[semitones])
        if len(self.roll.chosen) == 1:
            self.roll.heard.emit(next(iter(self.roll.chosen)))

    def shift(self, by_s: float) -> None:
        """Earlier or later."""
        words = self.tr("Move {0} later") if by_s > 0 else self.tr("Move {0} earlier")
        self._change(lambda t, n: note_changes.move(t, n, by_s), words)

    def stretch(self, by_s: float) -> None:
        """Longer or shorter."""
        words = self.tr("Lengthen {0}") if by_s > 0 else self.tr("Shorten {0}")
        self._change(lambda t, n: note_changes.lengthen(t, n, by_s), words)

    def quantise(self) -> None:
        """Onsets on whole frames."""
        grid = self._frame()
        if grid:
            self._change(
                lambda t, n: note_changes.quantise(t, n, grid), self.tr("Quantise {0}"), True
            )

    def snap(self) -> None:
        """Onsets on what was seen."""
        moments = self.roll.moments()
        self._change(
            lambda t, n: note_changes.snap_to(t, n, moments, 0.15),
            self.tr("Snap {0} to the movement"),
        )

    def louder(self, by: int) -> None:
        """Velocity up or down."""
        words = self.tr("Make {0} louder") if by > 0 else self.tr("Make {0} softer")
        self._change(lambda t, n: note_changes.louder(t, n, by), words)

    def pin(self) -> None:
        """Pin the selected notes; unpin them when all are pinned."""
        on = not all(n.pinned for n in self.roll.chosen)
        words = self.tr("Pin {0}") if on else self.tr("Unpin {0}")
        self._change(lambda t, n: edits.pin(t, indices(t, n), pinned=on), words)

    def select_all(self) -> None:
        """Every note of the take."""
        if self.roll.take is not None:
            self.roll.choose(self.roll.take.notes)

    def select_invented(self) -> None:
        """The notes that nothing in the picture bears out."""
        if self.roll.take is not None:
            self.roll.choose(n for n in self.roll.take.notes if n.evidence is Evidence.INVENTED)

    def step(self, by: int) -> None:
        """Select the next or previous note, alone; the first where none is selected."""
        take = self.roll.take
        if take is None or not take.notes:
            return
        chosen = sorted(self.roll.chosen, key=lambda n: n.onset_s)
        index = take.notes.index(chosen[-1]) + by if chosen else 0
        note = take.notes[min(max(index, 0), len(take.notes) - 1)]
        self.roll.choose((note,))
        shot = self.session.current_shot
        if shot is not None and not self.player.speed:  # the picture comes along
            self.player.seek(float(shot.record_start_s) + note.onset_s)

    def _change(
        self, change: Callable[[Take, frozenset[Note]], Take], words: str, or_all: bool = False
    ) -> None:
        take, chosen = self.roll.take, self.roll.chosen
        if take is None:
            return
        if not chosen and or_all:
            chosen = frozenset(take.notes)
        if chosen:
            self.roll.change(change(take, chosen), self._counted(words, len(chosen)))

    def _counted(self, words: str, count: int) -> str:
        notes = self.tr("a note") if count == 1 else self.tr("{0} notes").format(count)
        return words.format(notes)

    def _frame(self) -> float:
        cut = self.session.cut
        return float(cut.rate.frame_s) if cut else 0.0
