"""Mutated timelines into the readers and writers, for as long as it is let run.

    python -m benchmarks.timelines_fuzz FOLDER [MINUTES [FIRST_SEED]]

FOLDER holds real timelines (`.otio .xml .fcpxml .aaf .edl .kdenlive`, any depth). Each is mutated,
read, written with a stem in every format, and held to the hosts' rules. Whatever happens must be
a cut or one `TimelineError`, in under a minute of CPU, with the file as it was. Prints what was
not, with the seed that makes it again, and exits 1.
"""

from __future__ import annotations

import collections
import random
import re
import sys
import tempfile
import time
import traceback
from pathlib import Path

from benchmarks.timelines import cpu_s
from benchmarks.timelines_table import stem_on
from foley_post.errors import TimelineError
from foley_post.timeline import check_file, read_cut, write_cut

SUFFIXES = {".otio", ".xml", ".fcpxml", ".aaf", ".edl", ".kdenlive"}
NUMBERS = [b"-1", b"0", b"1", b"99999999999", b"1e308", b"NaN", b"x", b"1/0", b"", b"-7/3", b"0.5"]
WORDS = [b"-1", b"0", b"99999999999", b"1e308", b"NaN", b"x", b"1/0", b"\xff", b"<", b'"']


def mutated(content: bytes, chance: random.Random) -> bytes:
    """A few bytes, numbers or blocks changed, cut out, doubled or moved; every other time numbers
    only, so that a text still parses and its readers are reached.
    """
    if chance.random() < 0.5:
        return renumbered(content, chance)
    data = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at, length = chance.randrange(len(data)), chance.randint(1, 400)
        what = chance.randrange(6)
        if what == 0:
            data[at] = chance.randrange(256)
        elif what == 1:
            del data[at : at + length]
        elif what == 2:
            data[at:at] = data[at : at + length]
        elif what == 3:
            digits = [i for i in range(at, min(at + 300, len(data))) if 48 <= data[i] < 58]
            if digits:
                data[digits[0] : digits[0] + 1] = chance.choice(WORDS)
        elif what == 4:
            there = chance.randrange(len(data))
            data[at : at + length] = data[there : there + length]
        elif chance.random() < 0.2:
            del data[at:]
        if not data:
            return b"x"
    return bytes(data)


def renumbered(content: bytes, chance: random.Random) -> bytes:
    """Some numbers exchanged for others, or for what is none."""
    found = list(re.finditer(rb"\d+", content))
    for match in sorted(
        chance.sample(found, min(len(found), chance.randint(1, 12))),
        reverse=True,
        key=lambda m: m.start(),
    ):
        put = chance.choice([*NUMBERS, chance.choice(found)[0]])
        content = content[: match.start()] + put + content[match.end() :]
    return content


def through(path: Path, folder: Path) -> str:
    """``path`` read, written and checked: what came of it."""
    try:
        cut = read_cut(path)
        written = write_cut(cut, stem_on(cut), folder)
        for file in written.files:
            check_file(file, "resolve")
    except TimelineError:
        return "refused"
    return "read"


def main(folder: Path, minutes: float, seed: int) -> int:
    sources = [p for p in sorted(folder.rglob("*")) if p.suffix in SUFFIXES]
    counted: collections.Counter[str] = collections.Counter()
    wrong, files = 0, 0
    end = time.monotonic() + minutes * 60
    with tempfile.TemporaryDirectory() as name:
        while time.monotonic() < end:
            chance = random.Random(seed)
            source = chance.choice(sources)
            path = Path(name) / f"mutated{source.suffix}"
            content = mutated(source.read_bytes(), chance)
            path.write_bytes(content)
            started = cpu_s()
            try:
                counted[f"{source.suffix} {through(path, Path(name) / 'out')}"] += 1
            except Exception:  # noqa: BLE001 - what escapes is what is counted
                wrong += 1
                print(f"seed {seed}, {source.name}:", flush=True)
                traceback.print_exc(limit=-4, file=sys.stdout)
            if path.read_bytes() != content or cpu_s() - started > 60:
                wrong += 1
                print(f"seed {seed}, {source.name}: changed on disk, or over a minute", flush=True)
            seed, files = seed + 1, files + 1
    told = ", ".join(f"{count} {what}" for what, count in sorted(counted.items()))
    print(f"{files} files in {minutes:g} minutes ({told}), {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    given = sys.argv[2:]
    sys.exit(
        main(
            Path(sys.argv[1]),
            float(given[0]) if given else 20,
            int(given[1]) if len(given) > 1 else 1,
        )
    )
