"""The shipped classifier, its crops, and a player looked at."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from pathlib import Path

import numpy as np

from foley_post.pose import watch
from foley_post.pose.backends.litert import LiteRtNetworks
from foley_post.pose.look.crops import SIZE, classifier_input, frame_square, player_squares
from foley_post.pose.look.looking import class_scores, instrument_rankings
from foley_post.pose.look.moments import KeptPicture, KeptPictures

ROOT = Path(__file__).resolve().parents[3]


def test_the_classifier_is_the_one_on_its_card() -> None:
    card = json.loads((ROOT / "resources/look/look.json").read_text())
    content = (ROOT / "resources/look/look.tflite").read_bytes()
    assert card["licence"] == "Apache-2.0"
    assert len(card["origin_sha256"]) == 64
    assert hashlib.sha256(content).hexdigest() == card["files"]["look.tflite"]["sha256"]
    assert len(content) < 13 * 2**20


def test_it_gives_probabilities_of_a_thousand_classes_and_the_same_ones_again() -> None:
    crops = np.random.default_rng(1).random((3, SIZE, SIZE, 3), np.float32)
    first, again = class_scores(LiteRtNetworks(), crops), class_scores(LiteRtNetworks(), crops)
    assert first.shape == (3, 1000)
    assert np.allclose(first.sum(1), 1)
    assert first.tobytes() == again.tobytes()
    assert class_scores(LiteRtNetworks(), crops[:0]).shape == (0, 1000)


def test_a_crop_shows_its_square_even_at_the_border() -> None:
    image = np.zeros((100, 200, 3), np.uint8)
    image[60:, 150:] = 255
    inside, corner, beyond = classifier_input(
        image, [(175.0, 80.0, 40.0), (200.0, 100.0, 40.0), (100.0, 50.0, 900.0)]
    )
    assert inside.min() == corner.min() == 1.0
    assert beyond.min() < -0.99
    assert 0.05 < (beyond > 0).mean() < 0.15


def test_squares_hold_the_player_and_grow_with_the_player() -> None:
    pose = np.full((67, 3), np.nan, np.float32)
    assert player_squares(pose, 100) == ()
    pose[:8, :2] = np.random.default_rng(0).uniform(0.3, 0.6, (8, 2))
    pose[25:67, :2] = np.random.default_rng(1).uniform(0.4, 0.5, (42, 2))
    small, large = player_squares(pose, 100), player_squares(pose, 200)
    assert len(small) == 4
    assert [2 * s for *_, s in small] == [s for *_, s in large]
    x, y, side = small[0]
    assert (abs(pose[:8, :2] * 100 - (x, y)) <= side / 2).all()
    assert frame_square(300, 100) == (150.0, 50.0, 300.0)


def test_pictures_are_kept_at_five_moments_and_small() -> None:
    kept = KeptPictures(2.0, 5.0)
    image = np.zeros((2160, 3840, 3), np.uint8)
    for n in range(90):
        kept.add(n, 2 + n / 30, image)
    assert [p.number for p in kept.pictures] == [9, 27, 45, 63, 81]
    assert kept.pictures[0].image.shape == (720, 1280, 3)


def test_a_long_gap_between_pictures_keeps_one_not_two() -> None:
    kept = KeptPictures(0.0, 6.0)
    for n, time_s in enumerate([0.0, 4.6, 4.7, 5.9]):
        kept.add(n, time_s, np.zeros((4, 4, 3), np.uint8))
    assert [p.number for p in kept.pictures] == [1, 3]


class FixedNets(LiteRtNetworks):
    """Sees a harp where the crop is bright, and nothing elsewhere."""

    def run(self, name: str, crops: np.ndarray) -> tuple[np.ndarray, ...]:
        assert name == "look"
        scores = np.zeros((len(crops), 1000), np.float32)
        scores[:, 594] = np.where(crops.mean((1, 2, 3)) > 0.5, 12.0, 0.0)
        return (scores,)


def test_each_player_is_looked_at_apart() -> None:
    image = np.zeros((200, 400, 3), np.uint8)
    image[:, 200:] = 255
    pictures = [KeptPicture(0, image), KeptPicture(1, image)]
    rng = np.random.default_rng(2)
    left = np.ones((2, 67, 3), np.float32)
    left[..., :2] = rng.uniform(0.3, 0.5, (2, 67, 2))
    right = left + np.array([1.0, 0, 0], np.float32)
    nothing, harp = instrument_rankings(FixedNets(), pictures, [left, right], [False, False])
    assert harp.best[0] == "harp"
    assert harp.best[1] > 0.8
    assert nothing.best[1] < 0.1


def test_a_rendered_violinist_is_seen_with_a_violin() -> None:
    (motion,) = watch(ROOT / "resources/sample/violin.mp4", Fraction(1), Fraction(3))
    assert motion.look is not None
    assert motion.look.best[0] == "violin"
