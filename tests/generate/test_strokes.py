"""Strokes are where what moves at the hands stops or turns round."""

from dataclasses import replace

import numpy as np
import pytest

from foley_post.core.instruments import instrument
from foley_post.generate import Model, Request, generate_take
from foley_post.generate.strokes import (
    CLEAR,
    Agreement,
    Stroke,
    agreement,
    clear_strokes,
    played_as_struck,
    stroke_onsets,
    strokes_of,
)
from foley_post.midi.notes import Note
from foley_post.pose.skeleton import FLOW_DIRECTIONS, FLOW_REGIONS, Motion

FPS = 25.0
STOPS_S = (0.8, 1.6, 2.2, 3.2, 4.0, 4.6, 5.4)


def moving(stops_s: tuple[float, ...], length_s: float = 6.0) -> Motion:
    """Hands that fall for a quarter of a second before each stop, and are still otherwise."""
    times_s = np.arange(int(length_s * FPS)) / FPS
    flow = np.full((len(times_s), len(FLOW_REGIONS), FLOW_DIRECTIONS), 0.01, np.float32)
    for stop_s in stops_s:
        falling = (times_s > stop_s - 0.25) & (times_s <= stop_s)
        flow[falling, :, 1] += 1.0 * (1 - (stop_s - times_s[falling, None]) / 0.25)
    points = np.full((len(times_s), 67, 3), 0.5, np.float32)
    points[..., 0] += 0.001 * np.sin(20 * times_s)[:, None]
    return Motion(times_s, points, flow=flow)


def test_every_stop_is_a_stroke_and_nothing_else_is():
    strokes = clear_strokes(strokes_of(moving(STOPS_S), 6.0, "struck"))
    assert [s.time_s for s in strokes] == pytest.approx(STOPS_S, abs=0.06)


def test_a_bow_that_turns_makes_a_stroke_at_every_turn():
    times_s = np.arange(150) / FPS
    flow = np.zeros((150, len(FLOW_REGIONS), FLOW_DIRECTIONS), np.float32)
    speed = np.sin(2 * np.pi * times_s / 1.6)
    flow[:, 1, 0], flow[:, 1, 2] = np.maximum(speed, 0), np.maximum(-speed, 0)
    motion = replace(moving(()), flow=flow)
    turns_s = np.arange(1, 7) * 0.8
    found = strokes_of(motion, 6.0, "bowed")
    met = [min(abs(s.time_s - t) for s in found) for t in turns_s]
    assert np.mean(np.array(met) < 0.12) > 0.8


def test_a_hand_that_hardly_moves_strikes_nothing():
    fidgeting = moving(STOPS_S)
    assert fidgeting.flow is not None
    assert strokes_of(replace(fidgeting, flow=fidgeting.flow * 1e-3), 6.0, "struck") == []


def test_stillness_and_unmeasured_flow_have_no_strokes():
    assert strokes_of(replace(moving(()), flow=None), 6.0) == []
    still = moving(())
    assert strokes_of(replace(still, flow=np.zeros_like(still.flow)), 6.0) == []


def test_onsets_at_the_strokes_agree_and_others_do_not():
    strokes = [Stroke(t, 0.6, 1.0) for t in STOPS_S]
    same = agreement(np.array(STOPS_S) + 0.02, strokes, 6.0)
    assert same.better > 0.8
    assert same.proof
    others = agreement(np.array(STOPS_S) + 0.15, strokes, 6.0)
    assert others.better < 0.1
    assert not others.proof
    assert agreement(np.array(STOPS_S[:2]), strokes, 6.0) == Agreement()


def test_less_density_keeps_the_likeliest_strokes_and_more_takes_unlikely_ones():
    strokes = [Stroke(0.5 * k, 0.2 + 0.2 * (k % 4), 1.0) for k in range(8)]
    clear = stroke_onsets(strokes, threshold=None, density=1.0)
    assert [o.time_s for o in clear] == [0.5, 1.0, 1.5, 2.5, 3.0, 3.5]
    kept = stroke_onsets(strokes, threshold=None, density=4 / 6)
    assert [o.time_s for o in kept] == [1.0, 1.5, 3.0, 3.5]
    assert len(stroke_onsets(strokes, threshold=None, density=4 / 3)) == 8
    assert len(stroke_onsets(strokes, threshold=0.7, density=1.0)) == 2
    assert all(o.likely < 0.8 for o in kept)
    met = stroke_onsets(strokes, threshold=None, density=1.0, confirmed_s=np.array([1.04]))
    assert [o.time_s for o in met if o.likely > 0.8] == [1.0]


def test_fast_strokes_are_loud_and_tones_last_until_the_next():
    speeds = {0.5: 1.0, 1.0: 9.0, 1.5: 3.0, 4.0: 2.0}
    strokes = [Stroke(time_s, 0.6, speed) for time_s, speed in speeds.items()]
    notes = [Note(s.time_s, 0.1, 60, 64) for s in strokes]
    made = played_as_struck(notes, strokes, instrument("cello"), 6.0)
    assert made[1].velocity == max(n.velocity for n in made)
    assert made[0].end_s == pytest.approx(1.0)
    assert 1.5 < made[2].end_s < 4.0
    assert made[3].end_s < 6.0
    pinned = replace(notes[0], pinned=True)
    assert played_as_struck([pinned], strokes, instrument("cello"), 6.0) == [pinned]
    plucked = played_as_struck(notes, strokes, instrument("guitar"), 6.0)
    assert [n.length_s for n in plucked] == [0.1] * 4


@pytest.mark.parametrize("name", ["violin", "ukulele", "drums"])
def test_a_take_of_an_unknown_player_has_a_note_at_every_stroke(untrained: Model, name: str):
    motion = moving(STOPS_S)
    asked = Request(length_s=6.0, instrument=name, onset_threshold=CLEAR)
    take = generate_take(motion, asked, model=untrained)
    starts_s = sorted({n.onset_s for n in take.notes})
    strokes = clear_strokes(strokes_of(motion, 6.0, instrument(name).family))
    assert len(strokes) > 4
    assert starts_s == pytest.approx([s.time_s for s in strokes])
    assert take.sync_report["verdict"] == "not proven by the picture"


def test_a_player_whose_strokes_are_all_unlikely_is_silent(untrained: Model, monkeypatch):
    unlikely = [Stroke(t, 0.2, 1.0) for t in STOPS_S]
    monkeypatch.setattr("foley_post.generate.movement_notes.strokes_of", lambda *_: unlikely)
    asked = Request(length_s=6.0, instrument="violin")
    take = generate_take(moving(STOPS_S), asked, model=untrained)
    assert take.notes == ()
    assert take.sync_report["verdict"] == "too few notes"
