"""Row 4b: a real right hand, filmed close up, plays Ode to Joy; muted picture in, notes out.

The reference is the clip's own sound: onsets by spectral flux, which come to the tune's thirty
notes, in order, and one more that is no note (left out). One constant lag is taken out of whatever
is judged, ours and the nulls alike: sound and picture of a phone's clip are not aligned to a frame.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import mir_eval
import numpy as np
import numpy.typing as npt
import scipy.signal

from foley_post.generate import Request, generate_take, load_model
from foley_post.pose import watch
from foley_post.video import read_audio

TUNE = (
    *(64, 64, 65, 67, 67, 65, 64, 62, 60, 60, 62, 64, 64, 62, 62),
    *(64, 64, 65, 67, 67, 65, 64, 62, 60, 60, 62, 64, 62, 60, 60),
)
END_S = Fraction(10)
LAGS_S = np.arange(-0.3, 0.301, 0.01)
Seconds = npt.NDArray[np.float64]


def main(folder: Path) -> None:
    clip = folder / "piano_right_hand_closeup.mp4"
    truth = heard_onsets(clip)
    if len(truth) < len(TUNE):
        raise SystemExit(f"only {len(truth)} onsets were heard; the tune has {len(TUNE)}")
    truth, pitches = truth[: len(TUNE)], np.array(TUNE)
    motion = watch(clip, Fraction(0), END_S)[0]
    take = generate_take(
        motion, Request(length_s=float(END_S), instrument="piano"), model=load_model()
    )
    onsets = np.array([n.onset_s for n in take.notes])
    found = np.array([n.pitch for n in take.notes])
    rng = np.random.default_rng(0)
    chance = np.sort(rng.uniform(0, float(END_S), len(onsets)))
    print(f"keyboard found: {motion.keyboard is not None}; notes {len(onsets)} for {len(truth)}")
    print("| window | onset F | random | note F | note F, random times, our pitches |")
    print("|---|---:|---:|---:|---:|")
    for window in (0.05, 0.1):
        row = (
            best_onset_f(truth, onsets, window),
            best_onset_f(truth, chance, window),
            best_note_f((truth, pitches), (onsets, found), window),
            best_note_f((truth, pitches), (chance, found), window),
        )
        print(f"| {window * 1000:.0f} ms | " + " | ".join(f"{x:.2f}" for x in row) + " |")


def heard_onsets(clip: Path) -> Seconds:
    """When the clip's own sound has onsets: peaks of the spectral flux."""
    rate_hz = 22_050
    sound = np.asarray(read_audio(clip, Fraction(0), END_S, rate_hz)).mean(axis=1)
    _, times_s, spectrum = scipy.signal.stft(sound, rate_hz, nperseg=1024, noverlap=768)
    rise = np.maximum(np.diff(np.log1p(100 * np.abs(spectrum)), axis=1), 0).sum(axis=0)
    peaks, _ = scipy.signal.find_peaks(rise, height=rise.mean() + 1.2 * rise.std(), distance=10)
    return np.asarray(times_s[peaks + 1], np.float64)


def best_onset_f(truth: Seconds, found: Seconds, window: float) -> float:
    """The F of onsets at the best constant lag."""
    scores = [
        mir_eval.onset.f_measure(truth, np.sort(found + lag), window=window)[0]
        for lag in LAGS_S
        if (found + lag).min() >= 0
    ]
    return max(scores)


def best_note_f(
    truth: tuple[Seconds, npt.NDArray[np.int64]],
    found: tuple[Seconds, npt.NDArray[np.int64]],
    window: float,
) -> float:
    """The F of notes, onset and pitch, at the best constant lag."""
    best = 0.0
    for lag in LAGS_S:
        shifted = found[0] + lag
        if shifted.min() < 0:
            continue
        spans = [np.stack([t, t + 0.1], axis=1) for t in (truth[0], shifted)]
        hertz = [440 * 2 ** ((p - 69) / 12) for p in (truth[1], found[1])]
        score = mir_eval.transcription.precision_recall_f1_overlap(
            spans[0], hertz[0], spans[1], hertz[1], onset_tolerance=window, offset_ratio=None
        )[2]
        best = max(best, float(score))
    return best


if __name__ == "__main__":
    default = Path(__file__).resolve().parents[2] / "shared" / "data" / "footage"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else default)
