"""The page that is there before anything is open: recent files in columns, unsaved work first."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from foley_post_ui.document.recent import keep_picture, picture_of, recent_files
from foley_post_ui.main_window import MainWindow
from foley_post_ui.panels.recent_list import RecentList
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from foley_post.core.user_dirs import unsaved_dir
from foley_post.project.file import Project, autosave_path, save_project


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("state", "cache"):
        place = tmp_path / kind
        monkeypatch.setattr(f"platformdirs.user_{kind}_path", lambda *_, p=place, **__: p)


def test_recent_files_that_are_gone_are_left_out(tmp_path: Path) -> None:
    there = tmp_path / "film.otio"
    there.touch()
    found = recent_files([str(tmp_path / "gone.otio"), str(there)])
    assert [f.path for f in found] == [there]
    assert found[0].unsaved_s is None


def test_unsaved_work_comes_first_after_a_crash(tmp_path: Path) -> None:
    other, cut = tmp_path / "other.otio", tmp_path / "film.otio"
    for path in (other, cut):
        path.touch()
    unsaved_dir().mkdir(parents=True)
    place = unsaved_dir() / "film-abababababab.foley"
    save_project(Project(cut, "ab" * 32), place, autosave=True)
    found = recent_files([str(other)])
    assert [f.path for f in found] == [cut, other]
    assert found[0].unsaved_s is not None


def test_a_project_with_later_work_beside_it_says_so(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "film.foley"
    save_project(Project(tmp_path / "film.otio", "ab" * 32), path)
    save_project(Project(tmp_path / "film.otio", "ab" * 32), path, autosave=True)
    later = path.stat().st_mtime + 60
    os.utime(autosave_path(path), (later, later))
    shown = RecentList()
    qtbot.addWidget(shown)
    shown.show_files(recent_files([str(path)]))
    item = shown.topLevelItem(0)
    assert item is not None
    assert (item.text(0), item.text(2)) == ("film.foley", "Unsaved work")
    opened: list[Path] = []
    shown.path_wanted.connect(opened.append)
    shown.itemActivated.emit(item, 0)
    assert opened == [path]


def test_a_picture_of_what_was_open_is_kept(tmp_path: Path) -> None:
    assert picture_of(tmp_path / "film.otio") is None
    image = QImage(1280, 720, QImage.Format.Format_RGB888)
    image.fill(QColor("#204060"))
    keep_picture(tmp_path / "film.otio", image)
    kept = picture_of(tmp_path / "film.otio")
    assert kept is not None
    assert (kept.width(), kept.height()) == (192, 108)
    assert picture_of(tmp_path / "other.otio") is None


def test_the_page_lists_them(window: MainWindow, tmp_path: Path) -> None:
    assert window.welcome.recent.isHidden()
    path = tmp_path / "film.otio"
    path.touch()
    window.memory.opened(path)
    window.welcome.list_recent()
    assert not window.welcome.recent.isHidden()
    item = window.welcome.recent.topLevelItem(0)
    assert item is not None
    assert item.text(0) == "film.otio"
    assert item.text(2)
