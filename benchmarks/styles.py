"""What each style does to plain takes, in figures; and five shots brought to one key and tempo.

    python benchmarks/styles.py [--json FILE]

Plain takes are random walks over the chromatic scale with a leaning to one key, played by a
metronome that wavers: what a generation without a style may give. Figures, each over eight takes:
pitch-class entropy in bits (3.58 is all twelve alike), key fit (share of the notes in the style's
scale on the take's own tonic), notes a second, syncopation (share of the accents that fall off the
beat), velocity spread (standard deviation), median length in seconds, span in semitones, and the
largest shift of a held onset with sync tight (must be 0) and fully loose, in ms.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.record import record
from foley_post.core.instruments import instrument
from foley_post.midi.harmony import Key, common_key, find_key, key_fit, pitch_classes, to_key
from foley_post.midi.notes import Note, Take
from foley_post.midi.playable import playable
from foley_post.midi.styles import Style, shipped_styles
from foley_post.midi.styling import apply_style
from foley_post.midi.tempo import Pulse, align_to, find_pulse

_PLAYERS = ("piano", "violin", "guitar", "cello")


@dataclass(frozen=True, slots=True)
class Figures:
    style: str
    entropy_bits: float
    key_fit: float
    notes_a_second: float
    syncopation: float
    velocity_spread: float
    length_s: float
    span: float
    tight_ms: float
    loose_ms: float


def plain_take(seed: int, tonic: int | None = None) -> Take:
    """Sixteen seconds at about 100 beats a minute, two notes a beat."""
    random = np.random.default_rng(seed)
    played = instrument(_PLAYERS[seed % len(_PLAYERS)])
    key = Key(int(random.integers(12)) if tonic is None else tonic)
    pitch, notes = (played.lowest + played.highest) // 2, []
    for i in range(52):
        pitch += int(random.integers(-4, 5))
        pitch = min(max(pitch, played.lowest + 5), played.highest - 5)
        if pitch % 12 not in key.classes and random.random() < 0.6:
            pitch += 1
        onset_s = 0.3 * i + float(random.normal(0, 0.008))
        loud = 84 if i % 2 == 0 else 68
        velocity = int(np.clip(random.normal(loud, 9), 30, 120))
        notes.append(Note(max(0.0, onset_s), 0.26, pitch, velocity))
    return Take(playable(notes, played), 16.0, played.name, seed=seed)


def figures(name: str, before: list[Take], after: list[Take], loose: list[Take]) -> Figures:
    keys = [find_key(t.notes)[0] for t in before]
    style = shipped_styles().get(name, Style("plain"))
    scales = [
        k.with_scale((style.minor_scale if k.is_minor else style.major_scale) or k.scale)
        for k in keys
    ]
    pulses = [find_pulse(t.notes) for t in before]
    return Figures(
        name,
        _mean(_entropy(t) for t in after),
        _mean(key_fit(t.notes, k) for t, k in zip(after, scales, strict=True)),
        _mean(len(t.notes) / t.length_s for t in after),
        _mean(syncopation(t, p) for t, p in zip(after, pulses, strict=True)),
        _mean(np.std([n.velocity for n in t.notes]) for t in after),
        _mean(np.median([n.length_s for n in t.notes]) for t in after),
        _mean(np.ptp([n.pitch for n in t.notes]) for t in after),
        max(shift_ms(a, b) for a, b in zip(before, after, strict=True)),
        max(shift_ms(a, b) for a, b in zip(before, loose, strict=True)),
    )


def _mean(values) -> float:
    return round(float(np.mean([*values])), 3)


def _entropy(take: Take) -> float:
    shares = pitch_classes(take.notes)
    shares = shares[shares > 0]
    return float(-(shares * np.log2(shares)).sum())


def syncopation(take: Take, pulse: Pulse) -> float:
    """The share of the loudest quarter of the notes that begins off the beat."""
    loudest = sorted(take.notes, key=lambda n: -n.velocity)[: max(1, len(take.notes) // 4)]
    places = [((n.onset_s - pulse.first_beat_s) / pulse.beat_s) % 1 for n in loudest]
    return float(np.mean([min(p, 1 - p) > 0.15 for p in places]))


def shift_ms(before: Take, after: Take) -> float:
    """The largest distance from a note's onset to the nearest onset there was."""
    known = np.array([n.onset_s for n in before.notes])
    return round(
        1000 * max((float(np.abs(known - n.onset_s).min()) for n in after.notes), default=0.0), 1
    )


def five_shots() -> dict[str, float]:
    """Five shots in five keys, scored in one key and tempo: how well they agree."""
    shots = [plain_take(seed, tonic) for seed, tonic in enumerate((0, 0, 7, 5, 2))]
    key, pulse = common_key(shots), find_pulse(shots[0].notes)
    scored = [
        apply_style(align_to(to_key(t, key), pulse), "classical", key=key, pulse=pulse)
        for t in shots
    ]
    scale = key.with_scale("harmonic minor" if key.is_minor else "major")
    return {
        "key_fit_of_the_worst_shot": round(min(key_fit(t.notes, scale) for t in scored), 3),
        "tonics_that_agree": round(
            float(np.mean([common_key([t]).classes == key.classes for t in scored])), 3
        ),
        "largest_onset_shift_ms": max(shift_ms(a, b) for a, b in zip(shots, scored, strict=True)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    takes = [plain_take(seed) for seed in range(8)]
    rows = [figures("plain", takes, takes, takes)]
    for name in shipped_styles():
        styled = [apply_style(t, name) for t in takes]
        loose = [apply_style(t, name, loosen_percent=100) for t in takes]
        rows.append(figures(name, takes, styled, loose))
    record(
        "styles",
        "simulated",
        "python -m benchmarks.styles",
        columns=(
            "style", "entropy, bits", "key fit", "notes a second", "syncopation",
            "velocity spread", "length, s", "span, semitones", "onsets moved at most, ms",
            "the same, loosened by 100 %",
        ),
        rows=[tuple(round(v, 2) if isinstance(v, float) else v for v in asdict(row).values())
              for row in rows],
    )  # fmt: skip
    together = five_shots()
    print("\nfive shots:", ", ".join(f"{k} {v}" for k, v in together.items()))
    if options.json:
        result = {"styles": [asdict(r) for r in rows], "five_shots": together}
        options.json.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
