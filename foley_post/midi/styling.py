"""A style applied to a take that is there: pure, repeatable, and true to the picture.

The steps, in order: fewer notes, register, harmony, doubling, dynamics, touch, time. Only the last
may move an onset, and only as far as ``loosen_percent`` lets a note that the picture holds
(`foley_post.midi.sync`). Pinned notes keep pitch, loudness and place.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from foley_post.core.instruments import Instrument, instrument
from foley_post.midi.harmony import Key, find_key
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.midi.playable import SHORTEST_S, folded, playable
from foley_post.midi.styles import Style, find_style
from foley_post.midi.sync import moved_to
from foley_post.midi.tempo import Pulse, find_pulse

__all__ = ["apply_style"]


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the steps need to know."""

    style: Style
    played: Instrument
    key: Key
    pulse: Pulse
    random: np.random.Generator
    loosen_percent: float

    def beat_of(self, note: Note) -> float:
        """Its place in the beat, 0 to 1."""
        return ((note.onset_s - self.pulse.first_beat_s) / self.pulse.beat_s) % 1.0


def apply_style(
    take: Take,
    style: Style | str,
    *,
    key: Key | None = None,
    pulse: Pulse | None = None,
    loosen_percent: float = 0.0,
) -> Take:
    """The take in a style, by name or value.

    ``key`` and ``pulse`` None are found in the take itself; give them to keep several takes
    together. The same take and style give the same notes. Raises UsageError for an unknown style.
    """
    chosen = find_style(style) if isinstance(style, str) else style
    played = instrument(take.instrument)
    found = key or (Key(0) if played.drums else find_key(take.notes)[0])
    setting = _Setting(
        chosen,
        played,
        _in_the_styles_scale(found, chosen, asked=key is not None),
        pulse or find_pulse(take.notes),
        np.random.default_rng([take.seed & 0x7FFF_FFFF, zlib.crc32(chosen.name.encode())]),
        loosen_percent,
    )
    notes: Sequence[Note] = take.notes
    for step in _STEPS:
        notes = step(notes, setting)
    notes = playable((n for n in notes if n.onset_s < take.length_s), played)
    controllers = dict(take.controllers)
    if chosen.pedal and played.name == "piano" and notes:
        controllers[64] = _pedal(notes, setting.pulse)
    return replace(take, notes=notes, style=chosen.name, controllers=controllers)


def _in_the_styles_scale(key: Key, style: Style, *, asked: bool) -> Key:
    """The key with the style's scale, unless the editor asked for a particular one."""
    scale = style.minor_scale if key.is_minor else style.major_scale
    plain = key.scale in ("major", "minor")
    return key.with_scale(scale) if scale and (plain or not asked) else key


def _thinned(notes: Sequence[Note], setting: _Setting) -> Sequence[Note]:
    """The weaker notes go until ``density`` of them is left; the first and the pinned stay."""
    bound = sum(i == 0 or n.pinned for i, n in enumerate(notes))
    keep = max(bound, round(len(notes) * min(1.0, setting.style.density)))
    if keep >= len(notes):
        return notes
    on_beat = [abs(setting.beat_of(n) - round(setting.beat_of(n))) < 0.12 for n in notes]
    ranked = sorted(
        range(len(notes)),
        key=lambda i: (
            -(i == 0 or notes[i].pinned),
            -(notes[i].velocity / 127 + 0.4 * on_beat[i] + 0.3 * min(notes[i].length_s, 1.0)),
            i,
        ),
    )
    return [notes[i] for i in sorted(ranked[:keep])]


def _placed(notes: Sequence[Note], setting: _Setting) -> Sequence[Note]:
    """Moved by the register in octaves and fifths as it fits, then folded into the span."""
    style, played = setting.style, setting.played
    if played.drums or not notes or not (style.register or style.span):
        return notes
    low, high = played.lowest, played.highest
    shift = 12 * round(style.register / 12)
    if style.register and not shift:
        shift = _octave_with_room(notes, played, style.register)
    middle = int(np.median([n.pitch for n in notes])) + shift
    if style.span:
        half = max(4, style.span // 2)
        low, high = max(low, middle - half), min(high, middle + half)
        high = max(high, low + min(11, played.highest - low))
    return [
        n if n.pinned else replace(n, pitch=folded(_within_midi(n.pitch + shift), low, high))
        for n in notes
    ]


def _octave_with_room(notes: Sequence[Note], played: Instrument, towards: int) -> int:
    """An octave up or down where nearly all notes stay in the range, else nothing."""
    shift = int(math.copysign(12, towards))
    inside = sum(played.lowest <= n.pitch + shift <= played.highest for n in notes)
    return shift if inside >= 0.9 * len(notes) else 0


def _within_midi(pitch: int) -> int:
    return min(max(pitch, 0), 127)


def _harmonised(notes: Sequence[Note], setting: _Setting) -> Sequence[Note]:
    """Foreign notes into the scale; some weak short ones a semitone from the note after them."""
    style, key = setting.style, setting.key
    if setting.played.drums or not (style.major_scale or style.minor_scale):
        return notes
    draws = setting.random.random((len(notes), 2))
    result = list(notes)
    for i, note in enumerate(notes):
        foreign = note.pitch % 12 not in key.classes
        if not note.pinned and foreign and draws[i, 0] < style.key_fit:
            result[i] = replace(note, pitch=_nearest(note.pitch, key))
    for i in range(len(result) - 1):
        note, after = result[i], result[i + 1]
        near = 0 < abs(after.pitch - note.pitch) <= 4 and after.onset_s > note.onset_s
        weak = min(setting.beat_of(note), 1 - setting.beat_of(note)) > 0.1
        if near and weak and not note.pinned and draws[i, 1] < style.chromatic:
            below = after.pitch + (1 if note.pitch > after.pitch else -1)
            result[i] = replace(note, pitch=below)
    return result


def _nearest(pitch: int, key: Key) -> int:
    return next(
        p for d in range(12) for p in (pitch - d, pitch + d) if p % 12 in key.classes and p >= 0
    )


def _doubled(notes: Sequence[Note], setting: _Setting) -> Sequence[Note]:
    """The strong notes doubled at the style's scale steps, where the instrument has voices."""
    style, played = setting.style, setting.played
    if played.drums or played.voices < 2 or not style.doubling or not style.doubling_share:
        return notes
    count = round(len(notes) * style.doubling_share)
    strong = sorted(range(len(notes)), key=lambda i: (-notes[i].velocity, i))[:count]
    doubles = []
    for i in sorted(strong):
        note = notes[i]
        for steps in style.doubling:
            pitch = _stepped(note.pitch, steps, setting.key)
            if played.lowest <= pitch <= played.highest:
                known = note.evidence is not Evidence.INVENTED
                evidence = Evidence.INFERRED if known else Evidence.INVENTED
                quieter = max(1, note.velocity - 8)
                doubles.append(
                    replace(note, pitch=pitch, velocity=quieter, evidence=evidence, pinned=False)
                )
    return sorted([*notes, *doubles], key=lambda n: (n.onset_s, n.pitch))


def _stepped(pitch: int, steps: int, key: Key) -> int:
    """So many steps of the scale away."""
    direction = 1 if steps > 0 else -1
    for _ in range(abs(steps)):
        pitch += direction
        while pitch % 12 not in key.classes:
            pitch += direction
    return pitch


def _voiced(notes: Sequence[Note], setting: _Setting) -> Sequence[Note]:
    """Loudness between soft and loud, contrast around it, accents on and off the beat."""
    style, played = setting.style, setting.played
    if not notes:
        return notes
    middle = float(np.mean([n.velocity for n in notes]))
    level = played.soft + style.loudness * (played.loud - played.soft)
    level = middle if style.loudness < 0 else level
    draws = setting.random.standard_normal(len(notes))
    result = []
    for note, draw in zip(notes, draws, strict=True):
        place = setting.beat_of(note)
        accent = style.beat_accent if min(place, 1 - place) < 0.1 else 0
        accent += style.offbeat_accent if abs(place - 0.5) < 0.15 else 0
        human = float(np.clip(draw, -2, 2)) * style.humanise_velocity / 2
        velocity = round(level + style.contrast * (note.velocity - middle) + accent + human)
        kept = note.velocity if note.pinned else min(max(velocity, 1), 127)
        result.append(replace(note, velocity=kept))
    return result


def _touched(notes: Sequence[Note], setting: _Setting) -> Sequence[Note]:
    """Longer or shorter, and the first articulation of the style that the instrument has."""
    style, played = setting.style, setting.played
    name = next((a for a in style.articulation if played.articulation(a)), "")
    if played.drums:
        return notes

    def touched(note: Note) -> Note:
        if note.pinned:
            return note
        length_s = max(SHORTEST_S, note.length_s * style.length)
        return replace(note, length_s=length_s, articulation=name or note.articulation)

    return [touched(n) for n in notes]


def _timed(notes: Sequence[Note], setting: _Setting) -> Sequence[Note]:
    """Swing, rubato and small differences, as far as sync lets each note."""
    style, pulse = setting.style, setting.pulse
    draws = setting.random.standard_normal(len(notes))
    result = []
    for note, draw in zip(notes, draws, strict=True):
        if note.pinned:
            result.append(note)
            continue
        place = setting.beat_of(note)
        later = 0.0
        if abs(place - 0.5) < 0.15:
            later += style.swing * pulse.beat_s / 6
        phrase = (note.onset_s - pulse.first_beat_s) / (8 * pulse.beat_s)
        later += style.rubato * 0.12 * pulse.beat_s * math.sin(2 * math.pi * phrase)
        later += style.humanise_s * float(np.clip(draw, -2, 2))
        result.append(moved_to(note, max(0.0, note.onset_s + later), setting.loosen_percent))
    return result


def _pedal(notes: Sequence[Note], pulse: Pulse) -> tuple[tuple[float, float], ...]:
    """Down over each half bar that has notes; changed just after its first onset."""
    span_s = 2 * pulse.beat_s
    first: dict[int, float] = {}
    for note in notes:
        first.setdefault(math.floor((note.onset_s - pulse.first_beat_s) / span_s), note.onset_s)
    points: list[tuple[float, float]] = []
    for onset_s in sorted(first.values()):
        points += [(onset_s, 0.0), (onset_s + 0.08, 127.0)]
    points.append((max(n.end_s for n in notes) + 0.5, 0.0))
    return tuple(points)


_STEPS: tuple[Callable[[Sequence[Note], _Setting], Sequence[Note]], ...] = (
    _thinned,
    _placed,
    _harmonised,
    _doubled,
    _voiced,
    _touched,
    _timed,
)
