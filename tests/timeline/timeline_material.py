"""Small timelines to test with, made in place."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from foley_post.core.timecode import Rate, samples_at
from foley_post.timeline import Cut, Stem

RATES = [
    Rate(24000, 1001),
    Rate(24),
    Rate(25),
    Rate(30000, 1001),
    Rate(30),
    Rate(50),
    Rate(60000, 1001),
    Rate(60),
]


def rational(value: float, rate: float) -> dict[str, Any]:
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": rate, "value": value}


def time_range(start: float, duration: float, rate: float) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "start_time": rational(start, rate),
        "duration": rational(duration, rate),
    }


def clip(
    name: str, url: str, source: tuple[float, float], rate: Rate, **more: Any
) -> dict[str, Any]:
    fps = float(rate.fps)
    reference: dict[str, Any] = {"OTIO_SCHEMA": "MissingReference.1", "metadata": {}}
    if url:
        reference = {
            "OTIO_SCHEMA": "ExternalReference.1",
            "target_url": url,
            "metadata": {},
            "available_range": time_range(*more.pop("available", (0, 10_000)), fps),
        }
    return {
        "OTIO_SCHEMA": "Clip.2",
        "name": name,
        "metadata": {},
        "enabled": True,
        "effects": [],
        "markers": [],
        "source_range": time_range(*source, fps),
        "media_references": {"DEFAULT_MEDIA": reference},
        "active_media_reference_key": "DEFAULT_MEDIA",
        **more,
    }


def gap(frames: float, rate: Rate) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "Gap.1",
        "name": "",
        "metadata": {},
        "effects": [],
        "markers": [],
        "enabled": True,
        "source_range": time_range(0, frames, float(rate.fps)),
    }


def track(children: list[dict[str, Any]], kind: str = "Video", name: str = "") -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "Track.1",
        "name": name,
        "kind": kind,
        "children": children,
        "metadata": {},
        "effects": [],
        "markers": [],
        "enabled": True,
        "source_range": None,
    }


def timeline(tracks: list[dict[str, Any]], rate: Rate, start_frame: int = 0) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "Timeline.1",
        "name": "cut",
        "metadata": {},
        "global_start_time": rational(start_frame, float(rate.fps)),
        "tracks": {
            "OTIO_SCHEMA": "Stack.1",
            "name": "tracks",
            "children": tracks,
            "metadata": {},
            "effects": [],
            "markers": [],
            "enabled": True,
            "source_range": None,
        },
    }


def save(document: dict[str, Any], path: Path) -> Path:
    path.write_text(json.dumps(document))
    return path


def simple_otio(path: Path, rate: Rate = RATES[1], start_frame: int = 0) -> Path:
    """Two clips with a gap between them, media missing."""
    children = [
        clip("violin", "file:///gone/violin.mov", (10, 48), rate),
        gap(24, rate),
        clip("piano", "file:///gone/piano.mov", (0, 96), rate),
    ]
    return save(timeline([track(children)], rate, start_frame), path)


def stem_for(cut: Cut, index: int = 0, folder: Path = Path("/out/stems"), **more: Any) -> Stem:
    """The stem of one shot, with a handle of up to a second before it."""
    shot = cut.shots[index]
    rate_hz = more.pop("rate_hz", 48_000)
    head = min(cut.rate.timebase, cut.start_frame + shot.record_start_frame)
    start = cut.rate.seconds(cut.start_frame + shot.record_start_frame - head)
    whole = cut.rate.seconds(head + shot.length_frames) + Fraction(2)
    facts: dict[str, Any] = {
        "path": folder / f"{shot.id}.wav",
        "name": f"{shot.name} violin",
        "shot_id": shot.id,
        "track": "Foley Violin",
        "rate_hz": rate_hz,
        "channels": 2,
        "start_sample": samples_at(start, rate_hz),
        "length_samples": samples_at(whole, rate_hz),
        "record_start_frame": shot.record_start_frame,
        "length_frames": shot.length_frames,
        "head_frames": head,
    }
    return Stem(**(facts | more))


FCP7 = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE xmeml>
<xmeml version="4">
	<sequence id="sequence-1">
		<duration>240</duration>
		<rate><timebase>{timebase}</timebase><ntsc>{ntsc}</ntsc></rate>
		<name>cut</name>
		<media>
			<video>
				<format><samplecharacteristics>
					<rate><timebase>{timebase}</timebase><ntsc>{ntsc}</ntsc></rate>
					<width>1280</width><height>720</height>
				</samplecharacteristics></format>
				<track>{items}<enabled>TRUE</enabled><locked>FALSE</locked></track>
			</video>
			<audio>
				<numOutputChannels>2</numOutputChannels>
				<track><enabled>TRUE</enabled><locked>FALSE</locked></track>
			</audio>
		</media>
		<timecode>
			<rate><timebase>{timebase}</timebase><ntsc>{ntsc}</ntsc></rate>
			<string>{start}</string>
			<frame>{start_frame}</frame>
			<displayformat>{display}</displayformat>
		</timecode>
	</sequence>
</xmeml>
"""

CLIPITEM = """<clipitem id="clipitem-{n}"><name>{name}</name><enabled>{enabled}</enabled>
<duration>{duration}</duration>
<rate><timebase>{timebase}</timebase><ntsc>{ntsc}</ntsc></rate>
<start>{start}</start><end>{end}</end><in>{first}</in><out>{last}</out>
<file id="file-{n}"><name>{name}.mov</name><pathurl>file://localhost/gone/{name}.mov</pathurl>
<rate><timebase>{timebase}</timebase><ntsc>{ntsc}</ntsc></rate><duration>{duration}</duration>
<timecode><rate><timebase>{timebase}</timebase><ntsc>{ntsc}</ntsc></rate>
<string>00:00:00:00</string><frame>0</frame><displayformat>NDF</displayformat></timecode>
<media><video/></media></file>{extra}</clipitem>
"""


def fcp7(path: Path, items: str | None = None, **more: Any) -> Path:
    """A small Premiere-like document; ``more`` fills FCP7's fields."""
    facts = {
        "timebase": 25,
        "ntsc": "FALSE",
        "start": "01:00:00:00",
        "start_frame": 90_000,
        "display": "NDF",
    } | more
    if items is None:
        items = clipitem(1, 0, 100) + clipitem(2, 120, 220, name="piano")
    path.write_text(FCP7.format(items=items, **facts), encoding="utf-8")
    return path


def clipitem(n: int, start: int, end: int, **more: Any) -> str:
    facts = {
        "name": "violin",
        "enabled": "TRUE",
        "duration": 1000,
        "timebase": 25,
        "ntsc": "FALSE",
        "first": 10,
        "last": 10 + end - start,
        "extra": "",
    } | more
    return CLIPITEM.format(n=n, start=start, end=end, **facts)


def film(path: Path, timecode: str = "", frames: int = 50, rate: int = 25) -> Path:
    """A tiny grey film, with a timecode of its own where one is given."""
    import av
    import numpy as np

    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w") as container:
        if timecode:
            container.metadata["timecode"] = timecode
        stream = container.add_stream("mpeg4", rate=rate)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
        for shade in range(frames):
            picture = np.full((32, 32, 3), shade, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        container.mux(stream.encode())
    return path
