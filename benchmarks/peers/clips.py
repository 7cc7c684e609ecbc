"""The clips that all are judged on, in sets: simulated, rendered, real."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.keys_real import Watched, truth, watch_keys
from benchmarks.look import LISTED_AS
from benchmarks.model import cases
from benchmarks.model_closeup import TUNE, heard_onsets
from benchmarks.published.vocabulary import CLIP_S
from benchmarks.rendered import FIRST_SEED, film_of, watched
from foley_post.listen.network import RATE_HZ
from foley_post.midi.notes import Note, Take
from foley_post.pose.motion_cache import MotionCache, watch_cached
from foley_post.pose.skeleton import Motion
from foley_post.render.soundfont import shipped_soundfont
from foley_post.render.synth import synthesize
from foley_post.train.audio_transcription import heard_onsets as flux_onsets
from foley_post.train.evaluate import Case
from foley_post.train.recordings import heard_in
from foley_post.video import probe, read_audio

VIEWS = ("piano:above", "piano:front", "piano:side", "piano:angle")
LONGEST_S = 24
_HEIGHT = 720
_RENDERED_S = 6.0
Floats = npt.NDArray[np.float64]
Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Clip:
    """What is known of a clip: ``true`` notes ``(N, 4)`` (onset, end, pitch, velocity; a pitch of 0
    where only onsets are known), who is seen (``motions``, the busiest hands first), its ``keys``
    as pictures show them, and its ``sound`` (mono, `RATE_HZ`); None where there is none.
    """

    name: str
    true: Floats
    motions: tuple[Motion, ...]
    length_s: float
    instrument: str | None = "piano"
    keys: Callable[[], Watched] | None = None
    sound: Callable[[], Samples] | None = None


@dataclass(frozen=True, slots=True)
class ClipSet:
    """A kind of clip: ``name`` says first whether it is simulated, rendered or real. ``pitched``:
    pitches are known. ``lagged``: what is true may be a constant lag away from the picture.
    """

    name: str
    clips: tuple[Clip, ...]
    pitched: bool = True
    lagged: bool = False


def simulated(row: int, count: int) -> ClipSet:
    """Pianists of a row of `benchmarks.model`, six seconds each; their sound is the true notes'."""
    who = {1: "unseen seeds", 2: "unseen players and cameras", 3: "the other solver"}[row]
    some = [_of_case(c, f"{row}-{k}") for k, c in enumerate(cases("piano", row, count, CLIP_S))]
    return ClipSet(f"simulated, {who}", tuple(c for c in some if len(c.true)))


def rendered(folder: Path, count: int) -> ClipSet:
    """Pictures of pianists from four sides through the real detector; ``count`` of each."""
    folder.mkdir(parents=True, exist_ok=True)
    clips = []
    for which in VIEWS:
        for seed in range(FIRST_SEED, FIRST_SEED + count):
            case = watched(folder, which, seed, seconds=_RENDERED_S, height=_HEIGHT)
            if case is None:
                continue
            path = film_of(folder, which, seed, _HEIGHT)
            clips.append(_of_case(case, path.stem, path))
    return ClipSet("rendered, through the detector", tuple(clips))


def _of_case(case: Case, name: str, film: Path | None = None) -> Clip:
    take = Take(case.notes, case.length_s, "piano")
    true = table(case.notes)
    return Clip(
        name,
        true,
        (case.motion,),
        case.length_s,
        keys=None if film is None else lambda: watch_keys(film, true=true),
        sound=lambda: _played(take),
    )


def table(notes: Sequence[Note]) -> Floats:
    """Notes as rows."""
    rows = [(n.onset_s, n.end_s, n.pitch, n.velocity) for n in notes]
    return np.array(rows, np.float64).reshape(-1, 4)


def _played(take: Take) -> Samples:
    sound = synthesize(
        take, soundfont=shipped_soundfont(), rate_hz=RATE_HZ, length_s=take.length_s + 0.5
    )
    return np.asarray(sound.mean(axis=1), np.float32)


def pianists(data: Path, cache: MotionCache) -> ClipSet:
    """The real pianists filmed from above, up to 24 s of each; their films have no sound."""
    clips = []
    for path in sorted((data / "real_keys").glob("*.wmv")):
        length_s = min(probe(path).duration_s, Fraction(LONGEST_S))
        true = truth(path)
        true = true[true[:, 0] < length_s]
        clips.append(
            Clip(
                path.stem,
                true,
                _seen(path, length_s, cache),
                float(length_s),
                keys=lambda path=path, true=true, length_s=length_s: watch_keys(
                    path, true=true, length_s=length_s
                ),
            )
        )
    return ClipSet("real, pianists from above", tuple(clips), lagged=True)


def closeup(data: Path, cache: MotionCache) -> ClipSet:
    """The real right hand that plays Ode to Joy; what is true is heard in its own sound."""
    path, length_s = data / "footage" / "piano_right_hand_closeup.mp4", Fraction(10)
    onsets = heard_onsets(path)[: len(TUNE)]
    true = np.stack([onsets, onsets + 0.3, np.array(TUNE, float), np.full(len(TUNE), 64.0)], axis=1)
    clip = Clip(
        path.stem,
        true,
        _seen(path, length_s, cache),
        float(length_s),
        keys=lambda: watch_keys(path, true=true, length_s=length_s),
        sound=lambda: _heard(path, length_s),
    )
    return ClipSet("real, a hand close up", (clip,), lagged=True)


def players(data: Path, cache: MotionCache, seconds: int = 12) -> ClipSet:
    """Sixteen real clips of players; only the onsets of their own sound are known."""
    clips = tuple(_players(data, cache, seconds))
    return ClipSet("real, players of 12 instruments", clips, pitched=False, lagged=True)


def _players(data: Path, cache: MotionCache, seconds: int) -> Iterator[Clip]:
    with (data / "real_players" / "list.tsv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file, delimiter="\t"))
    for line in lines:
        path = data / "real_players" / line["file"]
        length_s = min(probe(path).duration_s, Fraction(seconds))
        onsets = flux_onsets(heard_in(path))
        onsets = onsets[onsets < length_s]
        name = LISTED_AS.get(line["instrument"], line["instrument"])
        yield Clip(
            path.stem,
            np.stack([onsets, onsets + 0.2, 0 * onsets, 0 * onsets + 64], axis=1),
            tuple(m for m in _seen(path, length_s, cache) if not m.bystander),
            float(length_s),
            "piano" if name == "piano" else None,
            sound=lambda path=path, length_s=length_s: _heard(path, length_s),
        )


def _heard(path: Path, length_s: Fraction) -> Samples:
    return np.asarray(read_audio(path, Fraction(0), length_s, RATE_HZ).mean(axis=1), np.float32)


def _seen(path: Path, length_s: Fraction, cache: MotionCache) -> tuple[Motion, ...]:
    found = watch_cached(path, Fraction(0), length_s, cache=cache)
    return tuple(sorted(found, key=lambda m: -int(np.isfinite(m.points[:, 25:, 0]).sum())))
