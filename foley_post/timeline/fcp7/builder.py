"""A Final Cut Pro 7 XML document made from a cut that came in another format.

Enough for Premiere before 25.6 and for Resolve to open picture and sound in place: clips, files,
rates, timecodes, links between picture and sound of one source, speeds. What nested timelines show
is written as plain clips; what a plain clip cannot say (effects, titles, transitions) is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from foley_post.core.timecode import Rate, ticks_at
from foley_post.errors import Remedy
from foley_post.timeline.fcp7.time_remap import source_frames, speed_filter
from foley_post.timeline.fcp7.writer import (
    LAYOUTS,
    rate_element,
    stereo_audio,
    sub,
    timecode_element,
    xml_safe,
)
from foley_post.timeline.layout.other_sounds import Sound
from foley_post.timeline.media.media_facts import Facts, facts_for, picture_size
from foley_post.timeline.media.media_urls import path_in, premiere_url
from foley_post.timeline.model import Cut, Media, Shot

if TYPE_CHECKING:
    from lxml.etree import _Element, _ElementTree

__all__ = ["has_film", "made_from", "rows_of"]


def made_from(cut: Cut, sounds: Sequence[Sound], notices: list[str]) -> _ElementTree:
    """The document, without stems.

    ``sounds`` are the clips of the cut's audio tracks; ``notices`` fills with what is not carried.
    """
    from lxml import etree

    root = etree.Element("xmeml", version="4")
    sequence = sub(root, "sequence")
    sequence.set("id", "sequence-1")
    sequence.set("explodedTracks", "true")
    sub(sequence, "duration", str(cut.length_frames))
    rate_element(sequence, cut.rate)
    sub(sequence, "name", xml_safe(cut.name))
    _Maker(cut, sub(sequence, "media"), notices, facts_for(cut, cut.shots, sounds)).fill(sounds)
    timecode_element(sequence, cut.start_frame, cut.rate, cut.drop_frame)
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n'
    etree.indent(root, "\t")
    return etree.fromstring(head + etree.tostring(root, encoding="UTF-8")).getroottree()


@dataclass(slots=True)
class _Maker:
    cut: Cut
    media: _Element
    notices: list[str]
    facts: Facts
    clips: int = 0
    files: dict[tuple[str, str], str] = field(default_factory=dict)
    # (media url, record start) -> the linked clipitems with their kind, track and clip numbers
    groups: dict[tuple[str, int], list[tuple[_Element, str, int, int]]] = field(
        default_factory=dict
    )

    def fill(self, sounds: Sequence[Sound]) -> None:
        video, audio = self._picture(), stereo_audio(self.media, self.cut.audio_rate_hz)
        shots = [s for s in self.cut.shots if has_film(s, self.notices, "FCP7 XML")]
        for number, row in enumerate(rows_of(shots), 1):
            self._track(video, number, row)
        for number, (sound, channel) in enumerate(_channels(sounds), 1):
            self._audio_track(audio, number, sound, channel)
        for group in self.groups.values():
            if len({kind for _, kind, _, _ in group}) > 1:
                for item, *_ in group:
                    _link_all(item, group)

    def _picture(self) -> _Element:
        video = sub(self.media, "video")
        look = sub(sub(video, "format"), "samplecharacteristics")
        rate_element(look, self.cut.rate)
        width, height = picture_size(self.cut, "FCP7 XML", self.notices)
        sub(look, "width", str(width))
        sub(look, "height", str(height))
        sub(look, "anamorphic", "FALSE")
        sub(look, "pixelaspectratio", "square")
        sub(look, "fielddominance", "none")
        return video

    def _track(self, video: _Element, number: int, shots: Iterable[Shot]) -> None:
        track = sub(video, "track")
        for clip_number, shot in enumerate(shots, 1):
            item = self._clipitem(track, shot)
            key = (shot.media.url, shot.record_start_frame)
            self.groups.setdefault(key, []).append((item, "video", number, clip_number))
        sub(track, "enabled", "TRUE")
        sub(track, "locked", "FALSE")

    def _audio_track(self, audio: _Element, number: int, sound: Sound, channel: int) -> None:
        track = sub(audio, "track")
        track.set("currentExplodedTrackIndex", str(channel))
        track.set("totalExplodedTrackCount", str(sound.channels))
        layout = LAYOUTS.get(sound.channels, "Adaptive")
        track.set("premiereTrackType", layout)
        track.set("MZ.TrackName", xml_safe(sound.name))
        for clip_number, shot in enumerate(sound.clips, 1):
            item = self._clipitem(track, shot)
            item.set("premiereChannelType", layout.lower())
            source = sub(item, "sourcetrack")
            sub(source, "mediatype", "audio")
            sub(source, "trackindex", str(channel + 1))
            key = (shot.media.url, shot.record_start_frame)
            self.groups.setdefault(key, []).append((item, "audio", number, clip_number))
        sub(track, "enabled", "TRUE")
        sub(track, "locked", "FALSE")
        sub(track, "outputchannelindex", str(channel % 2 + 1))

    def _clipitem(self, track: _Element, shot: Shot) -> _Element:
        self.clips += 1
        # Hosts count a clip's in and out on the sequence's grid, whatever its media runs at.
        media, rate = shot.media, self.cut.rate
        first, last, length = source_frames(shot, rate)
        item = sub(track, "clipitem")
        item.set("id", f"clipitem-{self.clips}")
        sub(item, "name", xml_safe(shot.name))
        sub(item, "enabled", "TRUE" if shot.enabled else "FALSE")
        sub(item, "duration", str(length))
        rate_element(item, rate)
        sub(item, "start", str(shot.record_start_frame))
        sub(item, "end", str(shot.record_start_frame + shot.length_frames))
        sub(item, "in", str(first))
        sub(item, "out", str(last))
        seen_s = shot.time_map.knots[0][1] if shot.time_map.is_plain else rate.seconds(first)
        sub(item, "pproTicksIn", str(ticks_at(max(Fraction(0), seen_s))))
        sub(item, "pproTicksOut", str(ticks_at(max(Fraction(0), seen_s) + shot.length_s)))
        self._file(item, media, shot)
        speed_filter(item, shot, rate)
        return item

    def _file(self, item: _Element, media: Media, shot: Shot) -> None:
        key = (media.url or shot.name, str(media.start_s))
        known = self.files.get(key)
        file = sub(item, "file")
        if known is not None:
            file.set("id", known)
            return
        self.files[key] = f"file-{len(self.files) + 1}"
        file.set("id", self.files[key])
        rate = media.rate or self.cut.rate
        sub(file, "name", xml_safe(media.name or shot.name))
        address = media.path or path_in(media.url)
        if address:
            sub(file, "pathurl", premiere_url(address))
        rate_element(file, rate)
        length_s = media.length_s or shot.time_map.media_range[1]
        sub(file, "duration", str(max(1, rate.frames(length_s))))
        # Resolve refuses the document when this is not the media's own timecode.
        timecode_element(file, rate.frames(media.start_s), rate, False)
        self._contents(sub(file, "media"), media, rate)

    def _contents(self, inside: _Element, media: Media, rate: Rate) -> None:
        """What the file holds: a picture with its size, sound with its channels."""
        facts = self.facts.of(media)
        if facts.has_picture:
            look = sub(sub(inside, "video"), "samplecharacteristics")
            rate_element(look, rate)
            if facts.size is not None:
                sub(look, "width", str(facts.size[0]))
                sub(look, "height", str(facts.size[1]))
        if facts.channels:
            sound = sub(inside, "audio")
            sub(sub(sound, "samplecharacteristics"), "samplerate", str(facts.rate_hz))
            sub(sound, "channelcount", str(facts.channels))


def has_film(shot: Shot, notices: list[str], form: str) -> bool:
    """Whether there is anything of ``shot`` that ``form`` can show; ``notices`` says what is not.

    A title's look lies in its editing program; a clip that only wants relinking is carried.
    """
    to_be_found = shot.remedy is Remedy.RELINK or "relink" in shot.problem.lower()
    if shot.media.url or to_be_found:
        return True
    notices.append(f"{shot.id} ({shot.name}) is not in the {form}: {shot.problem}")
    return False


def rows_of(shots: Iterable[Shot]) -> list[list[Shot]]:
    """Shots by track, V1 first; what overlaps (from nested timelines) on a track above its own."""
    rows: list[list[Shot]] = []
    tracks: dict[str, list[Shot]] = {}
    for shot in shots:
        tracks.setdefault(shot.track, []).append(shot)
    for name in sorted(tracks, key=lambda t: int(t[1:]) if t[1:].isdigit() else 0):
        own: list[list[Shot]] = [[]]
        for shot in sorted(tracks[name], key=lambda s: s.record_start_frame):
            for row in own:
                if not row or _end(row[-1]) <= shot.record_start_frame:
                    row.append(shot)
                    break
            else:
                own.append([shot])
        rows.extend(own)
    return rows


def _end(shot: Shot) -> int:
    return shot.record_start_frame + shot.length_frames


def _channels(sounds: Iterable[Sound]) -> Iterable[tuple[Sound, int]]:
    return ((sound, channel) for sound in sounds for channel in range(sound.channels))


def _link_all(item: _Element, group: Sequence[tuple[_Element, str, int, int]]) -> None:
    for other, kind, track_number, clip_number in group:
        link = sub(item, "link")
        sub(link, "linkclipref", str(other.get("id")))
        sub(link, "mediatype", kind)
        sub(link, "trackindex", str(track_number))
        sub(link, "clipindex", str(clip_number))
        if kind == "audio":
            sub(link, "groupindex", "1")
