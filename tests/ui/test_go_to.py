"""Going to cuts and timecodes by keys, as editors' fingers know them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from foley_post_ui.main_window import MainWindow
from foley_post_ui.timeline.go_to import frame_said
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from foley_post.core.timecode import Rate
from foley_post.midi.notes import Evidence
from foley_post.timeline.model import Cut

HOUR = 86_400


@pytest.fixture
def at_one(cut: Cut) -> Cut:
    return replace(cut, rate=Rate(24), start_frame=HOUR, length_frames=2400)


@pytest.mark.parametrize(
    ("said", "frame"),
    [
        ("01:00:05:00", 120), ("5:00", 120), ("500", 120), ("00:05:12", 132), (" 12 ", 12),
        ("1:02:03", 1491), ("+12", 36), ("-1:00", 0), ("+100", 48), ("01000500", 120),
    ],
)  # fmt: skip
def test_as_much_of_a_timecode_as_differs_is_enough(at_one: Cut, said: str, frame: int) -> None:
    assert frame_said(said, at_one, 24) == frame


@pytest.mark.parametrize("said", ["", "abc", "5:30", "1:2:3:4:5", "+", "01:00:61:00x", "123456789"])
def test_what_is_no_timecode_is_refused(at_one: Cut, said: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        frame_said(said, at_one, 0)


def test_drop_frame_counts_as_the_clock_does(cut: Cut) -> None:
    ntsc = replace(cut, rate=Rate(30000, 1001), start_frame=107_892, drop_frame=True)
    assert frame_said("1:00;02", ntsc, 0) == 1800
    with pytest.raises(ValueError, match="drop-frame"):
        frame_said("1:00;00", ntsc, 0)


def test_page_keys_go_from_cut_to_cut(opened: MainWindow, qtbot: QtBot, cut: Cut) -> None:
    opened.timeline.view.setFocus()
    player = opened.player
    first = float(cut.shots[0].record_start_s)
    end = first + float(cut.shots[0].length_s)
    seen = []
    for _ in range(4):
        seen.append(player.position_s)
        qtbot.keyClick(opened.timeline.view, Qt.Key.Key_PageDown)
    places = sorted({0.0, first, end, *(float(s.record_start_s) for s in cut.shots)})
    assert seen[: len(places[:3])] == pytest.approx(places[:3])
    player.seek(end)
    qtbot.keyClick(opened.timeline.view, Qt.Key.Key_PageUp)
    assert player.position_s == pytest.approx(first)


def test_a_timecode_is_asked_for_and_a_wrong_one_is_told(opened: MainWindow, qtbot: QtBot) -> None:
    opened.actions_["go_to"].trigger()
    dialog = opened.findChild(QInputDialog)
    assert dialog is not None
    dialog.setTextValue("+1:00")
    dialog.accept()
    assert opened.player.position_s == pytest.approx(1.0)
    opened.going.go("soon")
    assert "soon is not a timecode" in opened.statusBar().currentMessage()
    assert opened.player.position_s == pytest.approx(1.0)


def test_notes_move_by_ten_milliseconds_and_back(scored: MainWindow, qtbot: QtBot) -> None:
    roll = scored.roll.roll
    assert roll.take is not None
    note = roll.take.notes[1]
    roll.choose({note})
    roll.setFocus()
    scored.actions_["bit_later"].trigger()
    (moved,) = roll.chosen
    assert moved.onset_s == pytest.approx(note.onset_s + 0.01)
    assert scored.session.undo.undoText() == "Move a note later"
    scored.actions_["bit_earlier"].trigger()
    (back,) = roll.chosen
    assert back.onset_s == pytest.approx(note.onset_s)


def test_what_nothing_bears_out_is_chosen_at_once(scored: MainWindow) -> None:
    roll = scored.roll.roll
    assert roll.take is not None
    invented = {n for n in roll.take.notes if n.evidence is Evidence.INVENTED}
    assert scored.actions_["select_invented"].isEnabled() == bool(invented)
    first = replace(roll.take.notes[0], evidence=Evidence.INVENTED)
    scored.session.change_take(roll.take.with_notes([first, *roll.take.notes[1:]]), "Invent")
    assert scored.actions_["select_invented"].isEnabled()
    scored.actions_["select_invented"].trigger()
    assert {n.evidence for n in roll.chosen} == {Evidence.INVENTED}


def test_the_page_turns_when_the_playhead_runs_out_of_sight(scored: MainWindow) -> None:
    roll = scored.roll.roll
    roll.zoom(6)
    roll.horizontalScrollBar().setValue(0)
    shot = scored.session.current_shot
    assert shot is not None
    start_s = float(shot.record_start_s)
    edge_s = roll.geometry_.time_at(roll.viewport().width())
    for step in range(60):
        roll.set_position(start_s + edge_s - 0.3 + step * 0.01)
    assert roll.horizontalScrollBar().value() > 0
    assert 0 <= roll.geometry_.x_of(roll.position_s) <= roll.viewport().width()
