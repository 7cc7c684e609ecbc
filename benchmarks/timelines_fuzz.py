"""Mutated timelines into the readers and writers, for as long as it is let run.

    python benchmarks/timelines_fuzz.py FOLDER [MINUTES]

FOLDER holds real timelines (`.otio .xml .fcpxml .aaf .edl`, any depth). Whatever happens must be a
cut or one `TimelineError`, in under a minute, with the file as it was. Prints what was not, with
the seed that makes it again, and exits 1.
"""

from __future__ import annotations

import collections
import random
import sys
import tempfile
import time
import traceback
from pathlib import Path

from foley_post.errors import TimelineError
from foley_post.timeline import read_cut, write_cut

SUFFIXES = {".otio", ".xml", ".fcpxml", ".aaf", ".edl"}
WORDS = [b"-1", b"0", b"99999999999", b"1e308", b"NaN", b"x", b"1/0", b"\xff", b"<", b'"']


def mutated(content: bytes, chance: random.Random) -> bytes:
    """A few bytes, numbers or blocks changed, cut out, doubled or moved."""
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


def main(folder: Path, minutes: float) -> int:
    sources = [p for p in sorted(folder.rglob("*")) if p.suffix in SUFFIXES]
    counted: collections.Counter[str] = collections.Counter()
    wrong = 0
    end = time.monotonic() + minutes * 60
    seed = 0
    with tempfile.TemporaryDirectory() as name:
        while time.monotonic() < end:
            seed += 1
            chance = random.Random(seed)
            source = chance.choice(sources)
            path = Path(name) / f"mutated{source.suffix}"
            content = mutated(source.read_bytes(), chance)
            path.write_bytes(content)
            started = time.monotonic()
            try:
                cut = read_cut(path)
                write_cut(cut, [], Path(name) / "out")
                counted["read"] += 1
            except TimelineError:
                counted["refused"] += 1
            except Exception:
                wrong += 1
                print(f"seed {seed}, {source.name}:")
                traceback.print_exc(limit=-4)
            if path.read_bytes() != content or time.monotonic() - started > 60:
                wrong += 1
                print(f"seed {seed}, {source.name}: changed on disk, or over a minute")
    print(f"{seed} files in {minutes:g} minutes: {dict(counted)}, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 20))
