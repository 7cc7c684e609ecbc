"""What a file leaves open, asked when it is opened or seen: which sequence, which rate, which
octave.

Nothing waits for an answer: what is likeliest is shown already, and each question can be asked
again from the menus.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from foley_post.core.piano import HIGHEST, LOWEST
from foley_post.core.pitches import pitch_name
from foley_post.jobs.pool import QUICK
from foley_post.jobs.tasks import CutChoices, FindChoices
from foley_post.pipeline.shot_brief import ShotBrief
from foley_post.pose.keyboard.lowest_key import keys_seen
from foley_post.pose.skeleton import Motion
from foley_post_ui.dialogs.choice_dialog import ChoiceDialog
from foley_post_ui.document.documents import Documents
from foley_post_ui.document.generating import Generating
from foley_post_ui.document.session import Session

__all__ = ["Questions"]

_OCTAVE = 12


class Questions(QObject):
    """``choices`` are what the open file can be read as; `changed` tells that they are known."""

    notice = Signal(str)
    changed = Signal()

    def __init__(
        self, session: Session, documents: Documents, generating: Generating, window: QWidget
    ) -> None:
        super().__init__(window)
        self.session, self.documents, self.generating = session, documents, generating
        self.window = window
        self.may_leave: Callable[[], bool] = lambda: True
        self.choices = CutChoices()
        self._about: tuple[str, str] | None = None
        session.opened.connect(self._opened)
        session.motions_changed.connect(self._watched)

    def doing(self) -> dict[str, Callable[[], object]]:
        """The menu entries by name."""
        return {
            "sequence": self.ask_sequence,
            "frame_rate": self.ask_rate,
            "lowest_key": self.ask_lowest_key,
        }

    def ask_sequence(self) -> None:
        """Which of the file's sequences to open."""
        cut = self.session.cut
        if cut is None or len(self.choices.sequences) < 2:
            return
        now = cut.sequence or cut.name
        dialog = ChoiceDialog(
            self.tr("Choose a sequence"),
            self.tr("{0} holds {1} sequences. Which one is to be scored?").format(
                cut.path.name, len(self.choices.sequences)
            ),
            [(name, name) for name in self.choices.sequences],
            now=now,
            go=self.tr("Open"),
            parent=self.window,
        )
        dialog.accepted.connect(lambda: self._other_sequence(dialog.chosen, now))
        _show(dialog)

    def ask_rate(self) -> None:
        """Which rate the timecode of an EDL counts."""
        cut = self.session.cut
        if cut is None or len(self.choices.rates) < 2:
            return
        dialog = ChoiceDialog(
            self.tr("Choose the frame rate"),
            self.tr(
                "{0} does not say at which frame rate it was cut, and its timecode fits several. "
                "At the wrong one every shot drifts."
            ).format(cut.path.name),
            [(rate, self.tr("{0} fps").format(rate)) for rate in self.choices.rates],
            now=str(cut.rate),
            go=self.tr("Use this rate"),
            parent=self.window,
        )
        dialog.accepted.connect(lambda: self._read(frame_rate=dialog.chosen))
        _show(dialog)

    def ask_lowest_key(self) -> None:
        """In which octave the keyboard of the current shot is."""
        shot, motion = self.session.current_shot, self._keyboard_player(self.session.current)
        if shot is None or motion is None:
            self.notice.emit(self.tr("No keyboard was seen in this shot yet."))
            return
        lowest = _lowest_in_view(motion)
        octaves = range(lowest % _OCTAVE, HIGHEST + 1, _OCTAVE)
        keys = [pitch for pitch in octaves if pitch >= LOWEST]
        dialog = ChoiceDialog(
            self.tr("Lowest key in view"),
            self.tr(
                "The ends of the keyboard in {0} are not in the picture, so its octave is a guess. "
                "Which is the lowest key in view?"
            ).format(shot.name),
            [(pitch_name(pitch), pitch_name(pitch)) for pitch in keys],
            now=pitch_name(lowest),
            go=self.tr("Use this octave"),
            parent=self.window,
        )
        dialog.accepted.connect(lambda: self.set_lowest_key(shot.id, motion, dialog.chosen))
        _show(dialog)

    def set_lowest_key(self, shot_id: str, motion: Motion, key: str) -> None:
        """Remember the key for the shot; where the notes are in another octave, write them anew."""
        shot, work = self.session.shot(shot_id), self.session.project_work(shot_id)
        if shot is None:
            return
        self.session.change_work(
            shot_id, replace(work, lowest_key=key), self.tr("Lowest key in view: {0}").format(key)
        )
        if key != pitch_name(_lowest_in_view(motion)):
            instruments = {t.performer: t.instrument for t in work.current}
            self.generating.send(shot, ShotBrief(instruments=instruments, only=motion.performer))

    def _opened(self) -> None:
        cut, project = self.session.cut, self.session.project
        if cut is None or project is None:
            return
        about = (str(cut.path), cut.source_sha256)
        if about == self._about:
            return
        self._about, self.choices = about, CutChoices()
        self.changed.emit()
        if cut.format == "film":
            return
        self.documents.work.run(
            FindChoices(cut.path), "", lane=QUICK, listed=False, on_done=partial(self._know, about)
        )

    def _know(self, about: tuple[str, str], choices: CutChoices) -> None:
        project = self.session.project
        if about != self._about or project is None:
            return
        self.choices = choices
        self.changed.emit()
        fresh = not project.shots and self.session.path is None
        if fresh and len(choices.sequences) > 1 and not project.settings.sequence:
            self.ask_sequence()
        elif fresh and len(choices.rates) > 1 and not project.settings.frame_rate:
            self.ask_rate()

    def _other_sequence(self, name: str, now: str) -> None:
        if name != now and self.may_leave():
            self._read(sequence=name)

    def _read(self, **changes: str) -> None:
        project = self.session.project
        if project is not None:
            self.documents.read_as(replace(project.settings, **changes))  # type: ignore[arg-type]

    def _watched(self, shot_id: str) -> None:
        """A keyboard whose octave the picture does not tell: ask, if its shot is the one shown."""
        motion = self._keyboard_player(shot_id)
        if motion is None or motion.keyboard is None or motion.keyboard.octave_known:
            return
        work = self.session.project_work(shot_id)
        if work.lowest_key or work.takes or shot_id != self.session.current:
            return
        if not self.generating.work.running:  # several shots at once are asked about one by one
            self.ask_lowest_key()

    def _keyboard_player(self, shot_id: str) -> Motion | None:
        """Who plays on a keyboard in view: the current player, if they do."""
        there = [
            m
            for m in self.session.motions.get(shot_id, ())
            if m.keyboard is not None and keys_seen(m.keyboard).any()
        ]
        own = [m for m in there if m.performer == self.session.performer]
        return next(iter((*own, *there)), None)


def _lowest_in_view(motion: Motion) -> int:
    assert motion.keyboard is not None
    return int(np.flatnonzero(keys_seen(motion.keyboard))[0]) + LOWEST


def _show(dialog: ChoiceDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
