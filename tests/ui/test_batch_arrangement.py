"""Shots generated at one command become one piece; takes are compared, kept and put in one key."""

from __future__ import annotations

from dataclasses import replace

import pytest
from foley_post_ui.document.job_queue import Job
from foley_post_ui.main_window import MainWindow
from window_material import make_motion, make_take

from foley_post.jobs.scoring import ScoreShot, ShapeShots
from foley_post.midi.harmony import key_fit, parse_key
from foley_post.pipeline.results import ScoredShot


def _scored(window: MainWindow, shot_id: str) -> ScoredShot:
    shot, take = window.session.shot(shot_id), make_take()
    assert shot is not None
    return ScoredShot(shot, (make_motion(),), (take,), plain=(take,))


@pytest.fixture
def sent(opened: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, dict]]:
    """What was sent to the pool, which is not there."""
    tasks: list[tuple[object, dict]] = []

    def run(task: object, title: str, **about: object) -> Job:
        tasks.append((task, about))
        return Job(len(tasks), title, task, "long")

    monkeypatch.setattr(opened.work, "run", run)
    return tasks


def test_styled_shots_are_shaped_together_when_the_last_is_there(
    opened: MainWindow, sent: list[tuple[object, dict]]
) -> None:
    opened.session.change_settings("Style", style="jazz")
    assert opened.generating.shots(("V1-001", "V1-002")) == 2
    assert all(isinstance(task, ScoreShot) for task, _ in sent)
    opened.generating._scored(_scored(opened, "V1-001"))
    assert len(sent) == 2
    opened.generating._scored(_scored(opened, "V1-002"))
    task, about = sent[2]
    assert isinstance(task, ShapeShots)
    assert [one.shot.id for one in task.scored] == ["V1-001", "V1-002"]
    other = replace(make_take(), sync_report={"shaped": 1.0})
    about["on_done"](tuple(replace(one, takes=(other,)) for one in task.scored))
    assert opened.session.project_work("V1-002").current == (other,)
    assert opened.session.project_work("V1-002").state == "scored"
    assert opened.session.undo.undoText() == "One key over 2 shots"


def test_a_shot_that_fails_is_not_waited_for(
    opened: MainWindow, sent: list[tuple[object, dict]]
) -> None:
    opened.session.change_settings("Style", style="jazz")
    opened.generating.shots(("V1-001", "V1-002", "V1-003"))
    opened.generating._scored(_scored(opened, "V1-001"))
    opened.generating._scored(_scored(opened, "V1-002"))
    opened.generating._failed("V1-003", "It is black.")
    assert isinstance(sent[-1][0], ShapeShots)


def test_without_a_style_each_stays_as_it_was_seen(
    opened: MainWindow, sent: list[tuple[object, dict]]
) -> None:
    opened.generating.shots(("V1-001", "V1-002"))
    opened.generating._scored(_scored(opened, "V1-001"))
    opened.generating._scored(_scored(opened, "V1-002"))
    assert len(sent) == 2


def test_a_and_b_go_back_and_forth(scored: MainWindow) -> None:
    session, a = scored.session, scored.actions_
    session.change_work("V1-001", session.current_work.adding((make_take(seed=7),)), "Score")
    session.change_work("V1-001", session.current_work.adding((make_take(seed=9),)), "Score")
    scored.generating.choose_take(0)
    assert session.current_take.seed == 0
    a["compare"].trigger()
    assert session.current_take.seed == 9
    a["compare"].trigger()
    assert session.current_take.seed == 0


def test_keep_only_this_is_one_undo(scored: MainWindow) -> None:
    session = scored.session
    session.change_work("V1-001", session.current_work.adding((make_take(seed=7),)), "Score")
    scored.generating.keep_only()
    assert [t.seed for t in session.current_work.takes] == [7]
    scored.actions_["undo"].trigger()
    assert [t.seed for t in session.current_work.takes] == [0, 7]


def test_shots_in_one_key_move_no_onset_and_are_one_undo(scored: MainWindow) -> None:
    session = scored.session
    work = session.project_work("V1-002").adding((make_take(instrument="violin"),))
    session.change_work("V1-002", work, "Score")
    before = {s: session.project_work(s).current[0] for s in ("V1-001", "V1-002")}
    scored.generating.one_piece("Dm", "", ("V1-001", "V1-002", "V1-003"))
    for shot, take in before.items():
        after = session.project_work(shot).current[0]
        assert [n.onset_s for n in after.notes] == [n.onset_s for n in take.notes]
        assert key_fit(after.notes, parse_key("Dm")) == pytest.approx(1.0)
    assert session.project.settings.key == "Dm"
    scored.actions_["undo"].trigger()
    assert {s: session.project_work(s).current[0] for s in before} == before
    assert session.project.settings.key == ""


def test_loosened_sync_is_remembered_in_the_project(scored: MainWindow) -> None:
    scored.inspector.loosen.setValue(40)
    assert scored.session.project.settings.loosen_percent == 40.0
    assert scored.inspector.loosened.text() == "40 %"
    scored.actions_["undo"].trigger()
    assert scored.inspector.loosen.value() == 0
