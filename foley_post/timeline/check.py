"""Whether a timeline file keeps the rules of the program that is to open it.

Nobody's editing program runs here; each rule was read in the vendor's own exports or text, or
measured by others, and stands with its check.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from foley_post.errors import UsageError

__all__ = ["HOSTS", "Finding", "check_file", "line_of"]

HOSTS = {"premiere": "Premiere", "resolve": "Resolve", "fcp": "Final Cut Pro"}
_READS = {
    "premiere": {"otio", "fcp7xml"},
    "resolve": {"otio", "otioz", "fcp7xml", "fcpxml", "aaf", "edl"},
    "fcp": {"fcpxml"},
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule: its short name, what is wrong in a sentence, and the line (None: the whole).

    ``serious`` findings make the program refuse, lose or misplace something; others are oddities.
    """

    rule: str
    message: str
    line: int | None = None
    serious: bool = True


def check_file(path: Path, host: str) -> tuple[Finding, ...]:
    """Which rules of ``host`` (premiere, resolve, fcp) the timeline at ``path`` breaks, by line.

    Raises UsageError for another host and TimelineReadError for what cannot be read at all.
    """
    from foley_post.timeline.formats import content_in, kind_of, sequence_in

    if host not in HOSTS:
        raise UsageError(f"There is no host {host!r}. Choose one of: {', '.join(HOSTS)}.")
    path = Path(path)
    kind = kind_of(path)
    if kind not in _READS[host]:
        return (Finding("format", f"{HOSTS[host]} does not open {kind} files. {_advice(host)}"),)
    content = content_in(path, kind)
    sequence_in(kind, content, path.name)
    found = _checker(kind)(content, path, host)
    return tuple(sorted(found, key=lambda f: (f.line or 0, f.rule)))


def line_of(element: object) -> int | None:
    """The line where an XML element begins."""
    line = getattr(element, "sourceline", None)
    return line if isinstance(line, int) else None


def _advice(host: str) -> str:
    return {
        "premiere": "Give it .otio (25.6 and later) or Final Cut Pro 7 XML.",
        "resolve": "Give it .otio or Final Cut Pro 7 XML.",
        "fcp": "Give it FCPXML.",
    }[host]


def _checker(kind: str) -> Callable[[bytes, Path, str], list[Finding]]:
    if kind == "fcp7xml":
        from foley_post.timeline.check_fcp7 import check_fcp7

        return check_fcp7
    if kind == "fcpxml":
        from foley_post.timeline.check_fcpxml import check_fcpxml

        return check_fcpxml
    if kind in {"otio", "otioz", "otiod"}:
        from foley_post.timeline.check_otio import check_otio

        return check_otio
    return _unruled


def _unruled(content: bytes, path: Path, host: str) -> list[Finding]:
    kind = path.suffix.lstrip(".").upper()
    told = f"No rules are known for {kind}; the file was read, and that is all."
    return [Finding("no rules", told, None, serious=False)]
