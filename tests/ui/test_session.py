"""Every change can be undone, in words, and leaves what others made alone."""

from __future__ import annotations

from dataclasses import replace

from foley_post_ui.main_window import MainWindow
from foley_post_ui.timeline.layout import ORIGINAL
from window_material import make_take


def test_undo_and_redo_say_what_they_do(scored: MainWindow) -> None:
    session, actions = scored.session, scored.actions_
    scored.roll.roll.choose(session.current_take.notes[:2])
    actions["up"].trigger()
    assert actions["undo"].text() == "&Undo Raise 2 notes a semitone"
    before = session.current_take
    actions["undo"].trigger()
    assert actions["redo"].text() == "&Redo Raise 2 notes a semitone"
    assert session.current_take != before
    actions["redo"].trigger()
    assert session.current_take == before


def test_undo_restores_the_very_take(scored: MainWindow) -> None:
    session = scored.session
    first = session.current_take
    scored.roll.roll.choose(first.notes)
    for name in ("octave_up", "later", "longer", "louder", "quantise", "pin", "delete"):
        scored.actions_[name].trigger()
    assert session.current_take.notes == ()
    while session.undo.canUndo():
        scored.actions_["undo"].trigger()
    assert session.current_take == first
    assert session.current_work.state == "scored"


def test_a_thousand_edits_are_a_thousand_undos(scored: MainWindow) -> None:
    session = scored.session
    first = session.current_take
    for n in range(1000):
        session.change_take(replace(first, seed=n + 1), f"Edit {n}")
    assert session.undo.count() == 1000
    session.undo.setIndex(0)
    assert session.current_take == first


def test_choosing_another_take_is_undone_by_name(scored: MainWindow) -> None:
    session = scored.session
    session.change_work("V1-001", session.current_work.adding((make_take(seed=7),)), "Score")
    assert session.current_take.seed == 7
    scored.actions_["previous_take"].trigger()
    assert session.current_take.seed == 0
    assert session.undo.undoText() == "Choose take 1"


def test_another_instrument_moves_no_onset(scored: MainWindow) -> None:
    session = scored.session
    onsets = [n.onset_s for n in session.current_take.notes]
    scored.generating.choose_instrument("cello")
    take = session.current_take
    assert take.instrument == "cello"
    assert [n.onset_s for n in take.notes] == onsets
    assert session.undo.undoText() == "Change instrument to Cello"


def test_a_failed_shot_says_why_and_is_no_undo(scored: MainWindow) -> None:
    scored.session.fail("V1-002", "clip2.mov is not there.")
    scored.session.select(("V1-002",))
    assert scored.session.current_work.state == "failed"
    assert scored.inspector.problem.text() == "clip2.mov is not there."
    assert not scored.session.undo.canUndo()


def test_two_players_have_a_take_each(scored: MainWindow) -> None:
    session = scored.session
    work = session.current_work.adding((make_take(1, instrument="violin"),))
    session.change_work("V1-001", work, "Score")
    assert scored.inspector.player.count() == 2
    scored.inspector.player.setCurrentIndex(1)
    assert session.current_take.instrument == "violin"
    lanes = scored.timeline.view.layout_.lanes
    assert [lane.performer for lane in lanes] == [None, ORIGINAL, 0, 1]
