"""The original sound as a lane; faders, pans, meters; what the original is for."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from foley_post_ui.main_window import MainWindow
from foley_post_ui.playback.mixer import ORIGINAL, Mixer, MixerStrip
from foley_post_ui.timeline.headers import LaneHeader
from foley_post_ui.timeline.original_menu import fill
from foley_post_ui.timeline.waveforms import Waveforms, paint_waveform
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot
from window_material import make_cut, make_shot

from foley_post.core.time_map import TimeMap
from foley_post.jobs.waveform import PEAKS_HZ, Waveform, outline
from foley_post.project.file import Project
from foley_post.project.settings import DUCK, OFF, SWEETEN, Settings
from foley_post.render.levels import Level
from foley_post.timeline.model import Media

LOUD = np.array([[-100, 100], [-10, 10]] * 100, np.int8)


def header(window: MainWindow, performer: int) -> LaneHeader:
    return next(r for r in window.timeline._rows if r.performer == performer)


def test_the_original_sound_is_a_lane_between_picture_and_music(scored: MainWindow) -> None:
    lanes = [lane.performer for lane in scored.timeline.view.layout_.lanes]
    assert lanes == [None, ORIGINAL, 0]
    assert header(scored, ORIGINAL).label.text() == "Original"


def test_the_original_is_muted_and_soloed_like_any_lane(scored: MainWindow, qtbot: QtBot) -> None:
    row, mixer = header(scored, ORIGINAL), scored.player.mixer
    assert row.mute is not None
    assert row.solo is not None
    qtbot.mouseClick(row.mute, Qt.MouseButton.LeftButton)
    assert mixer.gain_of(ORIGINAL) == 0.0
    assert scored.timeline.view.muted == {ORIGINAL}
    qtbot.mouseClick(row.mute, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(row.solo, Qt.MouseButton.LeftButton)
    assert mixer.gain_of(0) == 0.0
    assert mixer.gain_of(ORIGINAL) > 0


def test_a_fader_and_a_pan_turn_their_lane_by_keys_and_a_double_click_puts_them_back(
    scored: MainWindow, qtbot: QtBot
) -> None:
    row, mixer = header(scored, 0), scored.player.mixer
    assert row.fader is not None
    assert row.pan is not None
    scored.activateWindow()
    row.fader.setFocus()
    qtbot.waitUntil(row.fader.hasFocus)
    for _ in range(6):
        qtbot.keyClick(row.fader, Qt.Key.Key_Left)
    assert mixer.levels[0].gain == pytest.approx(10 ** (-6 / 20))
    assert "-6 dB" in row.fader.toolTip()
    row.pan.setValue(-100)
    assert mixer.levels[0].pan == -1.0
    middle = QPoint(row.fader.width() // 2, row.fader.height() // 2)
    qtbot.mouseDClick(row.fader, Qt.MouseButton.LeftButton, pos=middle)
    assert mixer.levels[0].gain == 1.0


def test_faders_stay_when_lanes_are_laid_out_anew(scored: MainWindow) -> None:
    row = header(scored, 0)
    assert row.fader is not None
    row.fader.setValue(-12)
    scored.timeline.view.rebuild()
    again = header(scored, 0)
    assert again.fader is not None
    assert again.fader.value() == -12


def test_a_turned_lane_is_the_projects_and_undone_in_one_step(
    scored: MainWindow, qtbot: QtBot
) -> None:
    session, mixer = scored.session, scored.player.mixer
    row = header(scored, 0)
    assert row.fader is not None
    assert row.pan is not None
    for value in (-1, -2, -3):
        row.fader.setValue(value)
    row.pan.setValue(50)
    assert session.project is not None
    assert session.project.settings.levels == {0: Level(-3.0, 0.5)}
    assert session.undo.count() == 2
    session.undo.undo()
    assert (row.fader.value(), row.pan.value()) == (-3, 0)
    session.undo.undo()
    assert session.project.settings.levels == {}
    assert mixer.levels.get(0, Level()) == Level()
    assert row.fader.value() == 0
    session.undo.redo()
    assert mixer.levels[0] == Level(-3.0)
    assert row.fader.value() == -3


def test_a_drag_of_a_fader_is_heard_at_once_and_kept_at_its_end(scored: MainWindow) -> None:
    row, mixer = header(scored, 0), scored.player.mixer
    assert row.fader is not None
    row.fader.setSliderDown(True)
    row.fader.setValue(-9)
    assert mixer.levels[0] == Level(-9.0)
    assert scored.session.project.settings.levels == {}
    row.fader.setSliderDown(False)
    assert scored.session.project.settings.levels == {0: Level(-9.0)}


def test_another_project_has_its_own_faders(scored: MainWindow, tmp_path: Path) -> None:
    session = scored.session
    fader = header(scored, 0).fader
    assert fader is not None
    fader.setValue(-9)
    other = make_cut(tmp_path / "other.otio")
    settings = Settings(levels={0: Level(4.0, -1.0)}, under_music=OFF)
    project = Project(other.path, other.source_sha256, settings=settings)
    scored.documents._saved_state = project
    session.open(other, project, None)
    row = header(scored, 0)
    assert row.fader is not None
    assert row.pan is not None
    assert (row.fader.value(), row.pan.value()) == (4, -100)
    assert scored.player.mixer.levels == {0: Level(4.0, -1.0)}
    assert scored.player.mixer.under_music == OFF


def test_ducking_is_kept_in_the_project(scored: MainWindow) -> None:
    menu = QMenu(scored)
    fill(menu, scored.session)
    (entry,) = [a for a in menu.actions() if "ducked" in a.text()]
    entry.trigger()
    assert scored.session.project.settings.under_music == DUCK
    assert scored.player.mixer.under_music == DUCK
    scored.session.undo.undo()
    assert scored.player.mixer.under_music == SWEETEN


def test_a_meter_shows_the_peak_and_falls(scored: MainWindow) -> None:
    row = header(scored, 0)
    assert row.meter(1.0)
    full = row.shown
    assert full == pytest.approx(1.0)
    assert row.meter(0.0)
    assert row.shown < full
    while row.meter(0.0):
        pass
    assert row.shown == 0.0


def test_meters_follow_while_it_plays_and_rest_after(scored: MainWindow, qtbot: QtBot) -> None:
    scored.player.mixer._peaks[0] = 0.5
    scored.player.play()
    qtbot.waitUntil(lambda: header(scored, 0).shown > 0, timeout=3000)
    scored.player.pause()
    qtbot.waitUntil(lambda: not scored.timeline._metering.isActive(), timeout=5000)


def heard(mixer: Mixer) -> float:
    return float(np.abs(mixer.mix(0.0, 10)).max())


def test_the_original_is_ducked_or_off_only_where_there_is_music() -> None:
    mixer = Mixer(1000)
    mixer.original_gain = 1.0
    sound = np.full((100, 2), 0.5, np.float32)
    mixer.put("V1-001/original", MixerStrip(sound, 0.0, ORIGINAL))
    mixer.under_music = OFF
    assert heard(mixer) == pytest.approx(0.5)
    mixer.put("V1-002/0", MixerStrip(0 * sound, 0.0, 0))
    assert heard(mixer) == pytest.approx(0.5)
    mixer.put("V1-001/0", MixerStrip(0 * sound, 0.0, 0))
    assert heard(mixer) == 0.0
    mixer.under_music = DUCK
    assert 20 * math.log10(heard(mixer) / 0.5) == pytest.approx(-14, abs=0.1)
    mixer.muted = frozenset({0})
    assert heard(mixer) == pytest.approx(0.5)


def test_the_guide_is_chosen_and_the_choice_undone(scored: MainWindow) -> None:
    session = scored.session
    menu = QMenu(scored)
    fill(menu, session)
    entries = {a.text(): a for a in menu.actions()}
    entries["Take no notes from the sound"].trigger()
    assert session.project is not None
    assert session.project.settings.guide_sound == "off"
    fill(menu, session)
    (off,) = [a for a in menu.actions() if a.text() == "Take no notes from the sound"]
    assert off.isChecked()
    session.undo.undo()
    assert session.project.settings.guide_sound == "auto"


def test_an_outline_holds_lowest_and_highest() -> None:
    samples = np.zeros((16_000, 1), np.float32)
    samples[8000], samples[8001] = 1.0, -0.5
    found = outline(samples, 16_000)
    assert found.shape == (PEAKS_HZ, 2)
    assert found[PEAKS_HZ // 2].tolist() == [-64, 127]
    assert not found[: PEAKS_HZ // 2].any()
    assert outline(np.zeros((0, 2), np.float32), 16_000).shape == (0, 2)


@pytest.mark.parametrize("wide", [20, 200, 3000])
def test_a_waveform_is_drawn_at_any_zoom_and_only_where_it_is_seen(wide: int) -> None:
    image = QImage(120, 60, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    paint_waveform(painter, QRectF(10, 0, wide, 60), LOUD, (0.0, 60.0), muted=False)
    painter.end()
    lit = [x for x in range(120) if image.pixelColor(x, 30).value() > 60]
    assert lit == list(range(10, min(10 + wide, 71)))


class Queue:
    """Takes jobs and does none."""

    def __init__(self) -> None:
        self.asked: list[tuple[Waveform, Any]] = []

    def run(self, task: Waveform, *_: object, **about: Any) -> None:
        self.asked.append((task, about["on_done"]))


def test_waveforms_are_asked_for_once_and_a_few_at_a_time() -> None:
    queue = Queue()
    waves = Waveforms(queue)  # type: ignore[arg-type]
    shots = [
        replace(make_shot(n, 0), media=Media("a", path=Path(f"{n}.mov")), problem="")
        for n in range(4)
    ]
    for _ in range(3):
        assert all(waves.of(shot) is None for shot in shots)
    assert len(queue.asked) == 2
    queue.asked[0][1](LOUD)
    assert waves.of(shots[0]) is LOUD
    assert not waves.settled
    faster = TimeMap.linear(Fraction(0), Fraction(2), Fraction(2))
    assert waves.of(replace(shots[3], time_map=faster)) is None
    assert len(queue.asked) == 2
