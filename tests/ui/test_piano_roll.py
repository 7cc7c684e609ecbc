"""Notes are drawn, moved, stretched, selected and deleted with the mouse and the keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from foley_post_ui.main_window import MainWindow
from foley_post_ui.piano_roll.geometry import KEYS_WIDTH
from foley_post_ui.piano_roll.roll import RULER
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from window_material import make_take

from foley_post.midi.notes import Evidence, Note

_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def _place(window: MainWindow, note: Note, share: float = 0.4) -> QPoint:
    rect = window.roll.roll.geometry_.rect_of(note)
    at = QPointF(rect.left() + rect.width() * share, rect.center().y())
    return (at + QPointF(KEYS_WIDTH, RULER)).toPoint()


def _drag(window: MainWindow, start: QPoint, by: QPoint, held: Qt.KeyboardModifier = _NONE) -> None:
    view = window.roll.roll.viewport()
    QTest.mousePress(view, _LEFT, held, start)
    for share in (0.3, 0.7, 1.0):
        at = start + QPoint(round(by.x() * share), round(by.y() * share))
        _move(window, at, held)
    QTest.mouseRelease(view, _LEFT, held, start + by)


def _move(window: MainWindow, at: QPoint, held: Qt.KeyboardModifier) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    roll = window.roll.roll
    where = QPointF(at)
    roll.mouseMoveEvent(
        QMouseEvent(QEvent.Type.MouseMove, where, where, Qt.MouseButton.NoButton, _LEFT, held)
    )


def test_a_dragged_note_moves_in_pitch_and_is_one_undo(scored: MainWindow) -> None:
    roll, session = scored.roll.roll, scored.session
    note = session.current_take.notes[3]
    _drag(scored, _place(scored, note), QPoint(0, -round(3 * roll.geometry_.row)))
    moved = session.current_take.notes[3]
    assert (moved.pitch, moved.onset_s) == (note.pitch + 3, pytest.approx(note.onset_s))
    assert roll.chosen == {moved}
    assert session.undo.count() == 1
    assert session.undo.undoText() == "Move notes"


def test_a_note_dragged_near_a_movement_snaps_to_it_and_alt_leaves_it_free(
    scored: MainWindow,
) -> None:
    roll, session = scored.roll.roll, scored.session
    note = session.current_take.notes[3]  # at 0.6 s; seen movements at 0.0, 0.2, 0.8, 1.0
    by = QPoint(round(0.16 * roll.geometry_.scale), -round(5 * roll.geometry_.row))
    _drag(scored, _place(scored, note), by)
    assert 0.8 in [n.onset_s for n in session.current_take.notes if n.pitch == note.pitch + 5]
    session.undo.undo()
    _drag(scored, _place(scored, note), by, Qt.KeyboardModifier.AltModifier)
    free = next(n for n in session.current_take.notes if n.pitch == note.pitch + 5)
    assert free.onset_s == pytest.approx(0.76, abs=0.01)


def test_an_end_dragged_stretches_the_note(scored: MainWindow) -> None:
    roll, session = scored.roll.roll, scored.session
    note = session.current_take.notes[-1]
    by = QPoint(round(0.3 * roll.geometry_.scale), 0)
    _drag(scored, _place(scored, note, 0.97), by)
    assert session.current_take.notes[-1].length_s == pytest.approx(0.45, abs=0.02)
    assert session.current_take.notes[-1].onset_s == note.onset_s


def test_a_rubber_band_chooses_what_it_touches(scored: MainWindow) -> None:
    first, last = scored.session.current_take.notes[1], scored.session.current_take.notes[4]
    start = _place(scored, first, 0.0) + QPoint(-4, 30)
    _drag(scored, start, _place(scored, last, 1.0) + QPoint(2, -30) - start)
    assert scored.roll.roll.chosen == set(scored.session.current_take.notes[1:5])


def test_a_double_click_on_nothing_draws_an_invented_pinned_note(scored: MainWindow) -> None:
    roll, session = scored.roll.roll, scored.session
    roll.gestures.snap = ""
    at = _place(scored, Note(1.75, 0.1, 65, 80))
    QTest.mouseDClick(roll.viewport(), _LEFT, _NONE, at)
    QTest.mouseRelease(roll.viewport(), _LEFT, _NONE, at)
    drawn = next(iter(roll.chosen))
    assert (drawn.pitch, drawn.evidence, drawn.pinned) == (65, Evidence.INVENTED, True)
    assert drawn.onset_s == pytest.approx(1.79, abs=0.03)
    assert len(session.current_take.notes) == 9


def test_a_double_click_on_a_note_goes_to_the_frame_that_caused_it(scored: MainWindow) -> None:
    note = scored.session.current_take.notes[5]
    view = scored.roll.roll.viewport()
    QTest.mouseDClick(view, _LEFT, _NONE, _place(scored, note))
    assert scored.player.frame == 25


def test_keys_delete_copy_and_paste(scored: MainWindow) -> None:
    session, actions = scored.session, scored.actions_
    notes = session.current_take.notes
    scored.roll.roll.choose(notes[:2])
    actions["copy"].trigger()
    actions["delete"].trigger()
    assert len(session.current_take.notes) == 6
    scored.player.seek(1.0)
    actions["paste"].trigger()
    pasted = scored.roll.roll.chosen
    assert sorted(n.onset_s for n in pasted) == pytest.approx([1.0, 1.2])
    assert {n.evidence for n in pasted} == {Evidence.INVENTED}
    assert session.undo.undoText() == "Paste 2 notes"


def test_velocity_follows_the_mouse_for_all_chosen(scored: MainWindow) -> None:
    session, lane = scored.session, scored.roll.lane
    notes = session.current_take.notes
    scored.roll.roll.choose(notes[2:4])
    x, y = round(lane._x(notes[2])), round(lane._y(notes[2].velocity))
    QTest.mousePress(lane, _LEFT, _NONE, QPoint(x, y))
    QTest.mouseMove(lane, QPoint(x, y - 8))
    lane._drag(y - 8)
    QTest.mouseRelease(lane, _LEFT, _NONE, QPoint(x, y - 8))
    after = session.current_take.notes
    raised = after[2].velocity - notes[2].velocity
    assert raised > 10
    assert after[3].velocity - notes[3].velocity == raised
    assert [n.velocity for n in after[4:]] == [n.velocity for n in notes[4:]]
    assert session.undo.count() == 1


def test_the_foot_tells_what_caused_the_chosen_note(scored: MainWindow) -> None:
    scored.roll.roll.choose(scored.session.current_take.notes[1:2])
    told = scored.roll.told.text()
    assert "01:00:00:05" in told
    assert "Seen, 90 % sure" in told
    assert "left index finger at" in told
    assert "frame 5 " in told


def test_quantise_puts_onsets_on_frames(scored: MainWindow) -> None:
    session = scored.session
    scored.roll.roll.choose(session.current_take.notes[3:4])
    scored.notes.shift(0.013)
    scored.actions_["quantise"].trigger()
    assert session.current_take.notes[3].onset_s * 25 == pytest.approx(15)


def test_a_note_dragged_over_a_neighbour_takes_only_itself_along(scored: MainWindow) -> None:
    roll, session = scored.roll.roll, scored.session
    note = session.current_take.notes[3]
    target = session.current_take.notes[2]
    roll.gestures.snap = ""
    by = QPoint(-round(0.1 * roll.geometry_.scale), round(roll.geometry_.row))
    _drag(scored, _place(scored, note), by)
    assert len(roll.chosen) == 1
    assert next(iter(roll.chosen)).pitch == target.pitch


def test_the_first_take_of_a_shot_is_fitted_into_view(opened: MainWindow) -> None:
    session, roll = opened.session, opened.roll.roll
    low = make_take().with_notes([replace(n, pitch=30) for n in make_take().notes[:1]])
    session.change_work("V1-001", session.current_work.adding((low,)), "Score")
    rect = roll.geometry_.rect_of(session.current_take.notes[0])
    assert 0 < rect.center().y() < roll.viewport().height() - 24
