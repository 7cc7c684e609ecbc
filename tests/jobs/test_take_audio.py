"""A changed note is heard by its difference, exactly as if the whole take were made anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from foley_post.core.progress import ignore_progress
from foley_post.errors import SynthesizerMissing
from foley_post.jobs.take_audio import Voice, VoiceChange, changed_notes
from foley_post.midi.notes import Note, Take
from foley_post.render.stems import RenderSettings
from foley_post.render.synth import synthesizer_name


def _take() -> Take:
    notes = tuple(Note(0.31 * n + 0.0137, 0.2, 55 + 2 * n, 70 + n) for n in range(7))
    return Take(notes, 2.5, "piano", controllers={11: ((0.0, 100.0), (1.0, 80.0))})


def _raised(take: Take, index: int, by: int) -> Take:
    notes = list(take.notes)
    notes[index] = replace(notes[index], pitch=notes[index].pitch + by)
    return take.with_notes(notes)


def test_adding_the_difference_gives_the_changed_take() -> None:
    try:
        synthesizer_name()
    except SynthesizerMissing:
        pytest.skip("no synthesizer is here")
    before, rendering = _take(), RenderSettings()
    after = _raised(before, 3, 1)
    old = Voice(before, rendering).run(ignore_progress)
    new = Voice(after, rendering).run(ignore_progress)
    change = VoiceChange(before, after, rendering, old.gain).run(ignore_progress)
    heard = old.samples.copy()
    at = round(change.start_s * change.rate_hz)
    there = heard[at : at + len(change.samples)]
    there += change.samples[: len(there)]
    wanted = new.samples * np.float32(old.gain / new.gain)
    wrong = np.sqrt(np.mean((heard - wanted) ** 2)) / np.sqrt(np.mean(wanted**2))
    assert wrong < 1e-4  # -80 dB
    assert np.abs(change.samples).max() > 0.001


def test_one_changed_note_is_one_that_went_and_one_that_came() -> None:
    take = _take()
    gone, fresh = changed_notes(take, _raised(take, 2, 1)) or ((), ())
    assert [n.pitch for n in gone] == [59]
    assert [n.pitch for n in fresh] == [60]


def test_a_pin_changes_no_sound() -> None:
    take = _take()
    pinned = take.with_notes([replace(n, pinned=True) for n in take.notes])
    assert changed_notes(take, pinned) == ((), ())


def test_much_or_another_instrument_is_made_anew() -> None:
    take = _take()
    assert changed_notes(take, replace(take, instrument="cello")) is None
    assert changed_notes(take, take.with_notes(replace(n, pitch=40) for n in take.notes)) is None


def test_a_key_struck_while_it_sounds_is_made_anew() -> None:
    take = _take()
    meets = take.with_notes((*take.notes, Note(0.1, 0.3, take.notes[0].pitch, 60)))
    assert changed_notes(take, meets) is None
