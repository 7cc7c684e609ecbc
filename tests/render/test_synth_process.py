"""A SoundFont that brings native code down costs one stem, not the program."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import numpy as np
import pytest

from foley_post.core import isolated_process
from foley_post.errors import Cancelled, SoundFontError
from foley_post.midi.notes import Note, Take
from foley_post.render import synth_process
from foley_post.render.soundfont import find_preset, presets_of, shipped_soundfont
from foley_post.render.synth import synthesize
from foley_post.render.synth_process import synthesize_isolated

TAKE = Take((Note(0.1, 0.2, 70, 90),), 0.5, "flute")


def test_a_child_makes_the_same_samples() -> None:
    asked = {"soundfont": shipped_soundfont(), "rate_hz": 44_100, "length_s": 0.5}
    apart_, here = synthesize_isolated(TAKE, **asked), synthesize(TAKE, **asked)
    assert np.abs(apart_ - here).max() < 1e-5, "another libsndfile may decode the last bit"


def test_children_agree_to_the_bit() -> None:
    asked = {"soundfont": shipped_soundfont(), "rate_hz": 44_100, "length_s": 0.5}
    assert np.array_equal(synthesize_isolated(TAKE, **asked), synthesize_isolated(TAKE, **asked))


def test_an_error_of_the_child_arrives_as_it_was() -> None:
    with pytest.raises(SoundFontError, match="no preset 5:77"):
        synthesize_isolated(
            TAKE, soundfont=shipped_soundfont(), rate_hz=44_100, length_s=0.5, sound=(5, 77)
        )


def test_a_child_that_dies_is_an_error_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    killer = tmp_path / "sitecustomize.py"
    killer.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    monkeypatch.setattr(isolated_process, "_environment", lambda: {"PYTHONPATH": str(tmp_path)})
    with pytest.raises(SoundFontError, match="brought the synthesizer down"):
        synthesize_isolated(TAKE, soundfont=shipped_soundfont(), rate_hz=44_100, length_s=0.5)


class _Opened:
    """What becomes of a pickle that is opened."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return pytest.fail, ("an answer of the child was executed",)


@pytest.mark.parametrize(
    "answer",
    [
        pickle.dumps(_Opened()),
        b"",
        b"FPST" + bytes(4_000),
        synth_process._HEADER.pack(b"FPST", 2, 1 << 60),
        synth_process._HEADER.pack(b"FPST", 2, 22_050),
    ],
    ids=["a pickle", "nothing", "no shape", "a false length", "no samples"],
)
def test_an_answer_that_is_not_the_samples_asked_for_is_refused(
    monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    monkeypatch.setattr(synth_process, "ask_isolated", lambda *_, **__: bytearray(answer))
    with pytest.raises(SoundFontError, match="no sound that can be used"):
        synthesize_isolated(TAKE, soundfont=shipped_soundfont(), rate_hz=44_100, length_s=0.5)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits")
def test_a_soundfont_may_not_eat_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synth_process, "_MOST_MEMORY", 64 << 20)
    monkeypatch.setattr(synth_process, "_SWELL", 0)
    with pytest.raises(SoundFontError, match="brought the synthesizer down"):
        synthesize_isolated(TAKE, soundfont=shipped_soundfont(), rate_hz=44_100, length_s=0.5)


def test_a_sound_that_is_cancelled_is_not_waited_for() -> None:
    def stop() -> None:
        raise Cancelled("stop")

    with pytest.raises(Cancelled):
        synthesize_isolated(
            TAKE, soundfont=shipped_soundfont(), rate_hz=44_100, length_s=0.5, heed=stop
        )


def test_presets_are_found_by_name_and_by_number() -> None:
    font = shipped_soundfont()
    assert find_preset(font, "violin").program == 40
    assert find_preset(font, "8:24").name == "Ukulele"
    with pytest.raises(SoundFontError, match="several presets like 'guitar'"):
        find_preset(font, "guitar")
    with pytest.raises(SoundFontError, match="no preset 'theremin'"):
        find_preset(font, "theremin")


@pytest.mark.parametrize("cut", [0, 3, 11, 50, 4000])
def test_a_cut_or_foreign_file_is_refused_before_native_code_sees_it(
    tmp_path: Path, cut: int
) -> None:
    path = tmp_path / "font.sf3"
    path.write_bytes(shipped_soundfont().read_bytes()[:cut])
    with pytest.raises(SoundFontError):
        presets_of(path)
    with pytest.raises(SoundFontError, match="no SoundFont at"):
        presets_of(tmp_path / "none.sf2")
