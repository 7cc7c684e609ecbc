"""Teaching the published network pianists, resumably: `python -m benchmarks.peers.teach OUT`.

As published, one network is for one instrument; here it is the piano, which most of the permitted
real clips show. It learns from simulated pianists (made in OUT/clips first, the same for the same
shelf of scores) on one thread. Beside the network OUT/published.jsonl keeps its curve: the loss,
and of twelve unseen clips how many notes it writes and their onset F at 50 ms, beside random ones.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from benchmarks.published.compare import figures, unseen
from benchmarks.published.learning import learn, read_examples, seen, write
from benchmarks.published.network import Published
from benchmarks.published.vocabulary import VOCABULARIES
from foley_post.core.progress import Progress
from foley_post.generate.features import featurize
from foley_post.simulation.score.corpus import read_shelf
from foley_post.train.clips import fill

CLIPS = 736
_PROBED = 12
NAME = "published"


def teach(out: Path, minutes: float, scores: Path | None) -> Published:
    """The network after ``minutes`` of CPU in all, going on from what is in ``out``."""
    torch.set_num_threads(1)
    shelf = read_shelf(scores) if scores else None
    fill(out / "clips", ("piano",), range(CLIPS), shelf=shelf)
    cases = unseen(_PROBED, shelf, names=("piano",))
    joints = np.stack([seen(featurize(c.motion, c.length_s)) for c in cases])
    vocabulary = VOCABULARIES[NAME]

    def probe(network: Published) -> dict[str, float]:
        told = figures(cases, write(network, vocabulary, joints), np.random.default_rng(0))
        return {"onset_f": told[0], "random": told[2], "note_f": told[4], "notes": told[5]}

    def tell(progress: Progress) -> None:
        print(f"{progress.share:.1%} {progress.stage}", flush=True)

    return learn(
        read_examples(out / "clips"),
        vocabulary,
        out / f"{NAME}.pt",
        seconds=60 * minutes,
        half=True,
        probe=probe,
        watcher=tell,
    )


def main() -> int:
    """Teach for the minutes asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=240.0, help="of CPU in all (240)")
    parser.add_argument("--scores", type=Path, help="shelf of scores that is played")
    options = parser.parse_args()
    teach(options.out, options.minutes, options.scores)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
