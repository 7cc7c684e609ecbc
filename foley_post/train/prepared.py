"""AtinPiano (and MUSIC) as *Foley Music* prepared and gave them out: keypoints and MIDI, no video.

    train.csv, val.csv      vid,start_time,duration      (optional: without them, whatever is there)
    pose/VID.npy            (T, 3, J, people) x, y, confidence at 22 pictures a second
    midi/VID.mid (.midi)

J is 42 (two hands), 65 (body and 20 joints a hand), 67 (with the hands' wrists) or 25 (body alone).
Of several people the one seen most is taken. What is in ``midi`` says the instrument; in a folder
with piano in its name it is the piano.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import INSTRUMENTS
from foley_post.core.progress import Watcher, ignore_progress
from foley_post.errors import UsageError
from foley_post.midi.midi_files import read_midi
from foley_post.midi.notes import Note
from foley_post.pose.joints import Joint
from foley_post.pose.skeleton import Motion
from foley_post.train.recordings import Recording, Watch, watch_whole

__all__ = ["POSE_HZ", "prepared_names", "prepared_recordings"]

POSE_HZ = 22.0

_LAYOUTS: dict[int, tuple[int, ...]] = {
    25: tuple(range(25)),
    42: tuple(range(25, 67)),
    65: (*range(25), *range(26, 46), *range(47, 67)),
    67: tuple(range(67)),
}
_HAND_WRISTS = (
    (Joint.LEFT_HAND_WRIST, Joint.LEFT_WRIST),
    (Joint.RIGHT_HAND_WRIST, Joint.RIGHT_WRIST),
)


def prepared_names(folder: Path) -> list[str]:
    """The recordings that have both keypoints and MIDI; UsageError when there are none."""
    there = sorted(p.stem for p in (folder / "pose").glob("*.npy") if _midi(folder, p.stem))
    listed = _spans(folder)
    names = [name for name in there if not listed or name in listed]
    if not names:
        raise UsageError(
            f"{folder} is not laid out like AtinPiano: it should hold pose/ID.npy and midi/ID.mid "
            "of the same names (and train.csv, which lists them)."
        )
    return names


def prepared_recordings(
    folder: Path, name: str, *, watch: Watch = watch_whole, watcher: Watcher = ignore_progress
) -> Iterator[Recording]:
    """The recording of that id; nothing is watched here. UsageError for a damaged file."""
    midi = _midi(folder, name)
    if midi is None:
        raise UsageError(f"{folder} holds no midi/{name}.mid.")
    take = read_midi(midi)
    start_s, length_s = _spans(folder).get(name, (0.0, float("inf")))
    motion = _motion(folder / "pose" / f"{name}.npy", start_s, length_s)
    notes = tuple(
        Note(n.onset_s - start_s, n.length_s, n.pitch, n.velocity)
        for n in take.notes
        if start_s <= n.onset_s < start_s + length_s
    )
    piano = "piano" if "piano" in folder.name.lower() else take.instrument
    yield Recording(name, motion, notes, piano if piano in INSTRUMENTS else "piano")


def _midi(folder: Path, name: str) -> Path | None:
    both = (folder / "midi" / f"{name}{suffix}" for suffix in (".mid", ".midi"))
    return next((path for path in both if path.is_file()), None)


def _spans(folder: Path) -> dict[str, tuple[float, float]]:
    """Where each listed recording begins and how long it is, in seconds."""
    spans: dict[str, tuple[float, float]] = {}
    for path in (folder / "train.csv", folder / "val.csv"):
        if not path.is_file():
            continue
        with path.open(newline="", encoding="utf-8") as file:
            try:
                for row in csv.DictReader(file):
                    spans[row["vid"]] = (float(row["start_time"]), float(row["duration"]))
            except (KeyError, TypeError, ValueError) as error:
                raise UsageError(
                    f"{path.name} in {folder} should have the columns vid, start_time, duration."
                ) from error
    return spans


def _motion(path: Path, start_s: float, length_s: float) -> Motion:
    try:
        whole = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise UsageError(f"{path.name} holds no keypoints: {error}") from error
    if whole.ndim != 4 or whole.shape[1] != 3 or whole.shape[2] not in _LAYOUTS:
        raise UsageError(
            f"{path.name} should be (pictures, 3, joints, people) with 25, 42, 65 or 67 joints; it "
            f"is {whole.shape}."
        )
    first = int(start_s * POSE_HZ)
    some = whole[first : first + int(min(length_s, 86_400.0) * POSE_HZ)]
    if len(some) < 2:
        raise UsageError(f"{path.name} ends before its recording begins.")
    sure = np.nan_to_num(some[:, 2]).mean(axis=(0, 1))
    return Motion(np.arange(len(some)) / POSE_HZ, _points(some[..., int(sure.argmax())]))


def _points(some: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
    """``(T, 67, 3)`` of ``(T, 3, J)``; what has no confidence is not seen."""
    joints = some.shape[2]
    points = np.full((len(some), 67, 3), np.nan, dtype=np.float32)
    points[:, _LAYOUTS[joints]] = some.transpose(0, 2, 1)
    if joints == 65:
        for hand, arm in _HAND_WRISTS:
            points[:, hand] = points[:, arm]
    points[~(points[..., 2] > 0)] = np.nan
    return points
