"""How well the clip's own sound is heard: `python -m benchmarks.listener [--takes 5]`.

*Rendered*: takes of 15 s of freely licensed scores, played by the shipped SoundFont, clean and as a
camera's microphone has them (a room of 0.35 s, 90 Hz to 7 kHz, noise at 20 and at 5 dB); no
threshold was chosen on these scores. *Real*: the close-up of Ode to Joy, and clips of real players
against the onsets of their sound by spectral flux; what that reference is worth is measured on the
rendered takes, where the true onsets are known. Chance: what is heard, turned round in time (mean
of 15 turns).
"""

from __future__ import annotations

import argparse
import csv
import tempfile
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import mir_eval
import numpy as np
import numpy.typing as npt
import scipy.signal

from benchmarks.look import LISTED_AS
from benchmarks.model_closeup import END_S, TUNE, best_note_f, best_onset_f, heard_onsets
from benchmarks.record import record
from foley_post.core.instruments import INSTRUMENTS, instrument
from foley_post.listen.heard_sound import listen_to
from foley_post.listen.network import RATE_HZ, ListenerNetwork
from foley_post.listen.note_network import NoteNetwork, shipped_note_network
from foley_post.listen.note_posteriors import NotePosteriors
from foley_post.listen.posteriors import Posteriors, hear
from foley_post.listen.transcription import JOINED, transcribe
from foley_post.midi.notes import Note, Take
from foley_post.midi.playable import playable
from foley_post.render.soundfont import shipped_soundfont
from foley_post.render.synth import synthesize
from foley_post.simulation.score.collections import read_collection
from foley_post.simulation.score.corpus import Corpus, read_shelf, write_shelf
from foley_post.train.audio_transcription import heard_onsets as flux_onsets
from foley_post.video import probe, read_audio

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
PLAYED = (
    "piano", "guitar", "violin", "cello", "trumpet", "clarinet", "flute", "saxophone", "viola",
    "accordion",
)  # fmt: skip
CONDITIONS: dict[str, float | None] = {"clean": None, "20 dB": 20.0, "5 dB": 5.0}
COLLECTIONS = (
    "OpenScore-Lieder.zip", "OpenScore-StringQuartets.zip", "OpenScore-Orchestra.zip",
    "bach-violin-scores.zip", "OpenEWLD.zip", "mutopia.zip", "GiantMIDI-preview.zip", "PianoYT.zip",
)  # fmt: skip
CHANCE_IN, FLUX_IN = "clean", "20 dB"
TOLD = (*CONDITIONS, "chance, clean")
UNTOLD_OF = {c: f"not told, {c}" for c in CONDITIONS}
UNTOLD = tuple(UNTOLD_OF.values())
FLUX = ("heard notes, by true onsets", "flux, by true onsets", "heard notes, by flux")
"""Onsets of one by another, in microphone sound at 20 dB."""
TAKE_S, WINDOW_S, TURNS = 15.0, 0.05, 15
COMMAND = "python -m benchmarks.listener"
LONGEST_S = 20.0

Samples = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
Cell = str | float | int | None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--takes", type=int, default=5)
    options = parser.parse_args()
    ears = ListenerNetwork()
    rendered(scores_of(options.data / "midi"), options.takes, (ears, shipped_note_network()))
    record(
        "heard_real", "real", COMMAND,
        columns=("clip", "instrument", "notes heard", "onset F", "chance", "note F"),
        rows=[
            *players(options.data / "real_players"),
            closeup(options.data / "footage" / "piano_right_hand_closeup.mp4"),
        ],
    )  # fmt: skip


def scores_of(folder: Path) -> Corpus:
    """Every fourth part of some 40 files of each collection."""
    parts = [s for name in COLLECTIONS for s in read_collection(folder / name, most=40)]
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch, "scores.npz")
        write_shelf(path, parts[::4])
        return read_shelf(path)


def rendered(scores: Corpus, takes: int, ears: tuple[ListenerNetwork, NoteNetwork]) -> None:
    """The table of rendered takes, how fast they were heard, and what spectral flux is worth."""
    rows: list[tuple[Cell, ...]] = []
    heard_s = taken_s = 0.0
    for name in PLAYED:
        found: dict[str, list[float]] = {c: [] for c in (*TOLD, *UNTOLD, *FLUX)}
        for number in range(takes):
            rng = np.random.default_rng(1000 + number)
            take = take_of(scores, name, rng)
            sound = synthesize(
                take, soundfont=shipped_soundfont(), rate_hz=RATE_HZ, length_s=TAKE_S + 0.5
            ).mean(axis=1)
            for condition, snr_db in CONDITIONS.items():
                made = sound if snr_db is None else microphone(sound, snr_db, rng)
                began = time.process_time()
                posteriors = heard_by_both(made, *ears)
                taken_s += time.process_time() - began
                heard_s += posteriors.length_s
                for column, score in scores_of_take(take, made, posteriors, condition).items():
                    found[column].append(score)
        rows.append((name, *(round(float(np.mean(f)), 2) for f in found.values())))
        print(*rows[-1], flush=True)
    columns = list(zip(*(row[1:] for row in rows), strict=True))
    rows.append(("mean", *(round(float(np.mean(np.array(c, float))), 2) for c in columns)))
    width = len(TOLD) + len(UNTOLD)
    record(
        "heard_notes", "rendered", COMMAND,
        columns=("instrument", *TOLD, *UNTOLD), rows=[row[: 1 + width] for row in rows],
        notes=(
            f"{heard_s:.0f} s of sound were heard in {taken_s:.0f} s of processor time: "
            f"{heard_s / taken_s:.0f} x.",
        ),
    )  # fmt: skip
    record(
        "heard_onsets", "rendered", COMMAND,
        columns=("instrument", *FLUX), rows=[(row[0], *row[1 + width :]) for row in rows],
    )  # fmt: skip


def scores_of_take(
    take: Take, made: Samples, heard: Posteriors, condition: str
) -> dict[str, float]:
    """Column and score, of one take in one condition."""
    notes = transcribe(heard, instrument(take.instrument), JOINED)
    anything = transcribe(heard, thresholds=JOINED)
    scores = {
        condition: note_f(take.notes, notes),
        UNTOLD_OF[condition]: note_f(take.notes, anything),
    }
    if condition == CHANCE_IN:
        scores[TOLD[-1]] = by_chance(notes, lambda some: note_f(take.notes, some))
    if condition == FLUX_IN:
        true, flux = times_of(take.notes), flux_onsets(made)
        pairs = ((true, times_of(notes)), (true, flux), (flux, times_of(notes)))
        scores |= dict(zip(FLUX, (onset_f(*pair) for pair in pairs), strict=True))
    return scores


def times_of(notes: Sequence[Note]) -> Floats:
    """When notes begin, each moment once."""
    return np.unique([n.onset_s for n in notes])


def onset_f(true: Floats, found: Floats) -> float:
    """F of moments, within 50 ms."""
    return float(mir_eval.onset.f_measure(true, found, window=WINDOW_S)[0])


def heard_by_both(sound: Samples, ears: ListenerNetwork, notes: NoteNetwork) -> Posteriors:
    """As `listen_to` hears a file's sound."""
    with NotePosteriors(notes) as beside:
        return hear([sound], network=ears, beside=beside).joined_with(beside)


def take_of(scores: Corpus, name: str, rng: np.random.Generator) -> Take:
    """An excerpt for the instrument, as it can play it."""
    score = scores.draw(name, rng, TAKE_S)
    velocity = score.velocity
    if not score.human:
        velocity = np.clip(velocity + rng.integers(-12, 13, len(score)), 30, 115)
    rows = zip(score.onset_s, score.length_s, score.pitch, velocity, strict=True)
    notes = [Note(float(o), float(s), int(p), int(v)) for o, s, p, v in rows if o < TAKE_S - 0.3]
    return Take(playable(notes, instrument(name)), TAKE_S, name)


def microphone(sound: Samples, snr_db: float, rng: np.random.Generator) -> Samples:
    """``sound (N,)`` as a camera across the room records it."""
    length = round(0.35 * RATE_HZ)
    room = rng.standard_normal(length) * 10 ** (-3 * np.arange(length) / length)
    room[: round(0.004 * RATE_HZ)] = 0
    room *= 0.5 / np.sqrt((room**2).sum())
    room[0] = 1
    band = scipy.signal.butter(2, [90, 7000], "band", fs=RATE_HZ, output="sos")
    far = scipy.signal.sosfilt(band, scipy.signal.fftconvolve(sound, room)[: len(sound)])
    spectrum = np.fft.rfft(rng.standard_normal(len(sound)))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1))
    pink = np.fft.irfft(spectrum, len(sound))
    noise = 0.7 * pink / pink.std() + 0.3 * rng.standard_normal(len(sound))
    noise = scipy.signal.sosfilt(band, noise)
    noise *= np.sqrt((far**2).mean() / (noise**2).mean() * 10 ** (-snr_db / 10))
    return np.asarray(far + noise, np.float32)


def closeup(clip: Path) -> tuple[Cell, ...]:
    """The real close-up; the reference is `benchmarks.model_closeup`'s."""
    truth, pitches = heard_onsets(clip)[: len(TUNE)], np.array(TUNE)
    notes = listen_to(clip, Fraction(0), END_S).notes(instrument("piano"))
    found = np.array([n.onset_s for n in notes]), np.array([n.pitch for n in notes])
    onset = best_onset_f(truth, found[0], WINDOW_S)
    note = best_note_f((truth, pitches), found, WINDOW_S)
    return clip.stem, "piano", len(notes), round(float(onset), 2), None, round(float(note), 2)


def players(folder: Path) -> list[tuple[Cell, ...]]:
    """Real players: onsets of the heard notes against the spectral flux of the same sound."""
    rows: list[tuple[Cell, ...]] = []
    with (folder / "list.tsv").open(encoding="utf-8") as lines:
        clips = list(csv.DictReader(lines, delimiter="\t"))
    for clip in clips:
        listed = LISTED_AS.get(clip["instrument"], clip["instrument"])
        path, played = folder / clip["file"], INSTRUMENTS.get(listed)
        length_s = Fraction(min(float(clip["length_s"]), LONGEST_S))
        if probe(path).audio is None:
            continue
        sound = read_audio(path, Fraction(0), length_s, RATE_HZ).mean(axis=1)
        truth = flux_onsets(sound.astype(np.float32))
        notes = listen_to(path, Fraction(0), length_s).notes(played)

        def score(some: Sequence[Note], truth: Floats = truth) -> float:
            return onset_f(truth, times_of(some))

        chance = by_chance(notes, score, float(length_s))
        rows.append((clip["file"][:40], listed, len(notes), score(notes), chance, None))
    means = np.mean(np.array([row[3:5] for row in rows], float), axis=0).tolist()
    rows.append((f"mean of {len(rows)}", "", None, *means, None))
    return [
        tuple(round(cell, 2) if isinstance(cell, float) else cell for cell in row) for row in rows
    ]


def note_f(truth: Sequence[Note], found: Sequence[Note]) -> float:
    """F of notes: pitch, and onset within 50 ms."""
    if not truth or not found:
        return 0.0
    spans = [np.array([(n.onset_s, n.onset_s + 0.1) for n in some]) for some in (truth, found)]
    hertz = [np.array([440 * 2 ** ((n.pitch - 69) / 12) for n in some]) for some in (truth, found)]
    score = mir_eval.transcription.precision_recall_f1_overlap(
        spans[0], hertz[0], spans[1], hertz[1], onset_tolerance=WINDOW_S, offset_ratio=None
    )
    return float(score[2])


def by_chance(
    notes: Sequence[Note], score: Callable[[Sequence[Note]], float], length_s: float = TAKE_S
) -> float:
    """The mean score of the notes turned round in time."""
    turns = np.linspace(0.7, length_s - 0.7, TURNS)
    scores = []
    for turn in turns:
        moved = [
            Note((n.onset_s + turn) % length_s, n.length_s, n.pitch, n.velocity) for n in notes
        ]
        scores.append(score(sorted(moved, key=lambda n: n.onset_s)))
    return float(np.mean(scores))


if __name__ == "__main__":
    main()
