"""What the players are called, wherever the window names them."""

from __future__ import annotations

from foley_post.core.instruments import INSTRUMENTS
from foley_post_ui.document.session import Session
from foley_post_ui.i18n.library_strings import library_word
from foley_post_ui.i18n.translating import localized

__all__ = ["instrument_label", "lane_name", "player_label", "player_name"]


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


def lane_name(session: Session, performer: int, lanes: int) -> str:
    """What a lane of music is called: by its player where all shots call them the same."""
    project = session.project
    works = project.shots.values() if project else ()
    names = {w.players.of(performer).name for w in works if w.of(performer)}
    if len(names) == 1 and (name := names.pop()):
        return name
    if lanes == 1:
        return localized("Players", "Music")
    return localized("Players", "Player {0}").format(performer + 1)
