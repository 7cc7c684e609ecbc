"""Clips of 10 s with their notes, for the note network to learn from.

``python -m foley_post.train.listener.renders CORPUS.npz OUT --soundfont A.sf3 B.sf2``: less than
half of them by a synthesizer of its own, half by the SoundFonts, in none of the programs that
`benchmarks.listener` measures but the piano, which the first SoundFont plays and should have of its
own; some without a note. Every fourth part of the corpus is left out, for measuring. 2,800 clips
take a quarter of an hour on one core and 1.2 GB.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from foley_post.core.instruments import instrument
from foley_post.listen.network import RATE_HZ
from foley_post.midi.notes import Note, Take
from foley_post.midi.playable import playable
from foley_post.render.events import Samples, Schedule, schedule
from foley_post.render.onset_compensation import in_time, lags_of
from foley_post.render.synth_fluid import fluidsynth_player
from foley_post.simulation.score.corpus import Corpus, read_shelf
from foley_post.train.listener.clips import CLIP_S, CLIP_SAMPLES, Clip, write_clips
from foley_post.train.listener.no_music import applause, speech
from foley_post.train.listener.synthesizer import played, random_sound

__all__ = ["main", "random_clip", "without_every_fourth"]

Play = Callable[[Schedule], Samples]

_SPEECH, _APPLAUSE, _DRUMS, _OWN = 0.036, 0.024, 0.03, 0.41
"""Shares of the clips; the rest is played by a SoundFont."""
_FEWEST_NOTES, _TRIES = 3, 5
_A_FILE = 400
_PIANO = 0

OWN: dict[str, tuple[float, tuple[str, ...]]] = {
    "keyboard": (0.15, ("piano",)),
    "bowed": (0.4, ("violin", "viola", "cello", "double_bass", "violin", "cello")),
    "blown": (0.3, ("flute", "clarinet", "saxophone", "bassoon", "trumpet", "tuba")),
    "plucked": (0.15, ("guitar", "ukulele", "bass")),
}
"""How often the synthesizer plays each family, and whose music."""
PROGRAMS: dict[str, tuple[float, tuple[str, ...], tuple[int, ...]]] = {
    "keyboard": (0.24, ("piano", "piano", "accordion"), (0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7)),
    "organ": (0.06, ("accordion",), (16, 17, 18, 19, 20, 22)),
    "struck": (0.08, ("xylophone", "piano"), (8, 9, 10, 11, 12, 14, 15)),
    "plucked": (
        0.18,
        ("guitar", "guitar", "ukulele", "bass"),
        (26, 27, 28, 29, 34, 35, 36, 46, 104, 105, 106, 107, 108),
    ),
    "bowed": (0.22, ("violin", "viola", "cello", "double_bass"), (44, 48, 49, 50, 51, 110)),
    "blown": (
        0.22,
        ("flute", "clarinet", "saxophone", "bassoon", "trumpet", "tuba"),
        (52, 53, 57, 60, 61, 62, 64, 66, 67, 68, 69, 72, 74, 75, 76, 77, 78, 79, 109, 111),
    ),
}
"""How often a SoundFont plays each family, whose music, and General MIDI's programs (from 0)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Render, and tell how many there are; 0. Files that are there already are left as they are."""
    parser = argparse.ArgumentParser(
        prog="python -m foley_post.train.listener.renders", description=__doc__
    )
    parser.add_argument("corpus", type=Path, help="of foley_post.simulation.score.collections")
    parser.add_argument("out", type=Path)
    parser.add_argument("--soundfont", type=Path, nargs="+", required=True)
    parser.add_argument("--clips", type=int, default=2800)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    corpus = without_every_fourth(read_shelf(asked.corpus))
    asked.out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        plays = [stack.enter_context(fluidsynth_player(p, RATE_HZ)) for p in asked.soundfont]
        for number, first in enumerate(range(0, asked.clips, _A_FILE)):
            if (asked.out / f"notes_{number:03d}.npz").is_file():
                continue
            numbers = range(first, min(first + _A_FILE, asked.clips))
            rngs = (np.random.default_rng((asked.seed, k)) for k in numbers)
            write_clips(asked.out, number, [random_clip(corpus, plays, rng) for rng in rngs])
            print(numbers.stop, "clips", flush=True)
    return 0


def without_every_fourth(corpus: Corpus) -> Corpus:
    """The corpus without its parts 0, 4, 8, ..."""
    kept = [k for k in range(len(corpus)) if k % 4]
    spans = [slice(int(corpus.first[k]), int(corpus.first[k + 1])) for k in kept]
    return Corpus(
        np.concatenate([corpus.notes[s] for s in spans]),
        np.concatenate([corpus.hand[s] for s in spans]),
        np.cumsum([0, *(s.stop - s.start for s in spans)]),
        corpus.kind[kept],
        corpus.human[kept],
    )


def random_clip(corpus: Corpus, plays: Sequence[Play], rng: np.random.Generator) -> Clip:
    """One clip; drawn again where it is silent."""
    sound, notes = _random_sound(corpus, plays, rng)
    peak = float(np.abs(sound).max(initial=0.0))
    if not np.isfinite(peak) or peak < 1e-5:
        return random_clip(corpus, plays, rng)
    rows = [(n.onset_s, n.pitch, n.length_s, n.velocity) for n in notes]
    return Clip(
        (sound * (0.5 / peak)).astype(np.float16), np.array(rows, np.float32).reshape(-1, 4)
    )


def _random_sound(
    corpus: Corpus, plays: Sequence[Play], rng: np.random.Generator
) -> tuple[np.ndarray, Sequence[Note]]:
    left = rng.random()
    if left < _SPEECH:
        return speech(rng), ()
    if left < _SPEECH + _APPLAUSE:
        return applause(rng), ()
    if left < _SPEECH + _APPLAUSE + _DRUMS:
        return _rendered(_take(corpus, "drums", rng), (128, 0), plays[0]), ()
    if left < _SPEECH + _APPLAUSE + _DRUMS + _OWN:
        family = _drawn({name: share for name, (share, _) in OWN.items()}, rng)
        take = _take(corpus, str(rng.choice(OWN[family][1])), rng)
        return played(take.notes, random_sound(family, rng), rng), take.notes
    family = _drawn({name: share for name, (share, _, _) in PROGRAMS.items()}, rng)
    _, whose, programs = PROGRAMS[family]
    take = _take(corpus, str(rng.choice(whose)), rng)
    program = int(rng.choice(programs))
    first = program == _PIANO or rng.random() < 0.7
    return _rendered(take, (0, program), plays[0 if first else -1]), take.notes


def _drawn(shares: dict[str, float], rng: np.random.Generator) -> str:
    return str(rng.choice(list(shares), p=list(shares.values())))


def _take(corpus: Corpus, name: str, rng: np.random.Generator) -> Take:
    """An excerpt for the instrument as it can play it, with a few notes at least."""
    for _ in range(_TRIES):
        score = corpus.draw(name, rng, CLIP_S)
        velocity = score.velocity
        if not score.human:
            velocity = np.clip(velocity + rng.integers(-12, 13, len(score)), 30, 115)
        rows = zip(score.onset_s, score.length_s, score.pitch, velocity, strict=True)
        notes = [Note(float(o), float(s), int(p), int(v)) for o, s, p, v in rows]
        notes = [note for note in notes if note.onset_s < CLIP_S - 0.3]
        if len(notes) >= _FEWEST_NOTES:
            break
    return Take(playable(notes, instrument(name)), CLIP_S, name)


def _rendered(take: Take, sound: tuple[int, int], play: Play) -> np.ndarray:
    """``(CLIP_SAMPLES,)``: heard to begin in time."""
    plan = schedule(take, RATE_HZ, length_s=CLIP_S, sound=sound)
    if sound[0] != 128:
        plan = in_time(plan, lags_of(plan, RATE_HZ, play), RATE_HZ)
    return np.asarray(play(plan).mean(axis=1)[:CLIP_SAMPLES])


if __name__ == "__main__":
    raise SystemExit(main())
