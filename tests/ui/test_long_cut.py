"""A cut of thousands of shots: what is asked of each does not grow with how many there are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from foley_post_ui.main_window import MainWindow
from foley_post_ui.panels.shots_table import ShotsTable
from foley_post_ui.timeline.layout import TimelineLayout
from PySide6.QtCore import Qt
from window_material import make_cut, make_shot, make_take

from foley_post.core.timecode import Rate
from foley_post.project.file import Project, ShotTakes
from foley_post.project.player_marks import PlayerMark, ShotPlayers

_MANY = 2000


def _open(window: MainWindow, tmp_path: Path, shots: int) -> None:
    cut = make_cut(tmp_path / "long.otio", shots)
    works = {s.id: ShotTakes().adding((make_take(),)) for s in cut.shots}
    project = Project(cut.path, cut.source_sha256, works)
    window.documents._saved_state = project
    window.session.open(cut, project, None)


def test_opening_reads_only_the_rows_that_are_shown(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    data = ShotsTable.data

    def counted(table, index, role=Qt.ItemDataRole.DisplayRole):
        asked.append(index.row())
        return data(table, index, role)

    monkeypatch.setattr(ShotsTable, "data", counted)
    _open(window, tmp_path, _MANY)
    assert window.shots.rows.rowCount() == _MANY
    assert len(asked) < _MANY


def test_shots_stand_in_the_order_of_the_cut_and_backwards(
    window: MainWindow, tmp_path: Path
) -> None:
    _open(window, tmp_path, 30)
    rows = window.shots.rows

    def ids() -> list[str]:
        role = Qt.ItemDataRole.UserRole
        return [rows.index(row, 0).data(role) for row in range(rows.rowCount())]

    forth = [s.id for s in window.session.cut.shots]
    assert ids() == forth
    window.shots.list.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert ids() == forth[::-1]
    window.shots.list.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert ids() == forth


def test_an_edit_asks_for_no_other_shot(window: MainWindow, tmp_path: Path) -> None:
    _open(window, tmp_path, 50)
    session = window.session
    asked: set[str] = set()
    whole = session.project_work

    def counted(shot_id: str) -> ShotTakes:
        asked.add(shot_id)
        return whole(shot_id)

    session.project_work = counted
    take = session.current_take
    session.change_take(replace(take, notes=take.notes[1:]), "Edit")
    assert asked == {session.current}


def test_a_lane_is_called_by_its_player_while_all_shots_agree(
    window: MainWindow, tmp_path: Path
) -> None:
    _open(window, tmp_path, 3)
    session, names = window.session, window.timeline.names

    def call(shot_id: str, name: str) -> None:
        players = ShotPlayers((PlayerMark(0, name=name),)) if name else ShotPlayers()
        work = replace(session.project_work(shot_id), players=players)
        session.change_work(shot_id, work, "Rename")

    ids = [s.id for s in session.cut.shots]
    assert names.of(0, 1) == "Music"
    call(ids[0], "Anna")
    assert names.of(0, 1) == "Music"
    for shot_id in ids:
        call(shot_id, "Anna")
    assert names.of(0, 1) == "Anna"
    session.undo.undo()
    assert names.of(0, 1) == "Music"
    call(ids[2], "Berta")
    assert names.of(0, 2) == "Player 1"


def test_spans_are_the_exact_fractions_rounded_once(tmp_path: Path) -> None:
    ntsc = Rate(24000, 1001)
    shots = tuple(
        make_shot(n, 7919 * n, 50 + n % 7, rate=ntsc, time_map=make_shot(1, 0).time_map)
        for n in range(1, 400)
    )
    cut = replace(make_cut(tmp_path / "film.otio"), shots=shots, rate=ntsc, length_frames=4_000_000)
    lane = TimelineLayout(cut).lanes[0]
    assert np.array_equal(lane.starts_s, [float(s.record_start_s) for s in shots])
    assert np.array_equal(lane.ends_s, [float(s.record_start_s + s.length_s) for s in shots])
