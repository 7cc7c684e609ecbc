"""The tables of `docs/benchmarks.md` are those of the results, and none of them is typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks import record as recording
from benchmarks.page import HEADLINE, PAGE, made
from benchmarks.record import RESULTS, Record, read_record, record


def test_the_page_is_what_the_results_make() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert made(page) == page, "run python -m benchmarks.page and read what changed"


def test_a_changed_figure_is_noticed() -> None:
    page = PAGE.read_text(encoding="utf-8")
    region = re.search(r"<!-- result: \w+ -->\n(.*?)<!-- end -->", page, re.DOTALL)
    assert region
    typed = page.replace(region.group(1), region.group(1).replace("|", "| 0.99", 1))
    assert typed != page
    assert made(typed) == page


def test_every_result_stands_on_the_page_and_can_be_read() -> None:
    names = {path.stem for path in RESULTS.glob("*.json")}
    page = PAGE.read_text(encoding="utf-8")
    assert set(re.findall(r"<!-- result: (\w+) -->", page)) == names
    for name in names:
        kept = read_record(name)
        assert kept.rows
        assert kept.command.startswith(("python -m benchmarks", "make "))


def test_every_line_of_the_first_table_has_its_cell() -> None:
    for line in HEADLINE:
        kept = read_record(line.result)
        assert kept.cell(line.row, line.column) is not None
        assert not line.chance or kept.cell(line.row, line.chance) is not None


def test_a_table_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="about"):
        Record("anything", "python -m benchmarks.x", ("a",), ())
    with pytest.raises(ValueError, match="cell"):
        Record("real", "python -m benchmarks.x", ("a", "b"), (("one",),))


def test_a_part_measured_again_leaves_the_other_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "RESULTS", tmp_path)
    columns = ("files", "wrong")
    record("kept", "the program", "make x", columns=columns, rows=[("a", 1), ("b", 2)])
    record("kept", "the program", "make x", columns=columns, rows=[("b", 0)], keep_others=True)
    assert read_record("kept").rows == (("a", 1), ("b", 0))
    record("kept", "the program", "make x", columns=columns, rows=[("b", 0)])
    assert read_record("kept").rows == (("b", 0),)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", read_record("kept").measured)
