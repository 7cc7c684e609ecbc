"""Lessons for the stroke network: a clip's flow as a real camera would spoil it.

Over most lessons lies the flow of something else that moves: people filmed doing something else,
or another clip. Pictures are measured well or badly, directions mix, a hand is lost for a while,
the player is turned or mirrored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.ndimage

from foley_post.generate.stroke_network import FAMILIES, FLOW_HZ, scaled_flow
from foley_post.pose.skeleton import FLOW_DIRECTIONS, FLOW_REGIONS
from foley_post.train.strokes.flow_clips import FlowClip

__all__ = ["LESSON_TICKS", "Lessons", "lessons"]

LESSON_TICKS = 8 * FLOW_HZ
_OTHERS_MOVE = 0.8
_FILMED = 0.6
_SIGNAL_TO_NOISE = (0.3, 3.0)
_ONSET_TICKS = 1.2
_SWAPPED = [1, 0, 2]
_MIRRORED = [2, 1, 0, 3]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lessons:
    """``flow (B, LESSON_TICKS, CHANNELS)`` as the network reads it, ``onset (B, LESSON_TICKS)``
    0..1, ``family (B, len(FAMILIES))``.
    """

    flow: npt.NDArray[np.float32]
    onset: npt.NDArray[np.float32]
    family: npt.NDArray[np.float32]


def lessons(
    clips: Sequence[FlowClip], others: Sequence[Floats], rng: np.random.Generator, count: int
) -> Lessons:
    """``count`` lessons drawn from ``clips``; ``others`` is real flow that belongs to no note."""
    flows, onsets, families = [], [], []
    for _ in range(count):
        clip = clips[int(rng.integers(len(clips)))]
        first = int(rng.integers(max(len(clip.flow) - LESSON_TICKS, 0) + 1))
        flow = _by_region(_cut(clip.flow, first))
        if rng.random() < _OTHERS_MOVE:
            filmed = rng.random() < _FILMED and len(others) > 0
            source = others if filmed else [c.flow for c in (clips[int(rng.integers(len(clips)))],)]
            flow = flow + _disturbance(flow, source[int(rng.integers(len(source)))], rng)
        flows.append(scaled_flow(_photographed(flow, rng).reshape(LESSON_TICKS, -1)))
        onsets.append(_target(clip.onset_s * FLOW_HZ - first))
        families.append([float(name == clip.family) for name in FAMILIES])
    return Lessons(*(np.array(a, dtype=np.float32) for a in (flows, onsets, families)))


def _by_region(flow: Floats) -> Floats:
    return flow.reshape(len(flow), len(FLOW_REGIONS), FLOW_DIRECTIONS)


def _cut(flow: Floats, first: int) -> Floats:
    part = flow[first : first + LESSON_TICKS]
    return np.pad(part, ((0, LESSON_TICKS - len(part)), (0, 0)))


def _target(ticks: Floats) -> Floats:
    onset = np.zeros(LESSON_TICKS)
    for tick in ticks:
        near = np.arange(max(int(tick) - 2, 0), min(int(tick) + 4, LESSON_TICKS))
        onset[near] = np.maximum(onset[near], np.exp(-0.5 * ((near - tick) / _ONSET_TICKS) ** 2))
    return onset


def _disturbance(flow: Floats, other: Floats, rng: np.random.Generator) -> Floats:
    """``other``, long enough, some way round, and as strong beside ``flow`` as is drawn."""
    first = int(rng.integers(max(len(other) - LESSON_TICKS, 0) + 1))
    part = other[first : first + LESSON_TICKS]
    if len(part) < LESSON_TICKS:
        part = np.concatenate([part, part[::-1]] * (LESSON_TICKS // len(part) + 1))[:LESSON_TICKS]
    moved = _by_region(part)
    if rng.random() < 0.5:
        moved = moved[::-1]
    if rng.random() < 0.5:
        moved = moved[:, _SWAPPED]
    if rng.random() < 0.5:
        moved = moved[:, :, _MIRRORED]
    weak, strong = np.log(_SIGNAL_TO_NOISE).tolist()
    ratio = np.exp(rng.uniform(weak, strong, len(FLOW_REGIONS)))
    own = _size(flow) + 0.05 * float(np.sqrt((flow**2).sum(axis=2).mean()))
    scale: Floats = own / ratio / (_size(moved) + 1e-9)
    return np.asarray(moved * scale[:, None])


def _size(flow: Floats) -> Floats:
    return np.asarray(np.sqrt((flow**2).sum(axis=2).mean(axis=0)))


def _photographed(flow: Floats, rng: np.random.Generator) -> Floats:
    """The flow as it is measured: unsure from picture to picture, and by direction."""
    flow = flow * np.exp(rng.normal(0, 0.25, (LESSON_TICKS, len(FLOW_REGIONS), 1)))
    flow = flow * np.exp(rng.normal(0, 0.4, (1, len(FLOW_REGIONS), FLOW_DIRECTIONS)))
    mixed = rng.uniform(0, 0.3)
    flow = (1 - mixed) * flow + mixed * flow.mean(axis=2, keepdims=True)
    blurred_ticks = rng.uniform(0, 1.5)
    if blurred_ticks > 0.3:
        flow = scipy.ndimage.gaussian_filter1d(flow, blurred_ticks, axis=0)
    if rng.random() < 0.3:
        first = int(rng.integers(LESSON_TICKS))
        flow[first : first + int(rng.integers(10, 120)), int(rng.integers(2))] = 0
    if rng.random() < 0.5:
        flow = flow[:, _SWAPPED][:, :, _MIRRORED]
    if rng.random() < 0.3:
        flow = np.roll(flow, int(rng.choice([-1, 1])), axis=2)
    return flow
