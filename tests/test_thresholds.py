"""The table of fitted constants (`docs/thresholds.md`) says what the code says."""

from __future__ import annotations

import re
from fractions import Fraction
from importlib import import_module
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parent.parent / "docs/thresholds.md"
LISTED = re.findall(r"^\| `([\w.]+)` \| ([^|]+) \|", PAGE.read_text(), re.MULTILINE)


def test_the_table_is_read() -> None:
    assert len(LISTED) > 50
    assert len({name for name, _ in LISTED}) == len(LISTED)


@pytest.mark.parametrize(("name", "value"), LISTED)
def test_a_listed_constant_has_the_listed_value(name: str, value: str) -> None:
    module, _, constant = name.rpartition(".")
    found = getattr(import_module(f"foley_post.{module}"), constant)
    assert found == float(Fraction(value.strip())), f"{name} is {found}: mend docs/thresholds.md"


def test_every_line_says_what_it_was_fitted_on() -> None:
    for line in PAGE.read_text().splitlines():
        if line.startswith("| `") or line.startswith("| onset thresholds"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            assert len(cells) == 5, line
            assert all(cells), line
