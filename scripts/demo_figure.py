"""Hold what `make demo` wrote against the notes that the pianist really played.

python scripts/demo_figure.py demo resources/sample/pianist.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import mir_eval
import numpy as np
import numpy.typing as npt

from foley_post.midi.midi_files import read_midi

WINDOW_S = 0.05


def main() -> None:
    """Print how many notes are right, beside the same take turned round in time."""
    out, known = Path(sys.argv[1]), Path(sys.argv[2])
    true = np.array(
        [
            (n["onset_s"], n["onset_s"] + n["length_s"], n["pitch"])
            for n in json.loads(known.read_text(encoding="utf-8"))["notes"]
        ]
    )
    takes = [read_midi(path) for path in sorted((out / "midi").glob("*.mid"))]
    notes = [n for take in takes for n in take.notes]
    if not notes:
        raise SystemExit(f"There is no note in {out / 'midi'}.")
    made = np.array([(n.onset_s, n.end_s, n.pitch) for n in notes])
    length_s = max(take.length_s for take in takes)
    turned = np.stack([length_s - made[:, 1], length_s - made[:, 0], made[:, 2]], axis=1)
    print(f"The pianist played {len(true)} notes; the take has {len(made)}.")
    for words, one in (("the take", made), ("the take turned round (chance)", turned)):
        note, onset = (_f(true, one, pitch=pitch) for pitch in (True, False))
        print(f"  {words}: notes right {note:.2f}, onsets right {onset:.2f} (F, within 50 ms)")


def _f(true: npt.NDArray[np.float64], made: npt.NDArray[np.float64], *, pitch: bool) -> float:
    """F of notes (or of onsets alone) within `WINDOW_S`, as mir_eval counts."""
    if not pitch:
        times = np.sort(true[:, 0]), np.sort(made[:, 0])
        return float(mir_eval.onset.f_measure(*times, window=WINDOW_S)[0])
    hertz = [440.0 * 2 ** ((notes[:, 2] - 69) / 12) for notes in (true, made)]
    return float(
        mir_eval.transcription.precision_recall_f1_overlap(
            true[:, :2], hertz[0], made[:, :2], hertz[1],
            onset_tolerance=WINDOW_S, offset_ratio=None,
        )[2]
    )  # fmt: skip


if __name__ == "__main__":
    main()
