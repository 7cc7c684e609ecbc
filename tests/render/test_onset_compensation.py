"""What is heard is in sync: a sound that swells starts early enough, one that speaks does not."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.core.instruments import INSTRUMENTS, Instrument
from foley_post.midi.notes import Note, Take
from foley_post.render.events import Schedule, Strike
from foley_post.render.onset_compensation import MOST_S, WORTH_S, in_time, lag_s
from foley_post.render.soundfont import shipped_soundfont
from foley_post.render.synth import synthesize

RATE_HZ = 48_000
SLOT_S, ONSET_S = 3.8, 0.3  # a harp rings on for seconds
PITCHED = [i for i in INSTRUMENTS.values() if not i.drums]


def heard_ms(one: Instrument, keys: list[int], *, in_time: bool) -> list[float]:
    """When each key's note is heard against its onset: 12 dB below its own first half second."""
    notes = tuple(Note(SLOT_S * i + ONSET_S, 0.8, k, 60 + 20 * (i % 3)) for i, k in enumerate(keys))
    samples = synthesize(
        Take(notes, SLOT_S * len(keys), one.name),
        soundfont=shipped_soundfont(),
        rate_hz=RATE_HZ,
        length_s=SLOT_S * len(keys),
        heard_in_time=in_time,
    )
    found = []
    for i in range(len(keys)):
        piece = samples[round(SLOT_S * i * RATE_HZ) :][: round(0.8 * RATE_HZ)]
        power = (piece.astype(np.float64) ** 2).sum(axis=1).reshape(-1, RATE_HZ // 500).mean(axis=1)
        first = np.flatnonzero(power >= power.max() * 10**-1.2)[0]
        found.append(1000 * (first / 500 - ONSET_S))
    return found


@pytest.mark.parametrize("one", PITCHED, ids=lambda i: i.name)
def test_every_instrument_is_heard_within_10_ms_of_its_notes_and_none_far_off(
    one: Instrument,
) -> None:
    keys = [one.lowest, (2 * one.lowest + one.highest) // 3, (one.lowest + one.highest) // 2,
            (one.lowest + 2 * one.highest) // 3, one.highest]  # fmt: skip
    found = np.abs(heard_ms(one, keys, in_time=True))
    assert np.median(found) <= 10
    assert found.max() <= 25


def test_without_it_a_cello_is_late_and_a_xylophone_is_not() -> None:
    cello, xylophone = INSTRUMENTS["cello"], INSTRUMENTS["xylophone"]
    assert max(heard_ms(cello, [40, 50, 60], in_time=False)) > 40
    assert max(heard_ms(xylophone, [70, 80, 90], in_time=False)) <= 6


def test_the_lag_of_a_known_swell() -> None:
    times = np.arange(RATE_HZ) / RATE_HZ
    tone = np.sin(2 * np.pi * 440 * times)
    swell = np.minimum(1, times / 0.2)  # 12 dB below its end at a quarter of its way
    both = np.stack([tone * swell, tone * swell], axis=1).astype(np.float32)
    assert lag_s(both, RATE_HZ) == pytest.approx(0.05, abs=0.005)
    assert lag_s(np.stack([tone, tone], axis=1).astype(np.float32), RATE_HZ) == 0.0
    assert lag_s(np.zeros((RATE_HZ, 2), np.float32), RATE_HZ) == 0.0
    assert WORTH_S < MOST_S


def test_a_note_that_starts_earlier_ends_the_one_before_it_of_its_pitch() -> None:
    plan = Schedule(
        ((0, 40),),
        (Strike(100, 5_000, 0, 60, 80), Strike(5_000, 9_000, 0, 60, 80), Strike(20, 50, 0, 62, 8)),
        (),
        10_000,
    )
    moved = in_time(plan, {(0, 60): 0.05, (0, 62): 0.02}, 48_000)
    assert [(s.start, s.end, s.pitch) for s in moved.strikes] == [
        (0, 2_600, 60), (0, 50, 62), (2_600, 9_000, 60),
    ]  # fmt: skip
    assert in_time(plan, {}, 48_000) is plan
