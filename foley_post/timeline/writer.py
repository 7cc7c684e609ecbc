"""A cut and its stems to new timeline files; the input is never touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from foley_post.core.files import finished
from foley_post.core.progress import Progress, Watcher, ignore_progress
from foley_post.errors import UsageError
from foley_post.timeline.fcp7.builder import made_from
from foley_post.timeline.fcp7.writer import add_stems, xml_text
from foley_post.timeline.fcpxml import builder, writer
from foley_post.timeline.fcpxml.reader import chosen_sequence as chosen_project
from foley_post.timeline.fcpxml.reader import is_old
from foley_post.timeline.formats import again, document_of
from foley_post.timeline.layout.audio_clips import sounds_of
from foley_post.timeline.layout.audio_lanes import AudioLane, lanes
from foley_post.timeline.layout.record_markers import markers_on_timeline
from foley_post.timeline.loss_report import say_lost, say_not_read
from foley_post.timeline.markers import mark_fcp7, mark_fcpxml, mark_otio
from foley_post.timeline.media.relative_paths import (
    settle_fcp7,
    settle_fcpxml,
    settle_mlt,
    settle_otio,
)
from foley_post.timeline.mlt import writer as mlt
from foley_post.timeline.model import Cut, Marker, Stem
from foley_post.timeline.otio.kdenlive import count_sounds_from_zero
from foley_post.timeline.otio.writer import add_lanes, otio_text
from foley_post.timeline.reaper.writer import rpp_text
from foley_post.timeline.safety.bundle import gather, zipped
from foley_post.timeline.safety.input_checks import parse_xml
from foley_post.timeline.sequence import Sequence as Read

__all__ = ["FORMATS_OUT", "HOSTS", "Written", "chosen_formats", "write_cut"]

HOSTS: dict[str, tuple[str, ...]] = {
    "premiere": ("otio", "fcp7xml"),
    "resolve": ("otio", "fcp7xml"),
    "fcp": ("fcpxml",),
    "kdenlive": ("kdenlive",),
    "reaper": ("rpp",),
    "protools": ("aaf",),
}
"""Which formats each editing program is given."""

_DEFAULT = ("otio", "fcp7xml")


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were written, and in sentences what they do not carry.

    ``uses`` says of each file which programs it is for, and whether it keeps all of its source.
    """

    files: tuple[Path, ...]
    notices: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()


def write_cut(
    cut: Cut,
    stems: Sequence[Stem],
    folder: Path,
    *,
    formats: Sequence[str] = (),
    hosts: Sequence[str] = (),
    markers: Sequence[Marker] = (),
    watcher: Watcher = ignore_progress,
) -> Written:
    """Write the cut with ``stems`` on new audio tracks into ``folder``, each file whole or not.

    ``formats`` (`FORMATS_OUT`) and ``hosts`` (`HOSTS`) choose what is written; without either,
    ``.otio``, FCP7 ``.xml``, and the format that the cut came in where that is written. ``markers``
    are laid on the timeline, in place of ours from before. Raises UsageError for other names,
    TimelineWriteError, OutputError, and Cancelled from ``watcher``.
    """
    chosen = chosen_formats(cut, formats, hosts)
    job = _Job(cut, lanes(stems, cut), folder, tuple(markers))
    files: list[Path] = []
    for number, form in enumerate(chosen):
        watcher(Progress("write", number, len(chosen)))
        suffix, make = _WRITERS[form]
        target = _target(cut, folder, suffix or _own_suffix(cut))
        with finished(target) as draft:
            make(job, draft)
        files.append(target)
    watcher(Progress("write", 1, 1))
    uses = tuple(_use(cut, form) for form in chosen)
    return Written(tuple(files), tuple(dict.fromkeys(job.notices)), uses)


def _use(cut: Cut, form: str) -> str:
    """Which programs a written ``form`` is for, and whether it is the source with more tracks."""
    same = {"otio": "otio", "otioz": "otio", "otiod": "otio"}.get(cut.format, cut.format)
    whole = form == same or (form == "otioz" and same == "otio")
    if form == "fcpxml" and whole:
        tree = parse_xml(cut.source, cut.path.name)
        whole = not is_old(tree) and chosen_project(tree, cut.sequence) is not None
    return _USES[form] + (f"; keeps all of {cut.path.name}" if whole else "")


def chosen_formats(cut: Cut, formats: Sequence[str], hosts: Sequence[str]) -> tuple[str, ...]:
    """What `write_cut` would write; UsageError beforehand for what it could not."""
    wanted = list(formats)
    for host in hosts:
        if host not in HOSTS:
            raise UsageError(f"There is no host {host!r}. Choose one of: {', '.join(HOSTS)}.")
        if host == "kdenlive" and cut.format == "mlt":
            wanted.append("mlt")
        wanted.extend(HOSTS[host])
    for form in wanted:
        if form not in _WRITERS:
            raise UsageError(
                f"Timelines cannot be written as {form!r}. Choose one of: {', '.join(_WRITERS)}."
            )
        if form == "mlt" and cut.format != "mlt":
            raise UsageError(
                f"{cut.path.name} is no project of Kdenlive, Shotcut or MLT: stems are added to "
                "such a project, none is made anew. Choose kdenlive, an .otio for it."
            )
    # A document of loose clips has no project that stems could be hung into.
    own = ("fcpxml",) if cut.format == "fcpxml" and b"<spine" in cut.source else ()
    own = ("mlt",) if cut.format == "mlt" else own
    if cut.format == "film":
        return tuple(dict.fromkeys(wanted or (*_DEFAULT, "fcpxml")))
    return tuple(dict.fromkeys(wanted or (*own, *_DEFAULT)))


def _own_suffix(cut: Cut) -> str:
    """A project's own: Kdenlive's and MLT's are one format under two names."""
    return ".kdenlive" if cut.path.suffix.lower() == ".kdenlive" else ".mlt"


def _target(cut: Cut, folder: Path, suffix: str) -> Path:
    """``<input's name>+music<suffix>``; never the input itself."""
    stem = cut.path.stem.removesuffix("+music") or cut.path.stem
    target = folder / f"{stem}+music{suffix}"
    count = 2
    while _same(target, cut.path):
        target = folder / f"{stem}+music-{count}{suffix}"
        count += 1
    return target


def _same(a: Path, b: Path) -> bool:
    try:
        return a.exists() and b.exists() and a.samefile(b)
    except OSError:
        return a.absolute() == b.absolute()


@dataclass(slots=True)
class _Job:
    """One cut being written; the source is parsed once, when first needed."""

    cut: Cut
    rows: Sequence[AudioLane]
    folder: Path
    markers: tuple[Marker, ...] = ()
    notices: list[str] = field(default_factory=list)
    _read: Read | None = None

    def read(self) -> Read:
        """What the source holds, to be looked at only."""
        if self._read is None:
            cut = self.cut
            self._read = again(
                cut.format, cut.source, cut.path.name, rate=cut.rate, wanted=cut.sequence
            )
        return self._read

    def timeline(self) -> Any:
        """The source's timeline, to be looked at only."""
        return self.read().timeline

    def told_markers(self, form: str) -> tuple[Marker, ...]:
        """The source's own markers, for a ``form`` made of it; says what else it does not carry."""
        read = self.read()
        markers, lost = markers_on_timeline(read.timeline, self.cut)
        not_read = Counter(read.not_read)
        not_read["marker"] += lost
        say_lost(read.timeline, form, self.notices, not_read)
        return markers

    def with_stems(self) -> Any:
        """A copy of the timeline with our tracks on it."""
        read = self.read()
        say_not_read(read.timeline, ".otio", self.notices, read.not_read)
        timeline = read.timeline.deepcopy()
        if self._moves():
            settle_otio(timeline, self._home())
        add_lanes(timeline, self.cut, self.rows)
        mark_otio(timeline, self.cut, self.markers)
        if self.cut.format in _NO_WAY_BACK:
            self.notices.append(
                f"{self.cut.path.name} is {self.cut.format.upper()}, which is read but not "
                "written; its picture stands in the new timelines with the stems."
            )
        return timeline

    def _home(self) -> Path:
        """What the source's relative addresses count from."""
        return document_of(self.cut.path, self.cut.format).parent

    def _moves(self) -> bool:
        if self.cut.format == "film":
            return True
        return self._home().absolute() != self.folder.absolute()

    def otio(self, draft: Path) -> None:
        draft.write_bytes(otio_text(self.with_stems()))

    def kdenlive(self, draft: Path) -> None:
        timeline = self.with_stems()
        count_sounds_from_zero(timeline)
        draft.write_bytes(otio_text(timeline))

    def otioz(self, draft: Path) -> None:
        timeline = self.with_stems()
        media = gather(timeline, self.cut, self.rows)
        zipped(otio_text(timeline), media, draft)

    def fcp7(self, draft: Path) -> None:
        cut = self.cut
        if cut.format == "fcp7xml":
            tree = parse_xml(cut.source, cut.path.name)
            if self._moves():
                settle_fcp7(tree, self._home())
        else:
            theirs = self.told_markers("FCP7 XML")
            sounds = sounds_of(self.timeline(), cut, self.notices)
            tree = made_from(cut, sounds, self.notices)
            mark_fcp7(tree, cut, theirs, ours=False)
        add_stems(tree, cut, self.rows)
        mark_fcp7(tree, cut, self.markers)
        draft.write_bytes(xml_text(tree))

    def fcpxml(self, draft: Path) -> None:
        cut = self.cut
        tree = parse_xml(cut.source, cut.path.name) if cut.format == "fcpxml" else None
        if tree is None or is_old(tree) or chosen_project(tree, cut.sequence) is None:
            theirs = self.told_markers("FCPXML")
            sounds = sounds_of(self.timeline(), cut, self.notices)
            tree = builder.made_from(cut, sounds, self.notices)
            if beyond := mark_fcpxml(tree, cut, theirs, ours=False):
                self.notices.append(
                    f"Markers beyond the last clip, which are not in the FCPXML: {beyond}."
                )
        elif self._moves():
            settle_fcpxml(tree, self._home())
        writer.add_stems(tree, cut, self.rows)
        mark_fcpxml(tree, cut, self.markers)
        draft.write_bytes(xml_text(tree))

    def mlt(self, draft: Path) -> None:
        cut = self.cut
        tree = parse_xml(cut.source, cut.path.name)
        if self._moves():
            settle_mlt(tree, self._home())
        mlt.add_stems(tree, cut, self.rows, self.notices)
        if self.markers:
            self.notices.append("The hits are not in the project; the other timelines have them.")
        draft.write_bytes(xml_text(tree))

    def rpp(self, draft: Path) -> None:
        if self.cut.format != "film":
            self.notices.append(
                "The Reaper project holds the stems, not the picture; put a mix-down of the "
                "picture on a track of its own."
            )
        draft.write_bytes(rpp_text(self.cut, self.rows, self.markers))

    def aaf(self, draft: Path) -> None:
        from foley_post.timeline.aaf.writer import write_aaf

        if self.cut.format != "aaf":
            theirs = self.told_markers("AAF")
            if theirs:
                self.notices.append(f"{len(theirs)} markers of the timeline are not in the AAF.")
        if self.markers:
            self.notices.append("The hits are not in the AAF; the other timelines have them.")
        write_aaf(self.cut, self.rows, draft, self.notices)


_NO_WAY_BACK = {"aaf", "edl"}
_USES = {
    "otio": "for Premiere 25.6 and later, Resolve 18.5 and later",
    "kdenlive": "for Kdenlive 25.04 and later",
    "fcp7xml": "for Premiere of any age, Resolve",
    "fcpxml": "for Final Cut Pro, Resolve",
    "otioz": "for Resolve, with its media inside",
    "aaf": "for Avid Media Composer, Pro Tools, experimental",
    "rpp": "for Reaper",
    "mlt": "for Kdenlive, Shotcut or MLT, as it came",
}
_WRITERS: dict[str, tuple[str, Callable[[_Job, Path], None]]] = {
    "otio": (".otio", _Job.otio),
    "fcp7xml": (".xml", _Job.fcp7),
    "fcpxml": (".fcpxml", _Job.fcpxml),
    "kdenlive": (".kdenlive.otio", _Job.kdenlive),
    "otioz": (".otioz", _Job.otioz),
    "aaf": (".aaf", _Job.aaf),
    "rpp": (".RPP", _Job.rpp),
    "mlt": ("", _Job.mlt),
}
FORMATS_OUT: tuple[str, ...] = tuple(_WRITERS)
