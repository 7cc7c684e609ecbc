"""Words that say what happens, with the right number, of what is there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from foley_post_ui.dialogs import messages, preferences_dialog
from foley_post_ui.dialogs.preferences_dialog import PreferencesDialog
from foley_post_ui.main_window import MainWindow
from foley_post_ui.settings_store import Preferences
from foley_post_ui.style.theme import theme
from foley_post_ui.timeline.paint import RULER, paint_ruler
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QMessageBox
from window_material import make_cut, make_take

from foley_post.core.timecode import Rate
from foley_post.project.file import Project
from foley_post.project.settings import Settings


def answered(monkeypatch: pytest.MonkeyPatch) -> list[QMessageBox]:
    """Every box that would be asked, answered at once."""
    asked: list[QMessageBox] = []

    def execute(box: QMessageBox) -> int:
        asked.append(box)
        return int(QMessageBox.StandardButton.Cancel.value)

    monkeypatch.setattr(QMessageBox, "exec", execute)
    return asked


def test_unsaved_work_is_named_by_its_timeline(
    scored: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answered(monkeypatch)
    scored.session.change_take(make_take(seed=4), "Edit")
    assert not scored.files.may_leave()
    assert asked[0].text() == "Your work on film.otio is not saved."
    assert "timelines are never changed" in asked[0].informativeText()


def test_buttons_say_what_they_do(scored: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answered(monkeypatch)
    messages.ask_recover(scored, Path("film.foley"), 0.0)
    assert {b.text() for b in asked[0].buttons()} == {"Recover", "Delete it"}


@pytest.mark.parametrize(("nvidia", "apple"), [(False, False), (True, False), (False, True)])
def test_only_the_graphics_that_are_there_are_offered(
    scored: MainWindow, monkeypatch: pytest.MonkeyPatch, nvidia: bool, apple: bool
) -> None:
    monkeypatch.setattr(preferences_dialog, "has_nvidia", lambda: nvidia)
    monkeypatch.setattr(preferences_dialog, "has_apple_graphics", lambda: apple)
    dialog = PreferencesDialog(Preferences(), scored)
    assert (dialog.device.findData("cuda") >= 0) is nvidia
    assert (dialog.device.findData("mps") >= 0) is apple
    dialog.close()


def test_a_device_that_was_chosen_elsewhere_stays_chosen(scored: MainWindow) -> None:
    watching = replace(Settings().watching, device="cuda:1")
    chosen = Preferences(settings=replace(Settings(), watching=watching))
    dialog = PreferencesDialog(chosen, scored)
    assert dialog.chosen.settings.watching.device == "cuda:1"
    dialog.close()


@pytest.mark.parametrize("start", [86_400, 86_412])
def test_the_ruler_of_a_23_976_cut_names_whole_seconds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, start: int
) -> None:
    cut = replace(make_cut(tmp_path / "film.otio"), rate=Rate(24000, 1001), start_frame=start)
    told: list[str] = []
    monkeypatch.setattr(QPainter, "drawText", lambda *words: told.append(words[-1]))
    image = QImage(1200, 40, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_ruler(painter, cut, QRectF(0, 0, 1200, RULER), start_s=0.0, scale=2.0)
    painter.end()
    assert len(told) > 5
    assert all(words.endswith(":00") for words in told), told


def test_select_all_is_seen_where_clips_are_narrower_than_a_few_pixels(
    opened: MainWindow, tmp_path: Path
) -> None:
    cut = make_cut(tmp_path / "long.otio", 2000)
    project = Project(cut.path, cut.source_sha256)
    opened.documents._saved_state = project
    opened.session.open(cut, project, None)
    view = opened.timeline.view
    plain = view.viewport().grab().toImage()
    view.selection.everything()
    marked = view.viewport().grab().toImage()
    accent, row = QColor(theme().accent), RULER + 20

    def near(image: QImage, x: int) -> bool:
        return abs(image.pixelColor(x, row).hue() - accent.hue()) < 8

    across = range(200, plain.width() - 60, 4)
    assert not any(near(plain, x) and plain.pixelColor(x, row).saturation() > 120 for x in across)
    vivid = sum(near(marked, x) and marked.pixelColor(x, row).saturation() > 120 for x in across)
    assert vivid > 0.9 * len(across)
    assert opened.timeline.told.text() == "2000 shots are selected."
