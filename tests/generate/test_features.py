from dataclasses import replace

import numpy as np
from players import dipping, melody

from foley_post.generate.features import CHANNELS, featurize
from foley_post.pose.skeleton import FINGERTIPS, Keyboard, Motion


def test_no_nan_gets_through_whatever_is_missing():
    motion = dipping(melody(6), 3.0)
    rng = np.random.default_rng(2)
    points = motion.points.copy()
    points[rng.random(points.shape[:2]) < 0.3] = np.nan
    cues = rng.normal(0, 1, (len(points), 67, 4)).astype(np.float32)
    cues[rng.random(cues.shape) < 0.5] = np.nan
    broken = Keyboard(
        np.zeros((1, 3, 3)), key_cues=np.full((len(points), 88, 1), np.nan, np.float32)
    )
    for keyboard in (None, broken):
        features = featurize(replace(motion, points=points, cues=cues, keyboard=keyboard), 3.0)
        assert np.isfinite(features.joints).all()
        assert np.isfinite(features.tips).all()
        assert np.isfinite(features.key_cues).all()
        assert np.abs(features.joints).max() <= 4


def test_nobody_in_the_picture_is_nobody_present():
    points = np.full((30, 67, 3), np.nan, dtype=np.float32)
    features = featurize(Motion(np.arange(30) / 30, points), 1.0)
    assert not features.present.any()
    assert not features.moving.any()
    assert (features.joints[..., CHANNELS.index("missing")] == 1).all()


def test_place_and_size_in_the_picture_do_not_matter():
    motion = dipping(melody(4), 2.0)
    points = motion.points.copy()
    points[..., :2] = points[..., :2] * 0.37 + np.float32(0.2)
    near, far = featurize(motion, 2.0), featurize(replace(motion, points=points), 2.0)
    assert np.abs(near.joints - far.joints).max() < 1e-3


def test_a_frozen_picture_does_not_move_and_a_jittering_one_does():
    motion = dipping((), 2.0)
    frozen = replace(motion, points=np.repeat(motion.points[:1], len(motion.points), axis=0))
    assert not featurize(frozen, 2.0).moving.any()
    assert featurize(dipping(melody(3), 2.0), 2.0).moving.any()


def test_a_fingertip_knows_the_key_it_is_over():
    motion = dipping(melody(2), 2.0, keyboard=True)
    features = featurize(motion, 2.0)
    assert features.has_keyboard
    assert features.tips_known[:-3].all()
    tip = FINGERTIPS[3]
    expected = motion.points[10, tip, 0] * 52 / 1.5
    assert abs(features.tips[16, 3, 0] - expected) < 0.1
    assert (features.joints[:-3, tip, CHANNELS.index("unkeyed")] == 0).all()
    assert (features.joints[:, 0, CHANNELS.index("unkeyed")] == 1).all()


def test_blur_takes_away_what_shakes_and_leaves_what_moves():
    steady = dipping(melody(4), 2.0)
    rng = np.random.default_rng(3)
    shaken = steady.points.copy()
    shaken[..., :2] += rng.normal(0, 0.004, shaken[..., :2].shape)
    speed = slice(CHANNELS.index("vx"), CHANNELS.index("vy") + 1)
    clean = featurize(steady, 2.0).joints[..., speed]
    as_it_is = featurize(replace(steady, points=shaken), 2.0).joints[..., speed]
    blurred = featurize(replace(steady, points=shaken), 2.0, blur_ticks=1.5).joints[..., speed]
    assert np.abs(blurred - clean).mean() < 0.6 * np.abs(as_it_is - clean).mean()


def test_blur_brings_nobody_back_who_is_not_seen():
    motion = dipping(melody(4), 2.0)
    points = motion.points.copy()
    points[20:40, 46:] = np.nan
    gone = featurize(replace(motion, points=points), 2.0).joints[..., CHANNELS.index("missing")]
    blurred = featurize(replace(motion, points=points), 2.0, blur_ticks=1.5).joints
    assert np.array_equal(blurred[..., CHANNELS.index("missing")], gone)
