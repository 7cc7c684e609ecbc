"""Where a drive is, is asked once and remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from foley_post_ui.dialogs.relink_dialog import RelinkDialog, is_drive, missing_fronts
from foley_post_ui.main_window import MainWindow
from foley_post_ui.settings_store import SettingsStore, settings_from
from window_material import make_cut

from foley_post.project.file import Project
from foley_post.timeline.model import Cut, Media


def _on_drive(path: Path) -> Cut:
    cut = make_cut(path)
    urls = ("file:///S:/film/a.mov", "file:///S:/film/b.mov", "file:///Volumes/RAID/x/c.mov")
    shots = [
        replace(s, media=Media("x.mov", u), problem="It is missing.")
        for s, u in zip(cut.shots, urls, strict=True)
    ]
    return replace(cut, shots=tuple(shots))


def test_missing_media_is_told_by_drive(tmp_path: Path) -> None:
    fronts = missing_fronts(_on_drive(tmp_path / "film.otio"))
    assert fronts == {"S:": 2, "/Volumes/RAID": 1}
    assert [is_drive(f) for f in fronts] == [True, False]


def test_the_dialog_answers_with_what_was_said(opened: MainWindow) -> None:
    dialog = RelinkDialog({"S:": 2, "/Volumes/RAID": 1}, {"S:": "/mnt/s"}, opened)
    assert dialog.places["S:"].text() == "/mnt/s"
    dialog.folder.setText(" /media/all ")
    assert dialog.chosen.path_map == {"S:": str(Path("/mnt/s"))}
    assert dialog.chosen.folder == Path("/media/all")
    dialog.close()


def _open(window: MainWindow, cut: Cut) -> RelinkDialog | None:
    project = Project(cut.path, cut.source_sha256)
    window.documents._saved_state = project
    window.session.open(cut, project, None)
    window.asking.where_drives_are()
    return window.findChild(RelinkDialog)


def test_an_unknown_drive_is_asked_for_once(window: MainWindow, tmp_path: Path) -> None:
    cut = _on_drive(tmp_path / "film.otio")
    dialog = _open(window, cut)
    assert dialog is not None
    dialog.reject()
    dialog.setParent(None)
    assert _open(window, cut) is None


def test_a_known_drive_is_not_asked_for(window: MainWindow, tmp_path: Path) -> None:
    window.memory.drives["S:"] = "/mnt/s"
    assert _open(window, _on_drive(tmp_path / "film.otio")) is None
    assert settings_from(window.memory).path_map == {"S:": "/mnt/s"}


def test_what_is_said_of_a_drive_is_remembered(
    opened: MainWindow, tmp_path: Path, until: Callable[[Callable[[], bool]], None]
) -> None:
    opened.documents.relink(None, {"S:": str(tmp_path)})
    assert SettingsStore.read(opened.memory.path).drives == {"S:": str(tmp_path)}
    until(lambda: not opened.work.running)
