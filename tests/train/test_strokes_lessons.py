"""Lessons of the stroke network: simulated flow with its onsets, spoilt as cameras spoil it."""

from pathlib import Path

import numpy as np
import pytest

from foley_post.generate.stroke_network import FAMILIES
from foley_post.pose.motion_io import save_motions
from foley_post.pose.skeleton import RIGHT_HAND, Motion
from foley_post.simulation.score.corpus import Corpus
from foley_post.train.strokes.flow_clips import FlowClip, joint_flow, movement_alone, simulated_clip
from foley_post.train.strokes.lessons import LESSON_TICKS, lessons

pytest.importorskip("torch")


def test_flow_of_joints_points_where_they_go():
    points = np.zeros((5, 67, 2))
    points[:, RIGHT_HAND, 0] = 0.1 * np.arange(5)[:, None]
    flow = joint_flow(points, np.arange(5) / 25)
    assert np.isnan(flow[0]).all()
    assert flow[2, 1] == pytest.approx([2.5, 0, 0, 0])
    assert not flow[2, 0].any()


def test_a_simulated_drummer_moves_before_each_stroke():
    nothing = np.zeros(0)
    made_up = Corpus(
        notes=np.zeros((0, 4), np.float32),
        hand=nothing.astype(np.int8),
        first=np.zeros(1, np.int64),
        kind=nothing.astype(str),
        human=nothing.astype(bool),
    )
    clips = [simulated_clip("drums", seed, 8.0, made_up) for seed in range(6)]
    assert {c.family for c in clips} == {"struck"}
    before, anywhere = [], []
    for clip in clips:
        speed = clip.flow[:, :8].sum(axis=1)
        ticks = (clip.onset_s * 50).astype(int)
        before += [speed[max(t - 5, 0) : t + 1].max() for t in ticks if t < len(speed)]
        anywhere.append(np.median(speed))
    assert np.median(before) > 1.5 * np.median(anywhere)


def test_lessons_are_the_same_for_the_same_and_hold_their_onsets():
    rng = np.random.default_rng(0)
    clip = FlowClip(rng.uniform(0, 1, (LESSON_TICKS + 1, 12)), np.array([1.0, 3.0]), "bowed")
    others = [rng.uniform(0, 1, (100, 12))]
    made = [lessons([clip], others, np.random.default_rng(1), 4) for _ in range(2)]
    assert (made[0].flow == made[1].flow).all()
    assert made[0].flow.shape == (4, LESSON_TICKS, 12)
    assert np.isfinite(made[0].flow).all()
    tops = np.flatnonzero(made[0].onset[0] > 0.9)
    assert {50, 150} >= {int(t) for t in tops if made[0].onset[0][t] == 1.0}
    assert (made[0].family.argmax(axis=1) == FAMILIES.index("bowed")).all()


def test_movement_is_read_from_what_was_watched(tmp_path: Path):
    points = np.full((30, 67, 3), 0.5, np.float32)
    flow = np.ones((30, 3, 4), np.float32)
    times_s = 4.0 + np.arange(30) / 25
    moved = Motion(times_s, points, flow=flow)
    save_motions([moved, Motion(times_s, points)], tmp_path / "film.npz")
    found = movement_alone(tmp_path / "film.npz")
    assert len(found) == 1
    assert found[0].max() == pytest.approx(1.0)
