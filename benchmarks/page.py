"""`docs/benchmarks.md` made from the results: `python -m benchmarks.page [--check]`.

A table of the page stands between two comments, made anew from a file of `benchmarks/results`:

    <!-- result: NAME -->
    ... made, never typed ...
    <!-- end -->

The first table (`<!-- headline -->`) takes single cells of several results (`HEADLINE`).
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from pathlib import Path

from benchmarks.record import Record, read_record

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
_REGION = re.compile(r"<!-- (headline|result: (\w+)) -->\n.*?<!-- end -->", re.DOTALL)

_FIGURE = re.compile(r"-|\*{0,2}[-+]?\d[\d.,/ ]*(?: ?(?:ms|s|x|MB|%))?(?: \(.*\))?\*{0,2}")
"""A cell that is aligned to the right though it is text: 5 ms, 0.26/0.50, 0.04 (2)."""


@dataclass(frozen=True, slots=True)
class Headline:
    """A line of the first table: a cell of a result, and the cell that says what chance has."""

    what: str
    result: str
    row: str
    column: str
    chance: str = ""
    """The column of chance in the same row."""
    about: str = ""
    """What the cell is about, where its table is about several."""


HEADLINE: tuple[Headline, ...] = (
    Headline(
        "notes of pianists filmed from above, read from the picture alone: seven films of five "
        "pianists whom nothing was taught or chosen on; F",
        "real_pianists", "mean of real_keys", "note F", "turned: notes",
    ),
    Headline(
        "when they play anything: onsets, F",
        "real_pianists", "mean of real_keys", "onset F", "turned: onsets",
    ),
    Headline(
        "notes of a right hand close up, 30 of them; F",
        "closeup", "50 ms", "note F", "note F, random times, our pitches",
    ),
    Headline(
        "onsets of 16 clips of players of many instruments; skill over chance, in brackets in how "
        "many clips there is any",
        "real_players", "all", "takes",
    ),
    Headline(
        "the same by a plain rule, peaks of what moves at the hands",
        "real_players", "all", "motion energy",
    ),
    Headline(
        "what instrument is played, of 28", "look", "exact (of 28 instruments): missed", "by look",
        "chance",
    ),
    Headline(
        "onsets of pianists from four sides, through the detector; F",
        "peers", "rendered, through the detector: onsets", "Foley Post", "chance", "rendered",
    ),
    Headline(
        "notes of pianists whom nothing was taught on, from any side, with and without their "
        "keyboard in view; F",
        "peers", "simulated, unseen players and cameras: notes", "Foley Post", "chance",
        "simulated",
    ),
    Headline(
        "notes heard in a clip's own clean sound, ten instruments; F",
        "heard_notes", "mean", "clean", "chance, clean",
    ),
    Headline(
        "how far a stem lies off its place, played by MLT from nine rates",
        "timelines", "clicks played by MLT, nine rates from 23.976 to 60, DF and NDF", "measured",
    ),
    Headline("what an install takes, MB", "install_size", "foley-post", "MB on disk"),
)  # fmt: skip


def made(page: str) -> str:
    """The page with every table made anew."""
    return _REGION.sub(_region, page)


def _region(found: re.Match[str]) -> str:
    name = found.group(2)
    body = _table(read_record(name)) if name else _headline()
    return f"<!-- {found.group(1)} -->\n{body}<!-- end -->"


def _table(kept: Record) -> str:
    """A result as its command, its table and its sentences."""
    numbers = [all(_is_figure(row[k]) for row in kept.rows) for k in range(len(kept.columns))]
    about = "The program" if kept.about == "the program" else f"**{kept.about.capitalize()}**"
    lines = [
        f"{about}{f', {kept.measured}' if kept.measured else ''}: `{kept.command}`",
        "",
        f"| {' | '.join(kept.columns)} |",
        f"|{'|'.join('---:' if right else '---' for right in numbers)}|",
        *(f"| {' | '.join(_cell(cell) for cell in row)} |" for row in kept.rows),
        *(("", " ".join(kept.notes)) if kept.notes else ()),
        "",
    ]
    return "\n".join(lines)


def _is_figure(value: str | float | int | None) -> bool:
    return not isinstance(value, str) or _FIGURE.fullmatch(value) is not None


def _headline() -> str:
    lines = ["| what | about | Foley Post | chance | by |", "|---|---|---:|---:|---|"]
    for line in HEADLINE:
        kept = read_record(line.result)
        chance = _cell(kept.cell(line.row, line.chance)) if line.chance else ""
        cells = (
            line.what, f"**{line.about or kept.about}**", _cell(kept.cell(line.row, line.column)),
            chance, f"`{kept.command}`",
        )  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(value: str | float | int | None) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"
    return f"{value:,}" if isinstance(value, int) else value


def main() -> int:
    """Write the page; with --check, 1 when it would change."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    text = PAGE.read_text(encoding="utf-8")
    if check:
        return int(made(text) != text)
    PAGE.write_text(made(text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
