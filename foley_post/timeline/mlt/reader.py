"""MLT XML, as Kdenlive (``.kdenlive``), Shotcut and MLT (``.mlt``) write it, to OpenTimelineIO.

A tractor's tracks are playlists of entries and blanks, from the bottom up; Kdenlive's tracks are
tractors of two playlists, whose clips overlap where they are mixed. All frames count in the
profile's rate, ``in`` and ``out`` both belong to the clip (MLT, *MLT XML Annotated DTD*).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from foley_post.errors import TimelineReadError
from foley_post.timeline.layout.rational import number
from foley_post.timeline.layout.track_layout import TrackItem, stack_of
from foley_post.timeline.mlt.document import (
    Document,
    is_our_track,
    properties,
    track_name,
    tracks_in,
)
from foley_post.timeline.safety.nesting import check_nesting
from foley_post.timeline.sequence import MADE, Knots, Sequence, made_by_us, rational, show
from foley_post.timeline.sequence_choice import chosen_index, said_choice

if TYPE_CHECKING:
    from lxml.etree import _Element, _ElementTree

__all__ = ["read_mlt", "sequence_names"]

_MOST_NESTING = 12
_ZERO = Fraction(0)


def read_mlt(tree: _ElementTree, name: str, wanted: str = "") -> Sequence:
    """The project's sequence called ``wanted``, else the one that was open."""
    document = Document.of(tree)
    if tree.getroot().tag != "mlt" or document is None or not document.sequences():
        raise TimelineReadError(
            f"{name} is no project of Kdenlive, Shotcut or MLT. Save it again from there."
        )
    return _Reader(document, name).sequence(wanted)


def sequence_names(tree: _ElementTree) -> list[str]:
    """The names of the project's sequences."""
    document = Document.of(tree)
    return document.names() if document is not None else []


@dataclass(slots=True)
class _Reader:
    document: Document
    name: str
    notices: list[str] = field(default_factory=list)

    def sequence(self, wanted: str) -> Sequence:
        import opentimelineio as otio

        document = self.document
        names = document.names()
        index = chosen_index(names, wanted, self.name, document.usual())
        if said := said_choice(names, index, wanted, self.name):
            self.notices.append(said)
        tractor = document.sequences()[index]
        check_nesting(tractor, self._inside, self.name)
        timeline = otio.schema.Timeline(names[index])
        timeline.global_start_time = rational(0, document.rate)
        timeline.tracks = self._stack(tractor, 0)
        self._guides(timeline.tracks, tractor)
        profile = document.tree.find("profile")
        size = [
            number(profile.get(k)) if profile is not None else None for k in ("width", "height")
        ]
        return Sequence(
            timeline,
            rate=document.rate,
            start_frame=0,
            drop_frame=False,
            picture_size=(int(size[0]), int(size[1])) if size[0] and size[1] else None,
            notices=tuple(dict.fromkeys(self.notices)),
            not_read=self._not_read(tractor),
        )

    def _stack(self, tractor: _Element, depth: int) -> Any:
        name = properties(tractor).get("kdenlive:clipname", "")
        names: dict[tuple[str, int], str] = {}
        items = list(self._items(tractor, depth, names))
        return stack_of(
            items, self.document.rate, name, lambda kind, lane: names.get((kind, lane), "")
        )

    def _items(
        self, tractor: _Element, depth: int, names: dict[tuple[str, int], str]
    ) -> Iterator[TrackItem]:
        """All that lies on a tractor's tracks: pictures from lane 0 up, sounds from lane 0 down.

        Kdenlive's sounds stand in the document from the lowest up, others' from the first down.
        ``names`` fills with what the tracks are called, by kind and lane.
        """
        tracks = [t for t in self._tracks(tractor) if t.playlists]
        audio = [t for t in tracks if not t.seen]
        if any(t.is_kdenlive for t in audio):
            audio.reverse()
        pictures = 0
        for track in tracks:
            lane = pictures if track.seen else -audio.index(track)
            pictures += track.seen
            names["Video" if track.seen else "Audio", lane] = track.name
            for playlist in track.playlists:
                yield from self._playlist(playlist, track, lane, depth)

    def _tracks(self, tractor: _Element) -> Iterator[_Track]:
        for element in tracks_in(tractor):
            found = self.document.by_id.get(element.get("producer") or "")
            if found is None:
                continue
            own = properties(found)
            inner = [found] if found.tag == "playlist" else []
            hides = {element.get("hide") or ""}
            if found.tag == "tractor" and not own.get("kdenlive:uuid"):
                for part in found.iterfind("track"):
                    playlist = self.document.by_id.get(part.get("producer") or "")
                    if playlist is not None and playlist.tag == "playlist":
                        inner.append(playlist)
                        hides.add(part.get("hide") or "")
            sound_only = own.get("kdenlive:audio_track") == "1" or own.get("shotcut:audio") == "1"
            seen = not sound_only and "video" not in hides
            heard = not seen or not hides & {"audio", "both"}
            name = track_name(found)
            yield _Track(
                tuple(inner),
                seen=seen,
                heard=heard,
                enabled="both" not in hides,
                name=name.removeprefix(f"{MADE}: "),
                is_kdenlive=found.tag == "tractor" or "kdenlive:audio_track" in own,
                is_ours=is_our_track(found),
            )

    def _playlist(
        self, playlist: _Element, track: _Track, lane: int, depth: int
    ) -> Iterator[TrackItem]:
        position = 0
        for item in playlist:
            if item.tag == "blank":
                position += max(0, self.document.frames(item.get("length")) or 0)
                continue
            if item.tag != "entry":
                continue
            first = self.document.frames(item.get("in"))
            last = self.document.frames(item.get("out"))
            producer = self.document.by_id.get(item.get("producer") or "")
            if producer is None:
                continue
            first = first if first is not None else self.document.frames(producer.get("in")) or 0
            last = last if last is not None else self.document.frames(producer.get("out"))
            if last is None or last < first:
                self.notices.append("A clip does not say how long it is; it was left out.")
                continue
            length = last - first + 1
            yield from self._entry(producer, track, (lane, position, first, length), depth)
            position += length

    def _entry(
        self, producer: _Element, track: _Track, place: tuple[int, int, int, int], depth: int
    ) -> Iterator[TrackItem]:
        lane, position, first, length = place
        rate = self.document.rate
        start_s, first_s, length_s = (rate.seconds(n) for n in (position, first, length))
        for kind in ("Video",) * track.seen + ("Audio",) * track.heard:
            if producer.tag == "tractor":
                if depth >= _MOST_NESTING:
                    return
                made: Any = self._stack(producer, depth + 1)
                knots: Knots = ((_ZERO, first_s), (length_s, first_s + length_s))
                if kind == "Audio":
                    continue  # a nested sequence is laid with its sound once
            else:
                found = self._clip(producer, kind)
                if found is None:
                    continue
                made, speed, whole_s = found
                begin = first_s * abs(speed)
                begin = whole_s * abs(speed) - begin if speed < 0 else begin
                knots = ((_ZERO, begin), (length_s, max(_ZERO, begin + length_s * speed)))
            show(made, knots, _ZERO, rate)
            made.enabled = track.enabled
            if track.is_ours:
                made.metadata.update(made_by_us())
            sound_lane = lane if not track.seen else -100 - lane  # below the sound tracks
            yield TrackItem(kind, lane if kind == "Video" else sound_lane, start_s, length_s, made)

    def _clip(self, producer: _Element, kind: str) -> tuple[Any, Fraction, Fraction] | None:
        """A clip, its speed and its length at that speed; None for nothing of ``kind``."""
        import opentimelineio as otio

        own, schema, rate = properties(producer), otio.schema, self.document.rate
        service, resource = own.get("mlt_service", ""), own.get("resource", "")
        if own.get("audio_index" if kind == "Audio" else "video_index") == "-1":
            return None
        length = self.document.frames(own.get("length")) or 0
        speed = Fraction(1)
        if service == "timewarp":
            told, _, path = resource.partition(":")
            speed = number(own.get("warp_speed") or told) or Fraction(1)
            resource = own.get("warp_resource") or path
        name = own.get("kdenlive:clipname") or resource.rpartition("/")[2] or service
        clip = schema.Clip(name)
        still = service in {"qimage", "pixbuf"}
        if not still and service != "timewarp" and not service.startswith("avformat"):
            if kind == "Audio":
                return None
            clip.media_reference = schema.GeneratorReference(generator_kind=service or "generator")
            return clip, Fraction(1), rate.seconds(length)
        if kind == "Audio" and (still or own.get("set.test_audio") == "1"):
            return None
        links = [properties(link).get("mlt_service") for link in producer.iterfind("link")]
        if "timeremap" in links:
            self.notices.append(f"{name} changes its speed; it is read at its own speed.")
        available = otio.opentime.TimeRange(
            rational(0, rate), rational(max(1, round(length * abs(speed))), rate)
        )
        clip.media_reference = schema.ExternalReference(self._address(resource), available)
        clip.media_reference.name = resource.rpartition("/")[2]
        return clip, speed, rate.seconds(length)

    def _address(self, resource: str) -> str:
        root = self.document.root()
        absolute = resource.startswith(("/", "\\")) or resource[1:2] == ":" or not root
        return resource if absolute else f"{root.rstrip('/')}/{resource}"

    def _inside(self, tractor: _Element) -> tuple[int, Iterable[_Element]]:
        """How many plain clips a tractor shows, and the sequences nested in it."""
        plain, nested = 0, []
        for track in self._tracks(tractor):
            for playlist in track.playlists:
                for entry in playlist.iterfind("entry"):
                    found = self.document.by_id.get(entry.get("producer") or "")
                    if found is not None and found.tag == "tractor":
                        nested.append(found)
                    else:
                        plain += 1
        return plain, nested

    def _guides(self, stack: Any, tractor: _Element) -> None:
        import opentimelineio as otio

        told = properties(tractor).get("kdenlive:sequenceproperties.guides", "")
        for playlist in self.document.tree.iterfind("playlist"):
            told = told or properties(playlist).get("kdenlive:docproperties.guides", "")
        try:
            guides = json.loads(told) if told else []
            for guide in guides:
                at = rational(int(guide["pos"]), self.document.rate)
                span = otio.opentime.TimeRange(at, rational(0, self.document.rate))
                stack.markers.append(otio.schema.Marker(str(guide.get("comment", "")), span))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            self.notices.append("The project's guides could not be read.")

    def _not_read(self, tractor: _Element) -> dict[str, int]:
        counted: Counter[str] = Counter()
        playlists = [p for track in self._tracks(tractor) for p in track.playlists]
        for effect in (f for p in playlists for f in p.iter("filter")):
            told = properties(effect)
            what = told.get("kdenlive_id") or told.get("mlt_service") or "unnamed"
            counted[f"{what} filter"] += told.get("internal_added") is None
        for track in tracks_in(tractor):
            inner = self.document.by_id.get(track.get("producer") or "")
            for one in inner.iterfind("transition") if inner is not None else ():
                counted["crossfade"] += "kdenlive:mixcut" in properties(one)
        return {what: n for what, n in counted.items() if n}


@dataclass(frozen=True, slots=True)
class _Track:
    """The playlists of one track, and whether they are seen, heard, switched on, ours."""

    playlists: tuple[_Element, ...]
    seen: bool
    heard: bool
    enabled: bool
    name: str = ""
    is_kdenlive: bool = False
    is_ours: bool = False
