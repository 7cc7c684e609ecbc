"""Playback by J K L, frames, marks and loops; the sound's clock leads."""

from __future__ import annotations

import numpy as np
import pytest
from foley_post_ui.main_window import MainWindow
from foley_post_ui.playback.mixer import ORIGINAL, Mixer, MixerStrip
from foley_post_ui.playback.sound_out import BlockClock, SilentOut, _Source


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(opened: MainWindow) -> Clock:
    made = Clock()
    opened.player._open_out = lambda *_: SilentOut(made)
    return made


def _pass(window: MainWindow, clock: Clock, seconds: float) -> None:
    clock.now += seconds
    window.player._tick()


def test_l_plays_faster_with_each_press_and_k_stops(opened: MainWindow, clock: Clock) -> None:
    player, act = opened.player, opened.actions_
    act["forward"].trigger()
    _pass(opened, clock, 1.0)
    assert player.position_s == pytest.approx(1.0)
    act["forward"].trigger()
    assert player.speed == 2.0
    _pass(opened, clock, 1.0)
    assert player.position_s == pytest.approx(3.0)
    act["backward"].trigger()
    assert player.speed == -1.0
    _pass(opened, clock, 0.5)
    assert player.position_s == pytest.approx(2.5)
    act["stop"].trigger()
    assert player.speed == 0.0
    assert player.frame == 63  # 2.52 s: the nearest whole frame


def test_playback_ends_at_the_end_and_begins_anew(opened: MainWindow, clock: Clock) -> None:
    player = opened.player
    player.seek(5.5)
    player.toggle()
    _pass(opened, clock, 2.0)
    assert player.speed == 0.0
    assert player.frame == 149
    player.seek(6.0)
    player.toggle()
    assert player.speed == 1.0


def test_arrows_step_whole_frames(opened: MainWindow) -> None:
    act = opened.actions_
    for _ in range(3):
        act["frame_on"].trigger()
    assert opened.player.frame == 3
    act["frame_back"].trigger()
    assert opened.player.position_s == pytest.approx(0.08)
    act["second_on"].trigger()
    assert opened.player.frame == 27
    assert opened.viewer.clock.text() == "01:00:01:02"


def test_a_loop_goes_round_the_current_shot(opened: MainWindow, clock: Clock) -> None:
    opened.session.select(("V1-002",))
    opened.actions_["loop"].trigger()
    opened.player.seek(3.9)
    opened.player.toggle()
    _pass(opened, clock, 0.2)
    assert opened.player.position_s == pytest.approx(2.0)
    assert opened.player.speed == 1.0
    opened.player.pause()


def test_in_and_out_bound_playback(opened: MainWindow, clock: Clock) -> None:
    player, act = opened.player, opened.actions_
    player.seek(1.0)
    act["mark_in"].trigger()
    player.seek(1.4)
    act["mark_out"].trigger()
    assert (player.in_s, player.out_s) == (pytest.approx(1.0), pytest.approx(1.44))
    player.seek(1.2)
    player.toggle()
    _pass(opened, clock, 1.0)
    assert player.speed == 0.0
    act["clear_marks"].trigger()
    assert player.in_s is None


def _tone(mixer: Mixer, performer: int = 0, start_s: float = 1.0) -> None:
    mixer.put(
        f"k{performer}", MixerStrip(np.full((48_000, 2), 0.25, np.float32), start_s, performer)
    )


def test_a_strip_sounds_where_it_stands_to_the_sample() -> None:
    mixer = Mixer()
    _tone(mixer)
    out = mixer.mix(0.5, 48_000)
    assert np.flatnonzero(out[:, 0])[0] == 24_000
    assert out[24_000:].min() == pytest.approx(0.25)
    assert not mixer.mix(2.0, 100).any()


def test_mute_and_solo() -> None:
    mixer = Mixer()
    _tone(mixer, 0)
    _tone(mixer, 1)
    assert mixer.mix(1.0, 10).max() == pytest.approx(0.5)
    mixer.muted = frozenset({1})
    assert mixer.mix(1.0, 10).max() == pytest.approx(0.25)
    mixer.muted, mixer.soloed = frozenset(), frozenset({1})
    assert mixer.mix(1.0, 10).max() == pytest.approx(0.25)


def test_the_original_sound_has_its_own_fader_and_ends_with_its_shot() -> None:
    mixer = Mixer()
    mixer.put("o", MixerStrip(np.full((48_000, 2), 0.5, np.float32), 0.0, ORIGINAL, 0.5))
    mixer.original_gain = 0.1
    out = mixer.mix(0.0, 48_000)
    assert out.max() == pytest.approx(0.05)
    assert not out[24_000:].any()


def test_backwards_is_the_same_sound_reversed() -> None:
    mixer = Mixer()
    ramp = np.linspace(0, 0.9, 48_000, dtype=np.float32)[:, None].repeat(2, axis=1)
    mixer.put("r", MixerStrip(ramp, 0.0, 0))
    back = mixer.mix(0.5, 1000, -1.0)
    assert np.all(np.diff(back[:, 0]) < 0)
    assert back[0, 0] == pytest.approx(0.45, abs=1e-3)


def test_nothing_passes_full_scale() -> None:
    mixer = Mixer()
    for player in range(8):
        _tone(mixer, player)
    assert mixer.mix(1.0, 100).max() == 1.0


def test_the_device_is_fed_without_a_seam(opened: MainWindow) -> None:
    mixer = Mixer()
    _tone(mixer, 0, 0.0)
    source = _Source(mixer, opened)
    source.at_s = 0.01
    blocks = [np.frombuffer(source.readData(8 * n), np.float32) for n in (480, 481, 1000)]
    assert [len(b) for b in blocks] == [960, 962, 2000]
    assert source.at_s == pytest.approx(0.01 + 1961 / 48_000)
    assert np.concatenate(blocks).min() == pytest.approx(0.25)


def test_muting_in_the_track_header_silences_the_player(scored: MainWindow) -> None:
    header = next(r for r in scored.timeline._rows if r.performer == 0)
    header.mute.click()
    assert scored.player.mixer.gain_of(0) == 0.0
    assert scored.timeline.view.muted == {0}
    header.mute.click()
    header.solo.click()
    assert scored.player.mixer.gain_of(0) == 1.0


def test_the_clock_is_what_is_heard_and_not_what_was_taken() -> None:
    clock, block = BlockClock(0.0), 0.02
    away = []
    for n in range(400):
        now = 0.005 * n
        taken = block * (int(now / block) + 1)  # what is taken now is heard a block later
        away.append(clock.heard_s(taken, now) - now)
    assert max(map(abs, away[80:])) < 0.021  # half a frame at 24 fps


def test_a_starved_device_stops_the_clock() -> None:
    clock = BlockClock(0.0)
    for n in range(100):
        clock.heard_s(0.02 * (n // 4 + 1), 0.005 * n)
    at = clock.heard_s(0.5, 0.5)
    assert clock.heard_s(0.5, 3.0) - at < 0.05
    assert clock.heard_s(0.5, 4.0) == clock.heard_s(0.5, 3.5)


def test_what_is_laid_over_a_strip_replaces_its_span_without_a_click() -> None:
    mixer = Mixer(1000)
    mixer.lay_over("a", MixerStrip(np.full((2000, 2), 0.5, np.float32), 1.0, 0))
    assert mixer.mix(1.0, 2000)[1000, 0] == 0.5  # nothing was there: it is the strip
    mixer.lay_over("a", MixerStrip(np.full((500, 2), -0.5, np.float32), 1.5, 0))
    heard = mixer.mix(1.0, 2000)[:, 0]
    assert heard[400] == 0.5
    assert heard[700] == -0.5
    assert heard[1200] == 0.5
    assert np.abs(np.diff(heard)).max() < 0.3
    mixer.lay_over("a", MixerStrip(np.full((500, 2), 0.25, np.float32), 0.8, 0))
    assert mixer.mix(1.0, 100)[50, 0] == 0.25
