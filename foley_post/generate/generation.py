"""Motion in, take out: the whole way through the model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import instrument
from foley_post.errors import UsageError
from foley_post.generate.clock import TICK_HZ
from foley_post.generate.decoding import Constraints
from foley_post.generate.encoding import EncodedShot, listen
from foley_post.generate.instrument_choice import chosen_instrument, clearly_seen
from foley_post.generate.keyboard_notes import keyboard_notes
from foley_post.generate.movement_notes import Performance, movement_notes, stroke_ticks
from foley_post.generate.onsets import own_threshold
from foley_post.generate.request import AUTO, Request, scale_of
from foley_post.generate.sync_report import sync_report_of
from foley_post.generate.tokens import controls_of
from foley_post.generate.weights import Model
from foley_post.midi.notes import Take
from foley_post.midi.playable import playable
from foley_post.pose.skeleton import Motion

__all__ = ["generate_take"]

_KEYS_CHORD_ODDS = 0.8
"""At keyboards the decoder sees more keys go down than do: asked for better odds than even, chords
are as large as they were played (simulated and drawn pianos of unseen seeds), and no note is worse.
"""


def generate_take(motion: Motion, request: Request, *, model: Model) -> Take:
    """The take of one performer: the same for the same motion, request and model.

    Where nobody is seen or nothing moves it is silent, but for pinned notes. UsageError for an
    instrument that the model does not know, or a key and register that leave no pitch.
    """
    pinned = tuple(
        replace(note, pinned=True)
        for note in sorted(request.pinned, key=lambda n: n.onset_s)
        if 0 <= note.onset_s < request.length_s
    )
    asked = request.instrument
    if asked == AUTO:
        asked = clearly_seen(motion.look) or AUTO
    told = _told(asked, model)
    wanted = frozenset(round(n.onset_s * TICK_HZ) for n in pinned)
    wanted |= stroke_ticks(motion, request.length_s)
    heard = listen(model.network, motion, request.length_s, told=told, wanted=wanted)
    candidates = _candidates(request, motion, heard, model)
    name, sure = candidates[0]
    wishes = _wishes(request, name, model)
    notes, proven = None, True
    if instrument(name).family == "keyboard":
        notes = keyboard_notes(
            motion,
            request.length_s,
            allowed=wishes.allowed,
            threshold=request.onset_threshold,
            density=request.density,
            pinned=pinned,
        )
    if notes is None:
        usual = _threshold(name, model)
        threshold = request.onset_threshold or own_threshold(heard, request.length_s, usual)
        played = Performance(motion, heard, name, threshold, wishes)
        notes, proven = movement_notes(played, request, model=model, pinned=pinned)
    kept = playable(notes, instrument(name))
    return Take(
        notes=kept,
        length_s=request.length_s,
        instrument=name,
        seed=request.seed,
        model_sha256=model.sha256,
        performer=motion.performer,
        instrument_confidence=sure,
        candidates=candidates,
        sync_report=sync_report_of([n for n in kept if not n.pinned], heard.actors, proven=proven),
    )


def _told(name: str, model: Model) -> int:
    """The instrument's index as the network knows it; one past the last for ``auto``."""
    if name == AUTO:
        return len(model.instruments)
    movement = instrument(name).movement
    if movement not in model.instruments:
        raise UsageError(
            f"This model does not know {name!r}. It knows: {', '.join(model.instruments)}."
        )
    return model.instruments.index(movement)


def _candidates(
    request: Request, motion: Motion, heard: EncodedShot, model: Model
) -> tuple[tuple[str, float], ...]:
    """The instrument asked for, or what look and movement say, likeliest first."""
    if request.instrument != AUTO:
        return ((request.instrument, 1.0),)
    return chosen_instrument(motion.look, heard.instrument, model.instruments)


def _threshold(name: str, model: Model) -> float:
    """The onset threshold for an instrument, or for the one it moves like."""
    known = model.thresholds
    return known.get(name, known.get(instrument(name).movement, known[""]))


def _wishes(request: Request, name: str, model: Model) -> Constraints:
    what = instrument(name)
    classes = scale_of(request.key) if request.key else None
    low, high = request.register or (what.lowest, what.highest)
    pitches = np.arange(128)
    allowed: npt.NDArray[np.bool_] = (pitches >= low) & (pitches <= high)
    if classes is not None:
        allowed &= np.isin(pitches % 12, sorted(classes))
    if not allowed.any():
        raise UsageError(
            f"No pitch is in {request.key or 'any key'} between MIDI {low} and {high}."
        )
    return Constraints(
        instrument=model.instruments.index(what.movement),
        allowed=allowed,
        voices=what.voices,
        controls=controls_of(classes, request.register, None),
        temperature=request.temperature,
        seed=request.seed,
        chord_odds=_KEYS_CHORD_ODDS if what.family == "keyboard" else 0.0,
    )
