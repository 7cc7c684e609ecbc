"""Whatever is done to a take, in whatever order, an instrument can play it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import mido
import pytest
from drawn_takes import sound_music, takes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foley_post.core.instruments import INSTRUMENTS, instrument
from foley_post.midi import edits
from foley_post.midi.comping import best_of
from foley_post.midi.expression import strummed
from foley_post.midi.harmony import Key, to_key
from foley_post.midi.midi_files import write_midi
from foley_post.midi.notes import Note, Take
from foley_post.midi.playable import playable
from foley_post.midi.revoice import revoice
from foley_post.midi.styles import shipped_styles
from foley_post.midi.styling import apply_style

Change = Callable[[Take], Take]

STYLED: dict[str, Change] = {
    f"style {name}": lambda t, name=name: apply_style(t, name, loosen_percent=60)  # type: ignore[misc]
    for name in shipped_styles()
}
VOICED: dict[str, Change] = {
    f"as {name}": lambda t, name=name: revoice(t, name)  # type: ignore[misc]
    for name in INSTRUMENTS
}
EDITED: dict[str, Change] = {
    "transposed": lambda t: edits.transpose(t, 19),
    "moved": lambda t: edits.move(t, 0.31, loosen_percent=100),
    "quantised": lambda t: edits.quantise(t, 0.5, loosen_percent=100),
    "stretched": lambda t: edits.stretch(t, 2.5, loosen_percent=30),
    "legato": edits.legato,
    "split": lambda t: edits.split(t, 2.0),
    "doubled": lambda t: edits.duplicate(t, 12),
    "pasted": lambda t: edits.paste(t, edits.copy(t), 0.4) if t.notes else t,
    "in a key": lambda t: to_key(t, Key(8)),
    "strummed": strummed,
    "comped": lambda t: best_of([t, edits.transpose(t, 5)], (0.0, 1.3, 4.0)),
}
CHANGES = {**STYLED, **VOICED, **EDITED}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(takes(), st.lists(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=6))
def test_after_any_changes_no_note_is_stuck_overlapping_or_out_of_range(
    take: Take, names: list[str]
) -> None:
    for name in names:
        take = CHANGES[name](take)
        sound_music(take)


NOTES = st.lists(
    st.builds(
        Note,
        onset_s=st.floats(0, 3),
        length_s=st.floats(0.005, 2),
        pitch=st.integers(0, 127),
        velocity=st.integers(1, 127),
        pinned=st.booleans(),
    ),
    max_size=30,
)


@settings(max_examples=100, deadline=None)
@given(NOTES, st.sampled_from(sorted(INSTRUMENTS)))
def test_any_notes_become_playable_without_a_new_onset(notes: list[Note], name: str) -> None:
    played = instrument(name)
    kept = playable(notes, played)
    sound_music(Take(kept, 8.0, name))
    assert {n.onset_s for n in kept} <= {n.onset_s for n in notes}
    for note in kept:
        assert sum(n.onset_s <= note.onset_s < n.end_s for n in kept) <= played.voices
    assert playable(kept, played) == kept


def test_a_pinned_note_stays_where_it_is_in_a_chord_too_wide() -> None:
    chord = [Note(1.0 + 0.001 * i, 1.0, 60 + 3 * i, 90, pinned=i == 2) for i in range(5)]
    for name in ("violin", "flute", "guitar"):
        assert chord[2] in playable(chord, instrument(name))


@pytest.mark.parametrize("name", ["piano", "violin", "drums"])
def test_every_note_of_a_written_file_is_let_go(tmp_path: Path, name: str) -> None:
    played = instrument(name)
    notes = [Note(0.1 * i, 0.35, played.lowest + i % 5, 80) for i in range(40)]
    take = apply_style(Take(playable(notes, played), 5.0, name), "jazz")
    write_midi(take, tmp_path / "a.mid")
    down: Counter[int] = Counter()
    for message in mido.MidiFile(tmp_path / "a.mid"):
        if message.type == "note_on" and message.velocity:
            down[message.note] += 1
            assert down[message.note] == 1, "struck again before it was let go"
        elif message.type in ("note_on", "note_off"):
            down[message.note] -= 1
    assert not +down
