"""Pictures of what the terminal says, for the pages of `docs/hosts`: each from a real run.

`python scripts/terminal_pictures.py [DIR]` scores the shipped sample in a folder of its own, as a
batch, as a program's job and as a farm's, and draws what was typed and what was said as SVG. The
folder is shown as ``~/films``.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from foley_post_ui.document.sample import sample_cut

_DOCS = Path(__file__).resolve().parent.parent / "docs" / "hosts"
_HOME = "~/films"
_WIDE, _LINE_PX, _CHAR_PX, _EDGE_PX, _BAR_PX = 104, 19, 8.05, 18, 34
_GROUND, _BAR, _TEXT, _TYPED = "#15171b", "#23262b", "#c9ced6", "#5aa2ff"
_RUNS = {
    "batch": ("foley-post batch reels", "ls reels"),
    "job": ("cat job/job.json", "foley-post job job", "ls job job/music"),
    "farm": ("foley-post farm pianist.otio --out JOB", "ls JOB"),
    "reaper": (
        "foley-post score pianist.otio --preset reaper --out music",
        "ls music music/stems",
    ),
}


def main() -> int:
    """Run and draw each."""
    to = Path(sys.argv[1]) if len(sys.argv) > 1 else _DOCS
    sample = sample_cut()
    if sample is None:
        print("the shipped sample is not here")
        return 1
    for name, commands in _RUNS.items():
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            _prepare(home, sample)
            lines = [line for typed in commands for line in _run(typed, home)]
        (to / f"{name}.svg").write_text(_drawn(lines), encoding="utf-8")
        print(to / f"{name}.svg")
    return 0


def _prepare(home: Path, sample: Path) -> None:
    """A cut, a folder of two of which one is damaged, and a job."""
    (home / "reels").mkdir()
    for folder in (home, home / "reels"):
        for file in (sample, sample.with_suffix(".mp4")):
            shutil.copy(file, folder)
    (home / "reels" / "reel2.otio").write_text('{"OTIO_SCHEMA": "Timeline.1", "tracks": ')
    (home / "job").mkdir()
    job = {"job_version": 1, "cut": "../pianist.otio", "wishes": {"style": "jazz"}, "out": "music"}
    (home / "job" / "job.json").write_text(json.dumps(job, indent=1) + "\n")


def _run(typed: str, home: Path) -> list[tuple[str, str]]:
    """What was typed, and what it said: colour and line."""
    words = typed.replace("foley-post", str(Path(sys.executable).with_name("foley-post")), 1)
    done = subprocess.run(
        ["/bin/sh", "-c", words], cwd=home, capture_output=True, text=True, check=False
    )
    said = done.stdout.replace(str(home), _HOME).rstrip().splitlines()
    told = [(_TEXT, part) for line in said for part in textwrap.wrap(line, _WIDE) or [""]]
    return [(_TYPED, f"$ {typed}"), *told, (_TEXT, "")]


def _drawn(lines: Sequence[tuple[str, str]]) -> str:
    """A terminal with those lines."""
    lines = lines[:-1]
    wide = round(_WIDE * _CHAR_PX + 2 * _EDGE_PX)
    tall = _BAR_PX + len(lines) * _LINE_PX + 2 * _EDGE_PX
    rows = "\n".join(
        f'<text x="{_EDGE_PX}" y="{_BAR_PX + _EDGE_PX + n * _LINE_PX + 10}" fill="{colour}" '
        f'xml:space="preserve">{escape(line)}</text>'
        for n, (colour, line) in enumerate(lines)
    )
    dots = "".join(f'<circle cx="{20 + 18 * n}" cy="17" r="5" fill="#4a4f58"/>' for n in range(3))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}" width="{wide}">\n'
        f'<rect width="{wide}" height="{tall}" rx="9" fill="{_GROUND}"/>\n'
        f'<path d="M0 {_BAR_PX}V9a9 9 0 0 1 9-9h{wide - 18}a9 9 0 0 1 9 9v{_BAR_PX - 9}z" '
        f'fill="{_BAR}"/>{dots}\n'
        f'<g font-family="ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace" '
        f'font-size="13">\n{rows}\n</g>\n</svg>\n'
    )


if __name__ == "__main__":
    sys.exit(main())
