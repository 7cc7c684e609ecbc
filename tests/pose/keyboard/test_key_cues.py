"""What keys show of themselves: parts with their sign, nothing under a hand."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.pose.keyboard.key_cues import KeyReader, key_places
from foley_post.pose.skeleton import KEY_CUES

HEIGHT, WIDTH, KEY_PX = 160, 1040, 20
PLANE = np.array([[HEIGHT / KEY_PX, 0.0, 0.0], [0.0, -HEIGHT / 120, 140 / 120], [0.0, 0.0, 1.0]])
"""Keys 20 pixels wide and 120 long, their fronts at row 140."""
MIDDLE_C, WHITES_BELOW = 60 - 21, 23


def picture(shade: int = 200) -> np.ndarray:
    return np.full((HEIGHT, WIDTH), shade, np.uint8)


def pressed() -> np.ndarray:
    """The right edge of middle C's back is darker."""
    shown = picture()
    right = (WHITES_BELOW + 1) * KEY_PX
    shown[25:75, right - 6 : right - 1] = 120
    return shown


def read(pictures: list[np.ndarray], hands: list[np.ndarray] | None = None) -> np.ndarray:
    reader = KeyReader()
    for shown in pictures:
        reader.add(shown, PLANE, hands or [], lost=False)
    return reader.cues()


def channel(name: str) -> int:
    return KEY_CUES.index(name)


def test_places_lie_on_their_keys() -> None:
    places, own = key_places()
    assert places.shape == (88, 9, 5, 2)
    assert own.any(axis=(1, 2)).all()
    whites = [k for k in range(88) if (k + 21) % 12 in (0, 2, 4, 5, 7, 9, 11)]
    for number, key in enumerate(whites):
        on = places[key][own[key]]
        assert ((on[:, 0] > number) & (on[:, 0] < number + 1)).all()


def test_a_part_that_darkens_is_told_with_its_sign_and_place() -> None:
    cues = read([picture()] * 8 + [pressed()] * 3)
    down = cues[-1, MIDDLE_C]
    assert down[channel("back_right")] < -0.1
    for name in ("back_left", "front_left", "front_middle", "front_right"):
        assert down[channel(name)] == pytest.approx(0, abs=0.01)
    assert cues[-1, MIDDLE_C + 1, channel("back_left")] < 0
    np.testing.assert_allclose(cues[0, :, 1:-1], 0, atol=0.01)


def test_a_room_that_grows_darker_changes_no_key() -> None:
    cues = read([picture(200)] * 5 + [picture(150)] * 5)
    np.testing.assert_allclose(cues[..., :-1], 0, atol=0.01)


def test_under_a_hand_nothing_is_read() -> None:
    hand = np.full((21, 2), np.nan)
    spread = np.linspace(-0.2, 0.2, 5)
    hand[0] = (3.0, 0.95)
    for finger, aside in enumerate(spread):
        for joint in range(1, 5):
            hand[4 * finger + joint] = (3.0 + aside, 0.95 - 0.15 * joint)
    cues = read([picture()] * 4, [hand])
    seen = np.nan_to_num(cues[0, :, channel("seen")])
    over = round(3.0 * HEIGHT / KEY_PX)
    key = int(np.argmin(np.abs(key_places()[0][:, 4, 0, 0] - over)))
    assert seen[key] < 0.6
    assert seen[2:12].min() == seen[-12:-2].min() == 1


def test_what_is_lost_or_out_of_the_picture_is_not_a_number() -> None:
    reader = KeyReader()
    half = PLANE.copy()
    half[0, 2] = 26.0
    reader.add(picture(), half, [], lost=False)
    reader.add(picture(), half, [], lost=True)
    cues = reader.cues()
    assert np.isnan(cues[0, :40]).all()
    assert np.isfinite(cues[0, 50:, 1]).all()
    assert np.isnan(cues[1]).all()
