"""What is put into editing programs, where each system wants it, and that all of it goes again."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest

from foley_post import __version__
from foley_post.cli.main import main
from foley_post.errors import UsageError
from foley_post.hosts.plugins import PluginPlaces, install, installed, uninstall
from foley_post.hosts.premiere_panel import folder_of_address, panel_ccx
from foley_post.hosts.resolve_scripts import resolve_folders


def tree(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*")}


@pytest.mark.parametrize(
    ("system", "folder"),
    [
        ("Windows", "AppData/Roaming/Blackmagic Design/DaVinci Resolve/Support/Fusion"),
        ("Darwin", "Library/Application Support/Blackmagic Design/DaVinci Resolve/Fusion"),
        ("Linux", ".local/share/DaVinciResolve/Fusion"),
    ],
)
def test_scripts_go_where_the_system_wants_them_and_go_again(
    tmp_path: Path, system: str, folder: str
) -> None:
    (tmp_path / "theirs").mkdir()
    before = tree(tmp_path)
    places = PluginPlaces(tmp_path, system, tmp_path / "theirs" / "data")
    made = install("resolve", places)
    utility = tmp_path / folder / "Scripts" / "Utility"
    assert {Path(f).parent for f in made.files} == {utility}
    assert sorted(f.name for f in utility.glob("*.lua")) == [
        "Foley Post - bring the music in.lua",
        "Foley Post - score the selected clips.lua",
        "Foley Post - score this timeline.lua",
    ]
    assert installed(places) == (made,)
    install("resolve", places)  # once more changes nothing
    assert installed(places)[0].files == made.files
    assert set(uninstall("resolve", places)) == set(made.files)
    assert tree(tmp_path) - before <= {"theirs/data"}
    assert installed(places) == ()


def test_the_app_stores_edition_gets_its_own(tmp_path: Path) -> None:
    container = "Library/Containers/com.blackmagic-design.DaVinciResolveAppStore/Data"
    assert len(resolve_folders("Darwin", tmp_path)) == 1
    (tmp_path / container).mkdir(parents=True)
    assert container in resolve_folders("Darwin", tmp_path)[1].as_posix()


@pytest.mark.parametrize("system", ["Windows", "Darwin", "Linux"])
def test_premieres_panel_is_packed_and_its_address_known(tmp_path: Path, system: str) -> None:
    program = (r"C:\Program Files\Foley\python.exe", "-m", "foley_post.cli.main", "ui")
    places = PluginPlaces(tmp_path, system, tmp_path / "data", program)
    made = install("premiere", places)
    panel, address = (Path(f) for f in made.files)
    with zipfile.ZipFile(panel) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert manifest["main"] in archive.namelist()
        assert manifest["version"] == __version__
    assert panel.read_bytes() == panel_ccx()
    text = address.read_bytes().decode("utf-16" if system == "Windows" else "utf-8")
    assert "foley_post.cli.main" in text
    if system == "Windows":
        assert r'@="\"C:\\Program Files\\Foley\\python.exe\"' in text
    assert str(panel) in made.next_step
    assert (str(address) in made.next_step) == (system != "Linux")
    uninstall("premiere", places)
    assert not panel.exists()
    assert not address.exists()


def test_an_address_names_a_job_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "a job & more"
    folder.mkdir()
    address = f"foley-post://job?folder={quote(str(folder))}"
    with pytest.raises(UsageError, match="There is no job"):
        folder_of_address(address)
    (folder / "job.json").touch()
    assert folder_of_address(address) == folder
    for other in ("foley-post://run?folder=/", "http://job?folder=/", "foley-post://job"):
        with pytest.raises(UsageError, match="is no address of a job"):
            folder_of_address(other)


def test_what_somebody_else_put_there_stays(tmp_path: Path) -> None:
    places = PluginPlaces.below(tmp_path)
    made = install("resolve", places)
    theirs = Path(made.files[0]).with_name("theirs.lua")
    theirs.write_text("print('theirs')")
    Path(made.files[1]).unlink()  # taken away by hand
    assert len(uninstall("resolve", places)) == len(made.files) - 1
    assert list(theirs.parent.iterdir()) == [theirs]


def test_a_program_that_nothing_is_made_for_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"Nothing is made for 'avid'.*resolve"):
        install("avid", PluginPlaces.below(tmp_path))


def test_the_command_says_where_everything_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = ["--root", str(tmp_path)]
    assert main(["plugin", "list", *root]) == 0
    assert "Nothing is installed" in capsys.readouterr().out
    assert main(["plugin", "install", "resolve", *root]) == 0
    said = capsys.readouterr().out
    assert "Utility/Foley Post - score this timeline.lua" in said
    assert "Workspace > Scripts" in said
    assert main(["plugin", "list", "--json", *root]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert all(Path(f).exists() for f in listed["files"])
    Path(listed["files"][0]).unlink()
    assert main(["plugin", "list", *root]) == 0
    assert "(not there any more)" in capsys.readouterr().out
    assert main(["plugin", "uninstall", "resolve", *root]) == 0
    assert not list(tmp_path.rglob("*.lua"))
    assert main(["plugin", "install", *root]) == 2
