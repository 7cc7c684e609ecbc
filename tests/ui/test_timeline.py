"""Shots are seen, selected and scrolled; ten thousand of them too."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from foley_post_ui.main_window import MainWindow
from foley_post_ui.timeline.layout import TimelineLayout, tick_step
from foley_post_ui.timeline.paint import RULER, state_words
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from window_material import make_cut, make_shot, make_take

from foley_post.project.file import Project

_LEFT = Qt.MouseButton.LeftButton


def _centre(window: MainWindow, shot_id: str) -> QPoint:
    view = window.timeline.view
    shot = window.session.shot(shot_id)
    middle = float(shot.record_start_s + shot.length_s / 2)
    return QPoint(round(view.x_of(middle)), RULER + 20)


def _click(window: MainWindow, shot_id: str, held: Qt.KeyboardModifier) -> None:
    QTest.mouseClick(window.timeline.view.viewport(), _LEFT, held, _centre(window, shot_id))


def test_clicks_select_add_and_reach(opened: MainWindow) -> None:
    held = Qt.KeyboardModifier
    _click(opened, "V1-002", held.NoModifier)
    assert opened.session.selected == ("V1-002",)
    _click(opened, "V1-003", held.ControlModifier)
    assert opened.session.selected == ("V1-002", "V1-003")
    _click(opened, "V1-001", held.NoModifier)
    _click(opened, "V1-003", held.ShiftModifier)
    assert opened.session.selected == ("V1-001", "V1-002", "V1-003")
    assert "3 shots" in opened.timeline.view.accessibleDescription()


def test_the_ruler_moves_the_playhead(opened: MainWindow) -> None:
    view = opened.timeline.view
    at = QPoint(round(view.x_of(2.4)), 6)
    QTest.mouseClick(view.viewport(), _LEFT, Qt.KeyboardModifier.NoModifier, at)
    assert opened.player.position_s == pytest.approx(2.4, abs=0.04)


def test_up_and_down_go_from_shot_to_shot(opened: MainWindow) -> None:
    view = opened.timeline.view
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert opened.session.current == "V1-002"
    assert opened.player.position_s == 2.0
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert opened.session.current == "V1-001"


def test_states_are_told_in_words(scored: MainWindow) -> None:
    view, session = scored.timeline.view, scored.session
    assert view.state_of(session.shot("V1-001")) == ("scored", 0.0)
    assert view.state_of(session.shot("V1-002")) == ("unscored", 0.0)
    take = session.current_take
    session.change_take(take.with_notes(take.notes[1:]), "Delete a note")
    assert view.state_of(session.shot("V1-001")) == ("edited", 0.0)
    assert state_words("scoring", 0.417) == "Scoring 42 %"


def test_zooming_keeps_the_moment_under_the_pointer(opened: MainWindow) -> None:
    view = opened.timeline.view
    x = view.x_of(3.0)
    for _ in range(6):
        view.zoom(1.5, x)
    assert view.time_at(x) == pytest.approx(3.0, abs=0.02)


def test_the_topmost_track_is_what_is_seen() -> None:
    cut = make_cut(Path("film.otio"))
    above = make_shot(9, 60, 20, id="V2-001", track="V2")
    off = make_shot(8, 0, 40, id="V2-002", track="V2", enabled=False)
    layout = TimelineLayout(replace(cut, shots=(*cut.shots, above, off)))
    assert [lane.title for lane in layout.lanes[:2]] == ["V2", "V1"]
    assert layout.visible_shot(2.5).id == "V2-001"
    assert layout.visible_shot(0.5).id == "V1-001"
    assert layout.visible_shot(99.0) is None
    assert layout.edits()[:4] == [0.0, 1.6, 2.0, 2.4]


@pytest.mark.parametrize("scale", [0.05, 1.0, 40.0, 300.0, 2000.0])
def test_ruler_labels_never_touch(scale: float) -> None:
    assert tick_step(scale, 0.04) * scale >= 60


def test_ten_thousand_shots_paint_quickly(window: MainWindow, tmp_path: Path) -> None:
    cut = make_cut(tmp_path / "long.otio", 10_000)
    project = Project(cut.path, cut.source_sha256)
    for number in range(1, 10_000, 3):
        project.shots[f"V1-{number:03d}"] = project.work("").adding((make_take(),))  # type: ignore[index]
    window.documents._saved_state = project
    window.session.open(cut, project, None)
    view = window.timeline.view
    view.viewport().grab()
    begin = time.process_time()
    view.viewport().grab()
    assert time.process_time() - begin < 0.25, "the whole cut in view"
    view.zoom(400)
    view.viewport().grab()
    begin = time.process_time()
    for step in range(10):
        view.horizontalScrollBar().setValue(1000 + 200 * step)
        view.viewport().grab()
    assert (time.process_time() - begin) / 10 < 0.1
