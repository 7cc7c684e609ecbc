"""A sound is split by player, and the parts add up to it."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.core.progress import Progress
from foley_post.errors import Cancelled
from foley_post.listen.network import RATE_HZ
from foley_post.listen.separation import split_by_player
from foley_post.midi.notes import Note, Take
from foley_post.render.soundfont import shipped_soundfont
from foley_post.render.synth import synthesize


def part(name: str, pitches: list[int], first_s: float, step_s: float):
    notes = tuple(Note(first_s + step_s * k, 0.9 * step_s, p, 80) for k, p in enumerate(pitches))
    take = Take(notes, 7.0, name)
    sound = synthesize(take, soundfont=shipped_soundfont(), rate_hz=RATE_HZ, length_s=7.0)
    return notes, sound


def ratio_db(true: np.ndarray, found: np.ndarray) -> float:
    return float(10 * np.log10((true**2).sum() / ((true - found) ** 2).sum()))


@pytest.fixture(scope="module")
def duo():
    cello = part("cello", [43, 45, 47, 48, 50, 48, 47, 45], 0.3, 0.8)
    flute = part("flute", [76, 79, 81, 79, 77, 76, 74, 72, 74, 76], 0.5, 0.6)
    return (cello[0], flute[0]), (cello[1], flute[1])


def test_each_player_is_far_clearer_than_in_the_mixture(duo) -> None:
    notes, sounds = duo
    mixture = sounds[0] + sounds[1]
    split = split_by_player(mixture, notes, RATE_HZ)
    for true, stem in zip(sounds, split.stems, strict=True):
        assert ratio_db(true, stem) > 8
        assert ratio_db(true, stem) > ratio_db(true, mixture) + 8


def test_the_stems_and_the_rest_add_up_to_the_sound(duo) -> None:
    notes, sounds = duo
    hiss = 0.01 * np.random.default_rng(0).standard_normal(sounds[0].shape)
    mixture = (sounds[0] + sounds[1] + hiss).astype(np.float32)
    split = split_by_player(mixture, notes, RATE_HZ)
    together = np.sum([*split.stems, split.rest], axis=0)
    assert ratio_db(mixture, together) > 100
    assert (split.rest**2).mean() > 0.2 * (hiss**2).mean()


def test_pieces_of_a_long_sound_join_without_a_seam(duo, monkeypatch: pytest.MonkeyPatch) -> None:
    notes, sounds = duo
    mixture = sounds[0] + sounds[1]
    monkeypatch.setattr("foley_post.listen.separation._PIECE_S", 3.0)
    monkeypatch.setattr("foley_post.listen.separation._OVERLAP_S", 0.5)
    told: list[Progress] = []
    split = split_by_player(mixture, notes, RATE_HZ, watcher=told.append)
    assert len(told) == 3
    assert ratio_db(mixture, np.sum([*split.stems, split.rest], axis=0)) > 100
    for true, stem in zip(sounds, split.stems, strict=True):
        assert ratio_db(true, stem) > 7


def test_without_notes_all_is_rest() -> None:
    sound = np.random.default_rng(0).standard_normal((RATE_HZ, 1)).astype(np.float32)
    split = split_by_player(sound, [(), ()], RATE_HZ)
    assert not any(stem.any() for stem in split.stems)
    assert np.array_equal(split.rest, sound)
    assert np.array_equal(split_by_player(sound, [], RATE_HZ).rest, sound)


def test_splitting_can_be_stopped(duo) -> None:
    notes, sounds = duo

    def stop(progress: Progress) -> None:
        raise Cancelled("stop")

    with pytest.raises(Cancelled):
        split_by_player(sounds[0], notes, RATE_HZ, watcher=stop)


def test_what_nobody_plays_is_not_given_to_a_player_without_notes(duo) -> None:
    notes, sounds = duo
    mixture = (sounds[0] + sounds[1]).astype(np.float32)
    split = split_by_player(mixture, [notes[0], []], RATE_HZ)
    assert not split.stems[1].any()
    assert (split.rest**2).mean() > 0.3 * (sounds[1] ** 2).mean()


def test_a_quiet_sound_is_split_like_a_loud_one(duo) -> None:
    notes, sounds = duo
    mixture = (sounds[0] + sounds[1]).astype(np.float32)
    loud = split_by_player(mixture, notes, RATE_HZ).stems[0]
    quiet = split_by_player(mixture * np.float32(1e-3), notes, RATE_HZ).stems[0]
    assert ratio_db(loud, 1e3 * quiet) > 20
