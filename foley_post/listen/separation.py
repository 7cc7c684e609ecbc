"""A sound split by player: each gets what their notes explain, the rest is a stem of its own.

Score-informed factorisation: the spectrogram is a sum of templates, one a player and pitch (its
harmonics) and one a player (its attacks), each sounding only where that player's notes are. They
are fitted to the sound (Kullback-Leibler divergence, multiplicative updates; Lee and Seung, 2001;
Ewert and Mueller, 2012), and every bin of the spectrogram is shared out as they explain it. The
stems and the rest add up to the sound: the rest is what is left. Where several play, a network that
learned from mixtures corrects how bins are shared (`foley_post.listen.mask_network`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.progress import Progress, Watcher, ignore_progress
from foley_post.listen.mask_network import HIGHEST_HZ, MaskNetwork, shipped_mask_network
from foley_post.midi.notes import Note

__all__ = ["Split", "shared_by_notes", "split_by_player", "transformed"]

_WINDOW_S, _HOPS = 0.093, 4
_PIECE_S, _OVERLAP_S = 45.0, 2.0
_ROUNDS = 40
_PARTIALS = 24
_NEAR = 0.025
_EARLY_S, _RELEASE_S, _ATTACK_S = 0.03, 0.35, 0.06
_QUIET_PERCENT = 10.0
_TINY, _LEAST_POWER = 1e-9, 1e-30

Samples: TypeAlias = npt.NDArray[np.float32]
Floats: TypeAlias = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Split:
    """``stems``: one a player, ``(N, C)`` float32; ``rest (N, C)``: what no note explains. Together
    they are the sound.
    """

    stems: tuple[Samples, ...]
    rest: Samples


def split_by_player(
    sound: Samples,
    players: Sequence[Sequence[Note]],
    rate_hz: int,
    *,
    masks: MaskNetwork | None = None,
    watcher: Watcher = ignore_progress,
) -> Split:
    """Split ``sound (N, C)`` at ``rate_hz`` by the notes of each of the ``players``; onsets are in
    seconds from its first sample. ``masks`` is the shipped network unless it is given.

    Long sounds are split in pieces of 45 s that fade into one another. Raises Cancelled,
    ModelMissing, WeightsRefused.
    """
    masks = masks or shipped_mask_network()
    stems = [np.zeros_like(sound) for _ in players]
    piece, overlap = round(_PIECE_S * rate_hz), round(_OVERLAP_S * rate_hz)
    starts = list(range(0, max(len(sound) - overlap, 1), piece - overlap))
    for number, first in enumerate(starts):
        watcher(Progress("splitting", number, len(starts)))
        last = min(first + piece, len(sound))
        fade = _fade(last - first, overlap if first else 0, overlap if last < len(sound) else 0)
        moved = [_inside(notes, first / rate_hz, last / rate_hz) for notes in players]
        for stem, part in zip(stems, _split(sound[first:last], moved, rate_hz, masks), strict=True):
            stem[first:last] += part * fade[:, None]
    rest = sound - np.sum(stems, axis=0, dtype=np.float32) if stems else sound.copy()
    return Split(tuple(stems), rest)


def _fade(length: int, rise: int, fall: int) -> Floats:
    fade = np.ones(length, np.float32)
    if rise:
        fade[:rise] = np.linspace(0, 1, rise, dtype=np.float32)
    if fall:
        fade[-fall:] = np.linspace(1, 0, fall, dtype=np.float32)
    return fade


def _inside(notes: Sequence[Note], start_s: float, end_s: float) -> list[tuple[float, float, int]]:
    """``(onset_s, end_s, pitch)`` of the notes that sound between, counted from ``start_s``."""
    return [
        (n.onset_s - start_s, n.end_s - start_s, n.pitch)
        for n in notes
        if n.end_s + _RELEASE_S > start_s and n.onset_s < end_s
    ]


def _split(
    sound: Samples,
    players: Sequence[Sequence[tuple[float, float, int]]],
    rate_hz: int,
    masks: MaskNetwork,
) -> list[Samples]:
    """One piece's stems."""
    import scipy.signal

    if not any(players) or not sound.any():
        return [np.zeros_like(sound) for _ in players]
    wide, shared = _window(rate_hz)
    times_s, spectra = transformed(sound, rate_hz)
    heard = np.sqrt((np.abs(spectra) ** 2).mean(axis=0)).astype(np.float32) + _TINY
    shares = shared_by_notes(heard, times_s, players, rate_hz)
    if sum(map(bool, players)) > 1:
        low = round(HIGHEST_HZ / (rate_hz / 2) * (len(heard) - 1)) + 1
        shares[:, :low] = masks.corrected(heard[:low], shares[:, :low])
    stems = []
    for share in shares[:-1]:
        _, stem = scipy.signal.istft(spectra * share, rate_hz, nperseg=wide, noverlap=shared)
        stem = stem.T[: len(sound)]
        stems.append(np.pad(stem, ((0, len(sound) - len(stem)), (0, 0))).astype(np.float32))
    return stems


def _window(rate_hz: int) -> tuple[int, int]:
    """How many samples a transform sees, and how many of them the next one shares."""
    hop = max(round(_WINDOW_S * rate_hz / _HOPS), 1)
    return _HOPS * hop, (_HOPS - 1) * hop


def transformed(
    sound: Samples, rate_hz: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.complex64]]:
    """``(T,)`` seconds and ``(C, F, T)`` spectra of ``sound (N, C)``."""
    import scipy.signal

    wide, shared = _window(rate_hz)
    _, times_s, spectra = scipy.signal.stft(sound.T, rate_hz, nperseg=wide, noverlap=shared)
    return times_s, spectra


def shared_by_notes(
    heard: Floats,
    times_s: npt.NDArray[np.float64],
    players: Sequence[Sequence[tuple[float, float, int]]],
    rate_hz: int,
) -> Floats:
    """``(K + 1, F, T)``: whose each bin of ``heard (F, T)`` is by the notes alone, nobody's last.
    The notes are onset and end in seconds and a pitch.
    """
    templates, gains, owner = _templates(players, heard.shape[0], times_s, rate_hz)
    templates, gains = _with_background(templates, gains, heard)
    owner = np.append(owner, [len(players)] * 2)
    _fit(heard, templates, gains)
    parts = [(templates[:, owner == k] @ gains[owner == k]) ** 2 for k in range(len(players) + 1)]
    together = np.sum(parts, axis=0) + _LEAST_POWER
    shares: Floats = np.stack([part / together for part in parts])
    return shares


def _templates(
    players: Sequence[Sequence[tuple[float, float, int]]],
    bins: int,
    times_s: npt.NDArray[np.float64],
    rate_hz: int,
) -> tuple[Floats, Floats, npt.NDArray[np.intp]]:
    """``(F, K)`` first templates, ``(K, T)`` first gains, of which 0 stays 0, and whose each is
    ``(K,)``.
    """
    columns, rows, owner = [], [], []
    hertz = np.linspace(0, rate_hz / 2, bins)
    for player, notes in enumerate(players):
        for pitch in sorted({p for _, _, p in notes}):
            columns.append(_harmonics(pitch, hertz))
            rows.append(
                _where(times_s, [(a - _EARLY_S, b + _RELEASE_S) for a, b, p in notes if p == pitch])
            )
            owner.append(player)
        if notes:
            columns.append(np.ones(bins, np.float32))
            rows.append(0.1 * _where(times_s, [(a - _EARLY_S, a + _ATTACK_S) for a, _, _ in notes]))
            owner.append(player)
    return np.stack(columns, axis=1), np.stack(rows), np.array(owner, np.intp)


def _harmonics(pitch: int, hertz: npt.NDArray[np.float64]) -> Floats:
    """Lobes around the harmonics of ``pitch``, falling with their number."""
    ground = 440.0 * 2 ** ((pitch - 69) / 12)
    bin_hz = hertz[1]
    template = np.zeros(len(hertz))
    for k in range(1, _PARTIALS + 1):
        if ground * k > hertz[-1]:
            break
        reach = max(_NEAR * ground * min(k, 4), 2 * bin_hz)
        template += np.maximum(0, 1 - np.abs(hertz - ground * k) / reach) / k
    return template.astype(np.float32)


def _where(times_s: npt.NDArray[np.float64], spans: Sequence[tuple[float, float]]) -> Floats:
    """``(T,)``: 1 inside any of the spans, else 0."""
    inside = np.zeros(len(times_s), np.float32)
    for start_s, end_s in spans:
        inside[(times_s >= start_s) & (times_s <= end_s)] = 1
    return inside


def _with_background(templates: Floats, gains: Floats, heard: Floats) -> tuple[Floats, Floats]:
    """With what sounds all the time, and one part that is free."""
    floor = np.percentile(heard, _QUIET_PERCENT, axis=1).astype(np.float32) + _TINY
    steady = np.ones((1, heard.shape[1]), np.float32)
    level = heard.mean() / heard.mean(axis=0).max()
    free = heard.mean(axis=1, keepdims=True)
    return (
        np.concatenate([templates, floor[:, None], free], axis=1),
        np.concatenate([gains * heard.mean(), steady, 0.1 * level * steady]),
    )


def _fit(heard: Floats, templates: Floats, gains: Floats) -> None:
    """Fit templates and gains to ``heard (F, T)``, in place."""
    for _ in range(_ROUNDS):
        ratio = heard / (templates @ gains + _TINY)
        gains *= (templates.T @ ratio) / (templates.sum(axis=0)[:, None] + _TINY)
        ratio = heard / (templates @ gains + _TINY)
        templates *= (ratio @ gains.T) / (gains.sum(axis=1)[None, :] + _TINY)
        size = templates.sum(axis=0) + _TINY
        templates /= size
        gains *= size[:, None]
