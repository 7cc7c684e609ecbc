"""What holds notes to the picture, and what an editor may loosen.

A note that is seen or inferred belongs to a movement: with sync tight its onset stays where it is,
whatever is done to the rest of it. A note nobody saw (invented) is free. ``loosen_percent`` is how
far a held note may follow: 0 not at all, 100 all the way.
"""

from __future__ import annotations

import math
from dataclasses import replace

from foley_post.errors import UsageError
from foley_post.midi.notes import Evidence, Note

__all__ = ["is_free", "moved_to"]


def is_free(note: Note) -> bool:
    """Whether nothing in the picture holds the note."""
    return note.evidence is Evidence.INVENTED


def moved_to(note: Note, onset_s: float, loosen_percent: float = 0.0) -> Note:
    """The note on its way to ``onset_s``, as far as sync lets it.

    UsageError when ``loosen_percent`` is outside 0 to 100.
    """
    if not (math.isfinite(loosen_percent) and 0 <= loosen_percent <= 100):
        raise UsageError(f"Loosening sync by {loosen_percent} % is outside 0 to 100.")
    share = 1.0 if is_free(note) else loosen_percent / 100
    if share == 0.0 or onset_s == note.onset_s:
        return note
    return replace(note, onset_s=note.onset_s + share * (onset_s - note.onset_s))
