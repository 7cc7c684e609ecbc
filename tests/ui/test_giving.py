"""A heard note may be somebody else's: the editor says whose."""

from __future__ import annotations

from dataclasses import replace

from foley_post_ui.main_window import MainWindow
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from window_material import make_take

from foley_post.midi.notes import Evidence, Note

FIRST = "V1-001"
HEARD = Note(0.05, 0.1, 90, 70, Evidence.HEARD, 0.8)


def test_a_heard_note_is_given_to_the_player_it_belongs_to(
    scored: MainWindow, qtbot: QtBot
) -> None:
    session = scored.session
    work = session.project_work(FIRST)
    first = work.takes[0]
    work = replace(work, takes=(first.with_notes([*first.notes, HEARD]),))
    session.change_work(FIRST, work.adding((make_take(1, instrument="violin"),)), "Score")
    session.undo.clear()
    scored.people.rename(FIRST, 1, "Anna")
    roll = scored.roll.roll
    roll.choose((HEARD,))
    (entry,) = scored.giving.menu(scored.note_menu).actions()
    assert entry.text() == "Anna, Violin"
    scored.activateWindow()
    roll.setFocus()
    qtbot.keyClick(roll, Qt.Key.Key_G, Qt.KeyboardModifier.ShiftModifier)
    mine, theirs = session.project_work(FIRST).current
    assert HEARD not in mine.notes
    assert [(n.pitch, n.evidence) for n in theirs.notes if n.onset_s == HEARD.onset_s] == [
        (90, Evidence.HEARD)
    ]
    session.undo.undo()
    assert HEARD in session.project_work(FIRST).current[0].notes


def test_alone_there_is_nobody_to_give_to(scored: MainWindow) -> None:
    take = scored.session.current_take
    assert take is not None
    scored.roll.roll.choose(take.notes[:1])
    scored.actions_["give"].trigger()
    assert scored.session.current_take == take
    assert not scored.giving.menu(scored.note_menu).isEnabled()
