"""Phrases for onsets whose pitch nobody saw: one line, or a line with chords under it.

Every phrase is drawn several times from the melody model, and one of the drafts is kept: the more
likely, the better its end closes. The last one closes on the tonic chord, so that nothing ends in
mid-air at a cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import Instrument
from foley_post.generate.melody.melody_model import (
    INTERVALS,
    PLACES,
    REACH,
    MelodyModel,
    speed_of,
)
from foley_post.generate.melody.phrases import phrase_starts
from foley_post.midi.harmony import Key, find_key
from foley_post.midi.notes import Note
from foley_post.midi.playable import chords
from foley_post.pose.joints import Joint
from foley_post.pose.skeleton import LEFT_HAND

__all__ = ["VOICE_OF", "Invention", "invent_pitches"]

VOICE_OF: dict[str, str] = {
    **dict.fromkeys(("violin", "viola", "erhu"), "violin"),
    "cello": "cello",
    **dict.fromkeys(("double_bass", "bass", "tuba"), "bass"),
    **dict.fromkeys(
        ("guitar", "electric_guitar", "ukulele", "mandolin", "banjo", "harp"), "guitar"
    ),
    **dict.fromkeys(("flute", "clarinet", "oboe", "xylophone"), "woodwind"),
    "bassoon": "bassoon",
    **dict.fromkeys(("trumpet", "horn", "trombone"), "brass"),
    **dict.fromkeys(("accordion", "harmonica", "saxophone"), "melody"),
    **dict.fromkeys(("piano", "organ"), "piano"),
}
"""The voice of the melody model that each instrument's pitches are made up by."""

_DRAFTS = 16
_PLAIN_TEMPERATURE = 0.6
"""A request's temperature that draws as the scores have it."""
_WIDER = 1.8
"""The line may leave its middle this much further than excerpts spread: it is drawn back at every
step. By trial on the parts that are taught from: invented lines then spread as those do."""
_BREATH_S = {"blown": 6.0}
_CLOSING = {0: 0.0, 4: -1.0, 3: -1.0, 7: -0.8}
_OPEN = -4.0
_DISSONANT = (1, 2, 6, 10, 11)
_CLASH = -1.0
_TRIADS = ((0, 4, 7), (7, 11, 2), (5, 9, 0), (9, 0, 4), (2, 5, 9))
_MINOR_TRIADS = ((0, 3, 7), (7, 11, 2), (5, 8, 0), (8, 0, 3), (3, 7, 10))
_KNOWN_ENOUGH = 3
_APART = 14.0
"""Semitones between the middles of a pianist's two hands."""
_MOTIF = 0.25
"""How much what this line itself did after the same two intervals counts beside the scores."""
_SHARPS = {0: 3.0, 7: 3.0, 2: 3.0, 5: 2.0, 9: 2.0, 10: 1.5, 4: 1.0, 3: 1.0}
"""How often a major key is drawn, by its tonic; a minor one by its relative major."""

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
_Chance = np.random.Generator


@dataclass(frozen=True, slots=True)
class Invention:
    """What is asked: ``allowed (128,)`` pitches of ``instrument``, in ``key`` (None: the one of the
    pinned notes, else any); ``temperature`` 0.6 draws as the scores have it.
    """

    instrument: Instrument
    allowed: Bools
    key: Key | None = None
    temperature: float = _PLAIN_TEMPERATURE
    seed: int = 0


def invent_pitches(notes: Sequence[Note], asked: Invention, model: MelodyModel) -> list[Note]:
    """The notes with pitches made up where they are not pinned; onsets, lengths and all else stay.

    Instruments without a voice in `VOICE_OF` (drums) keep the pitches they have.
    """
    voice = VOICE_OF.get(asked.instrument.name)
    if voice is None or not notes:
        return list(notes)
    chance = np.random.default_rng([asked.seed, 7])
    key = asked.key or _key(notes, voice, model, chance)
    streams = _streams(notes, voice)
    done: list[Note] = []
    for name, own in streams:
        done += _Line(asked, model, name, key=key, chance=chance).written(own, above=done)
    return done


def _key(notes: Sequence[Note], voice: str, model: MelodyModel, chance: _Chance) -> Key:
    """The key of the pitches that are known; any where there are too few."""
    known = [n for n in notes if n.pinned]
    minor = bool(chance.random() < model.minor[voice])
    odds = np.array([_SHARPS.get(tonic, 0.3) for tonic in range(12)])
    tonic = int(chance.choice(12, p=odds / odds.sum()))
    if len(known) >= _KNOWN_ENOUGH:
        return find_key(known)[0]
    return Key((tonic - 3) % 12, "minor") if minor else Key(tonic)


def _streams(notes: Sequence[Note], voice: str) -> list[tuple[str, list[Note]]]:
    """The notes by the voice that plays them: of a pianist the right hand's, then the left's."""
    if voice != "piano":
        return [(voice, list(notes))]
    left = [n for n in notes if n.joint is not None and _is_left(n.joint)]
    right = [n for n in notes if n not in left]
    return [s for s in (("piano", right), ("left hand", left)) if s[1]]


def _is_left(joint: int) -> bool:
    return joint in range(LEFT_HAND.start, LEFT_HAND.stop) or joint in (
        Joint.LEFT_WRIST,
        Joint.LEFT_ELBOW,
    )


class _Line:
    """One voice's line with its memory of what it has written."""

    def __init__(
        self, asked: Invention, model: MelodyModel, voice: str, *, key: Key, chance: _Chance
    ) -> None:
        self.asked, self.model, self.voice, self.key, self.chance = asked, model, voice, key, chance
        self.pitches = np.flatnonzero(asked.allowed)
        low, high = int(self.pitches[0]), int(self.pitches[-1])
        mean, spread = model.middle[voice]
        share = float(np.clip(chance.normal(mean, spread), 0.12, 0.88))
        self.middle = low + share * (high - low)
        self.spread = max(min(model.spread[voice], (high - low) / 3) * _WIDER, 1.0)
        self.pull = self._pull_to(self.middle)
        self.degree = (np.arange(128) - key.tonic) % 12 + 12 * key.is_minor
        self.motifs: dict[tuple[int, int], Floats] = {}

    def written(self, notes: Sequence[Note], above: Sequence[Note]) -> list[Note]:
        """The notes with their pitches; ``above`` what another voice plays."""
        if above:
            self._stay_below(above)
        groups = chords(notes)
        onset_s = np.array([group[0].onset_s for group in groups])
        known = np.array([_known(group) for group in groups], dtype=np.int64)
        longest_s = _BREATH_S.get(self.asked.instrument.family, 8.0)
        line = self._line(onset_s, known, self._heard_above(onset_s, above), longest_s)
        out: list[Note] = []
        for group, pitch in zip(groups, line.tolist(), strict=True):
            out += self._chord(group, pitch)
        return out

    def _pull_to(self, middle: float) -> Floats:
        """``(128,)`` log odds of every pitch by how far it is from the middle of the line."""
        away = (np.arange(128) - middle) / self.spread
        return np.where(self.asked.allowed, -0.5 * away**2, -np.inf)

    def _stay_below(self, above: Sequence[Note]) -> None:
        """Take a middle that leaves the other voice its place."""
        most = float(np.mean([n.pitch for n in above])) - _APART
        self.pull = self._pull_to(max(min(self.middle, most), float(self.pitches[0])))

    def _line(self, onset_s: Floats, known: Ints, above: Ints, longest_s: float) -> Ints:
        starts = phrase_starts(onset_s, longest_s)
        pitch = np.zeros(0, dtype=np.int64)
        for first, end in zip(starts, [*starts[1:], len(onset_s)], strict=True):
            drafts, odds = self._drafts(pitch, onset_s[:end], known[first:end], above[first:end])
            if end == len(onset_s):
                odds = odds + self._closing(drafts[:, -1])
            share = np.exp(odds - odds.max())
            chosen = int(self.chance.choice(len(drafts), p=share / share.sum()))
            pitch = np.concatenate([pitch, drafts[chosen]])
            self._remember(pitch, len(drafts[chosen]))
        return pitch

    def _remember(self, pitch: Ints, count: int) -> None:
        """Note what followed every two intervals of the last ``count`` notes."""
        steps = np.diff(pitch[-count - 3 :]).tolist()
        for one, two, then in zip(steps[:-2], steps[1:-1], steps[2:], strict=True):
            if abs(then) <= REACH:
                known = self.motifs.setdefault((one, two), np.zeros(INTERVALS))
                known[then + REACH] += 1

    def _drafts(
        self, before: Ints, onset_s: Floats, known: Ints, above: Ints
    ) -> tuple[Ints, Floats]:
        """``(K, N)`` drafts of a phrase that follows the line ``before``, and how well each meets
        the pitches that are ``known (N,)`` (-1: not known), as log odds.
        """
        drafts = np.zeros((_DRAFTS, len(known)), dtype=np.int64)
        line = np.repeat(before[None, -4:], _DRAFTS, axis=0)
        odds = np.zeros(_DRAFTS)
        first = len(onset_s) - len(known)
        for k in range(len(known)):
            step_s = onset_s[first + k] - onset_s[first + k - 1] if first + k else 1.0
            place = _place(k, len(known))
            logits = self._logits(line, step_s, place)
            if above[k] >= 0:
                apart = np.abs(np.arange(128) - above[k]) % 12
                logits = logits + np.where(np.isin(apart, _DISSONANT), _CLASH, 0.0)
            if known[k] >= 0:
                odds += np.maximum(logits[:, known[k]] - _total(logits), -12.0)
                drafts[:, k] = known[k]
            else:
                drafts[:, k] = self._drawn(logits)
            line = np.concatenate([line, drafts[:, k : k + 1]], axis=1)[:, -4:]
        return drafts, odds

    def _logits(self, line: Ints, step_s: float, place: int) -> Floats:
        """``(K, 128)`` log odds of every pitch to come next after each of the lines ``(K, n)``."""
        logits = np.repeat(self.pull[None], len(line), axis=0)
        logits += np.log(self.model.by_place[self.voice][place][self.degree])
        if not line.shape[1]:
            return logits
        steps = np.diff(line, axis=1)[:, ::-1]
        coded = np.where(np.abs(steps) <= REACH, steps + REACH + 1, 0)
        past = np.zeros((len(line), 3), dtype=np.int64)
        past[:, : coded.shape[1]] = coded
        last = line[:, -1]
        shares = self._with_motifs(
            self.model.next_interval(self.voice, self.degree[last], past), steps
        )
        speed = int(speed_of(np.array([step_s]))[0])
        shares = shares * self.model.by_speed[self.voice][speed]
        interval = np.arange(128)[None] - last[:, None] + REACH
        inside = (interval >= 0) & (interval < INTERVALS)
        follows = np.log(
            np.take_along_axis(shares, np.clip(interval, 0, INTERVALS - 1), axis=1) + 1e-9
        )
        # No leap out of reach, unless nothing nearer is allowed.
        logits += np.where(inside, follows, -25.0 - np.abs(interval - REACH))
        logits -= self.pull[np.clip(last, 0, 127)][:, None].clip(-50, 0)
        return logits

    def _with_motifs(self, shares: Floats, steps: Ints) -> Floats:
        """The shares ``(K, INTERVALS)`` with what the line did before; ``steps (K, n)`` its last
        intervals, the latest first.
        """
        if steps.shape[1] < 2 or not self.motifs:
            return shares
        mixed = shares.copy()
        for k, (two, one) in enumerate(steps[:, :2].tolist()):
            known = self.motifs.get((one, two))
            if known is not None:
                mixed[k] = (1 - _MOTIF) * shares[k] + _MOTIF * known / known.sum()
        return mixed

    def _drawn(self, logits: Floats) -> Ints:
        """One pitch a row."""
        heat = self.asked.temperature / _PLAIN_TEMPERATURE
        noise = self.chance.gumbel(size=logits.shape)
        found: Ints = (logits + heat * noise).argmax(axis=1)
        return found

    def _closing(self, last: Ints) -> Floats:
        """Log odds of each last pitch of the take, by how it closes."""
        degree = (last - self.key.tonic) % 12
        closing: Floats = np.array([_CLOSING.get(int(d), _OPEN) for d in degree])
        return closing

    def _heard_above(self, onset_s: Floats, above: Sequence[Note]) -> Ints:
        """The other voice's latest pitch at each onset, -1 for none."""
        found = np.full(len(onset_s), -1, dtype=np.int64)
        for k, at_s in enumerate(onset_s):
            sounding = [n.pitch for n in above if n.onset_s <= at_s + 0.02 and n.end_s > at_s]
            if sounding:
                found[k] = sounding[-1]
        return found

    def _chord(self, group: Sequence[Note], pitch: int) -> list[Note]:
        """The group with ``pitch`` on top (below, for the left hand) and chord tones under it."""
        free = [n for n in group if not n.pinned]
        if len(free) < len(group):
            taken = [n.pitch for n in group if n.pinned]
            pitches = [p for p in self._under(pitch, len(free) + len(taken)) if p not in taken]
        else:
            pitches = [pitch, *self._under(pitch, len(free) - 1)]
        joined = [replace(n, pitch=p) for n, p in zip(free, pitches, strict=False)]
        return [*joined, *(n for n in group if n.pinned)]

    def _under(self, pitch: int, count: int) -> list[int]:
        """So many tones of a chord that has ``pitch``, next to it downwards, then upwards."""
        if count <= 0:
            return []
        triads = _MINOR_TRIADS if self.key.is_minor else _TRIADS
        degree = (pitch - self.key.tonic) % 12
        fitting = [t for t in triads if degree in t] or [(degree, (degree + 5) % 12, degree)]
        weight = np.array([1.0 / (1 + triads.index(t) if t in triads else 1) for t in fitting])
        tones = fitting[int(self.chance.choice(len(fitting), p=weight / weight.sum()))]
        inside = [p for p in self.pitches.tolist() if (p - self.key.tonic) % 12 in tones]
        below = [p for p in reversed(inside) if pitch - 24 <= p <= pitch - 3]
        over = [p for p in inside if pitch + 3 <= p <= pitch + 12]
        order = [*over, *below] if self.voice == "left hand" else [*below, *over]
        return order[:count]


def _known(group: Sequence[Note]) -> int:
    """The highest pinned pitch of a chord, -1 for none."""
    return max((n.pitch for n in group if n.pinned), default=-1)


def _place(k: int, count: int) -> int:
    """The index in `PLACES` of the ``k``-th of ``count`` notes of a phrase."""
    if k == count - 1:
        return PLACES.index("last")
    if k == 0:
        return PLACES.index("first")
    return PLACES.index("before the last" if k == count - 2 else "inner")


def _total(logits: Floats) -> Floats:
    best = logits.max(axis=1)
    total: Floats = best + np.log(np.exp(logits - best[:, None]).sum(axis=1))
    return total
