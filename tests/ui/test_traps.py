"""What a working editor stumbled over: keys that did something else, lanes that stayed silent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from foley_post_ui.dialogs.export_dialog import ExportDialog
from foley_post_ui.dialogs.relink_dialog import RelinkDialog
from foley_post_ui.main_window import MainWindow
from foley_post_ui.shortcut_filter import ShortcutFilter
from foley_post_ui.timeline.layout import TimelineLayout
from foley_post_ui.timeline.paint import RULER
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot
from window_material import make_cut, make_take

from foley_post.jobs.scoring import ScoreShot
from foley_post.project.file import Project, Settings


def an_export(window: MainWindow) -> QDialog:
    return ExportDialog(Settings(), Path("out"), selected=1, shots=3, parent=window)


def a_relink(window: MainWindow) -> QDialog:
    return RelinkDialog({"S:": 1}, {"S:": "/media"}, window)


@pytest.mark.parametrize("make", [an_export, a_relink])
def test_return_presses_the_button_a_dialog_is_there_for(
    scored: MainWindow, qtbot: QtBot, make: object
) -> None:
    dialog = make(scored)  # type: ignore[operator]
    answers: list[int] = []
    dialog.finished.connect(answers.append)
    dialog.open()
    qtbot.waitExposed(dialog)
    for button in dialog.findChildren(QPushButton):
        if button.isVisible() and not button.isDefault():
            button.setFocus()
    boxes = getattr(dialog, "mix", None)
    if boxes is not None:
        qtbot.mouseClick(boxes, Qt.MouseButton.LeftButton, pos=QPoint(8, boxes.height() // 2))
        boxes.setFocus()
    else:
        dialog.setFocus()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert answers == [QDialog.DialogCode.Accepted]


def test_one_selected_shot_of_several_can_be_exported_alone(scored: MainWindow) -> None:
    dialog = an_export(scored)
    assert isinstance(dialog, ExportDialog)
    assert not dialog.selected.isHidden()
    whole = ExportDialog(Settings(), Path("out"), selected=3, shots=3, parent=scored)
    assert whole.selected.isHidden()


def test_space_plays_though_a_button_was_clicked(scored: MainWindow, qtbot: QtBot) -> None:
    button = scored.inspector.takes_panel.findChildren(QPushButton)[0]
    clicks: list[bool] = []
    button.clicked.connect(lambda: clicks.append(True))
    scored.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert clicks == []
    assert scored.player.speed == 1.0
    scored.player.pause()


def test_return_presses_the_focused_button(scored: MainWindow) -> None:
    button = QPushButton("x", scored)
    clicks: list[bool] = []
    button.clicked.connect(lambda: clicks.append(True))
    none = Qt.KeyboardModifier.NoModifier
    pressed = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, none)
    assert ShortcutFilter().eventFilter(button, pressed)
    assert clicks == [True]


def test_another_timeline_opens_with_nothing_muted(scored: MainWindow, tmp_path: Path) -> None:
    scored.timeline.mute(0, True)
    scored.timeline.solo(1, True)
    other = make_cut(tmp_path / "other.otio")
    scored.session.open(other, Project(other.path, other.source_sha256), None)
    assert scored.player.mixer.gain_of(0) > 0
    assert not [r for r in scored.timeline._rows if r.mute and r.mute.isChecked()]


def test_media_found_again_leaves_the_mutes_as_they_are(scored: MainWindow) -> None:
    scored.timeline.mute(0, True)
    assert scored.session.cut is not None
    scored.session.relinked(scored.session.cut)
    assert scored.player.mixer.gain_of(0) == 0


def test_a_click_on_an_empty_lane_keeps_the_player_that_plays(
    scored: MainWindow, qtbot: QtBot
) -> None:
    session = scored.session
    first, second = (s.id for s in session.cut.shots[:2])  # type: ignore[union-attr]
    work = session.project_work(second)
    session.change_work(second, work.adding((replace(make_take(), performer=1),)), "add")
    session.select((first,), first)
    view = scored.timeline.view
    lane = next(x for x in view.layout_.lanes if x.performer == 1)
    shot = session.shot(first)
    assert shot is not None
    x = round(view.x_of(float(shot.record_start_s) + 0.2))
    at = QPoint(x, RULER + lane.top + lane.height // 2)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert session.performer == 0
    assert session.current_take is not None


def test_undo_gives_the_selection_back(scored: MainWindow) -> None:
    roll = scored.roll.roll
    take = roll.take
    assert take is not None
    chosen = frozenset(take.notes[1:3])
    roll.choose(chosen)
    scored.actions_["octave_up"].trigger()
    assert {n.pitch for n in roll.chosen} == {n.pitch + 12 for n in chosen}
    scored.session.undo.undo()
    assert roll.chosen == chosen


def test_a_long_media_name_makes_the_inspector_no_wider(scored: MainWindow) -> None:
    shot = scored.session.current_shot
    assert shot is not None
    before = scored.inspector.minimumSizeHint().width()
    long = "A001C004_20260412_" + "interview_take_" * 9 + "R1XY.mov"
    renamed = replace(shot, media=replace(shot.media, name=long))
    scored.session._shots[shot.id] = renamed
    scored.inspector.refresh()
    assert scored.inspector.minimumSizeHint().width() == before
    assert "…" in scored.inspector.about.text()
    assert scored.inspector.about.text().count(".mov") == 1
    assert scored.inspector.about.toolTip() == long


def test_while_a_picture_is_decoded_the_last_one_stays(scored: MainWindow) -> None:
    viewer = scored.viewer.viewer
    green = QImage(64, 36, QImage.Format.Format_RGB888)
    green.fill(QColor("#00ff00"))
    viewer.frames._last = ("V1-003", green)
    cut = scored.session.cut
    assert cut is not None
    media = replace(cut.shots[0].media, path=Path("clip1.mov"))
    shots = (replace(cut.shots[0], media=media), *cut.shots[1:])
    viewer.frames.layout = TimelineLayout(replace(cut, shots=shots), 1)
    viewer.resize(320, 180)
    picture = viewer.grab().toImage()
    assert picture.pixelColor(picture.width() // 2, picture.height() // 2).green() > 200


def test_an_instrument_chosen_for_one_shot_is_of_that_shot_alone(opened: MainWindow) -> None:
    session = opened.session
    session.select(("V1-002",), "V1-002")
    opened.generating.choose_instrument("drums")
    opened.generating.choose_style("jazz")
    assert (session.project_work("V1-002").instrument, session.project_work("V1-002").style) == (
        "drums", "jazz",
    )  # fmt: skip
    assert session.project is not None
    assert (session.project.settings.instrument, session.project.settings.style) == ("auto", "")
    assert session.project_work("V1-001").instrument == ""
    assert opened.inspector.instrument.currentData() == "drums"
    session.select(("V1-001",), "V1-001")
    assert opened.inspector.instrument.currentData() == "auto"


def test_what_is_generated_next_plays_the_shot_s_own_instrument(opened: MainWindow) -> None:
    sent = sent_by(opened)
    opened.session.select(("V1-002",), "V1-002")
    opened.generating.choose_instrument("drums")
    opened.generating.shots(("V1-001", "V1-002"))
    assert [(t.shot.id, t.options.instrument) for t in sent] == [
        ("V1-001", "auto"), ("V1-002", "drums"),
    ]  # fmt: skip


def test_another_take_stays_in_the_style_of_the_one_in_use(scored: MainWindow) -> None:
    sent = sent_by(scored)
    scored.generating.choose_style("jazz")
    scored.generating.another_take()
    assert [t.options.style for t in sent] == ["jazz"]


def test_another_instrument_is_for_all_selected_shots_and_one_undo(scored: MainWindow) -> None:
    session = scored.session
    work = session.project_work("V1-002").adding((make_take(),))
    session.change_work("V1-002", work, "Score")
    session.select(("V1-001", "V1-002"), "V1-001")
    assert "2" in scored.inspector.name.text()
    scored.generating.choose_instrument("cello")
    played = [session.project_work(i).current[0].instrument for i in ("V1-001", "V1-002")]
    assert played == ["cello", "cello"]
    session.undo.undo()
    played = [session.project_work(i).current[0].instrument for i in ("V1-001", "V1-002")]
    assert played == ["piano", "piano"]


def test_generate_all_leaves_what_is_scored_alone(scored: MainWindow) -> None:
    sent = sent_by(scored)
    scored.generating.missing()
    assert [t.shot.id for t in sent] == ["V1-002", "V1-003"]


def test_generate_all_with_nothing_left_says_so(scored: MainWindow) -> None:
    sent = sent_by(scored)
    for shot_id in ("V1-002", "V1-003"):
        work = scored.session.project_work(shot_id).adding((make_take(),))
        scored.session.change_work(shot_id, work, "Score")
    said: list[str] = []
    scored.generating.notice.connect(said.append)
    scored.generating.missing()
    assert sent == []
    assert said == ["Every shot has music. Select shots to score them again."]


def sent_by(window: MainWindow) -> list[ScoreShot]:
    """What is sent to be scored from now on; nothing of it is run, all media are there."""
    sent: list[ScoreShot] = []
    session = window.session
    session._shots = {k: replace(s, problem="") for k, s in session._shots.items()}
    assert session.cut is not None
    session.cut = replace(session.cut, shots=tuple(session._shots.values()))
    window.work.run = lambda task, *_, **__: sent.append(task)  # type: ignore[assignment, method-assign, misc, return-value]
    return sent
