"""Movement shapes notes: bow speed swells, vibrato wobbles, a strum meets its strings in turn."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.errors import UsageError
from foley_post.midi.comping import bars, best_of, comp
from foley_post.midi.expression import EXPRESSION, MODULATION, expressed, strummed
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.midi.tempo import Pulse
from foley_post.pose.skeleton import Motion


def a_violinist(wobble: float = 0.0) -> Motion:
    """Six seconds at 30 frames a second: an ever faster bow, a left hand that may swing."""
    times = np.arange(0, 6, 1 / 30)
    points = np.full((len(times), 67, 3), np.nan, np.float32)
    points[:, 2], points[:, 5] = (0.4, 0.3, 1), (0.6, 0.3, 1)
    points[:, 4] = (0.4, 0.5, 1)
    points[:, 4, 0] += 0.1 * np.sin(2 * np.pi * (0.1 * times + 0.08 * times**2))
    points[:, 7] = (0.7, 0.4, 1)
    points[:, 7, 0] += wobble * np.sin(2 * np.pi * 5.5 * times)
    return Motion(times, points)


TAKE = Take((Note(0.2, 2.5, 70, 80), Note(3.0, 2.5, 72, 80)), 6.0, "violin")


def test_a_faster_bow_is_louder() -> None:
    swell = dict(expressed(TAKE, a_violinist()).controllers[EXPRESSION])
    slow = [v for t, v in swell.items() if t < 2]
    fast = [v for t, v in swell.items() if t > 4]
    assert np.mean(fast) > np.mean(slow) + 10
    assert all(0 <= v <= 127 for v in swell.values())


def test_a_swinging_left_hand_is_vibrato_and_a_still_one_is_not() -> None:
    assert MODULATION not in expressed(TAKE, a_violinist()).controllers
    wobble = expressed(TAKE, a_violinist(wobble=0.006)).controllers[MODULATION]
    assert max(v for _, v in wobble) > 40


def test_expression_changes_no_note_and_needs_no_motion() -> None:
    assert expressed(TAKE, a_violinist(0.01)).notes == TAKE.notes
    assert expressed(TAKE).controllers == {}
    unseen = Motion(np.arange(10) / 25, np.full((10, 67, 3), np.nan, np.float32))
    assert expressed(TAKE, unseen).controllers == {}


def test_a_wind_breathes_between_phrases() -> None:
    tune = Take(
        (Note(0.0, 1.0, 72, 80), Note(1.0, 1.0, 74, 80), Note(3.0, 1.0, 72, 80)), 5, "flute"
    )
    swell = expressed(tune).controllers[EXPRESSION]
    inside = [v for t, v in swell if 0.9 < t < 1.5]
    assert max(inside) > swell[0][1] + 15


def test_a_strum_meets_its_strings_in_turn_from_its_own_moment() -> None:
    chord = Take(tuple(Note(1.0, 1.0, p, 80) for p in (40, 47, 52, 56)), 3.0, "guitar")
    down, up = strummed(chord), strummed(chord, downwards=False)
    assert [n.pitch for n in down.notes] == [40, 47, 52, 56]
    assert [n.pitch for n in up.notes] == [56, 52, 47, 40]
    assert [n.onset_s for n in down.notes] == pytest.approx([1 + 0.0093 * i for i in range(4)])
    assert strummed(chord, loosen_percent=0) == chord
    assert strummed(TAKE) is TAKE


def test_the_hand_says_which_string_comes_first() -> None:
    """A hand that goes up and down once a second; chords as it comes down and as it goes up."""
    times = np.arange(0, 3, 1 / 30)
    points = np.full((len(times), 67, 3), np.nan, np.float32)
    points[:, 2], points[:, 5], points[:, 4] = (0.4, 0.3, 1), (0.6, 0.3, 1), (0.4, 0.6, 1)
    points[:, 4, 1] -= 0.05 * np.cos(2 * np.pi * times)
    pitches = (40, 47, 52, 56)
    chords = [Note(t, 0.3, p, 80) for t in (0.25, 0.75, 1.25) for p in pitches]
    take = expressed(Take(tuple(chords), 3.0, "guitar"), Motion(times, points))
    first = [min(take.notes[i : i + 4], key=lambda n: n.onset_s) for i in (0, 4, 8)]
    assert [n.pitch for n in first] == [40, 56, 40]
    assert [n.onset_s for n in first] == [0.25, 0.75, 1.25]
    assert max(n.onset_s - 0.25 for n in take.notes[:4]) == pytest.approx(3 * 0.0093)


def tune(confidence: tuple[float, ...], pitch: int) -> Take:
    notes = [Note(float(i), 0.9, pitch, 80, Evidence.SEEN, c) for i, c in enumerate(confidence)]
    return Take(tuple(notes), 4.0, "piano")


def test_the_surest_take_wins_each_bar() -> None:
    starts = bars(4.0, Pulse(60.0), beats=1)
    assert starts == (0.0, 1.0, 2.0, 3.0)
    best = best_of([tune((0.9, 0.2, 0.9, 0.1), 60), tune((0.1, 0.8, 0.9, 0.9), 62)], starts)
    assert [n.pitch for n in best.notes] == [60, 62, 60, 62]


def test_a_comp_is_made_of_what_was_chosen() -> None:
    takes = [tune((1, 1, 1, 1), 60), tune((1, 1, 1, 1), 62)]
    assert [n.pitch for n in comp(takes, (0.0, 2.0), (1, 0)).notes] == [62, 62, 60, 60]
    with pytest.raises(UsageError, match="one choice for each span"):
        comp(takes, (0.0, 2.0), (1,))
    with pytest.raises(UsageError, match="one instrument"):
        comp([takes[0], TAKE], (0.0,), (0,))
