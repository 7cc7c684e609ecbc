"""When, on real players: onsets of the muted picture against the clip's own sound.

    python -m benchmarks.real_players [--clips FOLDER] [--seconds 12] [--motions FOLDER] [--dry]

The clips are third parties', for this only: nothing was learned or chosen by them. The reference is
the sound's onsets (spectral flux). Each way's onsets, of everybody who is seen to play together,
are laid over them at the best constant lag of up to 0.2 s either way; chance is the same onsets
turned round in time, at their own best lag each time. *Skill*: (F - chance) / (1 - chance), at 50
ms. Beside it: whether the instrument of the busiest player is the listed one, whether as many play
as are listed, whether takes at chance say so, and the notes in pauses, where the sound is 20 dB
below its loud parts for 0.7 s or longer. The result is kept for `docs/benchmarks.md`.

Ways, in one run: *takes*, as the product makes them; the *joints'* network alone, without the
strokes; *strokes* alone; two plain rules: *turning points* of each wrist's path, and peaks of the
*motion energy* of the picture at the hands.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.ndimage
import scipy.signal

from benchmarks.look import CLIPS, LISTED_AS, family
from benchmarks.real.matching import best_f
from benchmarks.real.pauses import in_spans, seconds_of, silent_spans
from benchmarks.record import record
from foley_post import video
from foley_post.core.instruments import INSTRUMENTS, instrument
from foley_post.generate import Request, generate_take, load_model
from foley_post.generate.strokes import clear_strokes, strokes_of
from foley_post.generate.weights import Model
from foley_post.midi.notes import Take
from foley_post.pose import watch
from foley_post.pose.joints import Joint
from foley_post.pose.motion_cache import MotionCache, watch_cached
from foley_post.pose.skeleton import Motion
from foley_post.train.audio_transcription import heard_onsets
from foley_post.train.evaluate import onset_times
from foley_post.train.recordings import heard_in

LAGS_S = np.arange(-0.2, 0.201, 0.02).tolist()
TURNS = 100
WINDOW_S = 0.05
WAYS = ("takes", "joints", "strokes", "turning points", "motion energy")
CLAIMS = ("in sync", "sound early", "sound late")
_APART_S = 0.08
_HZ = 100

Seconds = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """One clip: ``skill`` and whether it is ``above`` the 95th percentile of chance, by way;
    ``repeats`` of the takes' top lines; ``named`` the busiest player's instrument; ``listed`` and
    ``playing`` how many play; ``claimed`` whether a take calls itself in sync, early or late;
    ``in_pauses`` notes in the ``pauses_s`` while nothing is heard.
    """

    clip: str
    instrument: str
    heard: int
    found: dict[str, int]
    skill: dict[str, float]
    above: dict[str, bool]
    repeats: float
    named: str
    listed: int
    playing: int
    claimed: bool
    in_pauses: int
    pauses_s: float


def rows(folder: Path, seconds: float, motions: Path | None, model: Model) -> Iterator[Row]:
    with (folder / "list.tsv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file, delimiter="\t"):
            path = folder / line["file"]
            length_s = min(video.probe(path).duration_s, Fraction(seconds))
            cache = MotionCache(motions) if motions else None
            seen = (
                watch_cached(path, Fraction(0), length_s, cache=cache)
                if cache
                else watch(path, Fraction(0), length_s)
            )
            players = [m for m in seen if not m.bystander]
            name = LISTED_AS.get(line["instrument"], line["instrument"])
            yield judged(
                path, (name, int(line["players"])), players, model=model, length_s=float(length_s)
            )


def judged(
    path: Path,
    listed: tuple[str, int],
    players: Sequence[Motion],
    *,
    model: Model,
    length_s: float,
) -> Row:
    """``listed``: the instrument and how many play."""
    sound = heard_in(path)
    heard = heard_onsets(sound)
    heard = heard[heard < length_s]
    takes = [generate_take(m, Request(length_s=length_s), model=model) for m in players]
    blind = [
        generate_take(replace(m, flow=None), Request(length_s=length_s), model=model)
        for m in players
    ]
    by_way: dict[str, Callable[[], list[Seconds]]] = {
        "takes": lambda: [onset_times(t.notes) for t in takes],
        "joints": lambda: [onset_times(t.notes) for t in blind],
        "strokes": lambda: [_strokes(m, t, length_s) for m, t in zip(players, takes, strict=True)],
        "turning points": lambda: [turning_points(m) for m in players],
        "motion energy": lambda: [energy_peaks(m) for m in players],
    }
    found = {way: _together(by_way[way]()) for way in WAYS}
    scores = {way: skill(heard, found[way], length_s) for way in WAYS}
    lines = [np.diff([n.pitch for n in t.notes]) for t in takes if len(t.notes) > 3]
    pauses = silent_spans(sound, length_s)
    busiest = max(takes, key=lambda t: len(t.notes), default=None)
    verdicts = [str(t.sync_report["verdict"]) for t in takes]
    return Row(
        path.stem,
        listed[0],
        len(heard),
        {way: len(found[way]) for way in WAYS},
        {way: scores[way][0] for way in WAYS},
        {way: scores[way][1] for way in WAYS},
        float(np.mean([np.mean(steps == 0) for steps in lines])) if lines else float("nan"),
        busiest.instrument if busiest else "",
        listed[1],
        len(takes),
        any(v in CLAIMS for v in verdicts),
        in_spans(found["takes"], pauses),
        seconds_of(pauses),
    )


def _strokes(motion: Motion, take: Take, length_s: float) -> Seconds:
    kin = instrument(take.instrument).family
    return np.array([s.time_s for s in clear_strokes(strokes_of(motion, length_s, kin))])


def _together(rows_s: Sequence[Seconds]) -> Seconds:
    """The onsets of all players, those within 30 ms of one another once."""
    every = np.sort(np.concatenate([np.zeros(0), *rows_s]))
    keep = np.diff(every, prepend=-1.0) > 0.03
    return every[keep]


def skill(heard: Seconds, found: Seconds, length_s: float) -> tuple[float, bool]:
    """Skill, and whether the F is above the 95th percentile of chance."""
    if not len(heard):
        return float("nan"), False
    if not len(found):
        return 0.0, False
    rng = np.random.default_rng(0)
    turns = rng.uniform(0.5, max(length_s - 0.5, 0.6), TURNS)
    chance = [best_f(heard, np.sort((found + t) % length_s), WINDOW_S, LAGS_S) for t in turns]
    own, usual = best_f(heard, found, WINDOW_S, LAGS_S), float(np.mean(chance))
    return (own - usual) / (1 - usual), bool(own > np.percentile(chance, 95))


def turning_points(motion: Motion) -> Seconds:
    """Where a wrist's smoothed path turns round, up and down or from side to side."""
    found: list[Seconds] = []
    for joint in (Joint.LEFT_WRIST, Joint.RIGHT_WRIST):
        path = motion.points[:, joint, :2].astype(np.float64)
        seen = np.isfinite(path[:, 0])
        if seen.sum() < 10:
            continue
        at_s = np.arange(motion.times_s[0], motion.times_s[-1], 1 / _HZ)
        for axis in range(2):
            line = np.interp(at_s, motion.times_s[seen], path[seen, axis])
            line = scipy.ndimage.gaussian_filter1d(line, 4)
            for way in (line, -line):
                tops, _ = scipy.signal.find_peaks(
                    way, prominence=0.3 * line.std(), distance=round(_APART_S * _HZ)
                )
                found.append(at_s[tops])
    return _together(found)


def energy_peaks(motion: Motion) -> Seconds:
    """Peaks of how much moves at the hands."""
    if motion.flow is None:
        return np.zeros(0)
    at_s = np.arange(motion.times_s[0], motion.times_s[-1], 1 / _HZ)
    energy = np.nan_to_num(motion.flow[:, :2]).sum(axis=(1, 2)).astype(np.float64)
    line = scipy.ndimage.gaussian_filter1d(np.interp(at_s, motion.times_s, energy), 2)
    tops, _ = scipy.signal.find_peaks(
        line, prominence=0.5 * line.std(), distance=round(_APART_S * _HZ)
    )
    return at_s[tops]


def table(found: Sequence[Row]) -> list[list[str | float | int | None]]:
    """Mean skill and of how many clips it is above chance, by kind of instrument and way."""
    kinds = {
        "struck and plucked": ("struck", "plucked"),
        "bowed and blown": ("bowed", "blown"),
        "keyboards": ("keyboard",),
    }
    groups = {
        kind: [r for r in found if INSTRUMENTS[r.instrument].family in families]
        for kind, families in kinds.items()
    }
    lines: list[list[str | float | int | None]] = []
    for kind, some in {**groups, "all": list(found)}.items():
        if some:
            cells = [
                f"{np.nanmean([r.skill[w] for r in some]):.2f} ({sum(r.above[w] for r in some)})"
                for w in WAYS
            ]
            lines.append([kind, len(some), *cells])
    spread = [f"{np.nanstd([r.skill[w] for r in found]) / len(found) ** 0.5:.2f}" for w in WAYS]
    lines.append(["all: standard error", "", *spread])
    heard = np.mean([r.heard for r in found])
    counts = [f"{np.mean([r.found[w] for r in found]):.0f}" for w in WAYS]
    lines.append([f"onsets a clip ({heard:.0f} heard)", "", *counts])
    return lines


def sentences(found: Sequence[Row]) -> list[str]:
    """What else is asked of the clips."""
    exact = sum(r.named == r.instrument for r in found)
    kin = sum(bool(r.named) and family(r.named) == family(r.instrument) for r in found)
    wanted = sum(r.listed for r in found)
    met = sum(min(r.playing, r.listed) for r in found)
    extra = sum(r.playing > r.listed for r in found)
    chance = [r for r in found if not r.above["takes"]]
    pauses_s = sum(r.pauses_s for r in found)
    return [
        "In brackets: of how many clips the F is above the 95th percentile of chance.",
        f"Instrument of the busiest player: exact {exact} of {len(found)}, by family {kin}.",
        f"Players found: {met} of {wanted}; in {extra} clips more play than are listed.",
        f"Of {len(chance)} clips at chance {sum(r.claimed for r in chance)} call a take in sync, "
        "early or late; the others say that the picture does not prove it.",
        f"Notes in pauses of 0.7 s or longer: {sum(r.in_pauses for r in found)} in "
        f"{pauses_s:.1f} s, in {sum(r.pauses_s > 0 for r in found)} clips.",
        f"Of the takes' notes {np.nanmean([r.repeats for r in found]):.2f} repeat the pitch "
        "before.",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="When, on real players.")
    parser.add_argument("--clips", type=Path, default=CLIPS)
    parser.add_argument("--seconds", type=float, default=12.0)
    parser.add_argument("--motions", type=Path, help="keep what was watched in this folder")
    parser.add_argument("--dry", action="store_true", help="keep no result")
    options = parser.parse_args()
    model = load_model()
    found = []
    print(f"| clip | instrument | named | playing | heard | {' | '.join(WAYS)} | claimed |")
    print("|---|---|---|---:|---:|" + "---:|" * (len(WAYS) + 1))
    for row in rows(options.clips, options.seconds, options.motions, model):
        found.append(row)
        cells = [f"{row.skill[w]:.2f}{' *' if row.above[w] else ''} ({row.found[w]})" for w in WAYS]
        print(
            f"| {row.clip[:24]} | {row.instrument} | {row.named} | {row.playing} of {row.listed} "
            f"| {row.heard} | {' | '.join(cells)} | {row.claimed} |",
            flush=True,
        )
    lines, notes = table(found), sentences(found)
    if options.dry:
        for line in [*lines, *notes]:
            print(line)
        return
    columns = ["skill at 50 ms", "clips", *WAYS]
    command = "python -m benchmarks.real_players"
    record("real_players", "real", command, columns=columns, rows=lines, notes=notes)


if __name__ == "__main__":
    main()
