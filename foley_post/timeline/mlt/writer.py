"""Stems into a project of Kdenlive, Shotcut or MLT by adding tracks.

Kdenlive's sound tracks lie below its pictures and count downwards, so ours become the lowest: A1
stays A1, and only the numbers by which the document itself calls its tracks (mixes, groups,
targets) move on, as they do when a track is added there. In Shotcut, and in documents of MLT
itself, ours come after the last and nothing is renumbered. Ours carry `MADE` in their tracks' names
and a property of our own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from foley_post.core.timecode import Rate, round_half_up
from foley_post.errors import TimelineWriteError
from foley_post.timeline.fcp7.writer import sub, xml_safe
from foley_post.timeline.layout.audio_lanes import AudioLane, PlacedStem
from foley_post.timeline.mlt.document import MARK, Document, is_our_track, properties, tracks_in
from foley_post.timeline.model import Cut
from foley_post.timeline.sequence import MADE
from foley_post.timeline.sequence_choice import chosen_index

if TYPE_CHECKING:
    from lxml.etree import _Element, _ElementTree

__all__ = ["add_stems"]

_TRACK_NUMBERS = ("a_track", "b_track", "track")
_POSITIONS = ("activeTrack", "audioTarget", "videoTarget")
_LEAF = re.compile(r'("data"\s*:\s*")(\d{1,6})(?=:)')


def add_stems(tree: _ElementTree, cut: Cut, lanes: Sequence[AudioLane], notices: list[str]) -> None:
    """Add the lanes to the project's sequence, in place of ours from an earlier run.

    ``notices`` fills with what a listener should know. Raises TimelineWriteError where it has none.
    """
    document = Document.of(tree)
    if document is None or not document.sequences():
        raise TimelineWriteError(f"There is no sequence in {cut.path.name} to add tracks to.")
    names = document.names()
    index = chosen_index(names, cut.sequence, cut.path.name, document.usual())
    adder = _Adder(document, document.sequences()[index])
    if adder.plays_one_track():
        notices.append(
            f"{cut.path.name} mixes no tracks: MLT plays the uppermost one that sounds, and the "
            "stems with the lowest. Import the .otio instead, or mix the tracks there."
        )
    adder.add(lanes)


@dataclass(slots=True)
class _Adder:
    document: Document
    tractor: _Element
    in_kdenlive: bool = False
    _clocks: bool = False
    _taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        tree = self.document.tree
        self.in_kdenlive = any(
            (p.get("name") or "").startswith("kdenlive:") for p in tree.iter("property")
        )
        times = [str(e.get("out")) for e in tree.iter("entry") if e.get("out")]
        self._clocks = bool(times) and all(re.fullmatch(r"\d+:\d+:\d+\.\d+", t) for t in times)

    def add(self, lanes: Sequence[AudioLane]) -> None:
        """Ours of before go, the lanes come, and the others' numbers follow."""
        before = tracks_in(self.tractor)
        gone = [index for index, track in enumerate(before) if self._is_ours(track)]
        others = [index for index in range(len(before)) if index not in gone]
        place = self._place(before, gone)
        for index in gone:
            self._remove(before[index], index)
        self._taken = {str(e.get("id")) for e in self.document.tree.iter() if e.get("id")}
        made = [self._track(lane) for lane in lanes]
        self._insert(made, [before[i] for i in others], place)
        numbers = {
            index: new if new < place else new + len(made) for new, index in enumerate(others)
        }
        numbers |= dict.fromkeys(gone, place)
        if any(old != new for old, new in numbers.items()):
            self._renumber(numbers)
        self._count(len(others) + len(made))
        for number in range(place, place + len(made)):
            self._mix(number)

    def plays_one_track(self) -> bool:
        """Whether several tracks sound and the document mixes none of them."""
        heard = [
            track for track in tracks_in(self.tractor)
            if track.get("hide") not in {"audio", "both"} and not self._is_ours(track)
            and (found := self.document.by_id.get(track.get("producer") or "")) is not None
            and found.tag in {"playlist", "tractor"}
        ]  # fmt: skip
        mixes = (properties(t).get("mlt_service") for t in self.tractor.iterfind("transition"))
        return not self.in_kdenlive and len(heard) > 1 and "mix" not in mixes

    def _is_ours(self, track: _Element) -> bool:
        return is_our_track(self.document.by_id.get(track.get("producer") or ""))

    def _place(self, before: Sequence[_Element], gone: Sequence[int]) -> int:
        """The number that our first track gets, ours of before not counted."""
        others = [track for index, track in enumerate(before) if index not in gone]
        if not self.in_kdenlive or not others:
            return len(others)
        lowest = self.document.by_id.get(others[0].get("producer") or "")
        return int(lowest is None or lowest.tag in {"producer", "chain"})  # what lies under all

    def _insert(self, made: Sequence[str], others: Sequence[_Element], place: int) -> None:
        from lxml import etree

        for number, producer in enumerate(made):
            track = etree.Element("track", producer=producer)
            if not self.in_kdenlive:
                track.set("hide", "video")
            if place:
                track.tail = others[place - 1].tail
                others[place - 1].getparent().insert(  # type: ignore[union-attr]
                    others[place - 1].getparent().index(others[place - 1]) + 1 + number,  # type: ignore[union-attr]
                    track,
                )
            else:
                holder = self.tractor.find("multitrack")
                (self.tractor if holder is None else holder).insert(number, track)

    def _remove(self, track: _Element, number: int) -> None:
        """A track of ours with what only it uses; its clips leave the bin too."""
        root = self.document.tree.getroot()
        for transition in self.tractor.findall("transition"):
            told = properties(transition)
            if told.get("mlt_service") == "mix" and told.get("b_track") == str(number):
                _drop(transition)
        _drop(track)
        found = self.document.by_id.get(track.get("producer") or "")
        holders = [found] if found is not None else []
        for inner in found.iterfind("track") if found is not None else ():
            playlist = self.document.by_id.get(inner.get("producer") or "")
            holders += [playlist] if playlist is not None else []
        played = {e.get("producer") for holder in holders for e in holder.iterfind("entry")}
        for holder in holders:
            _drop(holder)
        clips = {properties(self.document.by_id[p]).get("kdenlive:id") for p in played
                 if p in self.document.by_id}  # fmt: skip
        for producer in [e for e in root if e.tag in {"producer", "chain"}]:
            same_clip = properties(producer).get("kdenlive:id") in clips - {None}
            if producer.get("id") in played or same_clip:
                self._forget(producer)

    def _forget(self, producer: _Element) -> None:
        """Take a clip of ours out, unless the editor laid it on a track of theirs too."""
        root = self.document.tree.getroot()
        entries = [e for e in root.iter("entry") if e.get("producer") == producer.get("id")]
        if all(_bin(e.getparent()) for e in entries):
            for entry in entries:
                _drop(entry)
            _drop(producer)

    def _renumber(self, numbers: Mapping[int, int]) -> None:
        """Follow the tracks in all by which the sequence calls them."""
        for element in self.tractor.iterchildren("transition", "filter"):
            for held in element.iterfind("property"):
                number = _number(held)
                counts = held.get("name") in _TRACK_NUMBERS
                if counts and number is not None and number in numbers:
                    held.text = str(numbers[number])
        # Kdenlive counts them in its own properties without the black one under all.
        moved = {old - 1: new - 1 for old, new in numbers.items()}
        for held in self._told():
            name = (held.get("name") or "").rpartition(".")[2]
            number = _number(held)
            if name in _POSITIONS and number is not None and number in moved:
                held.text = str(moved[number])
            elif name == "groups":
                held.text = _LEAF.sub(
                    lambda m: m[1] + str(moved.get(int(m[2]), int(m[2]))), held.text or ""
                )

    def _told(self) -> Iterator[_Element]:
        """What Kdenlive notes of this sequence: in it, and before 23.04 in the project's bin."""
        own = [p for p in self.tractor.iterfind("property") if _is_told(p, "sequenceproperties")]
        if own:
            yield from own
            return
        for playlist in self.document.tree.iterfind("playlist"):
            yield from (p for p in playlist.iterfind("property") if _is_told(p, "docproperties"))

    def _count(self, tracks: int) -> None:
        for held in self.tractor.iterfind("property"):
            if held.get("name") == "kdenlive:sequenceproperties.tracksCount":
                held.text = str(tracks - 1)

    def _mix(self, number: int) -> None:
        """Our track is heard with the others, as each program mixes its own."""
        from lxml import etree

        made = etree.Element("transition", id=self._new_id("mix"))
        told = {"a_track": "0", "b_track": str(number), "mlt_service": "mix"}
        told |= {"always_active": "1", "sum": "1"}
        if self.in_kdenlive:
            told |= {"kdenlive_id": "mix", "internal_added": "237", "accepts_blanks": "1"}
        for name, value in told.items():
            _property(made, name, value)
        after = [i for i, child in enumerate(self.tractor) if child.tag in {"track", "multitrack"}]
        made.tail = "\n  "
        self.tractor.insert(after[-1] + 1, made)

    def _track(self, lane: AudioLane) -> str:
        """The id of a new track, which stands before the sequence."""
        from lxml import etree

        name = f"{MADE}: {xml_safe(lane.name)}"
        playlist = etree.Element("playlist", id=self._new_id("playlist"))
        playlist.tail = "\n "
        if not self.in_kdenlive:
            _property(playlist, "shotcut:audio", "1")
            _property(playlist, "shotcut:name", name)
            _property(playlist, MARK, "1")
            self._fill(playlist, lane)
            self.tractor.addprevious(playlist)
            return str(playlist.get("id"))
        _property(playlist, "kdenlive:audio_track", "1")
        self._fill(playlist, lane)
        empty = etree.Element("playlist", id=self._new_id("playlist"))  # for mixes
        empty.tail = "\n "
        _property(empty, "kdenlive:audio_track", "1")
        track = etree.Element("tractor", id=self._new_id("tractor"))
        track.tail = "\n "
        _property(track, "kdenlive:audio_track", "1")
        _property(track, "kdenlive:track_name", name)
        _property(track, MARK, "1")
        for inner in (playlist, empty):
            sub(track, "track").attrib.update({"hide": "video", "producer": str(inner.get("id"))})
        for element in (playlist, empty, track):
            self.tractor.addprevious(element)
        return str(track.get("id"))

    def _fill(self, playlist: _Element, lane: AudioLane) -> None:
        position = 0
        for one in lane.stems:
            if one.start_frame > position:
                sub(playlist, "blank").set("length", self._time(one.start_frame - position))
            number = self._in_bin(one) if self.in_kdenlive else ""
            producer = self._producer(one, number, on_track=True)
            self.tractor.addprevious(producer)
            entry = sub(playlist, "entry")
            entry.set("producer", str(producer.get("id")))
            entry.set("in", self._time(one.source_in))
            entry.set("out", self._time(one.source_out - 1))
            if number:
                _property(entry, "kdenlive:id", number)
            position = one.end_frame

    def _in_bin(self, one: PlacedStem) -> str:
        """Put the stem into Kdenlive's bin; its number there, empty for a project without a bin."""
        bins = [p for p in self.document.tree.iterfind("playlist") if _bin(p)]
        if not bins:
            return ""
        numbers = [_number(p) for p in self.document.tree.iter("property")
                   if p.get("name") == "kdenlive:id"]  # fmt: skip
        number = str(max((n for n in numbers if n is not None), default=1) + 1)
        producer = self._producer(one, number, on_track=False)
        bins[0].addprevious(producer)
        entry = sub(bins[0], "entry")
        entry.set("producer", str(producer.get("id")))
        entry.set("in", self._time(0))
        entry.set("out", self._time(one.file_frames - 1))
        return number

    def _producer(self, one: PlacedStem, number: str, *, on_track: bool) -> _Element:
        from lxml import etree

        made = etree.Element("producer", id=self._new_id("producer"))
        made.set("in", self._time(0))
        made.set("out", self._time(one.file_frames - 1))
        made.tail = "\n "
        told = {
            "length": str(one.file_frames),
            "eof": "pause",
            "resource": one.stem.path.absolute().as_posix(),
            "audio_index": "0",
            "video_index": "-1",
            "mlt_service": "avformat-novalidate",
            "seekable": "1",
            MARK: "1",
        }
        caption = xml_safe(one.stem.name)
        if self.in_kdenlive:
            told |= {"kdenlive:clipname": caption, "kdenlive:clip_type": "1"}
            told |= {"kdenlive:folderid": "-1"} | ({"kdenlive:id": number} if number else {})
            told |= {"set.test_audio": "0", "set.test_image": "1"} if on_track else {}
        else:
            told["shotcut:caption"] = caption
        for name, value in told.items():
            _property(made, name, value)
        return made

    def _time(self, frames: int) -> str:
        """Frames as this document writes them."""
        return clock(frames, self.document.rate) if self._clocks else str(frames)

    def _new_id(self, kind: str) -> str:
        number = 0
        while f"foley_{kind}{number}" in self._taken:
            number += 1
        made = f"foley_{kind}{number}"
        self._taken.add(made)
        return made


def clock(frames: int, rate: Rate) -> str:
    """``00:00:04.800``: the time of a frame to the millisecond, which tells frames apart."""
    whole = round_half_up(rate.seconds(frames) * 1000)
    seconds, thousandths = divmod(whole, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}.{thousandths:03d}"


def _property(parent: _Element, name: str, value: str) -> None:
    sub(parent, "property", value).set("name", name)


def _number(held: _Element) -> int | None:
    text = (held.text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


def _is_told(held: _Element, where: str) -> bool:
    return (held.get("name") or "").startswith(f"kdenlive:{where}.")


def _bin(playlist: _Element | None) -> bool:
    return playlist is not None and playlist.get("id") in {"main_bin", "main bin"}


def _drop(element: _Element) -> None:
    """Take an element out; the white space after it goes too."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
