"""Pointing at people in the viewer: a click picks, a menu says what they are, a box finds one."""

# ruff: noqa: N802  (Qt's own names)
from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QActionGroup, QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu

from foley_post.core.instruments import INSTRUMENTS
from foley_post_ui.document.people import People
from foley_post_ui.document.player_names import instrument_label, player_label, player_name
from foley_post_ui.viewer.people_paint import SeenPerson, box_of, person_at
from foley_post_ui.viewer.viewer import Viewer

__all__ = ["Pointing"]

_LEAST_SHARE = 0.02


class Pointing(QObject):
    """The mouse over one viewer. ``boxing`` is whether the next drag draws a box."""

    def __init__(self, viewer: Viewer, people: People) -> None:
        super().__init__(viewer)
        self.viewer, self.people, self.session = viewer, people, viewer.session
        self.boxing = False
        self._from: QPointF | None = None
        viewer.setMouseTracking(True)
        viewer.seen_people = self.seen
        viewer.installEventFilter(self)
        self.session.motions_changed.connect(self._arrived)
        self.session.work_changed.connect(lambda _: viewer.update())
        self.session.current_changed.connect(viewer.update)
        self.session.settings_changed.connect(viewer.update)
        people.work.changed.connect(lambda job: self._arrived(job.shot_id) if job.is_over else None)

    def doing(self) -> dict[str, Callable[[], object]]:
        """The menu entries by name."""
        return {
            "box_player": self.begin_box,
            "ignore_player": self.ignore_current,
            "rename_player": lambda: self.rename(self.session.current, self.session.performer),
        }

    def seen(self) -> list[SeenPerson]:
        """Everybody in the picture now, the one whose notes are shown last."""
        shot, room, at_s = self.viewer.shown_shot()
        if shot is None or room is None:
            return []
        found = []
        for motion in self.session.motions.get(shot.id, ()):
            box = box_of(motion, room, at_s)
            if box is None or box.isEmpty():
                continue
            scored = self.people.is_scored(shot.id, motion)
            name = player_label(self.session, shot.id, motion.performer)
            if not scored:
                name = self.tr("{0}: not scored").format(name)
            current = (shot.id, motion.performer) == (self.session.current, self.session.performer)
            found.append(SeenPerson(motion, box, name, scored, current and scored))
        return sorted(found, key=lambda p: p.current)

    def begin_box(self) -> None:
        """The next drag over the picture draws a box around a player."""
        shot, room, _ = self.viewer.shown_shot()
        if shot is None or room is None or shot.problem:
            self.people.notice.emit(self.tr("Go to a shot's picture first."))
            return
        self.boxing = True
        self.viewer.setCursor(Qt.CursorShape.CrossCursor)
        self.viewer.setFocus()
        self.people.notice.emit(
            self.tr("Drag a box around the hands or the player in the picture. Esc stops.")
        )

    def ignore_current(self) -> None:
        """Leave out the player whose notes are shown, or take them in again."""
        shot_id, performer = self.session.current, self.session.performer
        motion = self.session.motion_of(shot_id, performer)
        left_out = self.session.project_work(shot_id).players.of(performer).scored is False
        if left_out or (motion is not None and not self.people.is_scored(shot_id, motion)):
            self.people.score_anyway(shot_id, performer)
        else:
            self.people.ignore(shot_id, performer)

    def rename(self, shot_id: str, performer: int) -> None:
        """Ask what a player is called."""
        if self.session.shot(shot_id) is None:
            return
        dialog = QInputDialog(self.viewer.window())
        dialog.setWindowTitle(self.tr("Name of the player"))
        dialog.setLabelText(self.tr("Name, empty for their number:"))
        dialog.setTextEchoMode(QLineEdit.EchoMode.Normal)
        dialog.setTextValue(self.session.project_work(shot_id).players.of(performer).name)
        dialog.textValueSelected.connect(partial(self.people.rename, shot_id, performer))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The viewer's mouse and its Escape."""
        match event:
            case QMouseEvent() if event.type() == QEvent.Type.MouseButtonPress:
                return self._pressed(event)
            case QMouseEvent() if event.type() == QEvent.Type.MouseMove:
                self._moved(event.position())
            case QMouseEvent() if event.type() == QEvent.Type.MouseButtonRelease:
                return self._released(event)
            case QContextMenuEvent():
                self.menu(QPointF(event.pos())).popup(event.globalPos())
                return True
            case QKeyEvent() if event.key() == Qt.Key.Key_Escape and self.boxing:
                self._end_box()
                return True
            case _ if event.type() == QEvent.Type.Leave:
                self._hover(None)
        return False

    def menu(self, at: QPointF) -> QMenu:
        """What can be done with whoever is at a point of the picture."""
        menu = QMenu(self.viewer)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shot, _, _ = self.viewer.shown_shot()
        person = person_at(self.seen(), at)
        if shot is not None and person is not None:
            self._fill(menu, shot.id, person)
            menu.addSeparator()
        box = menu.addAction(self.tr("Draw a box around a player"), self.begin_box)
        box.setEnabled(shot is not None and not shot.problem)
        if shot is not None and self.people.is_only_one(shot.id):
            menu.addAction(
                self.tr("Score all players of this camera again"),
                partial(self.people.everybody, shot.id),
            )
        return menu

    def _fill(self, menu: QMenu, shot_id: str, person: SeenPerson) -> None:
        people, performer = self.people, person.motion.performer
        head = menu.addAction(player_name(self.session, shot_id, performer))
        head.setEnabled(False)
        if person.scored:
            menu.addAction(self.tr("Show the notes"), partial(self._pick, shot_id, performer))
        menu.addAction(self.tr("Rename ..."), partial(self.rename, shot_id, performer))
        self._fill_instruments(menu, shot_id, performer)
        menu.addSeparator()
        if person.scored:
            menu.addAction(self.tr("Ignore"), partial(people.ignore, shot_id, performer))
        else:
            menu.addAction(
                self.tr("Score anyway"), partial(people.score_anyway, shot_id, performer)
            )
        menu.addAction(
            self.tr("Only this one in all shots of this camera"),
            partial(people.only_this_one, shot_id, performer),
        )
        if person.motion.marked:
            menu.addAction(
                self.tr("Remove this box"), partial(people.remove_box, shot_id, performer)
            )

    def _fill_instruments(self, menu: QMenu, shot_id: str, performer: int) -> None:
        said = self.session.project_work(shot_id).players.of(performer).instrument
        inside = menu.addMenu(self.tr("Instrument"))
        group = QActionGroup(inside)
        for name in ("", *INSTRUMENTS):
            words = instrument_label(name) if name else self.tr("Auto: see for itself")
            action = inside.addAction(
                words, partial(self.people.give_instrument, shot_id, performer, name)
            )
            action.setCheckable(True)
            action.setChecked(name == said)
            group.addAction(action)

    def _pick(self, shot_id: str, performer: int) -> None:
        if self.session.current != shot_id:
            self.session.select((shot_id,), shot_id)
        self.session.show_performer(performer)

    def _pressed(self, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        at = event.position()
        if self.boxing:
            self._from = at
            self.viewer.drawn_box = QRectF(at, at)
            return True
        shot, _, _ = self.viewer.shown_shot()
        person = person_at(self.seen(), at)
        if shot is None or person is None:
            return False
        if person.scored:
            self._pick(shot.id, person.motion.performer)
        else:
            self.menu(at).popup(self.viewer.mapToGlobal(QPoint(round(at.x()), round(at.y()))))
        return True

    def _moved(self, at: QPointF) -> None:
        if self._from is not None:
            self.viewer.drawn_box = QRectF(self._from, at).normalized()
            self.viewer.update()
        elif not self.boxing:
            person = person_at(self.seen(), at)
            self._hover(person)

    def _hover(self, person: SeenPerson | None) -> None:
        hovered = person.motion.performer if person else None
        if hovered == self.viewer.hovered:
            return
        self.viewer.hovered = hovered
        if not self.boxing:
            shape = Qt.CursorShape.PointingHandCursor if person else Qt.CursorShape.ArrowCursor
            self.viewer.setCursor(shape)
        why = person.motion.bystander if person and not person.scored else ""
        self.viewer.setToolTip(self._tip(person, why))
        self.viewer.update()

    def _tip(self, person: SeenPerson | None, why: str) -> str:
        if person is None:
            return ""
        if why:
            return self.tr("{0} ({1}). Click to score them anyway.").format(person.name, why)
        return self.tr("{0}. Click to show the notes, right-click for more.").format(person.name)

    def _released(self, event: QMouseEvent) -> bool:
        if self._from is None:
            return False
        shot, room, _ = self.viewer.shown_shot()
        box = QRectF(self._from, event.position()).normalized()
        self._end_box()
        if shot is None or room is None:
            return True
        box &= room
        shares = QRectF(
            (box.left() - room.left()) / room.width(), (box.top() - room.top()) / room.height(),
            box.width() / room.width(), box.height() / room.height(),
        )  # fmt: skip
        if min(shares.width(), shares.height()) < _LEAST_SHARE:
            self.people.notice.emit(self.tr("The box is too small; drag it around the hands."))
            return True
        self.viewer.pending_boxes[shot.id] = shares
        self.viewer.update()
        self.people.add_box(shot.id, shares)
        return True

    def _end_box(self) -> None:
        self.boxing, self._from = False, None
        self.viewer.drawn_box = None
        self.viewer.setCursor(Qt.CursorShape.ArrowCursor)
        self.viewer.update()

    def _arrived(self, shot_id: str) -> None:
        """A box's player was watched, or will not be."""
        if self.people.work.of_shot(shot_id) is None:
            self.viewer.pending_boxes.pop(shot_id, None)
        self.viewer.update()
