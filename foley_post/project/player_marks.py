"""What an editor says of the people in a shot: who they are, and who is scored."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from foley_post.core.instruments import INSTRUMENTS, instrument
from foley_post.errors import UsageError
from foley_post.pose.skeleton import Motion
from foley_post.pose.tracking.player_box import PlayerBox, read_box

__all__ = ["PlayerMark", "ShotPlayers", "read_marks"]

_IGNORE, _SCORE = "ignore", "score"


@dataclass(frozen=True, slots=True)
class PlayerMark:
    """What is said of the person ``performer``; what is empty or None is left to the program.

    ``scored`` False ignores them, True scores them though they are not seen to play. UsageError for
    an instrument that there is none of.
    """

    performer: int
    name: str = ""
    instrument: str = ""
    scored: bool | None = None

    def __post_init__(self) -> None:
        if self.performer < 0:
            raise UsageError(f"People are counted from 1, not {self.performer + 1}.")
        if self.instrument:
            instrument(self.instrument)

    @property
    def says_nothing(self) -> bool:
        """Whether all of it is left to the program."""
        return self == PlayerMark(self.performer)


@dataclass(frozen=True, slots=True)
class ShotPlayers:
    """The ``marks`` of a shot, one a person at most, and ``boxes`` around those whom nobody found,
    in pixels of the picture and seconds of the shot.
    """

    marks: tuple[PlayerMark, ...] = ()
    boxes: tuple[PlayerBox, ...] = ()

    def of(self, performer: int) -> PlayerMark:
        """What is said of that person."""
        return next((m for m in self.marks if m.performer == performer), PlayerMark(performer))

    def marking(self, mark: PlayerMark) -> ShotPlayers:
        """The same with other words for one person."""
        others = [m for m in self.marks if m.performer != mark.performer]
        kept = [*others] if mark.says_nothing else [*others, mark]
        return replace(self, marks=tuple(sorted(kept, key=lambda m: m.performer)))

    @property
    def instruments(self) -> Mapping[int, str]:
        """The instruments that were given, by performer."""
        return {m.performer: m.instrument for m in self.marks if m.instrument}

    def among(self, everybody: Sequence[Motion], chosen: Collection[Motion]) -> tuple[Motion, ...]:
        """Those of ``everybody`` to score, where ``chosen`` would be scored by themselves."""
        numbers = {m.performer for m in chosen}
        numbers |= {m.performer for m in self.marks if m.scored}
        if self.boxes:
            numbers |= {m.performer for m in everybody if m.marked}
        numbers -= {m.performer for m in self.marks if m.scored is False}
        return tuple(m for m in everybody if m.performer in numbers)


def read_marks(said: Sequence[str]) -> Mapping[str, ShotPlayers]:
    """By shot, what is said as ``ID/N=WORDS`` of its person N (``WORDS`` an instrument, ``ignore``,
    ``score``, or a name, several with commas between) and as ``ID=X,Y,W,H@SECONDS`` of somebody
    nobody finds. UsageError for anything else.
    """
    found: dict[str, ShotPlayers] = {}
    for text in said:
        place, equals, words = text.partition("=")
        shot_id, slash, number = place.strip().partition("/")
        if not (shot_id and equals and words.strip()):
            raise UsageError(f"People of a shot are told as ID/N=WORDS, not {text!r}.")
        before = found.get(shot_id, ShotPlayers())
        if not slash:
            found[shot_id] = replace(before, boxes=(*before.boxes, read_box(words)))
            continue
        if not number.isdecimal() or int(number) < 1:
            raise UsageError(f"People of a shot are counted from 1, not {number!r} in {text!r}.")
        mark = before.of(int(number) - 1)
        for word in words.split(","):
            mark = _heeding(mark, word.strip())
        found[shot_id] = before.marking(mark)
    return found


def _heeding(mark: PlayerMark, word: str) -> PlayerMark:
    if word in {_IGNORE, _SCORE}:
        return replace(mark, scored=word == _SCORE)
    if word in INSTRUMENTS:
        return replace(mark, instrument=word)
    return replace(mark, name=word)
