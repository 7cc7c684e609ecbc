"""Neighbouring shots become one piece: the key agrees, the beat goes on over the cut."""

from __future__ import annotations

import pytest

from foley_post.midi.continuity import as_one_piece
from foley_post.midi.harmony import Key, key_fit
from foley_post.midi.notes import Note, Take


def shots() -> list[Take]:
    tunes = [(60, 64, 67, 65, 62, 60), (67, 71, 74, 72, 69, 67), (62, 66, 69, 67, 64, 62)]
    return [
        Take(tuple(Note(0.11 + 0.5 * i, 0.4, p, 80) for i, p in enumerate(tune)), 3.2, "violin")
        for tune in tunes
    ]


def test_the_key_agrees_over_the_cuts_and_no_onset_moves() -> None:
    before = shots()
    after = as_one_piece(before, [0.0, 3.2, 6.4], tempo_bpm=96)
    for key in (Key(0), Key(7), Key(2)):
        fits = [key_fit(t.notes, key) for t in as_one_piece(before, [0, 3.2, 6.4], key=key)]
        assert fits == pytest.approx([1.0] * 3)
    assert [[n.onset_s for n in t.notes] for t in after] == [
        [n.onset_s for n in t.notes] for t in before
    ]


def test_the_beat_goes_on_over_the_cut_when_sync_is_loosened() -> None:
    starts = [0.0, 3.21, 6.4]
    after = as_one_piece(shots(), starts, tempo_bpm=120, loosen_percent=100)
    for start_s, take in zip(starts, after, strict=True):
        for note in take.notes:
            lines = (start_s + note.onset_s) / 0.125
            assert lines == pytest.approx(round(lines), abs=1e-6)


def test_every_take_needs_its_start() -> None:
    with pytest.raises(ValueError, match="3 takes and 1 starts"):
        as_one_piece(shots(), [0.0])
