"""Sound made in a process of its own.

A hostile or damaged SoundFont can bring native code down; here that ends a child, and the stem gets
a sentence instead of the program a crash. And the child is clean: FluidSynth decodes compressed
SoundFonts with whatever libsndfile the process loaded first, and python-soundfile brings another
one, whose last bit differs (measured): the same bytes need the same library.
"""

from __future__ import annotations

import json
import struct
import subprocess
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np

from foley_post.core.isolated_process import Limits, ask_isolated, serve
from foley_post.core.serialization import packed, unpacked
from foley_post.errors import Remedy, SoundFontError
from foley_post.midi.notes import Take
from foley_post.render.synth import Samples, synthesize

__all__ = ["synthesize_isolated"]

_START_S = 60.0
_SLOWEST = 2.0
"""Seconds of work for a second of sound; FluidSynth needs a thirtieth of one."""
_MOST_MEMORY = 4 << 30
_SWELL = 16
"""A compressed SoundFont's samples take up to so many times its file."""
_HEADER = struct.Struct("<4sIQ")
_MAGIC = b"FPST"
"""An answer is this, channels and samples a channel; then float32, little-endian."""


def synthesize_isolated(
    take: Take,
    *,
    soundfont: Path,
    rate_hz: int,
    length_s: Fraction | float,
    lead_s: Fraction | float = 0,
    sound: tuple[int, int] | None = None,
    heed: Callable[[], None] = lambda: None,
) -> Samples:
    """What `foley_post.render.synth.synthesize` gives, from a child process.

    ``heed`` is called now and then and may raise Cancelled. Raises SoundFontError as well when the
    child dies or works longer than twice the sound lasts and a minute.
    """
    samples = round((Fraction(lead_s) + Fraction(length_s)) * rate_hz)
    answer_bytes = _HEADER.size + 8 * samples
    size = soundfont.stat().st_size if soundfont.is_file() else 0
    limits = Limits(
        seconds=_START_S + _SLOWEST * float(length_s),
        memory_bytes=_MOST_MEMORY + _SWELL * size + 8 * answer_bytes,
        answer_bytes=max(answer_bytes, 1 << 16),
    )
    question = {
        "take": packed(take),
        "soundfont": str(soundfont.resolve()),
        "rate_hz": rate_hz,
        "length_s": str(Fraction(length_s)),
        "lead_s": str(Fraction(lead_s)),
        "sound": sound,
    }
    try:
        answer = ask_isolated(__name__, json.dumps(question).encode(), limits, heed=heed)
    except subprocess.TimeoutExpired as error:
        raise SoundFontError(
            f"{soundfont.name} made no sound within {limits.seconds:.0f} seconds; use another.",
            remedy=Remedy.CHOOSE_SOUNDFONT,
        ) from error
    except subprocess.CalledProcessError as error:
        raise SoundFontError(
            f"{soundfont.name} brought the synthesizer down (exit {error.returncode}); "
            "use another SoundFont.",
            remedy=Remedy.CHOOSE_SOUNDFONT,
        ) from error
    if len(answer) != answer_bytes or _HEADER.unpack_from(answer) != (_MAGIC, 2, samples):
        raise SoundFontError(
            f"{soundfont.name} makes no sound that can be used; use another.",
            remedy=Remedy.CHOOSE_SOUNDFONT,
        )
    return np.frombuffer(answer, "<f4", offset=_HEADER.size).reshape(-1, 2)


def _answer(question: bytes) -> bytes:
    """The child's part: what was asked, as header and samples."""
    asked = json.loads(question)
    made = synthesize(
        unpacked(Take, asked["take"]),
        soundfont=Path(asked["soundfont"]),
        rate_hz=asked["rate_hz"],
        length_s=Fraction(asked["length_s"]),
        lead_s=Fraction(asked["lead_s"]),
        sound=tuple(asked["sound"]) if asked["sound"] else None,
    )
    return _HEADER.pack(_MAGIC, made.shape[1], len(made)) + made.astype("<f4").tobytes()


if __name__ == "__main__":
    serve(_answer)
