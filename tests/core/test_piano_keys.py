"""The piano's keys: how many, which are black, and where."""

from __future__ import annotations

import numpy as np

from foley_post.core.piano import (
    HIGHEST,
    IS_BLACK,
    KEY_GAP_U,
    KEY_U,
    KEYS,
    LOWEST,
    WHITE_KEYS,
    is_black,
)


def test_a_piano_has_52_white_keys_and_36_black_ones() -> None:
    assert HIGHEST - LOWEST + 1 == KEYS == len(IS_BLACK) == len(KEY_U) == len(KEY_GAP_U)
    assert (~IS_BLACK).sum() == WHITE_KEYS
    assert [is_black(p) for p in (60, 61, 62, 63, 64, 65, 66)] == [0, 1, 0, 1, 0, 0, 1]


def test_white_keys_are_a_key_apart_and_black_ones_lie_between_them() -> None:
    assert np.array_equal(KEY_U[~IS_BLACK], np.arange(52) + 0.5)
    assert np.array_equal(KEY_GAP_U[IS_BLACK], np.round(KEY_GAP_U[IS_BLACK]))
    assert np.abs(KEY_U - KEY_GAP_U)[IS_BLACK].max() < 0.15
    assert np.all(np.diff(KEY_U) > 0)
