"""Cuts in formats that are read and not made of other cuts, to hold their readers to."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from urllib.parse import unquote

from foley_post.core.timecode import timecode
from foley_post.timeline import Cut, Shot


def file_of(shot: Shot) -> str:
    """The name of the file that a shot shows."""
    return unquote(shot.media.url.rpartition("/")[2])


def speed_of(shot: Shot) -> Fraction:
    (first, begin), (last, end) = shot.time_map.knots[0], shot.time_map.knots[-1]
    return (end - begin) / (last - first)


def as_edl(cut: Cut, sounds: list[Shot], drop: bool) -> str:
    """The cut as a list, as editors write it; a picture and its sound are one event."""
    rate = cut.rate
    heard = {(s.record_start_frame, s.media.url) for s in sounds}
    lines = ["TITLE: cut", f"FCM: {'' if drop else 'NON-'}DROP FRAME", ""]
    for number, shot in enumerate(cut.shots, 1):
        speed = speed_of(shot)
        lowest = shot.media.start_s + min(shot.time_map.media_range)
        source = rate.frames(lowest)
        until = source + rate.frames(shot.length_s * abs(speed))
        record = cut.start_frame + shot.record_start_frame
        times = (source, until, record, record + shot.length_frames)
        told = " ".join(timecode(frame, rate, drop) for frame in times)
        both = shot.track == "V1" and (shot.record_start_frame, shot.media.url) in heard
        channels = "B" if both else shot.track.replace("V1", "V")
        lines.append(f"{number:03d}  AX       {channels:5s} C        {told}")
        if speed != 1:
            lines.append(f"M2   AX       {float(speed * rate.timebase):05.1f} {told[:11]}")
        lines.append(f"* FROM CLIP NAME: {shot.name}")
        lines.append(f"* SOURCE FILE: {file_of(shot)}")
    return "\n".join(lines) + "\n"


def as_mlt(cut: Cut, sounds: list[Shot], path: Path, in_kdenlive: bool) -> Path:
    """The cut as a project of Kdenlive or Shotcut; a speed is a producer of its own."""
    rate, producers = cut.rate, []

    def told(**values: object) -> str:
        return "".join(f'<property name="{k}">{v}</property>' for k, v in values.items())

    def row(clips: list[Shot]) -> str:
        parts, position = [], 0
        for shot in sorted(clips, key=lambda s: s.record_start_frame):
            if shot.record_start_frame > position:
                parts.append(f'<blank length="{shot.record_start_frame - position}"/>')
            speed, begin = speed_of(shot), shot.time_map.knots[0][1]
            whole = round(2000 / abs(speed))
            resource = f"/gone/{file_of(shot)}"
            first = round(begin * rate.fps / abs(speed))
            name = f"p{len(producers)}"
            if speed == 1:
                more = told(resource=resource, mlt_service="avformat", length=whole)
            else:
                first = whole - first if speed < 0 else first
                more = told(mlt_service="timewarp", warp_speed=float(speed), length=whole)
                more += told(resource=f"{float(speed)}:{resource}")
            producers.append(f'<producer id="{name}">{more}</producer>')
            last = first + shot.length_frames - 1
            parts.append(f'<entry producer="{name}" in="{first}" out="{last}"/>')
            position = shot.record_start_frame + shot.length_frames
        return "".join(parts)

    tracks = [(f"A{n}", [s for s in sounds if s.track == f"A{n}"], "video") for n in (1,)]
    names = dict.fromkeys(s.track for s in cut.shots)
    pictures = [(n, [s for s in cut.shots if s.track == n], "audio") for n in names]
    ordered = tracks + pictures if in_kdenlive else pictures + tracks
    lists, refs = [], ['<track producer="black"/>']
    for name, clips, hide in ordered:
        if in_kdenlive:
            flag = told(**{"kdenlive:audio_track": 1}) if hide == "video" else ""
            lists.append(f'<playlist id="{name}0">{flag}{row(clips)}</playlist>')
            inner = f'<track hide="{hide}" producer="{name}0"/>'
            lists.append(f'<tractor id="{name}">{flag}{inner}</tractor>')
            refs.append(f'<track producer="{name}"/>')
        else:
            flag = told(**{f"shotcut:{'audio' if hide == 'video' else 'video'}": 1})
            lists.append(f'<playlist id="{name}">{flag}{row(clips)}</playlist>')
            refs.append(f'<track producer="{name}" hide="{hide}"/>')
    black = f'<producer id="black">{told(mlt_service="color", resource="black")}</producer>'
    profile = f'<profile frame_rate_num="{rate.numerator}" frame_rate_den="{rate.denominator}"/>'
    body = f'{black}{"".join(producers)}{"".join(lists)}<tractor id="all">{"".join(refs)}'
    path.write_text(f"<mlt>{profile}{body}</tractor></mlt>")
    return path
