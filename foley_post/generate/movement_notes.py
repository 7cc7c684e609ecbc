"""Notes of a movement that no key in view explains: when by the network or by what is seen to
strike, which pitch by the music of the instrument.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from foley_post.core.instruments import instrument
from foley_post.generate.clock import TICK_HZ
from foley_post.generate.decoding import Constraints, write_notes
from foley_post.generate.encoding import EncodedShot
from foley_post.generate.melody import Invention, invent_pitches, load_melody_model
from foley_post.generate.onsets import onsets, sure_share
from foley_post.generate.request import Request
from foley_post.generate.stroke_network import FAMILIES
from foley_post.generate.strokes import (
    agreement,
    clear_strokes,
    played_as_struck,
    stroke_onsets,
    strokes_of,
)
from foley_post.generate.weights import Model
from foley_post.midi.harmony import parse_key
from foley_post.midi.notes import Note
from foley_post.pose.skeleton import Motion

__all__ = ["Performance", "movement_notes", "stroke_ticks"]

_FITS = 0.35
"""Onsets that agree with the strokes by this much are those of a player whom the network knows:
rendered players agree by 0.5 and more, real ones by 0.2."""

_SURE = 0.6
"""Of the onsets of a plucked instrument that the network knows, so many are sure: 0.56 to 0.89 of
rendered ones; of real players, whatever they play, 0.08 to 0.57."""


@dataclass(frozen=True, slots=True)
class Performance:
    """One player's movement as ``heard`` by the network, played on the instrument ``name``."""

    motion: Motion
    heard: EncodedShot
    name: str
    threshold: float
    wishes: Constraints


def stroke_ticks(motion: Motion, length_s: float) -> frozenset[int]:
    """The ticks at which a stroke may be heard, whatever the instrument."""
    return frozenset(
        round(stroke.time_s * TICK_HZ)
        for family in FAMILIES
        for stroke in strokes_of(motion, length_s, family)
    )


def movement_notes(
    played: Performance, request: Request, *, model: Model, pinned: Sequence[Note]
) -> tuple[list[Note], bool]:
    """The notes of a movement, with the ``pinned`` ones among them; and whether what is seen to
    strike proves them: more of them meet it than would by chance.

    Where the onsets of the joints' network do not fit what is seen to strike, the strokes are the
    onsets, and length and loudness are theirs. A strum is too fast for the flow between two
    pictures: of plucked strings the network is believed where it is sure, too.
    """
    motion, what, length_s = played.motion, instrument(played.name), request.length_s
    found = onsets(
        played.heard,
        length_s,
        threshold=played.threshold,
        density=request.density,
        asked=request.onset_threshold is not None,
    )
    keyboard = what.family == "keyboard" and motion.keyboard is not None
    strokes = [] if keyboard else strokes_of(motion, length_s, what.family)
    clear = clear_strokes(strokes, request.onset_threshold)
    known = proven = motion.flow is None or keyboard
    if not known:
        fits = agreement(np.array([o.time_s for o in found]), clear, length_s)
        known, proven = fits.better >= _FITS, fits.proof
    if not known and what.family == "plucked":
        known = sure_share(played.heard, length_s, played.threshold) >= _SURE
    if not known:
        found = stroke_onsets(strokes, threshold=request.onset_threshold, density=request.density)
    notes = write_notes(
        model.network.writer,
        played.heard,
        found,
        pinned=pinned,
        wishes=played.wishes,
        length_s=length_s,
    )
    if not known and strokes:
        notes = played_as_struck(notes, strokes, what, length_s)
    if not keyboard:
        notes = _with_pitches(notes, played, request)
    return notes, known and proven


def _with_pitches(notes: Sequence[Note], played: Performance, request: Request) -> list[Note]:
    invention = Invention(
        instrument(played.name),
        played.wishes.allowed,
        key=parse_key(request.key) if request.key else None,
        temperature=request.temperature,
        seed=request.seed,
    )
    return invent_pitches(notes, invention, load_melody_model())
