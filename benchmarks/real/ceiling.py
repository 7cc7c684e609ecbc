"""What fingertips from above tell at best: a small network taught on the other real players' clips.

Fingertips on the keyboard in (place, depth, their speeds, whether seen), two things out at each of
50 ticks a second: whether something begins, and which finger begins it. It learns from all clips of
the other players and is judged on the one it never met, onsets by the threshold that was best on
what it learned from. It is a ceiling for the eyes alone, never a part of the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from benchmarks.real.clips import player_of
from foley_post.core.onset_matching import quick_f
from foley_post.core.piano import LOWEST
from foley_post.generate.clock import TICK_HZ
from foley_post.generate.features import featurize
from foley_post.generate.key_layout import KEY_CENTRES
from foley_post.generate.onsets import peaks
from foley_post.train.evaluate import Case, onset_times
from foley_post.train.targets import onset_groups

_STEPS, _BATCH, _TICKS, _RATE = 200, 8, 300, 3e-3
_CHANNELS, _DILATIONS = 32, (1, 2, 4, 8, 1)
_SHARPNESS_TICKS = 2.0
"""The labels of such clips are good to about 0.1 s."""
_NEAR_KEYS = 1.0
_LEVELS = np.arange(0.1, 0.7, 0.05)
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A clip at the clock's ticks: ``seen (T, 50)``, ``onset (T,)``, ``finger (T, 10)`` in 0..1."""

    player: str
    case: Case
    seen: Floats
    tips: Floats
    onset: Floats
    finger: Floats


def lesson(name: str, case: Case) -> Lesson:
    """What there is to learn from a clip."""
    features = featurize(case.motion, case.length_s)
    tips, known = features.tips, features.tips_known[..., None]
    centred = tips - np.array([np.median(tips[..., 0][features.tips_known]), 0.35])
    speed = np.zeros_like(tips)
    speed[1:-1] = (tips[2:] - tips[:-2]) * (known[2:] & known[:-2])
    shown = np.concatenate([centred * known * [0.1, 1.0], speed * [2.0, 10.0], known], axis=2)
    at = np.arange(features.ticks)
    onset = np.zeros(features.ticks)
    finger = np.zeros((features.ticks, 10))
    for group in onset_groups(case.notes):
        away = at - min(n.onset_s for n in group) * TICK_HZ
        bump = np.exp(-0.5 * (away / _SHARPNESS_TICKS) ** 2)
        onset = np.maximum(onset, bump)
        here = int(np.clip(round(min(n.onset_s for n in group) * TICK_HZ), 0, len(at) - 1))
        for note in group:
            which = _nearest(tips[here], known[here, :, 0], note.pitch)
            if which is not None:
                finger[:, which] = np.maximum(finger[:, which], bump)
    flat = shown.reshape(len(shown), -1)
    return Lesson(
        player_of(name), case, flat.astype(np.float32), tips, onset.astype(np.float32),
        finger.astype(np.float32),
    )  # fmt: skip


def _nearest(tips: Floats, known: npt.NDArray[np.bool_], pitch: int) -> int | None:
    away = np.where(known, np.abs(tips[:, 0] - KEY_CENTRES[pitch - LOWEST]), 99.0)
    return int(away.argmin()) if away.min() < _NEAR_KEYS else None


class Eyes(nn.Module):
    """Dilated convolutions over time: about a second of what was and what comes."""

    def __init__(self) -> None:
        super().__init__()
        self.inlet = nn.Conv1d(50, _CHANNELS, 1)
        self.steps = nn.ModuleList(
            nn.Conv1d(_CHANNELS, _CHANNELS, 5, padding=2 * d, dilation=d) for d in _DILATIONS
        )
        self.out = nn.Conv1d(_CHANNELS, 11, 1)

    def forward(self, seen: Tensor) -> Tensor:
        """``(B, T, 50) -> (B, T, 11)`` logits: an onset, and each finger's."""
        x = self.inlet(seen.transpose(1, 2))
        for step in self.steps:
            x = x + functional.gelu(step(functional.dropout(x, 0.1, self.training)))
        result: Tensor = self.out(x).transpose(1, 2)
        return result


def taught(lessons: Sequence[Lesson], seed: int = 0) -> Eyes:
    """The network after `_STEPS` steps on the lessons."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    eyes = Eyes()
    optimizer = torch.optim.AdamW(eyes.parameters(), lr=_RATE, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, _STEPS)
    weight = torch.tensor(2.0)
    for _ in range(_STEPS):
        shown, target = [], []
        for _ in range(_BATCH):
            one = lessons[int(rng.integers(len(lessons)))]
            first = int(rng.integers(0, max(len(one.seen) - _TICKS, 1)))
            span = slice(first, first + _TICKS)
            shown.append(one.seen[span])
            target.append(np.concatenate([one.onset[span, None], one.finger[span]], axis=1))
        logits = eyes(torch.from_numpy(np.stack(shown)))
        loss = functional.binary_cross_entropy_with_logits(
            logits, torch.from_numpy(np.stack(target)), pos_weight=weight
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return eyes.eval()


def ceilings(cases: Sequence[tuple[str, Case]]) -> list[tuple[npt.NDArray[np.float64], float]]:
    """For each clip the onsets that a network taught on the other players hears, and how often, at
    the true onsets, the finger it picks is within a semitone of a sounding key.
    """
    lessons = [lesson(name, case) for name, case in cases]
    eyes = {
        player: taught([one for one in lessons if one.player != player])
        for player in sorted({one.player for one in lessons})
    }
    found = []
    for one in lessons:
        others = [o for o in lessons if o.player != one.player]
        level = _best_level(eyes[one.player], others)
        found.append((_onsets(eyes[one.player], one, level), _picked(eyes[one.player], one)))
    return found


def _said(eyes: Eyes, one: Lesson) -> Floats:
    with torch.inference_mode():
        said: Floats = torch.sigmoid(eyes(torch.from_numpy(one.seen)[None]))[0].numpy()
    return said


def _onsets(eyes: Eyes, one: Lesson, level: float) -> npt.NDArray[np.float64]:
    said = _said(eyes, one)[:, 0]
    return np.array([t for t, _ in peaks(said, np.zeros_like(said), level)])


def _best_level(eyes: Eyes, lessons: Sequence[Lesson]) -> float:
    scores = [
        np.mean([quick_f(onset_times(o.case.notes), _onsets(eyes, o, v), 0.1) for o in lessons[:5]])
        for v in _LEVELS
    ]
    return float(_LEVELS[int(np.argmax(scores))])


def _picked(eyes: Eyes, one: Lesson) -> float:
    said = _said(eyes, one)[:, 1:]
    right = []
    for group in onset_groups(one.case.notes):
        tick = min(round(min(n.onset_s for n in group) * TICK_HZ), len(said) - 1)
        key = one.tips[tick, int(said[tick].argmax()), 0]
        away = min(abs(key - KEY_CENTRES[n.pitch - LOWEST]) for n in group)
        right.append(away < 0.75)
    return float(np.mean(right))
