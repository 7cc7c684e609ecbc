"""What the players are called, wherever the window names them."""

from __future__ import annotations

from collections import Counter

from foley_post.core.instruments import INSTRUMENTS
from foley_post_ui.document.session import Session
from foley_post_ui.i18n.library_strings import library_word
from foley_post_ui.i18n.translating import localized

__all__ = ["LaneNames", "instrument_label", "player_label", "player_name"]


def instrument_label(name: str) -> str:
    """An instrument as the user reads it."""
    known = INSTRUMENTS.get(name)
    return library_word(known.label) if known else name


def player_name(session: Session, shot_id: str, performer: int) -> str:
    """``Anna``, or ``Player 1`` where nobody named them."""
    named = session.project_work(shot_id).players.of(performer).name
    return named or localized("Players", "Player {0}").format(performer + 1)


def player_label(session: Session, shot_id: str, performer: int) -> str:
    """Name and instrument, as far as they are known."""
    work = session.project_work(shot_id)
    take = next((t for t in work.current if t.performer == performer), None)
    played = take.instrument if take else work.players.of(performer).instrument
    name = player_name(session, shot_id, performer)
    return f"{name}, {instrument_label(played)}" if played else name


class LaneNames:
    """What the lanes of music are called: by their player where all shots call them the same.

    Counted as shots change, so that an edit does not walk over a cut of thousands.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self._said: dict[str, dict[int, str]] = {}
        self._counts: dict[int, Counter[str]] = {}
        session.opened.connect(self._count_all)
        session.work_changed.connect(self._count)

    def of(self, performer: int, lanes: int) -> str:
        """The name of that player's lane, one of ``lanes``."""
        names = self._counts.get(performer, Counter())
        if len(names) == 1 and (name := next(iter(names))):
            return name
        if lanes == 1:
            return localized("Players", "Music")
        return localized("Players", "Player {0}").format(performer + 1)

    def _count_all(self) -> None:
        self._said, self._counts = {}, {}
        project = self.session.project
        for shot_id in project.shots if project else ():
            self._count(shot_id)

    def _count(self, shot_id: str) -> None:
        work = self.session.project_work(shot_id)
        now = {t.performer: work.players.of(t.performer).name for t in work.takes}
        before = self._said.get(shot_id, {})
        if now == before:
            return
        self._said[shot_id] = now
        for performer, name in before.items():
            names = self._counts[performer]
            names[name] -= 1
            if not names[name]:
                del names[name]
        for performer, name in now.items():
            self._counts.setdefault(performer, Counter())[name] += 1
