"""The rules of Final Cut Pro 7 XML that Premiere and Resolve hold a file to."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from foley_post.core.timecode import parse_timecode, samples_at, ticks_at
from foley_post.timeline.fcp7.document import chosen_sequence, element_rate
from foley_post.timeline.findings import Finding, line_of
from foley_post.timeline.layout.rational import number
from foley_post.timeline.media.media_urls import path_in
from foley_post.timeline.media.wav_header import read_wav_header
from foley_post.timeline.safety.input_checks import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element, _ElementTree

__all__ = ["check_fcp7"]


def check_fcp7(content: bytes, path: Path, host: str) -> list[Finding]:
    """Every rule against every element."""
    tree = parse_xml(content, path.name)
    sequence = chosen_sequence(tree)
    if sequence is None:
        return [Finding("sequence", "There is no sequence in the file.")]
    found = _Found(path.parent, host)
    found.ids(tree)
    found.files(tree)
    found.sequence(sequence)
    found.links(sequence)
    for track in sequence.iterfind("media/*/track"):
        found.track(track)
    audio = sequence.find("media/audio")
    if audio is not None:
        found.exploded(audio)
    return found.findings


class _Found:
    """Collects findings."""

    def __init__(self, home: Path, host: str) -> None:
        self.home = home
        self.host = host
        self.findings: list[Finding] = []

    def say(self, rule: str, element: _Element, message: str, serious: bool = True) -> None:
        self.findings.append(Finding(rule, message, line_of(element), serious))

    def ids(self, tree: _ElementTree) -> None:
        """ids are unique; a file is described once and named by id afterwards."""
        clips = [e for e in tree.iter("clipitem") if e.get("id")]
        counted = Counter(e.get("id") for e in clips)
        for clip in clips:
            if counted[clip.get("id")] > 1:
                self.say("id", clip, f"Two clipitems have the id {clip.get('id')}.")
        described: set[str] = set()
        for file in tree.iter("file"):
            file_id = file.get("id") or ""
            if len(file) and file_id in described:
                self.say(
                    "file once", file, f"File {file_id} is described twice; Resolve drops clips."
                )
            if len(file):
                described.add(file_id)
        for file in tree.iter("file"):
            if not len(file) and (file.get("id") or "") not in described:
                self.say("file once", file, f"File {file.get('id')} is never described.")

    def files(self, tree: _ElementTree) -> None:
        for file in tree.iter("file"):
            if not len(file) or file.findtext("mediaSource"):
                continue
            name = file.findtext("name") or file.get("id") or "a file"
            for tag in ("name", "pathurl", "rate", "duration", "timecode", "media"):
                if file.find(tag) is None:
                    # Without an address a clip is offline; without the timecode Resolve refuses.
                    serious = tag == "timecode" and self.host == "resolve"
                    self.say("file complete", file, f"File {name} has no <{tag}>.", serious)
            url = file.find("pathurl")
            if url is not None:
                self.pathurl(url, url.text or "")
            timecode = file.find("timecode")
            if timecode is not None:
                self.timecode(timecode)
            self.against_wav(file, name)

    def pathurl(self, element: _Element, url: str) -> None:
        if re.search(r"%(?![0-9A-Fa-f]{2})", url):
            self.say("pathurl", element, f"A bare % in {url}; Resolve refuses the whole file.")
        if not url.startswith("file://"):
            self.say("pathurl", element, f"{url} is not a file:// address.")
        elif re.search(r"[ #?\"<>\\]", url[7:]):
            self.say("pathurl", element, f"{url} is not percent-encoded.")
        if self.host == "premiere" and re.match(r"file://localhost/[A-Za-z]:/", url):
            self.say("pathurl", element, f"Premiere writes the drive of {url} as %3a.", False)

    def timecode(self, element: _Element) -> None:
        """``string`` and ``frame`` say the same."""
        rate, frame = element_rate(element), number(element.findtext("frame"))
        text = (element.findtext("string") or "").strip()
        if rate is None or frame is None or not text:
            return
        drop = (element.findtext("displayformat") or "").strip() == "DF"
        try:
            said = parse_timecode(re.sub(r"[;.]", ":", text), rate, drop)
        except ValueError as error:
            self.say("timecode", element, f"{error}.", False)
            return
        day = rate.timebase * 86_400
        if not drop and said % day != frame % day:
            self.say("timecode", element, f"{text} is frame {said}, but <frame> says {frame}.")
        if drop and abs(said - frame) > 1 and frame < said:
            self.say("timecode", element, f"{text} is frame {said}, but <frame> says {frame}.")

    def against_wav(self, file: _Element, name: str) -> None:
        """What is said of a WAV is what the WAV says."""
        path = path_in(file.findtext("pathurl") or "")
        facts = read_wav_header(self.home / path) if path.lower().endswith(".wav") else None
        if facts is None:
            return
        rate_hz = number(file.findtext("media/audio/samplecharacteristics/samplerate"))
        if rate_hz is not None and rate_hz != facts.rate_hz:
            self.say("wav", file, f"{name} has {facts.rate_hz} Hz, the timeline says {rate_hz}.")
        channels = number(file.findtext("media/audio/channelcount"))
        if channels is not None and channels != facts.channels:
            self.say(
                "wav", file, f"{name} has {facts.channels} channels, the timeline says {channels}."
            )
        rate = element_rate(file.find("timecode"))
        frame = number(file.findtext("timecode/frame"))
        if facts.start_sample is None or rate is None or frame is None:
            return
        if samples_at(frame * rate.frame_s, facts.rate_hz) != facts.start_sample:
            self.say(
                "timecode",
                file,
                f"{name} starts at sample {facts.start_sample} by its bext, the timeline says "
                f"frame {frame}; Resolve imports nothing when they differ.",
            )

    def sequence(self, sequence: _Element) -> None:
        if element_rate(sequence) is None:
            self.say("rate", sequence, "The sequence has no <rate> of its own.")
        if sequence.find("media/video/format") is None:
            serious = self.host == "resolve"
            self.say("video format", sequence, "The sequence has no <video><format>.", serious)
        timecode = sequence.find("timecode")
        if timecode is not None:
            self.timecode(timecode)
        for rate in sequence.iter("rate"):
            base = number(rate.findtext("timebase"))
            ntsc = (rate.findtext("ntsc") or "FALSE").strip().upper()
            if base is None or base.denominator != 1 or base <= 0 or ntsc not in {"TRUE", "FALSE"}:
                self.say("rate", rate, "A rate is a whole timebase and ntsc TRUE or FALSE.")

    def track(self, track: _Element) -> None:
        """Clips in order, without overlaps, with ticks that agree."""
        end = Fraction(0)
        overlaps = track.find("transitionitem") is not None
        for clip in track.iterfind("clipitem"):
            start, stop = number(clip.findtext("start")), number(clip.findtext("end"))
            name = clip.findtext("name") or clip.get("id") or "a clip"
            if start is None or stop is None:
                self.say("place", clip, f"{name} has no start or no end.")
                continue
            if 0 <= start < end and not overlaps:
                self.say("place", clip, f"{name} overlaps the clip before it.", False)
            if 0 <= stop <= start:
                self.say("place", clip, f"{name} has no length.")
            end = max(end, stop)
            self.ticks(clip, name)

    def ticks(self, clip: _Element, name: str) -> None:
        rate = element_rate(clip)
        for tag, ticks_tag in (("in", "pproTicksIn"), ("out", "pproTicksOut")):
            frame, ticks = number(clip.findtext(tag)), number(clip.findtext(ticks_tag))
            if rate is None or frame is None or ticks is None:
                continue
            if abs(ticks - ticks_at(frame * rate.frame_s)) > ticks_at(rate.frame_s):
                self.say("ticks", clip, f"{ticks_tag} of {name} is not its <{tag}>.", False)

    def links(self, sequence: _Element) -> None:
        """Links name clips that are there, in their place, and are answered."""
        where: dict[str, set[tuple[str, int, int]]] = {}
        named: dict[str, set[str]] = {}
        for kind in ("video", "audio"):
            for t, track in enumerate(sequence.iterfind(f"media/{kind}/track"), 1):
                items = [e for e in track if e.tag in {"clipitem", "transitionitem"}]
                for c, clip in enumerate(track.iterfind("clipitem"), 1):
                    clip_id = clip.get("id") or ""
                    # Premiere's own files count transitions in some places and not in others.
                    where[clip_id] = {(kind, t, c), (kind, t, items.index(clip) + 1)}
                    named[clip_id] = {
                        link.findtext("linkclipref") or "" for link in clip.iterfind("link")
                    }
        for clip in sequence.iterfind("media/*/track/clipitem"):
            clip_id = clip.get("id") or ""
            for link in clip.iterfind("link"):
                other = link.findtext("linkclipref") or ""
                if other not in where:
                    self.say("link", link, f"{clip_id} is linked to {other}, which is not there.")
                elif clip_id not in named[other] and other != clip_id:
                    self.say(
                        "link", link, f"{clip_id} is linked to {other}, but not the other way."
                    )
                elif _link_place(link) not in {None, *where[other]}:
                    self.say("link", link, f"The link to {other} names another place.", False)

    def exploded(self, audio: _Element) -> None:
        """Stereo is two tracks, 0 then 1, each with its own channel of the same clips."""
        tracks = audio.findall("track")
        outputs = number(audio.findtext("numOutputChannels"))
        groups = audio.findall("outputs/group")
        if outputs is not None and groups:
            total = sum(number(g.findtext("numchannels")) or 0 for g in groups)
            if total != outputs:
                self.say("outputs", audio, f"{outputs} output channels, but groups for {total}.")
        for i, track in enumerate(tracks):
            count = number(track.get("totalExplodedTrackCount")) or 1
            index = number(track.get("currentExplodedTrackIndex")) or 0
            if count < 2:
                continue
            first = tracks[i - int(index)] if i >= index else track
            if (number(first.get("currentExplodedTrackIndex")) or 0) != 0:
                self.say("stereo", track, "The channels of a stereo track are not side by side.")
            if track.find("outputchannelindex") is None:
                self.say("stereo", track, "A channel has no <outputchannelindex>.", False)
            for clip in track.iterfind("clipitem"):
                source = number(clip.findtext("sourcetrack/trackindex"))
                kind = clip.get("premiereChannelType")
                if kind == "stereo" and source is not None and (source - 1) % 2 != index % 2:
                    self.say("stereo", clip, f"Channel {index + 1} plays channel {source}.")


def _link_place(link: _Element) -> tuple[str, int, int] | None:
    kind = (link.findtext("mediatype") or "").strip()
    track, clip = number(link.findtext("trackindex")), number(link.findtext("clipindex"))
    if not kind or track is None or clip is None:
        return None
    return kind, int(track), int(clip)
