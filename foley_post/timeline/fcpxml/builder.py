"""An FCPXML document made from a cut that came in another format.

The first video track is the primary storyline, with gaps where it is empty; the others are
connected clips above it, sound of its own is connected below. What nested timelines show is written
as plain clips; speeds are ``timeMap``s. Titles, generators, effects and transitions are left out.
Written as version 1.10, the newest that Resolve 18.5 reads too, after Apple's DTD of that version.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from foley_post.core.timecode import Rate
from foley_post.timeline.fcp7.builder import has_film, rows_of
from foley_post.timeline.fcp7.writer import sub, xml_safe
from foley_post.timeline.fcpxml.times import text_of
from foley_post.timeline.layout.other_sounds import Sound
from foley_post.timeline.media.media_facts import Facts, facts_for, picture_size
from foley_post.timeline.media.media_urls import file_url, path_in
from foley_post.timeline.model import Cut, Media, Shot

if TYPE_CHECKING:
    from lxml.etree import _Element, _ElementTree

__all__ = ["made_from"]

_VERSION = "1.10"
_LAYOUTS = {1: "mono", 6: "surround"}
_HERTZ = {44_100: "44.1k", 48_000: "48k", 88_200: "88.2k", 96_000: "96k", 192_000: "192k"}
_CONFORMED = {"23.976": "23.98"} | {
    text: text for text in ("24", "25", "29.97", "30", "47.95", "48", "50", "59.94", "60")
}


def made_from(cut: Cut, sounds: Sequence[Sound], notices: list[str]) -> _ElementTree:
    """The document, without stems.

    ``sounds`` are the clips of the cut's audio tracks; ``notices`` fills with what is not carried.
    """
    from lxml import etree

    root = etree.Element("fcpxml", version=_VERSION)
    resources = sub(root, "resources")
    event = sub(sub(root, "library"), "event")
    event.set("name", xml_safe(cut.name) or "cut")
    project = sub(event, "project")
    project.set("name", xml_safe(cut.name) or "cut")
    sequence = sub(project, "sequence")
    maker = _Maker(cut, resources, notices, facts_for(cut, cut.shots, sounds))
    sequence.set("format", maker.format(cut.rate))
    sequence.set("duration", text_of(cut.rate.seconds(cut.length_frames)))
    sequence.set("tcStart", text_of(cut.start_s))
    sequence.set("tcFormat", "DF" if cut.drop_frame else "NDF")
    sequence.set("audioLayout", _LAYOUTS.get(cut.audio_channels, "stereo"))
    sequence.set("audioRate", _HERTZ.get(cut.audio_rate_hz, "48k"))
    maker.fill(sub(sequence, "spine"), sounds)
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n'
    etree.indent(root, "    ")
    return etree.fromstring(head + etree.tostring(root, encoding="UTF-8")).getroottree()


@dataclass(slots=True)
class _Maker:
    cut: Cut
    resources: _Element
    notices: list[str]
    facts: Facts
    formats: dict[Rate, str] = field(default_factory=dict)
    assets: dict[tuple[str, Fraction], _Element] = field(default_factory=dict)
    # Of the primary storyline: record frames, the items there, and where their clocks start.
    starts: list[int] = field(default_factory=list)
    items: list[tuple[_Element, Fraction]] = field(default_factory=list)

    def fill(self, spine: _Element, sounds: Sequence[Sound]) -> None:
        """The storyline, what is connected to it, and the sound that is not a picture's own."""
        shots = [s for s in self.cut.shots if has_film(s, self.notices, "FCPXML")]
        rows = rows_of(shots)
        heard = {_place(clip) for sound in sounds for clip in sound.clips}
        self._storyline(spine, rows[0] if rows else [], heard)
        for lane, row in enumerate(rows[1:], 1):
            for shot in row:
                self._connect(shot, "all" if _place(shot) in heard else "video", lane)
        seen = {_place(shot) for shot in shots}
        for lane, sound in enumerate(sounds, 1):
            for clip in sound.clips:
                if _place(clip) not in seen:
                    self._connect(clip, "audio", -lane)

    def _storyline(
        self, spine: _Element, shots: Iterable[Shot], heard: set[tuple[object, ...]]
    ) -> None:
        position = 0
        for shot in shots:
            self._gap(spine, position, shot.record_start_frame)
            which = "all" if _place(shot) in heard else "video"
            item, clock_s = self._clip(spine, shot, which)
            self._remember(item, shot.record_start_frame, clock_s)
            position = shot.record_start_frame + shot.length_frames
        # Something must lie under every stem that is hung into the storyline.
        self._gap(spine, position, max(self.cut.length_frames, 1))

    def _gap(self, spine: _Element, first: int, last: int) -> None:
        if last <= first:
            return
        gap = sub(spine, "gap")
        gap.set("name", "Gap")
        gap.set("offset", text_of(self.cut.start_s + self.cut.rate.seconds(first)))
        gap.set("start", "0s")
        gap.set("duration", text_of(self.cut.rate.seconds(last - first)))
        self._remember(gap, first, Fraction(0))

    def _remember(self, item: _Element, frame: int, clock_s: Fraction) -> None:
        item.set("offset", text_of(self.cut.start_s + self.cut.rate.seconds(frame)))
        self.starts.append(frame)
        self.items.append((item, clock_s))

    def _connect(self, shot: Shot, which: str, lane: int) -> None:
        """A clip in a lane, on the clock of the storyline's item under its start."""
        index = max(0, bisect_right(self.starts, shot.record_start_frame) - 1)
        parent, clock_s = self.items[index]
        item, _ = self._clip(parent, shot, which)
        since = self.cut.rate.seconds(shot.record_start_frame - self.starts[index])
        item.set("lane", str(lane))
        item.set("offset", text_of(clock_s + since))

    def _clip(self, parent: _Element, shot: Shot, which: str) -> tuple[_Element, Fraction]:
        """An asset-clip, and where its own clock starts."""
        asset = self._asset(shot)
        if which != "audio":
            asset.set("hasVideo", "1")
        if which != "video":
            asset.set("hasAudio", "1")
            facts = self.facts.of(shot.media)
            asset.set("audioSources", str(facts.sounds))
            asset.set("audioChannels", str((facts.channels or 2) // facts.sounds or 1))
            asset.set("audioRate", str(facts.rate_hz))
        item = sub(parent, "asset-clip")
        item.set("ref", str(asset.get("id")))
        item.set("name", xml_safe(shot.name))
        if which != "all":
            item.set("srcEnable", which)
        if not shot.enabled:
            item.set("enabled", "0")
        start_s = shot.media.start_s + shot.time_map.knots[0][1]
        plain = shot.time_map.is_plain
        clock_s = start_s if plain else Fraction(0)
        item.set("start", text_of(clock_s))
        item.set("duration", text_of(shot.length_s))
        rate = shot.media.rate
        if rate is not None and rate != self.cut.rate and str(rate) in _CONFORMED:
            conform = sub(item, "conform-rate")
            conform.set("scaleEnabled", "0")  # every second of the media stays a second
            conform.set("srcFrameRate", _CONFORMED[str(rate)])
        if not plain:
            _time_map(item, shot)
        return item, clock_s

    def _asset(self, shot: Shot) -> _Element:
        media = shot.media
        key = (media.url or media.name, media.start_s)
        until_s = media.length_s or shot.time_map.media_range[1]
        if key not in self.assets:
            asset = self.assets[key] = sub(self.resources, "asset")
            asset.set("id", f"r{len(self.resources)}")
            asset.set("name", xml_safe(media.name or shot.name))
            asset.set("start", text_of(media.start_s))
            asset.set("duration", text_of(until_s))
            asset.set("format", self.format(media.rate or self.cut.rate))
            source = sub(asset, "media-rep")
            source.set("kind", "original-media")
            source.set("src", self._address(media, shot))
        elif media.length_s is None:
            asset = self.assets[key]
            told = Fraction(str(asset.get("duration")).rstrip("s"))
            asset.set("duration", text_of(max(told, until_s)))
        return self.assets[key]

    def _address(self, media: Media, shot: Shot) -> str:
        if media.path is not None:
            return file_url(media.path)
        if address := path_in(media.url):
            return file_url(address)
        name = media.name or shot.name
        self.notices.append(
            f"The timeline does not say where {name} is; relink it in Final Cut Pro."
        )
        return file_url(f"/{name}")

    def format(self, rate: Rate) -> str:
        """The id of the format of that rate; the cut's own says the picture's size."""
        if rate not in self.formats:
            made = sub(self.resources, "format")
            made.set("id", f"r{len(self.resources)}")
            made.set("frameDuration", text_of(rate.frame_s))
            if rate == self.cut.rate:
                width, height = picture_size(self.cut, "FCPXML", self.notices)
                made.set("width", str(width))
                made.set("height", str(height))
            self.formats[rate] = str(made.get("id"))
        return self.formats[rate]


def _time_map(item: _Element, shot: Shot) -> None:
    """Each knot a point: on the clip's clock, and on the media's."""
    made = sub(item, "timeMap")
    for record_s, media_s in shot.time_map.knots:
        point = sub(made, "timept")
        point.set("time", text_of(record_s))
        point.set("value", text_of(shot.media.start_s + media_s))
        point.set("interp", "linear")


def _place(shot: Shot) -> tuple[object, ...]:
    """What a clip shares with its own sound."""
    return shot.media.url, shot.record_start_frame, shot.length_frames, shot.time_map
