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
from foley_post.generate.onsets import Onset, onsets, sure_share
from foley_post.generate.request import Request
from foley_post.generate.stroke_network import FAMILIES
from foley_post.generate.strokes import (
    Stroke,
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

_DRUMS = frozenset({"drums", "hand_drums"})
"""Sticks and hands that land show better in the flow than in the joints: of three rendered drummers
strokes have a skill of 0.97, the network's onsets 0.76."""


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
    onsets, and length and loudness are theirs; at drums always. A strum is too fast for the flow
    between two pictures: of plucked strings the network is believed where it is sure, too.
    """
    what, length_s = instrument(played.name), request.length_s
    keyboard = what.family == "keyboard" and played.motion.keyboard is not None
    strokes = [] if keyboard else strokes_of(played.motion, length_s, what.family)
    when = _when(played, request, None if keyboard or played.motion.flow is None else strokes)
    notes = write_notes(
        model.network.writer,
        played.heard,
        when.onsets,
        pinned=pinned,
        wishes=played.wishes,
        length_s=length_s,
    )
    if when.struck and notes:
        notes = played_as_struck(notes, strokes, what, length_s)
    if not keyboard:
        notes = _with_pitches(notes, played, request)
    return notes, when.proven


@dataclass(frozen=True, slots=True)
class _When:
    """The ``onsets``, whether they are those of strokes, and whether both ways prove them."""

    onsets: list[Onset]
    struck: bool
    proven: bool


def _when(played: Performance, request: Request, strokes: Sequence[Stroke] | None) -> _When:
    """When notes begin; ``strokes`` None where they are not asked."""
    length_s, asked = request.length_s, request.onset_threshold
    found = onsets(
        played.heard,
        length_s,
        threshold=played.threshold,
        density=request.density,
        asked=asked is not None,
    )
    if strokes is None:
        return _When(found, struck=False, proven=True)
    found_s = np.array([o.time_s for o in found])
    fits = agreement(found_s, clear_strokes(strokes, asked), length_s)
    known = fits.better >= _FITS
    proven = known and fits.proof
    if not known and instrument(played.name).family == "plucked":
        known = sure_share(played.heard, length_s, played.threshold) >= _SURE
    if known and played.name not in _DRUMS:
        return _When(found, struck=False, proven=proven)
    struck = stroke_onsets(
        strokes,
        threshold=asked,
        density=request.density,
        confirmed_s=found_s if proven else np.zeros(0),
    )
    return _When(struck, struck=True, proven=proven)


def _with_pitches(notes: Sequence[Note], played: Performance, request: Request) -> list[Note]:
    invention = Invention(
        instrument(played.name),
        played.wishes.allowed,
        key=parse_key(request.key) if request.key else None,
        temperature=request.temperature,
        seed=request.seed,
    )
    return invent_pitches(notes, invention, load_melody_model())
