"""The tables of `docs/thresholds.md` and `SECURITY.md` give constants their values in the code."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import reduce
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
THRESHOLDS, SECURITY = ROOT / "docs/thresholds.md", ROOT / "SECURITY.md"
LISTED = [
    row
    for page in (THRESHOLDS, SECURITY)
    for row in re.findall(r"^\| `(\w[\w.]+)` \| ([^|]+) \|", page.read_text(), re.MULTILINE)
]
UNITS = {"": 1, "MiB": 1 << 20, "GiB": 1 << 30}


def test_the_tables_are_read() -> None:
    assert len(LISTED) > 70
    assert len({name for name, _ in LISTED}) == len(LISTED)


@pytest.mark.parametrize(("name", "value"), LISTED)
def test_a_listed_constant_has_the_listed_value(name: str, value: str) -> None:
    module, constant = re.findall(r"^([a-z_0-9.]+)\.(_?[A-Z].*)$", name)[0]
    found = reduce(getattr, constant.split("."), import_module(f"foley_post.{module}"))
    number, _, unit = value.strip().partition(" ")
    wanted = float(Fraction(number.replace(",", "")) * UNITS[unit])
    assert found == wanted, f"{name} is {found}: mend the table that says {value.strip()}"


def test_every_line_says_what_it_was_fitted_on() -> None:
    for line in THRESHOLDS.read_text().splitlines():
        if line.startswith("| `") or line.startswith("| onset thresholds"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            assert len(cells) == 5, line
            assert all(cells), line
