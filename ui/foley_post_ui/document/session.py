"""What is open, what is selected, and every change of it, with undo in words.

Widgets read from the session and ask it for changes; they never change each other. Work is kept in
values (`ShotTakes`, `Take`), so an undo is the value that was there before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from foley_post.core.instruments import INSTRUMENTS
from foley_post.midi.notes import Evidence, Take
from foley_post.pose.skeleton import Motion
from foley_post.project.file import Project, Settings, ShotTakes
from foley_post.timeline.model import Cut, Shot

__all__ = ["Session"]


class _ChangeWork(QUndoCommand):
    """Other work for one shot. Changes with the same ``merge`` key become one."""

    def __init__(self, session: Session, shot_id: str, after: ShotTakes, text: str) -> None:
        super().__init__(text)
        self.session, self.shot_id = session, shot_id
        self.before, self.after = session.project_work(shot_id), after
        self.merge = ""

    def redo(self) -> None:
        """Do it, or do it again."""
        self.session._put(self.shot_id, self.after)

    def undo(self) -> None:
        """What was there before."""
        self.session._put(self.shot_id, self.before)

    def id(self) -> int:
        """Mergeable commands share a number."""
        return 1 if self.merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802
        """Take a later step of the same drag in."""
        if not isinstance(other, _ChangeWork):
            return False
        if (other.merge, other.shot_id) != (self.merge, self.shot_id):
            return False
        self.after = other.after
        return True


class _ChangeSettings(QUndoCommand):
    """Other settings for the project. Changes with the same ``merge`` key become one."""

    def __init__(self, session: Session, after: Settings, text: str) -> None:
        super().__init__(text)
        assert session.project is not None
        self.session, self.before, self.after = session, session.project.settings, after
        self.merge = ""

    def redo(self) -> None:
        """Do it, or do it again."""
        self.session._set(self.after)

    def undo(self) -> None:
        """What was there before."""
        self.session._set(self.before)

    def id(self) -> int:
        """Mergeable commands share a number."""
        return 2 if self.merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802
        """Take a later step of the same turn in."""
        if not isinstance(other, _ChangeSettings) or other.merge != self.merge:
            return False
        self.after = other.after
        return True


class Session(QObject):
    """The open project and the cut it scores; both None while nothing is open."""

    opened = Signal()
    work_changed = Signal(str)
    settings_changed = Signal()
    selection_changed = Signal()
    current_changed = Signal()
    motions_changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cut: Cut | None = None
        self.project: Project | None = None
        self.path: Path | None = None
        self.undo = QUndoStack(self)
        self.selected: tuple[str, ...] = ()
        self.current: str = ""
        self.performer = 0
        self.motions: dict[str, tuple[Motion, ...]] = {}
        self._shots: dict[str, Shot] = {}

    def open(self, cut: Cut, project: Project, path: Path | None) -> None:
        """Show another cut; the undo history begins anew."""
        self.cut, self.project, self.path = cut, project, path
        self._shots = {shot.id: shot for shot in cut.shots}
        self.motions.clear()
        self.undo.clear()
        self.performer = 0
        first = next((s.id for s in cut.shots if not s.problem), "")
        self.selected, self.current = ((first,) if first else ()), first
        self.opened.emit()
        self.selection_changed.emit()
        self.current_changed.emit()

    def relinked(self, cut: Cut) -> None:
        """The same cut read again with its media found; all work stays."""
        assert self.project is not None
        self.cut = cut
        self._shots = {shot.id: shot for shot in cut.shots}
        self.opened.emit()
        self.current_changed.emit()

    def shot(self, shot_id: str) -> Shot | None:
        """The shot of that id, if it is in the cut."""
        return self._shots.get(shot_id)

    @property
    def current_shot(self) -> Shot | None:
        """The shot whose notes are shown."""
        return self._shots.get(self.current)

    def project_work(self, shot_id: str) -> ShotTakes:
        """What was made for that shot."""
        return self.project.work(shot_id) if self.project else ShotTakes()

    @property
    def current_work(self) -> ShotTakes:
        """What was made for the current shot."""
        return self.project_work(self.current)

    @property
    def current_index(self) -> int | None:
        """Which of the current shot's takes is in use for the current performer."""
        work = self.current_work
        for index in work.chosen:
            if work.takes[index].performer == self.performer:
                return index
        return None

    @property
    def current_take(self) -> Take | None:
        """The take whose notes are shown."""
        index = self.current_index
        return None if index is None else self.current_work.takes[index]

    def motion_of(self, shot_id: str, performer: int) -> Motion | None:
        """The movement of that performer, if the shot was watched since it was opened."""
        return next((m for m in self.motions.get(shot_id, ()) if m.performer == performer), None)

    def movement_moments(self) -> list[float]:
        """The moments of the current shot at which this performer's movement was seen or heard to
        strike.
        """
        takes = [t for t in self.current_work.takes if t.performer == self.performer]
        known = (Evidence.SEEN, Evidence.HEARD)
        return sorted({n.onset_s for t in takes for n in t.notes if n.evidence in known})

    def select(self, shots: Iterable[str], current: str | None = None) -> None:
        """Select shots; ``current`` (or the first) is the one whose notes are shown."""
        chosen = tuple(dict.fromkeys(s for s in shots if s in self._shots))
        shown = current if current is not None else (chosen[0] if chosen else self.current)
        if chosen != self.selected:
            self.selected = chosen
            self.selection_changed.emit()
        if shown != self.current:
            self.current = shown
            self._fix_performer()
            self.current_changed.emit()

    def show_performer(self, performer: int) -> None:
        """Show another player of the current shot."""
        if performer != self.performer:
            self.performer = performer
            self.current_changed.emit()

    def change_work(self, shot_id: str, work: ShotTakes, text: str, merge: str = "") -> None:
        """Replace a shot's work; ``text`` names the change in the Edit menu."""
        if self.project is None or work == self.project_work(shot_id):
            return
        command = _ChangeWork(self, shot_id, work, text)
        command.merge = merge
        self.undo.push(command)

    def change_take(self, take: Take, text: str, merge: str = "") -> None:
        """Replace the current take by an edit of it."""
        index = self.current_index
        if index is not None and take != self.current_take:
            self.change_work(self.current, self.current_work.changing(index, take), text, merge)

    def begin_take(self, text: str, merge: str) -> Take | None:
        """The current take; in a shot without one an empty take to draw in, which is one undo with
        what ``merge`` brings next. None where no shot is shown.
        """
        shot = self.current_shot
        if self.current_take is None and shot is not None:
            work = self.current_work
            said = (work.players.of(self.performer).instrument, work.instrument,
                    self.project.settings.instrument if self.project else "")  # fmt: skip
            played = next((name for name in said if name in INSTRUMENTS), "piano")
            empty = Take((), float(shot.length_s), played, performer=self.performer)
            self.change_work(shot.id, work.adding((empty,)), text, merge)
        return self.current_take

    def change_settings(self, text: str, *, merge: str = "", **changes: Any) -> None:
        """Replace some of the project's settings."""
        if self.project is not None:
            self.replace_settings(text, replace(self.project.settings, **changes), merge)

    def replace_settings(self, text: str, after: Settings, merge: str = "") -> None:
        """Replace the project's settings."""
        if self.project is not None and after != self.project.settings:
            command = _ChangeSettings(self, after, text)
            command.merge = merge
            self.undo.push(command)

    def fail(self, shot_id: str, problem: str) -> None:
        """Mark a shot as failed; not a change to undo."""
        if self.project is not None:
            work = replace(self.project_work(shot_id), problem=problem)
            self._put(shot_id, work)

    def watched(self, shot_id: str, motions: tuple[Motion, ...]) -> None:
        """Remember who was seen in a shot."""
        self.motions[shot_id] = motions
        self.motions_changed.emit(shot_id)

    def forget_motions(self, shot_id: str) -> None:
        """Who is seen in a shot has to be found out anew."""
        if self.motions.pop(shot_id, None) is not None:
            self.motions_changed.emit(shot_id)

    def _put(self, shot_id: str, work: ShotTakes) -> None:
        assert self.project is not None
        self.project = self.project.with_work(shot_id, work)
        if shot_id == self.current:
            self._fix_performer()
        self.work_changed.emit(shot_id)

    def _set(self, settings: Settings) -> None:
        assert self.project is not None
        self.project = replace(self.project, settings=settings)
        self.settings_changed.emit()

    def _fix_performer(self) -> None:
        there = [take.performer for take in self.current_work.current]
        if there and self.performer not in there:
            self.performer = there[0]
