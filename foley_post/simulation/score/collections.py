"""Fills a shelf of scores from freely licensed collections, each as one zip file in a folder.

``python -m foley_post.simulation.score.collections FOLDER SHELF.npz [MOST]``. Collections:
OpenScore Lieder, String Quartets and Orchestra (CC0), Bach's violin solos and OpenEWLD lead sheets
(public domain), Mutopia (public domain, CC BY), GiantMIDI-Piano, PianoYT, Groove and MOSA (CC BY
4.0). Those that are not there are left out.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from foley_post.errors import UsageError
from foley_post.simulation.score.corpus import write_shelf
from foley_post.simulation.score.musicxml import read_musicxml
from foley_post.simulation.score.scores import Score

__all__ = ["build_shelf", "kind_of", "read_collection"]

_KINDS: tuple[tuple[str, str], ...] = (
    (r"contrabassoon|piccolo|english|oboe|horn|trombone|harp|timpani", ""),
    (r"viola|bratsche", "viola"),
    (r"violoncello|cello", "cello"),
    (r"violin|violon\b", "violin"),
    (r"contrabass|double ?bass|kontrabass|basses", "double bass"),
    (r"guitar", "guitar"),
    (r"piano|clavier|klavier|harpsichord", "piano"),
    (r"flute|flauto|fl[öo]te|recorder", "flute"),
    (r"clarinet|klarinette", "clarinet"),
    (r"bassoon|fagott", "bassoon"),
    (r"trumpet|cornet|tromba", "trumpet"),
    (r"tuba", "tuba"),
    (r"voice|soprano|alto|tenor|baritone|mezzo|sopran|voix|singstimme", "voice"),
)
_GROOVE = {22: 42, 26: 46, 58: 43, 39: 38, 54: 42, 44: 42, 40: 38, 37: 38, 50: 48, 47: 45}
"""Roland pads that are another stroke on the same drum or cymbal."""
_FEWEST_NOTES = 8


def kind_of(name: str) -> str:
    """The kind of part that a name stands for (violin, cello, piano, ...), or ''."""
    for pattern, kind in _KINDS:
        if re.search(pattern, name.lower()):
            return kind
    return ""


def build_shelf(folder: Path, out: Path, *, most: int | None = None) -> dict[str, int]:
    """Read every collection in ``folder`` and write the shelf; gives how many parts of each kind.

    ``most``: so many files of each collection, evenly spread; None reads all (a quarter of an hour
    on one core). UsageError where the folder holds none of them.
    """
    scores: list[Score] = []
    for name in _READERS:
        if (folder / name).is_file():
            scores += read_collection(folder / name, most=most)
    if not scores:
        raise UsageError(f"There are no collections of scores in {folder}.")
    write_shelf(out, scores)
    kinds = sorted({score.part for score in scores})
    return {kind: sum(score.part == kind for score in scores) for kind in kinds}


def read_collection(path: Path, *, most: int | None = None) -> list[Score]:
    """The scores of one zip file, by its name; each with its kind as ``part``. ``most``: of so many
    files, evenly spread.
    """
    reader = _READERS[path.name]
    with zipfile.ZipFile(path) as packed:
        return [score for score in reader(packed, path, most) if len(score) >= _FEWEST_NOTES]


def _some(packed: zipfile.ZipFile, suffixes: tuple[str, ...], most: int | None) -> list[str]:
    names = sorted(n for n in packed.namelist() if n.endswith(suffixes))
    names = [n for n in names if not n.endswith("_melody.mxl")]
    return names if most is None else names[:: max(1, -(-len(names) // most))]


def _sheet_music(packed: zipfile.ZipFile, path: Path, most: int | None) -> Iterator[Score]:
    for name in _some(packed, (".mxl",), most):
        try:
            parts = read_musicxml(packed.read(name))
        except ValueError as problem:
            warnings.warn(f"{path.name}: {name}: {problem}", stacklevel=2)
            continue
        for part in parts:
            kind = "violin" if path.name.startswith("bach-violin") else kind_of(part.part)
            if path.name.startswith("OpenEWLD"):
                kind = "melody"
            if kind:
                yield replace(part, part=kind)


def _midi_files(
    packed: zipfile.ZipFile, most: int | None
) -> Iterator[tuple[str, list[tuple[str, bool, Score]]]]:
    """Each MIDI file's tracks: name, whether drums, and notes."""
    import pretty_midi

    for name in _some(packed, (".mid", ".midi"), most):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                midi = pretty_midi.PrettyMIDI(io.BytesIO(packed.read(name)))
            except Exception:  # noqa: BLE001, S112 - the parser raises anything at a damaged file
                continue
        tracks = []
        for track in midi.instruments:
            rows = sorted(
                (n.start, n.pitch, max(n.end - n.start, 0.03), max(n.velocity, 1))
                for n in track.notes
            )
            said = track.name + " " + pretty_midi.program_to_instrument_name(track.program)
            table = np.array(rows, dtype=np.float64).reshape(-1, 4)
            score = Score(
                table[:, 0], table[:, 2], table[:, 1].astype(np.int64), table[:, 3].astype(np.int64)
            )
            tracks.append((said, bool(track.is_drum), score))
        yield name, tracks


def _mutopia(packed: zipfile.ZipFile, path: Path, most: int | None) -> Iterator[Score]:
    table = path.with_suffix(".tsv")
    told: dict[str, str] = {}
    if table.is_file():
        with table.open(encoding="utf-8") as lines:
            told = {row["file"]: row["instrument"] for row in csv.DictReader(lines, delimiter="\t")}
    for name, tracks in _midi_files(packed, most):
        whole = told.get(name.rsplit("/", 1)[-1], "")
        for said, drums, score in tracks:
            alone = kind_of(whole) if "," not in whole and " and " not in whole else ""
            kind = alone or kind_of(said)
            if kind and not drums:
                yield replace(score, part=kind)


def _piano_played(packed: zipfile.ZipFile, path: Path, most: int | None) -> Iterator[Score]:
    for _, tracks in _midi_files(packed, most):
        for _, _, score in tracks:
            yield replace(score, part="piano played", human=True)


def _groove(packed: zipfile.ZipFile, path: Path, most: int | None) -> Iterator[Score]:
    for _, tracks in _midi_files(packed, most):
        for _, _, score in tracks:
            pitch = np.array([_GROOVE.get(int(p), int(p)) for p in score.pitch], dtype=np.int64)
            yield replace(score, pitch=pitch, part="drums", human=True)


def _mosa(packed: zipfile.ZipFile, path: Path, most: int | None) -> Iterator[Score]:
    for name in _some(packed, ("align_notetime.csv",), most):
        rows = list(csv.DictReader(io.StringIO(packed.read(name).decode("utf-8-sig"))))
        table = np.array(
            sorted((float(r["onset"]), float(r["midi_number"]), float(r["offset"])) for r in rows)
        )
        yield Score(
            onset_s=table[:, 0],
            length_s=np.maximum(table[:, 2] - table[:, 0], 0.03),
            pitch=table[:, 1].astype(np.int64),
            velocity=np.full(len(table), 80, dtype=np.int64),
            part="violin played",
            human=True,
        )


_READERS: dict[str, Callable[[zipfile.ZipFile, Path, int | None], Iterator[Score]]] = {
    "OpenScore-Lieder.zip": _sheet_music,
    "OpenScore-StringQuartets.zip": _sheet_music,
    "OpenScore-Orchestra.zip": _sheet_music,
    "bach-violin-scores.zip": _sheet_music,
    "OpenEWLD.zip": _sheet_music,
    "mutopia.zip": _mutopia,
    "GiantMIDI-preview.zip": _piano_played,
    "PianoYT.zip": _piano_played,
    "groove.zip": _groove,
    "MOSA-violin-annotations.zip": _mosa,
}


if __name__ == "__main__":
    print(
        build_shelf(
            Path(sys.argv[1]),
            Path(sys.argv[2]),
            most=int(sys.argv[3]) if len(sys.argv) > 3 else None,
        )
    )
