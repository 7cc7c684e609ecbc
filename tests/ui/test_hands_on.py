"""Notes made by hand: tapped, drawn into an empty shot, drawn to the movement; takes named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from foley_post_ui.main_window import MainWindow
from foley_post_ui.piano_roll.geometry import KEYS_WIDTH
from foley_post_ui.piano_roll.movement_curve import curve_of
from foley_post_ui.piano_roll.roll import RULER
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QInputDialog, QLineEdit
from pytestqt.qtbot import QtBot
from window_material import make_take

from foley_post.jobs.tasks import Thumbnail
from foley_post.midi.notes import Evidence
from foley_post.pose.joints import Joint
from foley_post.pose.skeleton import Motion

FIRST = "V1-001"


def strike(*at_s: float) -> Motion:
    """A right wrist that is raised slowly and comes down fast, to stop at each moment."""
    times = np.arange(100) / 50
    points = np.full((100, 67, 3), np.nan, np.float32)
    height = np.zeros(100)
    for hit in at_s:
        before = hit - times
        rises, falls = (0.5 - before) * 0.5, before * 2
        moving = (before > 0) & (before < 0.5)
        height = np.maximum(height, np.where(moving, np.minimum(rises, falls), 0))
    points[:, Joint.RIGHT_WRIST] = 1.0
    points[:, Joint.RIGHT_WRIST, 0] = 0.5
    points[:, Joint.RIGHT_WRIST, 1] = 0.6 - height
    return Motion(times, points)


def where(window: MainWindow, time_s: float, pitch: int) -> QPoint:
    g = window.roll.roll.geometry_
    at = QPointF(g.x_of(time_s), g.y_of(pitch) + g.row / 2) + QPointF(KEYS_WIDTH, RULER)
    return at.toPoint()


def test_a_tap_while_it_plays_makes_a_note_as_long_as_the_key_is_held(
    scored: MainWindow, qtbot: QtBot
) -> None:
    player, session = scored.player, scored.session
    before = session.current_take
    assert before is not None
    scored.roll.snap.setCurrentIndex(scored.roll.snap.findData(""))
    player.seek(1.72)
    player.speed = 1.0
    scored.activateWindow()
    scored.setFocus()
    qtbot.keyPress(scored, Qt.Key.Key_T)
    player.position_s = 1.9
    qtbot.keyRelease(scored, Qt.Key.Key_T)
    player.speed = 0.0
    assert session.current_take is not None
    (note,) = set(session.current_take.notes) - set(before.notes)
    assert note.onset_s == pytest.approx(1.72, abs=0.03)
    assert note.length_s == pytest.approx(0.18, abs=0.03)
    assert scored.roll.roll.chosen == {note}
    assert session.undo.count() == 1, "press and release are one undo"
    session.undo.undo()
    assert session.current_take == before


def test_a_tap_has_the_pitch_of_the_key_pressed_last(scored: MainWindow, qtbot: QtBot) -> None:
    scored.roll.roll.last_key = 72
    scored.roll.roll.choose(())
    scored.player.seek(1.9)
    scored.actions_["tap"].trigger()
    (note,) = scored.roll.roll.chosen
    assert note.pitch == 72
    assert note.evidence is Evidence.INVENTED


def test_a_tap_near_a_stroke_is_drawn_to_it(opened: MainWindow) -> None:
    opened.session.watched(FIRST, (strike(0.5, 1.2),))
    opened.player.seek(1.28)
    opened.actions_["tap"].trigger()
    (note,) = opened.roll.roll.chosen
    assert note.onset_s == pytest.approx(1.2, abs=0.03)


def test_a_note_is_drawn_in_a_shot_that_has_no_take(opened: MainWindow, qtbot: QtBot) -> None:
    session, view = opened.session, opened.roll.roll.viewport()
    assert session.current_take is None
    opened.actions_["draw"].trigger()
    at = where(opened, 0.8, 62)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at)
    assert session.current_take is not None
    (note,) = session.current_take.notes
    assert (note.pitch, note.onset_s) == (62, pytest.approx(0.8, abs=0.05))
    assert session.project_work(FIRST).state == "edited"
    session.undo.undo()
    assert session.current_take is None
    assert not session.undo.canUndo(), "the take and its first note are one undo"


def test_a_dead_end_is_drawn_out_of(opened: MainWindow, qtbot: QtBot) -> None:
    """Nobody was seen: a double click makes a take all the same."""
    opened.session.fail(FIRST, "Nobody is seen in this shot.")
    view = opened.roll.roll.viewport()
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=where(opened, 0.4, 60))
    assert opened.session.current_take is not None
    assert opened.session.project_work(FIRST).problem == ""


def test_strokes_are_where_a_fast_movement_stops() -> None:
    curve = curve_of(strike(0.5, 1.2))
    assert curve.hits_s == pytest.approx((0.5, 1.2), abs=0.03)
    assert curve.speed.max() == pytest.approx(1.0)
    resting = curve_of(strike())
    assert resting.hits_s == ()


def test_somebody_unseen_has_a_flat_curve() -> None:
    points = np.full((10, 67, 3), np.nan, np.float32)
    curve = curve_of(Motion(np.arange(10) / 25, points))
    assert not curve.speed.any()
    assert curve.hits_s == ()


def colours(window: MainWindow, at: QRectF) -> set[str]:
    view = window.roll.roll.viewport()
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    view.render(painter, QPoint())
    painter.end()
    spots = [at.center() + QPointF(dx, 0) for dx in (-2, 0, 2)]
    return {image.pixelColor(spot.toPoint()).name() for spot in spots}


def test_other_players_notes_are_ghosts_that_cannot_be_grasped(
    scored: MainWindow, qtbot: QtBot
) -> None:
    session, roll = scored.session, scored.roll.roll
    other = make_take(1)
    ghost = replace(other.notes[0], onset_s=1.7, pitch=64)
    rect = roll.geometry_.rect_of(ghost).translated(KEYS_WIDTH, RULER)
    before = colours(scored, rect)
    work = session.project_work(FIRST).adding((other.with_notes([ghost]),))
    session.change_work(FIRST, work, "Score")
    rect = roll.geometry_.rect_of(ghost).translated(KEYS_WIDTH, RULER)
    assert colours(scored, rect) != before
    qtbot.mouseClick(roll.viewport(), Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    assert roll.chosen == frozenset()


def test_the_next_note_takes_the_picture_along(scored: MainWindow, qtbot: QtBot) -> None:
    take = scored.session.current_take
    assert take is not None
    scored.roll.roll.setFocus()
    for _ in range(2):
        scored.actions_["next_note"].trigger()
    assert scored.player.position_s == pytest.approx(take.notes[1].onset_s, abs=0.03)


def test_frames_around_the_chosen_note_are_shown_and_clicked(
    scored: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Thumbnail] = []

    def run(task: object, *_: object, **about: Any) -> None:
        if isinstance(task, Thumbnail):
            asked.append(task)
            about["on_done"](np.full((74, 130, 3), 200, np.uint8))

    monkeypatch.setattr(scored.work, "run", run)
    session, strip = scored.session, scored.roll.frames
    shot = session.current_shot
    assert shot is not None
    session._shots[FIRST] = replace(shot, media=replace(shot.media, path=Path("a.mov")))
    take = session.current_take
    assert take is not None
    scored.roll.roll.choose((take.notes[2],))
    assert strip.isVisible()
    assert strip.frames() == [8, 9, 10, 11, 12]
    strip.grab()
    assert [float(t.media_s) for t in asked] == pytest.approx([k / 25 - 0.01 for k in range(8, 13)])
    last = QPoint(strip.width() - 20, 30)
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=last)
    assert scored.player.position_s == pytest.approx(12 / 25, abs=1e-6)
    scored.actions_["note_frames"].trigger()
    assert not strip.isVisible()


def test_a_pinned_short_note_keeps_its_name(scored: MainWindow) -> None:
    """The needle's head stands at the edge, not where the name is."""
    roll, session = scored.roll.roll, scored.session
    take = session.current_take
    assert take is not None
    roll.geometry_.row, roll.geometry_.scale = 17.0, 36 / 0.15
    note = take.notes[0]
    rect = roll.geometry_.rect_of(note).translated(KEYS_WIDTH, RULER)
    name = QRectF(rect.left() + 5, rect.top(), 12, rect.height())

    def inked() -> set[str]:
        view = roll.viewport()
        image = QImage(view.size(), QImage.Format.Format_RGB32)
        painter = QPainter(image)
        view.render(painter, QPoint())
        painter.end()
        return {
            image.pixelColor(x, y).name()
            for x in range(round(name.left()), round(name.right()))
            for y in range(round(name.top()) + 3, round(name.bottom()) - 3)
        }

    plain = inked()
    pinned = [replace(n, pinned=True) if n == note else n for n in take.notes]
    session.change_take(take.with_notes(pinned), "Pin")
    roll.geometry_.row, roll.geometry_.scale = 17.0, 36 / 0.15
    assert len(plain) > 3, "the name is written"
    assert inked() == plain


def test_takes_are_named_starred_and_commented(scored: MainWindow, qtbot: QtBot) -> None:
    session, panel = scored.session, scored.inspector.takes_panel
    panel.rename()
    (dialog,) = scored.findChildren(QInputDialog)
    field = dialog.findChild(QLineEdit)
    assert field is not None
    qtbot.keyClicks(field, "Calm")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert "Calm" in panel.list.item(0).text()
    entries = {a.text(): a for a in panel.menu().actions()}
    entries["Star"].trigger()
    assert panel.list.item(0).text().split("   ")[1].startswith("\u2605 Calm")
    panel._commented("for the titles")
    assert "for the titles" in panel.list.item(0).toolTip()
    another = session.project_work(FIRST).adding((make_take(seed=5),))
    session.change_work(FIRST, another, "Another")
    assert another.without(1).labels == another.labels
    assert another.without(0).labels == {}
    for _ in range(4):
        session.undo.undo()
    assert session.project_work(FIRST).labels == {}
