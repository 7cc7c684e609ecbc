"""Sound made in a process of its own.

A hostile or damaged SoundFont can bring native code down; here that ends a child, and the stem gets
a sentence instead of the program a crash. And the child is clean: FluidSynth decodes compressed
SoundFonts with whatever libsndfile the process loaded first, and python-soundfile brings another
one, whose last bit differs (measured): the same bytes need the same library.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

import numpy as np

from foley_post.errors import FoleyError, SoundFontError
from foley_post.midi.notes import Take
from foley_post.render.synth import Samples, synthesize

__all__ = ["synthesize_apart"]

_START_S = 60.0
_SLOWEST = 2.0
"""Seconds of work for a second of sound; FluidSynth needs a thirtieth of one."""


def synthesize_apart(
    take: Take,
    *,
    soundfont: Path,
    rate_hz: int,
    length_s: Fraction | float,
    lead_s: Fraction | float = 0,
    sound: tuple[int, int] | None = None,
) -> Samples:
    """What `foley_post.render.synth.synthesize` gives, from a child process.

    Raises SoundFontError as well when the child dies or takes longer than twice the sound lasts and
    a minute.
    """
    asked = {
        "soundfont": soundfont.resolve(),
        "rate_hz": rate_hz,
        "length_s": length_s,
        "lead_s": lead_s,
        "sound": sound,
    }
    patience_s = _START_S + _SLOWEST * float(length_s)
    with tempfile.TemporaryDirectory(prefix="foley-post-") as folder:
        question, answer = Path(folder, "question"), Path(folder, "answer")
        question.write_bytes(pickle.dumps((take, asked)))
        command = [
            sys.executable,
            "-m",
            "foley_post.render.synth_process",
            str(question),
            str(answer),
        ]
        try:
            done = subprocess.run(
                command, capture_output=True, timeout=patience_s, check=False, env=_environment()
            )
        except subprocess.TimeoutExpired as error:
            raise SoundFontError(
                f"{soundfont.name} made no sound within {patience_s:.0f} seconds; use another."
            ) from error
        if not answer.is_file():
            raise SoundFontError(
                f"{soundfont.name} brought the synthesizer down (exit {done.returncode}); "
                "use another SoundFont."
            )
        result = pickle.loads(answer.read_bytes())  # noqa: S301 - written by our own child
    if isinstance(result, FoleyError):
        raise result
    return np.asarray(result, np.float32)


def _environment() -> dict[str, str]:
    """The child finds this package where the parent did."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}


def main(question: Path, answer: Path) -> None:
    """The child's part: reads what is asked, writes the samples or the error."""
    take, asked = pickle.loads(question.read_bytes())  # noqa: S301 - written by our own parent
    result: Samples | FoleyError
    try:
        result = synthesize(take, **asked)
    except FoleyError as error:
        result = error
    draft = answer.with_suffix(".draft")
    draft.write_bytes(pickle.dumps(result, protocol=5))
    draft.replace(answer)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
