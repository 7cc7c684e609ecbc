"""Holds the repository to its own rules."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
import yaml

import foley_post
from foley_post import errors

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_every_package_of_the_tree_is_in_the_wheel() -> None:
    listed = set(PROJECT["tool"]["setuptools"]["packages"])
    places = {"foley_post": "foley_post", "foley_post_ui": "ui/foley_post_ui"}
    places |= {"foley_post.resources": "resources", "foley_post.soundfonts": "soundfonts"}
    found = set()
    for package, folder in places.items():
        for file in (ROOT / folder).rglob("__init__.py"):
            inner = file.parent.relative_to(ROOT / folder).parts
            found.add(".".join((package, *inner)))
    assert found == listed


def test_every_dependency_is_pinned() -> None:
    pinned = {
        line.split("==")[0].lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text().splitlines()
        if "==" in line
    }
    wanted = [*PROJECT["project"]["dependencies"]]
    for extra in PROJECT["project"]["optional-dependencies"].values():
        wanted += extra
    names = {re.split(r"[<>=!~ \[]", w)[0].lower().replace("_", "-") for w in wanted}
    assert names <= pinned, names - pinned


def test_the_error_tree_in_the_docstring_is_the_tree() -> None:
    drawn = set(re.findall(r"[├└]── (\w+)", errors.__doc__ or ""))
    real = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.FoleyError)
    }
    assert drawn == real - {"FoleyError"}
    builtin_children = [
        e for e in (getattr(errors, name) for name in real) if not e.__subclasses__()
    ]
    for error in builtin_children:
        assert any(base.__module__ == "builtins" for base in error.__mro__[1:-3]), error


@pytest.mark.parametrize("suffix", [".py", ".toml", ".md", ".sh", ""])
def test_no_file_names_a_machine_or_a_package_host(suffix: str) -> None:
    forbidden = re.compile(r"/work/|files\.pythonhosted|download\.pytorch|registry\.npmjs")
    for folder in ("foley_post", "ui", "tests", "benchmarks", "docs", "resources", "scripts", "."):
        pattern = f"*{suffix}" if suffix else "[!.]*"
        walk = (ROOT / folder).glob(pattern) if folder == "." else (ROOT / folder).rglob(pattern)
        for file in walk:
            plain = file.is_file() and file.suffix == suffix and file != Path(__file__)
            if plain and "__pycache__" not in file.parts:
                assert not forbidden.search(file.read_text(errors="ignore")), file


def test_no_source_file_is_over_400_lines() -> None:
    for folder in ("foley_post", "ui", "benchmarks", "tests", "scripts"):
        for file in (ROOT / folder).rglob("*.py"):
            assert len(file.read_text().splitlines()) <= 400, file


def test_no_two_test_files_share_a_name() -> None:
    names = [file.name for file in (ROOT / "tests").rglob("test_*.py")]
    assert len(names) == len(set(names)), sorted(n for n in names if names.count(n) > 1)


def _strays(source: str) -> list[str]:
    """the lines of docstrings that begin with one lone space: the mark of a lost paragraph break"""
    return [
        line
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if isinstance(node.value.value, str)
        for line in node.value.value.splitlines()[1:]
        if re.match(rf" {{{node.col_offset + 1}}}\S", line)
    ]


def test_no_docstring_has_lost_a_paragraph_break() -> None:
    assert _strays('"""What it is.\n Why it is so.\n"""') == [" Why it is so."]
    for folder in ("foley_post", "ui", "benchmarks", "resources", "scripts", "soundfonts", "tests"):
        for file in (ROOT / folder).rglob("*.py"):
            assert not _strays(file.read_text()), file


def test_tests_follow_the_rooms() -> None:
    rooms = {"benchmarks": ROOT / "benchmarks", "ui": ROOT / "ui/foley_post_ui"}
    for file in (ROOT / "tests").rglob("test_*.py"):
        room, *inner = file.parent.relative_to(ROOT / "tests").parts or ("",)
        if room:
            place = rooms.get(room, ROOT / "foley_post" / room).joinpath(*inner)
            assert place.is_dir(), f"{file.relative_to(ROOT)}: there is no room {place}"


def test_the_library_names_no_flag_of_the_command_line() -> None:
    """an error carries a remedy instead, which each face words"""
    flag = re.compile(r"(?<![\w-])--[a-z]")
    for file in (ROOT / "foley_post").rglob("*.py"):
        if "cli" in file.relative_to(ROOT).parts or file.name == "__main__.py":
            continue
        if '\nif __name__ == "__main__":' in file.read_text():  # a command itself
            continue
        tree = ast.parse(file.read_text())
        docstrings = {
            id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
        }  # what a docstring tells developers is not shown
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                said = id(node) not in docstrings and flag.search(node.value)
                assert not said, f"{file.relative_to(ROOT)}, line {node.lineno}: {node.value}"


def test_the_rooms_of_the_architecture_are_the_rooms_in_the_order_of_their_layers() -> None:
    page = (ROOT / "docs/architecture.md").read_text()
    table = page[page.index("## The rooms") : page.index("## Time")]
    drawn = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    layers = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    place = {room.strip(): n for n, layer in enumerate(layers) for room in layer.split(":")}
    assert drawn[0] == "foley_post_ui"
    assert set(drawn[1:]) == set(place)
    assert [place[room] for room in drawn[1:]] == sorted(place.values())


def test_every_module_that_the_architecture_names_is_there() -> None:
    named = set(re.findall(r"`([\w/]+\.py)`", (ROOT / "docs/architecture.md").read_text()))
    assert len(named) > 20
    assert not [n for n in named if not any((ROOT / d / n).is_file() for d in (".", "foley_post"))]


def test_public_ci_runs_the_systems_and_the_python_that_the_project_is_for() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text())["jobs"]
    systems = {jobs["linux"]["runs-on"], *jobs["others"]["strategy"]["matrix"]["os"]}
    assert {name.split("-")[0] for name in systems} == {"ubuntu", "macos", "windows"}
    pythons = {
        step["with"]["python-version"]
        for job in jobs.values()
        for step in job["steps"]
        if step.get("uses", "").startswith("actions/setup-python")
    }
    assert PROJECT["project"]["requires-python"] == ">=3.11,<3.12"
    assert pythons == {"3.11"}


def test_the_version_is_one_and_has_its_place_in_the_changelog() -> None:
    version = PROJECT["project"]["version"]
    assert version == foley_post.__version__
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert headings[:2] == ["Unreleased", version]
