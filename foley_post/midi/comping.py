"""The best of several takes, span by span."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from foley_post.core.instruments import instrument
from foley_post.errors import UsageError
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.midi.playable import SHORTEST_S, separated
from foley_post.midi.tempo import Pulse

__all__ = ["bars", "best_of", "comp"]

_WORTH = {
    Evidence.SEEN: 1.0,
    Evidence.HEARD: 0.9,
    Evidence.INFERRED: 0.6,
    Evidence.INVENTED: 0.2,
}


def bars(length_s: float, pulse: Pulse, beats: int = 4) -> tuple[float, ...]:
    """Where bars begin, in seconds from the take's start: 0 first, then each bar line inside."""
    bar_s = beats * pulse.beat_s
    first_s = pulse.first_beat_s % bar_s
    lines = [first_s + i * bar_s for i in range(int(length_s / bar_s) + 1)]
    return (0.0, *(t for t in lines if 1e-6 < t < length_s))


def comp(takes: Sequence[Take], starts_s: Sequence[float], choice: Sequence[int]) -> Take:
    """One take: from ``starts_s[i]`` to the next start, the notes that ``takes[choice[i]]`` begins
    there.

    Takes are of one instrument and one performer. A note ends where another take's span begins its
    own note of the same pitch; controllers follow the choice. UsageError when the parts do not fit.
    """
    _check(takes, starts_s, choice)
    ends_s = [*starts_s[1:], float("inf")]
    notes: list[Note] = []
    controllers: dict[int, list[tuple[float, float]]] = {}
    for start_s, end_s, at in zip(starts_s, ends_s, choice, strict=True):
        notes += [n for n in takes[at].notes if start_s <= n.onset_s < end_s]
        for number, points in takes[at].controllers.items():
            before = [(start_s, v) for t, v in points if t < start_s][-1:]
            inside = [(t, v) for t, v in points if start_s <= t < end_s]
            controllers.setdefault(number, []).extend([*before, *inside])
    return replace(
        takes[choice[0]],
        notes=separated(notes),
        controllers={k: tuple(v) for k, v in sorted(controllers.items())},
        sync_report={},
    )


def best_of(takes: Sequence[Take], starts_s: Sequence[float]) -> Take:
    """The take whose spans are each the surest of all: by how notes are known and how sure.

    Pinned notes win their span; of equals the earlier take does.
    """
    if not takes or not starts_s:
        raise UsageError("There is nothing to choose from: no takes or no spans.")
    ends_s = [*starts_s[1:], float("inf")]
    choice = []
    for start_s, end_s in zip(starts_s, ends_s, strict=True):
        worth = [_worth(t, start_s, end_s) for t in takes]
        choice.append(max(range(len(takes)), key=lambda i: (worth[i], -i)))
    return comp(takes, starts_s, choice)


def _worth(take: Take, start_s: float, end_s: float) -> tuple[int, float]:
    inside = [n for n in take.notes if start_s <= n.onset_s < end_s and n.length_s >= SHORTEST_S]
    sure = sum(_WORTH[n.evidence] * n.confidence for n in inside)
    doubtful = sum(1 - n.confidence for n in inside)
    return sum(n.pinned for n in inside), sure - 0.5 * doubtful


def _check(takes: Sequence[Take], starts_s: Sequence[float], choice: Sequence[int]) -> None:
    if not takes or not starts_s or len(starts_s) != len(choice):
        raise UsageError("A comp needs takes, and one choice for each span.")
    if list(starts_s) != sorted(set(starts_s)):
        raise UsageError("The spans of a comp must begin one after the other.")
    if any(not 0 <= c < len(takes) for c in choice):
        raise UsageError(f"A comp chooses among {len(takes)} takes, counted from 0.")
    names = {instrument(t.instrument).name for t in takes}
    if len(names) > 1 or len({t.performer for t in takes}) > 1:
        raise UsageError("Takes to comp must be of one instrument and one performer.")
