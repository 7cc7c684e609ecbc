"""The items of an FCPXML storyline, as pieces with places.

A spine's items carry explicit offsets (in the sequence from its ``tcStart``, in a connected
storyline from 0); connected items are placed on their parent's own clock, from its ``start``.
Compound clips and the active angle of multicam clips become nested stacks, the chosen clip of an
audition a plain clip.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from foley_post.core.timecode import Rate
from foley_post.timeline.fcpxml.annotations import Annotations
from foley_post.timeline.fcpxml.components import components, local_start, sound_span
from foley_post.timeline.fcpxml.times import (
    anchor_speed,
    clip_knots,
    conform_speed,
    format_rate,
    time,
)
from foley_post.timeline.layout.other_sounds import MOST_CHANNELS
from foley_post.timeline.layout.rational import number
from foley_post.timeline.layout.track_layout import TrackItem, stack_of
from foley_post.timeline.sequence import MADE, Knots, made_by_us, rational, say_channels, show

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["ITEMS", "PLAIN", "At", "Walker", "is_our_clip"]

ITEMS = (
    *("asset-clip", "clip", "ref-clip", "sync-clip", "mc-clip", "video", "audio", "title"),
    *("gap", "audition", "spine"),
)
PLAIN = ("asset-clip", "clip", "sync-clip", "video", "audio", "title")
"""Items that show or sound something of their own."""

_MOST_NESTING = 12
_ZERO = Fraction(0)


def is_our_clip(item: _Element) -> bool:
    """Whether an earlier run of Foley Post made this asset-clip."""
    return (item.findtext("note") or "").startswith(MADE)


@dataclass(slots=True)
class Walker:
    """Walks storylines; ``resources`` are the document's, by id."""

    resources: dict[str, _Element]
    notices: list[str] = field(default_factory=list)
    annotations: Annotations = field(default_factory=Annotations)

    def spines(self, sequence: _Element, at: At) -> Iterator[TrackItem]:
        """Everything in a sequence's storylines."""
        for spine in sequence.iterfind("spine"):
            yield from self._spine(spine, at)

    def _spine(self, spine: _Element, at: At) -> Iterator[TrackItem]:
        """The items of a storyline; ``at.clock_s`` is its clock at ``at.record_s``."""
        cursor = at.clock_s
        for item in spine:
            if item.tag not in ITEMS or item.get("lane"):
                continue
            offset = time(item.get("offset"))
            place = cursor if offset is None else offset
            here = at.moved(at.record_s + place - at.clock_s)
            length = self._length(item)
            yield from self._item(item, here, length)
            cursor = place + length

    def _length(self, item: _Element) -> Fraction:
        length = time(item.get("duration"))
        if item.get("duration") is not None and (length is None or length <= 0):
            self.notices.append(
                f"{item.get('name') or 'A clip'} lasts {item.get('duration')!r}, which makes no "
                "sense; it was left out."
            )
            return _ZERO
        if length is not None:
            return length
        if item.tag == "audition":
            first = next((c for c in item if c.tag in ITEMS), None)
            return self._length(first) if first is not None else _ZERO
        if item.tag == "spine":
            ends = [(time(c.get("offset")) or _ZERO) + self._length(c) for c in _plain(item)]
            return max(ends, default=_ZERO)
        resource = self.resources.get(item.get("ref") or "")
        if resource is None:
            return max((self._length(c) for c in _plain(item)), default=_ZERO)
        inside = resource.find("sequence") if resource.tag == "media" else resource
        length = time(inside.get("duration")) if inside is not None else None
        if length is None and inside is not None and inside.find("spine") is not None:
            length = self._length(inside.find("spine"))  # type: ignore[arg-type]
        if length is None:
            self.notices.append(
                f"{item.get('name') or 'A clip'} does not say how long it is; it was left out."
            )
        return length or _ZERO

    def _item(self, item: _Element, at: At, length: Fraction) -> Iterator[TrackItem]:
        if at.depth > _MOST_NESTING:
            return
        if item.tag == "spine":
            yield from self._spine(item, at.on_clock(_ZERO))
            return
        if item.tag == "audition":
            first = next((c for c in item if c.tag in ITEMS), None)
            if first is not None:
                yield from self._item(first, at, length)
            return
        start = local_start(item, self.resources)
        speed = conform_speed(item, at.rate)
        here = at if item.get("enabled") != "0" else at.off()
        if length > 0:
            yield from self._split(item, here, (start, length, speed))
        pace = anchor_speed(item, at.rate)
        connected = (c for c in item if c.tag in ITEMS and c.get("lane"))
        for child in connected:
            offset = time(child.get("offset"))
            place = at.record_s + ((start if offset is None else offset) - start) / pace
            inner = at.moved(place).in_lane(child.get("lane"))
            yield from self._item(child, inner, self._length(child))

    def _split(
        self, item: _Element, at: At, span: tuple[Fraction, Fraction, Fraction]
    ) -> Iterator[TrackItem]:
        """The item's picture and sound; in a split edit the sound has another start and length."""
        start, length, speed = span
        knots = clip_knots(item, start, length, speed)
        own = sound_span(item, start, length * speed)
        if own is None:
            yield from self._content(item, at, knots)
            return
        yield from (p for p in self._content(item, at, knots) if p.kind == "Video")
        sound_start, sound_length = own
        early = max(_ZERO, -(at.record_s + (sound_start - start) / speed) * speed)
        if early:
            self.notices.append(
                f"The sound of {item.get('name') or 'a clip'} starts before the timeline does; "
                "what lies before was left out."
            )
        sound_start, sound_length = sound_start + early, sound_length - early
        if sound_length <= 0:
            return
        there = at.moved(at.record_s + (sound_start - start) / speed)
        knots = clip_knots(item, sound_start, sound_length / speed, speed)
        yield from (p for p in self._content(item, there, knots) if p.kind == "Audio")

    def _content(self, item: _Element, at: At, knots: Knots) -> Iterator[TrackItem]:
        """What the item itself shows and sounds, without what is connected to it."""
        name = item.get("name") or ""
        resource = self.resources.get(item.get("ref") or "")
        if item.tag in {"ref-clip", "mc-clip"}:
            for kind in ("Video", "Audio"):
                if (item.get("srcEnable") or "all") in {"all", kind.lower()}:
                    yield from self._nested(item, kind, at, knots)
        elif item.tag == "clip":
            yield from self._wrapped(item, at, knots)
        elif item.tag == "sync-clip":
            yield from self._container(item, at, knots)
        elif resource is not None and resource.tag == "asset":
            yield from self._asset(item, resource, at, knots)
        elif item.tag in {"title", "video"}:
            import opentimelineio as otio

            made = otio.schema.Clip(name)
            kind = (resource.get("name") if resource is not None else None) or item.tag
            made.media_reference = otio.schema.GeneratorReference(generator_kind=kind)
            yield at.piece("Video", made, knots, (at.rate, _ZERO))
        elif item.tag not in {"gap", "audio"} or item.get("ref"):
            self.notices.append(f"{name or 'A clip'} points to media that the file does not list.")

    def _asset(self, item: _Element, asset: _Element, at: At, knots: Knots) -> Iterator[TrackItem]:
        enabled = item.get("srcEnable") or "all"
        sound = asset.get("hasAudio") == "1"
        picture = asset.get("hasVideo") == "1" or not sound
        if item.tag == "audio":
            picture = False
        if item.tag == "video":
            sound = False
        start = time(asset.get("start")) or _ZERO
        look = self.resources.get(asset.get("format") or "")
        rate = format_rate(look) or at.rate
        shifted = tuple((r, m - start) for r, m in knots)
        for kind, wanted in (("Video", picture), ("Audio", sound)):
            if wanted and enabled in {"all", kind.lower()}:
                made = self._clip(item, asset, start, rate)
                if kind == "Audio":
                    say_channels(made, _channels(asset))
                elif item.find("timeMap") is None and item.find("conform-rate") is None:
                    self.annotations.mark(made, item, rate)
                yield at.piece(kind, made, shifted, (rate, start))

    def _clip(self, item: _Element, asset: _Element, start: Fraction, rate: Rate) -> Any:
        import opentimelineio as otio

        source = asset.find("media-rep[@kind='original-media']")
        source = asset.find("media-rep") if source is None else source
        url = (asset.get("src") or (source.get("src") if source is not None else "") or "").strip()
        schema = otio.schema
        reference = schema.ExternalReference(url) if url else schema.MissingReference()
        reference.name = asset.get("name") or ""
        length = time(asset.get("duration"))
        if length is not None and length > 0:
            reference.available_range = otio.opentime.TimeRange(
                rational(start * rate.fps, rate), rational(length * rate.fps, rate)
            )
        clip = schema.Clip(item.get("name") or asset.get("name") or "", reference)
        if is_our_clip(item):
            clip.metadata.update(made_by_us())
        return clip

    def _nested(self, item: _Element, kind: str, at: At, knots: Knots) -> Iterator[TrackItem]:
        """A compound clip's or the active angle's picture or sound, as a stack of its own."""
        name = item.get("name") or ""
        media = self.resources.get(item.get("ref") or "")
        sequence = media.find("sequence") if media is not None else None
        angles = media.find("multicam") if media is not None else None
        inside = sequence if sequence is not None else angles
        if inside is None:
            if kind == "Video":
                self.notices.append(f"{name or 'A compound clip'} is not in the file's resources.")
            return
        rate = format_rate(self.resources.get(inside.get("format") or "")) or at.rate
        start = time(inside.get("tcStart")) or _ZERO
        inner = At(_ZERO, start, 0, rate, at.depth + 1)
        found = (
            self.spines(inside, inner) if sequence is not None else self._angle(item, kind, inner)
        )
        pieces = [p for p in found if p.kind == kind]
        if pieces:
            shifted = tuple((r, m - start) for r, m in knots)
            yield at.piece(kind, stack_of(pieces, rate, name), shifted, (rate, _ZERO))

    def _angle(self, item: _Element, kind: str, at: At) -> Iterator[TrackItem]:
        """The angle of a multicam clip that is seen, or heard."""
        media = self.resources[item.get("ref") or ""]
        sources = item.findall("mc-source")
        wanted = [s for s in sources if (s.get("srcEnable") or "all") in {"all", kind.lower()}]
        angle_id = wanted[0].get("angleID") if wanted else None
        angles = media.findall("multicam/mc-angle")
        chosen = [a for a in angles if a.get("angleID") == angle_id]
        if not chosen and angles and kind == "Video":
            chosen = angles[:1]
            self.notices.append(
                f"{item.get('name') or 'A multicam clip'} does not say which angle is seen; "
                f"{chosen[0].get('name') or 'the first'} was taken."
            )
        for angle in chosen[:1]:
            yield from self._spine(angle, at)

    def _wrapped(self, item: _Element, at: At, knots: Knots) -> Iterator[TrackItem]:
        """A ``clip``: one picture and its sounds, the second sound a lane below the first."""
        sounds = 0
        for one in components(item, self.resources):
            inner = one.element
            here = at.in_lane(str(-sounds)) if inner.tag == "audio" else at
            sounds += inner.tag == "audio"
            resource = self.resources.get(inner.get("ref") or "")
            moved = tuple((r, m + one.shift_s) for r, m in knots)
            if resource is not None and resource.tag == "asset":
                yield from self._asset(inner, resource, here, moved)
            else:
                yield from self._content(inner, here, moved)

    def _container(self, item: _Element, at: At, knots: Knots) -> Iterator[TrackItem]:
        """A ``sync-clip``: its children without a lane are its content, on its own clock."""
        pieces: list[TrackItem] = []
        for child in _plain(item):
            # Its clock may start far from 0; the stack's starts at its earliest child.
            inner = At(time(child.get("offset")) or _ZERO, _ZERO, 0, at.rate, at.depth + 1)
            pieces.extend(self._item(child, inner, self._length(child)))
        origin = min((p.start_s for p in pieces), default=_ZERO)
        shifted = tuple((r, m - origin) for r, m in knots)
        for kind in ("Video", "Audio"):
            own = [p.later(-origin) for p in pieces if p.kind == kind]
            if own:
                stack = stack_of(own, at.rate, item.get("name") or "")
                yield at.piece(kind, stack, shifted, (at.rate, _ZERO))


@dataclass(frozen=True, slots=True)
class At:
    """Where the reader is: record seconds, the clock there, the lane, the sequence's rate."""

    record_s: Fraction
    clock_s: Fraction
    lane: int
    rate: Rate
    depth: int
    enabled: bool = True

    def moved(self, record_s: Fraction) -> At:
        """The same at another record second."""
        return At(record_s, self.clock_s, self.lane, self.rate, self.depth, self.enabled)

    def on_clock(self, clock_s: Fraction) -> At:
        """The same, a storyline deeper, on another clock."""
        return At(self.record_s, clock_s, self.lane, self.rate, self.depth + 1, self.enabled)

    def in_lane(self, lane: str | None) -> At:
        """The same in a connected lane."""
        number = int(lane) if lane and lane.lstrip("-").isdigit() and len(lane) < 5 else 0
        return At(
            self.record_s, self.clock_s, self.lane + number, self.rate, self.depth + 1, self.enabled
        )

    def off(self) -> At:
        """The same inside an item that is switched off."""
        return At(self.record_s, self.clock_s, self.lane, self.rate, self.depth, False)

    def piece(self, kind: str, made: Any, knots: Knots, media: tuple[Rate, Fraction]) -> TrackItem:
        """``made``, showing ``knots`` of ``media`` (its rate, its first timecode), in this lane."""
        show(made, knots, media[1], media[0])
        made.enabled = self.enabled
        return TrackItem(kind, self.lane, self.record_s, knots[-1][0], made)


def _channels(asset: _Element) -> int:
    """Those of all its sources together; stereo for what makes no sense."""
    each, sources = number(asset.get("audioChannels")), number(asset.get("audioSources"))
    told = int((each or 2) * (sources or 1))
    return told if 1 <= told <= MOST_CHANNELS else 2


def _plain(item: _Element) -> Iterator[_Element]:
    return (c for c in item if c.tag in ITEMS and not c.get("lane"))
