"""A synthesizer of harmonics with sounds that no SoundFont has: another one for every clip.

Swelling or struck, with vibrato, slurs, rough bows, breath and formants drawn at random. A bowed or
blown note starts before its time, so that it is heard to begin at it (`render.onset_compensation`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.listen.network import RATE_HZ
from foley_post.midi.notes import Note
from foley_post.train.listener.clips import CLIP_SAMPLES

__all__ = ["Sound", "played", "random_sound"]

Floats: TypeAlias = npt.NDArray[np.float64]

_HIGHEST_HZ = 10_500.0
_SLUR_GAP_S = 0.06
_SWELL = 1.6
_HEARD_AT = -np.log(0.75) / _SWELL
"""A quarter of the loudest, 12 dB below it, is reached after this share of the attack."""
_LOUD_S = 0.3


@dataclass(frozen=True, slots=True)
class Sound:
    """How one clip's instrument sounds; ``swells`` where it is bowed or blown."""

    partials: Floats
    formants: tuple[tuple[float, float, float], ...]
    """Middle in Hz, width in octaves of e, and strength."""
    swells: bool
    inharmonic: float
    attack_s: float
    vibrato_cents: float
    vibrato_hz: float
    noise: float
    legato: float
    release_s: float
    decay_s: float
    rough: float


def random_sound(family: str, rng: np.random.Generator) -> Sound:
    """One of the family (of `core.instruments`)."""
    count = int(rng.integers(8, 28))
    partials = np.arange(1, count + 1.0) ** -rng.uniform(0.6, 2.2)
    partials *= np.exp(rng.normal(0, 0.6, count))
    if rng.random() < 0.3:
        partials[1::2] *= rng.uniform(0, 1)
    bowed, swells = family == "bowed", family in ("bowed", "blown")
    return Sound(
        partials=partials,
        formants=tuple(
            (
                float(np.exp(rng.uniform(np.log(250), np.log(4000)))),
                float(rng.uniform(0.15, 0.5)),
                float(rng.uniform(0, 2.5)),
            )
            for _ in range(rng.integers(1, 4))
        ),
        swells=swells,
        inharmonic=0.0 if swells else float(10 ** rng.uniform(-4.5, -3.3)),
        attack_s=float(rng.uniform(0.02, 0.13) if bowed else rng.uniform(0.012, 0.07)),
        vibrato_cents=float(rng.uniform(0, 35 if bowed else 15)),
        vibrato_hz=float(rng.uniform(4.5, 6.8)),
        noise=float(10 ** rng.uniform(-2.6, -1.3)),
        legato=float(rng.random() * 0.8) if swells else 0.0,
        release_s=float(rng.uniform(0.04, 0.25)),
        decay_s=float(rng.uniform(0.3, 2.5)),
        rough=float(rng.uniform(0, 0.25 if bowed else 0.1)),
    )


def played(notes: Sequence[Note], sound: Sound, rng: np.random.Generator) -> Floats:
    """``(CLIP_SAMPLES,)``: the notes, played with that sound."""
    mixed = np.zeros(CLIP_SAMPLES + RATE_HZ)
    last: Note | None = None
    for note in notes:
        room = len(mixed) - int(note.onset_s * RATE_HZ) - 1
        length = min(int((note.length_s + 3 * sound.release_s) * RATE_HZ), room)
        if length < 200:
            continue
        slurred = last is not None and _follows(last, note) and rng.random() < sound.legato
        tone, lag_s = _tone(note, sound, length, slurred=slurred, rng=rng)
        first = round((note.onset_s - lag_s) * RATE_HZ)
        tone, first = (tone[-first:], 0) if first < 0 else (tone, first)
        loud = np.sqrt((tone[: round(_LOUD_S * RATE_HZ)] ** 2).mean()) + 1e-9
        tone = tone[: len(mixed) - first] * (0.1 * (note.velocity / 127) ** 1.5 / loud)
        mixed[first : first + len(tone)] += tone
        last = note
    return mixed[:CLIP_SAMPLES]


def _follows(last: Note, note: Note) -> bool:
    return abs(note.onset_s - last.end_s) < _SLUR_GAP_S and note.pitch != last.pitch


def _tone(
    note: Note, sound: Sound, length: int, *, slurred: bool, rng: np.random.Generator
) -> tuple[Floats, float]:
    """One note's samples and how long after their first it is heard to begin, in seconds."""
    at_s = np.arange(length) / RATE_HZ
    if slurred:
        attack_s = rng.uniform(0.008, 0.03)
    elif sound.swells:
        attack_s = sound.attack_s * rng.uniform(0.6, 1.5)
    else:
        attack_s = rng.uniform(0.001, 0.008)
    envelope = _envelope(note, sound, at_s, attack_s, rng=rng)
    release_s = 0.05 if slurred else sound.release_s
    envelope *= np.exp(-4 * np.clip((at_s - note.length_s) / release_s, 0, None))
    if sound.rough > 0:
        steps = np.repeat(rng.normal(0, 1, length // 220 + 2), 220)[:length]
        envelope *= 1 + sound.rough * np.convolve(steps, np.ones(330) / 330, "same")[:length]
    tone = _harmonics(note, sound, at_s, attack_s, rng=rng) * envelope
    tone += _breath(tone, envelope, sound, rng)
    return tone, attack_s * _HEARD_AT if sound.swells else 0.0


def _envelope(
    note: Note, sound: Sound, at_s: Floats, attack_s: float, *, rng: np.random.Generator
) -> Floats:
    if not sound.swells:
        return np.minimum(at_s / attack_s, 1)
    rise = 1 - np.exp(-_SWELL * at_s / attack_s)
    share = np.minimum(at_s / max(note.length_s, 0.1), 1)
    swell = rng.uniform(-0.3, 0.5) * np.sin(np.pi * share * rng.uniform(0.5, 1.5))
    shaped: Floats = rise * np.maximum(1 + swell, 0.3)
    return shaped


def _harmonics(
    note: Note, sound: Sound, at_s: Floats, attack_s: float, *, rng: np.random.Generator
) -> Floats:
    """The partials, brighter where it is louder, before the envelope."""
    lowest_hz = 440 * 2 ** ((note.pitch - 69) / 12 + rng.normal(0, 6) / 1200)
    wobble = np.minimum(at_s / 0.35, 1) * np.sin(
        2 * np.pi * sound.vibrato_hz * at_s + rng.uniform(0, 6)
    )
    phase = 2 * np.pi * lowest_hz * np.cumsum(2 ** (sound.vibrato_cents * wobble / 1200)) / RATE_HZ
    brightness = (note.velocity / 127 - 0.6) * rng.uniform(0.5, 2)
    tone = np.zeros(len(at_s))
    for number, size in enumerate(sound.partials, start=1):
        stretch = number * np.sqrt(1 + sound.inharmonic * number**2)
        hertz = lowest_hz * stretch
        if hertz > _HIGHEST_HZ:
            break
        gain = size * number**brightness
        for middle_hz, width, strength in sound.formants:
            gain *= 1 + strength * np.exp(-((np.log(hertz / middle_hz) / width) ** 2))
        shape: Floats | float = 1.0
        if not sound.swells:
            shape = np.exp(-at_s / (sound.decay_s * np.sqrt(440 / hertz) + 0.05))
        elif number > 2:
            shape = 1 - np.exp(-at_s / (attack_s * rng.uniform(0.5, 2.5)))
        tone += gain * shape * np.sin(stretch * phase + rng.uniform(0, 2 * np.pi))
    return tone


def _breath(tone: Floats, envelope: Floats, sound: Sound, rng: np.random.Generator) -> Floats:
    """Noise: of the bow or the breath all the time, of a hammer or a finger in the first 20 ms."""
    import scipy.signal

    level = sound.noise * np.abs(tone).max()
    if sound.swells:
        coloured = scipy.signal.lfilter([1, -0.97], [1, -0.6], rng.standard_normal(len(tone)))
        return np.asarray(2 * level * coloured * envelope)
    noise = np.zeros(len(tone))
    knock = min(round(0.02 * RATE_HZ), len(tone))
    noise[:knock] = 4 * level * rng.standard_normal(knock) * np.linspace(1, 0, knock)
    return noise
