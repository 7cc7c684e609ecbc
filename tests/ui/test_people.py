"""Players in the picture: named, picked, ignored, given an instrument, boxed; kept and undoable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from foley_post_ui.document.player_names import player_label
from foley_post_ui.main_window import MainWindow
from foley_post_ui.style.theme import DARK
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu
from pytestqt.qtbot import QtBot
from window_material import make_take

from foley_post.jobs.scoring import ScoreShot
from foley_post.jobs.tasks import PictureSize
from foley_post.pose.skeleton import Motion
from foley_post.pose.tracking.player_box import PlayerBox
from foley_post.project.file import load_project

FIRST = "V1-001"
LISTENS = "holds and touches nothing that is played"


def somebody(performer: int, x: float, **about: object) -> Motion:
    """Upright around ``x`` of the picture's height."""
    points = np.full((50, 67, 3), np.nan, np.float32)
    points[:, :15] = (x, 0.5, 1.0)
    points[:, :15, 0] += np.linspace(-0.1, 0.1, 15)
    points[:, :15, 1] += np.linspace(-0.25, 0.25, 15)
    return Motion(np.arange(50) / 25, points, performer=performer, **about)  # type: ignore[arg-type]


@pytest.fixture
def trio(opened: MainWindow, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """Two players with a take each, and somebody who listens; the picture is grey."""
    session = opened.session
    grey = QImage(960, 540, QImage.Format.Format_RGB32)
    grey.fill(Qt.GlobalColor.darkGray)
    shot = session.shot(FIRST)
    monkeypatch.setattr(opened.viewer.viewer.frames, "at", lambda _: (shot, grey, 0.0))
    session.watched(
        FIRST, (somebody(0, 0.3), somebody(1, 0.9), somebody(2, 1.5, bystander=LISTENS))
    )
    takes = (make_take(0), make_take(1, instrument="cello"))
    session.change_work(FIRST, session.project_work(FIRST).adding(takes), "Score")
    session.undo.clear()
    opened.player.seek(0.2)
    opened.viewer.viewer.grab()
    return opened


def at(window: MainWindow, performer: int) -> QPoint:
    """Where that person is in the viewer."""
    (person,) = [p for p in window.pointing.seen() if p.motion.performer == performer]
    return person.box.center().toPoint()


def choose(window: MainWindow, performer: int, words: str) -> None:
    """An entry of the menu over somebody."""
    menu = window.pointing.menu(QPointF(at(window, performer)))
    entries = {a.text(): a for a in menu.actions()}
    entries[words].trigger()
    menu.deleteLater()


def test_a_click_on_a_player_shows_their_notes(trio: MainWindow, qtbot: QtBot) -> None:
    assert trio.session.performer == 0
    qtbot.mouseClick(trio.viewer.viewer, Qt.MouseButton.LeftButton, pos=at(trio, 1))
    assert trio.session.performer == 1
    assert trio.session.current_take == trio.session.current_work.takes[1]


def test_each_player_has_one_hue_in_picture_list_and_lanes(trio: MainWindow) -> None:
    hues = [p.colour for p in sorted(trio.pointing.seen(), key=lambda p: p.motion.performer)]
    assert hues[:2] == [DARK.player(0), DARK.player(1)]
    assert hues[2].hsvSaturation() < 20
    icon = trio.inspector.player.itemIcon(1).pixmap(32, 32).toImage()
    assert icon.pixelColor(16, 16).name() == DARK.player(1).name()
    row = next(r for r in trio.timeline._rows if r.performer == 1)
    stripe = row.grab().toImage().pixelColor(1, row.height() // 2)
    assert stripe.name() == DARK.player(1).name()


def test_an_ignored_player_falls_silent_and_undo_brings_them_back(trio: MainWindow) -> None:
    choose(trio, 1, "Ignore")
    work = trio.session.project_work(FIRST)
    assert [t.performer for t in work.current] == [0]
    assert not trio.people.is_scored(FIRST, trio.session.motions[FIRST][1])
    trio.session.undo.undo()
    assert [t.performer for t in trio.session.project_work(FIRST).current] == [0, 1]


def test_ignored_players_stay_ignored_when_the_shot_is_generated_again(
    trio: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[ScoreShot] = []
    monkeypatch.setattr(trio.work, "run", lambda task, *_, **__: sent.append(task))
    choose(trio, 1, "Ignore")
    trio.generating.shots([FIRST])
    assert sent[0].brief.players.of(1).scored is False


def test_a_bystander_is_scored_anyway(
    trio: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[ScoreShot] = []
    monkeypatch.setattr(trio.work, "run", lambda task, *_, **__: sent.append(task))
    shown: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, *_: shown.append(menu))
    qtbot.mouseClick(trio.viewer.viewer, Qt.MouseButton.LeftButton, pos=at(trio, 2))
    next(a for a in shown[0].actions() if a.text() == "Score anyway").trigger()
    assert sent[0].brief.only == 2
    assert sent[0].brief.players.of(2).scored is True
    assert trio.people.is_scored(FIRST, trio.session.motions[FIRST][2])


def test_a_player_gets_an_instrument_of_their_own(trio: MainWindow) -> None:
    trio.people.give_instrument(FIRST, 1, "flute")
    takes = trio.session.project_work(FIRST).current
    assert [t.instrument for t in takes] == ["piano", "flute"]
    assert player_label(trio.session, FIRST, 1) == "Player 2, Flute"
    trio.session.undo.undo()
    assert trio.session.project_work(FIRST).current[1].instrument == "cello"


def test_a_player_is_renamed_by_key_and_the_project_keeps_it(
    trio: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    trio.actions_["rename_player"].trigger()
    (dialog,) = trio.findChildren(QInputDialog)
    field = dialog.findChild(QLineEdit)
    assert field is not None
    qtbot.keyClicks(field, "Anna")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert trio.inspector.player.itemText(0) == "Anna"
    assert trio.timeline._rows[-2].label.text() == "Anna"
    assert trio.documents.save(tmp_path / "film.foley")
    assert load_project(tmp_path / "film.foley").work(FIRST).players.of(0).name == "Anna"


def test_only_this_one_holds_for_all_shots_of_the_camera(trio: MainWindow) -> None:
    session = trio.session
    cut = session.cut
    assert cut is not None
    media = cut.shots[0].media
    cut = replace(cut, shots=tuple(replace(s, media=media) for s in cut.shots))
    session.relinked(cut)
    session.watched("V1-002", (somebody(0, 0.92), somebody(1, 0.3)))
    other = session.project_work("V1-002").adding((make_take(0), make_take(1)))
    session.change_work("V1-002", other, "Score")
    trio.viewer.viewer.grab()
    choose(trio, 1, "Only this one in all shots of this camera")
    assert [t.performer for t in session.project_work(FIRST).current] == [1]
    assert [t.performer for t in session.project_work("V1-002").current] == [0]
    assert session.project is not None
    assert list(session.project.settings.only_at) == [media.names[0]]
    session.undo.undo()
    assert not session.project.settings.only_at
    assert len(session.project_work("V1-002").current) == 2


def test_a_box_is_drawn_around_somebody_nobody_found(
    trio: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[object] = []

    def run(task: object, *_: object, **about: object) -> None:
        sent.append(task)
        done = about.get("on_done")
        if isinstance(task, PictureSize) and callable(done):
            done((1920, 1080))

    monkeypatch.setattr(trio.work, "run", run)
    session, viewer = trio.session, trio.viewer.viewer
    cut = session.cut
    assert cut is not None
    media = replace(cut.shots[0].media, path=Path("clip1.mov"))
    session._shots[FIRST] = replace(cut.shots[0], media=media)
    trio.actions_["box_player"].trigger()
    _, room, _ = viewer.shown_shot()
    assert room is not None
    first, last = room.topLeft() + QPointF(10, 10), room.center()
    qtbot.mousePress(viewer, Qt.MouseButton.LeftButton, pos=first.toPoint())
    qtbot.mouseMove(viewer, last.toPoint())
    qtbot.mouseRelease(viewer, Qt.MouseButton.LeftButton, pos=last.toPoint())
    (box,) = session.project_work(FIRST).players.boxes
    assert isinstance(box, PlayerBox)
    assert box.width == pytest.approx(1920 * (last.x() - first.x()) / room.width(), abs=4)
    scored = [t for t in sent if isinstance(t, ScoreShot)]
    assert scored[0].brief.only == 3
    assert scored[0].brief.motions is None
    session.undo.undo()
    assert not session.project_work(FIRST).players.boxes


def test_escape_ends_drawing_a_box(trio: MainWindow, qtbot: QtBot) -> None:
    trio.actions_["box_player"].trigger()
    qtbot.keyClick(trio.viewer.viewer, Qt.Key.Key_Escape)
    qtbot.mouseClick(trio.viewer.viewer, Qt.MouseButton.LeftButton, pos=at(trio, 1))
    assert trio.session.performer == 1


def test_a_box_that_is_removed_takes_its_player_along(trio: MainWindow) -> None:
    session = trio.session
    work = session.project_work(FIRST)
    boxes = (PlayerBox(0, 0, 50, 50), PlayerBox(60, 0, 50, 50))
    work = replace(work, players=replace(work.players, boxes=boxes))
    session.change_work(FIRST, work.adding((make_take(3), make_take(4, seed=9))), "Box")
    drawn = (somebody(3, 1.2, marked=True), somebody(4, 1.3, marked=True))
    session.watched(FIRST, (*(somebody(n, 0.3 * n + 0.1) for n in range(3)), *drawn))
    trio.people.remove_box(FIRST, 3)
    work = session.project_work(FIRST)
    assert work.players.boxes == boxes[1:]
    assert [(t.performer, t.seed) for t in work.takes] == [(0, 0), (1, 0), (3, 9)]


def test_the_figures_stay_in_the_picture(trio: MainWindow) -> None:
    """A body that reaches below the picture is not drawn on the black beside it."""
    session, viewer = trio.session, trio.viewer.viewer
    points = np.full((50, 67, 3), np.nan, np.float32)
    points[:, 1], points[:, 8] = (0.8, 0.5, 1.0), (0.8, 1.4, 1.0)
    session.watched(FIRST, (Motion(np.arange(50) / 25, points),))
    image = viewer.grab().toImage()
    _, room, _ = viewer.shown_shot()
    assert room is not None
    below = range(round(room.bottom()) + 3, viewer.height())
    assert len(below) > 10
    middle = round(room.left() + 0.8 * room.height())
    ground = {image.pixelColor(middle + d, y).name() for y in below for d in (-1, 0, 1)}
    assert ground == {"#0b0c0e"}


def test_who_was_seen_is_recalled_when_a_project_is_opened(
    trio: MainWindow, until: Callable[[Callable[[], bool]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(trio.work, "run", lambda task, *_, **__: asked.append(task))
    cut, project = trio.session.cut, trio.session.project
    assert cut is not None
    assert project is not None
    trio.session.open(cut, project, None)
    assert "RecallMotions" in [type(t).__name__ for t in asked]
