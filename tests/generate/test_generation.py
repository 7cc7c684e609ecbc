from dataclasses import replace

import numpy as np
import pytest
from players import PLANE, dipping, melody

from foley_post.core.instruments import INSTRUMENTS
from foley_post.errors import UsageError
from foley_post.generate import Model, Request, generate_take
from foley_post.midi.notes import Evidence, Note
from foley_post.pose.skeleton import (
    CUES,
    FLOW_DIRECTIONS,
    FLOW_REGIONS,
    KEY_CUES,
    Keyboard,
    Motion,
)

ALL = Request(length_s=4.0, instrument="piano", onset_threshold=0.01, seed=5)
"""An untrained model hears onsets everywhere at this threshold, which is what is wanted here."""


def test_the_same_seed_gives_the_same_take_and_another_seed_another(untrained: Model):
    motion = dipping(melody(8), 4.0)
    first, second = (generate_take(motion, ALL, model=untrained) for _ in range(2))
    other = generate_take(motion, replace(ALL, seed=6), model=untrained)
    assert first.notes
    assert first == second
    assert [n.pitch for n in first.notes] != [n.pitch for n in other.notes]
    assert {n.onset_s for n in first.notes} == {n.onset_s for n in other.notes}


def test_nobody_in_the_picture_is_silence(untrained: Model):
    points = np.full((100, 67, 3), np.nan, dtype=np.float32)
    take = generate_take(Motion(np.arange(100) / 25, points), ALL, model=untrained)
    assert take.notes == ()
    assert take.sync_report["verdict"] == "too few notes"


def test_no_frames_at_all_is_silence(untrained: Model):
    empty = Motion(np.zeros(0), np.zeros((0, 67, 3), dtype=np.float32))
    assert generate_take(empty, ALL, model=untrained).notes == ()


@pytest.mark.parametrize("frames", [1, 2, 5])
def test_a_shot_of_a_few_frames_is_generated(untrained: Model, frames: int):
    motion = dipping(melody(4), 4.0)
    motion = replace(motion, times_s=motion.times_s[:frames], points=motion.points[:frames])
    take = generate_take(motion, Request(length_s=frames / 25), model=untrained)
    assert take.length_s == frames / 25
    assert frames > 1 or take.notes == ()


def test_a_freeze_is_silent(untrained: Model):
    motion = dipping(melody(8), 4.0)
    frozen = replace(motion, points=np.repeat(motion.points[:1], len(motion.points), axis=0))
    assert generate_take(frozen, ALL, model=untrained).notes == ()


def test_music_stops_where_the_picture_does(untrained: Model):
    take = generate_take(dipping(melody(4), 2.0), ALL, model=untrained)
    assert take.notes
    assert max(n.onset_s for n in take.notes) < 2.1


def test_notes_keep_to_key_register_and_shot(untrained: Model):
    asked = replace(ALL, key="D minor", register=(50, 80))
    take = generate_take(dipping(melody(8), 4.0), asked, model=untrained)
    assert {n.pitch % 12 for n in take.notes} <= {2, 4, 5, 7, 9, 10, 0, 1}
    assert all(50 <= n.pitch <= 80 and n.end_s <= 4.0 + 0.031 for n in take.notes)


@pytest.mark.parametrize("name", ["violin", "trumpet", "drums"])
def test_notes_keep_to_the_instrument(untrained: Model, name: str):
    what = INSTRUMENTS[name]
    take = generate_take(dipping(melody(8), 4.0), replace(ALL, instrument=name), model=untrained)
    assert all(what.lowest <= n.pitch <= what.highest for n in take.notes)
    _, counts = np.unique([n.onset_s for n in take.notes], return_counts=True)
    assert counts.max() <= what.voices


def test_pinned_notes_stay_and_nothing_crowds_them(untrained: Model):
    pins = (Note(1.0, 0.5, 64, 90, Evidence.INVENTED), Note(2.5, 0.5, 67, 90))
    take = generate_take(dipping(melody(8), 4.0), replace(ALL, pinned=pins), model=untrained)
    kept = [n for n in take.notes if n.pinned]
    assert [(n.onset_s, n.pitch, n.evidence) for n in kept] == [
        (1.0, 64, Evidence.INVENTED),
        (2.5, 67, Evidence.SEEN),
    ]
    others = [n.onset_s for n in take.notes if not n.pinned]
    assert min(abs(t - p.onset_s) for t in others for p in pins) > 0.05


def test_less_density_means_fewer_notes(untrained: Model):
    motion = dipping(melody(8), 4.0)
    full = generate_take(motion, ALL, model=untrained)
    half = generate_take(motion, replace(ALL, density=0.5), model=untrained)
    assert len({n.onset_s for n in half.notes}) == pytest.approx(
        len({n.onset_s for n in full.notes}) / 2, abs=1
    )


def test_every_note_names_the_joint_that_caused_it(untrained: Model):
    take = generate_take(dipping(melody(8), 4.0, keyboard=True), ALL, model=untrained)
    assert take.notes
    assert all(n.joint is not None and 0 <= n.confidence <= 1 for n in take.notes)


def test_auto_says_which_instrument_and_how_sure(untrained: Model):
    take = generate_take(dipping(melody(8), 4.0), replace(ALL, instrument="auto"), model=untrained)
    assert take.instrument in INSTRUMENTS
    assert 0 < take.instrument_confidence < 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"instrument": "theremin"},
        {"length_s": 0.0},
        {"length_s": float("nan")},
        {"key": "H dur"},
        {"density": 0.0},
        {"onset_threshold": 1.5},
        {"register": (80, 50)},
        {"temperature": -1.0},
    ],
)
def test_a_request_that_makes_no_sense_is_refused_when_made(wrong: dict[str, object]):
    with pytest.raises(UsageError):
        replace(ALL, **wrong)


def test_a_register_outside_the_key_leaves_no_pitch_and_says_so(untrained: Model):
    asked = replace(ALL, key="C", register=(61, 61))
    with pytest.raises(UsageError, match="No pitch"):
        generate_take(dipping(melody(4), 2.0), asked, model=untrained)


def test_a_long_shot_is_heard_in_pieces_without_a_seam(untrained: Model):
    notes = melody(200, 0.4)
    asked = replace(ALL, length_s=80.0, onset_threshold=0.6, temperature=0.0)
    take = generate_take(dipping(notes, 80.0, fps=25), asked, model=untrained)
    assert take.length_s == 80.0
    assert all(a.onset_s <= b.onset_s for a, b in zip(take.notes, take.notes[1:], strict=False))


@pytest.mark.parametrize("keyboard", [False, True])
def test_a_long_shot_is_heard_with_all_that_is_seen_of_it(untrained: Model, keyboard: bool):
    motion = dipping(melody(180, 0.4), 75.0, fps=15, keyboard=keyboard)
    steps = len(motion.times_s)
    rng = np.random.default_rng(2)
    seen = replace(
        motion,
        cues=rng.uniform(0, 0.1, (steps, 67, len(CUES))).astype(np.float32),
        flow=rng.uniform(0, 0.1, (steps, len(FLOW_REGIONS), FLOW_DIRECTIONS)).astype(np.float32),
    )
    if keyboard:
        plane = np.repeat(PLANE, steps, axis=0)
        key_cues = rng.uniform(0, 0.1, (steps, 88, len(KEY_CUES))).astype(np.float32)
        seen = replace(seen, keyboard=Keyboard(plane, key_cues=key_cues))
    for name in ("piano", "guitar"):
        asked = replace(ALL, length_s=75.0, instrument=name, onset_threshold=0.5)
        take = generate_take(seen, asked, model=untrained)
        assert take.length_s == 75.0
