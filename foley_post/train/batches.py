"""Batches: clips cut at random places, some of what is seen taken away, as tensors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from foley_post.core.instruments import INSTRUMENTS
from foley_post.generate.clock import TICK_HZ
from foley_post.midi.notes import Note
from foley_post.pose.skeleton import KEY_CUES
from foley_post.train.clips import Clip
from foley_post.train.targets import ClockTargets, NoteTargets, clock_targets, note_targets

__all__ = ["Batch", "Losses", "batch_of", "cut", "piece"]

Floats = npt.NDArray[np.float32]

_CUES, _UNCUED = slice(10, 14), 14
_KEYED, _UNKEYED = slice(15, 19), 19
_KEY_CHANGE = slice(17, 19)
_MISSING = 9
_KEY_PARTS = slice(0, 1), slice(1, len(KEY_CUES) - 1)


class Losses(NamedTuple):
    """Odds of taking something away from a clip, so that the network learns to do without."""

    cues: float = 0.15
    keyboard: float = 0.15
    body: float = 0.15
    hand: float = 0.04
    instrument: float = 0.5


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of B clips of T ticks with up to N notes (see `ClockTargets` and `NoteTargets`).

    ``written (B, N)`` marks the notes that are there; ``told (B,)`` the instrument as told to the
    network (the last index: not told), ``instrument (B,)`` the true one.
    """

    joints: Tensor
    tips: Tensor
    tips_known: Tensor
    key_cues: Tensor
    instrument: Tensor
    told: Tensor
    onset: Tensor
    offset: Tensor
    sounding: Tensor
    velocity: Tensor
    articulation: Tensor
    actors: Tensor
    actors_known: Tensor
    keys: Tensor
    written: Tensor
    tick: Tensor
    scalars: Tensor
    before: Tensor
    chord: Tensor
    pinned: Tensor
    used: Tensor
    controls: Tensor
    pitch: Tensor
    note_velocity: Tensor
    length: Tensor
    another: Tensor

    def to(self, device: torch.device) -> Batch:
        """The same batch on another device."""
        return Batch(**{f.name: getattr(self, f.name).to(device) for f in fields(self)})


def cut(clip: Clip, ticks: int, rng: np.random.Generator) -> Clip:
    """``ticks`` ticks of the clip from a random one on."""
    return piece(clip, int(rng.integers(0, max(clip.features.ticks - ticks, 0) + 1)), ticks)


def piece(clip: Clip, first: int, ticks: int) -> Clip:
    """``ticks`` ticks of the clip from the ``first`` on; notes that began before it are gone."""
    features = clip.features
    span = slice(first, first + ticks)
    start_s = first / TICK_HZ
    notes = tuple(
        replace(n, onset_s=n.onset_s - start_s)
        for n in clip.notes
        if start_s <= n.onset_s < start_s + (ticks - 1) / TICK_HZ
    )
    shown = replace(
        features,
        joints=features.joints[span].astype(np.float32),
        tips=features.tips[span],
        tips_known=features.tips_known[span],
        key_cues=features.key_cues[span].astype(np.float32),
        present=features.present[span],
        moving=features.moving[span],
    )
    return replace(clip, features=shown, notes=notes)


def batch_of(
    clips: Sequence[Clip],
    instruments: tuple[str, ...],
    rng: np.random.Generator,
    losses: Losses | None = None,
) -> Batch:
    """The batch of clips of one length; ``losses`` None leaves them as they are."""
    losses = losses or Losses(0, 0, 0, 0, 0)
    shown = [_with_losses(clip, losses, rng) for clip in clips]
    ticks = shown[0].features.ticks
    clocks = [clock_targets(clip.notes, ticks) for clip in shown]
    steps = [note_targets(clip.notes, ticks, rng) for clip in shown]
    moved = [INSTRUMENTS[clip.instrument].movement for clip in shown]
    which = np.array([instruments.index(name) for name in moved])
    hidden = rng.random(len(shown)) < losses.instrument
    stacked = {
        name: torch.from_numpy(np.stack([getattr(clip.features, name) for clip in shown]))
        for name in ("joints", "tips", "tips_known", "key_cues")
    }
    return Batch(
        **stacked,
        instrument=torch.from_numpy(which),
        told=torch.from_numpy(np.where(hidden, len(instruments), which)),
        **_clock_tensors(clocks),
        **_note_tensors(steps),
    )


def _clock_tensors(clocks: Sequence[ClockTargets]) -> dict[str, Tensor]:
    return {
        f.name: torch.from_numpy(np.stack([np.asarray(getattr(c, f.name)) for c in clocks]))
        for f in fields(ClockTargets)
    }


def _note_tensors(steps: Sequence[NoteTargets | None]) -> dict[str, Tensor]:
    """Notes padded to the longest clip's count (at least one)."""
    most = max((len(s.tick) for s in steps if s is not None), default=1)
    written = torch.zeros(len(steps), most, dtype=torch.bool)
    out: dict[str, Tensor] = {}
    sample = next((s for s in steps if s is not None), None) or note_targets(
        [Note(0.0, 0.1, 60, 64)], 10, np.random.default_rng(0)
    )
    for f in fields(NoteTargets):
        example = getattr(sample, f.name)
        shape = example.shape if f.name == "controls" else (most, *example.shape[1:])
        whole: npt.NDArray[np.generic] = np.zeros((len(steps), *shape), dtype=example.dtype)
        for k, step in enumerate(steps):
            if step is None:
                continue
            value = getattr(step, f.name)
            if f.name == "controls":
                whole[k] = value
            else:
                whole[k, : len(value)] = value
                written[k, : len(value)] = True
        out["note_velocity" if f.name == "velocity" else f.name] = torch.from_numpy(whole)
    return {**out, "written": written}


def _otherwise_lit(cues: Floats, rng: np.random.Generator) -> Floats:
    """Cues as another camera in another light would have them: stronger or weaker as against what
    else changes in the picture, and noisier. Where nothing was measured (0) they stay so.
    """
    gain = np.float32(np.exp(rng.normal(0, 0.4)))
    plain = np.arctanh(np.clip(cues / 2, -0.99, 0.99)) * gain
    noise = rng.standard_normal(cues.shape, dtype=np.float32)
    plain += noise * np.float32(np.exp(rng.uniform(np.log(0.005), np.log(0.08)))) * (cues != 0)
    return 2 * np.tanh(plain)


def _with_losses(clip: Clip, losses: Losses, rng: np.random.Generator) -> Clip:
    """The clip with cues, keyboard, body or a hand taken away at times, and a little unsteady."""
    features = clip.features
    joints = features.joints
    tips_known, key_cues = features.tips_known, features.key_cues
    cues, keyboard, body, hand = rng.random(4) < losses[:4]
    if losses.instrument:
        joints = joints * np.float32(rng.uniform(0.92, 1.08))
        joints[..., 8:] = features.joints[..., 8:]
        joints[..., :2] += rng.normal(0, 0.15, 2).astype(np.float32) * (1 - joints[..., 9:10])
        joints[..., _CUES] = _otherwise_lit(joints[..., _CUES], rng)
        if features.has_keyboard:
            joints[..., _KEY_CHANGE] = _otherwise_lit(joints[..., _KEY_CHANGE], rng)
            parts = [_otherwise_lit(key_cues[..., some], rng) for some in _KEY_PARTS]
            key_cues = np.concatenate([*parts, key_cues[..., -1:]], axis=-1)
    if cues:
        joints[..., _CUES], joints[..., _UNCUED] = 0, 1
    if keyboard:
        joints[..., _KEYED], joints[..., _UNKEYED] = 0, 1
        tips_known, key_cues = np.zeros_like(tips_known), np.zeros_like(key_cues)
    gone = np.zeros(67, dtype=bool)
    gone[:25] = body and bool((joints[:, 25:, _MISSING] == 0).any())
    if hand:
        side = int(rng.integers(2))
        gone[25 + 21 * side : 46 + 21 * side] = True
        tips_known = tips_known.copy()
        tips_known[:, 5 * side : 5 * side + 5] = False
    if gone.any():
        joints[:, gone] = 0
        joints[:, gone, _MISSING] = joints[:, gone, _UNCUED] = joints[:, gone, _UNKEYED] = 1
    shown = replace(features, joints=joints, tips_known=tips_known, key_cues=key_cues)
    return replace(clip, features=shown)
