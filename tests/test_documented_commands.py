"""The commands that the documents name can be typed: programs, commands and options are there."""

from __future__ import annotations

import argparse
import re
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from foley_post.cli.console import parser_of
from foley_post.cli.main import COMMANDS, module_of

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    page
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
    if page.name != "CHANGELOG.md"
)
CODE = re.compile(r"`([^`]+)`")
FENCE = re.compile(r"^```.*?$(.*?)^```$", re.MULTILINE | re.DOTALL)
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
COMMAND = re.compile(r"foley-post ([a-z][a-z-]*)\b([^\n|;&]*)")
MODULE = re.compile(r"(?:python -m |^(?=benchmarks\.))((?:benchmarks|foley_post)[\w.]*)([^|;&]*)")


def written(page: Path) -> list[str]:
    """The code of a page, each span on one line, each line of a block by itself."""
    text = page.read_text(encoding="utf-8")
    lines = [line for block in FENCE.findall(text) for line in block.splitlines()]
    return [*lines, *(" ".join(span.split()) for span in CODE.findall(FENCE.sub("", text)))]


def options_of(module: str) -> str:
    """The source of a program, where its options stand."""
    spec = find_spec(module)
    assert spec, f"there is no {module}"
    assert spec.origin
    path = Path(spec.origin)
    main = path.with_name("__main__.py")
    return (main if path.name == "__init__.py" else path).read_text(encoding="utf-8")


def helped(parser: argparse.ArgumentParser) -> str:
    """The help of a command and of those below it."""
    below = [a.choices for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    own = [sub.format_help() for choices in below for sub in (choices or {}).values()]
    return "\n".join([parser.format_help(), *own])


@pytest.fixture(autouse=True)
def measurements(monkeypatch: pytest.MonkeyPatch) -> None:
    """`benchmarks` lies at the top of the checkout."""
    monkeypatch.setattr(sys, "path", [str(ROOT), *sys.path])


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_page_names_programs_and_options_that_are_there(page: Path) -> None:
    wrong = []
    for line in written(page):
        for module, rest in MODULE.findall(line):
            source = options_of(module)
            wrong += [f"{module} {o}" for o in OPTION.findall(rest) if f'"{o}"' not in source]
        for command, rest in COMMAND.findall(line):
            if command not in COMMANDS:
                wrong.append(f"foley-post {command}")
                continue
            known = helped(parser_of(import_module(module_of(command)), command))
            wrong += [f"{command} {o}" for o in OPTION.findall(rest) if o not in known]
    assert wrong == []


def test_what_is_not_there_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    block, span = "foley-post score a.otio --no-such", "python -m benchmarks.no_such"
    page.write_text(f"`python -m\nbenchmarks.no_such` and\n```text\n{block}\n```\n")
    assert written(page) == ["", block, span]
    with pytest.raises(AssertionError, match="no_such"):
        options_of("benchmarks.no_such")
    page.write_text(f"`{block}`")
    with pytest.raises(AssertionError, match="score --no-such"):
        test_a_page_names_programs_and_options_that_are_there(page)
