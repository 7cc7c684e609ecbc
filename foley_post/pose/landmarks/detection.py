"""Where people and palms are: single-shot detection with anchors.

Anchors, decoding and weighted suppression as in MediaPipe's graphs (`pose_detection`, `palm_
detection_full`): each anchor's box and keypoints are offsets from the anchor, in pixels of the
network's input; overlapping detections are averaged by their scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from foley_post.pose.backends.networks import KeypointNetworks
from foley_post.pose.landmarks.roi import Region, crop, to_picture

__all__ = ["PALM", "PERSON", "Detection", "Detector", "detect"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Detector:
    """One detection network: its input side, its anchors' strides, and its input's scaling
    ``(pixel - mean) / deviation``.
    """

    net: str
    size: int
    strides: tuple[int, ...]
    mean: float
    deviation: float


PERSON = Detector("pose_detector", 224, (8, 16, 32, 32, 32), 127.5, 127.5)
PALM = Detector("hand_detector", 192, (8, 16, 16, 16), 0.0, 255.0)


@dataclass(frozen=True, slots=True)
class Detection:
    """``box (4,)``: left, top, right, bottom; ``points (K, 2)``; all in pixels of the picture."""

    score: float
    box: Floats
    points: Floats


def detect(
    nets: KeypointNetworks,
    detector: Detector,
    image: npt.NDArray[np.uint8],
    *,
    windows: Sequence[Region] = (),
    least: float = 0.5,
) -> list[Detection]:
    """What ``detector`` finds in the picture, best first.

    ``windows`` are the squares to look in; none means the whole picture, letterboxed.
    """
    height, width = image.shape[:2]
    squares = windows or (Region(width / 2, height / 2, max(width, height)),)
    crops = np.stack([crop(image, s, detector.size, replicate=False) for s in squares])
    scaled = (crops.astype(np.float32) - np.float32(detector.mean)) / np.float32(detector.deviation)
    raw, logits = nets.run(detector.net, scaled)
    found: list[Detection] = []
    for square, values, logit in zip(squares, raw, logits[..., 0], strict=True):
        scores = 1 / (1 + np.exp(-np.clip(logit.astype(np.float64), -100, 100)))
        for i in np.flatnonzero(scores >= least):
            found.append(_decoded(detector, square, int(i), values[i], score=float(scores[i])))
    return _suppressed(found)


def _decoded(
    detector: Detector,
    square: Region,
    anchor: int,
    values: npt.NDArray[np.float32],
    *,
    score: float,
) -> Detection:
    pairs = values.astype(np.float64).reshape(-1, 2) / detector.size
    centre = anchors(detector.size, detector.strides)[anchor]
    middle, extent = pairs[0] + centre, pairs[1] / 2
    ends = np.stack([middle - extent, middle + extent])
    if square.rotation:  # the box around all four corners
        ends = np.array([[x, y] for x in ends[:, 0] for y in ends[:, 1]])
    corners = to_picture(square, ends)
    box = np.concatenate([corners.min(axis=0), corners.max(axis=0)])
    return Detection(score, box, to_picture(square, pairs[2:] + centre))


@cache
def anchors(size: int, strides: tuple[int, ...]) -> Floats:
    """Anchor centres ``(A, 2)`` in the unit square: two a cell for each layer of that stride."""
    centres: list[Floats] = []
    for stride in sorted(set(strides)):
        cells = size // stride
        along = (np.arange(cells) + 0.5) / cells
        grid = np.stack(np.meshgrid(along, along), axis=-1).reshape(-1, 2)
        centres.append(np.repeat(grid, 2 * strides.count(stride), axis=0))
    return np.concatenate(centres)


def _suppressed(found: list[Detection], most: float = 0.3) -> list[Detection]:
    """Weighted non-maximum suppression: who overlaps the best by more than ``most`` joins it."""
    left = sorted(found, key=lambda d: -d.score)
    kept: list[Detection] = []
    while left:
        best = left[0]
        shares = np.array([_shared(best.box, d.box) for d in left])
        together = [d for d, s in zip(left, shares, strict=True) if s > most] or [best]
        weights = np.array([d.score for d in together])
        weights /= weights.sum()
        box = np.einsum("n,nk->k", weights, np.stack([d.box for d in together]))
        points = np.einsum("n,nkc->kc", weights, np.stack([d.points for d in together]))
        kept.append(Detection(best.score, box, points))
        left = [d for d, s in zip(left[1:], shares[1:], strict=True) if s <= most]
    return kept


def _shared(a: Floats, b: Floats) -> float:
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    both = max(0.0, float(wide)) * max(0.0, float(high))
    areas = float((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]))
    return both / (areas - both) if areas > both else 0.0
