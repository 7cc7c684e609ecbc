"""Nobody new is looked for where nothing happens."""

from __future__ import annotations

import numpy as np

from foley_post.pose.landmarks.roi import Region
from foley_post.pose.tracking.settled_scene import SettledScene

KNOWN = (Region(600.0, 500.0, 400.0),)
EMPTY = np.full((1080, 1920, 3), 90, np.uint8)


def settled() -> SettledScene:
    scene = SettledScene()
    assert all(scene.worth_a_look(EMPTY, KNOWN) for _ in range(3))
    return scene


def with_somebody(x: int, high: int = 140) -> np.ndarray:
    image = EMPTY.copy()
    image[500 : 500 + high, x : x + high // 2] = 200
    return image


def test_a_scene_that_stays_still_is_looked_at_three_times() -> None:
    scene = settled()
    assert not scene.worth_a_look(EMPTY, KNOWN)
    noise = np.random.default_rng(1).integers(-8, 9, EMPTY.shape)
    assert not scene.worth_a_look((EMPTY + noise).astype(np.uint8), KNOWN)


def test_who_comes_is_looked_for() -> None:
    scene = settled()
    assert scene.worth_a_look(with_somebody(1500), KNOWN)
    assert scene.worth_a_look(with_somebody(1500), KNOWN)


def test_what_a_player_does_is_no_reason() -> None:
    assert not settled().worth_a_look(with_somebody(560), KNOWN)


def test_what_comes_slowly_is_seen_in_the_end() -> None:
    scene = settled()
    looks = [scene.worth_a_look(with_somebody(1500, high), KNOWN) for high in range(0, 200, 8)]
    assert not looks[1]
    assert any(looks)


def test_a_picture_of_another_size_is_another_scene() -> None:
    assert settled().worth_a_look(EMPTY[:720, :1280], KNOWN)
