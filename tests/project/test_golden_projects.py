"""Projects of every version that was ever written still open, with all that is in them."""

from __future__ import annotations

from pathlib import Path

from golden_project import WORK

from foley_post.project.file import Project, Settings, load_project

GOLDEN = Path(__file__).parent / "golden"

FULL = Settings(
    instrument="cello", style="jazz", key="F#m", tempo_bpm=96.0, loosen_percent=12.5, seed=41,
    out=Path("/films/out"), hosts=("fcp", "resolve"), overlay=True, mix=True, markers=True,
    reverb="hall", soundfont=Path("/fonts/a.sf2"), loudness_lufs=-24.0, handles_s=2.5,
    device="cpu", model=Path("/models/m.safetensors"),
    media_roots=(Path("/films/media"), Path("/mnt/b")), path_map={"S:": "/mnt/s"},
)  # fmt: skip


def test_a_project_of_the_first_version_opens_with_all_that_is_in_it() -> None:
    project = load_project(GOLDEN / "version-1.foley")
    assert project == Project(Path("/films/cut.otio"), "ab" * 32, WORK, FULL)


def test_a_plain_project_of_the_first_version_opens() -> None:
    project = load_project(GOLDEN / "version-1-plain.foley")
    assert project == Project(Path("/films/cut.otio"), settings=Settings(loudness_lufs=None))
