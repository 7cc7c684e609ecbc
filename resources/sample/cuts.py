"""The sample's editing timelines: OpenTimelineIO and Final Cut Pro 7 XML, 01:00:00:00 at 24 fps.

Plain text, written here without any library, as an editing program would write it: two shots of the
clip, the second one starting inside it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from xml.sax.saxutils import escape

from foley_post.times import Rate

__all__ = ["write_cuts"]

CUT_RATE = Rate(24)
START_FRAME = 86_400
_CLIP = "sample.mp4"
_SPLIT_S = Fraction(47, 10)
"""Where the first shot ends: just before a beat, as an editor cuts."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A shot: its name, first frame and length in the cut's frames on the timeline, and the media
    second it begins at.
    """

    name: str
    record: int
    length: int
    source_s: Fraction


def write_cuts(folder: Path, frames: int, media_rate: Rate) -> None:
    """Write ``sample.otio`` and ``sample.xml`` for a clip of so many frames."""
    whole = int(Fraction(frames) / media_rate.fps * CUT_RATE.fps)
    first = CUT_RATE.frames(_SPLIT_S)
    pieces = (
        _Piece("Pianist, first half", 12, first, Fraction(0)),
        _Piece("Pianist, second half", 12 + first, whole - first, CUT_RATE.seconds(first)),
    )
    otio = json.dumps(_otio(pieces, frames, media_rate), indent=1)
    (folder / "sample.otio").write_text(otio + "\n")
    (folder / "sample.xml").write_text(_fcp7(pieces, frames, media_rate))


def _time(value: Fraction | int, rate: Rate) -> dict[str, object]:
    return {"OTIO_SCHEMA": "RationalTime.1", "value": float(value), "rate": float(rate.fps)}


def _range(start: Fraction | int, length: Fraction | int, rate: Rate) -> dict[str, object]:
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "start_time": _time(start, rate),
        "duration": _time(length, rate),
    }


def _otio(pieces: tuple[_Piece, ...], frames: int, media_rate: Rate) -> dict[str, object]:
    children: list[dict[str, object]] = [
        {"OTIO_SCHEMA": "Gap.1", "name": "", "source_range": _range(0, pieces[0].record, CUT_RATE)}
    ]
    for piece in pieces:
        media = {
            "OTIO_SCHEMA": "ExternalReference.1",
            "target_url": _CLIP,
            "available_range": _range(0, frames, media_rate),
        }
        children.append(
            {
                "OTIO_SCHEMA": "Clip.2",
                "name": piece.name,
                "source_range": _range(piece.source_s * CUT_RATE.fps, piece.length, CUT_RATE),
                "media_references": {"DEFAULT_MEDIA": media},
                "active_media_reference_key": "DEFAULT_MEDIA",
            }
        )
    video = {"OTIO_SCHEMA": "Track.1", "name": "V1", "kind": "Video", "children": children}
    audio = {"OTIO_SCHEMA": "Track.1", "name": "A1", "kind": "Audio", "children": []}
    return {
        "OTIO_SCHEMA": "Timeline.1",
        "name": "Sample",
        "global_start_time": _time(START_FRAME, CUT_RATE),
        "tracks": {"OTIO_SCHEMA": "Stack.1", "name": "tracks", "children": [video, audio]},
    }


def _fcp7(pieces: tuple[_Piece, ...], frames: int, media_rate: Rate) -> str:
    rate = "<rate><timebase>24</timebase><ntsc>FALSE</ntsc></rate>"
    items, seen = [], False
    for number, piece in enumerate(pieces, start=1):
        source = int(piece.source_s * CUT_RATE.fps)
        items.append(
            f'<clipitem id="clipitem-{number}"><name>{escape(piece.name)}</name>'
            f"<enabled>TRUE</enabled><duration>{piece.length}</duration>{rate}"
            f"<start>{piece.record}</start><end>{piece.record + piece.length}</end>"
            f"<in>{source}</in><out>{source + piece.length}</out>"
            f"{_fcp7_file(frames, media_rate, first=not seen)}</clipitem>"
        )
        seen = True
    end = pieces[-1].record + pieces[-1].length
    picture = (
        f"<format><samplecharacteristics>{rate}<width>1280</width><height>720</height>"
        "<pixelaspectratio>square</pixelaspectratio><fielddominance>none</fielddominance>"
        "</samplecharacteristics></format>"
    )
    timecode = (
        f"<timecode>{rate}<string>01:00:00:00</string><frame>{START_FRAME}</frame>"
        "<displayformat>NDF</displayformat></timecode>"
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<!DOCTYPE xmeml>",
        '<xmeml version="5">',
        f'<sequence id="sequence-1"><name>Sample</name><duration>{end}</duration>{rate}{timecode}',
        f"<media><video>{picture}",
        "<track>",
        *items,
        "</track></video><audio><track></track></audio></media></sequence>",
        "</xmeml>",
    ]
    return "\n".join(lines) + "\n"


def _fcp7_file(frames: int, media_rate: Rate, *, first: bool) -> str:
    if not first:
        return '<file id="file-1"/>'
    rate = f"<rate><timebase>{media_rate.timebase}</timebase><ntsc>FALSE</ntsc></rate>"
    return (
        f'<file id="file-1"><name>{_CLIP}</name><pathurl>{_CLIP}</pathurl>{rate}'
        f"<duration>{frames}</duration><media><video><samplecharacteristics>{rate}"
        "<width>1280</width><height>720</height></samplecharacteristics></video></media></file>"
    )
