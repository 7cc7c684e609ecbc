"""Stems onto new audio tracks of an OpenTimelineIO timeline, with what Premiere and Resolve want.

Premiere: ``PremierePro_OTIO`` blocks, a LinkID of its own for each clip (equal ones are fused and
muted). Resolve: ``Resolve_OTIO`` blocks, ``available_range`` on every reference, source ranges that
count from the media's own timecode. Neither gets a time warp of 1.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from foley_post.timeline.layout.audio_lanes import AudioLane, PlacedStem
from foley_post.timeline.layout.lengths import source_window
from foley_post.timeline.media.media_urls import file_url
from foley_post.timeline.model import Cut
from foley_post.timeline.safety.otio_repair import originals_back
from foley_post.timeline.sequence import OURS, is_ours, made_by_us, rational

__all__ = ["add_lanes", "otio_text", "stack_start_s"]

_LAYOUTS = {1: "Mono", 2: "Stereo", 6: "5.1"}


def add_lanes(timeline: Any, cut: Cut, lanes: Sequence[AudioLane]) -> None:
    """Put ``lanes`` on ``timeline`` as its last audio tracks, in place of ours from before."""
    stack = timeline.tracks
    for index in reversed(range(len(stack))):
        if _is_our_track(stack[index]):
            del stack[index]
    _host_blocks(timeline, cut)
    links = _unused_links(timeline)
    for lane in lanes:
        stack.append(_track(lane, cut, links, stack_start_s(stack)))


def stack_start_s(stack: Any) -> Fraction:
    """The stack's own time at the cut's first frame: its source range may show a later part."""
    window = source_window(stack)
    return Fraction(0) if window is None else window[0]


def otio_text(timeline: Any) -> bytes:
    """The timeline as OTIO JSON."""
    return (originals_back(str(timeline.to_json_string(4))) + "\n").encode()


def _is_our_track(track: Any) -> bool:
    if not is_ours(track):
        return False
    clips = [item for item in track if item.schema_name() == "Clip"]
    # What an editor moved onto our track is theirs; then only what we made goes.
    if all(is_ours(clip) for clip in clips):
        return True
    for index in reversed(range(len(track))):
        if track[index].schema_name() == "Clip" and is_ours(track[index]):
            track[index] = _gap_like(track[index])
    return False


def _gap_like(clip: Any) -> Any:
    import opentimelineio as otio

    return otio.schema.Gap(duration=clip.source_range.duration)


def _host_blocks(timeline: Any, cut: Cut) -> None:
    """Both hosts' blocks on the timeline and its stack; what a host wrote there stays."""
    if timeline.global_start_time is None:
        timeline.global_start_time = rational(cut.start_frame, cut.rate)
    _merge(timeline, "PremierePro_OTIO", {"MetadataVersion": "1.0"})
    _merge(timeline, "Resolve_OTIO", {"Resolve OTIO Meta Version": "1.0"})
    if cut.drop_frame:  # OTIO itself has no word for it
        _merge(timeline, OURS, {"drop_frame": True})
    block: dict[str, Any] = {
        "AudioFrameRate": float(cut.audio_rate_hz),
        "PixelAspectRatio": {"numerator": 1.0, "denominator": 1.0},
        "VideoFrameRate": float(cut.rate.fps),
    }
    if cut.picture_size:
        width, height = cut.picture_size
        block["VideoResolution"] = {"width": width, "height": height}
    _merge(timeline.tracks, "PremierePro_OTIO", block)


def _merge(owner: Any, key: str, block: dict[str, Any]) -> None:
    there = owner.metadata.get(key)
    if there is None:
        owner.metadata[key] = block
    elif hasattr(there, "items"):
        for name, value in block.items():
            if name not in there:
                there[name] = value


def _unused_links(timeline: Any) -> Iterable[int]:
    """Link numbers that no clip of the timeline has."""
    highest = 0
    for clip in timeline.find_clips():
        for key, name in (("PremierePro_OTIO", "LinkID"), ("Resolve_OTIO", "Link Group ID")):
            block = clip.metadata.get(key)
            if not hasattr(block, "get"):
                continue
            try:
                highest = max(highest, min(int(block.get(name, 0)), 1 << 30))
            except (TypeError, ValueError):
                continue
    return iter(range(highest + 1, 1 << 31))


def _track(lane: AudioLane, cut: Cut, links: Iterable[int], start_s: Fraction) -> Any:
    import opentimelineio as otio

    layout = _LAYOUTS.get(lane.channels, "Adaptive")
    track = otio.schema.Track(lane.name, kind=otio.schema.TrackKind.Audio)
    track.metadata.update(
        made_by_us()
        | {
            "PremierePro_OTIO": {
                "AudioChannels": {"ChannelType": layout, "NumberOfChannels": lane.channels}
            },
            "Resolve_OTIO": {"Audio Type": layout, "Locked": False, "SoloOn": False},
        }
    )
    position = -cut.rate.frames(start_s)
    for one in lane.stems:
        if one.start_frame > position:
            gap = rational(one.start_frame - position, cut.rate)
            track.append(otio.schema.Gap(duration=gap))
        track.append(_clip(one, cut, next(iter(links))))
        position = one.end_frame
    return track


def _clip(one: PlacedStem, cut: Cut, link: int) -> Any:
    import opentimelineio as otio

    stem, rate = one.stem, cut.rate
    available = otio.opentime.TimeRange(
        rational(one.timecode_frame, rate), rational(one.file_frames, rate)
    )
    reference = otio.schema.ExternalReference(file_url(stem.path), available)
    reference.name = stem.path.name
    reference.metadata.update(
        made_by_us(
            start_sample=stem.start_sample,
            rate_hz=stem.rate_hz,
            relative_url=f"stems/{stem.path.name}",
        )
    )
    source = otio.opentime.TimeRange(
        rational(one.timecode_frame + one.source_in, rate),
        rational(one.source_out - one.source_in, rate),
    )
    clip = otio.schema.Clip(stem.name, reference, source)
    channels = range(stem.channels)
    clip.metadata.update(
        made_by_us(shot=stem.shot_id, performer=stem.performer)
        | {
            "PremierePro_OTIO": {
                "AudioChannels": {
                    "ChannelType": _LAYOUTS.get(stem.channels, "Adaptive"),
                    "NumberOfChannels": stem.channels,
                    "SecondaryAssignments": [{"SecondaryChannelIndex": c} for c in channels],
                },
                "LinkID": str(link),
                "OriginalChannelGroupIndex": 0,
                "SourceClipIndex": 0,
            },
            "Resolve_OTIO": {
                "Channels": [{"Source Channel ID": c, "Source Track ID": 0} for c in channels],
                "Link Group ID": link,
            },
        }
    )
    return clip
