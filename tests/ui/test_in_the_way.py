"""What the window says when something is in the way: no media, no SoundFont, a wrong file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from foley_post_ui.dialogs.preferences_dialog import PreferencesDialog
from foley_post_ui.dialogs.relink_dialog import RelinkDialog, missing_fronts
from foley_post_ui.document.drops import dropped
from foley_post_ui.i18n.words import problem_of
from foley_post_ui.main_window import MainWindow
from foley_post_ui.settings_store import Preferences
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from pytestqt.qtbot import QtBot
from window_material import make_shot

from foley_post.errors import Remedy
from foley_post.project.file import Project, ShotTakes
from foley_post.timeline.model import Cut, Media

MISSING = "Its media is missing: a.mov."


@pytest.fixture
def offline(window: MainWindow, cut: Cut) -> MainWindow:
    """The window with a cut whose second shot has lost its media."""
    media = Media("a.mov", "a.mov")
    lost = replace(cut.shots[1], media=media, problem=MISSING, remedy=Remedy.RELINK)
    cut = replace(cut, shots=(cut.shots[0], lost, cut.shots[2]))
    project = Project(cut.path, cut.source_sha256)
    window.documents._saved_state = project
    window.session.open(cut, project, None)
    return window


def test_missing_media_is_told_in_the_windows_own_words(offline: MainWindow) -> None:
    offline.session.select(("V1-002",))
    told = offline.inspector.problem.text()
    assert "a.mov" in told
    assert "Relink media" in told
    assert "--" not in told


def test_what_went_wrong_in_scoring_comes_first(offline: MainWindow) -> None:
    shot = offline.session.shot("V1-002")
    assert problem_of(shot, ShotTakes(problem="It broke.")) == "It broke."
    assert problem_of(make_shot(1, 0)) == ""


def test_an_offline_shot_is_not_sent_and_stays_offline(offline: MainWindow) -> None:
    said: list[str] = []
    offline.generating.notice.connect(said.append)
    assert offline.generating.shots(("V1-002",)) == 0
    assert offline.session.project_work("V1-002").state == "unscored"
    assert len(said) == 1
    assert "Relink media" in said[0]


def test_what_is_selected_is_told_anew_when_media_is_found(offline: MainWindow) -> None:
    offline.session.select(("V1-002",))
    assert offline.timeline.told.text().endswith("Offline")
    cut = offline.session.cut
    found = tuple(replace(s, problem="") for s in cut.shots)
    offline.session.relinked(replace(cut, shots=found))
    assert not offline.timeline.told.text().endswith("Offline")


def test_a_bare_name_is_no_place_to_ask_for(offline: MainWindow) -> None:
    cut = offline.session.cut
    assert missing_fronts(cut) == {}
    offline.asking.relink()
    dialog = offline.findChild(RelinkDialog)
    assert dialog is not None
    assert not dialog.places
    dialog.reject()


@pytest.mark.parametrize(
    ("names", "opened", "folder"),
    [
        (("edit.otio",), "edit.otio", None),
        (("a.MOV", "edit.xml"), "edit.xml", None),
        (("a.MOV",), None, ""),
        (("edit.prproj",), "edit.prproj", None),
        (("a.wav", "notes.txt"), "notes.txt", None),
        ((), None, None),
    ],
)
def test_dropped_files_are_told_apart(
    tmp_path: Path, names: tuple[str, ...], opened: str | None, folder: str | None
) -> None:
    expected = (
        None if opened is None else tmp_path / opened,
        None if folder is None else tmp_path / folder,
    )
    assert dropped([tmp_path / n for n in names]) == expected


def test_a_dropped_folder_is_searched(tmp_path: Path) -> None:
    assert dropped([tmp_path]) == (None, tmp_path)


def test_a_soundfont_that_is_not_there_is_told_at_once(window: MainWindow, tmp_path: Path) -> None:
    dialog = PreferencesDialog(Preferences(), window)
    assert dialog.no_font.isHidden()
    dialog.soundfont.setText(str(tmp_path / "gone.sf2"))
    assert not dialog.no_font.isHidden()
    (tmp_path / "gone.sf2").write_bytes(b"")
    dialog.soundfont.setText(f" {tmp_path / 'gone.sf2'}")
    assert dialog.no_font.isHidden()
    dialog.close()


def test_each_thing_about_the_sound_is_said_once(scored: MainWindow) -> None:
    said: list[str] = []
    scored.voices.failed.connect(said.append)
    for _ in range(3):
        scored.voices._say(("There is no SoundFont.",))
    assert said == ["There is no SoundFont."]


def test_notes_are_stepped_through_and_moved_by_keys(scored: MainWindow, qtbot: QtBot) -> None:
    roll, session = scored.roll.roll, scored.session
    roll.setFocus()
    qtbot.keyClick(roll, Qt.Key.Key_N)
    assert roll.chosen == {session.current_take.notes[0]}
    qtbot.keyClick(roll, Qt.Key.Key_N)
    qtbot.keyClick(roll, Qt.Key.Key_N)
    qtbot.keyClick(roll, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    assert roll.chosen == {session.current_take.notes[1]}
    qtbot.keyClick(roll, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert session.current_take.notes[1].onset_s == pytest.approx(0.21)


def test_no_key_does_two_things(scored: MainWindow) -> None:
    keys = [k.toString() for a in scored.actions_.values() for k in a.shortcuts()]
    keys += [s.key().toString() for s in scored.findChildren(QShortcut)]
    assert len(keys) == len(set(keys))
