"""A whole SoundFont of a kilobyte, so that changed bytes fall on its tables and not on its sound.

SoundFont 2.04, sections 6 and 7: one looped sample, one instrument, two presets.
"""

from __future__ import annotations

import math
import struct

__all__ = ["small_soundfont"]

_SAMPLES = 200
_FORMS = {"phdr": "<20sHHHIII", "inst": "<20sH", "shdr": "<20sIIIIIBbHH"}
_MODES, _SAMPLE, _INSTRUMENT, _ROOM = 54, 53, 41, 16
"""Generators: loop, sample, instrument, reverb send."""


def small_soundfont() -> bytes:
    """The file: presets ``0:0`` and ``128:0``, a sine at 440 Hz."""
    wave = (round(20_000 * math.sin(2 * math.pi * n / 50)) for n in range(_SAMPLES))
    sound = b"".join(struct.pack("<h", value) for value in wave) + b"\0" * 92
    tables = {
        "phdr": [
            (b"Sine", 0, 0, 0, 0, 0, 0), (b"Kit", 0, 128, 1, 0, 0, 0),
            (b"EOP", 0, 0, 2, 0, 0, 0),
        ],
        "pbag": [(0, 0), (2, 1), (3, 1)],
        "pmod": [(0x0502, 48, 960, 0, 0), (0, 0, 0, 0, 0)],
        "pgen": [(_ROOM, 200), (_INSTRUMENT, 0), (_INSTRUMENT, 0), (0, 0)],
        "inst": [(b"Sine", 0), (b"EOI", 1)],
        "ibag": [(0, 0), (2, 0)],
        "imod": [(0, 0, 0, 0, 0)],
        "igen": [(_MODES, 1), (_SAMPLE, 0), (0, 0)],
        "shdr": [
            (b"Sine", 0, _SAMPLES, 50, 150, 22_000, 69, 0, 0, 1),
            (b"EOS", 0, 0, 0, 0, 0, 0, 0, 0, 0),
        ],
    }  # fmt: skip
    rows = {kind: [struct.pack(_form(kind), *row) for row in tables[kind]] for kind in tables}
    data = b"".join(_chunk(kind, b"".join(rows[kind])) for kind in rows)
    info = _chunk("ifil", struct.pack("<HH", 2, 4)) + _chunk("INAM", b"Small\0")
    lists = (("INFO", info), ("sdta", _chunk("smpl", sound)), ("pdta", data))
    return _chunk("RIFF", b"sfbk" + b"".join(_chunk("LIST", k.encode() + v) for k, v in lists))


def _form(kind: str) -> str:
    """The layout of a table's rows: of places, modulators (``HhHHh``) or generators."""
    if kind in _FORMS:
        return _FORMS[kind]
    return {"bag": "<HH", "mod": "<HHhHH", "gen": "<HH"}[kind[1:]]


def _chunk(name: str, content: bytes) -> bytes:
    return name.encode() + struct.pack("<I", len(content)) + content
