"""`import foley_post as fp`: what is visible, where it comes from, and the examples that use it."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import foley_post
from foley_post import errors

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "resources/sample"
EXAMPLES = sorted((ROOT / "docs/examples").glob("*.py"))


def _for_type_checkers() -> dict[str, str]:
    """Each name imported under TYPE_CHECKING, and its module."""
    tree = ast.parse(Path(foley_post.__file__).read_text())
    return {
        alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("foley_post.")
        for alias in node.names
        if node.module
    }


def test_all_is_what_is_visible() -> None:
    assert sorted(foley_post.__all__) == list(foley_post.__all__)
    assert [name for name in dir(foley_post) if name != "__version__"] == [
        name for name in foley_post.__all__ if name != "__version__"
    ]
    assert {*foley_post.__all__} - {"__version__"} == {*_for_type_checkers()}


@pytest.mark.parametrize("name", [n for n in foley_post.__all__ if n != "__version__"])
def test_a_public_name_is_what_type_checkers_see(name: str) -> None:
    value = getattr(foley_post, name)
    assert value is getattr(import_module(_for_type_checkers()[name]), name)
    assert value.__module__ == _for_type_checkers()[name], "its home, not where it passes through"
    assert value.__doc__


def test_every_error_is_public() -> None:
    tree = {
        n
        for n, e in vars(errors).items()
        if isinstance(e, type) and e.__module__ == errors.__name__
    }
    assert tree <= {*foley_post.__all__}


def test_importing_the_package_imports_no_room() -> None:
    code = "import sys, foley_post; print([m for m in sys.modules if m.startswith('foley_post.')])"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert found.strip() == "[]"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'scoer'"):
        _ = foley_post.scoer


def test_every_public_name_is_in_the_reference() -> None:
    page = (ROOT / "docs/python.md").read_text()
    listed = set(re.findall(r"^::: foley_post\.(\w+)", page, re.MULTILINE)) - {"errors"}
    public = {*_for_type_checkers()}
    drawn = {n for n in public if re.search(rf"── {n}\b|^    {n}$", errors.__doc__ or "", re.M)}
    assert "FoleyError" in drawn
    assert listed == public - drawn


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 4


@pytest.fixture
def second_long(tmp_path: Path) -> Path:
    """The shipped sample's timeline, with shots of a second and a quarter."""
    whole = json.loads((SAMPLE / "sample.otio").read_text())
    for clip in whole["tracks"]["children"][0]["children"]:
        clip["source_range"]["duration"]["value"] = 30.0
        for reference in clip.get("media_references", {}).values():
            reference["target_url"] = str(SAMPLE / "sample.mp4")
    path = tmp_path / "sample.otio"
    path.write_text(json.dumps(whole))
    return path


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda p: p.stem)
def test_an_example_runs(example: Path, tmp_path: Path, second_long: Path) -> None:
    """As a user would run it, in a folder of its own; with what its docstring says it takes."""
    words = {"cut.otio": second_long, "clip.mp4": SAMPLE / "sample.mp4"}
    words["notes.mid"] = SAMPLE / "score.mid"
    usage = re.search(rf"`python {example.name} (.*?)`", example.read_text())
    assert usage, "its docstring says how to run it"
    command = [sys.executable, str(example), *(str(words[w]) for w in usage.group(1).split())]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip(), "an example shows what it made"
