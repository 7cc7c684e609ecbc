"""Mixtures of clips: how the notes share them out, and how they should be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.files import finished
from foley_post.listen.network import RATE_HZ
from foley_post.listen.separation import shared_by_notes, transformed
from foley_post.train.listener.clips import CLIP_S, Clip, Clips

__all__ = ["NOTES_AS", "Mixture", "make_mixtures", "mixture", "read_mixture"]

LENGTH_S = 6.0
NOTES_AS = ("true", "near", "off", "heard")
"""The notes that are given: all of them as they are; 12 ms off and one in twelve missing; 30 ms off
and one in seven missing; as heard, some given to the wrong player and some made up."""
_NOTES_ODDS = (0.25, 0.25, 0.15, 0.35)
_OFF_S = {"near": 0.012, "off": 0.03, "heard": 0.012}
_MISSING = {"near": 0.08, "off": 0.15, "heard": 0.08}
_WRONG, _MADE_UP = 0.12, 0.05
_TRIO_SHARE, _NOISE_SHARE = 0.2, 0.5
_LEVEL, _GAIN_DB, _NOISE_DB = 0.05, (-6.0, 6.0), (-25.0, -6.0)
_FEWEST_NOTES = 6
_SAMPLES = round(LENGTH_S * RATE_HZ)

Floats: TypeAlias = npt.NDArray[np.float32]
Rows: TypeAlias = list[tuple[float, float, int]]


@dataclass(frozen=True, slots=True)
class Mixture:
    """``heard (F, T)`` magnitudes; ``shares`` and ``ideal (K + 1, F, T)``: by the notes, and as the
    parts truly are, nobody's last; ``notes_as`` one of `NOTES_AS`.
    """

    heard: Floats
    shares: Floats
    ideal: Floats
    notes_as: str


def make_mixtures(clips: Clips, folder: Path, seeds: range) -> None:
    """One file a seed; those that are there stay."""
    for seed in seeds:
        path = folder / f"{seed:05d}.npz"
        made = None if path.exists() else mixture(clips, seed)
        if made is None:
            continue
        halves = (made.heard * 100, made.shares, made.ideal)
        heard, shares, ideal = (part.astype(np.float16) for part in halves)
        with finished(path) as draft, draft.open("wb") as file:
            np.savez(file, heard=heard, shares=shares, ideal=ideal, notes_as=made.notes_as)


def read_mixture(path: Path) -> Mixture:
    """A mixture that was written."""
    with np.load(path) as kept:
        heard, shares, ideal = (kept[n].astype(np.float32) for n in ("heard", "shares", "ideal"))
        return Mixture(heard / 100, shares, ideal, str(kept["notes_as"]))


def mixture(clips: Clips, seed: int) -> Mixture | None:
    """The mixture of that seed; None where a player is left without a note."""
    rng = np.random.default_rng(seed)
    players = 3 if rng.random() < _TRIO_SHARE else 2
    music = [clip for clip in clips.all if len(clip.notes) >= _FEWEST_NOTES]
    parts, notes = zip(
        *(_part(music[k], rng) for k in rng.choice(len(music), players, replace=False)), strict=True
    )
    notes_as = str(rng.choice(NOTES_AS, p=_NOTES_ODDS))
    given = _given(notes, notes_as, rng)
    if not all(given):
        return None
    parts = (*parts, _noise(clips.without_notes, rng))
    times_s, whole = transformed(np.sum(parts, axis=0)[:, None], RATE_HZ)
    spectrum = whole[0]
    heard = np.abs(spectrum).astype(np.float32) + np.float32(1e-9)
    alone = np.stack([transformed(part[:, None], RATE_HZ)[1][0] for part in parts])
    # The real mask that comes nearest to the part.
    ideal = (alone * np.conj(spectrum)).real / (np.abs(spectrum) ** 2 + 1e-12)
    shares = shared_by_notes(heard, times_s, given, RATE_HZ)
    return Mixture(heard, shares, np.clip(ideal, 0, 1).astype(np.float32), notes_as)


def _part(clip: Clip, rng: np.random.Generator) -> tuple[Floats, Rows]:
    start_s = rng.uniform(0, CLIP_S - LENGTH_S)
    first = int(start_s * RATE_HZ)
    sound = _levelled(clip.sound[first : first + _SAMPLES], rng.uniform(*_GAIN_DB))
    spans = [(o - start_s, o + length - start_s, int(p)) for o, p, length, _ in clip.notes.tolist()]
    return sound, [row for row in spans if row[1] > 0 and row[0] < LENGTH_S]


def _noise(others: Sequence[Clip], rng: np.random.Generator) -> Floats:
    if not others or rng.random() > _NOISE_SHARE:
        return np.zeros(_SAMPLES, np.float32)
    sound = others[int(rng.integers(len(others)))].sound[:_SAMPLES]
    return _levelled(sound, rng.uniform(*_NOISE_DB))


def _levelled(sound: npt.NDArray[np.float16], gain_db: float) -> Floats:
    whole = np.zeros(_SAMPLES, np.float32)
    whole[: len(sound)] = sound
    size = max(float(np.sqrt((whole**2).mean())), 1e-6)
    return whole * np.float32(_LEVEL / size * 10 ** (gain_db / 20))


def _given(notes: Sequence[Rows], notes_as: str, rng: np.random.Generator) -> list[Rows]:
    if notes_as == "true":
        return list(notes)
    given = [_worn(rows, notes_as, rng) for rows in notes]
    if notes_as != "heard":
        return given
    dealt: list[Rows] = [[] for _ in given]
    for player, rows in enumerate(given):
        for row in rows:
            to = player if rng.random() > _WRONG else int(rng.integers(len(given)))
            dealt[to].append(row)
    for rows in dealt:
        for _ in range(rng.poisson(_MADE_UP * len(rows))):
            at_s = rng.uniform(0, LENGTH_S - 0.3)
            rows.append((at_s, at_s + rng.uniform(0.1, 0.6), int(rng.integers(40, 90))))
    return [sorted(rows) for rows in dealt]


def _worn(rows: Rows, notes_as: str, rng: np.random.Generator) -> Rows:
    off_s = rng.normal(0, _OFF_S[notes_as], len(rows))
    return [
        (max(start + d, 0.0), end + d, pitch)
        for (start, end, pitch), d in zip(rows, off_s.tolist(), strict=True)
        if rng.random() > _MISSING[notes_as]
    ]
