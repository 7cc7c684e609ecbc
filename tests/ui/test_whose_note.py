"""A heard note that two players could have played is marked, asked about, and settled."""

from __future__ import annotations

from dataclasses import replace

import pytest
from foley_post_ui.document.unsure_notes import unsure_notes, with_unsure
from foley_post_ui.main_window import MainWindow
from foley_post_ui.style.theme import theme
from foley_post_ui.timeline.original_menu import fill
from layout_faults import layout_faults
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from window_material import make_take

from foley_post.listen.assignment import UnsureNote
from foley_post.midi.notes import Evidence, Note
from foley_post.timeline.model import AudioTrack

FIRST = "V1-001"
HEARD = (Note(0.53, 0.1, 62, 70, Evidence.HEARD, 0.8), Note(1.5, 0.1, 70, 70, Evidence.HEARD, 0.8))


@pytest.fixture
def asked(scored: MainWindow) -> MainWindow:
    """Two heard notes of the first player could be Anna's."""
    session = scored.session
    work = session.project_work(FIRST)
    first = work.takes[0]
    work = replace(work, takes=(first.with_notes([*first.notes, *HEARD]),))
    work = work.adding((make_take(1, instrument="violin"),))
    unsure = (UnsureNote(0.5, 62, 0, 1, 0.55), UnsureNote(1.5, 70, 0, 1, 0.5))
    session.change_work(FIRST, replace(work, unsure=unsure), "Score")
    scored.people.rename(FIRST, 1, "Anna")
    session.undo.clear()
    scored.show_place("roll")
    QApplication.processEvents()
    return scored


def test_the_roll_asks_and_gives(asked: MainWindow, qtbot: QtBot) -> None:
    whose, session = asked.roll.whose, asked.session
    assert not whose.isHidden()
    assert whose.question.text() == "2 notes could be played by Anna"
    assert whose.give.text() == "Give to Anna"
    qtbot.mouseClick(whose.give, Qt.MouseButton.LeftButton)
    mine, theirs = session.project_work(FIRST).current
    assert not set(HEARD) & set(mine.notes)
    assert {n.pitch for n in theirs.notes if n.evidence is Evidence.HEARD} == {62, 70}
    assert whose.isHidden()
    session.undo.undo()
    assert not whose.isHidden()


def test_of_a_chosen_note_alone_is_asked_and_kept_it_is_settled(
    asked: MainWindow, qtbot: QtBot
) -> None:
    whose, session = asked.roll.whose, asked.session
    asked.roll.roll.choose(HEARD[:1])
    assert whose.question.text() == "1 note could be played by Anna"
    qtbot.mouseClick(whose.keep, Qt.MouseButton.LeftButton)
    (kept,) = [n for n in session.current_take.notes if n.onset_s == HEARD[0].onset_s]
    assert kept.pinned
    asked.roll.roll.choose(())
    assert unsure_notes(session.current_work, session.current_take) == {HEARD[1]: 1}


def test_nothing_is_asked_where_nobody_else_plays_or_all_is_sure(scored: MainWindow) -> None:
    session = scored.session
    assert scored.roll.whose.isHidden()
    work = replace(session.project_work(FIRST), unsure=(UnsureNote(0.0, 60, 0, 1, 0.5),))
    session.change_work(FIRST, work, "Score")
    assert scored.roll.whose.isHidden()


def test_an_unsure_note_is_marked_in_the_hue_of_the_other(asked: MainWindow) -> None:
    hue = theme().player(1).rgb()

    def marked() -> int:
        image: QImage = asked.roll.roll.viewport().grab().toImage()
        return sum(
            image.pixel(x, y) == hue for x in range(image.width()) for y in range(image.height())
        )

    asked.session.show_performer(0)
    before = marked()
    work = replace(asked.session.project_work(FIRST), unsure=())
    asked.session.change_work(FIRST, work, "Sure")
    assert before > marked() + 20


def test_the_question_has_room_in_a_small_window(asked: MainWindow) -> None:
    asked.resize(1024, 640)
    for _ in range(4):
        QApplication.processEvents()
    assert layout_faults(asked) == []


def test_a_new_take_has_doubts_of_its_own() -> None:
    old = (UnsureNote(0.1, 60, 0, 1, 0.5), UnsureNote(0.2, 61, 2, 1, 0.5))
    fresh = (UnsureNote(0.3, 62, 0, 2, 0.5),)
    assert with_unsure(old, fresh, [0]) == (old[1], fresh[0])


def test_sound_tracks_of_the_timeline_are_offered_as_the_guide(scored: MainWindow) -> None:
    session = scored.session
    tracks = (AudioTrack("Talk", 1), AudioTrack("Temp music", 2), AudioTrack("Piano", 3, ours=True))
    session.cut = replace(session.cut, audio_tracks=tracks)
    menu = QMenu(scored)
    fill(menu, session)
    entries = {a.text(): a for a in menu.actions() if a.isVisible()}
    assert "Take notes from the track Piano" not in entries
    entries["Take notes from the track Temp music"].trigger()
    assert session.project.settings.guide_sound == "track:A2"
    sent = []
    scored.work.run = lambda task, *_, **__: sent.append(task)
    scored.generating.shots((FIRST,))
    assert sent[0].cut is session.cut
    session.change_settings("Guide", guide_sound="auto")
    scored.generating.shots((FIRST,))
    assert sent[1].cut is None
