"""What is said and shown of an export: a toast, and which file is for whom."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from foley_post_ui.dialogs.export_dialog import ExportDialog
from foley_post_ui.main_window import MainWindow
from foley_post_ui.panels.export_panel import files_for, paths_of
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox

from foley_post.project.settings import Settings


@pytest.fixture
def made(tmp_path: Path) -> Any:
    """What an export of two stems for Premiere and Resolve wrote."""
    folder = tmp_path / "film-music"
    folder.mkdir()
    shot = SimpleNamespace(
        midi=(folder / "midi" / "V1-001.mid",), overlay=None, problem="", remedy=None, notices=()
    )
    return SimpleNamespace(
        written=SimpleNamespace(
            files=(folder / "film+music.otio", folder / "film+music.xml"), notices=("A notice.",)
        ),
        stems=tuple(SimpleNamespace(path=folder / "stems" / f"{n}.wav") for n in "ab"),
        mix=None, shots=(shot,), problems=(), folder=folder,
    )  # fmt: skip


def finish(window: MainWindow, made: Any) -> None:
    assert window.session.project is not None
    settings = replace(window.session.project.settings, hosts=("premiere", "resolve"))
    window.session.replace_settings("Change export options", settings)
    window.exporting._done(made)


def test_the_end_of_an_export_is_a_toast_and_takes_no_key(scored: MainWindow, made: Any) -> None:
    scored.roll.roll.setFocus()
    before = scored.focusWidget()
    finish(scored, made)
    assert not scored.findChildren(QMessageBox)
    assert scored.focusWidget() is before
    assert scored.toast.isVisible()
    assert scored.toast.words.text() == "Exported: 2 stems and 2 timelines."
    scored.toast.action.click()
    assert not scored.exported.visibleRegion().isEmpty()


def test_one_stem_is_one_stem(scored: MainWindow, made: Any) -> None:
    made.stems, made.problems = made.stems[:1], ("The overlay could not be written.",)
    finish(scored, made)
    assert scored.toast.words.text() == (
        "Exported: 1 stem and 2 timelines. Not everything could be written."
    )
    assert scored.exported.problems.text() == "The overlay could not be written."


def test_each_file_stands_under_the_editor_it_is_for(scored: MainWindow, made: Any) -> None:
    finish(scored, made)
    tree = scored.exported.files
    groups = [tree.topLevelItem(n) for n in range(tree.topLevelItemCount())]
    shown = {g.text(0): [g.child(k).text(0) for k in range(g.childCount())] for g in groups}
    assert shown["Premiere Pro (2)"] == ["film+music.xml", "film+music.otio"]
    assert shown["DaVinci Resolve (2)"] == ["film+music.otio", "film+music.xml"]
    assert shown["Stems (2)"] == ["a.wav", "b.wav"]
    assert shown["MIDI"] == ["V1-001.mid"]
    assert shown["To know"] == ["A notice."]
    assert files_for("fcp", made) == ()


def test_files_and_whole_groups_are_dragged_out_as_files(scored: MainWindow, made: Any) -> None:
    finish(scored, made)
    tree = scored.exported.files
    stems = next(
        tree.topLevelItem(n)
        for n in range(tree.topLevelItemCount())
        if tree.topLevelItem(n).text(0).startswith("Stems")
    )
    urls = tree.mimeData([stems]).urls()
    assert [Path(u.toLocalFile()).name for u in urls] == ["a.wav", "b.wav"]
    assert all(u.isLocalFile() for u in urls)
    assert paths_of([stems.child(1), stems]) == [str(s.path) for s in made.stems[::-1]]
    assert tree.supportedDropActions() == Qt.DropAction.CopyAction


def test_without_a_file_manager_the_path_is_told(
    scored: MainWindow, made: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(scored, made)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: False)
    said: list[str] = []
    scored.exporting.notice.connect(said.append)
    scored.exporting.show_folder()
    assert len(said) == 1
    assert str(made.folder) in said[0]
    made.folder.rmdir()
    scored.exporting.show_folder()
    assert said[1] == f"{made.folder} is not there any more."


def test_an_earlier_export_in_the_folder_is_told_before_it_is_replaced(
    scored: MainWindow, tmp_path: Path
) -> None:
    out = tmp_path / "film-music"
    dialog = ExportDialog(Settings(), out, parent=scored)
    assert dialog.replaces.isHidden()
    out.mkdir()
    (out / "manifest.json").write_text("{}")
    dialog.folder.setText(f"{out} ")
    assert not dialog.replaces.isHidden()
    assert "replaced" in dialog.replaces.text()
    dialog.close()


def test_export_is_a_button_and_the_blue_one_once_there_is_music(scored: MainWindow) -> None:
    assert scored.export_button.text() == "Export"
    scored.session.select(("V1-001",))
    assert scored.export_button.property("primary")
    assert not scored.generate_button.property("primary")
    scored.session.select(("V1-002",))
    assert scored.generate_button.property("primary")
    assert not scored.export_button.property("primary")
    assert scored.export_button.isEnabled()


def test_a_deleted_take_comes_back_by_the_toast(scored: MainWindow) -> None:
    work = scored.session.current_work
    scored.generating.delete_take()
    assert scored.toast.words.text() == "The take was deleted."
    assert scored.session.current_work.takes == ()
    scored.toast.action.click()
    assert scored.session.current_work == work
    assert not scored.toast.isVisible()
