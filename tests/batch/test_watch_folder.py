"""A watched folder: growing files wait, masks hold, and kill -9 costs nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from short_cuts import FLAGS, stems_of

from foley_post.batch.sidecar import Sidecar, read_sidecar, sidecar_of, write_sidecar
from foley_post.batch.watch_folder import WatchedFolder, WatchRules
from foley_post.cli.main import main
from foley_post.hosts.job_records import JobState
from foley_post.jobs.lock import holding


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def grow(path: Path, text: str = "x") -> None:
    with path.open("a") as file:
        file.write(text)


def test_a_file_is_taken_when_it_has_stood_still(tmp_path: Path) -> None:
    clock = Clock()
    watched = WatchedFolder(tmp_path, WatchRules(settle_s=10), clock)
    grow(tmp_path / "a.otio")
    assert watched.arrived() == []
    clock.now_s = 8
    grow(tmp_path / "a.otio")
    assert watched.arrived() == []
    clock.now_s = 17
    assert watched.arrived() == [], "it grew 9 seconds ago"
    clock.now_s = 18
    assert watched.arrived() == [tmp_path / "a.otio"]
    assert watched.waiting()


def test_a_bundle_settles_as_a_whole(tmp_path: Path) -> None:
    clock = Clock()
    watched = WatchedFolder(tmp_path, WatchRules(settle_s=1), clock)
    bundle = tmp_path / "a.otiod"
    bundle.mkdir()
    grow(bundle / "content.otio")
    watched.arrived()
    grow(bundle / "content.otio")
    clock.now_s = 1
    assert watched.arrived() == []
    clock.now_s = 2
    assert watched.arrived() == [bundle]


def test_masks_and_markers_say_what_is_taken(tmp_path: Path) -> None:
    for name in ("a.otio", "A.EDL", "b.mp4", "c.txt", ".d.otio", "e+music.otio"):
        (tmp_path / name).touch()
    rules = WatchRules(accept=("*.otio", "*.edl"), deny=("a.e*",), settle_s=0)
    watched = WatchedFolder(tmp_path, rules)
    watched.arrived()
    assert [p.name for p in watched.arrived()] == ["a.otio"]
    marked = WatchedFolder(tmp_path, WatchRules(ready=True))
    assert not marked.waiting()
    (tmp_path / "b.mp4.ready").touch()
    assert [p.name for p in marked.arrived()] == ["b.mp4"]
    assert marked.take(tmp_path / "b.mp4") == tmp_path / "done" / "b.mp4"
    assert not (tmp_path / "b.mp4.ready").exists()


def test_two_files_of_one_name_both_stay(tmp_path: Path) -> None:
    watched = WatchedFolder(tmp_path)
    for text in ("one", "two"):
        (tmp_path / "a.otio").write_text(text)
        watched.take(tmp_path / "a.otio")
    kept = {p.name: p.read_text() for p in (tmp_path / "done").iterdir()}
    assert kept == {"a.otio": "one", "a-2.otio": "two"}


def test_what_was_worked_on_is_found_again(tmp_path: Path) -> None:
    watched = WatchedFolder(tmp_path)
    watched.done.mkdir()
    for name, state in (("a", JobState.RUNNING), ("b", JobState.DONE), ("c", None)):
        (watched.done / f"{name}.otio").touch()
        if state:
            write_sidecar(watched.done / f"{name}.otio", Sidecar(state, name, name))
    assert [p.name for p in watched.unfinished()] == ["a.otio", "c.otio"]
    moved = watched.give_up(watched.done / "a.otio")
    assert moved == tmp_path / "failed" / "a.otio"
    assert read_sidecar(moved)
    assert not sidecar_of(watched.done / "a.otio").exists()


def test_a_second_instance_is_told_who_watches(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with holding(tmp_path / "watched"):
        assert main(["watch-folder", str(tmp_path), "--once"]) == 1
    assert "is in use by" in capsys.readouterr().err


def test_killed_and_started_again_it_makes_the_same_stems(tmp_path: Path, at_home) -> None:
    shutil.copy(at_home.cut, tmp_path)
    (tmp_path / "damaged.otio").write_text("{")
    words = ["watch-folder", str(tmp_path), *FLAGS, "--settle", "0", "--every", "0.05"]
    command = [sys.executable, "-m", "foley_post.cli.main", *words]
    first = subprocess.Popen(command, env={**os.environ}, stderr=subprocess.DEVNULL)
    try:
        sidecar = tmp_path / "done" / "cut.otio.foley.json"
        for _ in range(1200):
            if sidecar.exists():
                break
            time.sleep(0.05)  # until the other process has begun; it is killed then
        assert read_sidecar(tmp_path / "done" / "cut.otio").state is JobState.RUNNING
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert main([*words, "--once", "--retries", "1", "--quiet"]) == 3
    assert stems_of(tmp_path / "done" / "cut-foley") == at_home.made
    told = read_sidecar(tmp_path / "done" / "cut.otio")
    assert told is not None
    assert (told.state, told.tries) == (JobState.DONE, 2)
    assert [p.name for p in (tmp_path / "failed").iterdir() if p.suffix == ".otio"] == [
        "damaged.otio"
    ]
    assert not [p for p in tmp_path.iterdir() if p.suffix == ".otio"]
