"""A Reaper project (``.RPP``) with the stems on tracks of their own, at their very sample.

Reaper counts in seconds from the project's start, whose timecode is ``PROJOFFS``. An item shows
``LENGTH`` seconds from ``POSITION`` on, and begins ``SOFFS`` seconds into its file; numbers have
enough digits for a sample at any rate. The picture, where the cut is one film, lies on a track of
its own; a timeline of several is not rebuilt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from foley_post.timeline.layout.audio_lanes import AudioLane, PlacedStem
from foley_post.timeline.model import Cut, Marker

__all__ = ["rpp_text"]


def rpp_text(cut: Cut, rows: Sequence[AudioLane], markers: Sequence[Marker] = ()) -> bytes:
    """The project as text, UTF-8."""
    return ("\n".join(_project(cut, rows, markers)) + "\n").encode()


def _project(cut: Cut, rows: Sequence[AudioLane], markers: Sequence[Marker]) -> Iterator[str]:
    yield '<REAPER_PROJECT 0.1 "6.0/foley-post" 0'
    yield f"  PROJOFFS {_seconds(cut.start_s)} 0 0"
    yield f"  SAMPLERATE {cut.audio_rate_hz} 1 0"
    for number, marker in enumerate(markers, 1):
        at = _seconds(cut.rate.seconds(marker.frame))
        yield f"  MARKER {number} {at} {_quoted(marker.name)} 0"
    if cut.format == "film":
        yield from _track("Picture", _film(cut))
    for row in rows:
        yield from _track(row.name, [_stem(cut, one) for one in row.stems])
    yield ">"


Item = tuple[str, str, Fraction, Fraction, Fraction]
"""Its name, its kind of source with the file, where it shows, how long, and from where in the
file.
"""


def _stem(cut: Cut, one: PlacedStem) -> Item:
    stem, rate = one.stem, cut.rate
    start_s = rate.seconds(one.start_frame)
    # The file's first sample is the nearest to a frame, not that frame: exact to the sample.
    into_s = cut.start_s + start_s - Fraction(stem.start_sample, stem.rate_hz)
    length_s = rate.seconds(one.end_frame - one.start_frame)
    return stem.name, f"WAVE\n{_quoted(str(stem.path.absolute()))}", start_s, length_s, into_s


def _film(cut: Cut) -> list[Item]:
    return [
        (s.name, f"VIDEO\n{_quoted(str(s.media.path))}", s.record_start_s, s.length_s, Fraction(0))
        for s in cut.shots
        if s.media.path
    ]


def _track(name: str, items: Sequence[Item]) -> Iterator[str]:
    yield "  <TRACK"
    yield f"    NAME {_quoted(name)}"
    for item_name, source, position_s, length_s, into_s in items:
        kind, file = source.split("\n")
        yield "    <ITEM"
        yield f"      POSITION {_seconds(position_s)}"
        yield f"      LENGTH {_seconds(length_s)}"
        yield f"      SOFFS {_seconds(into_s)}"
        yield "      LOOP 0"
        yield f"      NAME {_quoted(item_name)}"
        yield f"      <SOURCE {kind}"
        yield f"        FILE {file}"
        yield "      >"
        yield "    >"
    yield "  >"


def _seconds(value: Fraction) -> str:
    """Decimal, to a hundred-millionth of a microsecond: far below a sample's half."""
    whole, part = divmod(round(value * 10**14), 10**14)
    return f"{whole}.{part:014d}"


def _quoted(text: str) -> str:
    """In the quotes that do not occur in it; Reaper knows three, and no escapes."""
    flat = " ".join(text.splitlines())
    for mark in ('"', "'", "`"):
        if mark not in flat:
            return f"{mark}{flat}{mark}"
    return "`" + flat.replace("`", "'") + "`"
