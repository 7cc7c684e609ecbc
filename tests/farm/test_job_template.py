"""A cut as a job for farms, run by Open Job Description's own runner: the same bytes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from short_cuts import FLAGS, WISHES, stems_of

from foley_post.cli.main import main
from foley_post.core.serialization import packed
from foley_post.errors import FoleyError, UsageError
from foley_post.farm.job_tasks import lay_parts, numbers_in, play_parts
from foley_post.farm.shot_parts import read_part, write_part
from foley_post.hosts.job_folder import JobFolder
from foley_post.hosts.job_records import JobState
from foley_post.midi.midi_files import write_midi
from foley_post.midi.notes import Note, Take
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import ScoredShot
from foley_post.timeline import read_cut


def openjd(*words: str) -> str:
    program = "import sys; from openjd.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", program, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def job_of(at_home, folder: Path, *words: str) -> Path:
    assert main(["farm", str(at_home.cut), "--out", str(folder), *FLAGS, *words]) == 0
    return folder


def test_open_job_description_runs_it_to_the_same_stems(tmp_path: Path, at_home) -> None:
    job = job_of(at_home, tmp_path / "job", "--chunk", "2")
    said = openjd(
        "run", str(job / "template.yaml"), "-p", f"Job={job}", "--extensions", "TASK_CHUNKING"
    )
    assert "openjd_status: V1-002: played" in said
    assert "openjd_progress: 100" in said
    assert "openjd_status: done: 2 stems on 1 track" in said
    assert stems_of(job / "music") == at_home.made
    result = JobFolder(job).result()
    assert result is not None
    assert result.state is JobState.DONE


def test_a_task_a_shot_is_plain_open_job_description(tmp_path: Path, at_home) -> None:
    job = job_of(at_home, tmp_path / "job")
    openjd("check", str(job / "template.yaml"))
    template = json.loads((job / "template.yaml").read_text())
    play, lay = template["steps"]
    assert play["parameterSpace"]["taskParameterDefinitions"][0]["range"] == "1-2"
    assert lay["dependencies"] == [{"dependsOn": "Play"}]
    assets = json.loads((job / "asset_references.yaml").read_text())["assetReferences"]
    assert str(at_home.cut) in assets["inputs"]["filenames"]
    assert any(name.endswith("sample.mp4") for name in assets["inputs"]["filenames"])
    values = json.loads((job / "parameter_values.yaml").read_text())
    assert values == {"parameterValues": [{"name": "Job", "value": str(job)}]}
    wishes = JobFolder(job).request().wishes
    assert {name: wishes[name] for name in WISHES} == WISHES


def test_an_editors_take_and_what_is_said_of_players_come_along(tmp_path: Path, at_home) -> None:
    notes = (Note(0.1, 0.2, 72, 90), Note(0.5, 0.2, 74, 90))
    write_midi(Take(notes, 0.8, "piano"), tmp_path / "mine.mid")
    words = ("--take", f"V1-001={tmp_path / 'mine.mid'}", "--player", "V1-002/1=cello")
    words = (*words, "--around-pins", "7")
    job = JobFolder(job_of(at_home, tmp_path / "job", *words))
    assets = json.loads((job.path / "asset_references.yaml").read_text())["assetReferences"]
    assert str(tmp_path / "mine.mid") in assets["inputs"]["filenames"]
    play_parts(job, [1, 2], cache=at_home.cache)
    assert lay_parts(job).state is JobState.DONE
    assert main(["score", str(at_home.cut), "--out", str(tmp_path / "out"), *FLAGS, *words]) == 0
    assert stems_of(job.path / "music") == stems_of(tmp_path / "out") != at_home.made


def test_a_take_that_is_not_there_is_said_before_a_job_is_written(
    tmp_path: Path, at_home, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["farm", str(at_home.cut), "--out", str(tmp_path / "job"), "--take", "V1-001=no.mid"]
    assert main(words) == 2
    assert "no.mid" in capsys.readouterr().err
    assert not (tmp_path / "job" / "template.yaml").exists()


def test_a_task_that_never_ended_costs_its_shots_and_not_the_job(tmp_path: Path, at_home) -> None:
    job = JobFolder(job_of(at_home, tmp_path / "job"))
    (played,) = play_parts(job, [2], cache=at_home.cache)
    assert not played.problem
    result = lay_parts(job)
    assert (result.state, result.exit_code) == (JobState.PARTLY, 3)
    assert "V1-001 was not played" in result.shots[0].problem
    assert [s.shot for s in result.stems] == ["V1-002"]
    assert main(["farm", str(job.path), "--lay"]) == 0, "a farm takes any other code for a failure"


def test_a_part_comes_back_whole(tmp_path: Path, short) -> None:
    job = JobFolder(tmp_path)
    assert main(["farm", str(short.cut), "--out", str(tmp_path), *FLAGS]) == 0
    (played,) = play_parts(job, [1], cache=short.cache)
    back = read_part(tmp_path / "parts", played.shot)
    without = packed(back.takes), back.given, back.standing, back.tempo_bpm, back.heard
    assert without == (
        packed(played.takes), played.given, played.standing, played.tempo_bpm, played.heard
    )  # fmt: skip
    assert [m.points.tobytes() for m in back.motions] == [
        m.points.tobytes() for m in played.motions
    ]
    (tmp_path / "parts" / "V1-001.json").write_text('{"part_version": 1, "takes": 3}')
    assert "is damaged" in read_part(tmp_path / "parts", played.shot).problem


def test_a_shot_that_failed_comes_back_with_its_problem(tmp_path: Path, short) -> None:
    shot = read_cut(short.cut).shots[0]
    write_part(tmp_path, ScoredShot.failed(shot, FoleyError("No picture.")))
    assert read_part(tmp_path, shot).problem == "No picture."


@pytest.mark.parametrize(
    ("text", "numbers"), [("3", (3,)), ("3-5", (3, 4, 5)), ("1,3-4", (1, 3, 4))]
)
def test_shots_are_told_by_number(text: str, numbers: tuple[int, ...]) -> None:
    assert numbers_in(text) == numbers


def test_what_makes_no_sense_is_refused(tmp_path: Path, short) -> None:
    with pytest.raises(UsageError, match="not 'two'"):
        numbers_in("two")
    assert main(["farm", str(short.cut)]) == 2
    assert main(["farm", str(short.cut), "--out", str(tmp_path), "--chunk", "0"]) == 2
    assert main(["farm", str(short.cut), "--out", str(tmp_path)]) == 0
    assert main(["farm", str(tmp_path), "--play", "3"]) == 2
    with pytest.raises(FoleyError):
        Options(out=tmp_path, instrument="kazoo")
