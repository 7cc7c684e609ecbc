"""Preferences are defaults for a project's settings, and files of the version before are read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from foley_post_ui.dialogs.preferences_dialog import PreferencesDialog
from foley_post_ui.main_window import MainWindow
from foley_post_ui.settings_store import Preferences, SettingsStore, settings_from

from foley_post.pose import WatchOptions
from foley_post.project.settings import Settings
from foley_post.render.stems import RenderSettings

VERSION_1 = {
    "preferences": {
        "appearance": "dark", "device": "cpu", "soundfont": "/fonts/a.sf2", "loudness_lufs": None,
        "handles_s": 2.0, "autosave_s": 30, "cache": False,
    },
    "recent": ["/films/a.otio"],
    "layout": {"window": "AAAA"},
    "drives": {"S:": "/mnt/s"},
}  # fmt: skip


def stored(path: Path, value: object) -> SettingsStore:
    path.write_text(json.dumps(value))
    return SettingsStore.read(path)


def test_preferences_of_the_version_before_are_read(tmp_path: Path) -> None:
    memory = stored(tmp_path / "window.json", VERSION_1)
    preferences = memory.preferences
    assert memory.put_aside is None
    assert (preferences.appearance, preferences.autosave_s, preferences.cache) == (
        "dark",
        30,
        False,
    )
    assert settings_from(memory) == Settings(
        hosts=("premiere", "resolve"),
        watching=WatchOptions(device="cpu"),
        rendering=RenderSettings(soundfont=Path("/fonts/a.sf2"), loudness_lufs=None, handles_s=2.0),
        path_map={"S:": "/mnt/s"},
    )
    assert (memory.recent, memory.layout) == (["/films/a.otio"], {"window": "AAAA"})


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    settings = Settings(rendering=RenderSettings(reverb="hall"), markers=True)
    memory = SettingsStore(tmp_path / "window.json", Preferences(cache=False, settings=settings))
    memory.drives["S:"] = "/mnt/s"
    memory.opened(tmp_path / "a.otio")
    back = SettingsStore.read(tmp_path / "window.json")
    assert (back.preferences, back.drives) == (memory.preferences, memory.drives)
    assert back.recent == [str(tmp_path / "a.otio")]


@pytest.mark.parametrize(
    ("name", "value"), [("handles_s", 1e9), ("appearance", "pink"), ("device", 3), ("cache", "no")]
)
def test_preferences_that_make_no_sense_are_put_aside(
    tmp_path: Path, name: str, value: object
) -> None:
    wrong = {**VERSION_1, "preferences": {**VERSION_1["preferences"], name: value}}
    memory = stored(tmp_path / "window.json", wrong)
    assert memory.preferences == Preferences()
    assert memory.put_aside == tmp_path / "window.damaged.json"


def test_an_open_project_takes_up_what_is_preferred_and_keeps_the_rest(window: MainWindow) -> None:
    dialog = PreferencesDialog(Preferences(), window)
    dialog.handles.setValue(3.0)
    before = Settings(key="C", rendering=RenderSettings(reverb="hall"))
    after = dialog.applied_to(before)
    assert (after.key, after.rendering.reverb, after.rendering.handles_s) == ("C", "hall", 3.0)
    assert dialog.chosen.settings.rendering.handles_s == 3.0
    dialog.close()
