"""What is seen when another timeline is opened, or another shot chosen: only its own."""

from __future__ import annotations

import signal
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from foley_post_ui import app as window_app
from foley_post_ui.document.job_queue import Job
from foley_post_ui.document.sample import sample_cut
from foley_post_ui.main_window import MainWindow
from foley_post_ui.settings_store import SettingsStore
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from window_material import make_cut, make_shot, make_take

from foley_post.jobs.messages import Finished
from foley_post.pipeline.results import ScoredShot
from foley_post.project.file import Project, autosave_path


def open_another(window: MainWindow, path: Path, leader: int = 0) -> None:
    """A cut whose first shot begins after ``leader`` frames of black."""
    shots = tuple(make_shot(n + 1, leader + 50 * n) for n in range(2))
    cut = replace(make_cut(path), shots=shots, length_frames=leader + 100, source_sha256="cd" * 32)
    project = Project(cut.path, cut.source_sha256)
    window.documents._saved_state = project
    window.session.open(cut, project, None)


def a_job(window: MainWindow, number: int, state: str, shot_id: str = "") -> Job:
    job = Job(number, f"Job {number}", None, "long", shot_id=shot_id, state=state)  # type: ignore[arg-type]
    window.work.jobs[number] = job
    window.work.added.emit(job)
    window.work.changed.emit(job)
    return job


def test_a_timeline_opens_parked_on_its_first_shot(scored: MainWindow, tmp_path: Path) -> None:
    scored.player.seek(5.0)
    scored.player.mark_in()
    open_another(scored, tmp_path / "other.otio", leader=25)
    assert scored.player.position_s == pytest.approx(1.0)
    assert scored.player.in_s is None
    assert scored.timeline.view.layout_.visible_shot(scored.player.position_s) is not None


def test_the_jobs_of_the_timeline_before_are_not_listed(scored: MainWindow, tmp_path: Path) -> None:
    a_job(scored, 1, "failed")
    running = a_job(scored, 2, "running")
    open_another(scored, tmp_path / "other.otio")
    assert list(scored.jobs.rows) == [2]
    running.state = "cancelled"
    scored.work.changed.emit(running)
    assert not scored.jobs.rows
    assert scored.exporting.last is None


def test_media_found_again_leaves_place_and_jobs_alone(scored: MainWindow) -> None:
    scored.player.seek(3.0)
    a_job(scored, 1, "failed")
    assert scored.session.cut is not None
    scored.session.relinked(scored.session.cut)
    assert scored.player.position_s == pytest.approx(3.0)
    assert list(scored.jobs.rows) == [1]


def red_in(window: MainWindow) -> bool:
    """Whether the roll shows the playhead."""
    window.roll.roll.viewport().repaint()
    image: QImage = window.roll.roll.grab().toImage()
    row = image.height() // 2
    red = QColor("#ff6b5e")
    return any(image.pixelColor(x, row) == red for x in range(image.width()))


def test_the_notes_show_a_playhead_only_where_it_is(scored: MainWindow) -> None:
    scored.player.seek(1.0)
    scored.session.select(("V1-001",))
    assert scored.roll.roll.position_s == pytest.approx(1.0)
    assert red_in(scored)
    scored.session.select(("V1-003",))
    assert scored.roll.roll.position_s == pytest.approx(-3.0)
    assert not red_in(scored)
    scored.session.select(("V1-001",))
    assert red_in(scored)


def test_a_shot_with_nobody_to_play_has_one_state_everywhere(scored: MainWindow) -> None:
    shot = scored.session.shot("V1-002")
    assert shot is not None
    job = a_job(scored, 9, "running", shot.id)
    job.on_done = scored.generating._scored
    scored.session.select((shot.id,))
    assert scored.inspector.chip.text() == "Scoring 0 %"
    scored.work._hear(Finished(9, ScoredShot(shot)))
    assert job.state == "failed"
    row = scored.jobs.rows[9]
    assert row.told.text() == "Nobody is seen to play in this shot."
    assert not row.button.isHidden()
    assert scored.timeline.view.state_of(shot)[0] == "failed"
    assert scored.inspector.chip.text() == "Failed"
    assert scored.toast.isVisible()
    again: list[object] = []
    scored.work.run = lambda task, *_, **__: again.append(task)  # type: ignore[assignment, method-assign]
    row.button.click()
    assert len(again) == 1


def test_while_scoring_all_places_say_the_same(scored: MainWindow) -> None:
    job = a_job(scored, 4, "running", "V1-002")
    scored.session.select(("V1-002",))
    job.share = 0.4
    scored.work.changed.emit(job)
    shot = scored.session.shot("V1-002")
    assert shot is not None
    assert scored.inspector.chip.text() == "Scoring 40 %"
    assert scored.timeline.told.text().endswith("Scoring 40 %")
    assert scored.shots.rows.index(1, 2).data() == "Scoring 40 %"


def test_cancel_is_offered_only_while_there_is_a_job(scored: MainWindow) -> None:
    cancel = scored.actions_["cancel"]
    assert not cancel.isEnabled()
    job = a_job(scored, 3, "running")
    assert cancel.isEnabled()
    job.state = "done"
    scored.work.changed.emit(job)
    assert not cancel.isEnabled()


def test_the_number_of_notes_is_said_once(scored: MainWindow) -> None:
    take = replace(make_take(), sync_report={"notes": 17.0, "verdict": "in sync"})
    scored.session.change_take(take, "Edit")
    assert "17" not in scored.inspector.sync_report.text()


def test_the_sample_is_the_recording_of_a_pianist() -> None:
    cut = sample_cut()
    assert cut is not None
    assert cut.name == "pianist.otio"
    assert cut.with_name("pianist.mp4").is_file()


def test_the_systems_request_to_end_keeps_the_work(
    scored: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[bool] = []
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    monkeypatch.setattr(QApplication, "quit", lambda *_: ended.append(True))
    place = scored.documents.resting_place
    assert place is not None
    assert not autosave_path(place).exists()
    window_app.leave(app, scored)
    assert autosave_path(place).exists()
    assert ended == [True]


def test_both_signals_to_end_are_heard(scored: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: dict[int, object] = {}
    monkeypatch.setattr(signal, "signal", lambda number, does: heard.update({number: does}))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window_app.hear_signals(app, scored)
    assert set(heard) == {signal.SIGINT, signal.SIGTERM}


def test_a_deleted_window_leaves_nothing_for_the_interpreters_end(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foley_post_ui.document.job_queue.JobQueue.warm", lambda *_: None)
    made = MainWindow(SettingsStore.read(tmp_path / "w.json"))
    inside = [made, made.viewer, made.roll, made.work, made.session]
    made.show()
    made.stop()
    window_app.delete(made)
    assert not any(shiboken6.isValid(one) for one in inside)
