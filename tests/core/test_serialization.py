"""What is packed comes back equal; what does not fit is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foley_post.core.serialization import packed, parsed, unpacked
from foley_post.generate.request import Request
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.pipeline.options import Options
from foley_post.render.panning import Standing
from foley_post.render.stems import RenderSettings


@given(st.floats(0, 1e6), st.floats(1e-6, 1e6), st.sampled_from(Evidence), st.booleans())
def test_a_take_comes_back_to_the_last_digit(
    onset_s: float, length_s: float, evidence: Evidence, pinned: bool
) -> None:
    note = Note(onset_s, length_s, 60, 80, evidence, 1 / 3, None, "legato", pinned)
    take = Take(
        (note,), 5.0, "cello", 7, "jazz", "ab", 1, 0.1,
        {-1: ((0.1, -7.0),), 64: ((0.0, 127.0), (0.3, 0.0))}, {"verdict": "in sync", "notes": 1.0},
    )  # fmt: skip
    assert unpacked(Take, json.loads(json.dumps(packed(take)))) == take


def test_options_come_back_with_all_that_is_in_them() -> None:
    options = Options(
        out=Path("out"),
        comp=(1, 2),
        takes=2,
        given=("a.mid",),
        request=Request(register=(50, 70), pinned=(Note(0, 1, 60, 80),)),
        rendering=RenderSettings(loudness_lufs=None, standing=Standing(0.5, 3.0)),
        media_roots=(Path("m"),),
        path_map={"S:": "/mnt/s"},
    )
    assert unpacked(Options, json.loads(json.dumps(packed(options)))) == options


@pytest.mark.parametrize(
    "value", [[], {"onset_s": "soon"}, {"onset_s": True, "length_s": 1, "pitch": 1, "velocity": 1}]
)
def test_what_does_not_fit_is_refused(value: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        unpacked(Note, value)
    with pytest.raises(TypeError, match="no record"):
        packed(object())


@pytest.mark.parametrize("read", [parsed, lambda text: unpacked(Path, [text])])
def test_a_reason_is_one_line_however_long_what_was_read(read: Callable[[str], object]) -> None:
    with pytest.raises(ValueError, match=r"\S") as told:
        read('{"a\n' * 2000)
    assert str(told.value).isprintable()
    assert len(str(told.value)) < 500
