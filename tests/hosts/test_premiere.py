"""Premiere's panel, in a Premiere that refuses what Premiere refuses; its calls checked by type."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from fake_hosts import JOB, START
from short_cuts import stems_of
from test_resolve import stem

from foley_post.core.serialization import json_text
from foley_post.hosts.job_folder import JobFolder
from foley_post.hosts.job_records import RESULT, JobResult, JobState, ShotOutcome, StemPlace

HERE = Path(__file__).parent / "premiere"
ROOT = Path(__file__).resolve().parents[2]
TYPESCRIPT = ROOT / ".venv/premiere/node_modules/typescript/bin/tsc"
TIMEBASE = 254_016_000_000 // 24

needs_node = pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
needs_types = pytest.mark.skipif(
    not (shutil.which("node") and TYPESCRIPT.exists()),
    reason="Premiere's types are not installed (scripts/setup.sh test)",
)
pytestmark = needs_node


@dataclass
class Premiere:
    """The panel under Node; `answered` makes the program one that has answered already."""

    folder: Path
    cut: Path

    @property
    def job(self) -> Path:
        return self.folder / "Foley Post" / "Reel 1" / "001"

    def run(self, action: str, **more: Any) -> dict[str, Any]:
        plain = {
            "action": action, "sequence": "Reel 1", "timebase": TIMEBASE, "otio": str(self.cut),
            "project": str(self.folder / "Film.prproj"), "program": ["true"],
            "video": [{"name": "Video 1", "items": [
                {"name": "Take 1", "start": 24, "length": 20},
                {"name": "Take 2", "start": 44, "length": 20},
            ]}],
            "audio": [{"name": "Audio 1", "items": [{"name": "atmo", "start": 0, "length": 99}]}],
        }  # fmt: skip
        given, state = self.folder / "given.json", self.folder / "state.json"
        given.write_text(json.dumps(plain | more))
        done = subprocess.run(
            [shutil.which("node") or "", str(HERE / "run_panel.js"), str(given), str(state)],
            capture_output=True, text=True, check=False, timeout=280,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(state.read_text())
        return found

    def answered(self, *stems: StemPlace, **more: Any) -> list[str]:
        """A program that answers at once with these stems, in ticks of the sequence."""
        placed = tuple(
            replace(
                s,
                start_ticks=str(s.start_frame * TIMEBASE),
                source_ticks=str(s.source_start_frame * TIMEBASE),
                length_ticks=str(s.length_frames * TIMEBASE),
            )
            for s in stems
        )
        tracks = tuple(dict.fromkeys((s.track, s.channels) for s in stems))
        result = JobResult(JobState.DONE, 0, rate=(24, 1), tracks=tracks, stems=placed)
        text = self.folder / "answer.json"
        text.write_bytes(json_text(RESULT.packed(replace(result, **more))))
        script = (
            "import shutil, sys; from pathlib import Path;"
            f"shutil.copy({str(text)!r}, Path(sys.argv[1]) / 'result.json')"
        )
        return [sys.executable, "-S", "-c", script]


@pytest.fixture
def premiere(tmp_path: Path, short) -> Premiere:
    folder = tmp_path / "a film's folder"
    folder.mkdir()
    return Premiere(folder, short.cut)


def laid(found: dict[str, Any]) -> dict[str, list[tuple[int, ...]]]:
    """Start, length and what the file begins with, in frames; they are whole."""
    keys = ("start", "length", "inPoint")
    frames = {
        track["name"]: [tuple(int(i[key]) / TIMEBASE for key in keys) for i in track["items"]]
        for track in found["audio"]
    }
    assert all(n == int(n) for rows in frames.values() for row in rows for n in row)
    return {name: [tuple(int(n) for n in row) for row in rows] for name, rows in frames.items()}


def test_the_timeline_goes_to_the_program_and_its_stems_come_back(
    at_home, premiere: Premiere
) -> None:
    found = premiere.run("timeline", program=list(JOB))
    assert found["said"][-1] == "2 of 2 stems lie at their exact place.", found["said"]
    assert found["shown"][-1] == [1, found["said"][-1]]
    asked = JobFolder(premiere.job).request()
    assert (asked.host.name, asked.host.version) == ("premiere", "26.3.0")
    assert laid(found) == {"Audio 1": [(0, 99, 0)], "Piano": [(24, 20, 24), (44, 20, 24)]}
    assert all(i["cleared"] and i["label"] == 9 for i in found["audio"][1]["items"])
    assert found["bins"] == ["Foley Post"]
    assert all(name.startswith("Foley Post: ") for name in found["undo"])
    assert stems_of(premiere.job) == at_home.made


def test_the_selected_clips_are_told_by_their_place(premiere: Premiere) -> None:
    items = [
        {"name": "Take 1", "start": 24, "length": 20},
        {"name": "Take 2", "start": 44, "length": 20, "selected": True},
    ]
    music = premiere.folder / "m"
    program = premiere.answered(stem(music, "a", "Cello", 44))
    found = premiere.run("clips", video=[{"name": "V", "items": items}], program=program)
    clips = JobFolder(premiere.job).request().clips
    assert [(c.track, c.start_frame, c.name) for c in clips] == [(1, 44, "Take 2")]
    assert laid(found)["Cello"] == [(44, 20, 24)]
    assert "Select clips" in premiere.run("clips")["said"][-1]


def test_once_more_replaces_its_own_and_nothing_else(premiere: Premiere) -> None:
    before = premiere.folder / "before"
    old = stem(before, "a", "Cello", 24)
    ours = {"name": "a", "path": old.file, "start": 24, "length": 20}
    theirs = {"name": "atmo", "start": 60, "length": 9}
    audio = [
        {"name": "Cello", "items": [ours]},
        {"name": "Audio 2", "items": [theirs, {**ours, "start": 100}]},
    ]
    program = premiere.answered(stem(premiere.folder / "now", "a", "Cello", 24))
    found = premiere.run("timeline", audio=audio, program=program)
    assert laid(found) == {"Cello": [(24, 20, 24)], "Audio 2": [(60, 9, 0)]}


def test_what_could_not_be_laid_is_said(premiere: Premiere) -> None:
    lost = stem(premiere.folder / "m", "gone", "Tuba", 24)
    Path(lost.file).unlink()
    program = premiere.answered(lost, stem(premiere.folder / "m", "a", "Cello", 24))
    said = "\n".join(premiere.run("timeline", program=program)["said"])
    assert "gone was not laid: Premiere did not import" in said
    assert "1 of 2 stems" in said
    said = "\n".join(premiere.run("timeline", program=program, shifts=5)["said"])
    assert "a lies 5 ticks from its place" in said


def test_a_premiere_before_26_3_gives_tracks_its_own_names(premiere: Premiere) -> None:
    program = premiere.answered(stem(premiere.folder / "m", "a", "Cello", 24))
    found = premiere.run("timeline", program=program, before263=True)
    assert laid(found)["Audio 2"] == [(24, 20, 24)]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"noSequence": True}, "Open a sequence first."),
        ({"noExport": True}, "did not export"),
        ({"program": None, "stopAfter": 1}, "Stopped."),
    ],
)
def test_what_does_not_go_is_told(premiere: Premiere, more: dict[str, Any], says: str) -> None:
    found = premiere.run("timeline", **more)
    assert says in found["said"][-1]
    if "stopAfter" in more:
        assert (premiere.job / "cancel").exists()
        assert any("Start it yourself: foley-post ui" in line for line in found["said"])


def test_another_rate_or_a_failed_job_lays_nothing(premiere: Premiere) -> None:
    one = stem(premiere.folder / "m", "a", "Cello", 24)
    found = premiere.run("timeline", program=premiere.answered(one, rate=(25, 1)))
    assert "another rate" in found["said"][-2]
    failed = premiere.answered(state=JobState.FAILED, message="Nothing is there.")
    assert premiere.run("timeline", program=failed)["said"][-1] == "Nothing is there."
    assert list(laid(found)) == ["Audio 1"]


def test_the_panels_page_does_it_in_chromium(premiere: Premiere) -> None:
    """its buttons, its line and its list, in Qt WebEngine without a screen"""
    premiere.answered(
        stem(premiere.folder / "m", "a", "Piano", 24),
        shots=(ShotOutcome("V1-007", "audience.mov", "Nobody is seen to play."),),
    )
    given = {
        "sequence": "Reel 1", "timebase": TIMEBASE, "otio": "/x.otio", "video": [],
        "project": "/films/Film.prproj", "audio": [{"name": "Audio 1", "items": []}],
    }  # fmt: skip
    asked, out = premiere.folder / "asked.json", premiere.folder / "seen.json"
    asked.write_text(json.dumps(given))
    page, answer = str(HERE / "panel_page.py"), str(premiere.folder / "answer.json")
    command = [sys.executable, page, str(asked), answer, str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=250)
    assert done.returncode == 0, done.stderr
    seen = json.loads(out.read_text())
    assert seen["opened"] == ["foley-post://job?folder=%2Ffilms%2FFoley%20Post%2FReel%201%2F001"]
    assert laid(seen)["Piano"] == [(24, 20, 24)]
    assert seen["said"] == [
        "Not scored: V1-007 audience.mov. Nobody is seen to play.",
        "1 of 1 stems lie at their exact place.",
    ]
    assert seen["line"] == seen["said"][-1]


def checked(folder: Path) -> str:
    """What the type checker says of the panel in ``folder``, with Premiere's own types."""
    config = json.loads((HERE / "tsconfig.json").read_text())
    options = config["compilerOptions"]
    options["baseUrl"] = str(HERE)
    types = TYPESCRIPT.parents[2] / "@adobe/premierepro/src/premierepro.d.ts"
    options["paths"] = {"@adobe/premierepro": [str(types)]}
    names = ("job.js", "tracks.js", "actions.js")
    config["files"] = [str(HERE / "commonjs.d.ts"), *(str(folder / name) for name in names)]
    (folder / "tsconfig.json").write_text(json.dumps(config))
    command = ["node", str(TYPESCRIPT), "-p", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@needs_types
def test_every_call_is_one_that_premiere_declares(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "resources/plugins/premiere", tmp_path / "panel")
    assert checked(tmp_path / "panel") == ""
    tracks = tmp_path / "panel" / "tracks.js"
    text = tracks.read_text()
    tracks.write_text(text.replace("createOverwriteItemAction", "createOverwriteAction"))
    assert "createOverwriteAction" in checked(tmp_path / "panel"), "the check can fail"


def test_the_manifest_asks_for_what_the_panel_does() -> None:
    manifest = json.loads((ROOT / "resources/plugins/premiere/manifest.json").read_text())
    assert manifest["manifestVersion"] == 5
    assert manifest["requiredPermissions"]["launchProcess"]["schemes"] == ["foley-post"]
    assert manifest["requiredPermissions"]["localFileSystem"] == "fullAccess"
    assert START == 86400
