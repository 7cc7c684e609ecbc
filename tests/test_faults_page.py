"""`docs/faults.md` lists 32 faults; each names tests that are there, or a reason."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROWS = re.findall(r"^\| (\d+) \|(.*)\|$", (ROOT / "docs/faults.md").read_text(), re.MULTILINE)


@cache
def names_of(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text())
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def test_there_are_32_rows() -> None:
    assert [int(number) for number, _ in ROWS] == list(range(1, 33))


@pytest.mark.parametrize(("number", "row"), ROWS)
def test_a_fault_names_tests_that_are_there_or_its_reason(number: str, row: str) -> None:
    _, happens, held_by = (cell.strip() for cell in row.split("|"))
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", held_by)
    assert len(named) == held_by.count("`") // 2
    assert named or (held_by == "none" and "the reason:" in happens)
    assert not [name for file, name in named if name not in names_of(file)]
