"""A synthesizer that stays open makes what a fresh one makes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from foley_post.core.progress import ignore_progress
from foley_post.errors import Cancelled, SynthesizerMissing
from foley_post.jobs.persistent_synth import PersistentSynth
from foley_post.jobs.take_audio import Ready, Voice, VoiceSoon
from foley_post.midi.notes import Note, Take
from foley_post.render.soundfont import shipped_soundfont
from foley_post.render.stems import RenderSettings
from foley_post.render.synth import synthesize, synthesizer_name


@pytest.fixture
def warm() -> Iterator[PersistentSynth]:
    try:
        synthesizer_name()
    except SynthesizerMissing:
        pytest.skip("no synthesizer is here")
    made = PersistentSynth()
    yield made
    made.close()


def _take(instrument: str = "piano", length_s: float = 8.0) -> Take:
    notes = tuple(
        Note(0.2137 * n + 0.01, 0.2, 50 + (n * 5) % 24, 70 + n % 30)
        for n in range(int(length_s * 4))
    )
    return Take(notes, length_s, instrument, controllers={11: ((0.0, 100.0), (3.0, 80.0))})


def _far(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one - other).max() / np.abs(other).max())


@pytest.mark.parametrize("instrument", ["piano", "cello"])
def test_an_open_synthesizer_makes_what_a_fresh_one_makes(
    warm: PersistentSynth, instrument: str
) -> None:
    asked = {"soundfont": shipped_soundfont(), "rate_hz": 48_000, "length_s": 9.0}
    warm.synthesize(_take("flute"), **asked)
    again = warm.synthesize(_take(instrument), **asked)
    assert _far(again, synthesize(_take(instrument), **asked)) < 1e-4


def test_a_long_take_can_be_stopped_on_the_way(warm: PersistentSynth) -> None:
    told: list[float] = []

    def heed(share: float) -> None:
        told.append(share)
        if len(told) == 2:
            raise Cancelled("Cancelled.")

    with pytest.raises(Cancelled):
        warm.synthesize(
            _take(length_s=30.0), soundfont=shipped_soundfont(), rate_hz=48_000, length_s=31.0,
            heed=heed,
        )  # fmt: skip
    assert 0 < told[1] < 0.5


def test_the_next_seconds_are_those_of_the_whole_take(warm: PersistentSynth) -> None:
    take, rendering = _take(), RenderSettings()
    whole = Voice(take, rendering).run(ignore_progress)
    soon = VoiceSoon(take, rendering, 3.31, 2.0, whole.gain).run(ignore_progress)
    at = round(soon.start_s * soon.rate_hz)
    heard = whole.samples[at : at + len(soon.samples)]
    assert len(soon.samples) == 96_000
    wrong = np.sqrt(np.mean((soon.samples - heard) ** 2)) / np.sqrt(np.mean(heard**2))
    assert wrong < 0.02  # the room still rings of what was played before


def test_getting_ready_answers_nothing(warm: PersistentSynth) -> None:
    assert Ready(RenderSettings(), "cello").run(ignore_progress) is None
