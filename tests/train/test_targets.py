import numpy as np

from foley_post.generate.clock import TICK_HZ
from foley_post.generate.network.graph import ACTORS
from foley_post.generate.tokens import LENGTH_EDGES_S, PITCHES, controls_of, length_class
from foley_post.midi.notes import Note
from foley_post.train.targets import clock_targets, note_targets, onset_groups


def test_notes_within_thirty_milliseconds_are_one_chord():
    notes = [Note(1.0, 0.5, 64, 80), Note(1.02, 0.5, 60, 80), Note(1.08, 0.5, 67, 80)]
    assert [[n.pitch for n in group] for group in onset_groups(notes)] == [[60, 64], [67]]


def test_the_clock_peaks_at_the_onset_and_knows_where_between_ticks_it_is():
    notes = [Note(1.007, 0.5, 60, 127, joint=33)]
    truth = clock_targets(notes, 100)
    tick = int(truth.onset.argmax())
    assert tick == 50
    assert truth.offset[tick] == np.float32(1.007 * TICK_HZ - 50)
    assert truth.velocity[tick] == 1.0
    assert truth.actors[tick, ACTORS.index(33)] > 0.8
    assert truth.sounding[49:52].tolist() == [0, 0, 1]
    assert truth.sounding[77] == 0
    assert truth.actors_known


def test_no_notes_are_silence_to_learn_from():
    truth = clock_targets([], 60)
    assert truth.onset.max() == 0
    assert np.isnan(truth.offset).all()
    assert note_targets([], 60, np.random.default_rng(0)) is None


def test_each_note_knows_the_one_before_and_who_has_played():
    notes = [Note(0.5, 0.4, 60, 64, joint=33), Note(0.5, 0.4, 64, 64, joint=37), Note(1, 1, 67, 64)]
    steps = note_targets(notes, 100, np.random.default_rng(0))
    assert steps is not None
    assert steps.before.tolist() == [PITCHES, 60, 64]
    assert steps.chord.tolist() == [0, 1, 0]
    assert steps.another.tolist() == [1, 0, 0]
    assert steps.tick.tolist() == [25, 25, 50]
    assert steps.used.sum(axis=1).tolist() == [0, 1, 0]


def test_lengths_fall_into_their_class():
    for k in (0, 7, 31):
        middle = (LENGTH_EDGES_S[k] * LENGTH_EDGES_S[k + 1]) ** 0.5
        assert length_class(middle) == k
    assert length_class(0.001) == 0
    assert length_class(100.0) == 31


def test_wishes_that_are_not_made_are_zeros():
    assert not controls_of(None, None, None).any()
    assert controls_of(frozenset({0, 4}), (48, 72), 4.0)[[0, 4, 12, 13, 16]].tolist() == [
        *(1, 1, 0, 2, 1)
    ]
