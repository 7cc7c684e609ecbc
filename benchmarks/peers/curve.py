"""How the published network learned: the lines that `benchmarks.published.learning.learn` keeps."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.teach import NAME


@dataclass(frozen=True, slots=True)
class Curve:
    """At ``minutes`` of CPU after so many ``steps``: the ``loss`` (nats a token), and of unseen
    simulated pianists the notes written a clip and their onset F at 50 ms.
    """

    minutes: tuple[float, ...] = ()
    steps: tuple[int, ...] = ()
    loss: tuple[float, ...] = ()
    notes: tuple[float, ...] = ()
    onset_f: tuple[float, ...] = ()
    random_f: float = 0.0

    def sentences(self) -> tuple[str, ...]:
        """What is to be said of it below a table."""
        if not self.minutes:
            return ("The published network was not taught here.",)
        return (
            f"The published network was taught pianists alone for {self.minutes[-1]:.0f} minutes "
            f"of CPU on one thread, {self.steps[-1]} steps of four clips; it then wrote "
            f"{self.notes[-1]:.1f} notes for an unseen simulated clip of six seconds, its loss was "
            f"{self.loss[-1]:.2f} and its onset F {self.onset_f[-1]:.2f}, with no lag taken out "
            f"(random onsets {self.random_f:.2f}).",
        )


def read_curve(work: Path) -> Curve:
    """The curve kept in ``work``; an empty one where nothing was taught."""
    path = work / f"{NAME}.jsonl"
    if not path.exists():
        return Curve()
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return Curve(
        tuple(line["spent_s"] / 60 for line in lines),
        tuple(line["step"] for line in lines),
        tuple(line["loss"] for line in lines),
        tuple(line["notes"] for line in lines),
        tuple(line["onset_f"] for line in lines),
        lines[-1]["random"] if lines else 0.0,
    )
