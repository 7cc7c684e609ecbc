"""Whatever the screen: no panel on another, no window beyond the screen's edge."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest
from foley_post_ui.main_window import MainWindow
from foley_post_ui.settings_store import SettingsStore
from foley_post_ui.workspace import keep_on_screen
from layout_faults import layout_faults
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QDockWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from screen_states import LONG, walk

SIZES = ((1024, 640), (1093, 614), (1200, 700), (1280, 690), (1366, 768), (1440, 900), (2560, 1440))


def shown(window: MainWindow) -> dict[str, QRect]:
    docks = window.workspace.docks
    return {n: d.geometry() for n, d in docks.items() if not d.visibleRegion().isEmpty()}


@pytest.mark.parametrize("size", SIZES)
def test_no_panel_lies_on_another(scored: MainWindow, qtbot: QtBot, size: tuple[int, int]) -> None:
    scored.resize(*size)
    qtbot.waitUntil(lambda: scored.workspace.width() == size[0])
    QApplication.processEvents()
    places = shown(scored)
    assert {"timeline", "inspector"} <= set(places)
    for (one, here), (other, there) in itertools.combinations(places.items(), 2):
        assert not here.intersects(there), f"{one} lies on {other}"
    whole = scored.workspace.rect()
    for name, place in places.items():
        assert whole.contains(place), f"{name} is cut off"


@pytest.mark.parametrize("size", [(1024, 640), (1366, 768)])
def test_nothing_is_squeezed_below_what_it_needs(
    scored: MainWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    scored.resize(*size)
    qtbot.waitUntil(lambda: scored.workspace.width() == size[0])
    QApplication.processEvents()
    for name, dock in scored.workspace.docks.items():
        if not dock.visibleRegion().isEmpty():
            needed = dock.minimumSizeHint()
            assert needed.boundedTo(dock.size()) == needed, name


def test_picture_and_notes_share_a_place_where_it_is_narrow_and_part_again(
    scored: MainWindow, qtbot: QtBot
) -> None:
    docks = scored.workspace.docks

    def together() -> list[QDockWidget]:
        QApplication.processEvents()
        return scored.workspace.tabifiedDockWidgets(docks["viewer"])

    scored.resize(1100, 700)
    qtbot.waitUntil(lambda: docks["roll"] in together())
    scored.resize(1600, 900)
    qtbot.waitUntil(lambda: docks["roll"] not in together())
    assert docks["roll"].isVisible()


def test_tabs_that_the_user_made_stay_on_a_wide_window(scored: MainWindow, qtbot: QtBot) -> None:
    docks = scored.workspace.docks
    scored.workspace.tabifyDockWidget(docks["viewer"], docks["roll"])
    scored.resize(1900, 1000)
    qtbot.waitUntil(lambda: scored.workspace.width() == 1900)
    QApplication.processEvents()
    assert docks["roll"] in scored.workspace.tabifiedDockWidgets(docks["viewer"])


def test_a_window_is_no_larger_than_its_screen(
    monkeypatch: pytest.MonkeyPatch, window: MainWindow
) -> None:
    room = QRect(0, 24, 1366, 728)
    monkeypatch.setattr("PySide6.QtGui.QScreen.availableGeometry", lambda _: room)
    window.resize(room.width() + 400, room.height() + 300)
    window.move(room.right() - 50, room.bottom() - 50)
    keep_on_screen(window)
    assert room.contains(window.frameGeometry())


def test_the_first_window_fits_a_small_screen(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, window: MainWindow
) -> None:
    small = QRect(0, 0, 1366, 728)
    monkeypatch.setattr("PySide6.QtGui.QScreen.availableGeometry", lambda _: small)
    fresh = MainWindow(SettingsStore.read(tmp_path / "fresh.json"))
    qtbot.addWidget(fresh)
    assert small.contains(fresh.frameGeometry())
    fresh.stop()


def test_nothing_is_cut_off_or_covered_in_any_state(window: MainWindow, tmp_path: Path) -> None:
    faults = walk(window, [(1024, 640), (1366, 768), (1920, 1080)], tmp_path)
    window.documents._saved_state = window.session.project
    assert faults == []


def test_panels_of_a_window_that_became_smaller_share_its_width(
    window: MainWindow, tmp_path: Path
) -> None:
    """1280x720 is 1920x1080 at 150 %: narrower than what is kept of a wider window."""
    faults = walk(window, [(1280, 720), (2560, 1440)], tmp_path)
    window.documents._saved_state = window.session.project
    assert faults == []


@pytest.mark.parametrize("scale", [1.25, 1.5, 2.0, 2.5])
def test_nor_on_a_scaled_screen(scale: float) -> None:
    least = f"{round(1024 * scale)}x{round(640 * scale)}"
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("screen_states.py")), least, "3840x2160"],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr[-2000:]


def test_the_check_sees_what_is_covered_cut_off_or_too_narrow(qtbot: QtBot) -> None:
    top = QWidget()
    qtbot.addWidget(top)
    top.resize(200, 100)
    for text, place in (
        ("Over", QRect(10, 10, 100, 30)), ("Under", QRect(60, 20, 100, 30)),
        ("Outside", QRect(150, 60, 100, 30)), ("Much too long", QRect(5, 70, 30, 20)),
    ):  # fmt: skip
        button = QPushButton(text, top)
        button.setGeometry(place)
    top.show()
    faults = "\n".join(layout_faults(top))
    assert "'Over' lies on QPushButton 'Under'" in faults
    assert "'Outside' at (150, 60)" in faults
    assert "'Much too long' has 30 of" in faults


def test_the_picture_fills_the_screen_and_comes_back(scored: MainWindow, qtbot: QtBot) -> None:
    dock = scored.workspace.docks["viewer"]
    scored.actions_["full_screen"].trigger()
    qtbot.waitUntil(dock.isFullScreen)
    assert scored.full_screen.on
    scored.full_screen.leave()
    qtbot.waitUntil(lambda: not dock.isFloating())
    assert not scored.full_screen.on
    assert dock.isVisible()


def test_keys_zoom_the_notes_or_the_timeline(scored: MainWindow) -> None:
    view, roll = scored.timeline.view, scored.roll.roll
    before = view.scale
    scored.actions_["zoom_in"].trigger()
    assert view.scale == pytest.approx(1.5 * before)
    scored.session.select(("V1-002",))
    scored.actions_["zoom_selection"].trigger()
    assert view.x_of(2.0) > 0
    assert view.x_of(4.0) < view.viewport().width()
    assert view.scale == pytest.approx(0.9 * view.viewport().width() / 2)
    scored.actions_["zoom_all"].trigger()
    assert view.scale == pytest.approx(before)
    scored.activateWindow()
    scored.show_place("roll")
    roll.setFocus()
    assert roll.hasFocus()
    fitted = roll.geometry_.scale
    scored.actions_["zoom_out"].trigger()
    assert roll.geometry_.scale < fitted
    assert view.scale == pytest.approx(before)


def test_a_long_name_in_a_toast_is_not_cut_off(scored: MainWindow) -> None:
    scored.resize(1024, 640)
    scored.toast.show_message(f"Score V1-007 {LONG}\nThe film could not be decoded.", "Show", print)
    QApplication.processEvents()
    words = scored.toast.words
    widest = max(words.fontMetrics().horizontalAdvance(w) for w in words.text().split())
    assert widest <= words.width()
    assert words.text().endswith("The film could not be decoded.")
