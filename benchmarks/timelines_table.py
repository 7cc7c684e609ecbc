"""What each of a folder's timelines gives, as the table of `docs/formats.md`.

    python -m benchmarks.timelines_table FOLDER

Reads every file, lays a stem on its first shot, writes it as `.otio`, FCP7 XML and FCPXML, reads
those again, and puts the table between the marks in `docs/formats.md`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from foley_post.core.timecode import samples_at
from foley_post.errors import FoleyError
from foley_post.timeline import Cut, Stem, formats, read_cut, write_cut
from foley_post.timeline.safety import isolation

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "formats.md"
FORMS = ("otio", "fcp7xml", "fcpxml")
MARKS = "<!-- table: begin -->\n", "<!-- table: end -->"
SUFFIXES = {".otio", ".otioz", ".otiod", ".xml", ".fcpxml", ".aaf", ".edl", ".kdenlive", ".xges"}


def stem_on(cut: Cut) -> list[Stem]:
    if not cut.shots:
        return []
    shot = cut.shots[0]
    start = cut.rate.seconds(cut.start_frame + shot.record_start_frame)
    return [
        Stem(
            path=Path("/stems/a.wav"),
            name="violin",
            shot_id=shot.id,
            track="Foley",
            rate_hz=48_000,
            channels=2,
            start_sample=samples_at(start, 48_000),
            length_samples=max(1, samples_at(shot.length_s, 48_000)),
            record_start_frame=shot.record_start_frame,
            length_frames=shot.length_frames,
        )
    ]


def row(path: Path, folder: Path) -> tuple[str, ...]:
    try:
        cut = read_cut(path)
    except FoleyError as error:
        return path.name, "no", "", "", str(error).removeprefix(f"{path.name} ")
    facts = f"{cut.rate} fps{' DF' if cut.drop_frame else ''}, {len(cut.shots)} shots"
    lost = list(cut.notices)
    try:
        written = write_cut(cut, stem_on(cut), folder, formats=FORMS)
    except FoleyError as error:
        return path.name, "yes", facts, "no", str(error)
    forms = []
    for file in written.files:
        with parsed_here():
            again = read_cut(file)
        same = places(again) == places(cut)
        forms.append(file.suffix + ("" if same else f" ({len(again.shots)} shots)"))
    lost.extend(n for n in written.notices if "FCPXML" not in n or cut.format == "fcpxml")
    return path.name, "yes", facts, " ".join(forms), " ".join(lost)


@contextmanager
def parsed_here() -> Iterator[None]:
    """Parse `.otio` in this process: what we wrote needs no guard, and a child takes a second."""
    before = formats.parse_isolated
    formats.parse_isolated = lambda kind, content, name: isolation.outlined(content, name)
    yield
    formats.parse_isolated = before


def places(cut: Cut) -> list[tuple[int, int]]:
    return sorted((s.record_start_frame, s.length_frames) for s in cut.shots)


def lines(folder: Path) -> Iterator[str]:
    yield "| file | read | rate, shots | written | what is lost or not known |"
    yield "|---|---|---|---|---|"
    for origin in sorted(p for p in folder.iterdir() if p.is_dir()):
        yield f"| **{origin.name.replace('__', '/')}** | | | | |"
        for path in sorted(origin.iterdir()):
            if path.suffix in SUFFIXES:
                with tempfile.TemporaryDirectory() as name:
                    cells = row(path, Path(name))
                yield "| " + " | ".join(shortened(c) for c in cells) + " |"
                print(path.name, flush=True)


def shortened(text: str) -> str:
    flat = " ".join(text.replace("|", "/").split())
    return flat if len(flat) < 200 else flat[:197] + "..."


def main(folder: Path) -> None:
    table = "\n".join(lines(folder)) + "\n"
    text = DOCUMENT.read_text(encoding="utf-8")
    before, rest = text.split(MARKS[0])
    _, after = rest.split(MARKS[1])
    DOCUMENT.write_text(before + MARKS[0] + table + MARKS[1] + after, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
