"""The shipped recording of a real pianist: whole, in its cut, with the notes that were played."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from foley_post.timeline import read_cut

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"


@pytest.mark.parametrize("name", ["pianist.otio", "pianist.xml"])
def test_its_cut_shows_the_whole_recording(name: str) -> None:
    (shot,) = read_cut(SAMPLE / name).shots
    assert not shot.problem
    assert shot.media.path == SAMPLE / "pianist.mp4"
    assert float(shot.length_s) == pytest.approx(20.0, abs=0.05)
    assert shot.time_map.media_range[0] == 0


def test_its_notes_lie_in_it_and_name_its_bytes() -> None:
    told = json.loads((SAMPLE / "pianist.json").read_text(encoding="utf-8"))
    assert hashlib.sha256((SAMPLE / told["clip"]).read_bytes()).hexdigest() == told["sha256"]
    length_s = told["frames"] * told["rate"][1] / told["rate"][0]
    onsets = [n["onset_s"] for n in told["notes"]]
    assert len(onsets) > 100
    assert min(onsets) >= 0
    assert max(onsets) < length_s
