"""Notes and keys are heard when a hand touches them; a playhead that is moved is heard, too."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from foley_post_ui.main_window import MainWindow
from foley_post_ui.piano_roll.geometry import KEYS_WIDTH
from foley_post_ui.piano_roll.roll import RULER
from foley_post_ui.playback.mixer import ORIGINAL, Mixer, MixerStrip
from foley_post_ui.playback.sound_out import SilentOut
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from foley_post.jobs.take_audio import Voiced, VoiceSoon
from foley_post.midi.notes import Note
from foley_post.render.levels import Level


class Device(SilentOut):
    """A device that counts its starts."""

    audible = True

    def __init__(self) -> None:
        super().__init__()
        self.starts: list[float] = []

    def start(self, at_s: float, speed: float) -> None:
        self.starts.append(speed)
        super().start(at_s, speed)


@pytest.fixture
def device(scored: MainWindow) -> Device:
    made = Device()
    scored.player._open_out = lambda *_: made  # type: ignore[assignment]
    return made


@pytest.fixture
def asked(scored: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[VoiceSoon]:
    """What the synthesizer is asked for; it answers with a tenth of a second of sound at once."""
    tasks: list[VoiceSoon] = []

    def run(task: object, *_: object, **about: Any) -> None:
        if isinstance(task, VoiceSoon):
            tasks.append(task)
            about["on_done"](Voiced(np.full((4800, 2), 0.5, np.float32), 48_000))

    monkeypatch.setattr(scored.work, "run", run)
    return tasks


def pitches(asked: list[VoiceSoon]) -> list[int]:
    return [task.take.notes[0].pitch for task in asked]


def middle(window: MainWindow, note: Note) -> QPoint:
    rect = window.roll.roll.geometry_.rect_of(note)
    return (rect.center() + QPointF(KEYS_WIDTH, RULER)).toPoint()


def test_a_clicked_note_is_heard_on_its_instrument(
    scored: MainWindow, qtbot: QtBot, device: Device, asked: list[VoiceSoon]
) -> None:
    roll = scored.roll.roll
    assert roll.take is not None
    note = roll.take.notes[2]
    qtbot.mouseClick(roll.viewport(), Qt.MouseButton.LeftButton, pos=middle(scored, note))
    assert pitches(asked) == [note.pitch]
    assert asked[0].take.instrument == "piano"
    assert device.starts == [0.0]
    assert scored.player.mixer.mix(0.0, 480).any()


def test_keys_of_the_roll_play_and_show_that_they_are_down(
    scored: MainWindow, qtbot: QtBot, device: Device, asked: list[VoiceSoon]
) -> None:
    roll = scored.roll.roll
    y = round(roll.geometry_.y_of(62) + roll.geometry_.row / 2) + RULER
    key = QPoint(10, y)
    qtbot.mousePress(roll.viewport(), Qt.MouseButton.LeftButton, pos=key)
    assert roll.pressed_key == 62
    qtbot.mouseMove(roll.viewport(), QPoint(10, y - round(roll.geometry_.row)))
    qtbot.mouseRelease(roll.viewport(), Qt.MouseButton.LeftButton, pos=key)
    assert pitches(asked) == [62, 63]
    assert roll.pressed_key is None


def test_a_drawn_note_and_each_pitch_it_is_dragged_over_are_heard(
    scored: MainWindow, qtbot: QtBot, device: Device, asked: list[VoiceSoon]
) -> None:
    roll = scored.roll.roll
    assert roll.take is not None
    note = roll.take.notes[0]
    at = middle(scored, note)
    up = QPoint(at.x(), at.y() - round(2 * roll.geometry_.row))
    qtbot.mousePress(roll.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(roll.viewport(), up)
    qtbot.mouseRelease(roll.viewport(), Qt.MouseButton.LeftButton, pos=up)
    assert pitches(asked) == [note.pitch, note.pitch + 2]


def test_the_same_note_again_is_not_made_again(
    scored: MainWindow, device: Device, asked: list[VoiceSoon]
) -> None:
    for _ in range(3):
        scored.audition.note(Note(0.0, 0.3, 60, 80))
    assert len(asked) == 1


def test_no_device_no_sound_and_no_word(scored: MainWindow, asked: list[VoiceSoon]) -> None:
    scored.player._open_out = lambda *_: SilentOut()
    said = scored.statusBar().currentMessage()
    scored.player.play()
    scored.player.pause()
    scored.audition.note(Note(0.0, 0.3, 60, 80))
    assert asked == []
    scored.statusBar().showMessage(said)
    scored.player.ring(np.ones((10, 2), np.float32))
    assert not scored.player.mixer.ringing


def test_notes_are_silent_when_that_is_switched_off(
    scored: MainWindow, device: Device, asked: list[VoiceSoon]
) -> None:
    scored.actions_["audition"].trigger()
    scored.audition.note(Note(0.0, 0.3, 60, 80))
    assert asked == []


def test_a_playhead_moved_by_hand_is_heard(
    scored: MainWindow, qtbot: QtBot, device: Device
) -> None:
    player = scored.player
    player.mixer.put("a", MixerStrip(np.full((48_000, 2), 0.25, np.float32), 0.0, 0))
    view = scored.timeline.view
    at = QPoint(round(view.x_of(0.4)), 8)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert player.mixer.ringing
    assert device.starts == [0.0]
    assert player.position_s == pytest.approx(0.4, abs=0.05)
    player.mixer.hush()
    scored.actions_["scrub"].trigger()
    qtbot.keyClick(scored, Qt.Key.Key_Right)
    assert not player.mixer.ringing


def test_what_rings_ends_by_itself(scored: MainWindow, device: Device, qtbot: QtBot) -> None:
    player = scored.player
    player.ring(np.ones((480, 2), np.float32))
    player.mixer.mix(0.0, 960)
    assert not player.mixer.ringing
    qtbot.waitUntil(lambda: not player._ringing.isActive(), timeout=3000)


def test_a_lane_is_turned_down_and_to_one_side_and_its_peak_is_told() -> None:
    mixer = Mixer(1000)
    mixer.put("a", MixerStrip(np.full((100, 2), 0.5, np.float32), 0.0, 0))
    mixer.turn(0, Level(-6.0, 1.0))
    heard = mixer.mix(0.0, 10)
    assert heard[:, 0] == pytest.approx(0.0)
    assert heard[:, 1] == pytest.approx(0.5 * 10 ** (-6 / 20))
    assert mixer.peaks() == {0: pytest.approx(0.5 * 10 ** (-6 / 20))}
    assert mixer.peaks() == {}
    mixer.turn(0, Level())
    assert mixer.mix(0.0, 10)[0] == pytest.approx([0.5, 0.5])


def test_a_soloed_player_silences_the_original_sound_too() -> None:
    mixer = Mixer(1000)
    mixer.soloed = frozenset({1})
    assert mixer.gain_of(ORIGINAL) == 0.0
    mixer.soloed = frozenset({ORIGINAL})
    assert mixer.gain_of(ORIGINAL) > 0
    assert mixer.gain_of(1) == 0.0
