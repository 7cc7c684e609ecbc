"""Every shipped instrument over its range: heard, unclipped, in tune, without clicks; and how fast.

    python benchmarks/sound.py [--instruments violin,flute] [--speed] [--json FILE] [--tuning FILE]

The pitch tracker is this file's own and shares nothing with the synthesizer: autocorrelation in
short frames, refined over multiples of the period, averaged by energy over the held note, so that a
vibrato counts with its middle. A click is a jump of the second difference against its own
surroundings. ``--tuning`` writes what `soundfonts/make_soundfont.py` needs to put samples in tune.
"""

from __future__ import annotations

import argparse
import json
import resource
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import INSTRUMENTS, Instrument
from foley_post.midi.notes import Note, Take
from foley_post.render.soundfont import shipped_soundfont
from foley_post.render.stems import Place, RenderSettings, render_sound
from foley_post.render.synth import synthesize

RATE_HZ = 48_000
NOTE_S, SLOT_S = 1.5, 2.1
Floats = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Figures:
    """``cents`` are the tracked pitch against equal temperament at A4 = 440 Hz."""

    instrument: str
    keys: int
    silent: tuple[int, ...]
    quietest_db: float
    loudest_db: float
    worst_cents: float
    worst_key: int
    median_cents: float
    out_of_tune: tuple[int, ...]
    clicks: tuple[int, ...]


def sounded(
    one: Instrument, keys: Sequence[int] = (), sound: tuple[int, int] | None = None
) -> dict[int, Floats]:
    """Each key's note alone, ``(samples, 2)``; every key of the range unless some are named."""
    keys = keys or range(one.lowest, one.highest + 1)
    notes = tuple(Note(i * SLOT_S, NOTE_S, k, 90) for i, k in enumerate(keys))
    heard = synthesize(
        Take(notes, len(keys) * SLOT_S, one.name),
        soundfont=shipped_soundfont(),
        rate_hz=RATE_HZ,
        length_s=len(keys) * SLOT_S,
        sound=sound,
        heard_in_time=False,
    )
    slot = round(SLOT_S * RATE_HZ)
    return {k: heard[i * slot : (i + 1) * slot] for i, k in enumerate(keys)}


def measure(one: Instrument, keys: Sequence[int] = ()) -> Figures:
    """One instrument, key by key."""
    pieces = sounded(one, keys)
    peaks = {k: float(np.abs(p).max()) for k, p in pieces.items()}
    cents = {} if one.drums else {k: cents_off(p, k) for k, p in pieces.items()}
    worst = max(cents, key=lambda k: abs(cents[k]), default=one.lowest)
    return Figures(
        one.name,
        len(pieces),
        tuple(k for k, p in peaks.items() if p < 1e-3),
        round(float(20 * np.log10(min(peaks.values()) + 1e-9)), 1),
        round(float(20 * np.log10(max(peaks.values()) + 1e-9)), 1),
        round(cents.get(worst, 0.0), 1),
        worst,
        round(float(np.median([*cents.values()])) if cents else 0.0, 1),
        tuple(k for k, c in cents.items() if abs(c) > 10),
        tuple(k for k, p in pieces.items() if clicks(p, struck=one.drums)),
    )


def cents_off(piece: Floats, key: int) -> float:
    """How far a held note of ``piece (samples, channels)`` is from its key's pitch, on average.

    Each channel is tracked alone (two vibratos at once are no pitch at all) and counts with its
    energy.
    """
    sides = [_channel_cents(piece[:, c : c + 1], key) for c in range(piece.shape[1])]
    heard = [(cents, energy) for cents, energy in sides if energy > 0]
    if not heard:
        return float("nan")
    cents, energy = np.array(heard).T
    return float(np.average(cents, weights=energy))


def _channel_cents(piece: Floats, key: int) -> tuple[float, float]:
    """One channel's mean cents, and the energy they were heard with.

    Frames of 60 ms or ten periods, the longer; each counts with its energy, and frames whose
    autocorrelation is weak (attack noise) not at all.
    """
    wanted_hz = 440.0 * 2 ** ((key - 69) / 12)
    size = round(max(0.06, 10 / wanted_hz) * RATE_HZ)
    first, last = round(0.03 * RATE_HZ), round(NOTE_S * RATE_HZ) - size
    found = []
    for at in range(first, last, size // 2):
        frame = piece[at : at + size]
        energy = float((frame**2).sum())
        cents, strength = _frame_cents(frame, RATE_HZ / wanted_hz)
        if strength > 0.6 and energy > 1e-9:
            found.append((cents, energy))
    if not found:
        return 0.0, 0.0
    cents, energy = np.array(found).T
    near = np.abs(cents - np.percentile(cents, 50, method="nearest")) < 80
    return float(np.average(cents[near], weights=energy[near])), float(energy.sum())


def _frame_cents(frame: Floats, expected: float) -> tuple[float, float]:
    """Cents against the expected period (in samples), and how periodic the frame is, 0..1.

    The autocorrelation (of both channels together, the window's own taken out) has its peak within
    a semitone and a half of the period; its multiples, up to a third of the frame, narrow it. Only
    what lies below three and a half times the pitch counts: higher partials of strings are sharp.
    """
    size = len(frame)
    window = np.hanning(size)[:, None]
    bins = 1 << (2 * size - 1).bit_length()
    spectrum = (np.abs(np.fft.rfft((frame - frame.mean(0)) * window, bins, axis=0)) ** 2).sum(1)
    spectrum[round(3.5 * bins / expected) :] = 0
    own = np.fft.irfft(np.abs(np.fft.rfft(window[:, 0], bins)) ** 2)[: size // 2]
    lags = np.fft.irfft(spectrum)[: size // 2] / np.maximum(own, 1e-9)
    if lags[0] <= 0:
        return 0.0, 0.0
    period, width, strength, multiple = expected, 0.09, 0.0, 1
    while multiple * period * (1 + width) < size / 3 or multiple == 1:
        low = max(2, int(multiple * period * (1 - width)))
        high = min(len(lags) - 2, int(np.ceil(multiple * period * (1 + width))) + 1)
        best = low + int(np.argmax(lags[low : high + 1]))
        period = (best + _vertex(lags[best - 1 : best + 2])) / multiple
        strength = float(lags[best] / lags[0])
        width = min(width, 0.25 / multiple)
        multiple *= 2
    return float(-1200 * np.log2(period / expected)), strength


def _vertex(three: Floats) -> float:
    """Where between -0.5 and 0.5 the parabola through three points is highest."""
    a, b, c = (float(v) for v in three)
    bend = a - 2 * b + c
    return 0.0 if bend >= 0 else float(np.clip(0.5 * (a - c) / bend, -0.5, 0.5))


def clicks(piece: Floats, *, struck: bool = False) -> bool:
    """Whether a jump stands out of a held note or of its end.

    The second difference of the sound (a click is broadband) against its own loudest within 40 ms
    on either side, 1 ms left out: a jump stands alone. The attack, 60 ms, does not count; of a drum
    only what follows its note's end.
    """
    bend = np.abs(np.diff(piece, 2, axis=0)).max(axis=1)
    block = RATE_HZ // 1000
    loud = bend[: len(bend) // block * block].reshape(-1, block).max(axis=1)
    first = round(NOTE_S * 1000) - 20 if struck else 60
    for i in range(first, len(loud) - 41):
        around = max(loud[i - 40 : i - 1].max(), loud[i + 2 : i + 41].max())
        if loud[i] > 4 * around + 2e-4:
            return True
    return False


def tuning(one: Instrument, sound: tuple[int, int]) -> dict[str, list[float]]:
    """Cents off of the left and the right channel by key, for the SoundFont's script."""
    table = {}
    for key, piece in sounded(one, (), sound).items():
        sides = [cents_off(piece[:, c : c + 1], key) for c in (0, 1)]
        table[str(key)] = [round(c, 1) if np.isfinite(c) else 0.0 for c in sides]
    return table


NOTES_A_SECOND = {"keyboard": 8, "struck": 8, "plucked": 6, "blown": 6, "bowed": 3}
"""As dense as each family plays when it plays much."""


def speed(names: Sequence[str], rate_hz: int = RATE_HZ) -> dict[str, float]:
    """Seconds of a stem made in a second of processor, from the take to its sound in the hall: the
    child's start, the SoundFont, the attacks' measuring and the reverb all counted; 60 s each.
    """
    random = np.random.default_rng(0)
    ratios = {}
    for name in names:
        one = INSTRUMENTS[name]
        each_s = 1 / NOTES_A_SECOND[one.family]
        low, high = one.lowest + 4, max(one.lowest + 5, one.highest - 4)
        keys = random.integers(low, high, int(60 / each_s))
        notes = [Note(each_s * i, 0.9 * each_s, int(k), 80) for i, k in enumerate(keys)]
        place = Place(rate_hz, 0, Fraction(0), 62 * rate_hz, 0)
        before = _processor_s()
        render_sound(Take(tuple(notes), 60.0, name), place, RenderSettings(reverb="hall"))
        ratios[name] = round(62.0 / (_processor_s() - before), 1)
    return ratios


def _processor_s() -> float:
    """Processor seconds of this process and of those it waited for."""
    own, theirs = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime


def write_tuning(path: Path) -> None:
    """Every pitched preset that the instruments and their articulations use."""
    found = {}
    for one in INSTRUMENTS.values():
        for sound in {one.sound, *(one.sound_of(a.name) for a in one.articulations)}:
            name = f"{sound[0]}:{sound[1]}"
            if not one.drums:
                found[name] = found.get(name, {}) | tuning(one, sound)
    lines = (f'"{name}": {json.dumps(cents)}' for name, cents in sorted(found.items()))
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--instruments", default=",".join(INSTRUMENTS))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--tuning", type=Path)
    parser.add_argument("--speed", action="store_true", help="the speed alone")
    options = parser.parse_args()
    if options.tuning:
        write_tuning(options.tuning)
        return
    names = options.instruments.split(",")
    rows = [] if options.speed else [measure(INSTRUMENTS[name]) for name in names]
    print(f"{'instrument':<12} keys  level dB       worst cents (key)  median  faults")
    for r in rows:
        faults = {"silent": r.silent, "out of tune": r.out_of_tune, "clicks": r.clicks}
        said = "; ".join(f"{k}: {v}" for k, v in faults.items() if v) or "none"
        print(
            f"{r.instrument:<12} {r.keys:>4}  {r.quietest_db:>5} ..{r.loudest_db:>5}  "
            f"{r.worst_cents:>8} ({r.worst_key})  {r.median_cents:>8}  {said}"
        )
    ratios = speed(names)
    said = ", ".join(f"{name} {ratio:g} x" for name, ratio in ratios.items())
    print(f"a stem of 60 s in a hall, child and all, of real time on one core: {said}")
    if options.json:
        result = {"instruments": [asdict(r) for r in rows], "times_real_time": ratios}
        options.json.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
