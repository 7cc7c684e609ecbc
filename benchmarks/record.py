"""Results as files: what a measurement found, for `docs/benchmarks.md` to be made from.

Each measurement writes a file of `benchmarks/results` by `record`; `python -m benchmarks.page`
makes the tables of the page from them. Nothing there is typed.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from foley_post.core.files import write_whole

__all__ = ["RESULTS", "Record", "read_record", "record"]

RESULTS = Path(__file__).parent / "results"
ABOUT = ("simulated", "rendered", "real", "simulated, rendered and real", "the program")
"""What a figure may be about: it stands above its table. Where a table is about several, each of
its rows says about which.
"""


@dataclass(frozen=True, slots=True)
class Record:
    """One table: ``about`` one of `ABOUT`, ``command`` that gives it, ``columns`` and ``rows`` (the
    first column names the row, the others hold text or numbers), ``notes`` sentences below,
    ``measured`` the day.
    """

    about: str
    command: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | float | int | None, ...], ...]
    notes: tuple[str, ...] = ()
    measured: str = ""

    def __post_init__(self) -> None:
        if self.about not in ABOUT:
            raise ValueError(f"a figure is about one of {', '.join(ABOUT)}, not {self.about!r}")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row has a cell for every column")

    def cell(self, row: str, column: str) -> str | float | int | None:
        """The cell of the row whose first cell is ``row``. KeyError where there is none."""
        found = next((r for r in self.rows if r[0] == row), None)
        if found is None or column not in self.columns:
            raise KeyError(f"{row}, {column}")
        return found[self.columns.index(column)]


def record(
    name: str,
    about: str,
    command: str,
    *,
    columns: Sequence[str],
    rows: Sequence[Sequence[str | float | int | None]],
    notes: Sequence[str] = (),
    keep_others: bool = False,
) -> Record:
    """Keep a table as ``results/NAME.json``, dated today; print it; give it back.

    ``keep_others``: rows that were kept before under names that ``rows`` has not stay.
    """
    new = [tuple(row) for row in rows]
    if keep_others and (RESULTS / f"{name}.json").exists():
        named = {row[0]: row for row in new}
        before = read_record(name).rows
        new = [named.pop(row[0], row) for row in before] + list(named.values())
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    made = Record(about, command, tuple(columns), tuple(new), tuple(notes), today)
    text = json.dumps(asdict(made), indent=1, ensure_ascii=False) + "\n"
    write_whole(RESULTS / f"{name}.json", text.encode())
    for row in (made.columns, *made.rows):
        print(*row, sep="  ")
    return made


def read_record(name: str) -> Record:
    """The table that was kept as ``name``."""
    kept: Mapping[str, object] = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
    return Record(
        str(kept["about"]),
        str(kept["command"]),
        tuple(kept["columns"]),  # type: ignore[arg-type]
        tuple(tuple(row) for row in kept["rows"]),  # type: ignore[attr-defined]
        tuple(kept["notes"]),  # type: ignore[arg-type]
        str(kept.get("measured", "")),
    )
