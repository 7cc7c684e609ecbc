"""Where to look for a player's instrument: squares of the picture around body and hands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from foley_post.pose.joints import Joint

__all__ = ["SIZE", "classifier_input", "frame_square", "player_squares"]

Floats = npt.NDArray[np.float64]
Square = tuple[float, float, float]
"""Centre x, centre y and side, in pixels."""

SIZE = 260
"""The classifier's input, in pixels each way."""
_HANDS = slice(Joint.LEFT_HAND_WRIST, len(Joint))
_PLAYING = [
    *range(Joint.NOSE, Joint.MID_HIP),
    *range(Joint.RIGHT_EYE, Joint.LEFT_BIG_TOE),
    *range(Joint.LEFT_HAND_WRIST, len(Joint)),
]
"""The head, the arms and the hands."""
_ARMS = [Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST, Joint.LEFT_ELBOW, Joint.LEFT_WRIST]
"""Elbows and wrists."""
_BODY_GROWN, _PLAYING_GROWN, _HANDS_GROWN, _REACH_GROWN = 1.15, 1.35, 1.6, 2.8
_SMALLEST = 24.0


def player_squares(pose: npt.NDArray[np.float32], height: int) -> tuple[Square, ...]:
    """Squares around a player of ``pose (67, 3)`` in frame heights, ``height`` pixels high: the
    whole body, head and arms, the hands, and as far as the hands reach. None where nothing of the
    player is seen.
    """
    points = pose[:, :2].astype(np.float64) * height
    squares = [
        _around(points, _BODY_GROWN),
        _around(points[_PLAYING], _PLAYING_GROWN),
    ]
    hands = points[_HANDS]
    if np.isfinite(hands[:, 0]).sum() < 3:
        hands = points[_ARMS]
    squares += [_around(hands, _HANDS_GROWN), _around(hands, _REACH_GROWN)]
    return tuple(s for s in squares if s is not None)


def frame_square(width: int, height: int) -> Square:
    """The whole picture."""
    return width / 2, height / 2, float(max(width, height))


def classifier_input(
    image: npt.NDArray[np.uint8], squares: Sequence[Square]
) -> npt.NDArray[np.float32]:
    """The squares as the classifier takes them: ``(N, SIZE, SIZE, 3)`` float32, (pixel - 127) /
    128. A square that leaves the picture is moved into it and what is too long is cut off.
    """
    pieces = np.empty((len(squares), SIZE, SIZE, 3), np.float32)
    for n, piece in enumerate(_pieces(image, squares)):
        shrinks = min(piece.shape[:2]) > SIZE
        how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
        pieces[n] = (
            cv2.resize(piece, (SIZE, SIZE), interpolation=how).astype(np.float32) - 127
        ) / 128
    return pieces


def _pieces(
    image: npt.NDArray[np.uint8], squares: Sequence[Square]
) -> Iterator[npt.NDArray[np.uint8]]:
    high, wide = image.shape[:2]
    for x, y, side in squares:
        left, right = _inside(x, max(side, _SMALLEST), wide)
        top, bottom = _inside(y, max(side, _SMALLEST), high)
        yield image[top:bottom, left:right]


def _inside(centre: float, side: float, extent: int) -> tuple[int, int]:
    if side >= extent:
        return 0, extent
    first = min(max(centre - side / 2, 0.0), extent - side)
    return int(first), min(int(np.ceil(first + side)), extent)


def _around(points: Floats, grown: float) -> Square | None:
    seen = points[np.isfinite(points[:, 0])]
    if len(seen) < 3:
        return None
    low, high = seen.min(0), seen.max(0)
    centre = (low + high) / 2
    return float(centre[0]), float(centre[1]), grown * float((high - low).max())
