"""Whatever the screen: no panel on another, no window beyond the screen's edge."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from foley_post_ui.main_window import MainWindow
from foley_post_ui.settings_store import SettingsStore
from foley_post_ui.workspace import keep_on_screen
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QDockWidget
from pytestqt.qtbot import QtBot

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
