"""The camera over a drawn keyboard: views, planes, times, photography."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.pose.keyboard.octave import mapped
from foley_post.simulation.keyboard_pictures.camera.found_planes import found_in, likely_found
from foley_post.simulation.keyboard_pictures.camera.photography import (
    Photography,
    compressed,
    developed,
    random_photography,
    tone_table,
)
from foley_post.simulation.keyboard_pictures.camera.random_views import random_view
from foley_post.simulation.keyboard_pictures.camera.shots import Shot
from foley_post.simulation.keyboard_pictures.camera.views import View
from foley_post.simulation.keyboard_pictures.performance.performances import Performance
from foley_post.simulation.keyboard_pictures.picture_times import random_picture_times
from foley_post.simulation.keyboard_pictures.scene.key_boxes import KeyBoxes, random_key_boxes
from foley_post.simulation.keyboard_pictures.scene.materials import random_scene

GOOD = Photography(0.85, 0.4, 0.2, 0.2, 0.0, 1.0, 0.0, 0.0, 0.0, "none", 0.0)


def seen(seed: int) -> tuple[KeyBoxes, View]:
    rng = np.random.default_rng(seed)
    boxes = random_key_boxes(rng)
    return boxes, random_view(boxes, rng)


@pytest.mark.parametrize("seed", range(12))
def test_what_a_pixel_shows_is_seen_at_that_pixel(seed: int) -> None:
    boxes, view = seen(seed)
    x = np.linspace(*boxes.span_mm, 30)
    points = np.stack([x, np.full_like(x, 60.0)], axis=1)
    pixels = view.picture_at(points)
    near = view.in_picture(pixels)
    np.testing.assert_allclose(view.plane_at(pixels[near]), points[near], atol=0.5)


def test_cameras_differ_and_keys_are_6_to_80_pixels_wide() -> None:
    views = [seen(seed) for seed in range(60)]
    widths = [view.key_px(float(b.middle_mm[view.in_view(b)].mean())) for b, view in views]
    assert 4.5 < min(widths) < 9
    assert 40 < max(widths) < 110
    assert any(view.camera_mm[1] > 400 for _, view in views)
    assert any(view.camera_mm[1] < -400 for _, view in views)
    assert any(not view.in_view(boxes)[boxes.present].all() for boxes, view in views)


@pytest.mark.parametrize("seed", range(12))
def test_the_likely_plane_has_most_keys_within_a_quarter_and_all_but_a_few_within_half_a_key(
    seed: int,
) -> None:
    boxes, view = seen(seed)
    found = likely_found(view, boxes, np.random.default_rng(seed))
    keys = view.in_view(boxes) & ~boxes.black
    middle = boxes.middle_mm[keys]
    pixels = view.picture_at(np.stack([middle, np.full_like(middle, 50.0)], axis=1))
    strip = mapped(np.asarray(np.linalg.inv(found)), pixels)
    away_px = np.abs(strip[:, 0] - middle * 12 / 23.5)
    assert np.median(away_px) < 4
    assert np.mean(away_px < 6) > 0.75
    assert away_px.max() > 0.05


def test_the_finder_finds_most_drawn_keyboards_where_they_are() -> None:
    agreed = 0
    for seed in range(10):
        rng = np.random.default_rng(seed)
        boxes = random_key_boxes(rng)
        view = random_view(boxes, rng)
        scene = random_scene(boxes, view.camera_mm, rng)
        still = Performance(np.zeros((300, 88)), (), np.zeros((0, 4)))
        shot = Shot(scene, still, (view, GOOD), rng)
        picture = shot.pictures(np.array([0.0]), 25.0)[0]
        likely = likely_found(view, boxes, rng)
        found = found_in(picture, shot.origin, view, likely)
        agreed += found is not likely
    assert agreed >= 6


def test_overexposed_white_keys_are_blown_out_and_dark_films_are_dark() -> None:
    light = np.full((20, 20), 0.8, np.float32)
    tones = tone_table(GOOD)
    nothing = np.zeros_like(light)
    assert developed(light * 2.0, tones, nothing).min() == 255
    assert developed(light * 0.1, tones, nothing).max() < 90


@pytest.mark.parametrize("codec", ["libx264", "mpeg4", "wmv2", "mpeg2video", "jpeg"])
def test_fewer_bits_do_more_harm(codec: str) -> None:
    rng = np.random.default_rng(0)
    pictures = [rng.integers(60, 200, (96, 128), np.uint8) for _ in range(40)]
    harm = []
    for bits in (90.0, 10.0) if codec == "jpeg" else (8.0, 0.05):
        filmed = Photography(0.85, 0.4, 0.2, 0.2, 0.0, 1.0, 0.0, 0.0, 0.0, codec, bits)
        made = compressed(pictures, filmed, 25.0)
        assert len(made) == len(pictures)
        assert all(p.shape == (96, 128) for p in made)
        harm.append(np.abs(np.stack(made).astype(float) - pictures).mean())
    print(harm)
    assert 0 < harm[0] < 0.6 * harm[1]


def test_films_are_good_and_bad() -> None:
    films = [random_photography(np.random.default_rng(seed)) for seed in range(80)]
    assert 0.2 < np.mean([film.exposure > 0.95 for film in films]) < 0.5
    assert 0.05 < np.mean([film.exposure < 0.45 for film in films]) < 0.3
    assert {film.codec for film in films} >= {"libx264", "mpeg4", "wmv2", "jpeg", "none"}


def test_picture_times_rise_and_are_not_always_even() -> None:
    all_times = [random_picture_times(5.0, np.random.default_rng(seed)) for seed in range(60)]
    uneven = 0
    for times in all_times:
        assert (np.diff(times.stamps_s) > 0).all()
        assert (times.taken_s <= times.stamps_s).all()
        assert 15.0 <= times.rate_hz <= 60.0
        uneven += bool(np.ptp(np.diff(times.taken_s)) > 1e-6)
    assert 6 < uneven < 40
