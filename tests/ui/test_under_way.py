"""What happens to work that is under way when the user goes elsewhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from foley_post_ui.document.job_queue import Job
from foley_post_ui.main_window import MainWindow
from window_material import make_cut, make_motion, make_take

from foley_post.pipeline.results import ScoredShot
from foley_post.project.file import Project

SCORED = ScoredShot(
    make_cut(Path("film.otio")).shots[0], (make_motion(),), (make_take(),), plain=(make_take(),)
)


@pytest.fixture
def sent(opened: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What was sent to be scored; nothing is."""
    jobs: list[dict[str, Any]] = []

    def run(task: object, title: str, **about: Any) -> Job:
        if "shot_id" in about:
            jobs.append(about)
        return Job(len(jobs), title, task, about.pop("lane", "long"), **about)  # type: ignore[arg-type]

    monkeypatch.setattr(opened.work, "run", run)
    return jobs


def _open_another(window: MainWindow, tmp_path: Path) -> None:
    cut = replace(make_cut(tmp_path / "another.otio"), source_sha256="cd" * 32)
    project = Project(cut.path, cut.source_sha256)
    window.documents._saved_state = project
    window.session.open(cut, project, None)


def test_a_take_goes_to_the_film_it_was_made_for(
    opened: MainWindow, sent: list[dict[str, Any]]
) -> None:
    opened.generating.shots(("V1-001",))
    sent[0]["on_done"](SCORED)
    assert opened.session.project_work("V1-001").takes == SCORED.takes


def test_a_take_of_the_film_before_is_not_put_into_this_one(
    opened: MainWindow, sent: list[dict[str, Any]], tmp_path: Path
) -> None:
    opened.generating.shots(("V1-001",))
    _open_another(opened, tmp_path)
    sent[0]["on_done"](SCORED)
    sent[0]["on_failed"]("It broke.")
    assert opened.session.project_work("V1-001").takes == ()
    assert opened.session.project_work("V1-001").problem == ""


def _under_way(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    job = Job(7, "Score", None, "long", shot_id="V1-001")  # type: ignore[arg-type]
    window.work.jobs[7] = job
    cancelled: list[Job] = []
    monkeypatch.setattr(window.work, "cancel", cancelled.append)
    return cancelled


def test_scoring_of_the_film_before_is_stopped(
    opened: MainWindow, sent: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.generating.shots(("V1-001",))
    cancelled = _under_way(opened, monkeypatch)
    opened.session.relinked(opened.session.cut)
    assert not cancelled
    _open_another(opened, tmp_path)
    assert [job.number for job in cancelled] == [7]


@pytest.mark.parametrize("stop", [False, True])
def test_closing_asks_while_scoring(
    opened: MainWindow, monkeypatch: pytest.MonkeyPatch, stop: bool
) -> None:
    asked: list[int] = []

    def ask(_: object, jobs: int) -> bool:
        asked.append(jobs)
        return stop

    monkeypatch.setattr("foley_post_ui.dialogs.messages.ask_stop", ask)
    _under_way(opened, monkeypatch)
    opened.close()
    assert asked == [1]
    assert opened.isVisible() is not stop
    opened.work.jobs.clear()
