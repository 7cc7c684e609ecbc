"""What MIDI has no place for, as text events in the file: a line for the take, one for each note.

How we know of a note, its exact onset, whether it is pinned; whose take it is and what made it. A
text that a program mangled counts as one that it dropped.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from foley_post.core.serialization import packed, parsed, unpacked
from foley_post.midi.notes import Note, Take

__all__ = ["TakeText", "note_text", "read_texts", "take_text"]

_MARK = "foley-post "


@dataclass(frozen=True, slots=True)
class TakeText:
    """What the file says of its take, all but the notes.

    ``offset_s`` is how far the file's time 0 lies before the shot's first frame; ``shot`` its id;
    ``certificate`` what `Take` calls its sync report, under its name in files of every version.
    """

    instrument: str = ""
    length_s: float | None = None
    offset_s: float = 0.0
    shot: str = ""
    seed: int = 0
    style: str = ""
    model_sha256: str = ""
    performer: int = 0
    instrument_confidence: float = 1.0
    certificate: Mapping[str, float | str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        numbers = (self.length_s or 1.0, self.offset_s, self.instrument_confidence)
        if not all(math.isfinite(n) for n in numbers) or (self.length_s or 1.0) <= 0:
            raise ValueError("a length or an offset is no number of seconds")
        if self.performer < 0:
            raise ValueError("players count from 0")

    @property
    def of_take(self) -> dict[str, object]:
        """The fields of a `Take` that it settles."""
        return {
            "seed": self.seed,
            "style": self.style,
            "model_sha256": self.model_sha256,
            "performer": self.performer,
            "instrument_confidence": self.instrument_confidence,
            "sync_report": self.certificate,
        }


def take_text(take: Take, offset_s: float, shot: str) -> str:
    """The line for a take."""
    head = TakeText(
        take.instrument, take.length_s, offset_s, shot, take.seed, take.style, take.model_sha256,
        take.performer, take.instrument_confidence, take.sync_report,
    )  # fmt: skip
    return _MARK + json.dumps({"take": packed(head)}, separators=(",", ":"), sort_keys=True)


def note_text(note: Note) -> str:
    """The line for a note, with its exact floats."""
    return _MARK + json.dumps({"note": packed(note)}, separators=(",", ":"))


def read_texts(texts: Iterable[str]) -> tuple[TakeText | None, tuple[Note, ...]]:
    """What the texts of a file say of its take, None where nothing is said, and of its notes."""
    head: TakeText | None = None
    notes: list[Note] = []
    for text in texts:
        said = _read(text)
        if isinstance(said, Note):
            notes.append(said)
        elif head is None:
            head = said
    return head, tuple(notes)


def _read(text: str) -> TakeText | Note | None:
    """What one text says; None for another program's, or one that was mangled."""
    if not text.startswith(_MARK):
        return None
    try:
        found = parsed(text.removeprefix(_MARK))
        if not isinstance(found, dict):
            return None
        if "take" in found:
            return unpacked(TakeText, found["take"])
        return unpacked(Note, found.get("note"))
    except ValueError:
        return None
