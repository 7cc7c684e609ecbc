"""Stems into a Final Cut Pro 7 XML document by adding nodes; nothing that was there changes.

Premiere's own form: a stereo track is two exploded ``<track>``s, each with a clipitem for one
channel; the ``<file>`` stands in full once and by id afterwards; the two channels are linked with
each other and not with the picture. Our clips carry `MADE` in their log note.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from foley_post.core.timecode import Rate, ticks_at, timecode
from foley_post.errors import TimelineWriteError
from foley_post.timeline.fcp7.document import chosen_sequence, is_our_clip
from foley_post.timeline.layout.audio_lanes import AudioLane, PlacedStem
from foley_post.timeline.media.media_urls import premiere_url
from foley_post.timeline.model import Cut
from foley_post.timeline.sequence import MADE

if TYPE_CHECKING:
    from lxml.etree import _Element, _ElementTree

__all__ = [
    "LAYOUTS",
    "add_stems",
    "rate_element",
    "stereo_audio",
    "sub",
    "timecode_element",
    "xml_safe",
    "xml_text",
]

LAYOUTS = {1: "Mono", 2: "Stereo", 6: "5.1"}
"""What Premiere calls tracks of so many channels; all others are ``Adaptive``."""


def add_stems(tree: _ElementTree, cut: Cut, lanes: Sequence[AudioLane]) -> None:
    """Add the lanes to the document's sequence, in place of ours from an earlier run."""
    sequence = chosen_sequence(tree, cut.sequence)
    if sequence is None:
        raise TimelineWriteError(f"There is no sequence in {cut.path.name} to add tracks to.")
    audio = _audio(sequence, cut)
    _Adder(tree, audio, cut).add(lanes)


def xml_text(tree: _ElementTree) -> bytes:
    """The document as it was written: declaration, doctype, encoding."""
    from lxml import etree

    encoding = tree.docinfo.encoding or "UTF-8"
    body: bytes = etree.tostring(tree, encoding=encoding, xml_declaration=True)  # type: ignore
    if encoding.upper() in {"UTF-8", "ASCII", "US-ASCII", "ISO-8859-1"}:
        first, rest = body.split(b"\n", 1)
        body = first.replace(b"'", b'"') + b"\n" + rest
    return body + b"\n"


@dataclass(slots=True)
class _Adder:
    tree: _ElementTree
    audio: _Element
    cut: Cut
    _ids: dict[str, Iterator[str]] = field(default_factory=dict)

    def add(self, lanes: Sequence[AudioLane]) -> None:
        slots = self._clear()
        for lane in lanes:
            self._fill(self._slot(slots, lane), lane)
        self._drop_surplus(slots)

    def _clear(self) -> list[list[_Element]]:
        """Empty our tracks of an earlier run and give them back, a group for each former lane."""
        groups: list[list[_Element]] = []
        for track in self.audio.findall("track"):
            clips = track.findall("clipitem")
            ours = [clip for clip in clips if is_our_clip(clip)]
            mine = bool(ours) and len(ours) == len(clips)
            for clip in ours:
                track.remove(clip)
            if not mine:
                continue
            index = int(track.get("currentExplodedTrackIndex") or 0)
            if index and groups and len(groups[-1]) == index:
                groups[-1].append(track)
            else:
                groups.append([track])
        return groups

    def _slot(self, slots: list[list[_Element]], lane: AudioLane) -> list[_Element]:
        """The tracks for a lane: former ones of the same width, or new ones at the end."""
        for group in slots:
            if len(group) == lane.channels:
                slots.remove(group)
                return group
        tracks = []
        for channel in range(lane.channels):
            track = sub(self.audio, "track")
            track.set("currentExplodedTrackIndex", str(channel))
            track.set("totalExplodedTrackCount", str(lane.channels))
            track.set("premiereTrackType", LAYOUTS.get(lane.channels, "Adaptive"))
            sub(track, "enabled", "TRUE")
            sub(track, "locked", "FALSE")
            sub(track, "outputchannelindex", str(channel % 2 + 1))
            tracks.append(track)
        return tracks

    def _drop_surplus(self, slots: list[list[_Element]]) -> None:
        """Remove our empty tracks from the end; inside they stay, so that none is renumbered."""
        empty = {track for group in slots for track in group}
        for track in reversed(self.audio.findall("track")):
            if track not in empty:
                return
            self.audio.remove(track)

    def _fill(self, tracks: list[_Element], lane: AudioLane) -> None:
        numbers = [self.audio.findall("track").index(track) + 1 for track in tracks]
        for track in tracks:
            track.set("MZ.TrackName", lane.name)
        for clip_number, one in enumerate(lane.stems, 1):
            ids = [self._new_id("clipitem") for _ in tracks]
            master = self._new_id("masterclip")
            file_id = self._new_id("file")
            links = [(ids[i], numbers[i], clip_number) for i in range(len(tracks))]
            for channel, track in enumerate(tracks):
                item = self._clipitem(one, (ids[channel], master), channel, file_id)
                if len(tracks) > 1:
                    _link(item, links)
                _mark(item)
                track.insert(_before_settings(track), item)

    def _clipitem(
        self, one: PlacedStem, ids: tuple[str, str], channel: int, file_id: str
    ) -> _Element:
        from lxml import etree

        stem, rate = one.stem, self.cut.rate
        item = etree.Element("clipitem", id=ids[0])
        item.set("premiereChannelType", LAYOUTS.get(stem.channels, "Adaptive").lower())
        sub(item, "masterclipid", ids[1])
        sub(item, "name", xml_safe(stem.name))
        sub(item, "enabled", "TRUE")
        sub(item, "duration", str(one.file_frames))
        rate_element(item, rate)
        sub(item, "start", str(one.start_frame))
        sub(item, "end", str(one.end_frame))
        sub(item, "in", str(one.source_in))
        sub(item, "out", str(one.source_out))
        sub(item, "pproTicksIn", str(ticks_at(rate.seconds(one.source_in))))
        sub(item, "pproTicksOut", str(ticks_at(rate.seconds(one.source_out))))
        file = sub(item, "file")
        file.set("id", file_id)
        if channel == 0:
            self._describe(file, one)
        source = sub(item, "sourcetrack")
        sub(source, "mediatype", "audio")
        sub(source, "trackindex", str(channel + 1))
        return item

    def _describe(self, file: _Element, one: PlacedStem) -> None:
        stem, rate = one.stem, self.cut.rate
        sub(file, "name", xml_safe(stem.path.name))
        sub(file, "pathurl", premiere_url(stem.path))
        rate_element(file, rate)
        sub(file, "duration", str(one.file_frames))
        timecode_element(file, one.timecode_frame, rate, self.cut.drop_frame)
        audio = sub(sub(file, "media"), "audio")
        sound = sub(audio, "samplecharacteristics")
        sub(sound, "depth", "24")
        sub(sound, "samplerate", str(stem.rate_hz))
        sub(audio, "channelcount", str(stem.channels))

    def _new_id(self, kind: str) -> str:
        if kind not in self._ids:
            taken = {str(e.get("id")) for e in self.tree.iter() if e.get("id")}
            taken |= {(e.text or "").strip() for e in self.tree.iter("masterclipid", "linkclipref")}
            self._ids[kind] = _fresh(kind, taken)
        return next(self._ids[kind])


def _fresh(kind: str, taken: set[str]) -> Iterator[str]:
    numbers = [int(t[len(kind) + 1 :]) for t in taken if _is_numbered(t, kind)]
    number = max(numbers, default=0)
    while True:
        number += 1
        if f"{kind}-{number}" not in taken:
            yield f"{kind}-{number}"


def _is_numbered(text: str, kind: str) -> bool:
    number = text[len(kind) + 1 :]
    return (
        text.startswith(f"{kind}-") and number.isascii() and number.isdigit() and len(number) < 10
    )


def _link(item: _Element, links: Sequence[tuple[str, int, int]]) -> None:
    for clip_id, track_number, clip_number in links:
        link = sub(item, "link")
        sub(link, "linkclipref", clip_id)
        sub(link, "mediatype", "audio")
        sub(link, "trackindex", str(track_number))
        sub(link, "clipindex", str(clip_number))
        sub(link, "groupindex", "1")


def _mark(item: _Element) -> None:
    log = sub(item, "logginginfo")
    for tag in ("description", "scene", "shottake"):
        sub(log, tag, "")
    sub(log, "lognote", MADE)
    sub(sub(item, "labels"), "label2", "Caribbean")


def _before_settings(track: _Element) -> int:
    """Clips come before ``<enabled>`` and what follows it."""
    for index, child in enumerate(track):
        if child.tag in {"enabled", "locked", "outputchannelindex"}:
            return index
    return len(track)


def _audio(sequence: _Element, cut: Cut) -> _Element:
    """The sequence's ``<audio>``; made with a stereo output when there is none."""
    media = sequence.find("media")
    if media is None:
        media = sub(sequence, "media")
    audio = media.find("audio")
    if audio is not None:
        return audio
    return stereo_audio(media, cut.audio_rate_hz)


def stereo_audio(media: _Element, rate_hz: int) -> _Element:
    """A new ``<audio>`` in ``media`` with a stereo output and no tracks."""
    audio = sub(media, "audio")
    sub(audio, "numOutputChannels", "2")
    sound = sub(sub(audio, "format"), "samplecharacteristics")
    sub(sound, "depth", "24")
    sub(sound, "samplerate", str(rate_hz))
    outputs = sub(audio, "outputs")
    for channel in ("1", "2"):
        group = sub(outputs, "group")
        sub(group, "index", channel)
        sub(group, "numchannels", "1")
        sub(group, "downmix", "0")
        sub(sub(group, "channel"), "index", channel)
    return audio


def sub(parent: _Element, tag: str, text: str | None = None) -> _Element:
    """A new last child."""
    from lxml import etree

    child = etree.SubElement(parent, tag)
    child.text = text
    return child


def rate_element(parent: _Element, rate: Rate) -> None:
    """``<rate>``: timebase is the rate rounded up, ntsc means 1000/1001 exactly."""
    found = sub(parent, "rate")
    sub(found, "timebase", str(rate.timebase))
    sub(found, "ntsc", "TRUE" if rate.is_ntsc else "FALSE")


def timecode_element(parent: _Element, frame: int, rate: Rate, drop_frame: bool) -> None:
    """``<timecode>`` for ``frame`` since midnight."""
    found = sub(parent, "timecode")
    rate_element(found, rate)
    sub(found, "string", timecode(frame, rate, drop_frame))
    sub(found, "frame", str(frame))
    sub(found, "displayformat", "DF" if drop_frame else "NDF")


def xml_safe(text: str) -> str:
    """``text`` without the control characters that XML 1.0 cannot hold."""
    return "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))
