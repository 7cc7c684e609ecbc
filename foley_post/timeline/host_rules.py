"""Whether a timeline file keeps the rules of the program that is to open it.

Nobody's editing program runs here; each rule was read in the vendor's own exports or text, or
measured by others, and stands with its check.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from foley_post.errors import UsageError
from foley_post.timeline.findings import Finding
from foley_post.timeline.formats import content_in, kind_of, sequence_in
from foley_post.timeline.safety.input_checks import read_bytes

__all__ = ["HOSTS", "check_file"]

HOSTS = {
    "premiere": "Premiere",
    "resolve": "Resolve",
    "fcp": "Final Cut Pro",
    "kdenlive": "Kdenlive",
    "reaper": "Reaper",
    "protools": "Pro Tools",
}
_READS = {
    "premiere": {"otio", "fcp7xml"},
    "resolve": {"otio", "otioz", "fcp7xml", "fcpxml", "aaf", "edl"},
    "fcp": {"fcpxml"},
    "kdenlive": {"otio", "mlt"},
    "reaper": {"rpp"},
    "protools": {"aaf"},
}


def check_file(path: Path | str, host: str) -> tuple[Finding, ...]:
    """Which rules of ``host`` (one of `HOSTS`) the timeline at ``path`` breaks, by line.

    Raises UsageError for another host and TimelineReadError for what cannot be read at all.
    """
    if host not in HOSTS:
        raise UsageError(f"There is no host {host!r}. Choose one of: {', '.join(HOSTS)}.")
    path = Path(path)
    kind = _kind(path)
    if kind not in _READS[host]:
        return (Finding("format", f"{HOSTS[host]} does not open {kind} files. {_advice(host)}"),)
    content = read_bytes(path) if kind == "rpp" else content_in(path, kind)
    if kind != "rpp":
        sequence_in(kind, content, path.name)
    found = _checker(kind, host)(content, path, host)
    return tuple(sorted(found, key=lambda f: (f.line or 0, f.rule)))


def _advice(host: str) -> str:
    return {
        "premiere": "Give it .otio (25.6 and later) or Final Cut Pro 7 XML.",
        "resolve": "Give it .otio or Final Cut Pro 7 XML.",
        "fcp": "Give it FCPXML.",
        "kdenlive": "Give it .otio (25.04 and later) or its own project.",
        "reaper": "Give it an .RPP, or the stems by their time stamps.",
        "protools": "Give it AAF, or the stems by their time stamps.",
    }[host]


def _kind(path: Path) -> str:
    """As `kind_of`; a Reaper project is written and checked, but no timeline that is read."""
    return "rpp" if path.suffix.lower() == ".rpp" and path.is_file() else kind_of(path)


def _checker(kind: str, host: str) -> Callable[[bytes, Path, str], list[Finding]]:
    if kind == "fcp7xml":
        from foley_post.timeline.fcp7.rules import check_fcp7

        return check_fcp7
    if kind == "fcpxml":
        from foley_post.timeline.fcpxml.rules import check_fcpxml

        return check_fcpxml
    if kind in {"otio", "otioz", "otiod"}:
        from foley_post.timeline.otio.rules import check_otio

        return check_otio
    if kind == "aaf" and host == "protools":
        from foley_post.timeline.otio.rules import check_aaf

        return check_aaf
    if kind == "rpp":
        from foley_post.timeline.reaper.rules import check_rpp

        return check_rpp
    return _unruled


def _unruled(content: bytes, path: Path, host: str) -> list[Finding]:
    kind = path.suffix.lstrip(".").upper()
    told = f"No rules are known for {kind}; the file was read, and that is all."
    return [Finding("no rules", told, None, serious=False)]
