"""What was made for one shot: its takes, which of them are in use, and which a hand has touched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from foley_post.listen.assignment import UnsureNote
from foley_post.midi.notes import Take
from foley_post.project.player_marks import ShotPlayers

__all__ = ["ShotTakes", "TakeLabel"]


@dataclass(frozen=True, slots=True)
class TakeLabel:
    """What an editor calls a take and thinks of it."""

    name: str = ""
    starred: bool = False
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ShotTakes:
    """What was made for one shot.

    ``takes`` of all performers, in the order they were made; ``chosen`` holds the index of the take
    in use for each performer; ``edited`` the indices an editor's hand has touched; ``problem``
    says why the last attempt failed. ``instrument`` and ``style`` are the editor's choice for this
    shot, for what is generated next; empty: the project's. ``players`` is what the editor says of
    the people in the shot, ``labels`` what they say of takes, by index;
    ``lowest_key`` the lowest key in view of a keyboard, ``unsure`` the heard notes that two players
    could have played. Indices that point nowhere are a ValueError.
    """

    takes: tuple[Take, ...] = ()
    chosen: tuple[int, ...] = ()
    edited: frozenset[int] = frozenset()
    problem: str = ""
    instrument: str = ""
    style: str = ""
    players: ShotPlayers = field(default_factory=ShotPlayers)
    lowest_key: str = ""
    labels: Mapping[int, TakeLabel] = field(default_factory=dict)
    unsure: tuple[UnsureNote, ...] = ()

    def __post_init__(self) -> None:
        last = len(self.takes)
        if any(not 0 <= i < last for i in (*self.chosen, *self.edited, *self.labels)):
            raise ValueError(f"an index points outside the {last} takes")
        performers = [self.takes[i].performer for i in self.chosen]
        if len(set(performers)) != len(performers):
            raise ValueError("two takes are chosen for one performer")

    @property
    def state(self) -> str:
        """``unscored``, ``scored``, ``edited`` or ``failed``."""
        if self.problem:
            return "failed"
        if not self.takes:
            return "unscored"
        return "edited" if any(i in self.edited for i in self.chosen) else "scored"

    @property
    def current(self) -> tuple[Take, ...]:
        """The chosen takes, one a performer."""
        return tuple(self.takes[i] for i in self.chosen)

    def of(self, performer: int) -> tuple[int, ...]:
        """The indices of that performer's takes, oldest first."""
        return tuple(i for i, take in enumerate(self.takes) if take.performer == performer)

    def choosing(self, index: int) -> ShotTakes:
        """The same with take ``index`` in use for its performer."""
        performer = self.takes[index].performer
        others = [i for i in self.chosen if self.takes[i].performer != performer]
        return replace(
            self, chosen=tuple(sorted((*others, index), key=lambda i: self.takes[i].performer))
        )

    def silencing(self, performer: int) -> ShotTakes:
        """The same with no take of that performer in use; the takes stay."""
        kept = tuple(i for i in self.chosen if self.takes[i].performer != performer)
        return replace(self, chosen=kept)

    def labelling(self, index: int, label: TakeLabel) -> ShotTakes:
        """The same with another label on take ``index``; an empty one is none."""
        labels = {i: one for i, one in self.labels.items() if i != index}
        if label != TakeLabel():
            labels[index] = label
        return replace(self, labels=dict(sorted(labels.items())))

    def adding(self, takes: tuple[Take, ...]) -> ShotTakes:
        """The same with new takes, in use at once; what failed before is forgotten."""
        work = replace(self, takes=(*self.takes, *takes), problem="")
        for index in range(len(self.takes), len(work.takes)):
            work = work.choosing(index)
        return work

    def changing(self, index: int, take: Take) -> ShotTakes:
        """The same with take ``index`` replaced by an edit of it."""
        changed = self.replacing(index, take)
        return replace(changed, edited=self.edited | {index})

    def replacing(self, index: int, take: Take) -> ShotTakes:
        """The same with take ``index`` made otherwise, by no hand."""
        return replace(self, takes=(*self.takes[:index], take, *self.takes[index + 1 :]))

    def without(self, index: int) -> ShotTakes:
        """The same without take ``index``; the performer's newest other take comes into use."""

        def moved(i: int) -> int:
            return i - (i > index)

        performer = self.takes[index].performer
        takes = (*self.takes[:index], *self.takes[index + 1 :])
        chosen = tuple(moved(i) for i in self.chosen if i != index)
        edited = frozenset(moved(i) for i in self.edited if i != index)
        labels = {moved(i): one for i, one in self.labels.items() if i != index}
        work = replace(self, takes=takes, chosen=chosen, edited=edited, labels=labels)
        left = work.of(performer)
        if left and performer not in {takes[i].performer for i in chosen}:
            work = work.choosing(left[-1])
        return work
