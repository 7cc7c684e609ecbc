"""Both synthesizers, on the same takes: every note at its sample, every instrument heard."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest

from foley_post.core.instruments import INSTRUMENTS
from foley_post.errors import SynthesizerMissing
from foley_post.midi.notes import Note, Take
from foley_post.render import synth
from foley_post.render.soundfont import shipped_soundfont
from foley_post.render.synth import synthesize


@pytest.fixture(params=["fluidsynth", "tinysoundfont"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    pytest.importorskip(request.param)
    monkeypatch.setattr(synth, "synthesizer_name", lambda: request.param)
    return str(request.param)


def sounding(take: Take, length_s: float, **more: float) -> np.ndarray:
    font = shipped_soundfont()
    return synthesize(take, soundfont=font, rate_hz=48_000, length_s=length_s, **more)


def test_every_note_begins_at_its_own_sample(engine: str) -> None:
    for onset_s in (0.0, 0.31007, 1.02029):
        take = Take((Note(onset_s, 0.05, 84, 110),), 2.0, "xylophone")
        heard = sounding(take, 1.5, lead_s=0.25)
        first = np.flatnonzero(np.abs(heard).max(axis=1) > 0)[0]
        assert 0 <= first - round((0.25 + onset_s) * 48_000) <= 1
        assert heard.shape == (84_000, 2)
        assert heard.dtype == np.float32


def test_notes_do_not_move_each_other() -> None:
    notes = tuple(Note(0.1003 * i, 0.05, 84 + i, 110) for i in range(5))
    together = sounding(Take(notes, 1.0, "xylophone"), 1.0)
    alone = sum(sounding(Take((n,), 1.0, "xylophone"), 1.0) for n in notes)
    assert np.abs(together - alone).max() < 1e-5


def test_every_key_of_every_instrument_is_heard() -> None:
    for one in INSTRUMENTS.values():
        keys = range(one.lowest, one.highest + 1)
        notes = tuple(Note(0.25 * i, 0.15, k, 80) for i, k in enumerate(keys))
        heard = sounding(Take(notes, 0.25 * len(notes), one.name), 0.25 * len(notes) + 1)
        peaks = [np.abs(heard[a:b]).max() for a, b in pairwise(range(0, len(heard), 12_000))]
        silent = [k for k, peak in zip(keys, peaks, strict=False) if peak < 0.01]
        assert silent == [], one.name


def test_a_held_pedal_lets_a_note_ring_until_it_comes_up(engine: str) -> None:
    note = Note(0.0, 0.2, 60, 100)
    plain = Take((note,), 2.0, "accordion")
    held = Take((note,), 2.0, "accordion", controllers={64: ((0.0, 127.0), (1.0, 0.0))})
    late = slice(round(0.7 * 48_000), round(0.9 * 48_000))
    assert np.abs(sounding(plain, 2.0)[late]).max() < 1e-3
    heard = sounding(held, 2.0)
    assert np.abs(heard[late]).max() > 0.01
    assert np.abs(heard[round(1.6 * 48_000) :]).max() < 1e-3


def test_loud_chords_are_not_clipped() -> None:
    notes = tuple(Note(0.0, 1.0, k, 127) for k in range(40, 80))
    heard = sounding(Take(notes, 1.0, "piano"), 1.0)
    assert np.abs(heard).max() > 1.0
    assert np.isfinite(heard).all()


def test_the_same_take_sounds_the_same(engine: str) -> None:
    take = Take(tuple(Note(0.1 * i, 0.3, 60 + i, 90) for i in range(8)), 1.0, "violin")
    assert sounding(take, 1.5).tobytes() == sounding(take, 1.5).tobytes()


def test_without_a_synthesizer_the_error_says_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "fluidsynth", None)
    monkeypatch.setitem(sys.modules, "tinysoundfont", None)
    with pytest.raises(SynthesizerMissing, match="apt-get install libfluidsynth3"):
        sounding(Take((Note(0.0, 0.1, 60, 90),), 1.0, "piano"), 1.0)


def test_nothing_is_printed_by_the_library_where_ci_is_set() -> None:
    asked = "from foley_post.render.synth_fluid import fluidsynth_library as f; f()"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "CI": "true"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == ""
