"""Fits how loud pianists play a note to the notes around it.

``python -m foley_post.train.velocities SHELF.npz OUT.json``: a shelf of scores, of which those
that pianists played count (GiantMIDI-Piano and PianoYT). Every eighth performance is held out, and
the rank correlation within each of them is printed and written beside the fit.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.stats

from foley_post.core.files import write_whole
from foley_post.errors import UsageError
from foley_post.generate.expected_velocity import FORMAT, VelocityFit, place_among_notes, terms
from foley_post.simulation.score.corpus import read_shelf
from foley_post.simulation.score.scores import Score

__all__ = ["fit_velocities", "main"]

Floats = npt.NDArray[np.float64]

_KIND = "piano played"
_MOST_NOTES = 1500
_FEWEST_NOTES, _LEAST_SPREAD = 100, 3.0
_HELD_OUT = 8
_RIDGE = 1e-5


def fit_velocities(scores: Sequence[Score]) -> tuple[VelocityFit, dict[str, float]]:
    """The fit, and how well it tells performances held out. UsageError where too few are played."""
    played = [
        score
        for score in scores
        if score.part == _KIND
        and len(score) >= _FEWEST_NOTES
        and score.velocity[:_MOST_NOTES].std() >= _LEAST_SPREAD
    ]
    if len(played) < 2 * _HELD_OUT:
        raise UsageError("There are too few performances by pianists on the shelf.")
    tables = [_table(score) for score in played]
    kept = [table for i, table in enumerate(tables) if i % _HELD_OUT != _HELD_OUT - 1]
    places = np.concatenate([place for place, _ in kept])
    mean, spread = places.mean(axis=0), places.std(axis=0)
    known = terms((places - mean) / spread)
    wanted = np.concatenate([loud for _, loud in kept])
    squares = known.T @ known + _RIDGE * len(known) * np.eye(known.shape[1])
    weights = np.linalg.solve(squares, known.T @ wanted)
    within = float(np.mean([score.velocity[:_MOST_NOTES].std() for score in played]))
    fit = VelocityFit(mean, spread, weights, within)
    told = [
        scipy.stats.spearmanr(fit.expected(place), loud)[0]
        for i, (place, loud) in enumerate(tables)
        if i % _HELD_OUT == _HELD_OUT - 1
    ]
    return fit, {
        "performances": len(played),
        "held_out": len(told),
        "rank_correlation_held_out": round(float(np.mean(told)), 3),
    }


def _table(score: Score) -> tuple[Floats, Floats]:
    """Where each note lies among the others, and how loud it is in standard deviations."""
    onset_s, pitch = score.onset_s[:_MOST_NOTES], score.pitch[:_MOST_NOTES].astype(np.float64)
    velocity = score.velocity[:_MOST_NOTES].astype(np.float64)
    return place_among_notes(onset_s, pitch), (velocity - velocity.mean()) / velocity.std()


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print how well, and write the file; 0."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if len(given) != 2:
        raise UsageError("Usage: python -m foley_post.train.velocities SHELF.npz OUT.json")
    shelf = read_shelf(Path(given[0]))
    played = np.flatnonzero(shelf.kind == _KIND)
    fit, measured = fit_velocities([shelf.score(i) for i in played.tolist()])
    card = {
        "name": "How loud pianists play a note, by the notes around it",
        "licence": "Apache-2.0",
        "data": "GiantMIDI-Piano (ByteDance) and PianoYT (Koepke et al.), both CC BY 4.0",
        "format": FORMAT,
        **measured,
        "mean": [round(float(v), 4) for v in fit.mean],
        "spread": [round(float(v), 4) for v in fit.spread],
        "weights": [round(float(v), 5) for v in fit.weights],
        "spread_in_piece": round(fit.spread_in_piece, 2),
    }
    print(measured)
    write_whole(Path(given[1]), (json.dumps(card, indent=2) + "\n").encode())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
