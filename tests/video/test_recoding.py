"""Pictures through a codec and back, in memory."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.video.recoding import recoded


@pytest.mark.parametrize("codec", ["libx264", "mpeg4", "wmv2", "mpeg2video"])
def test_as_many_pictures_come_out_and_in_their_order(codec: str) -> None:
    pictures = [np.full((48, 64), 20 + 10 * n, np.uint8) for n in range(20)]
    out = recoded(pictures, codec=codec, bits_a_second=2_000_000, rate_hz=30000 / 1001)
    assert len(out) == 20
    means = [float(picture.mean()) for picture in out]
    np.testing.assert_allclose(means, [20 + 10 * n for n in range(20)], atol=3)


def test_the_same_pictures_give_the_same_bytes() -> None:
    rng = np.random.default_rng(5)
    pictures = [rng.integers(0, 255, (32, 48), np.uint8) for _ in range(8)]
    twice = [
        recoded(pictures, codec="libx264", bits_a_second=90_000, rate_hz=25.0) for _ in range(2)
    ]
    assert all((a == b).all() for a, b in zip(*twice, strict=True))
