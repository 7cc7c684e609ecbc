"""Makes ``foley.sf3``: the instruments of the instrument table, cut from FluidR3 GM (MIT) and
compressed.

    python soundfonts/make_soundfont.py /usr/share/sounds/sf2/FluidR3_GM.sf2 soundfonts/foley.sf3

The bank is Debian's package ``fluid-soundfont-gm``. Kept are the presets named below with their
instruments and samples; the outermost zones are widened so that every key of an instrument's range
sounds; zones are put in tune by ``tuning.json`` beside this script (cents off by key, left and
right, as `benchmarks/sound.py --tuning` measures them in the untuned cut); every sample becomes Ogg
Vorbis, as SoundFont 3 has it. The same bank and the same libvorbis give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from vorbis import compress, well_made

PRESETS: dict[tuple[int, int], tuple[int, int]] = {
    (0, 0): (21, 108),  # piano
    (0, 13): (65, 108),  # xylophone
    (0, 21): (53, 93),  # accordion
    (0, 19): (36, 96),  # church organ
    (0, 22): (60, 96),  # harmonica
    (0, 24): (40, 88),  # nylon-string guitar
    (0, 25): (40, 88),  # steel-string guitar
    (0, 27): (40, 88),  # electric guitar, clean
    (0, 32): (28, 67),  # plucked double bass
    (0, 33): (28, 67),  # electric bass
    (0, 40): (55, 103),  # violin
    (0, 41): (48, 91),  # viola
    (0, 42): (36, 84),  # cello
    (0, 43): (28, 67),  # double bass
    (0, 45): (36, 96),  # pizzicato
    (0, 46): (24, 103),  # harp
    (0, 56): (52, 88),  # trumpet
    (0, 57): (40, 72),  # trombone
    (0, 58): (26, 67),  # tuba
    (0, 59): (52, 88),  # muted trumpet
    (0, 60): (34, 77),  # French horn
    (0, 65): (49, 84),  # alto saxophone
    (0, 68): (58, 91),  # oboe
    (0, 70): (34, 77),  # bassoon
    (0, 71): (50, 94),  # clarinet
    (0, 73): (59, 98),  # flute
    (0, 105): (48, 88),  # banjo
    (0, 110): (62, 93),  # fiddle, for the erhu
    (8, 24): (55, 88),  # ukulele
    (16, 25): (55, 88),  # mandolin
    (128, 0): (35, 64),  # drum kit, bongos and congas
}
"""(bank, program) -> the keys that must sound (MIDI pitches, both ends in)."""

KEY_RANGE, INSTRUMENT, SAMPLE = 43, 41, 53
PAN, COARSE, FINE, MODE = 17, 51, 52, 54
Tuning = dict[str, dict[str, list[float]]]
"""``bank:program`` -> key -> cents off, left and right."""
COMPRESSED = 0x10
AFTER_LOOP = 4096
_LISTS = {
    "phdr": "<20sHHHIII", "pbag": "<HH", "pmod": "<HHhHH", "pgen": "<HH",
    "inst": "<20sH", "ibag": "<HH", "imod": "<HHhHH", "igen": "<HH", "shdr": "<20sIIIIIBbHH",
}  # fmt: skip
Row = tuple  # one record of a SoundFont table, fields as in the SoundFont 2.04 specification, 7


@dataclass(frozen=True)
class Zone:
    """Generators ``(operator, amount)`` and modulators of one zone."""

    generators: tuple[Row, ...]
    modulators: tuple[Row, ...]

    def of(self, operator: int) -> int | None:
        """The amount of that generator, None where it is not set."""
        return next((a for o, a in self.generators if o == operator), None)

    def keys(self) -> tuple[int, int]:
        """The lowest and the highest key."""
        amount = self.of(KEY_RANGE)
        return (0, 127) if amount is None else (amount & 255, amount >> 8)

    def with_keys(self, low: int, high: int) -> Zone:
        """The same zone over other keys; the specification wants the key range first."""
        rest = tuple(g for g in self.generators if g[0] != KEY_RANGE)
        return Zone(((KEY_RANGE, low | high << 8), *rest), self.modulators)

    def pointing(self, operator: int, target: int) -> Zone:
        """The same zone with another instrument or sample."""
        moved = tuple((o, target if o == operator else a) for o, a in self.generators)
        return Zone(moved, self.modulators)


def read_bank(path: Path) -> tuple[dict[str, list[Row]], np.ndarray]:
    """The nine tables, and the sample words (int16)."""
    content = path.read_bytes()
    lists: dict[str, bytes] = {}
    for name, start, size in _chunks(content, 12, len(content)):
        if name == b"LIST":
            for inner, at, length in _chunks(content, start + 4, start + size):
                lists[inner.decode()] = content[at : at + length]
    tables = {k: [*struct.iter_unpack(form, lists[k])] for k, form in _LISTS.items()}
    return tables, np.frombuffer(lists["smpl"], "<i2")


def _chunks(content: bytes, start: int, end: int):
    while start + 8 <= end:
        name, size = struct.unpack_from("<4sI", content, start)
        yield name, start + 8, size
        start += 8 + size + (size & 1)


def zones(tables: dict[str, list[Row]], kind: str, first: int, last: int) -> list[Zone]:
    """The zones ``first`` to ``last`` of the presets (``p``) or instruments (``i``)."""
    found = []
    for (g0, m0), (g1, m1) in pairwise(tables[f"{kind}bag"][first : last + 1]):
        found.append(Zone(tuple(tables[f"{kind}gen"][g0:g1]), tuple(tables[f"{kind}mod"][m0:m1])))
    return found


def in_tune(zone: Zone, cents: dict[str, list[float]]) -> Zone:
    """The zone with its fine tuning (generator 52) corrected by the median over its keys."""
    low, high = zone.keys()
    pan = _signed(zone.of(PAN) or 0)
    sides = (0, 1) if pan == 0 else ((0,) if pan < 0 else (1,))
    off = [cents[k][s] for k in cents if low <= int(k) <= high for s in sides]
    if not off or zone.of(SAMPLE) is None:
        return zone
    fine = _signed(zone.of(FINE) or 0) - round(float(np.median(off)))
    coarse, fine = divmod(fine + 50, 100)
    tuned = {COARSE: _signed(zone.of(COARSE) or 0) + coarse, FINE: fine - 50}
    rest = [g for g in zone.generators if g[0] not in tuned]
    added = [(o, v & 0xFFFF) for o, v in tuned.items() if v]
    return Zone((*rest[:-1], *added, rest[-1]), zone.modulators)


def _signed(amount: int) -> int:
    return amount - 0x10000 if amount >= 0x8000 else amount


def widened(found: list[Zone], operator: int, low: int, high: int) -> list[Zone]:
    """The zones stretched so that every key of ``low``..``high`` sounds: the outermost to the ends,
    the lower neighbours over gaps (FluidR3's violin has one at key 94).

    Only zones that point somewhere count; a global zone stays as it is.
    """
    real = [z for z in found if z.of(operator) is not None]
    bottom = min(z.keys()[0] for z in real)
    covered = {k for z in real for k in range(z.keys()[0], z.keys()[1] + 1)}
    upto = {}
    for key in sorted(covered):
        end = key
        while end < high and end + 1 not in covered:
            end += 1
        upto[key] = end
    result = []
    for zone in found:
        if zone.of(operator) is None:
            result.append(zone)
            continue
        first, last = zone.keys()
        wide = (min(first, low) if first == bottom else first, upto[last])
        result.append(zone.with_keys(*wide) if wide != (first, last) else zone)
    return result


class Cutter:
    """Collects what the wanted presets need, numbered anew."""

    def __init__(self, tables: dict[str, list[Row]], tuning: Tuning) -> None:
        self.tables = tables
        self.tuning = tuning
        self.instruments: dict[tuple[int, int, int], int] = {}
        self.samples: dict[int, int] = {}
        self.heard_out: set[int] = set()
        self.presets: list[tuple[Row, list[Zone]]] = []
        self.cut_instruments: list[tuple[Row, list[Zone]]] = []

    def preset(self, bank: int, program: int, keys: tuple[int, int]) -> None:
        """Takes a preset in, with what it needs for ``keys``."""
        cents = self.tuning.get(f"{bank}:{program}", {})
        heads = self.tables["phdr"]
        at = next(i for i, h in enumerate(heads[:-1]) if (h[2], h[1]) == (bank, program))
        found = zones(self.tables, "p", heads[at][3], heads[at + 1][3])
        if bank != 128:
            found = widened(found, INSTRUMENT, *keys)
        kept = []
        for zone in found:
            target = zone.of(INSTRUMENT)
            if target is None:
                kept.append(zone)
            elif zone.keys()[0] <= keys[1] and zone.keys()[1] >= keys[0]:
                kept.append(zone.pointing(INSTRUMENT, self.instrument(target, keys, bank, cents)))
        self.presets.append((heads[at], kept))

    def instrument(
        self, old: int, keys: tuple[int, int], bank: int, cents: dict[str, list[float]]
    ) -> int:
        """The new number of an instrument."""
        known = (old, *keys)
        if known not in self.instruments:
            heads = self.tables["inst"]
            found = zones(self.tables, "i", heads[old][1], heads[old + 1][1])
            if bank != 128:
                found = widened(found, SAMPLE, *keys)
            kept = [
                z if z.of(SAMPLE) is None else in_tune(z.pointing(SAMPLE, self.sample(z)), cents)
                for z in found
                if z.of(SAMPLE) is None or (z.keys()[0] <= keys[1] and z.keys()[1] >= keys[0])
            ]
            self.instruments[known] = len(self.cut_instruments)
            self.cut_instruments.append((heads[old], kept))
        return self.instruments[known]

    def sample(self, zone: Zone) -> int:
        """The new number of a zone's sample; notes whether anybody hears it beyond its loop."""
        old = zone.of(SAMPLE)
        if zone.of(MODE) != 1:
            self.heard_out.add(old)
        return self.samples.setdefault(old, len(self.samples))

    def loops_for_ever(self, old: int) -> bool:
        """Whether nobody hears the sample beyond its loop."""
        head = self.tables["shdr"][old]
        return old not in self.heard_out and head[4] - head[3] >= 8

    def words(self, words: np.ndarray, old: int) -> np.ndarray:
        """The sample's words. What follows a loop nobody leaves is the loop again: Vorbis smears
        the sample's hard end over the seam, and the seam clicks (measured on the tuba's low keys).
        """
        _, start, end, loop, loop_end, *_ = self.tables["shdr"][old]
        if not self.loops_for_ever(old):
            return words[start:end]
        again = np.resize(words[loop:loop_end], AFTER_LOOP)
        return np.concatenate([words[start:loop_end], again])


def compressed_samples(
    cutter: Cutter, words: np.ndarray, quality: float
) -> tuple[list[Row], bytes]:
    """The sample headers of the kept samples, and their streams one after the other.

    FluidSynth decodes to 16 bits without clipping: a peak that Vorbis lifts over full scale wraps
    around and clicks (measured on bassoon, violin, flute). Such a sample, and the other side of its
    stereo pair, is turned down a little first.
    """
    heads = {old: cutter.tables["shdr"][old] for old in cutter.samples}
    sounds = {old: cutter.words(words, old) for old in heads}
    looped = {
        old: (head[3] - head[1], head[4] - head[1]) if cutter.loops_for_ever(old) else None
        for old, head in heads.items()
    }
    choices = {
        old: well_made(sounds[old], head[5], quality, looped[old]) for old, head in heads.items()
    }
    rows, pool = [], bytearray()
    for old, (name, start, _, loop, loop_end, rate_hz, key, cents, link, kind) in heads.items():
        paired = link in heads and kind & 6
        fine, gain = choices[old]
        gain = min(gain, choices[link][1]) if paired else gain
        stream = compress(sounds[old], rate_hz, fine, gain)
        at = len(pool)
        pool += stream
        rows.append(
            (name, at, len(pool), loop - start, loop_end - start, rate_hz, key, cents,
             cutter.samples[link] if paired else 0, (kind if paired else 1) | COMPRESSED)
        )  # fmt: skip
    pool += b"\0" * (len(pool) & 1)  # tinysoundfont does not skip a chunk's padding byte
    rows.append((b"EOS", 0, 0, 0, 0, 0, 0, 0, 0, 0))
    return rows, bytes(pool)


def laid_out(kind: str, things: list[tuple[Row, list[Zone]]]) -> dict[str, list[Row]]:
    """Heads, bags, modulators and generators of presets (``p``) or instruments (``i``)."""
    heads: list[Row] = []
    bags: list[Row] = []
    mods: list[Row] = []
    gens: list[Row] = []
    for head, found in things:
        at = len(bags)
        heads.append((*head[:3], at, *head[4:]) if kind == "p" else (head[0], at))
        for zone in found:
            bags.append((len(gens), len(mods)))
            gens += zone.generators
            mods += zone.modulators
    end = len(bags)
    heads.append((b"EOP", 0, 0, end, 0, 0, 0) if kind == "p" else (b"EOI", end))
    bags.append((len(gens), len(mods)))
    gens.append((0, 0))
    mods.append((0, 0, 0, 0, 0))
    names = ("phdr", "pbag", "pmod", "pgen") if kind == "p" else ("inst", "ibag", "imod", "igen")
    return dict(zip(names, (heads, bags, mods, gens), strict=True))


def _chunk(name: str, content: bytes) -> bytes:
    return name.encode() + struct.pack("<I", len(content)) + content + b"\0" * (len(content) & 1)


def _text(name: str, text: str) -> bytes:
    content = text.encode() + b"\0"
    return _chunk(name, content + b"\0" * (len(content) & 1))


def assemble(tables: dict[str, list[Row]], pool: bytes) -> bytes:
    """The whole file: INFO, sdta, pdta."""
    info = (
        _chunk("ifil", struct.pack("<HH", 3, 0)) + _text("isng", "EMU8000")
        + _text("INAM", "Foley Post, cut from FluidR3 GM")
        + _text("ICOP", "2000-2002, 2008 Frank Wen. MIT licence, see LICENSE.")
    )  # fmt: skip
    data = b"".join(
        _chunk(k, b"".join(struct.pack(form, *row) for row in tables[k]))
        for k, form in _LISTS.items()
    )
    lists = [("INFO", info), ("sdta", _chunk("smpl", pool)), ("pdta", data)]
    body = b"sfbk" + b"".join(_chunk("LIST", k.encode() + v) for k, v in lists)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def make(bank: Path, quality: float, tuning: Tuning) -> bytes:
    """The shipped SoundFont as bytes."""
    tables, words = read_bank(bank)
    cutter = Cutter(tables, tuning)
    for (number, program), keys in PRESETS.items():
        cutter.preset(number, program, keys)
    heads, pool = compressed_samples(cutter, words, quality)
    cut = laid_out("p", cutter.presets) | laid_out("i", cutter.cut_instruments) | {"shdr": heads}
    return assemble(cut, pool)


def main() -> None:
    """Reads the bank, writes the SoundFont, prints its size and SHA-256."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bank", type=Path, help="FluidR3_GM.sf2")
    parser.add_argument("target", type=Path)
    parser.add_argument("--quality", type=float, default=0.5, help="Vorbis quality, 0..1")
    parser.add_argument("--untuned", action="store_true", help="to measure the tuning anew")
    options = parser.parse_args()
    table = Path(__file__).with_name("tuning.json")
    tuning = {} if options.untuned else json.loads(table.read_text())
    content = make(options.bank, options.quality, tuning)
    options.target.write_bytes(content)
    print(len(content), hashlib.sha256(content).hexdigest())


if __name__ == "__main__":
    main()
