"""Row 4c: three players on a stage, real footage with sound: does what is seen fit what is heard?

`python -m benchmarks.model_trio [FOLDER]`. There is no score: the reference is the sound's own
onsets (spectral flux, `foley_post.train.audio_transcription`). Each player's notes from the muted
picture, and how strongly fingers and arms are seen to act, are laid over them at the best constant
lag of up to 0.2 s either way. The null is the same thing turned round in time by chance, at its
own best lag each time: what rhythm and density alone would give.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.real.matching import best_f
from benchmarks.record import record
from foley_post.generate import Request, generate_take, load_model
from foley_post.generate.clock import TICK_HZ, ticks_in
from foley_post.generate.encoding import listen
from foley_post.generate.weights import Model
from foley_post.midi.notes import Take
from foley_post.pose import watch
from foley_post.pose.skeleton import Motion
from foley_post.train.audio_transcription import heard_onsets
from foley_post.train.evaluate import onset_times
from foley_post.train.recordings import from_left, heard_in

CLIP = "trio_stage_576p25.mp4"
LAGS_S = np.arange(-0.2, 0.201, 0.02)
TURNS = 200
_BLUR_TICKS = 2.0

Seconds = npt.NDArray[np.float64]


def main(folder: Path) -> None:
    path = folder / CLIP
    if not path.is_file():
        raise SystemExit(f"{path} is not there: give the folder it lies in.")
    length_s = 10.0
    heard = heard_onsets(heard_in(path))
    motions = from_left(watch(path, Fraction(0), Fraction(10)))
    model = load_model()
    print(f"{len(heard)} onsets are heard; {len(motions)} players are seen.")
    every: list[float] = []
    rows: list[tuple[str | float | int | None, ...]] = []
    for number, motion in enumerate(motions, 1):
        take = generate_take(motion, Request(length_s=length_s), model=model)
        found = onset_times(take.notes)
        every.extend(found)
        cells = _cells(heard, found, _acting(model, motion, length_s), length_s)
        rows.append((f"{number}, from the left", _named(take), len(found), *cells))
    together = np.unique(every)
    rows.append(("all together", None, len(together), *_cells(heard, together, None, length_s)))
    record(
        "trio",
        "real",
        "python -m benchmarks.model_trio",
        columns=(
            "player", "looks like", "onsets", "F 50 ms", "null (95 %)", "F 100 ms", "null (95 %)",
            "correlation", "null (95 %)",
        ),
        rows=rows,
    )  # fmt: skip


def _named(take: Take) -> str:
    return f"{take.instrument} ({take.instrument_confidence:.2f})"


def _acting(model: Model, motion: Motion, length_s: float) -> Seconds:
    """``(T,)``: how strongly fingers, arms and feet are seen to act, 0..1 at the clock's ticks."""
    told = len(model.instruments)
    heard = listen(model.network, motion, length_s, told=told, wanted=frozenset())
    strength = np.logaddexp.reduce(heard.actors.astype(np.float64), axis=1)
    return 1.0 / (1.0 + np.exp(-np.clip(strength, -30, 30)))


def _cells(
    heard: Seconds, found: Seconds, acting: Seconds | None, length_s: float
) -> list[str | float | None]:
    """F at 50 and 100 ms and the correlation, each beside its null's mean and 95th percentile."""
    rng = np.random.default_rng(0)
    turns = rng.uniform(0.5, length_s - 0.5, TURNS)
    cells: list[str | float | None] = []
    for window in (0.05, 0.1):

        def fits(turn_s: float, window: float = window) -> float:
            turned = np.sort((found + turn_s) % length_s)
            return best_f(heard, turned, window, LAGS_S.tolist())

        cells += _beside(fits, turns)
    if acting is None:
        return [*cells, None, None]
    bumps = np.zeros(ticks_in(length_s))
    bumps[np.round(heard * TICK_HZ).astype(int).clip(0, len(bumps) - 1)] = 1
    reach = np.arange(-8, 9)
    bumps = np.convolve(bumps, np.exp(-0.5 * (reach / _BLUR_TICKS) ** 2), mode="same")

    def agrees(turn_s: float) -> float:
        turned = np.roll(acting, round(turn_s * TICK_HZ))
        lags = np.round(LAGS_S * TICK_HZ).astype(int)
        return max(float(np.corrcoef(np.roll(turned, k), bumps)[0, 1]) for k in lags)

    return [*cells, *(_beside(agrees, turns) if acting.std() > 0 else (None, None))]


def _beside(score: Callable[[float], float], turns: Seconds) -> tuple[float, str]:
    null = np.array([score(float(turn)) for turn in turns])
    return round(score(0.0), 2), f"{null.mean():.2f} ({np.percentile(null, 95):.2f})"


if __name__ == "__main__":
    default = Path(__file__).resolve().parents[2] / "shared" / "data" / "footage"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else default)
