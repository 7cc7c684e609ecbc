"""Many cuts: what is done is skipped, what failed is tried again, and a killed run goes on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from short_cuts import FLAGS, short_cut, stems_of

from foley_post.batch.cuts_found import cuts_in
from foley_post.batch.ledger import Ledger, LedgerEntry, key_of, stamp_of
from foley_post.batch.runner import BatchCut, exit_code, run_batch
from foley_post.batch.scoring import CutAnswer, ScoreCut
from foley_post.batch.sidecar import SIDECAR, Sidecar, read_sidecar
from foley_post.cli.main import main
from foley_post.core.progress import Progress
from foley_post.core.serialization import json_text
from foley_post.errors import Cancelled, UsageError
from foley_post.hosts.job_records import JobResult, JobState
from foley_post.jobs.messages import Event, Failed, Finished
from foley_post.pipeline.options import Options

GOLDEN = Path(__file__).parent / "golden"
DONE = JobResult(JobState.DONE, 0, "1 stem on 1 track")
FAILED = JobResult(JobState.FAILED, 1, "no picture")


@dataclass
class FakePool:
    """Does what `answers` says of each cut, by its name, one answer for each try."""

    answers: dict[str, list[JobResult | None]]
    done: list[str] = field(default_factory=list)
    most_at_once: int = 0

    def __call__(self, hear: Callable[[Event], None], lanes: tuple[str, ...]) -> FakePool:
        self.hear, self.lanes = hear, lanes
        return self

    def submit(self, task: ScoreCut, lane: str = "") -> int:
        assert lane in self.lanes
        self.done.append(task.cut.name)
        number = len(self.done)
        (answer, *rest) = self.answers[task.cut.name]
        self.answers[task.cut.name] = rest or [answer]
        if answer is None:
            self.hear(Failed(number, "The process that did this work stopped unexpectedly."))
            return number
        if answer.state is JobState.DONE:
            (task.options.out).mkdir(exist_ok=True)
            (task.options.out / "manifest.json").touch()
        self.hear(Finished(number, CutAnswer(answer, (stamp_of(task.cut.parent / "film.mp4"),))))
        return number

    def cancel(self, job: int) -> None:
        raise AssertionError("nothing runs for long here")

    def close(self) -> None:
        pass


@pytest.fixture
def cuts(tmp_path: Path) -> list[BatchCut]:
    (tmp_path / "film.mp4").write_bytes(b"film")
    made = []
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.otio").write_text(name)
        made.append(BatchCut(tmp_path / f"{name}.otio", Options(out=tmp_path / f"{name}-foley")))
    return made


def run(cuts: list[BatchCut], pool: FakePool, **more: object):
    ledger = Ledger.read(cuts[0].cut.parent / "ledger.jsonl")
    return run_batch(cuts, ledger, pool=pool, **more)  # type: ignore[arg-type]


def test_what_is_done_is_skipped_until_something_of_it_changes(cuts: list[BatchCut]) -> None:
    answers = {one.cut.name: [DONE] for one in cuts}
    assert exit_code(run(cuts, pool := FakePool(answers))) == 0
    assert pool.done == ["a.otio", "b.otio", "c.otio"]
    again = run(cuts, pool := FakePool(answers))
    assert pool.done == []
    assert all(o.skipped for o in again)
    cuts[1].cut.write_text("b, cut anew")
    run(cuts, pool := FakePool(answers))
    assert pool.done == ["b.otio"]
    (cuts[2].options.out / "manifest.json").unlink()
    run(cuts, pool := FakePool(answers))
    assert pool.done == ["c.otio"]
    (cuts[0].cut.parent / "film.mp4").write_bytes(b"another film")
    run(cuts, pool := FakePool(answers))
    assert len(pool.done) == 3
    cuts[0] = BatchCut(cuts[0].cut, Options(out=cuts[0].options.out, style="jazz"))
    run(cuts, pool := FakePool(answers))
    assert pool.done == ["a.otio"]
    run(cuts, pool := FakePool(answers), again=True)
    assert len(pool.done) == 3


def test_what_fails_is_tried_again_and_the_rest_goes_on(cuts: list[BatchCut]) -> None:
    senseless = JobResult(JobState.FAILED, 2, "no such shot")
    answers = {"a.otio": [None, DONE], "b.otio": [FAILED], "c.otio": [senseless]}
    told: list[str] = []
    outcomes = run(cuts, pool := FakePool(answers), tell=lambda o: told.append(o.cut.name))
    assert pool.done == ["a.otio", "b.otio", "c.otio", "a.otio", "b.otio"]
    assert [(str(o.state), o.tries) for o in outcomes] == [
        ("done", 2),
        ("failed", 2),
        ("failed", 1),
    ]
    assert exit_code(outcomes) == 3
    assert sorted(told) == ["a.otio", "b.otio", "c.otio"]
    sidecar = read_sidecar(cuts[1].cut)
    assert sidecar is not None
    assert sidecar.result == FAILED
    assert sidecar.tries == 2
    assert sidecar.started
    assert sidecar.ended


def test_a_run_that_was_killed_counts_as_a_try_and_is_gone_on_with(cuts: list[BatchCut]) -> None:
    path = cuts[0].cut.parent / "ledger.jsonl"
    key = key_of(cuts[0].cut, cuts[0].options)
    Ledger(path).add(LedgerEntry(str(cuts[0].cut), key, JobState.RUNNING, 1))
    with path.open("ab") as file:
        file.write(b'{"cut": "half a li')
    outcomes = run(cuts, FakePool({one.cut.name: [FAILED, DONE] for one in cuts}))
    assert [o.tries for o in outcomes] == [2, 2, 2]
    assert str(outcomes[0].state) == "failed", "its first try was the killed one"
    assert len(Ledger.read(path).last) == 3
    assert all(json.loads(line) for line in path.read_text().splitlines() if "half" not in line)


def test_several_processes_each_get_a_cut(cuts: list[BatchCut]) -> None:
    pool = FakePool({one.cut.name: [DONE] for one in cuts})
    run(cuts, pool, jobs=2)
    assert pool.lanes == ("cut-1", "cut-2")
    run(cuts, pool := FakePool({one.cut.name: [DONE] for one in cuts}), jobs=9, again=True)
    assert len(pool.lanes) == 3


def test_stopping_leaves_the_rest_for_the_next_time(cuts: list[BatchCut]) -> None:
    def stop_after_one(progress: Progress) -> None:
        if progress.done >= 1:
            raise Cancelled("Cancelled.")

    outcomes = run(cuts, FakePool({o.cut.name: [DONE] for o in cuts}), watcher=stop_after_one)
    assert [str(o.state) for o in outcomes] == ["done", "cancelled", "cancelled"]
    assert exit_code(outcomes) == 130
    run(cuts, pool := FakePool({o.cut.name: [DONE] for o in cuts}))
    assert pool.done == ["b.otio", "c.otio"]


def test_a_cut_that_is_gone_is_told(cuts: list[BatchCut]) -> None:
    cuts[0].cut.unlink()
    outcomes = run(cuts, FakePool({o.cut.name: [DONE] for o in cuts}))
    assert "a.otio" in outcomes[0].message
    assert exit_code(outcomes) == 3


def test_a_folder_is_its_timelines_or_its_films(tmp_path: Path) -> None:
    for name in ("b.otio", "a.fcpxml", "c+music.otio", ".x.otio", "film.mp4", "notes.txt"):
        (tmp_path / name).touch()
    assert [p.name for p in cuts_in([tmp_path])] == ["a.fcpxml", "b.otio"]
    for name in ("b.otio", "a.fcpxml"):
        (tmp_path / name).unlink()
    assert [p.name for p in cuts_in([tmp_path, tmp_path / "x.edl"])] == ["film.mp4", "x.edl"]
    (tmp_path / "film.mp4").unlink()
    with pytest.raises(UsageError, match="no timeline and no film"):
        cuts_in([tmp_path])


def test_a_sidecar_is_written_as_the_bytes_of_its_version(
    held_to: Callable[[Path, bytes], None],
) -> None:
    told = Sidecar(
        JobState.FAILED, "/cuts/a.otio", "/cuts/a-foley", "ab" * 32, 2,
        "2026-01-02T03:04:05Z", "2026-01-02T03:05:05Z", FAILED,
    )  # fmt: skip
    made = json_text(SIDECAR.packed(told))
    held_to(GOLDEN / "sidecar-1.json", made)
    assert SIDECAR.unpacked(json.loads(made)) == told


def test_a_batch_makes_the_stems_of_score_in_processes_of_its_own(
    tmp_path: Path, at_home, capsys: pytest.CaptureFixture[str]
) -> None:
    good = short_cut(tmp_path)
    bad = tmp_path / "bad.otio"
    bad.write_text("{")
    status = tmp_path / "status.json"
    words = ["batch", str(tmp_path), *FLAGS, "--jobs", "2", "--retries", "0", "--quiet"]
    assert main([*words, "--farm", str(status)]) == 0
    assert stems_of(tmp_path / "cut-foley") == at_home.made
    told = json.loads(status.read_text())
    assert told["exit_code"] == 3
    assert told["counts"] == {"done": 1, "partly": 0, "failed": 1, "cancelled": 0, "skipped": 0}
    sidecar = read_sidecar(good)
    assert sidecar is not None
    assert sidecar.result is not None
    assert [s.start_frame for s in sidecar.result.stems] == [24, 44]
    bad.unlink()
    capsys.readouterr()
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["skipped"] == 1


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore:.*:DeprecationWarning")
def test_a_batch_on_dask_workers_makes_the_stems_of_score(tmp_path: Path, at_home) -> None:
    cuts = [short_cut(tmp_path / name) for name in ("a", "b")]
    words = ["batch", *map(str, cuts), *FLAGS, "--jobs", "2", "--retries", "0", "--quiet"]
    assert main([*words, "--dask", "2"]) == 0
    for cut in cuts:
        assert stems_of(cut.parent / "cut-foley") == at_home.made


def test_a_batch_without_its_scheduler_begins_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import distributed

    def nobody(*_: object, **__: object) -> None:
        raise OSError("Timed out trying to connect")

    monkeypatch.setattr(distributed, "Client", nobody)
    cut = short_cut(tmp_path)
    assert main(["batch", str(cut), "--scheduler", "tcp://127.0.0.1:1"]) == 2
    assert "No Dask scheduler answers" in capsys.readouterr().err
    assert not (tmp_path / "cut-foley").exists()
