"""The plots of the head to head, as PNG and SVG in ``docs/benchmarks``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib
import numpy as np
from matplotlib.figure import Figure

from benchmarks.peers.curve import Curve

if TYPE_CHECKING:
    from benchmarks.peers.__main__ import Score

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "benchmarks"
COLOURS = ("#1b6ec2", "#c2571b", "#5b9a3c", "#8a5bb0", "#b0902a", "#7f8790", "#c9cdd2")


def plot_methods(found: Mapping[str, Mapping[str, Score]], order: Sequence[str]) -> None:
    """A row of bars a set, a colour a method; lines are 95 % intervals over the clips."""
    figure = Figure(figsize=(9, 1.5 * len(found) + 1.6), layout="constrained")
    axes = figure.subplots(len(found), 2, sharex=True, squeeze=False)
    for line, (name, scores) in enumerate(found.items()):
        for side, what in enumerate(("notes", "onsets")):
            ax = axes[line][side]
            for k, method in enumerate(order):
                values = getattr(scores.get(method), what, ())
                if not values:
                    continue
                mean = float(np.mean(values))
                low, high = _interval(values)
                ax.barh(k, mean, color=COLOURS[k % len(COLOURS)])
                ax.plot((low, high), (k, k), color="black", linewidth=1)
            ax.set(xlim=(0, 1), ylim=(len(order) - 0.4, -0.6))
            ax.set_yticks(range(len(order)), order if side == 0 else [""] * len(order), fontsize=7)
            ax.set_title(f"{name}: {what}", fontsize=8, loc="left")
    figure.supxlabel("F at 50 ms", fontsize=8)
    _save(figure, "peers")


def _interval(values: Sequence[float]) -> tuple[float, float]:
    """The 95 % interval of the mean over clips drawn anew."""
    rng = np.random.default_rng(0)
    means = rng.choice(values, (2000, len(values))).mean(axis=1)
    low, high = np.percentile(means, (2.5, 97.5))
    return float(low), float(high)


def plot_curve(curve: Curve) -> None:
    """Loss and notes of the published network over the time it was taught."""
    if not curve.minutes:
        return
    figure = Figure(figsize=(8, 2.6), layout="constrained")
    for ax, values, title in zip(
        figure.subplots(1, 3),
        (curve.loss, curve.notes, curve.onset_f),
        ("loss, nats a token", "notes a clip of 6 s", "onset F, 50 ms, no lag taken out"),
        strict=True,
    ):
        ax.plot(curve.minutes, values, "o-", color=COLOURS[1])
        ax.set_title(title, fontsize=8, loc="left")
        ax.set_xlabel("minutes of CPU", fontsize=8)
        ax.set_ylim(bottom=0)
        ax.tick_params(labelsize=7)
    ax.axhline(curve.random_f, color=COLOURS[5], linestyle="--", linewidth=1)
    ax.set_ylim(0, 1)
    _save(figure, "published_curve")


def _save(figure: Figure, name: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    matplotlib.rcParams["svg.hashsalt"] = name
    figure.savefig(FOLDER / f"{name}.png", dpi=110, metadata={"Software": None})
    figure.savefig(FOLDER / f"{name}.svg", metadata={"Date": None})
