"""A take for another instrument: the same movements, its notes, lengths and dynamics.

No onset moves. The take moves by octaves to where the new instrument speaks, single notes follow
where they still do not fit, chords are thinned to its voices, and lengths take its habit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from foley_post.core.instruments import Instrument, instrument
from foley_post.midi.notes import Note, Take, sorted_notes
from foley_post.midi.playable import playable

__all__ = ["revoice"]

_LEGATO_GAP_S = 0.3
"""A bow or a breath carries over a rest shorter than this."""
_LONGEST_STRUCK_S = 0.8


def revoice(take: Take, name: str) -> Take:
    """The take as the instrument of that name would play it; UsageError when there is none.

    Pinned notes keep their onset and stay, but must fit the range too. The take itself comes back
    when it is that instrument's already.
    """
    new, old = instrument(name), instrument(take.instrument)
    if new.name == old.name:
        return take
    notes: Sequence[Note] = take.notes
    if new.drums:
        notes = _as_drums(notes, old, new)
    elif old.drums:
        notes = _from_drums(notes, new)
    else:
        notes = _by_octaves(notes, new)
    notes = [_in_its_manner(n, old, new) for n in notes]
    notes = playable(notes, new)
    notes = playable(_with_its_lengths(notes, new), new)
    controllers = _kept_controllers(take.controllers, new)
    return replace(
        take,
        notes=notes,
        instrument=new.name,
        instrument_confidence=1.0,
        controllers=controllers,
    )


def _by_octaves(notes: Sequence[Note], new: Instrument) -> list[Note]:
    """All notes moved by the octaves that leave the fewest outside the range, the fewer the
    better.
    """

    def cost(octaves: int) -> tuple[int, int]:
        outside = sum(not new.lowest <= n.pitch + 12 * octaves <= new.highest for n in notes)
        return outside, abs(octaves)

    shift = 12 * min(range(-8, 9), key=cost)
    return [replace(n, pitch=n.pitch + shift) if 0 <= n.pitch + shift <= 127 else n for n in notes]


def _as_drums(notes: Sequence[Note], old: Instrument, new: Instrument) -> list[Note]:
    """Low notes on the deepest drum, middle ones on the middle one, high ones on the brightest."""
    if not notes:
        return []
    if old.drums:
        places = [_place_on(old, n.pitch) for n in notes]
    else:
        pitches = sorted(n.pitch for n in notes)
        low, high = pitches[len(pitches) // 3], pitches[2 * len(pitches) // 3]
        places = [0 if n.pitch < low else 1 if n.pitch <= high else 2 for n in notes]
    drums = [new.drum_pitches[k] for k in places]
    return [replace(n, pitch=d, length_s=0.1) for n, d in zip(notes, drums, strict=True)]


def _place_on(drums: Instrument, pitch: int) -> int:
    """Which of its drums comes nearest: 0 the deepest."""
    return min(range(len(drums.drum_pitches)), key=lambda k: abs(drums.drum_pitches[k] - pitch))


def _from_drums(notes: Sequence[Note], new: Instrument) -> list[Note]:
    """Each drum on a step of a pentatonic scale, in the middle of the range, deep drums low."""
    steps = (0, 2, 4, 7, 9, 12, 14, 16, 19, 21)
    drums = {d: i for i, d in enumerate(sorted({n.pitch for n in notes}))}
    middle = (new.lowest + new.highest) // 2
    root = middle - middle % 12
    return [replace(n, pitch=root + steps[drums[n.pitch] % len(steps)]) for n in notes]


def _in_its_manner(note: Note, old: Instrument, new: Instrument) -> Note:
    """Dynamics from the old everyday range to the new one; only articulations it knows."""
    place = (note.velocity - old.soft) / max(1, old.loud - old.soft)
    velocity = round(new.soft + place * (new.loud - new.soft))
    known = new.articulation(note.articulation) is not None
    return replace(
        note,
        velocity=min(max(velocity, 1), 127),
        articulation=note.articulation if known else "",
    )


def _with_its_lengths(notes: Sequence[Note], new: Instrument) -> list[Note]:
    """Bows and breaths carry on to the next note over a short rest; struck notes are short."""
    if new.family == "struck":
        return [replace(n, length_s=min(n.length_s, _LONGEST_STRUCK_S)) for n in notes]
    if not new.sustained:
        return list(notes)
    ordered = sorted_notes(notes)
    result = []
    for note, following in pairwise(ordered):
        gap_s = following.onset_s - note.end_s
        carried = 0 < gap_s < _LEGATO_GAP_S and note.articulation in ("", "legato")
        result.append(replace(note, length_s=note.length_s + gap_s) if carried else note)
    return [*result, *ordered[-1:]]


def _kept_controllers(
    controllers: Mapping[int, tuple[tuple[float, float], ...]], new: Instrument
) -> dict[int, tuple[tuple[float, float], ...]]:
    """What the new instrument can follow: a pedal on keyboards, swells where notes last, bends
    where pitch is not fixed.
    """
    fits = {
        64: new.family == "keyboard" and not new.sustained,
        1: new.sustained,
        2: new.sustained,
        11: new.sustained,
        -1: new.family in ("bowed", "plucked", "blown"),
    }
    return {number: points for number, points in controllers.items() if fits.get(number, True)}
