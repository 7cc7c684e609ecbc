"""The sample's editing timelines: OpenTimelineIO and Final Cut Pro 7 XML, 01:00:00:00 at 24 fps.

Plain text, written here without any library, as an editing program would write it: the pianist in
two shots, the second one starting inside the clip; in the second cut the violinist follows; a third
shows a real pianist.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from xml.sax.saxutils import escape

from foley_post.core.timecode import Rate

__all__ = ["write_cuts"]

CUT_RATE = Rate(24)
START_FRAME = 86_400
_LEADER = 12
"""Frames of black before the first shot."""
_SPLIT_S = Fraction(47, 10)
"""Where the pianist's first shot ends: just before a beat, as an editor cuts."""
_FCP7_RATE = "<rate><timebase>24</timebase><ntsc>FALSE</ntsc></rate>"


@dataclass(frozen=True, slots=True)
class _Clip:
    """A media file: its name, how many frames of which rate."""

    file: str
    frames: int
    rate: Rate


@dataclass(frozen=True, slots=True)
class _Shot:
    """A piece of a clip: its first frame and length on the timeline, and its first frame in the
    media, all in the cut's frames.
    """

    name: str
    clip: _Clip
    record: int
    length: int
    source: int


def write_cuts(folder: Path) -> None:
    """Write ``sample`` (the drawn pianist), ``two_players`` and ``pianist`` (a real one), ``.otio``
    and ``.xml`` each, for the clips whose scores are in ``folder``.
    """
    piano, violin = (_clip(folder / name) for name in ("score.json", "violin.json"))
    first = CUT_RATE.frames(_SPLIT_S)
    asked = (
        ("Pianist, first half", piano, 0, first),
        ("Pianist, second half", piano, first, _whole(piano) - first),
        ("Violinist", violin, 0, _whole(violin)),
    )
    shots, record = [], _LEADER
    for name, clip, source, length in asked:
        shots.append(_Shot(name, clip, record, length, source))
        record += length
    real = _clip(folder / "pianist.json")
    pianist = [_Shot("Für Elise", real, _LEADER, _whole(real), 0)]
    for name, chosen in (("sample", shots[:2]), ("two_players", shots), ("pianist", pianist)):
        (folder / f"{name}.otio").write_text(json.dumps(_otio(name, chosen), indent=1) + "\n")
        (folder / f"{name}.xml").write_text(_fcp7(name, chosen))


def _clip(score: Path) -> _Clip:
    told = json.loads(score.read_text(encoding="utf-8"))
    return _Clip(told["clip"], told["frames"], Rate(*told["rate"]))


def _whole(clip: _Clip) -> int:
    """The clip's length in whole frames of the cut."""
    return int(clip.rate.seconds(clip.frames) * CUT_RATE.fps)


def _time(value: int, rate: Rate) -> dict[str, object]:
    return {"OTIO_SCHEMA": "RationalTime.1", "value": float(value), "rate": float(rate.fps)}


def _range(start: int, length: int, rate: Rate) -> dict[str, object]:
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "start_time": _time(start, rate),
        "duration": _time(length, rate),
    }


def _otio(name: str, shots: list[_Shot]) -> dict[str, object]:
    children: list[dict[str, object]] = [
        {"OTIO_SCHEMA": "Gap.1", "name": "", "source_range": _range(0, _LEADER, CUT_RATE)}
    ]
    for shot in shots:
        media = {
            "OTIO_SCHEMA": "ExternalReference.1",
            "target_url": shot.clip.file,
            "available_range": _range(0, shot.clip.frames, shot.clip.rate),
        }
        children.append(
            {
                "OTIO_SCHEMA": "Clip.2",
                "name": shot.name,
                "source_range": _range(shot.source, shot.length, CUT_RATE),
                "media_references": {"DEFAULT_MEDIA": media},
                "active_media_reference_key": "DEFAULT_MEDIA",
            }
        )
    video = {"OTIO_SCHEMA": "Track.1", "name": "V1", "kind": "Video", "children": children}
    audio = {"OTIO_SCHEMA": "Track.1", "name": "A1", "kind": "Audio", "children": []}
    return {
        "OTIO_SCHEMA": "Timeline.1",
        "name": name.capitalize().replace("_", " "),
        "global_start_time": _time(START_FRAME, CUT_RATE),
        "tracks": {"OTIO_SCHEMA": "Stack.1", "name": "tracks", "children": [video, audio]},
    }


def _fcp7(name: str, shots: list[_Shot]) -> str:
    items, seen = [], set()
    for number, shot in enumerate(shots, start=1):
        items.append(
            f'<clipitem id="clipitem-{number}"><name>{escape(shot.name)}</name>'
            f"<enabled>TRUE</enabled><duration>{shot.length}</duration>{_FCP7_RATE}"
            f"<start>{shot.record}</start><end>{shot.record + shot.length}</end>"
            f"<in>{shot.source}</in><out>{shot.source + shot.length}</out>"
            f"{_fcp7_file(shot.clip, told=shot.clip.file in seen)}</clipitem>"
        )
        seen.add(shot.clip.file)
    end = shots[-1].record + shots[-1].length
    picture = (
        f"<format><samplecharacteristics>{_FCP7_RATE}<width>1280</width><height>720</height>"
        "<pixelaspectratio>square</pixelaspectratio><fielddominance>none</fielddominance>"
        "</samplecharacteristics></format>"
    )
    timecode = (
        f"<timecode>{_FCP7_RATE}<string>01:00:00:00</string><frame>{START_FRAME}</frame>"
        "<displayformat>NDF</displayformat></timecode>"
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<!DOCTYPE xmeml>",
        '<xmeml version="5">',
        f'<sequence id="sequence-1"><name>{name.capitalize().replace("_", " ")}</name>',
        f"<duration>{end}</duration>{_FCP7_RATE}{timecode}",
        f"<media><video>{picture}",
        "<track>",
        *items,
        "</track></video><audio><track></track></audio></media></sequence>",
        "</xmeml>",
    ]
    return "\n".join(lines) + "\n"


def _fcp7_file(clip: _Clip, *, told: bool) -> str:
    name = Path(clip.file).stem
    if told:
        return f'<file id="file-{name}"/>'
    rate = f"<rate><timebase>{clip.rate.timebase}</timebase><ntsc>FALSE</ntsc></rate>"
    return (
        f'<file id="file-{name}"><name>{clip.file}</name><pathurl>{clip.file}</pathurl>{rate}'
        f"<duration>{clip.frames}</duration><media><video><samplecharacteristics>{rate}"
        "<width>1280</width><height>720</height></samplecharacteristics></video></media></file>"
    )
