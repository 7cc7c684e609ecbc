"""The lines of a CMX 3600 edit decision list: events, and the notes that belong to them."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from foley_post.errors import TimelineReadError

__all__ = ["Event", "Listing", "is_drop", "listing"]

_MOST_EVENTS = 100_000
_TC = r"(\d\d[:;.,]\d\d[:;.,]\d\d[:;.,]\d{2,3})"
_EVENT = re.compile(
    rf"^\s*(\d{{1,8}})\s+(\S.*?)\s+(\S+)\s+(C|D|W\d+|K(?:\s{{0,3}}[BO])?)\s*"
    rf"(?:\(?F\)?\s*)?(\d{{1,4}})?\s*(?:\(?F\)?)?\s+{_TC}\s+{_TC}\s+{_TC}\s+{_TC}",
    re.IGNORECASE,
)
_SPEED = re.compile(r"^\s*M2\s+(\S.*?)\s+(-?\d{1,5}(?:\.\d{1,6})?)\s+(\d\d[:;.,]\d\d)")
_AUDIO = re.compile(r"^\s*AUD((?:\s+\d{1,2})+)\s*$", re.IGNORECASE)
_NOTE = re.compile(
    r"^\s*\*?\s*(FROM CLIP NAME|FROM CLIP|TO CLIP NAME|TO CLIP|KEY CLIP NAME|KEY CLIP|CLIP NAME"
    r"|SOURCE FILE|FROM FILE|TO FILE|FILE PATH|SOURCE FILE PATH)\s*:\s*(.*\S)",
    re.IGNORECASE,
)
_REEL = re.compile(
    r"^\s*\*\s*(?:FINAL CUT PRO\s+)?REEL:?\s+(\S+)\s+(?:REPLACED BY|IS CLIP)\s*:?\s*(.*\S)",
    re.IGNORECASE,
)
_LONG_REEL = re.compile(r"^\s*>>>\s*SOURCE\s+(\S+)\s+(\S+)", re.IGNORECASE)
_OTHER = re.compile(r"^\s*\*?\s*(LOC|ASC[_ ]SOP)\b", re.IGNORECASE)
_FILES = {"SOURCE FILE", "FROM FILE", "TO FILE", "FILE PATH", "SOURCE FILE PATH"}


@dataclass(frozen=True, slots=True)
class Event:
    """One line: reel, channels, transition, and four timecodes as written.

    ``audio`` are the tracks that ``AUD`` lines add, ``fcm_drop`` what the last ``FCM`` line said
    (None: there was none), ``fcm_changed`` whether it said another thing than the first,
    ``reels`` longer names of the reel.
    """

    number: str
    reel: str
    channels: str
    kind: str
    times: tuple[str, str, str, str]
    fcm_drop: bool | None = None
    fcm_changed: bool = False
    name: str = ""
    file: str = ""
    speed_fps: Fraction | None = None
    audio: tuple[int, ...] = ()
    reels: tuple[str, ...] = ()

    @property
    def is_key(self) -> bool:
        """Whether it is keyed over another picture."""
        return self.kind.startswith("K") and self.kind != "KB"

    @property
    def has_picture(self) -> bool:
        """Whether a picture is among its channels."""
        return any(kind == "Video" for kind, _ in self.tracks())

    def tracks(self) -> list[tuple[str, int]]:
        """``V``, ``V2``, ``A``, ``AA``, ``A2``, ``A1A2``, ``AA/V``, ``B`` (both), ``NONE``, and the
        ``AUD`` lines: (Video or Audio, lane), V1 and A1 being lane 0, A2 lane -1.
        """
        found: dict[tuple[str, int], None] = {}
        channels = "" if self.channels == "NONE" else self.channels
        for letters, digits in re.findall(r"(AA|[VAB])(\d{0,3})", channels):
            number = int(digits or 1)
            if letters in {"V", "B"}:
                found["Video", max(0, number - 1) + self.is_key] = None
            if letters in {"A", "B", "AA"}:
                found["Audio", min(0, 1 - number)] = None
            if letters == "AA":
                found["Audio", -1] = None
        for number in self.audio:
            found["Audio", 1 - number] = None
        return list(found)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its title, its events in order, and how many notes of other kinds it has."""

    title: str
    events: tuple[Event, ...]
    notes: Mapping[str, int] = field(default_factory=dict)

    def not_carried(self) -> dict[str, int]:
        """What the list says that has no place in OTIO, by its name."""
        counted = Counter(self.notes)
        for event in self.events:
            counted["dissolve"] += event.kind == "D"
            counted["wipe"] += event.kind.startswith("W")
        return {what: n for what, n in counted.items() if n}


def is_drop(timecode: str) -> bool:
    """Whether a timecode says by its separators that it drops frames."""
    return ";" in timecode or "," in timecode


def listing(content: bytes, name: str) -> Listing:
    """What the list called ``name`` says; TimelineReadError where there is no event in it."""
    text = _text(content)
    found: list[Event] = []
    fcm: bool | None = None
    reels: dict[str, str] = {}
    notes: Counter[str] = Counter()
    for line in (one[:500] for one in text.splitlines()):
        if line.strip().upper().startswith("FCM:"):
            fcm = "DROP" in line.upper() and "NON" not in line.upper()
        elif match := _EVENT.match(line):
            times = (match[6], match[7], match[8], match[9])
            kind = re.sub(r"\s", "", match[4].upper())
            changed = bool(found) and fcm != found[0].fcm_drop
            found.append(Event(match[1], match[2], match[3].upper(), kind, times, fcm, changed))
            if len(found) > _MOST_EVENTS:
                raise TimelineReadError(
                    f"{name} has over {_MOST_EVENTS} events. Export it in parts."
                )
        elif match := (_REEL.match(line) or _LONG_REEL.match(line)):
            reels[match[1]] = match[2]
        elif match := _OTHER.match(line):
            notes["locator" if match[1].upper() == "LOC" else "colour decision"] += 1
        elif found:
            _note(found, line)
    if not found:
        raise TimelineReadError(
            f"There is no event in {name}; it is no EDL. Export the cut as CMX 3600."
        )
    title = re.search(r"^\s*TITLE:\s*(.*\S)", text, re.MULTILINE)
    events = (replace(e, reels=(reels[e.reel],)) if e.reel in reels else e for e in found)
    return Listing(title[1] if title else "", tuple(events), notes)


def _text(content: bytes) -> str:
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _encodings(content: bytes) -> Iterator[str]:
    """The likely encodings; UTF-16 by its mark, or by the zeros beside plain letters."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield "utf-16"
    head = content[:2000]
    if head.count(0) > len(head) // 4:
        yield "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    yield "utf-8-sig"
    yield "cp1252"


def _note(found: list[Event], line: str) -> None:
    """Add to the last events what ``line`` says of them."""
    event = found[-1]
    if speed := _SPEED.match(line):
        found[-1] = replace(event, speed_fps=Fraction(speed[2]))
        return
    if audio := _AUDIO.match(line):
        numbers = tuple(int(n) for n in audio[1].split() if int(n) > 0)
        found[-1] = replace(event, audio=(*event.audio, *numbers))
        return
    note = _NOTE.match(line)
    if note is None:
        return
    key, value = note[1].upper(), note[2]
    if key in _FILES:
        found[-1] = replace(event, file=value)
    elif key.startswith(("TO ", "KEY ")):
        # In a dissolve and a key the line's own clip is the one that comes.
        found[-1] = replace(event, name=value)
    else:
        if event.kind != "C" and len(found) > 1:
            before = found[-2]
            if before.number == event.number and not before.name:
                found[-2] = replace(before, name=value)
        if not event.name:
            found[-1] = replace(event, name=value)
