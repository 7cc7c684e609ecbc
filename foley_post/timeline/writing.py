"""A cut and its stems to new timeline files; the input is never touched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from foley_post.errors import UsageError
from foley_post.files import write_whole
from foley_post.timeline import fcpxml_write
from foley_post.timeline.fcp7_make import made_from
from foley_post.timeline.fcp7_write import add_stems, xml_text
from foley_post.timeline.formats import sequence_in
from foley_post.timeline.guard import parse_xml
from foley_post.timeline.model import Cut, Stem
from foley_post.timeline.otio_write import add_lanes, otio_text
from foley_post.timeline.placing import Lane, lanes
from foley_post.timeline.sounds import sounds_of

__all__ = ["FORMATS_OUT", "HOSTS", "Written", "write_cut"]

HOSTS: dict[str, tuple[str, ...]] = {
    "premiere": ("otio", "fcp7xml"),
    "resolve": ("otio", "fcp7xml"),
    "fcp": ("fcpxml",),
}
"""Which formats each editing program is given."""

_DEFAULT = ("otio", "fcp7xml")


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were written, and in sentences what they do not carry."""

    files: tuple[Path, ...]
    notices: tuple[str, ...] = ()


def write_cut(
    cut: Cut,
    stems: Sequence[Stem],
    folder: Path,
    *,
    formats: Sequence[str] = (),
    hosts: Sequence[str] = (),
) -> Written:
    """Write the cut with ``stems`` on new audio tracks into ``folder``, each file whole or not.

    ``formats`` (``otio``, ``fcp7xml``, ``fcpxml``) and ``hosts`` (`HOSTS`) choose what is written;
    without either, ``.otio``, FCP7 ``.xml``, and ``.fcpxml`` where the cut came as that. Raises
    UsageError for other names, TimelineWriteError, OutputError.
    """
    chosen = _chosen(cut, formats, hosts)
    job = _Job(cut, lanes(stems, cut))
    files: list[Path] = []
    for form in chosen:
        suffix, make = _WRITERS[form]
        target = _target(cut, folder, suffix)
        write_whole(target, make(job))
        files.append(target)
    return Written(tuple(files), tuple(dict.fromkeys(job.notices)))


def _chosen(cut: Cut, formats: Sequence[str], hosts: Sequence[str]) -> tuple[str, ...]:
    wanted = list(formats)
    for host in hosts:
        if host not in HOSTS:
            raise UsageError(f"There is no host {host!r}. Choose one of: {', '.join(HOSTS)}.")
        wanted.extend(HOSTS[host])
    for form in wanted:
        if form not in _WRITERS:
            raise UsageError(
                f"Timelines cannot be written as {form!r}. Choose one of: {', '.join(_WRITERS)}."
            )
    own = ("fcpxml",) if cut.format == "fcpxml" else ()
    return tuple(dict.fromkeys(wanted or (*own, *_DEFAULT)))


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
    rows: Sequence[Lane]
    notices: list[str] = field(default_factory=list)
    _timeline: Any = None

    def timeline(self) -> Any:
        """A fresh copy of the source's timeline."""
        if self._timeline is None:
            cut = self.cut
            self._timeline = sequence_in(cut.format, cut.source, cut.path, vetted=True).timeline
        return self._timeline.deepcopy()

    def otio(self) -> bytes:
        timeline = self.timeline()
        add_lanes(timeline, self.cut, self.rows)
        return otio_text(timeline)

    def fcp7(self) -> bytes:
        cut = self.cut
        if cut.format == "fcp7xml":
            tree = parse_xml(cut.source, cut.path.name)
        else:
            sounds = sounds_of(self.timeline(), cut, self.notices)
            tree = made_from(cut, sounds, self.notices)
        add_stems(tree, cut, self.rows)
        return xml_text(tree)

    def fcpxml(self) -> bytes:
        cut = self.cut
        if cut.format != "fcpxml":
            raise UsageError(
                f"{cut.path.name} is not FCPXML, and only FCPXML can be written as FCPXML. "
                "Choose otio or fcp7xml."
            )
        tree = parse_xml(cut.source, cut.path.name)
        fcpxml_write.add_stems(tree, cut, self.rows)
        return xml_text(tree)


_WRITERS: dict[str, tuple[str, Callable[[_Job], bytes]]] = {
    "otio": (".otio", _Job.otio),
    "fcp7xml": (".xml", _Job.fcp7),
    "fcpxml": (".fcpxml", _Job.fcpxml),
}
FORMATS_OUT: tuple[str, ...] = tuple(_WRITERS)
