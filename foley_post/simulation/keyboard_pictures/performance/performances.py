"""Somebody at a keyboard: pieces, exercises, one finger, four hands; or nobody plays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import HIGHEST, KEY_U, KEYS, LOWEST, WHITE_KEYS
from foley_post.simulation.keyboard_pictures.performance.exercises import exercise
from foley_post.simulation.keyboard_pictures.performance.hand_motion import between_notes, idle
from foley_post.simulation.keyboard_pictures.performance.key_motion import press_keys, rest_on_keys
from foley_post.simulation.keyboard_pictures.scene.hand_shapes import (
    HandLook,
    hand_joints,
    random_hand_look,
)
from foley_post.simulation.keyboard_pictures.scene.key_boxes import (
    WHITE_MM,
    Floats,
    KeyBoxes,
)
from foley_post.simulation.planning.keyboard.fingering import (
    Fingerer,
    Fingering,
    chords_of,
    finger_hand,
    split_hands,
)
from foley_post.simulation.planning.keyboard.pianist import keyed_hand
from foley_post.simulation.planning.keyboard.piano_keys import WHITE_PITCH_M
from foley_post.simulation.planning.player import random_player
from foley_post.simulation.score.corpus import Corpus
from foley_post.simulation.score.humanize import humanised
from foley_post.simulation.score.scores import Score

__all__ = ["RATE_HZ", "Hand", "Performance", "random_performance"]

RATE_HZ = 200.0
_KINDS = {"piece": 0.46, "exercise": 0.30, "one finger": 0.12, "nobody": 0.09, "four hands": 0.03}
"""What happens at the keyboard, and how often."""
_TIPS = (4, 8, 12, 16, 20)
_NOTHING = Score(np.zeros(0), np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.int64))
_MIDDLE_MM = WHITE_KEYS / 2 * WHITE_MM
"""x of the place where players sit."""


@dataclass(frozen=True, slots=True)
class Hand:
    """``joints (T, 22, 3)`` mm as `hand_joints` gives them; its look and size."""

    joints: Floats
    look: HandLook
    scale: float


@dataclass(frozen=True, slots=True)
class Performance:
    """In steps of 1 / `RATE_HZ`: ``dip (T, 88)``, mm that keys are down at their fronts, and the
    hands. ``notes (N, 4)``: onset_s when the key is down, offset_s when it is half way up, pitch,
    velocity; by onset, then pitch.
    """

    dip: Floats
    hands: tuple[Hand, ...]
    notes: Floats

    def _step(self, time_s: float) -> tuple[int, float]:
        """The step before a time, and the share of the way to the next."""
        at = float(np.clip(time_s * RATE_HZ, 0, len(self.dip) - 1.001))
        return int(at), at - int(at)

    def dip_at(self, time_s: float) -> Floats:
        """``(88,)`` mm."""
        low, part = self._step(time_s)
        return np.asarray(self.dip[low] * (1 - part) + self.dip[low + 1] * part)

    def hands_at(self, time_s: float) -> Iterator[tuple[Hand, Floats]]:
        """Each hand and its joints ``(22, 3)`` at a time."""
        low, part = self._step(time_s)
        for hand in self.hands:
            yield hand, hand.joints[low] * (1 - part) + hand.joints[low + 1] * part

    def farthest_mm(self, start_s: float, end_s: float) -> float:
        """How far the fastest joint goes in a time; keys count less, they hardly show it."""
        low, high = self._step(start_s)[0], self._step(end_s)[0] + 1
        moved = [0.4 * float(np.abs(self.dip[high] - self.dip[low]).max())]
        moved += [float(np.abs(h.joints[high] - h.joints[low]).max()) for h in self.hands]
        return max(moved)


def random_performance(
    boxes: KeyBoxes,
    visible: npt.NDArray[np.bool_],
    rng: np.random.Generator,
    *,
    length_s: float,
    corpus: Corpus | None,
) -> Performance:
    """Somebody at a keyboard for ``length_s``, mostly on its ``visible (88,)`` keys.

    Pieces come from ``corpus``; without one they are exercises too.
    """
    kind = str(rng.choice(list(_KINDS), p=list(_KINDS.values())))
    keys = np.flatnonzero(visible if rng.random() < 0.9 else boxes.present)
    low, high = int(keys.min()) + LOWEST, int(keys.max()) + LOWEST
    if kind == "nobody":
        return nobody_plays(boxes, rng, length_s=length_s, middle=(low + high) // 2)
    spans = [(low, high)]
    if kind == "four hands" and high - low > 30:
        spans = [(low, (low + high) // 2 - 2), ((low + high) // 2, high)]
    times_s = np.arange(0.0, length_s + 0.2, 1 / RATE_HZ)
    notes, hands = [], []
    for span in spans:
        pieces = corpus if kind in ("piece", "four hands") else None
        score = _score(pieces, span, rng, length_s)
        score = score.where(boxes.present[score.pitch - LOWEST])
        played, moved = _played(times_s, score, rng, single=kind == "one finger")
        notes += played
        hands += moved
    table = np.concatenate([*notes, np.zeros((0, 4))])
    dip = np.zeros((len(times_s), KEYS))
    table = press_keys(dip, times_s, table[np.lexsort((table[:, 2], table[:, 0]))], boxes, rng=rng)
    if rng.random() < 0.25:
        for hand in hands:
            rest_on_keys(dip, times_s, hand.joints[:, _TIPS], boxes, rng=rng)
    return Performance(dip, tuple(hands), table)


def nobody_plays(
    boxes: KeyBoxes, rng: np.random.Generator, *, length_s: float, middle: int
) -> Performance:
    """Up to two hands about the pitch ``middle`` that play nothing; keys give way under them."""
    times_s = np.arange(0.0, length_s + 0.2, 1 / RATE_HZ)
    player, look = random_player(rng), random_hand_look(rng)
    aside_mm = KEY_U[middle - LOWEST] * WHITE_MM - _MIDDLE_MM
    dip = np.zeros((len(times_s), KEYS))
    hands = []
    for side in (0, 1):
        if rng.random() < 0.2:
            continue
        hand = keyed_hand(times_s, _NOTHING, player, rng, side=side)
        joints = hand_joints(hand, side=side, scale=player.hand_scale)
        moved = idle(times_s, rng) + np.array([aside_mm, rng.uniform(-30, 25), 0.0])
        hands.append(Hand(joints + moved[:, None], look, player.hand_scale))
        rest_on_keys(dip, times_s, hands[-1].joints[:, _TIPS], boxes, rng=rng)
    return Performance(dip, tuple(hands), np.zeros((0, 4)))


def _score(
    corpus: Corpus | None, span: tuple[int, int], rng: np.random.Generator, length_s: float
) -> Score:
    """A piece or an exercise, moved by octaves to where most of it lies in ``span``, with little
    outside it.
    """
    low, high = span
    if corpus is not None:
        score = humanised(corpus.draw("piano", rng, length_s), rng)
    else:
        score = exercise(rng, length_s, low, high)
        score = humanised(score, rng) if rng.random() < 0.6 else score
    onset_s = score.onset_s + (rng.uniform(0.2, 2.5) if rng.random() < 0.5 else 0.0)
    octaves = np.arange(-4, 5)
    moved = score.pitch[None, :] + 12 * octaves[:, None]
    inside = ((moved >= low) & (moved <= high)).sum(axis=1) - 0.01 * np.abs(octaves)
    pitch = moved[int(inside.argmax())]
    good = (onset_s > 0.05) & (onset_s < length_s - 0.15) & (pitch >= LOWEST) & (pitch <= HIGHEST)
    if rng.random() < 0.8:
        good &= (pitch >= low) & (pitch <= high)
    return replace(score, onset_s=onset_s, pitch=pitch).where(good)


def _one_finger(finger: int) -> Fingerer:
    """A hand that plays everything with one finger, of each chord the first note."""

    def fingered(
        onset_s: Floats,
        pitch: npt.NDArray[np.int64],
        along_m: Floats,
        *,
        side: int,
        span: float = 1.0,
    ) -> Fingering:
        event = chords_of(onset_s)
        first = np.unique(event, return_index=True)[1]
        taken = np.full(len(pitch), -1, np.int64)
        taken[first] = finger
        return Fingering(taken, event, along_m[first], onset_s[first])

    return fingered


def _played(
    times_s: Floats, score: Score, rng: np.random.Generator, *, single: bool
) -> tuple[list[Floats], list[Hand]]:
    """The notes ``(N, 4)`` of a score that one player's hands, or one finger, play; the hands."""
    player, look = random_player(rng), random_hand_look(rng)
    side_of = split_hands(score, KEY_U[score.pitch - LOWEST] * WHITE_PITCH_M)
    if single or rng.random() < 0.12:
        side_of = np.full(len(score), int(rng.integers(2)), np.int64)
    fingering: Fingerer = finger_hand
    if single:
        fingering = _one_finger(int(rng.choice([1, 1, 1, 2, 2, 0])))
    nearer_mm = float(np.clip(rng.normal(-5, 8), -16, 10))
    notes, hands = [], []
    for side in (0, 1):
        mine = score.where(side_of == side)
        if len(mine) == 0 and rng.random() < 0.6:
            continue
        hand = keyed_hand(times_s, mine, player, rng, side=side, fingering=fingering)
        joints = hand_joints(hand, side=side, scale=player.hand_scale)
        onsets_s = np.array([note.onset_s for note in hand.notes])
        moved = between_notes(times_s, onsets_s, rng) + np.array([0.0, nearer_mm, 0.0])
        hands.append(Hand(joints + moved[:, None], look, player.hand_scale))
        rows = [(n.onset_s, n.onset_s + n.length_s, n.pitch, n.velocity) for n in hand.notes]
        notes.append(np.array(rows, np.float64).reshape(-1, 4))
    return notes, hands
