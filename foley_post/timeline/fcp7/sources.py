"""What a Final Cut Pro 7 XML clip shows: a file, the active angle of a multiclip, a generator."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from foley_post.core.timecode import Rate
from foley_post.timeline.fcp7.document import References, element_rate, is_true, timecode_s
from foley_post.timeline.layout.rational import number
from foley_post.timeline.sequence import OURS, rational

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Source", "Sources", "subclip_start_s"]


@dataclass(frozen=True, slots=True)
class Source:
    """A clip, its media's rate, and its media's timecode at the first frame.

    ``offset_s`` is how far into the media the clip's own frames count from.
    """

    clip: Any
    rate: Rate
    start_s: Fraction
    offset_s: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Sources:
    """Finds what clips show; ``notices`` fills with doubts."""

    references: References
    notices: list[str]

    def of(self, item: _Element, kind: str, rate: Rate) -> Source:
        """The clip that ``item`` shows on a track of ``kind``, Video or Audio."""
        import opentimelineio as otio

        schema = otio.schema
        clip = schema.Clip()
        holder, offset_s = self._holder(item, kind, rate)
        file = self.references.full(holder.find("file"))
        generator = item.tag == "generatoritem" or (
            file is not None and (file.findtext("mediaSource") or "") not in {"", "File"}
        )
        inner = self.references.full(holder.find("clip"))
        if file is None and inner is not None:
            file = self.references.full(inner.find(".//file"))
            if item.find("subclipinfo") is None:
                offset_s += subclip_start_s(inner, element_rate(inner) or rate)
        if file is None or generator:
            effect = item.findtext("effect/effectid")
            told = effect or (file.findtext("mediaSource") if file is not None else "")
            if generator:
                clip.media_reference = schema.GeneratorReference(generator_kind=told or "generator")
            return Source(clip, element_rate(item) or rate, Fraction(0))
        media_rate = element_rate(file) or element_rate(item) or rate
        offset_s += self._of_master_s(item, file, media_rate)
        start_s = max(Fraction(0), timecode_s(file.find("timecode"), media_rate))
        url = (file.findtext("pathurl") or "").strip()
        reference = schema.ExternalReference(url) if url else schema.MissingReference()
        reference.name = file.findtext("name") or ""
        length = number(file.findtext("duration"))
        if length is not None and length > 0:
            reference.available_range = otio.opentime.TimeRange(
                rational(start_s * media_rate.fps, media_rate), rational(length, media_rate)
            )
        elif start_s:
            reference.metadata[OURS] = {"start_s": str(start_s)}
        clip.media_reference = reference
        return Source(clip, media_rate, start_s, offset_s)

    def _holder(self, item: _Element, kind: str, rate: Rate) -> tuple[_Element, Fraction]:
        """The element that names the file: the item itself, or the active angle's clip.

        And how far into the media that clip begins.
        """
        multiclip = self.references.full(item.find("multiclip"))
        if multiclip is None:
            return item, Fraction(0)
        name = item.findtext("name") or "A multiclip"
        angles = [a for a in multiclip.iterfind("angle") if a.find("clip") is not None]
        active = [a for a in angles if is_true(a, f"active{kind.lower()}angle", False)]
        if not angles:
            return item, Fraction(0)
        if not active:
            self.notices.append(
                f"{name} does not say which angle is {'seen' if kind == 'Video' else 'heard'}; "
                f"{angles[0].findtext('name') or 'the first'} was taken."
            )
        clip = self.references.full((active or angles)[0].find("clip"))
        if clip is None:
            return item, Fraction(0)
        own_rate = element_rate(clip) or rate
        offset_s = subclip_start_s(clip, own_rate)
        if shift := number(clip.findtext("syncoffset")):
            late_s = self._late_s(clip, angles, rate)
            if abs(late_s) == own_rate.seconds(abs(shift)):
                return clip, offset_s - late_s
            self.notices.append(
                f"An angle of {name} is shifted against the others by a number of frames whose "
                "direction the file does not say; its place in the film may be off by that."
            )
        return clip, offset_s

    def _of_master_s(self, item: _Element, file: _Element, rate: Rate) -> Fraction:
        """How far into its media a clip begins whose master clip in the bin is the subclip.

        Such a clip is as long as the subclip; one that is as long as the media counts from there.
        """
        master = self.references.by_id.get(("clip", (item.findtext("masterclipid") or "").strip()))
        info = master.find("subclipinfo") if master is not None else None
        if master is None or info is None or item.find("subclipinfo") is not None:
            return Fraction(0)
        offsets = [number(info.findtext(tag)) or 0 for tag in ("startoffset", "endoffset")]
        whole, own = number(file.findtext("duration")), number(item.findtext("duration"))
        if whole is None or own is None or own != whole - sum(offsets):
            return Fraction(0)
        return subclip_start_s(master, element_rate(master) or rate)

    def _late_s(self, clip: _Element, angles: list[_Element], rate: Rate) -> Fraction:
        """How long after the first angle ``clip`` began, by their files' timecodes.

        Apple's text does not say which way ``syncoffset`` counts; timecodes that differ by it do.
        """
        starts = [self._timecode_s(a.find("clip"), rate) for a in angles]
        return self._timecode_s(clip, rate) - min(starts)

    def _timecode_s(self, clip: _Element | None, rate: Rate) -> Fraction:
        clip = self.references.full(clip)
        file = self.references.full(clip.find("file")) if clip is not None else None
        if file is None:
            return Fraction(0)
        return timecode_s(file.find("timecode"), element_rate(file) or rate)


def subclip_start_s(item: _Element, rate: Rate) -> Fraction:
    """How far into its media a subclip begins: ``in`` and ``out`` count from there."""
    offset = number(item.findtext("subclipinfo/startoffset"))
    return rate.seconds(offset) if offset is not None and offset > 0 else Fraction(0)
