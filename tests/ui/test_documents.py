"""Projects are saved, autosaved, recovered by asking, and held against a second instance."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from foley_post_ui.document.job_queue import Job
from foley_post_ui.main_window import MainWindow
from foley_post_ui.settings_store import SettingsStore
from window_material import make_cut, make_take

from foley_post.errors import OutputError
from foley_post.jobs.lock import hold
from foley_post.project.file import Project, autosave_path, load_project, save_project
from foley_post.timeline.model import Cut


def _read(window: MainWindow, cut: Cut, project: Project, path: Path | None) -> None:
    """What happens once a timeline has been read, without a process."""
    window.documents._opened(cut, project, path, recovered=False)


def test_saving_makes_the_title_clean(scored: MainWindow, tmp_path: Path) -> None:
    assert scored.isWindowModified()
    assert scored.documents.save(tmp_path / "film")
    assert not scored.isWindowModified()
    assert scored.windowTitle() == "film.foley[*] - Foley Post"
    assert load_project(tmp_path / "film.foley") == scored.session.project
    assert scored.memory.recent[0] == str(tmp_path / "film.foley")


def test_an_autosave_stands_beside_the_project_until_it_is_saved(
    scored: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "film.foley"
    scored.documents.save(path)
    scored.generating.choose_instrument("violin")
    scored.documents.autosave()
    kept = load_project(autosave_path(path), home=tmp_path)
    assert kept.work("V1-001").current[0].instrument == "violin"
    assert load_project(path).work("V1-001").current[0].instrument == "piano"
    scored.documents.save(path)
    assert not autosave_path(path).exists()


def test_work_never_saved_is_autosaved_too_and_offered_again(
    scored: MainWindow, cut: Cut, tmp_path: Path
) -> None:
    scored.documents.autosave()
    place = scored.documents.resting_place
    assert place is not None
    assert autosave_path(place).exists()
    asked = []
    scored.documents.recover = lambda path, _: asked.append(path) is None
    _read(scored, cut, Project(cut.path), None)
    assert asked == [cut.path]
    assert scored.session.project.work("V1-001").state == "scored"
    assert scored.documents.modified


def test_what_was_not_recovered_goes(scored: MainWindow, cut: Cut) -> None:
    scored.documents.autosave()
    place = scored.documents.resting_place
    scored.documents.recover = lambda *_: False
    _read(scored, cut, Project(cut.path), None)
    assert not autosave_path(place).exists()
    assert scored.session.project.work("V1-001").state == "unscored"


def test_a_project_in_use_elsewhere_says_by_whom(
    scored: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(
        "foley_post_ui.dialogs.messages.tell_problem", lambda _, t, p: told.append(p)
    )
    path = tmp_path / "film.foley"
    scored.documents.save(path)
    scored.documents.close()
    lock = tmp_path / ".film.foley.lock"
    lock.write_text(json.dumps({"pid": 1, "host": "elsewhere", "user": "ana"}))
    scored.documents.open(path)
    assert "in use by ana on elsewhere" in told[0]


def test_the_open_project_is_held(scored: MainWindow, tmp_path: Path) -> None:
    scored.documents.save(tmp_path / "film.foley")
    with pytest.raises(OutputError, match="in use"):
        hold(tmp_path / "film.foley")
    scored.documents.close()
    hold(tmp_path / "film.foley").release()


def test_a_damaged_project_is_told_and_nothing_is_lost(
    opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(
        "foley_post_ui.dialogs.messages.tell_problem", lambda _, t, p: told.append(p)
    )
    path = tmp_path / "bad.foley"
    path.write_text("{oh")
    opened.documents.open(path)
    assert "bad.foley is damaged" in told[0]
    assert opened.session.cut is not None
    assert path.read_text() == "{oh"


def test_a_timeline_that_changed_since_says_so(
    opened: MainWindow, cut: Cut, tmp_path: Path
) -> None:
    said: list[str] = []
    opened.documents.notice.connect(said.append)
    _read(opened, replace(cut, source_sha256="cd" * 32), Project(cut.path, "ab" * 32), None)
    assert said == ["film.otio changed since this project was saved."]


def test_damaged_preferences_are_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    path.write_text('{"preferences": 3')
    memory = SettingsStore.read(path)
    assert memory.preferences.appearance == "system"
    assert memory.put_aside == tmp_path / "window.damaged.json"
    memory.opened(tmp_path / "a.otio")
    assert SettingsStore.read(path).recent == [str(tmp_path / "a.otio")]


_KILLED = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from window_material import make_take
from foley_post.project.file import Project, ShotTakes, save_project
path = Path(sys.argv[1])
project = Project(path.with_name("film.otio"))
n = 0
while True:
    n += 1
    take = make_take(seed=n)
    project = project.with_work("V1-001", ShotTakes().adding((take,)))
    save_project(project, path, autosave=n % 3 != 0)
    print(n, flush=True)
"""


def test_killed_while_saving_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "film.foley"
    command = [sys.executable, "-c", _KILLED, str(path), str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as saving:
        assert saving.stdout is not None
        for line in saving.stdout:
            last = int(line)
            if last == 40:
                break
        os.kill(saving.pid, signal.SIGKILL)
    saved = load_project(path).work("V1-001").current[0].seed
    assert saved >= 39
    autosave = autosave_path(path)
    if autosave.exists():
        assert load_project(autosave, home=tmp_path).work("V1-001").current[0] is not None


def test_a_take_of_the_material_is_what_the_others_expect() -> None:
    assert len(make_take().notes) == 8
    assert len(make_cut(Path("film.otio")).shots) == 3


@pytest.fixture
def pool(opened: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """The jobs that read timelines; the test says how they end."""
    jobs: list[Job] = []

    def run(task: object, title: str, *, first: bool = False, **about: Any) -> Job:
        jobs.append(Job(len(jobs) + 1, title, task, about.pop("lane", "long"), **about))
        return jobs[-1]

    monkeypatch.setattr(opened.work, "run", run)
    return jobs


def _saved(cut: Cut, path: Path) -> Path:
    return save_project(Project(cut.path, cut.source_sha256), path)


def _is_held(path: Path) -> bool:
    try:
        hold(path).release()
    except OutputError:
        return True
    return False


def test_the_project_that_is_open_may_be_opened_again(
    opened: MainWindow, cut: Cut, pool: list[Job], tmp_path: Path
) -> None:
    problems: list[str] = []
    opened.documents.failed.connect(lambda _, problem: problems.append(problem))
    path = _saved(cut, tmp_path / "film.foley")
    for _ in range(2):
        opened.documents.open(path)
        pool[-1].on_done(cut)
        assert opened.session.path == path
        assert _is_held(path)
    assert problems == []
    opened.documents.close()
    assert not _is_held(path)


@pytest.mark.parametrize("how", ["damaged", "unreadable timeline", "cancelled"])
def test_what_is_open_stays_held_when_another_does_not_open(
    opened: MainWindow, cut: Cut, pool: list[Job], *, tmp_path: Path, how: str
) -> None:
    problems: list[str] = []
    opened.documents.failed.disconnect()
    opened.documents.failed.connect(lambda _, problem: problems.append(problem))
    first, other = _saved(cut, tmp_path / "a.foley"), _saved(cut, tmp_path / "b.foley")
    opened.documents.open(first)
    pool[-1].on_done(cut)
    if how == "damaged":
        other.write_text("{oh")
    opened.documents.open(other)
    if how == "unreadable timeline":
        pool[-1].on_failed("It cannot be read.")
    if how == "cancelled":
        pool[-1].state = "cancelled"
        opened.work.changed.emit(pool[-1])
    assert len(problems) == (how != "cancelled")
    assert opened.session.path == first
    assert _is_held(first)
    assert not _is_held(other)


def test_a_save_that_fails_leaves_the_open_project_held(
    opened: MainWindow, cut: Cut, pool: list[Job], tmp_path: Path
) -> None:
    opened.documents.failed.disconnect()
    path = _saved(cut, tmp_path / "a.foley")
    opened.documents.open(path)
    pool[-1].on_done(cut)
    (tmp_path / "b.foley").mkdir()
    assert not opened.documents.save(tmp_path / "b.foley")
    assert opened.session.path == path
    assert _is_held(path)
    assert not _is_held(tmp_path / "b.foley")


def test_settings_that_made_no_sense_are_told_when_a_project_opens(
    opened: MainWindow, cut: Cut, pool: list[Job], tmp_path: Path
) -> None:
    said: list[str] = []
    opened.documents.notice.connect(said.append)
    path = _saved(cut, tmp_path / "a.foley")
    path.write_text(path.read_text().replace('"key": ""', '"key": "H"'))
    opened.documents.open(path)
    pool[-1].on_done(cut)
    assert any("a.foley" in text and "key: 'H' is not a key" in text for text in said)
