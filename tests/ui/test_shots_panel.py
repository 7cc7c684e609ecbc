"""The list of shots: filtered, found, selected with the timeline; choices made in its rows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from foley_post_ui.main_window import MainWindow
from foley_post_ui.panels.shots_table import INSTRUMENT, STYLE
from foley_post_ui.style.theme import DARK, LIGHT, apply_theme
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QImage, qGray
from PySide6.QtWidgets import QApplication
from window_material import make_take

from foley_post.midi.notes import Evidence


def listed(window: MainWindow) -> list[str]:
    rows = window.shots.rows
    return [rows.index(n, 0).data(Qt.ItemDataRole.UserRole) for n in range(rows.rowCount())]


def filter_by(window: MainWindow, kind: str) -> list[str]:
    box = window.shots.kind
    box.setCurrentIndex(box.findData(kind))
    return listed(window)


def test_shots_are_filtered_by_state(scored: MainWindow) -> None:
    session = scored.session
    session.fail("V1-002", "Nobody is seen to play in this shot.")
    assert filter_by(scored, "") == ["V1-001", "V1-002", "V1-003"]
    assert filter_by(scored, "failed") == ["V1-002"]
    assert filter_by(scored, "unscored") == ["V1-003"]
    assert filter_by(scored, "unsure") == []
    assert scored.shots.told.text() == "0 of 3 shots"


def test_a_take_that_the_picture_does_not_bear_out_is_unsure(scored: MainWindow) -> None:
    take = make_take()
    faint = tuple(replace(n, confidence=0.2) for n in take.notes)
    guessed = tuple(replace(n, evidence=Evidence.INVENTED) for n in take.notes)
    for shot_id, notes in (("V1-002", faint), ("V1-003", guessed)):
        work = scored.session.project_work(shot_id).adding((take.with_notes(notes),))
        scored.session.change_work(shot_id, work, "Score")
    assert filter_by(scored, "unsure") == ["V1-002", "V1-003"]


def test_shots_are_found_by_letters_of_their_names(scored: MainWindow) -> None:
    scored.shots.search.setText("shot 3")
    assert listed(scored) == ["V1-003"]
    scored.shots.search.setText("v1-")
    assert len(listed(scored)) == 3


def test_list_and_timeline_select_the_same(scored: MainWindow) -> None:
    panel, session = scored.shots, scored.session
    session.select(("V1-002", "V1-003"), "V1-002")
    picked = panel.list.selectionModel().selectedRows()
    assert [i.data(Qt.ItemDataRole.UserRole) for i in picked] == ["V1-002", "V1-003"]
    flags = QItemSelectionModel.SelectionFlag
    first = panel.rows.index(0, 0)
    panel.list.selectionModel().setCurrentIndex(first, flags.ClearAndSelect | flags.Rows)
    assert session.selected == ("V1-001",)
    assert session.current == "V1-001"


@pytest.mark.parametrize(
    ("column", "name", "attribute"),
    [(INSTRUMENT, "cello", "instrument"), (STYLE, "jazz", "style")],
)
def test_a_choice_in_one_selected_row_is_for_all_of_them(
    scored: MainWindow, column: int, name: str, attribute: str
) -> None:
    session = scored.session
    session.select(("V1-001", "V1-002"), "V1-001")
    scored.shots.choose("V1-002", column, name)
    assert getattr(session.project_work("V1-001").current[0], attribute) == name
    assert getattr(session.project_work("V1-002"), attribute) == name
    assert getattr(session.project_work("V1-003"), attribute) == ""
    session.undo.undo()
    assert getattr(session.project_work("V1-002"), attribute) == ""


def test_a_choice_in_another_row_is_for_that_shot_alone(scored: MainWindow) -> None:
    scored.session.select(("V1-001",), "V1-001")
    scored.shots.choose("V1-003", INSTRUMENT, "flute")
    assert scored.session.project_work("V1-003").instrument == "flute"
    assert scored.session.project_work("V1-001").current[0].instrument == "piano"
    index = scored.shots.rows.index(2, INSTRUMENT)
    assert index.data() == "Flute"


def test_a_double_click_goes_to_the_shot(scored: MainWindow) -> None:
    scored.shots.list.doubleClicked.emit(scored.shots.rows.index(2, 0))
    assert scored.player.position_s == pytest.approx(4.0)


@pytest.mark.parametrize("name", ["dark", "light"])
def test_the_chosen_row_can_be_read(scored: MainWindow, qapp: QApplication, name: str) -> None:
    apply_theme(qapp, DARK if name == "dark" else LIGHT)
    try:
        scored.show_place("shots")
        scored.session.select(("V1-001",))
        QApplication.processEvents()
        view = scored.shots.list
        rows = [view.visualRect(view.model().index(row, 0)) for row in range(2)]
        chosen, other = (_contrast(view.viewport().grab(rect).toImage()) for rect in rows)
        assert chosen > 0.6 * other
    finally:
        apply_theme(qapp, DARK)


def _contrast(image: QImage) -> int:
    """Between the darkest and the lightest pixel."""
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    greys = [qGray(image.pixel(x, y)) for x, y in points]
    return max(greys) - min(greys)
