"""Notes written onto onsets, one after the other, with the writer's memory kept between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import LOWEST
from foley_post.generate.clock import TICK_HZ
from foley_post.generate.encoding import EncodedShot, FrameContext
from foley_post.generate.network.graph import ACTORS
from foley_post.generate.network.layout import ARTICULATIONS, UNLIKELY
from foley_post.generate.numpy_network.decoder import (
    DecoderInput,
    DecoderOutput,
    NoteWriter,
    NumpyNoteDecoder,
)
from foley_post.generate.onsets import Onset
from foley_post.generate.tokens import (
    CHORD_MOST,
    LENGTH_EDGES_S,
    PITCHES,
    VELOCITIES,
    scalars_of,
)
from foley_post.midi.notes import Evidence, Note

__all__ = ["Constraints", "write_notes"]

_USED = 6.0
_ABSENT = 8.0
"""How much less likely than others a hand is to play that is never in the picture."""
_SURE = 0.8
"""From this probability on an onset counts as seen: of such, 99 in 100 are within 50 ms of a true
one; of those below, 70 (simulated players, unseen seeds).
"""
_MIN_P = 0.1
_SHORTEST_S = 0.03
_FAR_S = 20.0

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Constraints:
    """What the notes must keep to: ``allowed (128,)`` pitches, at most ``voices`` at once;
    ``instrument`` its index; ``controls`` as `controls_of` makes them; ``temperature`` and ``seed``
    of the pitches; ``chord_odds`` the log odds from which on a chord gets one more note.
    """

    instrument: int
    allowed: npt.NDArray[np.bool_]
    voices: int
    controls: Floats
    temperature: float
    seed: int
    chord_odds: float = 0.0


def write_notes(
    writer: NoteWriter,
    heard: EncodedShot,
    found: Sequence[Onset],
    *,
    pinned: Sequence[Note],
    wishes: Constraints,
    length_s: float,
) -> list[Note]:
    """The notes of ``found`` onsets, with the ``pinned`` ones among them as they are."""
    pen = DecodingState(writer, heard, wishes)
    free = [o for o in found if all(abs(o.time_s - p.onset_s) > 0.05 for p in pinned)]
    events: list[tuple[float, Onset | Note]] = [(o.time_s, o) for o in free]
    events = sorted(events + [(n.onset_s, n) for n in pinned], key=lambda e: e[0])
    notes: list[Note] = []
    for k, (at_s, event) in enumerate(events):
        gap_s = at_s - events[k - 1][0] if k else _FAR_S
        ahead_s = events[k + 1][0] - at_s if k + 1 < len(events) else length_s - at_s
        coming = next((n for n in pinned if n.onset_s > at_s + 0.001), None)
        place = _Place(at_s, gap_s, max(ahead_s, _SHORTEST_S), coming)
        if isinstance(event, Note):
            pen.read(event, place)
            notes.append(event)
        else:
            notes.extend(pen.write(event, place, length_s))
    return notes


@dataclass(frozen=True, slots=True)
class _Place:
    """An onset among others: seconds since the one before and to the next, the next pinned note."""

    at_s: float
    gap_s: float
    ahead_s: float
    coming: Note | None


class DecodingState:
    """The writer with its memory of what it has written."""

    def __init__(self, writer: NoteWriter, heard: EncodedShot, wishes: Constraints) -> None:
        self.size, self.heard, self.wishes = writer.size, heard, wishes
        self.decoder = NumpyNoteDecoder(writer, wishes.instrument, wishes.controls)
        absent = ~heard.joints_known.any(axis=0)
        self.actors = heard.actors - np.float32(_ABSENT) * absent
        self.chance = np.random.default_rng(wishes.seed)
        self.last: Note | None = None

    def read(self, note: Note, place: _Place) -> None:
        """Take note of a pinned note."""
        tick = min(max(round(place.at_s * TICK_HZ), 0), self.heard.ticks - 1)
        self._step(tick, place, 0, np.zeros(len(ACTORS), dtype=np.float32))
        self.last = note

    def write(self, onset: Onset, place: _Place, length_s: float) -> list[Note]:
        """The notes of one onset: one, or a chord."""
        notes: list[Note] = []
        used = np.zeros(len(ACTORS), dtype=np.float32)
        for number in range(min(self.wishes.voices, CHORD_MOST)):
            heads = self._step(onset.tick, place, number, used)
            pitch = self._pitch(heads, notes, self._left(onset.tick, notes) > 0)
            actor = self._actor(heads, pitch, onset.tick, used)
            used[actor] = 1
            most_s = length_s - onset.time_s
            if self.wishes.voices == 1:
                most_s = min(most_s, place.ahead_s)
            self.last = Note(
                onset_s=onset.time_s,
                length_s=max(min(_expected_length(heads), most_s), _SHORTEST_S),
                pitch=pitch,
                velocity=_expected_velocity(heads),
                evidence=self._evidence(onset, actor),
                confidence=min(max(onset.likely, 0.0), 1.0),
                joint=ACTORS[actor],
                articulation=ARTICULATIONS[int(self.heard.articulation[onset.tick])],
            )
            notes.append(self.last)
            if self.decoder.another(heads, self._left(onset.tick, notes)) <= self.wishes.chord_odds:
                break
        return notes

    def _step(self, tick: int, place: _Place, number: int, used: Floats) -> DecoderOutput:
        """One step of the writer; its memory moves on."""
        moment = self.heard.moments.get(tick) or self._blank()
        first = max(tick, 0)
        ahead = self.heard.sounding[first : first + max(int(place.ahead_s * TICK_HZ), 1)]
        last = self.last
        scalars = scalars_of(
            gap_s=place.gap_s,
            next_s=place.ahead_s,
            velocity=last.velocity / 127 if last else 0.0,
            length_s=last.length_s if last else 0.0,
            pinned_s=place.coming.onset_s - place.at_s if place.coming else _FAR_S,
            sounding=float(ahead.mean()) if len(ahead) else 0.0,
        )
        return self.decoder.write(
            DecoderInput(
                memory=moment.memory,
                actor_memory=moment.actor_memory,
                actors=self.actors[tick] - np.float32(_USED) * used,
                scalars=np.array(scalars, dtype=np.float32),
                before=last.pitch if last else PITCHES,
                chord=number,
                pinned=place.coming.pitch if place.coming else PITCHES,
                tips=moment.tips,
                tips_known=moment.tips_known,
                keys=moment.keys,
            )
        )

    def _blank(self) -> FrameContext:
        """A moment nothing is known of."""
        size = self.size
        return FrameContext(
            memory=np.zeros(size.width, dtype=np.float32),
            actor_memory=np.zeros((len(ACTORS), size.actor_channels), dtype=np.float32),
            tips=np.zeros((10, 2), dtype=np.float32),
            tips_known=np.zeros(10, dtype=bool),
            keys=np.full(88, UNLIKELY, dtype=np.float32),
        )

    def _left(self, tick: int, chord: Sequence[Note]) -> float:
        """The log odds of the likeliest key that no note of the chord has taken."""
        moment = self.heard.moments.get(tick) or self._blank()
        taken = [n.pitch - LOWEST for n in chord if 0 <= n.pitch - LOWEST < 88]
        return float(np.delete(moment.keys, taken).max())

    def _pitch(self, heads: DecoderOutput, chord: Sequence[Note], seen: bool) -> int:
        """A pitch drawn from what is allowed and not in the chord yet; unlikely ones never. Where a
        key is ``seen`` to go down there is nothing to draw: the likeliest.
        """
        logits = heads.pitch.astype(np.float64)
        open_ = self.wishes.allowed.copy()
        open_[[n.pitch for n in chord]] = False
        if not open_.any():
            open_ = self.wishes.allowed
        logits = np.where(open_, logits, -np.inf)
        if seen or self.wishes.temperature <= 0:
            return int(logits.argmax())
        odds = np.exp((logits - logits.max()) / self.wishes.temperature)
        odds[odds < _MIN_P] = 0
        return int(self.chance.choice(PITCHES, p=odds / odds.sum()))

    def _actor(self, heads: DecoderOutput, pitch: int, tick: int, used: Floats) -> int:
        """Who plays it: the finger over that key, else whoever moves most like it."""
        key = pitch - LOWEST
        if 0 <= key < 88:
            fit = heads.pointer[:, key]
            if fit.max() > -20:
                return int(fit.argmax())
        return int((self.actors[tick] - _USED * used).argmax())

    def _evidence(self, onset: Onset, actor: int) -> Evidence:
        tick = onset.tick
        if not self.heard.present[tick]:
            return Evidence.INVENTED
        seen = onset.likely >= _SURE and self.heard.joints_known[tick, actor]
        return Evidence.SEEN if seen else Evidence.INFERRED


def _expected_length(heads: DecoderOutput) -> float:
    """The middle of the length's distribution, in seconds."""
    share = np.cumsum(_shares(heads.length))
    k = min(int((share < 0.5).sum()), len(LENGTH_EDGES_S) - 2)
    return float(np.sqrt(LENGTH_EDGES_S[k] * LENGTH_EDGES_S[k + 1]))


def _expected_velocity(heads: DecoderOutput) -> int:
    """The mean velocity, 1..127."""
    mean = float(_shares(heads.velocity) @ np.arange(VELOCITIES))
    return int(np.clip(round((mean + 0.5) * 127 / VELOCITIES), 1, 127))


def _shares(logits: Floats) -> npt.NDArray[np.float64]:
    odds = np.exp((logits - logits.max()).astype(np.float64))
    shares: npt.NDArray[np.float64] = odds / odds.sum()
    return shares
