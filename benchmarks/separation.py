"""Whose note it is, and a sound split by player: `python -m benchmarks.separation`.

Duos and trios of rendered players (scores that no threshold was chosen on, 15 s, all equally loud).
Movement is simulated: of each player's onsets 80 in 100 are seen, 30 ms off, and a fifth as many
that are none. *Given rightly*: the share of heard notes given to the player who plays them. SDR and
SIR (BSS Eval, mean of the players of the duos) of the stems: by the true notes, by true notes 30 ms
off of which 15 in 100 are missing, and by the notes heard in the mixture and given to the players.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import mir_eval
import numpy as np
import numpy.typing as npt

from benchmarks.listener import DATA, TAKE_S, heard_by_both, scores_of, take_of
from benchmarks.record import record
from foley_post.core.instruments import instrument
from foley_post.listen.assignment import SeenPlayer, assign
from foley_post.listen.mask_network import MaskNetwork
from foley_post.listen.network import RATE_HZ, ListenerNetwork
from foley_post.listen.note_network import NoteNetwork, shipped_note_network
from foley_post.listen.separation import Split, split_by_player
from foley_post.listen.transcription import JOINED, transcribe
from foley_post.midi.notes import Note, Take
from foley_post.render.soundfont import shipped_soundfont
from foley_post.render.synth import synthesize
from foley_post.simulation.score.corpus import Corpus

GROUPS: tuple[tuple[str, ...], ...] = (
    ("violin", "cello"), ("flute", "clarinet"), ("violin", "violin"), ("guitar", "flute"),
    ("piano", "violin"), ("trumpet", "saxophone"), ("guitar", "guitar"), ("cello", "piano"),
    ("clarinet", "clarinet"), ("viola", "violin"), ("violin", "viola", "cello"),
    ("flute", "violin", "guitar"), ("trumpet", "saxophone", "piano"),
)  # fmt: skip
SEEN, OFF_S, FALSE = 0.8, 0.03, 0.2
FEWEST_NOTES = 10
MOMENT_S, ALONE_DB, AUDIBLE_DB = 0.1, 10.0, 40.0
COMMAND = "python -m benchmarks.separation"

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Group:
    """Players who play together: their takes, and what each sounds like alone ``(N,)``."""

    takes: tuple[Take, ...]
    alone: tuple[Samples, ...]

    @property
    def mixture(self) -> Samples:
        return np.sum(self.alone, axis=0, dtype=np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    scores = scores_of(parser.parse_args().data / "midi")
    ears = (ListenerNetwork(), shipped_note_network())
    rows: list[tuple[str | float, ...]] = []
    ratios = []
    for number, names in enumerate(GROUPS):
        rng = np.random.default_rng(700 + number)
        group = play(scores, names, rng)
        players = [seen(take, rng) for take in group.takes]
        notes = heard(group, ears)
        given = assign(notes, players, group.mixture)
        owner = owners(notes, group.takes)
        mine = [
            [n for n, p in zip(notes, given.player, strict=True) if p == k]
            for k in range(len(names))
        ]
        split = split_by_player(group.mixture[:, None], mine, RATE_HZ)
        shares = (
            (given.player == owner)[owner >= 0].mean(), by_movement(notes, players, owner),
            given.margin, pointed(group, split), 1 / len(names),
        )  # fmt: skip
        rows.append((", ".join(names), *(round(float(x), 2) for x in shares)))
        print(*rows[-1], flush=True)
        if len(names) == 2:
            true = [take.notes for take in group.takes]
            splits = [
                split_by_player(group.mixture[:, None], parts, RATE_HZ, masks=masks)
                for parts in (true, worn(true, rng))
                for masks in (None, ByNotes())
            ]
            plain = split_by_player(group.mixture[:, None], mine, RATE_HZ, masks=ByNotes())
            ratios.append([measure(group, one) for one in (*splits, split, plain)])
    means = np.mean(np.array([row[1:] for row in rows], float), axis=0)
    record(
        "whose_note", "rendered", COMMAND,
        columns=(
            "players", "given rightly", "by nearest movement alone", "sure, by its own estimate",
            "who sounds now", "chance",
        ),
        rows=[*rows, ("mean", *(round(float(x), 2) for x in means))],
        notes=(
            "*Who sounds now*: of moments at which one player is 10 dB above all others, those at "
            "which their stem of the heard notes is the loudest.",
        ),
    )  # fmt: skip
    labels = [
        notes + way
        for notes in ("true notes", "true notes, 30 ms off, 15 % missing", "heard notes")
        for way in ("", ", without the mask network")
    ]
    record(
        "heard_stems", "rendered", COMMAND,
        columns=("stems by", "SDR dB", "SIR dB"),
        rows=[
            (label, *(round(float(x), 1) for x in np.mean([r[k] for r in ratios], axis=0)))
            for k, label in enumerate(labels)
        ],
    )  # fmt: skip


def pointed(group: Group, split: Split) -> float:
    """The share of moments with one player far above the others that are told so by the stems."""
    true = np.stack([levels_db(sound) for sound in group.alone])
    found = np.stack([levels_db(stem[:, 0]) for stem in split.stems])
    order = np.sort(true, axis=0)
    alone = (order[-1] > order[-2] + ALONE_DB) & (order[-1] > true.max() - AUDIBLE_DB)
    return float((true.argmax(axis=0) == found.argmax(axis=0))[alone].mean())


def levels_db(sound: Samples) -> npt.NDArray[np.float64]:
    """The level of each tenth of a second."""
    size = round(MOMENT_S * RATE_HZ)
    pieces = sound[: len(sound) // size * size].reshape(-1, size).astype(np.float64)
    return 10 * np.log10((pieces**2).mean(axis=1) + 1e-12)


def play(scores: Corpus, names: Sequence[str], rng: np.random.Generator) -> Group:
    """Takes of enough notes, each as loud as the others."""
    takes = []
    for name in names:
        drawn = iter(lambda name=name: take_of(scores, name, rng), None)
        takes.append(next(t for t in drawn if len(t.notes) >= FEWEST_NOTES))
    sounds = [
        synthesize(
            take, soundfont=shipped_soundfont(), rate_hz=RATE_HZ, length_s=TAKE_S + 0.5
        ).mean(axis=1)
        for take in takes
    ]
    level = [np.float32(0.05 / max(np.sqrt((s**2).mean()), 1e-9)) for s in sounds]
    return Group(tuple(takes), tuple(s * g for s, g in zip(sounds, level, strict=True)))


def seen(take: Take, rng: np.random.Generator) -> SeenPlayer:
    """The player's movement as a watcher of that quality tells it."""
    true = np.array([n.onset_s for n in take.notes])
    met = true[rng.random(len(true)) < SEEN]
    met = met + rng.normal(0, OFF_S, len(met))
    false = rng.uniform(0, TAKE_S, rng.poisson(FALSE * len(met)))
    onsets = np.sort(np.maximum(np.concatenate([met, false]), 0))
    sure = np.clip(rng.normal(0.75, 0.15, len(onsets)), 0.3, 1)
    return SeenPlayer(instrument(take.instrument), onsets, sure)


def heard(group: Group, ears: tuple[ListenerNetwork, NoteNetwork]) -> list[Note]:
    """The notes heard in the mixture that any of the players can play."""
    played = [instrument(take.instrument) for take in group.takes]
    notes = transcribe(heard_by_both(group.mixture, *ears), thresholds=JOINED)
    return [n for n in notes if any(i.lowest <= n.pitch <= i.highest for i in played)]


def owners(notes: Sequence[Note], takes: Sequence[Take]) -> npt.NDArray[np.intp]:
    """``(N,)`` who plays each heard note; -1 for those nobody plays."""
    owner = np.full(len(notes), -1, np.intp)
    for k, note in enumerate(notes):
        near = [
            (abs(n.onset_s - note.onset_s), player)
            for player, take in enumerate(takes)
            for n in take.notes
            if n.pitch == note.pitch and abs(n.onset_s - note.onset_s) < 0.08
        ]
        if near:
            owner[k] = min(near)[1]
    return owner


def by_movement(
    notes: Sequence[Note], players: Sequence[SeenPlayer], owner: npt.NDArray[np.intp]
) -> float:
    """The share given rightly to whoever moved nearest to the note."""
    onsets = np.array([n.onset_s for n in notes])
    apart = [np.abs(onsets[:, None] - p.onsets_s[None]).min(axis=1, initial=9) for p in players]
    return float((np.argmin(apart, axis=0) == owner)[owner >= 0].mean())


def worn(parts: Sequence[Sequence[Note]], rng: np.random.Generator) -> list[list[Note]]:
    """The notes 30 ms off, 15 in 100 left out."""
    return [
        [
            replace(n, onset_s=max(n.onset_s + rng.normal(0, 0.03), 0.0))
            for n in notes
            if rng.random() > 0.15
        ]
        for notes in parts
    ]


class ByNotes(MaskNetwork):
    """No mask network: the factorisation's shares as they are."""

    def __init__(self) -> None:
        pass

    def corrected(self, heard: npt.NDArray[np.float32], shares: Samples) -> Samples:
        """As they are."""
        return shares


def measure(group: Group, split: Split) -> tuple[float, float]:
    """SDR and SIR of the stems."""
    true = np.stack(group.alone)
    quiet = 1e-8 * np.random.default_rng(0).standard_normal(true.shape)
    found = np.stack([stem[:, 0] for stem in split.stems]) + quiet
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sdr, sir, _, _ = mir_eval.separation.bss_eval_sources(
            true, found, compute_permutation=False
        )
    return float(sdr.mean()), float(sir.mean())


if __name__ == "__main__":
    main()
