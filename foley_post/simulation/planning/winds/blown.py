"""Players of the flute, clarinet, saxophone, bassoon, trumpet and tuba.

What is seen: fingers that change between two notes, a breath before a phrase, and little else; a
tongued repeat is not seen at all. Numbers: flute keys take 10 ms to close when pushed, 16 ms by
their spring, and fingers that change together differ by tens of ms (Almeida 2009); fingers are
lifted higher at fast tempo (Palmer 2007). Valves (20-60 ms) and breaths are drawn widely: no
figures found (an assumption).
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.midi.notes import Evidence, Note
from foley_post.pose.skeleton import FINGERTIPS
from foley_post.simulation.planning.curves import eased, rising
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.instrument_hold import HeldInstrument, HoldFrame, carry
from foley_post.simulation.planning.keyboard.fingering import chords_of
from foley_post.simulation.planning.player import SimulatedPlayer
from foley_post.simulation.planning.stance import beat_pulse, stand
from foley_post.simulation.planning.winds.fingering import fingers_down
from foley_post.simulation.planning.winds.grips import BLOWN, KeyGrip, WindHold
from foley_post.simulation.score.scores import Score

__all__ = ["plan_blown"]

Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]


def plan_blown(
    instrument: str,
    score: Score,
    player: SimulatedPlayer,
    rng: np.random.Generator,
    *,
    length_s: float,
    rate_hz: float = 120.0,
) -> Gesture:
    """The gesture of a wind player; of notes that begin together only the highest is played.

    A note's joint is a finger that changes for it (seen), else None: tongued on the same fingering
    (inferred). Props: ``shape (T, n, 3)``, points along the instrument.
    """
    times_s = np.arange(0.0, length_s, 1.0 / rate_hz)
    build = BLOWN[instrument]
    score = one_voice(score)
    down = np.array([fingers_down(instrument, int(p)) for p in score.pitch], dtype=bool)
    down = down.reshape(len(score), 10)
    pressed = _pressed(times_s, score, down, rng, press_s=build.press_s)
    hands = tuple(
        _hand(build.hands[side], build, player, pressed[:, 5 * side : 5 * side + 5])
        for side in (0, 1)
    )
    stance = stand(
        times_s,
        player,
        rng,
        seated=build.seated,
        trunk=(rng.uniform(-0.03, 0.08), 0.0, 0.0),
        head=build.head,
        pulse=beat_pulse(times_s, score.onset_s, score.velocity.astype(np.float64)),
    )
    stance.trunk[:, 0] -= _breath(times_s, score, rng)
    size = player.scale
    tube = np.array(build.tube) * np.array([1.0, _height(build, size), 1.0])
    return carry(
        HoldFrame(instrument, times_s, build.seated),
        stance,
        (hands[0], hands[1]),
        curls=np.full((len(times_s), 2, 5, 3), 0.5),
        notes=_notes(score, down, rng),
        props={"shape": np.broadcast_to(tube, (len(times_s), *tube.shape))},
    )


def one_voice(score: Score) -> Score:
    """The highest of notes that begin together, each until the next begins."""
    if len(score) == 0:
        return score
    event = chords_of(score.onset_s, 0.04)
    order = np.lexsort((-score.pitch, event))
    keep = np.sort(order[np.unique(event[order], return_index=True)[1]])
    line = score.where(keep)
    room = np.maximum(np.diff(line.onset_s, append=np.inf), 0.03)
    np.minimum(line.length_s, room, out=line.length_s)
    return line


def _height(build: WindHold, size: float) -> float:
    return 0.5 + 0.5 * size if build.seated else size


def _pressed(
    times_s: Floats,
    score: Score,
    down: Bools,
    rng: np.random.Generator,
    *,
    press_s: tuple[float, float],
) -> Floats:
    """``(T, 10)``: 1 where a finger is down. Each note's fingers change within tens of ms of each
    other, the last of them at the onset.
    """
    pressed = np.zeros((len(times_s), 10))
    if len(score) == 0:
        pressed[:, 1:4] = pressed[:, 6:9] = rng.uniform(0.3, 1.0)
        return pressed
    apart = rng.uniform(0.003, 0.03)
    gap = np.diff(score.onset_s, prepend=score.onset_s[0] - 0.5)
    for finger in range(10):
        late = np.minimum(np.abs(rng.normal(0, apart, len(score))), 0.3 * gap)
        stroke = np.minimum(rng.uniform(*press_s, len(score)), 0.4 * gap)
        before = np.concatenate([down[:1, finger], down[:-1, finger]])
        frames = np.stack([score.onset_s - late - stroke, score.onset_s - late], axis=1)
        values = np.stack([before, down[:, finger]], axis=1).astype(np.float64)
        power = np.where(down[:, finger] & ~before, 1.7, 0.0)
        powers = np.stack([np.zeros(len(score)), power], axis=1)
        pressed[:, finger] = eased(
            times_s, rising(frames.ravel()), values.ravel(), power=powers.ravel()
        )
    return pressed


def _hand(
    grip: KeyGrip, build: WindHold, player: SimulatedPlayer, pressed: Floats
) -> HeldInstrument:
    """The hand on its keys, fingers down where ``pressed (T, 5)``."""
    steps, size = len(pressed), player.hand_scale
    keys = np.array(grip.keys) * np.array([1.0, _height(build, player.scale), 1.0])
    row, out = np.array(grip.row), np.array(grip.out)
    row, out = row / np.linalg.norm(row), out / np.linalg.norm(out)
    wrist = keys + np.array(grip.wrist) * size
    knuckles = keys + np.array(grip.knuckles) * size
    forward = (knuckles - wrist) / np.linalg.norm(knuckles - wrist)
    # The knuckles stay where the grip wants them: the wrist is a palm behind them.
    wrist = knuckles - 0.094 * size * forward
    back = np.array(grip.back) - (np.array(grip.back) @ forward) * forward
    back /= np.linalg.norm(back)
    places = keys + np.array([0.0, -1.0, 0.0, 1.0, 2.0])[:, None] * 0.021 * size * row
    places[0] = keys + np.array(grip.thumb) * size
    lift = build.lift_m * player.lift * np.array([0.5, 1.0, 1.0, 1.0, 1.0])
    tips = places + ((1.0 - pressed) * lift)[..., None] * out
    return HeldInstrument(np.tile(wrist, (steps, 1)), np.tile(forward, (steps, 1)),
                np.tile(back, (steps, 1)), tips)  # fmt: skip


def _breath(times_s: Floats, score: Score, rng: np.random.Generator) -> Floats:
    """``(T,)`` radians: the chest rises in the 0.2-0.7 s before a phrase and sinks over it."""
    if len(score) == 0:
        return np.zeros_like(times_s)
    end = np.concatenate([[-9.0], score.onset_s[:-1] + score.length_s[:-1]])
    starts = score.onset_s[score.onset_s - end > rng.uniform(0.12, 0.4)]
    deep = rng.uniform(0.01, 0.06)
    frames, values = [-2.0], [0.0]
    for at in starts:
        draw = rng.uniform(0.2, 0.7)
        frames += [at - draw, at - 0.02, at + rng.uniform(0.8, 2.5)]
        values += [min(values[-1], 0.2 * deep), deep, 0.0]
    return eased(times_s, rising(np.array(frames)), np.array(values))


def _notes(score: Score, down: Bools, rng: np.random.Generator) -> tuple[Note, ...]:
    notes = []
    for i in range(len(score)):
        changed = np.flatnonzero(down[i] != (down[i - 1] if i else ~down[i]))
        visible = [f for f in changed if f % 5] or list(changed)
        joint = FINGERTIPS[int(rng.choice(visible))] if visible and i else None
        notes.append(
            Note(
                onset_s=float(score.onset_s[i]),
                length_s=float(max(score.length_s[i], 0.03)),
                pitch=int(score.pitch[i]),
                velocity=int(score.velocity[i]),
                evidence=Evidence.SEEN if joint is not None else Evidence.INFERRED,
                joint=joint,
            )
        )
    return tuple(notes)
