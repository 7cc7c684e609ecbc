"""Phrases end after long notes, and before a breath runs out."""

import numpy as np

from foley_post.generate.melody.phrases import phrase_starts


def test_a_phrase_ends_after_a_long_note():
    onset_s = np.array([0.0, 0.4, 0.8, 1.2, 3.0, 3.4, 3.8])
    assert phrase_starts(onset_s) == [0, 4]


def test_even_notes_are_one_phrase():
    assert phrase_starts(np.arange(12) * 0.5) == [0]


def test_a_phrase_longer_than_a_breath_is_divided_after_its_longest_note():
    steps = np.full(31, 0.4)
    steps[14] = 0.6
    onset_s = np.concatenate([[0.0], np.cumsum(steps)])
    assert phrase_starts(onset_s, longest_s=7.0) == [0, 15]


def test_slow_even_notes_are_one_phrase_up_to_a_breath():
    assert phrase_starts(np.arange(4) * 1.5) == [0]


def test_no_onsets_have_no_phrase():
    assert phrase_starts(np.zeros(0)) == []
