"""Every control has a name and can be reached; both looks are readable; empty states say what
to do.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from foley_post_ui.dialogs.about import AboutDialog, diagnostics
from foley_post_ui.dialogs.export_dialog import ExportDialog
from foley_post_ui.dialogs.folder_dialog import FolderDialog
from foley_post_ui.dialogs.help_dialog import HelpDialog
from foley_post_ui.dialogs.piece_dialog import PieceDialog
from foley_post_ui.dialogs.preferences_dialog import PreferencesDialog
from foley_post_ui.dialogs.relink_dialog import RelinkDialog
from foley_post_ui.main_window import MainWindow
from foley_post_ui.settings_store import Preferences, SettingsStore
from foley_post_ui.style.theme import DARK, LIGHT, Theme, apply_theme
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QWidget,
)

from foley_post.pipeline.project_export import writable_hosts
from foley_post.project.file import Settings
from foley_post.render.stems import RenderSettings

_CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit,
)  # fmt: skip


def _unnamed(top: QWidget) -> list[str]:
    missing = []
    for widget in top.findChildren(QWidget):
        if not isinstance(widget, _CONTROLS) or isinstance(widget, QScrollBar):
            continue
        parents = (widget.parent(), widget.parent().parent())
        inner = widget.objectName().startswith("qt_") or any(
            isinstance(p, QComboBox | QAbstractSpinBox) for p in parents
        )
        foreign = type(widget).__name__ in {"QComboBoxListView", "QDockWidgetTitleButton"}
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (inner or foreign or widget.accessibleName() or text):
            missing.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return missing


def test_every_control_of_the_window_has_a_name(scored: MainWindow) -> None:
    assert _unnamed(scored) == []
    for dock in scored.workspace.docks.values():
        assert dock.accessibleName()


def test_every_control_of_the_keyboard_is_named_and_explained(scored: MainWindow) -> None:
    QApplication.processEvents()
    silent = []
    for widget in scored.findChildren(QWidget):
        reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        inner = widget.objectName().startswith(("qt_", "Scroll")) or isinstance(widget, QScrollBar)
        popup = type(widget.parent()).__name__ == "QFrame"  # a choice's own list
        if not reached or inner or popup:
            continue
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        explained = widget.toolTip() or not isinstance(widget, QAbstractButton | QComboBox)
        if not (widget.accessibleName() or text) or not explained:
            silent.append(f"{type(widget).__name__} {widget.accessibleName() or text}")
    assert silent == []


def test_tab_goes_through_every_place_in_reading_order(scored: MainWindow) -> None:
    scored.activateWindow()
    places = {name: dock.widget() for name, dock in scored.workspace.docks.items()}
    scored.viewer.skeleton.setFocus()
    met: list[str] = []
    for _ in range(80):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        met += [name for name, place in places.items() if place.isAncestorOf(focus)]
    assert set(met) >= {"viewer", "roll", "inspector", "timeline"}


@pytest.mark.parametrize("name", ["export", "preferences", "about", "help", "piece", "relink"])
def test_every_control_of_the_dialogs_has_a_name(scored: MainWindow, name: str) -> None:
    made = {
        "export": lambda: ExportDialog(Settings(), Path("out"), selected=2, shots=3, parent=scored),
        "preferences": lambda: PreferencesDialog(Preferences(), scored),
        "about": lambda: AboutDialog(scored),
        "help": lambda: HelpDialog(scored.actions_, scored),
        "piece": lambda: PieceDialog(Settings(), selected=2, parent=scored),
        "relink": lambda: RelinkDialog({"S:": 1}, {}, scored),
    }[name]()
    assert _unnamed(made) == []
    made.close()


def test_tab_reaches_timeline_notes_and_choices(scored: MainWindow) -> None:
    scored.activateWindow()
    wanted = {scored.timeline.view, scored.roll.roll, scored.roll.lane, scored.inspector.takes}
    seen = {w for w in scored.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus}
    assert wanted <= seen


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF()]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", [DARK, LIGHT], ids=lambda t: t.name)
def test_text_stands_out_from_its_ground(look: Theme) -> None:
    for ground in (look.window, look.panel, look.raised, look.sunken):
        assert _contrast(look.text, ground) >= 7
        assert _contrast(look.dim, ground) >= 4.5
        assert _contrast(look.bad, ground) >= 4.5
    assert _contrast(look.on_accent, look.accent) >= 4.5
    assert _contrast(look.clip_text, look.clip) >= 4.5
    for kind in (look.seen, look.inferred, look.invented):
        assert _contrast(kind, look.sunken) >= 3
    for hue in (*look.players, look.busy, look.solo):
        assert all(_contrast(hue, g) >= 3 for g in (look.window, look.panel, look.sunken)), hue


@pytest.mark.parametrize("look", [DARK, LIGHT], ids=lambda t: t.name)
def test_each_player_has_a_hue_that_means_nothing_else(look: Theme) -> None:
    taken = {look.accent, look.seen, look.heard, look.inferred, look.invented, look.bad, look.busy}
    assert len(set(look.players)) == 8
    assert not taken & set(look.players)
    assert look.player(9) == look.player(1)


def test_the_window_changes_its_look_while_open(scored: MainWindow) -> None:
    dark = scored.timeline.view.viewport().grab().toImage().pixelColor(400, 1)
    apply_theme(QApplication.instance(), LIGHT)
    light = scored.timeline.view.viewport().grab().toImage().pixelColor(400, 1)
    apply_theme(QApplication.instance(), DARK)
    assert dark.lightness() < 60
    assert light.lightness() > 200


def test_an_empty_window_says_what_to_do(window: MainWindow) -> None:
    assert window.pages.currentWidget() is window.welcome
    assert window.welcome.open.text() == "Open a timeline ..."
    assert not window.actions_["generate"].isEnabled()
    assert not window.actions_["export"].isEnabled()


def test_a_dropped_timeline_is_opened(window: MainWindow, tmp_path: Path, qtbot: object) -> None:
    path = tmp_path / "film.otio"
    path.write_text("{}")
    opened: list[Path] = []
    window.documents.open = opened.append  # type: ignore[method-assign]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(QPoint(50, 50)), Qt.DropAction.CopyAction, data,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    window.dropEvent(event)
    qtbot.waitUntil(lambda: opened == [path])  # type: ignore[attr-defined]


def _dropped(window: MainWindow, path: Path) -> list[Path]:
    """What is opened when that file is dropped on the window."""
    opened: list[Path] = []
    window.documents.open = opened.append  # type: ignore[method-assign]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(QPoint(50, 50)), Qt.DropAction.CopyAction, data,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    window.dropEvent(event)
    QTest.qWait(20)
    return opened


def test_a_film_dropped_on_the_welcome_page_opens(window: MainWindow, tmp_path: Path) -> None:
    assert _dropped(window, tmp_path / "take.mp4") == [tmp_path / "take.mp4"]


def test_a_dropped_folder_opens_the_only_timeline_or_film_in_it(
    window: MainWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "shoot"
    folder.mkdir()
    (folder / "notes.txt").touch()
    (folder / "take.mp4").touch()
    assert _dropped(window, folder) == [folder / "take.mp4"]


def test_a_dropped_folder_with_several_asks_which(window: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "shoot"
    folder.mkdir()
    for name in ("b.mov", "a.mov", "film.otio", "film.foley"):
        (folder / name).touch()
    assert _dropped(window, folder) == []
    (dialog,) = window.findChildren(FolderDialog)
    shown = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert shown == ["film.foley", "film.otio", "a.mov", "b.mov"]
    opened: list[Path] = []
    window.documents.open = opened.append  # type: ignore[method-assign]
    dialog.list.setCurrentRow(2)
    dialog.accept()
    assert opened == [folder / "a.mov"]


def test_a_folder_without_films_says_so(window: MainWindow, tmp_path: Path) -> None:
    said: list[str] = []
    window.files.notice.connect(said.append)
    (tmp_path / "empty").mkdir()
    assert _dropped(window, tmp_path / "empty") == []
    assert said == [f"There is no timeline and no film in {tmp_path / 'empty'}."]


def test_a_film_dropped_where_media_is_missing_says_where_to_look(
    scored: MainWindow, tmp_path: Path
) -> None:
    asked: list[Path | None] = []
    scored.documents.relink = asked.append  # type: ignore[method-assign, assignment]
    assert _dropped(scored, tmp_path / "clip1.mov") == []
    assert asked == [tmp_path]


def test_the_layout_is_remembered_and_reset(scored: MainWindow, tmp_path: Path) -> None:
    scored.workspace.docks["jobs"].hide()
    scored.workspace.keep()
    kept = scored.memory.layout["docks"]
    scored.memory.write()
    assert SettingsStore.read(scored.memory.path).layout["docks"] == kept
    scored.actions_["reset_layout"].trigger()
    assert not scored.workspace.docks["jobs"].isHidden()
    scored.workspace.restore()
    assert scored.workspace.docks["jobs"].isHidden()


def test_diagnostics_name_versions_and_no_files(scored: MainWindow) -> None:
    scored.actions_["diagnostics"].trigger()
    text = QGuiApplication.clipboard().text()
    assert text == diagnostics(scored.session, scored.work)
    assert "PySide6" in text
    assert "3 shots at 25 fps" in text
    assert "film" not in text


def test_every_shortcut_is_used_once(scored: MainWindow) -> None:
    keys = [k.toString() for a in scored.actions_.values() for k in a.shortcuts()]
    assert len(keys) == len(set(keys))


def test_the_export_dialog_answers_with_what_is_chosen(scored: MainWindow) -> None:
    dialog = ExportDialog(Settings(hosts=("fcp",)), Path("out"), selected=2, shots=3, parent=scored)
    dialog.hosts["premiere"].setChecked(True)
    dialog.selected.setChecked(True)
    dialog.loudness.setCurrentIndex(dialog.loudness.findData(None))
    dialog.handles.setValue(2.0)
    wish = dialog.settings
    assert wish.hosts == ("premiere", "fcp")
    assert (wish.rendering.loudness_lufs, wish.rendering.handles_s) == (None, 2.0)
    assert dialog.only_selected
    dialog.folder.setText("  ")
    assert not dialog.go.isEnabled()
    dialog.close()


def test_an_editor_that_gets_no_timeline_is_told_why(scored: MainWindow) -> None:
    settings = Settings(hosts=("premiere", "fcp"))
    why = "Only a timeline with a start can be written for Final Cut Pro."
    dialog = ExportDialog(settings, Path("out"), refused={"fcp": why}, parent=scored)
    assert not dialog.hosts["fcp"].isEnabled()
    assert dialog.hosts["fcp"].toolTip() == why
    assert dialog.settings.hosts == ("premiere",)
    dialog.close()


def test_what_cannot_be_written_is_asked_of_the_timeline_room(scored: MainWindow) -> None:
    cut = scored.session.cut
    assert cut is not None
    able, refused = writable_hosts(cut, ("premiere", "resolve", "fcp"))
    assert set(scored.exporting._refused()) == {"premiere", "resolve", "fcp"} - set(able)
    assert len(refused) == 3 - len(able)


def test_mix_markers_and_room_are_remembered_in_the_project(scored: MainWindow) -> None:
    dialog = ExportDialog(
        Settings(mix=True, rendering=RenderSettings(reverb="hall")), Path("out"), parent=scored
    )
    dialog.markers.setChecked(True)
    wish = dialog.settings
    assert (wish.mix, wish.markers, wish.rendering.reverb) == (True, True, "hall")
    dialog.close()
