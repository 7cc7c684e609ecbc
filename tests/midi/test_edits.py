"""Edits do what they are called, hold sync, and can be undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from drawn_takes import held_onsets, sound_music, takes
from hypothesis import given, settings

from foley_post.errors import UsageError
from foley_post.midi import edits
from foley_post.midi.notes import Evidence, Note, Take

EDITS: dict[str, Callable[[Take], Take]] = {
    "transpose": lambda t: edits.transpose(t, 7),
    "move": lambda t: edits.move(t, 0.123),
    "quantise": lambda t: edits.quantise(t, 0.25),
    "humanise": lambda t: edits.humanise(t, 3),
    "stretch": lambda t: edits.stretch(t, 1.7),
    "legato": edits.legato,
    "louder": lambda t: edits.scale_velocity(t, 2.5),
    "softer": lambda t: edits.set_velocity(t, 0),
    "pin": edits.pin,
    "split": lambda t: edits.split(t, 2.0),
    "double": lambda t: edits.duplicate(t, 12),
    "accent": lambda t: edits.articulate(t, "accent"),
    "insert": lambda t: edits.insert(t, Note(1.0, 0.5, 65, 90)),
    "paste": lambda t: edits.paste(t, edits.copy(t), 0.5) if t.notes else t,
    "cut": edits.cut_to_length,
}


@pytest.mark.parametrize("name", EDITS)
@settings(max_examples=15, deadline=None)
@given(take=takes())
def test_no_edit_moves_an_onset_the_picture_holds(name: str, take: Take) -> None:
    after = EDITS[name](take)
    sound_music(after)
    assert held_onsets(after) <= held_onsets(take)


def a_take(*onsets_s: float, evidence: Evidence = Evidence.SEEN) -> Take:
    notes = tuple(Note(t, 0.2, 60 + 2 * i, 80, evidence) for i, t in enumerate(onsets_s))
    return Take(notes, 4.0, "piano")


@pytest.mark.parametrize(("percent", "expected"), [(0, 1.1), (50, 1.05), (100, 1.0)])
def test_quantising_follows_how_loose_sync_is(percent: float, expected: float) -> None:
    after = edits.quantise(a_take(1.1), 0.5, loosen_percent=percent)
    assert after.notes[0].onset_s == pytest.approx(expected)


def test_a_note_nobody_saw_moves_freely() -> None:
    after = edits.move(a_take(1.1, evidence=Evidence.INVENTED), 0.4)
    assert after.notes[0].onset_s == pytest.approx(1.5)


def test_only_chosen_notes_change() -> None:
    after = edits.transpose(a_take(0.0, 1.0, 2.0), 1, {1})
    assert [n.pitch for n in after.notes] == [60, 63, 64]


def test_what_is_copied_is_pasted_where_it_is_wanted() -> None:
    take = a_take(0.5, 1.0)
    after = edits.paste(take, edits.copy(take, {0, 1}), 2.0)
    assert [n.onset_s for n in after.notes] == [0.5, 1.0, 2.0, 2.5]
    assert after.notes[2].pinned
    assert after.notes[2].evidence is Evidence.INVENTED


def test_staccato_shortens_and_pizzicato_is_unknown_to_a_piano() -> None:
    take = a_take(0.5)
    assert edits.articulate(take, "staccato").notes[0].length_s == pytest.approx(0.09)
    with pytest.raises(UsageError, match="no articulation 'pizzicato'"):
        edits.articulate(take, "pizzicato")


def test_a_note_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="no note 7"):
        edits.delete(a_take(0.5), [7])


def test_a_hundred_and_one_percent_of_looseness_is_refused() -> None:
    with pytest.raises(UsageError, match="outside 0 to 100"):
        edits.quantise(a_take(0.5), 0.5, loosen_percent=101)
