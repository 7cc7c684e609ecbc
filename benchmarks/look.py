"""Which instrument is taken to be played on real clips: by look and movement, and by movement
alone.

    python -m benchmarks.look [--clips FOLDER] [--json FILE]

The clips are looked at by nobody but this file: nothing was learned or chosen by them. A clip is
right when the instrument of its busiest player (by look: of those who are no bystanders) is the
listed one (exact), or one of its family that an editor would let pass (`FAMILIES`). Chance draws an
instrument of the table for each clip.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from pathlib import Path

from foley_post import video
from foley_post.core.instruments import INSTRUMENTS, TAUGHT_INSTRUMENTS
from foley_post.generate import Request, generate_take, load_model
from foley_post.generate.weights import Model
from foley_post.pose import watch
from foley_post.pose.skeleton import Motion

CLIPS = Path(__file__).resolve().parents[2] / "shared" / "data" / "real_players"
FAMILIES = (
    {"piano", "organ", "accordion"},
    {"violin", "viola", "erhu"},
    {"cello", "double_bass"},
    {"guitar", "electric_guitar", "ukulele", "bass", "mandolin", "banjo"},
    {"flute", "clarinet", "oboe", "saxophone", "bassoon", "harmonica"},
    {"trumpet", "trombone", "horn", "tuba"},
    {"drums", "hand_drums"},
    {"harp"},
    {"xylophone"},
)
LISTED_AS = {"other:tabla": "hand_drums", "other:congas": "hand_drums", "other:harp": "harp"}
LONGEST_S = 5


@dataclass(frozen=True)
class Row:
    """One clip. ``by_look`` and ``by_movement``: the instrument of the busiest player each way."""

    clip: str
    instrument: str
    by_look: str
    by_movement: str
    seen: str
    watched_s: float


def family(name: str) -> int:
    return next(n for n, names in enumerate(FAMILIES) if name in names)


def rows(folder: Path, model: Model) -> Iterator[Row]:
    with (folder / "list.tsv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file, delimiter="\t"):
            path = folder / line["file"]
            length_s = min(video.probe(path).duration_s, Fraction(LONGEST_S))
            began_s = time.perf_counter()
            motions = watch(path, Fraction(0), length_s)
            took_s = time.perf_counter() - began_s
            listed = LISTED_AS.get(line["instrument"], line["instrument"])
            blind = [replace(m, look=None) for m in motions]
            seen = "; ".join(str(m.look) for m in motions)
            players = [m for m in motions if not m.bystander] or motions
            said = (busiest(m, model, float(length_s)) for m in (players, blind))
            yield Row(path.stem, listed, *said, seen, took_s)


def busiest(motions: Sequence[Motion], model: Model, length_s: float) -> str:
    takes = [generate_take(m, Request(length_s=length_s), model=model) for m in motions]
    return max(takes, key=lambda t: len(t.notes)).instrument if takes else ""


def shares(found: list[Row], key: str) -> tuple[float, float]:
    """Exact, and by family."""
    said = [(getattr(r, key), r.instrument) for r in found]
    exact = sum(s == t for s, t in said) / len(said)
    return exact, sum(bool(s) and family(s) == family(t) for s, t in said) / len(said)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=Path, default=CLIPS)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    found = []
    print("| clip | listed | by look | by movement | what is seen |\n|---|---|---|---|---|")
    for row in rows(options.clips, load_model()):
        found.append(row)
        print(
            f"| {row.clip} | {row.instrument} | {row.by_look} | {row.by_movement} | {row.seen} |",
            flush=True,
        )
    by_look, by_movement = shares(found, "by_look"), shares(found, "by_movement")
    exact = 1 / len(INSTRUMENTS)
    kin = [sum(family(n) == family(r.instrument) for n in INSTRUMENTS) for r in found]
    by_chance = sum(kin) / len(kin) / len(INSTRUMENTS)
    old = sum(r.instrument in TAUGHT_INSTRUMENTS for r in found)
    print(f"\n{len(found)} clips ({old} of instruments that the movement can name)")
    print("| | by look | by movement | chance |\n|---|---:|---:|---:|")
    print(f"| exact | {by_look[0]:.2f} | {by_movement[0]:.2f} | {exact:.2f} |")
    print(f"| by family | {by_look[1]:.2f} | {by_movement[1]:.2f} | {by_chance:.2f} |")
    if options.json:
        options.json.write_text(json.dumps([asdict(r) for r in found], indent=1) + "\n")


if __name__ == "__main__":
    main()
