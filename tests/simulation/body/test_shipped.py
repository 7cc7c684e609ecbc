"""What is shipped of the simulated players: the baked body, the sample clips and their cuts."""

from __future__ import annotations

import json
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from foley_post import video
from foley_post.core.files import sha256_of
from foley_post.core.timecode import Rate
from foley_post.simulation.body.joints import joints67
from foley_post.simulation.body.pose import pose_body
from foley_post.simulation.body.rig import load_body
from foley_post.simulation.body.sampling import gesture_at
from foley_post.simulation.renderer.views import view
from foley_post.timeline import read_cut

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
SAMPLE = RESOURCES / "sample"


def _script() -> ModuleType:
    """The script that makes the sample; it is shipped, but is no part of the package."""
    spec = spec_from_file_location("make_sample", SAMPLE / "make_sample.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["make_sample"] = module
    spec.loader.exec_module(module)
    return module


PARTS = _script().parts()
FIRST_NOTE_S = 0.8


def test_the_body_is_the_one_its_card_names() -> None:
    card = json.loads((RESOURCES / "body" / "body.json").read_text())
    assert sha256_of(RESOURCES / "body" / "body.npz") == card["sha256"]
    assert "CC0" in card["licence"]
    assert (RESOURCES / "body" / "body.npz").stat().st_size < 600_000


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_sample_clip_is_the_one_its_score_was_written_for(part: Any) -> None:
    score = json.loads((SAMPLE / f"{part.score_name}.json").read_text())
    clip = SAMPLE / score["clip"]
    assert sha256_of(clip) == score["sha256"]
    assert clip.stat().st_size < 4_000_000
    info = video.probe(clip)
    assert (info.width, info.height) == (1280, 720)
    assert min(note["onset_s"] for note in score["notes"]) == pytest.approx(FIRST_NOTE_S)
    assert len(score["notes"]) == len(part.score)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_face_and_hands_stay_in_the_picture(part: Any) -> None:
    gesture = gesture_at(part.gesture(), np.arange(0.0, part.length_s, 0.1))
    joints = joints67(pose_body(part.scene.body, gesture))
    seen = view(part.view).project(joints[:, [0, *range(25, 67)]])[..., :2]
    assert (seen > 0.0).all()
    assert (seen < [16 / 9, 1.0]).all()


@pytest.mark.parametrize("form", ["otio", "xml"])
@pytest.mark.parametrize(("name", "shots"), [("sample", 2), ("two_players", 3)])
def test_the_cuts_find_their_clips(name: str, shots: int, form: str) -> None:
    cut = read_cut(SAMPLE / f"{name}.{form}")
    assert cut.rate == Rate(24)
    assert cut.start_frame == 86_400
    assert [shot.problem for shot in cut.shots] == [""] * shots
    assert all(shot.media.path is not None for shot in cut.shots)
    assert cut.shots[0].record_start_frame == 12


def test_the_body_bends_its_knees_to_sit() -> None:
    """The sample's pianist sits: hips at the height of the knees, feet in front of them."""
    part = PARTS[0]
    joints = joints67(pose_body(load_body(), gesture_at(part.gesture(), np.array([1.0]))))[0]
    assert abs(joints[8, 1] - joints[[10, 13], 1].mean()) < 0.15
    assert joints[[11, 14], 2].mean() > joints[8, 2] + 0.3
