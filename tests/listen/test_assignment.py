"""Heard notes are given to the players who make them."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.core.instruments import instrument
from foley_post.listen.assignment import SeenPlayer, assign
from foley_post.listen.network import RATE_HZ
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.render.soundfont import shipped_soundfont
from foley_post.render.synth import synthesize


def part(name: str, pitches: list[int], first_s: float, step_s: float) -> tuple[Note, ...]:
    return tuple(
        Note(first_s + step_s * k, 0.8 * step_s, p, 80, Evidence.HEARD)
        for k, p in enumerate(pitches)
    )


def moving(name: str, notes: tuple[Note, ...], share: float, seed: int) -> SeenPlayer:
    """Somebody of whose strokes a share is seen, 30 ms off."""
    rng = np.random.default_rng(seed)
    seen = [n.onset_s + rng.normal(0, 0.03) for n in notes if rng.random() < share]
    return SeenPlayer(instrument(name), np.array(seen), np.full(len(seen), 0.8))


def test_who_moves_with_a_note_plays_it() -> None:
    high, low = part("violin", [74] * 12, 0.5, 0.7), part("violin", [72] * 12, 0.81, 0.83)
    both = sorted([*high, *low], key=lambda n: n.onset_s)
    players = [moving("violin", high, 0.8, 1), moving("violin", low, 0.8, 2)]
    given = assign(both, players)
    right = np.array([0 if n.pitch == 74 else 1 for n in both])
    assert (given.player == right).mean() > 0.85
    assert given.margin > 0.6


def test_the_tone_tells_those_apart_who_are_hardly_seen() -> None:
    scale = [67, 69, 71, 72, 74, 71, 72, 69, 67, 71, 74, 72] * 2
    plucked, blown = part("guitar", scale, 0.5, 0.61), part("flute", scale[::-1], 0.8, 0.73)
    sound = sum(
        synthesize(
            Take(notes, 19.0, name), soundfont=shipped_soundfont(), rate_hz=RATE_HZ, length_s=19.0
        ).mean(axis=1)
        for name, notes in (("guitar", plucked), ("flute", blown))
    )
    both = sorted([*plucked, *blown], key=lambda n: n.onset_s)
    right = np.array([0 if n in plucked else 1 for n in both])
    without, heard = [], []
    for seed in range(6):
        players = [moving("guitar", plucked, 0.6, seed), moving("flute", blown, 0.3, seed + 50)]
        without.append((assign(both, players).player == right).mean())
        heard.append((assign(both, players, sound).player == right).mean())
    assert np.mean(heard) > 0.8
    assert np.mean(heard) > np.mean(without) + 0.15


def test_nobody_is_given_what_the_instrument_cannot_play() -> None:
    deep = part("tuba", [36, 38, 40, 41] * 3, 0.5, 0.6)
    players = [moving("flute", deep, 0.9, 5), moving("tuba", deep, 0.3, 6)]
    assert (assign(deep, players).player == 1).all()


def test_one_player_gets_all() -> None:
    notes = part("flute", [40, 72], 0.5, 0.5)
    given = assign(notes, [moving("flute", (), 0.5, 7)])
    assert given.player.tolist() == [0, 0]
    assert given.sure.tolist() == [1.0, 1.0]


def test_whoever_cannot_be_told_apart_is_given_with_little_sureness() -> None:
    notes = part("violin", [72] * 10, 0.5, 0.5)
    players = [moving("violin", notes, 1.0, 8)] * 2
    assert assign(notes, players).margin < 0.65


def test_somebody_must_be_there() -> None:
    with pytest.raises(ValueError, match="somebody"):
        assign(part("violin", [72], 0.5, 0.5), [])
    with pytest.raises(ValueError, match="sureness"):
        SeenPlayer(instrument("violin"), np.zeros(2), np.zeros(3))
