"""A job folder: what goes in, what comes out, and that it may be read at any moment."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from short_cuts import WISHES, stems_of

from foley_post.cli.main import main
from foley_post.core.progress import Progress
from foley_post.core.serialization import json_text, packed
from foley_post.errors import Cancelled, ProjectError, Remedy, UsageError
from foley_post.hosts.job_folder import JobFolder
from foley_post.hosts.job_records import (
    PROGRESS,
    REQUEST,
    RESULT,
    ClipPlace,
    HostInfo,
    JobProgress,
    JobRequest,
    JobResult,
    JobState,
    ShotOutcome,
    StemPlace,
)
from foley_post.hosts.job_service import clip_shots, serve, wished_settings
from foley_post.hosts.json_schema import job_schema
from foley_post.pipeline.score import Options, Results, score
from foley_post.project.player_marks import PlayerMark, ShotPlayers
from foley_post.timeline import read_cut

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "golden"

ASKED = JobRequest(
    "timeline.otio",
    HostInfo("resolve", "21.1", "Film", "Reel 1"),
    shots=("V1-002",),
    clips=(ClipPlace(1, 24, "Take 1"),),
    wishes={"instrument": "cello", "rendering": {"reverb": "hall"}},
    takes=("V1-002/1=mine.mid",),
    around=7,
    marked={"V1-002": ShotPlayers((PlayerMark(0, "Ann", "cello"),))},
    out="music",
    reply_to="../answer.json",
)
STEM = StemPlace(
    "/films/music/stems/V1-001_a_cello.wav", "V1-001_a_cello", "Cello", "V1-001", "cello",
    "Orange", 24, 86424, 20, 24, "254016000000", "254016000000", "211680000000",
    172800000, 136000, 48000, 2, "ab" * 32, ("The stem is silent.",),
)  # fmt: skip
ANSWER = JobResult(
    JobState.PARTLY, 3, "1 stem on 1 track; 1 shot not scored", None, "0.2.0",
    "/films/timeline.otio", "cd" * 32, (24000, 1001), 86400, False, (("Cello", 2),), (STEM,),
    (ShotOutcome("V1-002", "b", "gone.mov is not there.", Remedy.RELINK, ()),),
    ("/films/music/timeline+music.otio",), ("/films/music/midi/V1-001_a_cello.mid",),
    "/films/music/manifest.json", ("A notice.",),
)  # fmt: skip


@pytest.mark.parametrize(
    ("form", "value", "name"),
    [
        (REQUEST, ASKED, "job-1.json"),
        (PROGRESS, JobProgress(JobState.RUNNING, 0.25, "watching", "V1-001", "", 7, 99),
         "progress-1.json"),
        (RESULT, ANSWER, "result-1.json"),
    ],
)  # fmt: skip
def test_each_file_is_written_as_the_bytes_of_its_version_and_read_back(
    form, value, name: str, held_to: Callable[[Path, bytes], None]
) -> None:
    held_to(GOLDEN / name, json_text(form.packed(value)))
    assert form.unpacked(json.loads((GOLDEN / name).read_bytes())) == value


def test_the_schema_in_the_docs_is_that_of_the_types(
    held_to: Callable[[Path, bytes], None],
) -> None:
    made = json_text(job_schema())
    held_to(ROOT / "docs/hosts/job.schema.json", made)
    parts = json.loads(made)["$defs"]
    assert set(parts["StemPlace"]["properties"]) == set(packed(STEM))
    assert parts["JobState"]["enum"] == sorted(JobState)


def test_a_job_is_the_stems_of_score_byte_for_byte(
    tmp_path: Path, at_home, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = JobFolder(tmp_path / "job")
    folder.write_request(JobRequest(str(at_home.cut), wishes=WISHES, reply_to="../answer.json"))
    assert main(["job", str(folder.request_file), "--quiet"]) == 0
    assert "2 stems on 1 track" in capsys.readouterr().out
    assert stems_of(folder.path) == at_home.made
    result = folder.result()
    assert result is not None
    assert (tmp_path / "answer.json").read_bytes() == (folder.path / "result.json").read_bytes()
    assert folder.progress().state is JobState.DONE
    assert folder.progress().share == 1.0
    assert [(s.track, s.start_frame, s.record_frame, s.length_frames) for s in result.stems] == [
        ("Piano", 24, 86424, 20),
        ("Piano", 44, 86444, 20),
    ]
    first = result.stems[0]
    assert first.source_start_frame == 24
    assert int(first.start_ticks) == 24 * 254_016_000_000 // 24
    assert first.start_sample + first.source_start_frame * 48000 // 24 == 86424 * 48000 // 24
    assert Path(first.file).read_bytes() == at_home.made[Path(first.file).name]


def test_only_the_clips_that_were_chosen_are_scored(tmp_path: Path, short) -> None:
    folder = JobFolder(tmp_path)
    folder.write_request(
        JobRequest(str(short.cut), clips=(ClipPlace(1, 44, "Take 2"),), wishes=WISHES)
    )
    result = serve(folder, cache=short.cache)
    assert [s.shot for s in result.stems] == ["V1-002"]


def test_a_clip_that_is_not_there_is_named(short) -> None:
    with pytest.raises(UsageError, match=r"frame 30 of video track 1 \(Take 9\)"):
        clip_shots(read_cut(short.cut), [ClipPlace(1, 30, "Take 9")])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "job.json is damaged"),
        ("[]", "job.json is damaged"),
        ('{"cut": ""}', "job.json is damaged"),
        ('{"cut": "a.otio", "job_version": 9}', "newer Foley Post"),
        ('{"cut": "nowhere.otio"}', "nowhere.otio"),
        ('{"cut": "a.otio", "wishes": {"instrument": "kazoo"}}', "kazoo"),
        ('{"cut": "a.otio", "wishes": {"takes": "many"}}', "makes no sense"),
        (json.dumps({"cut": "x" * 5000}), "There is no file"),
        ('{"cut": "a.otio", "out": "a\\u0000b"}', "cannot be a folder's name"),
        ('{"cut": "a.otio", "reply_to": "a\\u0000b"}', "a.otio"),
        ('{"cut": "a.otio", "reply_to": "/"}', "a.otio"),
    ],
)
def test_a_job_that_cannot_be_done_is_answered_with_a_sentence(
    tmp_path: Path, text: str, says: str
) -> None:
    (tmp_path / "job.json").write_text(text)
    result = serve(JobFolder(tmp_path))
    assert result.state is JobState.FAILED
    assert result.exit_code in {1, 2}
    assert says in result.message
    assert JobFolder(tmp_path).result() == result
    assert JobFolder(tmp_path).progress().state is JobState.FAILED


def test_a_wish_that_nobody_knows_is_told() -> None:
    settings, notices = wished_settings(
        JobRequest("a", wishes={"instrumnt": "cello", "rendering": {"reverb": "hall"}})
    )
    assert settings.rendering.reverb == "hall"
    assert notices == ("There is no setting 'instrumnt'; it was left out.",)


def test_the_host_may_stop_the_job(tmp_path: Path, short) -> None:
    folder = JobFolder(tmp_path, clock=iter(range(10**6)).__next__)
    folder.write_request(JobRequest(str(short.cut), wishes=WISHES))

    def stopped_half_way(path: Path, options: Options, *, watcher) -> Results:
        watcher(Progress("watching", 1, 2, "V1-001"))
        assert folder.progress().share == 0.5
        assert main(["job", str(tmp_path), "--cancel"]) == 0
        return score(path, options, watcher=watcher)

    result = serve(folder, score=stopped_half_way, cache=short.cache)
    assert (result.state, result.exit_code) == (JobState.CANCELLED, 130)
    assert not list(tmp_path.rglob("*.wav"))
    folder.write_request(JobRequest(str(short.cut), wishes=WISHES))
    assert folder.result() is None
    folder.watch(Progress("watching", 0, 1))  # an old wish to stop is gone


def test_whoever_reads_at_any_moment_finds_a_whole_file(tmp_path: Path) -> None:
    """At every step of writing, what can be read is one of the whole states."""
    folder = JobFolder(tmp_path, clock=iter(range(10**6)).__next__)
    seen = []
    for step in range(20):
        folder.watch(Progress("watching", step, 20))
        seen.append(JobFolder(tmp_path).progress().turn)
        assert not [f for f in tmp_path.iterdir() if f.name.startswith(".")]
    assert seen == sorted(set(seen))


def test_a_folder_without_a_job_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ProjectError, match="cannot be read"):
        JobFolder(tmp_path).request()
    assert main(["job", str(tmp_path / "none")]) == 1
    assert "there is no folder" in capsys.readouterr().err
    (tmp_path / "cancel").touch()
    with pytest.raises(Cancelled):
        JobFolder(tmp_path).watch(Progress("watching", 0, 1))
