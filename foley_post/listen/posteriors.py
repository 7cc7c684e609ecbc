"""What is heard in a sound of any length: how likely each pitch begins, or is held, at each time.

The published network hears two seconds at a time. Windows overlap and their edges, where it knows
the past or the future badly, are left out; every frame lies at its own sample, so that nothing
drifts. What the note network hears beside it is joined with that (`Posteriors.joined_with`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.progress import Progress, Watcher, ignore_progress
from foley_post.listen.network import (
    FRAME_SAMPLES,
    PITCHES,
    RATE_HZ,
    WINDOW_FRAMES,
    WINDOW_SAMPLES,
    ListenerNetwork,
)
from foley_post.listen.note_posteriors import NotePosteriors
from foley_post.listen.windows import Windows

__all__ = ["FRAME_S", "SILENT_DB", "Posteriors", "hear"]

FRAME_S = FRAME_SAMPLES / RATE_HZ
SILENT_DB = -120.0

_NOTE_NETWORK_ONSET, _NOTE_NETWORK_HOLD = 0.61, 0.58
"""What the note network counts beside the published one."""
_EDGE_FRAMES = 15
_KEPT_FRAMES = WINDOW_FRAMES - 2 * _EDGE_FRAMES
_LEVEL_SAMPLES = 1024
_FLUX_SAMPLES = 1024

Floats: TypeAlias = npt.NDArray[np.float32]
Halves: TypeAlias = npt.NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Posteriors:
    """``onset`` and ``hold (T, 88)`` float16, 0..1, for MIDI pitches 21 to 108; ``level_db (T,)``
    the level around each frame, in dB of full scale, `SILENT_DB` at the least; ``flux (T,)`` how
    much the spectrum rises there (any scale of its own, 0 or more); ``middle_hz (T,)`` the
    frequency below which half of the power is.

    Frame ``t`` is `FRAME_S` times ``t`` after the first sample. An hour takes 110 MB.
    """

    onset: Halves
    hold: Halves
    level_db: Floats
    flux: Floats
    middle_hz: Floats

    def __post_init__(self) -> None:
        frames = len(self.level_db)
        if self.flux.shape != (frames,) or self.middle_hz.shape != (frames,):
            raise ValueError(
                f"flux and middle_hz must be ({frames},), got {self.flux.shape} and "
                f"{self.middle_hz.shape}"
            )
        if self.onset.shape != (frames, PITCHES) or self.hold.shape != (frames, PITCHES):
            raise ValueError(
                f"onset and hold must be ({frames}, {PITCHES}), got {self.onset.shape} and "
                f"{self.hold.shape}"
            )

    def joined_with(self, notes: NotePosteriors) -> Posteriors:
        """Together with what the note network has heard in the same sound."""
        onset, hold = notes.finished(len(self.level_db))
        return replace(
            self,
            onset=_mixed(self.onset, onset, _NOTE_NETWORK_ONSET),
            hold=_mixed(self.hold, hold, _NOTE_NETWORK_HOLD),
        )

    @property
    def length_s(self) -> float:
        """How long the sound is."""
        return len(self.level_db) * FRAME_S


def hear(
    blocks: Iterable[Floats],
    *,
    network: ListenerNetwork | None = None,
    beside: NotePosteriors | None = None,
    length_s: float = 0.0,
    watcher: Watcher = ignore_progress,
) -> Posteriors:
    """What the published network hears in ``blocks`` of any length, mono at `RATE_HZ`, one after
    the other.

    ``beside`` is given the same blocks. ``length_s`` is only for the watcher. Raises ModelMissing,
    WeightsRefused, Cancelled.
    """
    network = network or ListenerNetwork()
    hop = _KEPT_FRAMES * FRAME_SAMPLES
    windows = Windows(WINDOW_SAMPLES, hop, _EDGE_FRAMES * FRAME_SAMPLES)
    samples = 0
    heard: list[Posteriors] = []
    for block in blocks:
        samples += len(block)
        if beside is not None:
            beside.add(block)
        for window in windows.whole(block):
            heard.append(_one_window(network, window))
            done_s = len(heard) * _KEPT_FRAMES * FRAME_S
            watcher(Progress("listening", done_s, max(length_s, done_s)))
    for rest in windows.rest():
        last = np.zeros(WINDOW_SAMPLES, np.float32)
        last[: len(rest)] = rest
        heard.append(_one_window(network, last))
    return _joined(heard, samples // FRAME_SAMPLES + 1 if samples else 0)


def _mixed(one: Halves, other: Halves, share: float) -> Halves:
    mixed = np.float32(1 - share) * one + np.float32(share) * other
    return mixed.astype(np.float16)


def _joined(heard: list[Posteriors], frames: int) -> Posteriors:
    """One after the other, ``frames`` of them."""
    if not heard:
        return _nothing(0)
    return Posteriors(
        *(
            np.concatenate([getattr(one, part.name) for one in heard])[:frames]
            for part in fields(Posteriors)
        )
    )


def _nothing(frames: int) -> Posteriors:
    """Digital silence."""
    none = np.zeros((frames, PITCHES), np.float16)
    zero = np.zeros(frames, np.float32)
    return Posteriors(none, none, np.full(frames, SILENT_DB, np.float32), zero, zero)


def _one_window(network: ListenerNetwork, window: Floats) -> Posteriors:
    """What is heard in the window's inner frames."""
    inner = slice(_EDGE_FRAMES, _EDGE_FRAMES + _KEPT_FRAMES)
    level = _levels_db(window)[inner]
    if level.max() <= SILENT_DB:
        return _nothing(_KEPT_FRAMES)
    onset, hold = network.hear(window)
    flux, middle_hz = _spectral(window)
    halves = np.float16
    return Posteriors(
        onset[inner].astype(halves),
        hold[inner].astype(halves),
        level,
        flux[inner],
        middle_hz[inner],
    )


def _spectral(window: Floats) -> tuple[Floats, Floats]:
    """Flux and middle frequency, each ``(WINDOW_FRAMES,)``. Flux is what the compressed spectrum
    rises by against two frames before (Bello et al., IEEE TSAP 2005).
    """
    half = _FLUX_SAMPLES // 2
    padded = np.pad(window / np.abs(window).max(), (half, half + FRAME_SAMPLES))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FLUX_SAMPLES)[::FRAME_SAMPLES]
    shape = np.hanning(_FLUX_SAMPLES).astype(np.float32)
    spectra = np.abs(np.fft.rfft(frames[:WINDOW_FRAMES] * shape, axis=1))
    level = np.log1p(spectra / 3)
    rises = np.zeros(WINDOW_FRAMES, np.float32)
    rises[2:] = np.maximum(level[2:] - level[:-2], 0).sum(axis=1)
    below = np.cumsum(spectra**2, axis=1)
    middle = (below < 0.5 * below[:, -1:]).sum(axis=1) * (RATE_HZ / _FLUX_SAMPLES)
    return rises, middle.astype(np.float32)


def _levels_db(window: Floats) -> Floats:
    """``(WINDOW_FRAMES,)``: the mean power around each frame."""
    power = np.concatenate([[0.0], np.cumsum(window.astype(np.float64) ** 2)])
    middle = np.arange(WINDOW_FRAMES) * FRAME_SAMPLES
    low = np.clip(middle - _LEVEL_SAMPLES // 2, 0, WINDOW_SAMPLES)
    high = np.clip(middle + _LEVEL_SAMPLES // 2, 0, WINDOW_SAMPLES)
    mean = (power[high] - power[low]) / np.maximum(high - low, 1)
    floor = 10 ** (SILENT_DB / 10)
    levels: Floats = (10 * np.log10(np.maximum(mean, floor))).astype(np.float32)
    return levels
