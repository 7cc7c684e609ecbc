"""Networks in half floats: where they run so, and that they see the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from foley_post import video
from foley_post.pose.backends.half_precision import computes_halves
from foley_post.pose.backends.litert import LiteRtNetworks
from foley_post.pose.landmarks.body import body_region, read_bodies
from foley_post.pose.landmarks.detection import PALM, PERSON, detect
from foley_post.pose.landmarks.hands import palm_region, read_hands

ROOT = Path(__file__).parents[3]
native = pytest.mark.skipif(not computes_halves(), reason="no processor that computes half floats")


@pytest.mark.parametrize(
    ("flags", "so"), [("fpu avx512f avx512_fp16", True), ("fpu avx2 avx512_bf16", False)]
)
def test_the_processor_is_asked_by_its_flags(tmp_path: Path, flags: str, so: bool) -> None:
    told = tmp_path / "cpuinfo"
    told.write_text(f"processor\t: 0\nflags\t\t: {flags}\n")
    assert computes_halves(told) is so


def test_a_system_that_does_not_say_computes_whole_floats(tmp_path: Path) -> None:
    assert not computes_halves(tmp_path / "nothing")


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    return next(iter(video.frames(ROOT / "resources/sample/sample.mp4"))).image


@native
def test_half_floats_find_the_same_bodies_and_hands_in_the_same_places(picture: np.ndarray) -> None:
    whole, half = LiteRtNetworks(1, halves=False), LiteRtNetworks(1, halves=True)
    people = [body_region(d) for d in detect(whole, PERSON, picture)]
    palms = [palm_region(d) for d in detect(whole, PALM, picture)]
    assert len(people) == len(detect(half, PERSON, picture)) == 1
    assert len(palms) == len(detect(half, PALM, picture)) == 2
    (a,), (b,) = read_bodies(whole, picture, people), read_bodies(half, picture, people)
    away = np.linalg.norm(a.points - b.points, axis=1)[a.visibility > 0.5]
    assert away.mean() == 0, "bodies are read in whole floats"
    for a, b in zip(
        read_hands(whole, picture, palms), read_hands(half, picture, palms), strict=True
    ):
        assert np.linalg.norm(a.points - b.points, axis=1).mean() < 0.01 * a.size
        assert abs(a.presence - b.presence) < 0.02
        assert not np.array_equal(a.points, b.points)


@native
def test_nothing_of_it_is_told_on_the_terminal() -> None:
    code = (
        "import numpy as np, sys; from foley_post.pose.backends.litert import LiteRtNetworks; "
        "LiteRtNetworks(1, halves=True).run('hand_detector', np.zeros((1, 192, 192, 3), 'f4')); "
        "print('said', file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "said\n"
