"""A timeline file to a :class:`~foley_post.timeline.model.Cut`."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from foley_post.core.progress import Progress, Watcher, ignore_progress
from foley_post.core.timecode import Rate, parse_timecode
from foley_post.core.user_dirs import cache_dir
from foley_post.timeline.formats import content_in, document_of, kind_of, sequence_in
from foley_post.timeline.media.media_search import Finder
from foley_post.timeline.media.references import chosen_reference
from foley_post.timeline.model import AudioTrack, Cut
from foley_post.timeline.safety.bundle import unpack_media
from foley_post.timeline.sequence import Sequence as Read
from foley_post.timeline.sequence import fraction_of, is_ours, our_note
from foley_post.timeline.shots import Walk

if TYPE_CHECKING:
    from foley_post.video.timecode import MediaTimecode

__all__ = ["read_cut"]

_NO_MAP: Mapping[str, str] = MappingProxyType({})
_FALLBACK = Rate(24)


def read_cut(
    path: Path | str,
    *,
    media_roots: Sequence[Path] = (),
    path_map: Mapping[str, str] = _NO_MAP,
    watcher: Watcher = ignore_progress,
    rate: Rate | None = None,
    sequence: str = "",
    any_extension: bool = False,
) -> Cut:
    """The cut in ``path``; the file is only read.

    ``media_roots`` are folders to search for media that moved; ``path_map`` maps the beginning of
    an old address to a new one (``{"S:": "/mnt/s"}``). ``rate`` is for EDLs, which do not say
    theirs. ``sequence`` names one of `sequences_in` where the file holds several; else the first
    that has clips is read. Media inside an ``.otioz`` are unpacked to the user's cache folder.
    Raises TimelineReadError, UsageError for a sequence that is not there, and Cancelled from
    ``watcher``.
    """
    path = Path(path)
    watcher(Progress("read", 0, 1))
    kind = kind_of(path)
    content = content_in(path, kind)
    watcher(Progress("read", 0.05, 1))
    read = sequence_in(kind, content, path.name, rate=rate, wanted=sequence)
    watcher(Progress("read", 0.5, 1))
    home = document_of(path, kind).parent
    finder = Finder(home, media_roots, path_map, any_extension=any_extension)
    if kind == "otioz":
        finder.given = unpack_media(path, _cache_for(content))
    clocks = _clocks()
    if kind == "edl" and rate is None:
        read = _at_the_rate_of_media(read, content, (finder, clocks))
    facts = _facts(read, finder, watcher, clocks)
    facts["name"] = facts["name"] or path.stem
    watcher(Progress("read", 1, 1))
    return Cut(
        path=path,
        format=kind,
        source=content,
        source_sha256=hashlib.sha256(content).hexdigest(),
        sequence=sequence,
        **facts,
    )


def _clocks() -> Callable[[Path], MediaTimecode]:
    """The timecodes of media files, each asked once; the media library is loaded when needed."""

    @cache
    def clock(path: Path) -> MediaTimecode:
        from foley_post.video.timecode import media_timecode

        return media_timecode(path)

    return clock


def _cache_for(content: bytes) -> Path:
    return cache_dir() / "otioz" / hashlib.sha256(content).hexdigest()[:16]


def _at_the_rate_of_media(
    read: Read, content: bytes, media: tuple[Finder, Callable[[Path], MediaTimecode]]
) -> Read:
    """An EDL at the rate that the pictures it names run at, where they were found and agree.

    Its timecodes cannot tell 23.976 fps from 24; drop-frame ones tell enough.
    """
    finder, clocks = media
    urls = {getattr(chosen_reference(c)[0], "target_url", "") for c in read.timeline.find_clips()}
    paths = {finder.find(url) for url in urls if url}
    rates = {clocks(path).rate for path in paths if path is not None} - {None}
    if len(rates) != 1 or read.drop_frame or read.rate is None:
        return read
    (rate,) = rates
    if rate is None or rate.timebase < read.rate.timebase:
        return read
    again = sequence_in("edl", content, read.timeline.name or "the EDL", rate=rate)
    notice = f"The EDL does not say its frame rate; its pictures run at {rate} fps, as was taken."
    return replace(again, notices=(notice, *again.notices))


def _facts(
    read: Read, finder: Finder, watcher: Watcher, clocks: Callable[[Path], MediaTimecode]
) -> dict[str, Any]:
    """What a `Cut` says beyond its file, as its keyword arguments."""
    stack = read.timeline.tracks
    notices = list(read.notices)
    rate = read.rate or _rate(read.timeline, notices)
    start = read.start_frame if read.start_frame is not None else _start_frame(read.timeline, rate)
    clips = sum(len(track) for track in stack if track.schema_name() == "Track") or 1

    def tick(done: int) -> None:
        if done % 256 == 0:
            watcher(Progress("read", 0.5 + 0.5 * min(1.0, done / clips), 1))

    walk = Walk(rate, finder, tick=tick, notices=notices, clock=clocks)
    shots = walk.shots(stack)
    drop = _drops(read, start, rate, notices)
    return {
        "name": read.timeline.name,
        "rate": rate,
        "start_frame": start,
        "length_frames": rate.frames(walk.length_s),
        "shots": shots,
        "drop_frame": drop,
        "audio_tracks": _audio_tracks(stack),
        "audio_rate_hz": _audio_rate(read),
        "audio_channels": read.audio_channels,
        "picture_size": read.picture_size or _picture_size(read.timeline),
        "notices": tuple(dict.fromkeys([*notices, *finder.notices])),
    }


def _rate(timeline: Any, notices: list[str]) -> Rate:
    """The timeline's rate: what a host noted, the start timecode's, or what most clips have.

    Where no picture has the start timecode's rate, and all have another one, it is theirs.
    """
    noted = _a_rate(_premiere(timeline).get("VideoFrameRate"))
    if noted is not None:
        return noted
    started = _a_rate(getattr(timeline.global_start_time, "rate", None))
    pictures, sounds = _item_rates(timeline, "Video"), _item_rates(timeline, "Audio")
    if started is None:
        counted = pictures or sounds
        if counted:
            return counted.most_common(1)[0][0]
        notices.append(f"The timeline does not say its frame rate; {_FALLBACK} fps was taken.")
        return _FALLBACK
    if len(pictures) == 1 and started not in pictures:
        (theirs,) = pictures
        notices.append(
            f"The start timecode counts at {started} fps, all clips at {theirs} fps; "
            f"{theirs} fps was taken."
        )
        return theirs
    return started


def _a_rate(value: Any) -> Rate | None:
    try:
        return Rate.of(float(value)) if value is not None and 1 < float(value) <= 1000 else None
    except (TypeError, ValueError):
        return None


def _item_rates(timeline: Any, kind: str) -> Counter[Rate]:
    """How many items of the tracks of ``kind`` have which rate."""
    counted: Counter[Rate] = Counter()
    for track in timeline.tracks:
        if track.schema_name() == "Track" and track.kind == kind:
            for item in track:
                source = getattr(item, "source_range", None)
                if source is not None and 1 < source.duration.rate <= 1000:
                    counted[Rate.of(source.duration.rate)] += 1
    return counted


def _premiere(timeline: Any) -> dict[str, Any]:
    for owner in (timeline.tracks, timeline):
        block = owner.metadata.get("PremierePro_OTIO")
        if hasattr(block, "items"):
            return dict(block)
    return {}


def _audio_rate(read: Read) -> int:
    noted = _premiere(read.timeline).get("AudioFrameRate")
    if isinstance(noted, int | float) and 8000 <= noted <= 768_000:
        return int(noted)
    return read.audio_rate_hz


def _picture_size(timeline: Any) -> tuple[int, int] | None:
    noted: Any = _premiere(timeline).get("VideoResolution")
    try:
        width, height = int(noted["width"]), int(noted["height"])
    except (TypeError, KeyError, ValueError):
        return None
    return (width, height) if 0 < width < 100_000 and 0 < height < 100_000 else None


def _start_frame(timeline: Any, rate: Rate) -> int:
    start = timeline.global_start_time
    if start is None:
        return 0
    own = _a_rate(start.rate)
    if own is not None and own != rate and own.timebase == rate.timebase:
        return max(0, round(float(start.value)))  # 24 for 23.976: the timecode's numbers are meant
    return max(0, rate.frames(fraction_of(start)))


def _drops(read: Read, start: int, rate: Rate, notices: list[str]) -> bool:
    """Whether the timecode drops frames: as the format says, our own note, or the start."""
    ours = our_note(read.timeline)
    noted = ours.get("drop_frame") if ours is not None and hasattr(ours, "get") else None
    told = read.drop_frame if read.drop_frame is not None else noted
    if told is None:
        return _looks_dropped(start, rate)
    if told and not (rate.is_ntsc and rate.timebase % 30 == 0):
        notices.append(
            f"The timeline's timecode is marked as drop-frame, which {rate} fps has not; "
            "it is counted without."
        )
        return False
    return bool(told)


def _looks_dropped(start_frame: int, rate: Rate) -> bool:
    """Whether ``start_frame`` is a whole hour of drop-frame timecode (OTIO does not say)."""
    if not start_frame or not rate.is_ntsc or rate.timebase % 30:
        return False
    hour = parse_timecode("01:00:00;00", rate)
    return start_frame % hour == 0 and start_frame % (rate.timebase * 3600) != 0


def _audio_tracks(stack: Any) -> tuple[AudioTrack, ...]:
    tracks = [t for t in stack if t.schema_name() == "Track" and t.kind == "Audio"]
    return tuple(
        AudioTrack(track.name or f"A{index}", index, is_ours(track))
        for index, track in enumerate(tracks, 1)
    )
