"""Bodies tell a ukulele from a guitar and a double bass from a cello."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.pose.look.posture import sibling_odds


def player(apart: float, *, standing: bool = False, left_hand_y: float = 0.45) -> np.ndarray:
    """Ten pictures of somebody with shoulders 0.2 wide and hands ``apart`` shoulder widths."""
    points = np.full((10, 67, 3), np.nan, np.float32)
    spots = {0: (0.5, 0.2), 1: (0.5, 0.3), 2: (0.4, 0.3), 5: (0.6, 0.3), 8: (0.5, 0.58)}
    knee = 0.82 if standing else 0.64
    spots |= {10: (0.45, knee), 13: (0.55, knee)}
    spots |= {4: (0.5 - 0.1 * apart, left_hand_y), 7: (0.5 + 0.1 * apart, left_hand_y)}
    for joint, (x, y) in spots.items():
        points[:, joint] = (x, y, 1.0)
    return points


@pytest.mark.parametrize(
    ("apart", "likelier", "than"),
    [(0.8, "ukulele", "guitar"), (1.35, "guitar", "ukulele"), (1.9, "bass", "electric_guitar")],
)
def test_hands_are_as_far_apart_as_the_instrument_is_long(
    apart: float, likelier: str, than: str
) -> None:
    odds = sibling_odds(player(apart))
    assert odds[likelier] > 3 * odds[than]


def test_a_double_bass_is_played_standing_and_a_cello_is_not() -> None:
    assert sibling_odds(player(1.0, standing=True))["double_bass"] > 3
    assert sibling_odds(player(1.0))["double_bass"] < 1
    seated, high = player(1.0), player(1.0, left_hand_y=0.15)
    assert sibling_odds(high)["double_bass"] > sibling_odds(seated)["double_bass"]


def test_a_body_that_is_not_seen_says_nothing() -> None:
    nobody = np.full((5, 67, 3), np.nan, np.float32)
    assert set(sibling_odds(nobody).values()) == {1.0}
