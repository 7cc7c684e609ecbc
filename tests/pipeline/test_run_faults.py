"""What goes wrong around a run: killed, a full disk, things that vanish, names, locales, clocks.

Rows of `docs/faults.md`. The cut is a second and a half of the shipped sample, scored and exported
through the real commands.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from foley_post.cli.main import main
from foley_post.core.progress import Progress, ignore_progress
from foley_post.errors import OutputError
from foley_post.jobs.exporting import Export
from foley_post.jobs.lock import holding_output
from foley_post.midi.notes import Note, Take
from foley_post.pipeline.options import Options, options_for
from foley_post.pipeline.score import score
from foley_post.project.file import Project, Settings, ShotTakes, save_project

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"
EDL = """TITLE: short
001 sample V C 00:00:01:00 00:00:02:15 01:00:00:00 01:00:01:15
* FROM CLIP NAME: sample.mp4
"""
QUICKLY = ("--guide", "off", "--rate", "25")
LOCALEDEF = shutil.which("localedef")
KILLED_AT = """
import os, sys
at, written, to_disk = int(sys.argv[1]), 0, os.fsync
def counted(file):
    global written
    written += 1
    if written == at:
        os.kill(os.getpid(), 9)  # the file is written and does not have its name yet
    to_disk(file)
os.fsync = counted
if sys.argv[2] == "export":
    from pathlib import Path
    from foley_post.core.progress import ignore_progress
    from foley_post.jobs.exporting import Export
    from foley_post.pipeline.options import options_for
    from foley_post.project.file import load_project
    project = load_project(Path(sys.argv[3]))
    Export(project, options_for(project.settings, Path(sys.argv[4]))).run(ignore_progress)
else:
    from foley_post.cli.main import main
    assert main(sys.argv[2:]) == 0
print("files", written)
"""


def contents(folder: Path) -> dict[str, str]:
    """The hash of every file below ``folder``, by its place in it."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def in_a_process(
    at: int, *command: object, cache: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """The command in a process that is killed while it writes its ``at``-th file; 0: never."""
    return subprocess.run(
        [sys.executable, "-c", KILLED_AT, str(at), *map(str, command)],
        env={**os.environ, "XDG_CACHE_HOME": str(cache), **(env or {})},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list of one event, with its film beside it."""
    folder = tmp_path_factory.mktemp("cut")
    shutil.copy(SAMPLE / "sample.mp4", folder)
    path = folder / "short.edl"
    path.write_text(EDL)
    return path


def project_of(cut: Path, **settings: object) -> Project:
    notes = tuple(Note(0.2 * n, 0.15, 60 + n, 80) for n in range(6))
    work = ShotTakes().adding((Take(notes, 1.5, "piano"),))
    return Project(cut, "", {"V1-001": work}, Settings(hosts=("premiere",), **settings))


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize("way", ["score", "export"])
def test_killed_while_writing_a_rerun_ends_with_the_same_bytes(
    cut: Path, tmp_path: Path, way: str
) -> None:
    out, cache = tmp_path / "out", tmp_path / "cache"
    project = save_project(project_of(cut), tmp_path / "film.foley")
    command = {
        "score": ("score", cut, "--out", out, "--for", "premiere", *QUICKLY),
        "export": ("export", project, out),
    }[way]
    whole = in_a_process(0, *command, cache=cache)
    assert whole.returncode == 0, whole.stderr
    files = int(whole.stdout.split()[-1])
    wanted = contents(out)
    assert {"manifest.json", "short+music.xml"} <= set(wanted)
    shutil.rmtree(out)
    for at in (2, files - 1):  # a rerun does not write the watched motion again
        killed = in_a_process(at, *command, cache=cache)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        left = contents(out)
        assert {name: left[name] for name in left if name in wanted}.items() <= wanted.items()
    assert in_a_process(0, *command, cache=cache).returncode == 0
    assert contents(out) == wanted


def test_a_disk_that_fills_up_anywhere_is_one_sentence_and_leaves_nothing_half(
    cut: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    project = project_of(cut)
    export = Export(project, options_for(project.settings, out))
    export.run(ignore_progress)
    wanted, to_disk = contents(out), os.fsync
    shutil.rmtree(out)
    for full_at in range(1, 1 + len(wanted)):
        written = 0

        def counted(file: int, full_at: int = full_at) -> None:
            nonlocal written
            written += 1
            if written == full_at:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            to_disk(file)

        monkeypatch.setattr(os, "fsync", counted)
        with pytest.raises(OutputError, match="Free some space") as told:
            export.run(ignore_progress)
        assert str(out) in str(told.value)
        left = contents(out) if out.exists() else {}
        assert left.items() <= wanted.items()
    monkeypatch.setattr(os, "fsync", to_disk)
    export.run(ignore_progress)
    assert contents(out) == wanted


def test_a_second_run_into_a_folder_is_told_who_writes_there(
    cut: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    with holding_output(out):
        (out / "stems").mkdir()
        before = contents(out)
        assert main(["score", str(cut), "--out", str(out), "--rate", "25"]) == 1
        assert f"(process {os.getpid()})" in capsys.readouterr().err
        assert contents(out) == before


def test_media_that_vanish_under_way_cost_their_own_shots(tmp_path: Path) -> None:
    first, second = (tmp_path / f"{name}.mp4" for name in "ab")
    for film in (first, second):
        shutil.copy(SAMPLE / "sample.mp4", film)
    path = tmp_path / "two.edl"
    path.write_text(
        "001 a V C 00:00:01:00 00:00:01:10 01:00:00:00 01:00:00:10\n* FROM CLIP NAME: a.mp4\n"
        "002 b V C 00:00:01:00 00:00:01:10 01:00:00:10 01:00:00:20\n* FROM CLIP NAME: b.mp4\n"
    )

    def drive_goes(progress: Progress) -> None:
        if progress.stage == "watching":
            second.unlink(missing_ok=True)

    made = score(path, Options(out=tmp_path / "out", guide_sound="off"), watcher=drive_goes)
    assert [bool(one.problem) for one in made.shots] == [False, True]
    assert "b.mp4" in made.shots[1].problem
    assert made.manifest.is_file()
    assert not made.complete


def test_an_output_drive_that_vanishes_under_way_is_an_output_error(
    cut: Path, tmp_path: Path
) -> None:
    drive = tmp_path / "drive"
    project = project_of(cut)

    def goes(progress: Progress) -> None:
        if progress.stage == "rendering" and drive.is_dir():
            shutil.rmtree(drive)
            drive.write_text("nothing is mounted here")

    with pytest.raises(OutputError, match="drive"):
        Export(project, options_for(project.settings, drive / "out")).run(goes)


def test_a_hostile_clip_name_stays_inside_the_folder_and_is_kept_as_it_is(tmp_path: Path) -> None:
    name = "../../../CON: \u202eescape\U0001f3bb/" + "x" * 300
    shutil.copy(SAMPLE / "sample.mp4", tmp_path)
    text = (SAMPLE / "sample.otio").read_text()
    path = tmp_path / "cut.otio"
    path.write_text(text.replace('"Pianist, first half"', json.dumps(name)))
    project, out = project_of(path), tmp_path / "deep" / "er" / "out"
    made = Export(project, options_for(project.settings, out)).run(ignore_progress)
    assert made.shots[0].shot.name == name
    names = [stem.path for stem in made.stems] + list(made.shots[0].midi)
    assert len(names) == 2
    for file in names:
        assert file.resolve().is_relative_to(out.resolve())
        assert len(file.name.encode()) < 200
        assert not set(file.name) & set('\u202e:/\\<>"|?*')
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["shots"][0]["name"] == name


@pytest.mark.skipif(
    not (LOCALEDEF and Path("/usr/share/i18n/locales/tr_TR").exists()),
    reason="no sources of locales here",
)
def test_comma_turkish_i_and_another_time_zone_change_no_byte(cut: Path, tmp_path: Path) -> None:
    locales, out = tmp_path / "locales", tmp_path / "out"
    locales.mkdir()
    subprocess.run(
        [LOCALEDEF or "", "--no-archive", "-i", "tr_TR", "-f", "UTF-8", "tr_TR.UTF-8"],
        cwd=locales, check=False, capture_output=True,
    )  # fmt: skip
    taken_up = (
        "import locale; locale.setlocale(locale.LC_ALL, ''); print(locale.localeconv()"
        "['decimal_point']);" + KILLED_AT
    )
    project = save_project(project_of(cut, tempo="96.5"), tmp_path / "film.foley")
    found = []
    for env in (
        {"LC_ALL": "C.UTF-8", "TZ": "UTC"},
        {"LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Katmandu"},
    ):
        done = subprocess.run(
            [sys.executable, "-c", taken_up, "0", "export", project, out],
            env={**os.environ, "LOCPATH": str(locales), **env},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        found.append((done.stdout[0], contents(out)))
        shutil.rmtree(out)
    assert [point for point, _ in found] == [".", ","]
    assert found[0][1] == found[1][1]


def test_a_clock_that_jumps_back_changes_no_byte(
    cut: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    project = project_of(cut)
    options = options_for(project.settings, tmp_path / "out")
    Export(project, options).run(ignore_progress)
    wanted, now = contents(tmp_path / "out"), time.time()

    def jumping() -> float:
        nonlocal now
        now -= 86_400
        return now

    monkeypatch.setattr(time, "time", jumping)
    Export(replace(project), options).run(ignore_progress)
    assert contents(tmp_path / "out") == wanted
