"""Head to head in one run: `python -m benchmarks.peers [--work runs/peers] [--minutes M]`.

Ours, the published network (taught in ``--work`` by `benchmarks.peers.teach`, for ``--minutes`` of
CPU in all; whatever is there is used), classical key differencing, turning points of the hands'
paths, basic-pitch on the clip's sound, ours for another clip, and chance, all on the same clips.
Of real clips one constant lag is taken out, of each method alike. Note F: pitch, and onset within
50 ms; onset F: of any pitch. The real clips are looked for in ``shared/data`` beside the checkout
(``--data``). Writes the table and the plots of ``docs``.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

import numpy as np
import torch

from benchmarks.keys_real import (
    TAUGHT,
    WINDOW_S,
    best_level,
    fitted,
    note_f,
    onsets,
    truth,
    watch_keys,
)
from benchmarks.peers.clips import (
    LONGEST_S,
    Clip,
    ClipSet,
    Floats,
    closeup,
    pianists,
    players,
    rendered,
    simulated,
)
from benchmarks.peers.curve import read_curve
from benchmarks.peers.methods import (
    HAND_PATHS,
    OURS,
    PUBLISHED,
    Learned,
    Method,
    by_chance,
    methods,
)
from benchmarks.peers.plots import plot_curve, plot_methods
from benchmarks.peers.teach import NAME, teach
from benchmarks.published.network import Published
from benchmarks.published.vocabulary import VOCABULARIES
from benchmarks.record import record
from foley_post.core.files import write_whole
from foley_post.core.onset_matching import quick_f
from foley_post.generate import load_model
from foley_post.generate.stroke_network import shipped_stroke_network
from foley_post.pose.backends.networks import detector_version
from foley_post.pose.motion_cache import MotionCache

ROOT = Path(__file__).resolve().parents[2]
OTHER, CHANCE = "another clip's take", "chance"
_DRAWS = 5
_USUAL_LEVEL = 13.0
"""Grey levels of key differencing where those recordings are not at hand."""


@dataclass(frozen=True, slots=True)
class Score:
    """A method on a set: the F of each clip, of notes and of onsets; empty where it has none."""

    notes: tuple[float, ...] = ()
    onsets: tuple[float, ...] = ()


def sets(work: Path, data: Path, each: int) -> Iterator[ClipSet]:
    """All sets; the real ones where their clips are at hand."""
    if data.is_dir():
        cache = MotionCache(work / "motions")
        yield pianists(data, cache)
        yield closeup(data, cache)
    yield rendered(work / "rendered", max(each // 4, 1))
    yield from (simulated(row, each) for row in (2, 1, 3))
    if data.is_dir():
        yield players(data, cache)


def remembered(clip: Clip, name: str, way: Method, folder: Path) -> Floats | None:
    """What the method makes of the clip, from ``folder`` if a run before got so far."""
    path = folder / f"{clip.name}-{name}.npy".replace(" ", "_")
    if path.exists():
        kept: Floats = np.load(path)
        return kept
    made = way(clip)
    if made is not None:
        folder.mkdir(parents=True, exist_ok=True)
        np.save(path, made)
    return made


def versions(steps: int) -> dict[str, str]:
    """What the methods' results depend on, where they change: how many ``steps`` the published
    network was taught; our networks, and what the hands' paths are read by.
    """
    networks = f"{load_model().sha256}{shipped_stroke_network().sha256}{detector_version()}"
    ours = hashlib.sha256(networks.encode()).hexdigest()[:12]
    return {PUBLISHED: f"steps-{steps}", OURS: ours, HAND_PATHS: detector_version()}


def judged(
    clips: ClipSet,
    ways: Mapping[str, Method],
    folder: Path,
    version: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Score]:
    """Every method on every clip of a set; ``folder`` keeps what they make, each by its
    ``version``.
    """
    made = {}
    for name, way in ways.items():
        own = folder / version.get(name, "")
        made[name] = [remembered(clip, name, way, own) for clip in clips.clips]
        print(clips.name, name, flush=True)
    ours = made[OURS]
    if len(ours) > 1:
        made[OTHER] = [ours[(k + 1) % len(ours)] for k in range(len(ours))]
    scores = {}
    for name, found in made.items():
        pairs = [
            score_of(clip.true, notes, lagged=clips.lagged)
            for clip, notes in zip(clips.clips, found, strict=True)
            if notes is not None
        ]
        pitched = clips.pitched and name != HAND_PATHS
        scores[name] = Score(
            tuple(p[0] for p in pairs) if pitched else (), tuple(p[1] for p in pairs)
        )
    drawn = [chance_of(clip, lagged=clips.lagged) for clip in clips.clips]
    scores[CHANCE] = Score(
        tuple(d[0] for d in drawn) if clips.pitched else (), tuple(d[1] for d in drawn)
    )
    return scores


def score_of(true: Floats, found: Floats, *, lagged: bool) -> tuple[float, float]:
    """Note F and onset F; ``lagged``: each at the constant lag that suits it best."""
    if lagged:
        return fitted(true, found)[:2]
    return note_f(true, found, 0.0), quick_f(onsets(true), onsets(found), WINDOW_S)


def chance_of(clip: Clip, *, lagged: bool) -> tuple[float, float]:
    """`score_of` notes by chance."""
    rng = np.random.default_rng(0)
    draws = [score_of(clip.true, by_chance(clip, rng), lagged=lagged) for _ in range(_DRAWS)]
    return float(np.mean([d[0] for d in draws])), float(np.mean([d[1] for d in draws]))


def load_published(work: Path) -> Published | None:
    """The network that was taught in ``work``; None where there is none."""
    path = work / f"{NAME}.pt"
    if not path.exists():
        return None
    network = Published(VOCABULARIES["published"].size + 3)
    network.load_state_dict(torch.load(path, weights_only=True)["network"])
    return network.eval()


def rule_level(work: Path, data: Path) -> float:
    """The level of key differencing that is best on the recordings that may be taught on; kept in
    ``work``.
    """
    kept = work / "rule_level.txt"
    if kept.exists():
        return float(kept.read_text())
    watched = []
    for path in (data / "cc0_piano" / f"{name}.mp4" for name in TAUGHT):
        if path.exists():
            true = truth(path)
            true = true[true[:, 0] < LONGEST_S]
            watched.append(watch_keys(path, true=true, length_s=Fraction(LONGEST_S)))
    level = best_level(watched) if watched else _USUAL_LEVEL
    write_whole(kept, str(level).encode())
    return level


def rows(found: Mapping[str, Mapping[str, Score]], order: Sequence[str]) -> list[list[object]]:
    """Two lines a set: notes and onsets; the means over the clips."""
    made: list[list[object]] = []
    for name, scores in found.items():
        for what in ("notes", "onsets"):
            own = [getattr(scores.get(method, Score()), what) for method in order]
            if any(own):
                count = max(len(v) for v in own)
                cells = [round(float(np.mean(v)), 3) if v else None for v in own]
                made.append([f"{name}: {what}", count, *cells])
    return made


def main() -> int:
    """Teach if asked, judge, and write the table and the plots."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=ROOT / "runs" / "peers")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--minutes", type=float, default=0.0, help="teach up to so many in all (0)")
    parser.add_argument("--scores", type=Path, help="shelf of scores that simulated pianists play")
    parser.add_argument("--clips", type=int, default=8, help="of each simulated row (8)")
    options = parser.parse_args()
    torch.set_num_threads(1)
    if options.minutes:
        teach(options.work, options.minutes, options.scores)
    curve = read_curve(options.work)
    learned = Learned(load_published(options.work), rule_level(options.work, options.data))
    ways = methods(learned)
    version = versions(curve.steps[-1] if curve.steps else 0)
    found = {
        some.name: judged(some, ways, options.work / "notes", version)
        for some in sets(options.work, options.data, options.clips)
    }
    order = list(max(found.values(), key=len))
    record(
        "peers",
        "simulated, rendered and real",
        "make bench-peers",
        columns=("clips, and what is compared", "clips", *order),
        rows=rows(found, order),
        notes=(
            "Mean F at 50 ms over the clips. Of real ones one constant lag a clip is taken out, of "
            "each method alike and of chance.",
            f"Key differencing at {learned.level:.0f} grey levels, the best on the recordings that "
            "the key network was taught on.",
            *curve.sentences(),
        ),
    )
    plot_methods(found, order)
    plot_curve(curve)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
