"""A job of an editing program, opened in the window and answered by its export."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from foley_post_ui.document.job_answer import JobAnswer, job_named
from foley_post_ui.document.session import Session
from PySide6.QtCore import QObject, Signal
from short_cuts import SAMPLE, WISHES

from foley_post.errors import UsageError
from foley_post.hosts.job_folder import JobFolder
from foley_post.hosts.job_records import ClipPlace, JobRequest, JobState
from foley_post.pipeline.score import Options, score
from foley_post.project.file import Project
from foley_post.timeline import read_cut


class Exporting(QObject):
    finished = Signal(object)


@pytest.fixture
def job(tmp_path: Path, short) -> JobFolder:
    folder = JobFolder(tmp_path / "job")
    request = JobRequest(str(short.cut), clips=(ClipPlace(1, 44),), wishes={"instrument": "cello"})
    folder.write_request(request)
    return folder


def answer_of(job: JobFolder, qapp) -> tuple[JobAnswer, Session, Exporting]:
    session, exporting = Session(), Exporting()
    answer = JobAnswer(job, session, exporting, session)  # type: ignore[arg-type]
    return answer, session, exporting


def test_a_job_is_named_by_its_folder_its_file_or_its_address(job: JobFolder) -> None:
    for name in (job.path, job.request_file, f"foley-post://job?folder={job.path}"):
        found = job_named(str(name))
        assert found is not None
        assert found.path == job.path
    assert job_named(str(SAMPLE / "sample.otio")) is None
    with pytest.raises(UsageError):
        job_named("foley-post://job?folder=/nowhere")


def test_its_wishes_are_set_and_its_clips_chosen(job: JobFolder, qapp) -> None:
    answer, session, _ = answer_of(job, qapp)
    session.open(read_cut(answer.cut), Project(answer.cut), None)
    assert session.project is not None
    assert session.project.settings.instrument == "cello"
    assert session.project.settings.out == job.path / "music"
    assert session.selected == ("V1-002",)
    assert job.progress().state is JobState.RUNNING


def test_an_export_answers_it(job: JobFolder, qapp, short) -> None:
    answer, session, exporting = answer_of(job, qapp)
    session.open(read_cut(answer.cut), Project(answer.cut), None)
    other = SimpleNamespace(cut=SimpleNamespace(path=Path("/another.otio")))
    exporting.finished.emit(other)
    assert job.result() is None
    options = Options(out=job.path / "music", cache=short.cache, **WISHES)
    exporting.finished.emit(score(answer.cut, options))
    result = job.result()
    assert result is not None
    assert (result.state, len(result.stems)) == (JobState.DONE, 2)
    answer.closed()
    assert job.result() == result


def test_a_window_that_is_closed_says_so(job: JobFolder, qapp) -> None:
    answer, *_ = answer_of(job, qapp)
    answer.closed()
    result = job.result()
    assert result is not None
    assert (result.state, result.exit_code) == (JobState.CANCELLED, 130)


def test_a_clip_that_is_not_there_fails_the_job(job: JobFolder, qapp) -> None:
    job.write_request(JobRequest(job.request().cut, clips=(ClipPlace(3, 7),)))
    answer, session, _ = answer_of(job, qapp)
    session.open(read_cut(answer.cut), Project(answer.cut), None)
    result = job.result()
    assert result is not None
    assert "frame 7 of video track 3" in result.message
