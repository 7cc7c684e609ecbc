"""MusicXML scores (.mxl, .musicxml) as plain notes, one score a part.

Only what players need: pitches, lengths, ties, chords, voices, staves, transposing instruments,
tempo and dynamics. Grace and cue notes are left out, repeats are played once.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from foley_post.simulation.score.scores import Score

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["read_musicxml"]

_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_LARGEST_BYTES = 200_000_000
_PLAIN_TEMPO = 96.0


def read_musicxml(data: bytes) -> list[Score]:
    """The parts of a score, compressed or not; ValueError for what is no MusicXML.

    Times are seconds at the score's tempi (96 quarters a minute where it names none); velocity
    follows ``<sound dynamics>`` (a percentage of 90), 80 before the first. ``hand`` is 1 on a
    part's first staff, 0 on its second, -1 in parts of one staff.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(_document(data))
    except (ParseError, DefusedXmlException, zipfile.BadZipFile, KeyError) as problem:
        raise ValueError(f"not a MusicXML score: {problem}") from problem
    if root.tag != "score-partwise":
        raise ValueError(f"not a partwise MusicXML score: <{root.tag}>")
    names = {p.get("id"): p.findtext("part-name") or "" for p in root.iter("score-part")}
    parts = [_Part(names.get(p.get("id"), "")) for p in root.findall("part")]
    tempi: list[tuple[float, float]] = []
    for part, element in zip(parts, root.findall("part"), strict=True):
        _read_part(part, element, tempi)
    return [_score(part, tempi) for part in parts if part.notes]


def _document(data: bytes) -> bytes:
    """The score's XML, from within a .mxl where it is one."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        inside = (n for n in packed.namelist() if n.endswith("xml"))
        name = next((n for n in inside if not n.startswith("META-INF")), "")
        if not name:
            raise ValueError("not a MusicXML score: the archive holds none")
        if packed.getinfo(name).file_size > _LARGEST_BYTES:
            raise ValueError("the score is over 200 MB unpacked")
        return packed.read(name)


@dataclass(slots=True)
class _Part:
    """A part while it is read: notes as ``[quarter, length, pitch, velocity, staff]``."""

    name: str
    notes: list[list[float]] = field(default_factory=list)
    divisions: float = 1.0
    transpose: int = 0
    velocity: float = 80.0
    staves: int = 1
    open_ties: dict[tuple[int, float], list[float]] = field(default_factory=dict)


def _read_part(part: _Part, element: Element, tempi: list[tuple[float, float]]) -> None:
    start = 0.0
    for measure in element.findall("measure"):
        now = last = farthest = start
        for item in measure:
            if item.tag == "attributes":
                _attributes(part, item)
            elif item.tag in ("direction", "sound"):
                _sounds(part, item, now, tempi)
            elif item.tag == "backup":
                now -= _quarters(part, item)
            elif item.tag == "forward":
                now += _quarters(part, item)
            elif item.tag == "note" and item.find("grace") is None and item.find("cue") is None:
                long = _quarters(part, item)
                at = last if item.find("chord") is not None else now
                _note(part, item, at, long)
                if item.find("chord") is None:
                    last, now = now, now + long
            farthest = max(farthest, now)
        start = farthest


def _quarters(part: _Part, item: Element) -> float:
    return float(item.findtext("duration") or 0) / part.divisions


def _attributes(part: _Part, item: Element) -> None:
    if divisions := item.findtext("divisions"):
        part.divisions = max(float(divisions), 1e-6)
    if staves := item.findtext("staves"):
        part.staves = int(staves)
    if (chromatic := item.findtext("transpose/chromatic")) is not None:
        octaves = int(item.findtext("transpose/octave-change") or 0)
        part.transpose = round(float(chromatic)) + 12 * octaves


def _sounds(part: _Part, item: Element, now: float, tempi: list[tuple[float, float]]) -> None:
    sounds: Iterable[Element] = [item] if item.tag == "sound" else item.iter("sound")
    for sound in sounds:
        if (tempo := sound.get("tempo")) and float(tempo) > 0:
            tempi.append((now, float(tempo)))
        if dynamics := sound.get("dynamics"):
            part.velocity = float(np.clip(0.9 * float(dynamics), 20, 120))


def _note(part: _Part, item: Element, at: float, long: float) -> None:
    step, octave = item.findtext("pitch/step"), item.findtext("pitch/octave")
    if step not in _STEPS or octave is None or long <= 0:
        return
    alter = round(float(item.findtext("pitch/alter") or 0))
    pitch = 12 * (int(octave) + 1) + _STEPS[step] + alter + part.transpose
    if not 0 <= pitch <= 127:
        return
    ties = {tie.get("type") for tie in item.findall("tie")}
    staff = int(item.findtext("staff") or 1)
    key = (pitch, round(at, 4))
    if "stop" in ties and key in part.open_ties:
        note = part.open_ties.pop(key)
        note[1] += long
    else:
        note = [at, long, float(pitch), part.velocity, float(staff)]
        part.notes.append(note)
    if "start" in ties:
        part.open_ties[(pitch, round(at + long, 4))] = note


def _score(part: _Part, tempi: list[tuple[float, float]]) -> Score:
    table = np.array(sorted(part.notes, key=lambda n: (n[0], n[2])), dtype=np.float64)
    onset = _seconds(table[:, 0], tempi)
    end = _seconds(table[:, 0] + table[:, 1], tempi)
    staff = table[:, 4]
    return Score(
        onset_s=onset,
        length_s=np.maximum(end - onset, 0.02),
        pitch=table[:, 2].astype(np.int64),
        velocity=table[:, 3].astype(np.int64),
        hand=np.where(part.staves < 2, -1, np.where(staff >= 2, 0, 1)).astype(np.int64),
        part=part.name,
    )


def _seconds(
    quarters: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    tempi: list[tuple[float, float]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Quarters from the beginning to seconds."""
    changes = dict(sorted({0.0: _PLAIN_TEMPO, **dict(sorted(tempi))}.items()))
    at = np.array(list(changes))
    pace = 60.0 / np.array(list(changes.values()))
    begun = np.concatenate([[0.0], np.cumsum(np.diff(at) * pace[:-1])])
    index = np.searchsorted(at, quarters, side="right") - 1
    return np.asarray(begun[index] + (quarters - at[index]) * pace[index], dtype=np.float64)
