"""The note decoder, one note at a time, without torch: what `NoteDecoder.forward` computes.

A step of one note is some fifty tiny products; each costs a framework more to call than to compute.
In plain arrays with memories kept in place a step takes a fifth of the time, on any machine: it is
the one part of the network that cannot be done many at once.
`tests/generate/test_numpy_decoder.py` holds it to the network's own answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import IS_BLACK, LOWEST
from foley_post.generate.key_layout import KEY_CENTRES
from foley_post.generate.network.layout import (
    FAR_KEYS,
    LEAST_KEY,
    NEAR_KEYS,
    PER_KEY_AWAY,
    UNLIKELY,
    UNSEEN,
    Size,
)
from foley_post.generate.tokens import LENGTHS, PITCHES, VELOCITIES

__all__ = ["LOOKED_BACK", "DecoderInput", "DecoderOutput", "NoteWriter", "NumpyNoteDecoder"]

Floats: TypeAlias = npt.NDArray[np.float32]

LOOKED_BACK = 128
"""A note is told of so many before it."""
_SMALL = 1e-5
_NO_SIGN = np.float32(UNLIKELY)


class DecoderInput(NamedTuple):
    """What is known before one note is written: see `NoteSteps`, without clips and notes; ``left``
    is not, for it depends on the pitch.
    """

    memory: Floats
    actor_memory: Floats
    actors: Floats
    scalars: Floats
    before: int
    chord: int
    pinned: int
    tips: Floats
    tips_known: npt.NDArray[np.bool_]
    keys: Floats


class DecoderOutput(NamedTuple):
    """Logits for one note: see `Heads`, without clips and notes; ``another`` before the keys that
    are left are counted in (`NumpyNoteDecoder.another`).
    """

    pitch: Floats
    velocity: Floats
    length: Floats
    another: float
    pointer: Floats


class NoteWriter(NamedTuple):
    """The note decoder's arrays, by the names they have in `NoteDecoder`."""

    size: Size
    arrays: Mapping[str, Floats]


class _Linear(NamedTuple):
    weight: Floats
    bias: Floats

    def __call__(self, x: Floats) -> Floats:
        result: Floats = x @ self.weight + self.bias
        return result


class NumpyNoteDecoder:
    """A writer with its memory of what it has written for one piece.

    ``instrument`` and ``controls (CONTROLS,)`` hold for all of it. ValueError for a network of
    another build.
    """

    def __init__(self, writer: NoteWriter, instrument: int, controls: Floats) -> None:
        names = dict(writer.arrays)
        self.memory, self.scalars = _linear(names, "memory"), _linear(names, "scalars")
        self.before, self.pinned, self.chord = (
            names.pop(f"{name}.weight") for name in ("before", "pinned", "chord")
        )
        wishes = _linear(names, "controls")(controls.astype(np.float32))
        self.always = names.pop("instrument.weight")[instrument] + wishes
        self.blocks = [
            _Block(names, f"blocks.{k}", writer.size.heads) for k in range(writer.size.note_layers)
        ]
        self.norm, self.heads = _linear(names, "norm", flip=False), _linear(names, "heads")
        self.point = _linear(names, "point.0"), _linear(names, "point.2")
        self.from_keys, self.from_left = (names.pop(f"from_{what}") for what in ("keys", "left"))
        if names:
            raise ValueError(f"a note decoder of another build: {', '.join(sorted(names))}")
        self.position = 0

    def write(self, told: DecoderInput) -> DecoderOutput:
        """What is said of the next note."""
        who = _softmax(told.actors)
        heard = np.concatenate([told.memory, who @ told.actor_memory])
        x = self.memory(heard) + self.before[told.before] + self.chord[told.chord]
        x = x + self.pinned[told.pinned] + self.scalars(told.scalars) + self.always
        for block in self.blocks:
            x = block(x, self.position)
        self.position += 1
        logits = self.heads(_normed(x, self.norm))
        pitch, velocity, length, another = np.split(
            logits, [PITCHES, PITCHES + VELOCITIES, PITCHES + VELOCITIES + LENGTHS]
        )
        pointer = self._pointer(told)
        if told.tips_known.any():
            keys = np.maximum(np.logaddexp.reduce(pointer, axis=0), np.float32(LEAST_KEY))
            pitch = pitch.copy()
            pitch[LOWEST : LOWEST + len(keys)] += keys
        return DecoderOutput(pitch, velocity, length, float(another[0]), pointer)

    def another(self, said: DecoderOutput, left: float) -> float:
        """The log odds of one more note in the chord, ``left`` being the likeliest key left."""
        return float(said.another + self.from_left * _bounded(np.array(left, dtype=np.float32)))

    def _pointer(self, told: DecoderInput) -> Floats:
        """``(10, 88)``: log odds that this finger, on this key, makes the note."""
        pointer = np.full((10, len(KEY_CENTRES)), UNSEEN, dtype=np.float32)
        there = np.flatnonzero(told.tips_known)
        if not len(there):
            return pointer
        aside = KEY_CENTRES - told.tips[there, :1]
        depth = np.broadcast_to(told.tips[there, 1:], aside.shape)
        black = np.broadcast_to(IS_BLACK.astype(np.float32), aside.shape)
        keys = np.broadcast_to(_bounded(told.keys), aside.shape)
        near = np.clip(aside, -NEAR_KEYS, NEAR_KEYS)
        shown = np.stack([near, np.abs(near), depth, black, keys, black * depth], axis=-1)
        fit = self.point[1](_gelu(self.point[0](shown.astype(np.float32))))[..., 0]
        away = np.float32(PER_KEY_AWAY) * np.clip(np.abs(aside), 0, FAR_KEYS)
        fit = fit - away + self.from_keys * keys
        who = told.actors - np.logaddexp.reduce(told.actors)
        pointer[there] = fit + who[there, None]
        return pointer


class _Block:
    """One `attention.Block` with the keys and values of the last notes, in place."""

    def __init__(self, names: dict[str, Floats], name: str, heads: int) -> None:
        self.norm, self.qkv = (
            _linear(names, f"{name}.norm", flip=False),
            _linear(names, f"{name}.qkv"),
        )
        self.out = _linear(names, f"{name}.out")
        self.feed_norm = _linear(names, f"{name}.feed.0", flip=False)
        self.widen, self.narrow = _linear(names, f"{name}.feed.1"), _linear(names, f"{name}.feed.3")
        size = len(self.out.bias) // heads
        self.rate = 10_000.0 ** (-np.arange(size // 2, dtype=np.float32) / (size // 2))
        self.kept = np.zeros((2, heads, LOOKED_BACK, size), dtype=np.float32)
        self.heads, self.size = heads, size

    def __call__(self, x: Floats, position: int) -> Floats:
        q, k, v = self.qkv(_normed(x, self.norm)).reshape(3, self.heads, self.size)
        angle = np.float32(position) * self.rate
        cos, sin = np.cos(angle), np.sin(angle)
        place = position % LOOKED_BACK  # where the oldest was: no order is needed among them
        self.kept[0, :, place], self.kept[1, :, place] = _turned(k, cos, sin), v
        keys, values = self.kept[:, :, : min(position + 1, LOOKED_BACK)]
        score = (keys @ _turned(q, cos, sin)[..., None])[..., 0] / np.float32(np.sqrt(self.size))
        seen = (_softmax(score)[:, None] @ values).reshape(-1)
        x = x + self.out(seen)
        result: Floats = x + self.narrow(_gelu(self.widen(_normed(x, self.feed_norm))))
        return result


def _linear(names: dict[str, Floats], name: str, flip: bool = True) -> _Linear:
    weight = names.pop(f"{name}.weight")
    return _Linear(np.ascontiguousarray(weight.T) if flip else weight, names.pop(f"{name}.bias"))


def _turned(x: Floats, cos: Floats, sin: Floats) -> Floats:
    half = x.shape[1] // 2
    a, b = x[:, :half], x[:, half:]
    return np.concatenate([a * cos - b * sin, a * sin + b * cos], axis=1)


def _normed(x: Floats, norm: _Linear) -> Floats:
    # Sums by products: a fourth of the time of `mean`, and there are seven of these a note.
    away = x - np.add.reduce(x) / np.float32(len(x))
    result: Floats = away / np.sqrt(away @ away / np.float32(len(x)) + np.float32(_SMALL))
    return result * norm.weight + norm.bias


def _bounded(keys: Floats) -> Floats:
    bounded: Floats = np.clip(keys, _NO_SIGN, -_NO_SIGN) - _NO_SIGN
    return bounded


def _softmax(x: Floats) -> Floats:
    odds = np.exp(x - x.max(axis=-1, keepdims=True))
    result: Floats = odds / odds.sum(axis=-1, keepdims=True)
    return result


def _gelu(x: Floats) -> Floats:
    # For a single note: for many, `array_layers.gelu` is faster.
    from scipy.special import erf

    result: Floats = np.float32(0.5) * x * (1 + erf(x * np.float32(0.7071067811865476)))
    return result
