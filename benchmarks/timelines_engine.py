"""Whether a real engine plays our stems where they belong.

    python benchmarks/timelines_engine.py [RATE ...]

For each rate: a timeline that starts at 01:00:00:00, stems with one click each, written as `.otio`;
MLT (`melt`) and GStreamer Editing Services (`ges-launch-1.0`) render what the file says (gaps,
source ranges, media timecodes), and the clicks are looked for. Prints how many samples each is off.
MLT counts in frames and is the measure; GES counts in nanoseconds and loses a sample at cuts. To
tell whose samples those are, it also renders a timeline that is made with OpenTimelineIO alone
("bare"): the same clicks, nothing of ours. Last, projects of Kdenlive, Shotcut and MLT itself that
the stems were added to: `melt` plays the project as it was written.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import wave
from fractions import Fraction
from pathlib import Path
from xml.sax.saxutils import escape

import av
import numpy as np
import numpy.typing as npt
import opentimelineio as otio

from foley_post.core.timecode import Rate, samples_at
from foley_post.timeline import Cut, Stem, read_cut, write_cut
from foley_post.timeline.media.media_urls import path_in

HZ = 48_000
CLICK_AT = 4_801
RATES = ("23.976", "24", "25", "29.97", "30", "50", "59.94", "60")
HANDLE = 16
"""Frames. Where a frame is a whole number of samples (25, 50 fps) MLT begins a file at a packet of
1,024 samples near the in-point; 16 frames are whole packets there.
"""
SHOTS = ((0, 31), (47, 30), (100, 53))
"""First frame and length of each."""


def make_cut(folder: Path, rate: Rate, start_frame: int) -> Cut:
    """Three clips with gaps between them."""
    fps = float(rate.fps)

    def time(value: float) -> dict[str, object]:
        return {"OTIO_SCHEMA": "RationalTime.1", "rate": fps, "value": value}

    def item(kind: str, length: int, **more: object) -> dict[str, object]:
        span = {"OTIO_SCHEMA": "TimeRange.1", "start_time": time(0), "duration": time(length)}
        shared = {"name": "", "metadata": {}, "effects": [], "markers": [], "enabled": True}
        return {"OTIO_SCHEMA": kind, "source_range": span, **shared, **more}

    missing = {"DEFAULT_MEDIA": {"OTIO_SCHEMA": "MissingReference.1", "metadata": {}}}
    children = []
    position = 0
    for start, length in SHOTS:
        if start > position:
            children.append(item("Gap.1", start - position))
        more = {"media_references": missing, "active_media_reference_key": "DEFAULT_MEDIA"}
        children.append(item("Clip.2", length, **more))
        position = start + length
    plain = {"metadata": {}, "effects": [], "markers": [], "enabled": True, "source_range": None}
    track = {"OTIO_SCHEMA": "Track.1", "name": "V1", "kind": "Video", "children": children, **plain}
    stack = {"OTIO_SCHEMA": "Stack.1", "name": "", "children": [track], **plain}
    document = {
        "OTIO_SCHEMA": "Timeline.1",
        "name": "clicks",
        "metadata": {},
        "global_start_time": time(start_frame),
        "tracks": stack,
    }
    path = folder / "clicks.otio"
    path.write_text(json.dumps(document))
    return read_cut(path)


def make_stems(cut: Cut, folder: Path) -> list[Stem]:
    """One a shot, with a handle, silent but for a click `CLICK_AT` samples into the shot."""
    folder.mkdir()
    found = []
    for number, shot in enumerate(cut.shots):
        head = min(HANDLE, cut.start_frame + shot.record_start_frame)
        start = cut.rate.seconds(cut.start_frame + shot.record_start_frame - head)
        length = samples_at(cut.rate.seconds(head + shot.length_frames + 24), HZ)
        samples = np.zeros(length, np.int16)
        samples[samples_at(cut.rate.seconds(head), HZ) + CLICK_AT] = 30_000
        path = folder / f"click {number} 50%.wav"
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(HZ)
            file.writeframes(samples.tobytes())
        found.append(
            Stem(
                path=path,
                name=f"click {number}",
                shot_id=shot.id,
                track="Foley clicks",
                rate_hz=HZ,
                channels=1,
                start_sample=samples_at(start, HZ),
                length_samples=length,
                record_start_frame=shot.record_start_frame,
                length_frames=shot.length_frames,
                head_frames=head,
            )
        )
    return found


def as_xges(timeline: otio.schema.Timeline, path: Path) -> None:
    """The audio tracks as a GES project, from nothing but what the `.otio` says.

    otio-xges-adapter takes a source range's start for the place in the file, without the media's
    own timecode, so that is taken off first.
    """
    for index in reversed(range(len(timeline.tracks))):
        if timeline.tracks[index].kind == otio.schema.TrackKind.Video:
            del timeline.tracks[index]
    for clip in timeline.find_clips():
        reference, source = clip.media_reference, clip.source_range
        first = source.start_time - reference.available_range.start_time
        clip.source_range = otio.opentime.TimeRange(first, source.duration)
        zero = otio.opentime.RationalTime(0, first.rate)
        whole = otio.opentime.TimeRange(zero, reference.available_range.duration)
        reference.available_range = whole
    otio.adapters.write_to_file(timeline, str(path))


def rendered_by_ges(timeline: otio.schema.Timeline, folder: Path) -> npt.NDArray[np.float32]:
    source, target = folder / "clicks.xges", folder / "heard.ogg"
    as_xges(timeline, source)
    subprocess.run(
        [
            *("ges-launch-1.0", "--load", str(source), "--outputuri", target.as_uri()),
            *("--format", "application/ogg:audio/x-flac"),
        ],
        check=True,
        capture_output=True,
        timeout=500,
    )
    with av.open(str(target)) as container:
        resampler = av.AudioResampler("fltp", "mono", HZ)
        pieces = [
            piece.to_ndarray()[0]
            for frame in (*container.decode(audio=0), None)
            for piece in resampler.resample(frame)
        ]
    return np.concatenate(pieces)


def as_mlt(timeline: otio.schema.Timeline, rate: Rate) -> str:
    """The audio tracks in MLT's own XML, from nothing but what the `.otio` says."""
    producers, rows = [], []
    for track in timeline.audio_tracks():
        entries = []
        for item in track:
            length = round(item.source_range.duration.value)
            if isinstance(item, otio.schema.Gap):
                entries.append(f'<blank length="{length}"/>')
                continue
            reference = item.media_reference
            first = round(
                (item.source_range.start_time - reference.available_range.start_time).value
            )
            name, path = f"file{len(producers)}", escape(path_in(reference.target_url))
            producers.append(
                f'<producer id="{name}"><property name="resource">{path}</property>'
                '<property name="mlt_service">avformat</property></producer>'
            )
            entries.append(f'<entry producer="{name}" in="{first}" out="{first + length - 1}"/>')
        rows.append(f'<playlist id="row{len(rows)}">{"".join(entries)}</playlist>')
    profile = (
        '<profile width="64" height="36" progressive="1" sample_aspect_num="1" '
        'sample_aspect_den="1" display_aspect_num="16" display_aspect_den="9" '
        f'frame_rate_num="{rate.numerator}" frame_rate_den="{rate.denominator}"/>'
    )
    tracks = "".join(f'<track producer="row{i}"/>' for i in range(len(rows)))
    inside = f"{profile}{''.join(producers)}{''.join(rows)}<tractor>{tracks}</tractor>"
    return f'<?xml version="1.0"?><mlt>{inside}</mlt>'


def rendered_by_mlt(timeline: otio.schema.Timeline, folder: Path) -> npt.NDArray[np.float32]:
    source = folder / "clicks.mlt"
    fps = timeline.global_start_time.rate
    source.write_text(as_mlt(timeline, Rate.of(fps)))
    return played(source)


_TRIES, _LONGEST_S = 3, 150


def played(source: Path) -> npt.NDArray[np.float32]:
    """What `melt` plays of a document, mixed to one channel. Now and then it never begins, and
    waits for itself for ever: then it is asked again.
    """
    target = source.with_suffix(".wav")
    for tries_left in range(_TRIES - 1, -1, -1):
        try:
            subprocess.run(
                [
                    *("melt", "-silent", str(source), "-consumer", f"avformat:{target}"),
                    *("acodec=pcm_s16le", f"ar={HZ}", "ac=1", "channels=1", "vn=1"),
                    "real_time=-1",
                ],
                check=True,
                capture_output=True,
                timeout=_LONGEST_S,
            )
            break
        except subprocess.TimeoutExpired:
            if not tries_left or (target.exists() and target.stat().st_size):
                raise
    with wave.open(str(target)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    return samples.astype(np.float32) / 32_768


ENGINES = {"melt": rendered_by_mlt, "ges-launch-1.0": rendered_by_ges}


def off_by(rate: Rate, start_frame: int, folder: Path, engine: str = "melt") -> list[int]:
    """How many samples each click is off its place; raises when one is not heard."""
    cut = make_cut(folder, rate, start_frame)
    stems = make_stems(cut, folder / "stems")
    written = write_cut(cut, stems, folder / "out", formats=["otio"])
    timeline = otio.adapters.read_from_file(str(written.files[0]))
    return _off(ENGINES[engine](timeline, folder), rate)


def bare_off_by(rate: Rate, folder: Path) -> list[int]:
    """The same clicks on a timeline that is none of ours, as GES renders it."""
    stems = make_stems(make_cut(folder, rate, rate.timebase * 3600), folder / "stems")
    timeline = otio.schema.Timeline("bare")
    track = otio.schema.Track("clicks", kind=otio.schema.TrackKind.Audio)
    timeline.tracks.append(track)

    def span(start: int, length: int) -> otio.opentime.TimeRange:
        fps = float(rate.fps)
        time = otio.opentime.RationalTime
        return otio.opentime.TimeRange(time(start, fps), time(length, fps))

    position = 0
    for stem, (start, length) in zip(stems, SHOTS, strict=True):
        if start > position:
            track.append(otio.schema.Gap(source_range=span(0, start - position)))
        whole = span(0, HANDLE + length + 24)
        reference = otio.schema.ExternalReference(stem.path.as_uri(), whole)
        track.append(otio.schema.Clip(stem.name, reference, span(HANDLE, length)))
        position = start + length
    return _off(rendered_by_ges(timeline, folder), rate)


PROJECTS = ("kdenlive", "shotcut", "mlt")


def make_project(folder: Path, rate: Rate, kind: str) -> Cut:
    """A project as each program lays it out: three coloured clips with gaps between them."""

    def told(**values: object) -> str:
        return "".join(f'<property name="{k}">{v}</property>' for k, v in values.items())

    entries, position = [], 0
    for start, length in SHOTS:
        entries += [f'<blank length="{start - position}"/>'] if start > position else []
        entries.append(f'<entry producer="red" in="0" out="{length - 1}"/>')
        position = start + length
    marks = {"shotcut": told(**{"shotcut:video": 1}), "kdenlive": "", "mlt": ""}
    body = (
        f'<producer id="black" in="0" out="199">{told(mlt_service="color", resource="black")}'
        f'</producer><producer id="red">{told(mlt_service="color", resource="red", length=500)}'
        "</producer>"
        f'<playlist id="v">{marks[kind]}{"".join(entries)}</playlist>'
    )
    tracks = '<track producer="v"/>'
    if kind == "kdenlive":
        bin_of = f'<playlist id="main_bin">{told(**{"kdenlive:docproperties.version": 1.1})}'
        body += (
            f'{bin_of}<entry producer="red"/></playlist><tractor id="V">'
            '<track hide="audio" producer="v"/></tractor>'
        )
        tracks = '<track producer="black"/><track producer="V"/>'
    profile = (
        '<profile width="64" height="36" progressive="1" sample_aspect_num="1" '
        'sample_aspect_den="1" display_aspect_num="16" display_aspect_den="9" '
        f'frame_rate_num="{rate.numerator}" frame_rate_den="{rate.denominator}"/>'
    )
    path = folder / f"clicks.{'kdenlive' if kind == 'kdenlive' else 'mlt'}"
    path.write_text(f'<mlt>{profile}{body}<tractor id="all">{tracks}</tractor></mlt>')
    return read_cut(path)


def project_off_by(rate: Rate, kind: str, folder: Path) -> list[int]:
    """The same for a project that the stems were added to, played as it was written."""
    cut = make_project(folder, rate, kind)
    stems = make_stems(cut, folder / "stems")
    written = write_cut(cut, stems, folder / "out", formats=["mlt"])
    return _off(played(written.files[0]), rate)


def _off(samples: npt.NDArray[np.float32], rate: Rate) -> list[int]:
    heard = np.abs(samples)
    loud = np.flatnonzero(heard > 0.1)
    groups = np.split(loud, np.flatnonzero(np.diff(loud) > 100) + 1)
    clicks = [int(g[np.argmax(heard[g])]) for g in groups if len(g)]
    wanted = [samples_at(rate.seconds(s) + Fraction(CLICK_AT, HZ), HZ) for s, _ in SHOTS]
    if len(clicks) != len(wanted):
        raise AssertionError(f"{len(wanted)} clicks laid, {len(clicks)} heard at {clicks[:9]}")
    return [c - w for c, w in zip(clicks, wanted, strict=True)]


def main(names: list[str]) -> None:
    for engine in ENGINES:
        if shutil.which(engine) is None:
            print(f"{engine} is not installed")
            continue
        for name in names:
            rate = Rate.of(name)
            starts = {"NDF": rate.timebase * 3600}
            if rate.is_ntsc and rate.timebase == 30:
                starts["DF"] = 107_892
            for kind, start in starts.items():
                with tempfile.TemporaryDirectory() as folder:
                    off = off_by(rate, start, Path(folder), engine)
                    print(f"{engine:15s} {name:>7s} {kind:4s} off by {off}", flush=True)
            for kind in PROJECTS if engine == "melt" else ():
                with tempfile.TemporaryDirectory() as folder:
                    off = project_off_by(rate, kind, Path(folder))
                    print(f"{engine:15s} {name:>7s} {kind} off by {off}", flush=True)
            if engine == "ges-launch-1.0":
                with tempfile.TemporaryDirectory() as folder:
                    off = bare_off_by(rate, Path(folder))
                    print(f"{engine:15s} {name:>7s} bare off by {off}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or list(RATES))
