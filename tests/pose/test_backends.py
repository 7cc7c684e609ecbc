"""Whatever runs the networks, the pictures mean the same."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from foley_post import video
from foley_post.errors import UsageError
from foley_post.pose.blaze_torch import TorchNets
from foley_post.pose.body import body_region, read_bodies
from foley_post.pose.detect import PALM, PERSON, detect
from foley_post.pose.hands import palm_region, read_hands
from foley_post.pose.litert import LiteRtNets
from foley_post.pose.nets import BUNDLED, Nets
from foley_post.pose.reference import ReferenceEyes

SIZES = {
    "pose_detector": 224,
    "pose_landmarks_detector": 256,
    "hand_detector": 192,
    "hand_landmarks_detector": 224,
    "hand_recrop": 256,
}


@pytest.fixture(scope="module")
def singer_picture(shared_data: Path) -> np.ndarray:
    clip = shared_data / "footage/singer_seated_1080p25.mp4"
    return next(iter(video.frames(clip, Fraction(1), Fraction(2)))).image


@pytest.fixture(scope="module", params=["litert", "torch"])
def nets(request: pytest.FixtureRequest) -> Nets:
    return LiteRtNets() if request.param == "litert" else TorchNets("cpu")


@pytest.mark.parametrize("name", list(BUNDLED))
def test_torch_agrees_with_litert_even_on_noise(name: str) -> None:
    crops = np.random.default_rng(4).random((2, SIZES[name], SIZES[name], 3), np.float32)
    ours, theirs = TorchNets("cpu").run(name, crops), LiteRtNets().run(name, crops)
    assert len(ours) == len(theirs)
    for a, b in zip(ours, theirs, strict=True):
        assert a.shape == b.shape
        assert np.abs(a - b).max() <= 2e-3 * max(1.0, float(np.abs(b).max()))


def test_body_and_hands_are_where_mediapipe_sees_them(
    nets: Nets, singer_picture: np.ndarray
) -> None:
    """Within 1 % of the shoulders' width, and 4 % of the hand, on a single picture."""
    with ReferenceEyes(players=1) as eyes:
        bodies, hands = eyes.look(singer_picture)
    found = detect(nets, PERSON, singer_picture)
    (body,) = read_bodies(nets, singer_picture, [body_region(found[0])])
    seen = bodies[0][:, 2] > 0.5
    seen[25:] = False  # legs under a sari: both guess
    shoulders = np.linalg.norm(bodies[0][11, :2] - bodies[0][12, :2])
    apart = np.linalg.norm(body.points - bodies[0][:, :2], axis=1)
    assert apart[seen].mean() < 0.01 * shoulders
    palms = detect(nets, PALM, singer_picture)
    ours = read_hands(nets, singer_picture, [palm_region(p) for p in palms])
    assert len(hands) == 2
    for theirs in hands:
        nearest = min(np.linalg.norm(h.points - theirs, axis=1).mean() for h in ours)
        assert nearest < 0.05 * np.linalg.norm(theirs[9] - theirs[0])


def test_a_device_that_is_not_there_is_told() -> None:
    with pytest.raises(UsageError, match="cuda:7 is not there"):
        TorchNets("cuda:7")
