"""Stems into an AAF, experimental: nobody's Avid was there to open it.

A cut that came as AAF is copied whole and gets more sound slots on its composition; for any other
a composition is made with the picture by reference. A channel is a slot of its own, as AAF has it;
a stem is a file mob that links to the WAV (`WAVEDescriptor`, network locator) with its timecode,
under a master mob. Speeds, effects and titles are not written where the composition is made.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from foley_post.core.timecode import Rate
from foley_post.errors import TimelineWriteError
from foley_post.timeline.fcp7.builder import has_film, rows_of
from foley_post.timeline.layout.audio_lanes import AudioLane
from foley_post.timeline.media.media_urls import file_url, path_in
from foley_post.timeline.model import Cut, Shot, Stem
from foley_post.timeline.sequence import MADE
from foley_post.timeline.sequence_choice import chosen_index

__all__ = ["write_aaf"]

_SAID = "The AAF is experimental: check it in the program that is to open it."


def write_aaf(cut: Cut, lanes: Sequence[AudioLane], draft: Path, notices: list[str]) -> None:
    """The cut with ``lanes`` as an AAF in ``draft``; ``notices`` fills with what is not carried.

    Ours of an earlier run go first. Raises TimelineWriteError for a document that takes no more.
    """
    import aaf2

    notices.append(_SAID)
    if cut.format == "aaf":
        draft.write_bytes(cut.source)
    try:
        with aaf2.open(str(draft), "rw" if cut.format == "aaf" else "w") as document:
            maker = _Maker(document, cut, notices)
            composition = maker.theirs() if cut.format == "aaf" else maker.made()
            maker.add(composition, lanes)
    except (OSError, TimelineWriteError):
        raise
    except Exception as error:  # the border: a foreign file in a library
        raise TimelineWriteError(
            f"{cut.path.name} could not be written as AAF ({type(error).__name__}: {error}). "
            "Choose otio or fcp7xml."
        ) from error


@dataclass(slots=True)
class _Maker:
    document: Any
    cut: Cut
    notices: list[str]
    masters: dict[object, Any] = field(default_factory=dict)

    def theirs(self) -> Any:
        """The composition that was read, without our slots of an earlier run."""
        compositions = list(self.document.content.toplevel())
        if not compositions:
            raise TimelineWriteError(f"There is no composition in {self.cut.path.name}.")
        names = [str(mob.name or "") for mob in compositions]
        composition = compositions[chosen_index(names, self.cut.sequence, self.cut.path.name)]
        slots, mobs = composition.slots, self.document.content.mobs
        for index in reversed(range(len(slots))):
            if (slots[index].name or "").startswith(MADE):
                slots.pop(index)
        for mob in list(mobs):
            if (mob.name or "").startswith(MADE):
                mobs.pop(mob.mob_id)
        return composition

    def made(self) -> Any:
        """A composition with the cut's timecode and its picture by reference."""
        cut = self.cut
        composition = self._mob("CompositionMob", cut.name)
        composition.usage = "Usage_TopLevel"
        self._clock(composition, cut.start_frame, cut.rate, cut.length_frames)
        shots = [s for s in cut.shots if has_film(s, self.notices, "AAF")]
        off = [s.id for s in shots if not s.enabled]
        if off:
            self.notices.append(f"{', '.join(off)}: switched off, and not in the AAF.")
        if any(not track.ours for track in cut.audio_tracks):
            self.notices.append("The AAF holds the picture and the stems, no other sound.")
        shots = [s for s in shots if s.enabled]
        for number, row in enumerate(rows_of(shots), 1):
            slot = composition.create_picture_slot(_edit_rate(cut.rate))
            slot.name = f"V{number}"
            slot["PhysicalTrackNumber"].value = number
            clips = ((s.record_start_frame, s.length_frames, self._picture(s)) for s in row)
            self._lay(slot, "picture", clips)
        return composition

    def add(self, composition: Any, lanes: Iterable[AudioLane]) -> None:
        """A slot for each channel of each lane, after those that are there."""
        kinds = [str(slot.media_kind) for slot in composition.slots]
        number = sum(kind in {"Sound", "LegacySound"} for kind in kinds)
        for lane in lanes:
            for channel in range(lane.channels):
                number += 1
                slot = composition.create_sound_slot(_edit_rate(self.cut.rate))
                slot.name = f"{MADE}: {lane.name}{_side(channel, lane.channels)}"
                slot["PhysicalTrackNumber"].value = number
                clips = (
                    (
                        one.start_frame,
                        one.end_frame - one.start_frame,
                        (self._sound(one.stem, one.file_frames), channel + 1, one.source_in),
                    )
                    for one in lane.stems
                )
                self._lay(slot, "sound", clips)

    def _lay(
        self, slot: Any, kind: str, clips: Iterable[tuple[int, int, tuple[Any, int, int]]]
    ) -> None:
        """Fillers and source clips, from 0: (place, length, (master mob, its slot, its frame))."""
        create, position = self.document.create, 0
        for start, length, (master, source_slot, first) in clips:
            if start > position:
                slot.segment.components.append(create.Filler(kind, start - position))
            clip = master.create_source_clip(source_slot, first, length, media_kind=kind)
            slot.segment.components.append(clip)
            position = start + length

    def _sound(self, stem: Stem, frames: int) -> Any:
        """The stem's master mob, with a slot for each channel."""
        if stem.path not in self.masters:
            file = self._mob("SourceMob", f"{MADE}: {stem.path.name}")
            file.descriptor = self._wave(stem)
            master = self._mob("MasterMob", f"{MADE}: {stem.name}")
            start = self.cut.rate.frames(Fraction(stem.start_sample, stem.rate_hz))
            for channel in range(1, stem.channels + 1):
                self._feed(
                    master, file, (channel, "sound"), (Rate(stem.rate_hz), stem.length_samples)
                )
            for slot in master.slots:
                slot["EditRate"].value = _edit_rate(self.cut.rate)
                slot.segment.length = frames
            self._clock(file, start, self.cut.rate, frames)
            self.masters[stem.path] = master
        return self.masters[stem.path]

    def _wave(self, stem: Stem) -> Any:
        """A linked WAV: its header's beginning, and where it lies."""
        made = self.document.create.WAVEDescriptor()
        made["SampleRate"].value = stem.rate_hz
        made["Length"].value = stem.length_samples
        made["Summary"].value = bytearray(_wave_head(stem))
        made["ContainerFormat"].value = self.document.dictionary.lookup_containerdef("AAF")
        made["Locator"].append(self._locator(file_url(stem.path)))
        return made

    def _picture(self, shot: Shot) -> tuple[Any, int, int]:
        """A master mob for the shot's media, its slot, and the frame where the shot begins."""
        media, rate = shot.media, shot.media.rate or self.cut.rate
        key = (media.url or media.name, media.start_s)
        length = max(1, rate.frames(media.length_s or shot.time_map.media_range[1]))
        if key not in self.masters:
            name = media.name or shot.name
            source = self._mob("SourceMob", name)
            source.descriptor = self.document.create.ImportDescriptor()
            address = media.path or path_in(media.url)
            if address:
                source.descriptor["Locator"].append(self._locator(file_url(address)))
            master = self._mob("MasterMob", name)
            self._feed(master, source, (1, "picture"), (rate, length))
            self._clock(source, rate.frames(media.start_s), rate, length)
            self.masters[key] = master
        if not shot.time_map.is_plain:
            self.notices.append(f"{shot.id} ({shot.name}) plays at its own speed in the AAF.")
        first = self.cut.rate.frames(max(Fraction(0), shot.time_map.knots[0][1]))
        return self.masters[key], 1, first

    def _feed(self, master: Any, source: Any, slot: tuple[int, str], run: tuple[Rate, int]) -> None:
        """A slot in ``source`` for its essence, and one in ``master`` that refers to it."""
        (number, kind), (rate, length) = slot, run
        essence = source.create_empty_slot(_edit_rate(rate), kind, number)
        essence.segment.length = length
        essence["PhysicalTrackNumber"].value = number
        there = master.create_timeline_slot(_edit_rate(rate), number)
        there["PhysicalTrackNumber"].value = number
        there.segment = source.create_source_clip(number, 0, length, media_kind=kind)

    def _clock(self, mob: Any, start: int, rate: Rate, length: int) -> None:
        """A timecode slot that begins at frame ``start``."""
        slot = mob.create_timeline_slot(_edit_rate(rate))
        drop = self.cut.drop_frame and rate == self.cut.rate
        slot.segment = self.document.create.Timecode(
            rate.timebase, drop=drop, length=max(1, length)
        )
        slot.segment.start = start
        slot["PhysicalTrackNumber"].value = 1
        slot.name = "TC"

    def _locator(self, url: str) -> Any:
        made = self.document.create.NetworkLocator()
        made["URLString"].value = url
        return made

    def _mob(self, kind: str, name: str) -> Any:
        made = getattr(self.document.create, kind)(name)
        self.document.content.mobs.append(made)
        return made


def _wave_head(stem: Stem) -> bytes:
    """A RIFF header up to its format chunk: 24-bit PCM, as stems are."""
    block = stem.channels * 3
    form = struct.pack("<HHIIHH", 1, stem.channels, stem.rate_hz, stem.rate_hz * block, block, 24)
    size = min(0xFFFF_FFFF, 36 + stem.length_samples * block)
    return struct.pack("<4sI4s4sI", b"RIFF", size, b"WAVE", b"fmt ", len(form)) + form


def _edit_rate(rate: Rate) -> str:
    return f"{rate.numerator}/{rate.denominator}"


def _side(channel: int, channels: int) -> str:
    return (
        "" if channels == 1 else f" {('L', 'R')[channel]}" if channels == 2 else f" {channel + 1}"
    )
