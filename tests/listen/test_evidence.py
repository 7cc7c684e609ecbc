"""Seen and heard notes become one take."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foley_post.listen.evidence import MEET_S, HeardPart, is_mostly_heard, with_heard
from foley_post.midi.notes import Evidence, Note, Take


def seen(*notes: tuple[float, int], confidence: float = 0.85, instrument: str = "piano") -> Take:
    made = (Note(t, 0.3, p, 70, Evidence.SEEN, confidence, joint=33) for t, p in notes)
    return Take(tuple(made), 12.0, instrument)


def heard(*notes: tuple[float, int], lag_s: float = 0.0) -> HeardPart:
    made = tuple(Note(t + lag_s, 0.4, p, 90, Evidence.HEARD, 0.8) for t, p in notes)
    return HeardPart(made, np.array([n.onset_s for n in made]), lag_s)


def test_a_note_both_seen_and_heard_is_the_surest_with_the_pitch_that_is_heard() -> None:
    (note,) = with_heard(seen((1.03, 60)), heard((1.0, 67))).notes
    assert (note.pitch, note.velocity, note.onset_s) == (67, 90, 1.0)
    assert note.evidence is Evidence.HEARD
    assert note.joint == 33
    assert note.confidence == pytest.approx(0.97)


def test_a_note_only_heard_is_marked_heard() -> None:
    notes = with_heard(seen((1.0, 60)), heard((1.0, 60), (2.0, 64))).notes
    assert [n.evidence for n in notes] == [Evidence.HEARD, Evidence.HEARD]
    assert [n.joint for n in notes] == [33, None]
    assert [n.confidence for n in notes] == pytest.approx([0.97, 0.8])


def test_a_movement_without_a_sound_among_heard_notes_was_none() -> None:
    part = heard((1.0, 60), (3.0, 62))
    assert [n.onset_s for n in with_heard(seen((1.0, 60), (2.0, 61)), part).notes] == [1.0, 3.0]
    sounding = replace(part, onsets_s=np.array([1.0, 2.01, 3.0]))
    assert 2.0 in [n.onset_s for n in with_heard(seen((2.0, 61)), sounding).notes]


def test_where_nothing_is_heard_for_seconds_the_movement_counts() -> None:
    notes = with_heard(seen((1.0, 60), (8.0, 61)), heard((1.0, 60))).notes
    assert [n.onset_s for n in notes] == [1.0, 8.0]


def test_the_lag_of_the_sound_is_not_copied_unless_asked() -> None:
    part = heard((1.0, 60), (2.0, 62), lag_s=0.2)
    assert [n.onset_s for n in with_heard(seen((1.0, 60)), part).notes] == pytest.approx([1, 2])
    followed = with_heard(seen((1.0, 60)), part, follow_sound=True).notes
    assert [n.onset_s for n in followed] == pytest.approx([1.2, 2.2])
    assert followed[0].joint == 33


def test_pinned_notes_stay_as_the_editor_left_them() -> None:
    pinned = Note(1.0, 0.5, 60, 77, pinned=True)
    take = Take((pinned,), 5.0, "piano")
    notes = with_heard(take, heard((1.02, 60), (3.0, 64))).notes
    assert notes[0] == pinned
    assert [n.pitch for n in notes] == [60, 64]


def test_without_a_heard_note_the_take_stays() -> None:
    take = seen((1.0, 60))
    assert with_heard(take, HeardPart((), np.zeros(0))) is take


times = st.lists(
    st.tuples(st.floats(0, 11.5), st.integers(48, 84)), max_size=25, unique_by=lambda n: n[0]
)


@given(times, times, st.floats(-0.3, 0.3))
def test_every_take_joined_is_in_order_and_inside_the_shot(
    moved: list, sounding: list, lag_s: float
) -> None:
    sounding = [n for n in sounding if n[0] + lag_s >= 0]
    take = with_heard(seen(*moved), heard(*sorted(sounding), lag_s=lag_s))
    assert list(take.notes) == sorted(take.notes, key=lambda n: (n.onset_s, n.pitch))
    assert all(0 <= n.onset_s < take.length_s for n in take.notes)
    for note in take.notes:
        if note.evidence is Evidence.HEARD and note.joint is None:
            assert all(abs(note.onset_s - t) > MEET_S - 1e-9 for t, _ in moved)


def test_a_take_is_mostly_heard_from_half_of_its_notes_on() -> None:
    take = with_heard(seen((1.0, 60), (9.0, 61)), heard((1.0, 60), (2.0, 64)))
    assert is_mostly_heard(take)
    assert not is_mostly_heard(seen((1.0, 60)))
    assert not is_mostly_heard(Take((), 5.0, "piano"))


def test_pitches_that_were_made_up_go_to_the_key_that_is_heard() -> None:
    scale = [61, 63, 65, 66, 68, 70, 72, 73]
    part = heard(*((0.5 * k, pitch) for k, pitch in enumerate(scale)))
    notes = with_heard(seen((9.0, 62), (9.5, 64), instrument="violin"), part).notes
    assert [n.pitch for n in notes if n.onset_s >= 9.0] == [61, 63]
    kept = with_heard(seen((9.0, 62), (9.5, 64), instrument="piano"), part).notes
    assert [n.pitch for n in kept if n.onset_s >= 9.0] == [62, 64]
