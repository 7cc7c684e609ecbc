"""Projects of every version that was ever written still open, with all that is in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from golden_project import POINTED_AT, WORK

from foley_post.pose import WatchOptions
from foley_post.project.file import Project, Settings, load_project, save_project
from foley_post.render.levels import Level
from foley_post.render.stems import RenderSettings

GOLDEN = Path(__file__).parent / "golden"

FULL = Settings(
    instrument="cello", style="jazz", key="F#m", tempo="96", loosen_percent=12.5, seed=41,
    out=Path("/films/out"), hosts=("fcp", "resolve"), overlay=True, mix=True, markers=True,
    rendering=RenderSettings(
        reverb="hall", soundfont=Path("/fonts/a.sf2"), loudness_lufs=-24.0, handles_s=2.5
    ),
    watching=WatchOptions(device="cpu"), model=Path("/models/m.safetensors"),
    media_roots=(Path("/films/media"), Path("/mnt/b")), path_map={"S:": "/mnt/s"},
)  # fmt: skip


NOW = replace(
    FULL, only_at={"trio.mov": (0.25, 0.5)},
    levels={-1: Level(-40.0), 1: Level(-6.0, 0.5)}, at_unity=True, under_music="duck",
)  # fmt: skip
"""With what came later than the first version."""

PLAIN = Settings(hosts=("premiere", "resolve"), rendering=RenderSettings(loudness_lufs=None))


def test_a_project_of_the_first_version_opens_with_all_that_is_in_it() -> None:
    project = load_project(GOLDEN / "version-1.foley")
    assert project == Project(Path("/films/cut.otio"), "ab" * 32, WORK, FULL)


def test_a_plain_project_of_the_first_version_opens() -> None:
    project = load_project(GOLDEN / "version-1-plain.foley")
    assert project == Project(Path("/films/cut.otio"), settings=PLAIN)


def test_a_project_is_written_as_the_bytes_of_its_version(
    tmp_path: Path, held_to: Callable[[Path, bytes], None]
) -> None:
    project = Project(tmp_path / "cut.otio", "ab" * 32, POINTED_AT, NOW)
    saved = save_project(project, tmp_path / "film.foley").read_bytes()
    held_to(GOLDEN / "version-2.foley", saved.replace(str(tmp_path).encode(), b"/films"))


def test_a_project_of_the_second_version_opens_with_all_that_is_in_it() -> None:
    project = load_project(GOLDEN / "version-2.foley")
    assert project == Project(Path("/films/cut.otio"), "ab" * 32, POINTED_AT, NOW)
