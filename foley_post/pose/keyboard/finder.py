"""A piano keyboard in one picture: where its plane lies, or None.

Black keys are dark, narrow, long, and stand in groups of two and three. Seen along any direction
they are what a closing across them fills (black-hat), however they hang together with the dark case
behind them. A row of such marks whose spacing fits the pattern of black keys under a perspective
view is a keyboard; the marks' ends give the plane, the white side beyond them tells front from
back, and that tells left from right (pictures are not mirrored).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from foley_post.pose.keyboard.black_keys import away_from_black, fit_pattern
from foley_post.pose.keyboard.octave import mapped, octave_shift

__all__ = ["FoundKeyboard", "find_keyboard"]

Floats = npt.NDArray[np.float64]
Gray = npt.NDArray[np.uint8]

_HEIGHT = 540
_ANGLES = range(-60, 91, 30)
_REACHES = (12, 30, 75)
"""Closing lengths in pixels at that height: black keys of 2 to 60 px wide."""
_CONTRAST = 30
_LEAST_TALL = 5
_LEAST_KEYS = 7
_LIKE = 0.75
"""Share of places behind the white fronts that are dark or bright as the pattern says (measured:
right planes 0.78..1, wrong ones up to 0.72)."""
_BLACK_FRONT_V = 0.4
"""Black keys begin 60 mm behind the white keys' front, of 150 (see
`foley_post.simulation.planning.keyboard.piano_keys`).
"""
_MIDDLE_U = 26.0


@dataclass(frozen=True, slots=True)
class FoundKeyboard:
    """``plane (3, 3)`` as in `skeleton.Keyboard`, for frame heights; ``keys`` black keys matched;
    ``octave_known`` when an end of the keyboard told it; ``confidence`` 0..1.
    """

    plane: Floats
    keys: int
    octave_known: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class _Marks:
    """Dark marks that may be black keys: centre, top and bottom end ``(N, 2)`` each, ``wide (N,)``,
    ``tall (N,)``, in pixels of the turned picture.
    """

    centre: Floats
    top: Floats
    bottom: Floats
    wide: Floats
    tall: Floats

    def __getitem__(self, chosen: npt.NDArray[np.intp]) -> _Marks:
        return _Marks(
            *(getattr(self, n)[chosen] for n in ("centre", "top", "bottom", "wide", "tall"))
        )

    def __len__(self) -> int:
        return len(self.wide)


def find_keyboard(luma: Gray) -> FoundKeyboard | None:
    """The keyboard in a picture's luma ``(H, W)``; None when there is none to be sure of."""
    import cv2

    scale = min(1.0, _HEIGHT / luma.shape[0])
    small = cv2.resize(luma, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    best: tuple[Floats, int] | None = None
    for angle in _ANGLES:
        turned, matrix = _turned(np.asarray(small, np.uint8), angle)
        inside = _inside(small.shape, matrix, turned.shape)
        for reach in _REACHES:
            found = _in_turned(turned, inside, reach)
            if found is not None and (best is None or found[1] > best[1]):
                back = found[0] @ np.vstack([matrix, [0, 0, 1]])
                best = back @ np.diag([small.shape[0], small.shape[0], 1.0]), found[1]
    return None if best is None else _placed(best[0], best[1], luma)


def _turned(gray: Gray, angle: float) -> tuple[Gray, Floats]:
    """The picture turned by ``angle`` degrees, whole, and the matrix ``(2, 3)`` that does it."""
    import cv2

    height, width = gray.shape
    c, s = abs(np.cos(np.radians(angle))), abs(np.sin(np.radians(angle)))
    size = (int(width * c + height * s), int(width * s + height * c))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    matrix[:, 2] += (size[0] / 2 - width / 2, size[1] / 2 - height / 2)
    turned = cv2.warpAffine(gray, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, np.uint8), np.asarray(matrix, np.float64)


def _inside(size: tuple[int, ...], matrix: Floats, turned: tuple[int, ...]) -> Gray:
    """1 where the turned picture shows the picture of ``size``, 0 in the corners beyond it."""
    import cv2

    high, wide = size
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float64)
    there = corners @ matrix[:, :2].T + matrix[:, 2]
    mask = np.zeros(turned, np.uint8)
    cv2.fillConvexPoly(mask, np.round(there).astype(np.int32), (1.0,))
    return mask


def _in_turned(gray: Gray, inside: Gray, reach: int) -> tuple[Floats, int] | None:
    """The plane ``(3, 3)`` from pixels of the turned picture, and how many keys bear it out."""
    marks = _marks(gray, inside, reach)
    best: tuple[Floats, int] | None = None
    for row in _rows(marks):
        found = _keyboard_of(gray, row)
        if found is not None and (best is None or found[1] > best[1]):
            best = found
    return best


def _marks(gray: Gray, inside: Gray, reach: int) -> _Marks:
    """Upright dark marks narrower than ``reach``, ``inside`` the picture.

    What is thinner than a key (gaps between white keys, the keyboard's front edge) is wiped out
    first, for it ties the black keys together.
    """
    import cv2

    kernel = np.ones((1, reach), np.uint8)
    dark = cv2.morphologyEx(gray, cv2.MORPH_BLACKHAT, kernel) > _CONTRAST
    dark = dark.astype(np.uint8) & inside
    for thin in (np.ones((1, max(2, reach // 6)), np.uint8), np.ones((_LEAST_TALL, 1), np.uint8)):
        dark = cv2.morphologyEx(dark, cv2.MORPH_OPEN, thin)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark)
    tall, area = (stats[:, k].astype(float) for k in (3, 4))
    good = (tall > 6) & (area > 0.15 * reach * tall) & (stats[:, 2] < 4 * reach)
    good[0] = False
    chosen = np.flatnonzero(good)
    if len(chosen) < _LEAST_KEYS or count >= 4000:
        return _trimmed(np.zeros((0, 4)), 0)
    marks = _trimmed(_strips(labels, dark, good), len(good))
    fits = (marks.wide >= reach / 6) & (marks.wide < np.minimum(reach, marks.tall / 2))
    marks = marks[np.flatnonzero(fits)]
    return marks if len(marks) >= _LEAST_KEYS else marks[np.zeros(0, np.intp)]


def _strips(labels: npt.NDArray[np.int32], dark: Gray, good: npt.NDArray[np.bool_]) -> Floats:
    """The rows of the good marks ``(N, 4)``: label, y, how many pixels, their mean x; by label.
    ``dark``: the pixels that have a label.
    """
    import cv2

    rank = np.cumsum(good) - 1
    at = cv2.findNonZero(dark).reshape(-1, 2)
    label = labels.reshape(-1)[at[:, 1] * labels.shape[1] + at[:, 0]]
    kept = good[label]
    x, y = at[kept].T
    key = rank[label[kept]] * labels.shape[0] + y
    pixels = np.bincount(key)
    rows = np.flatnonzero(pixels)
    sums = np.bincount(key, weights=x)
    label = np.flatnonzero(good)[rows // labels.shape[0]]
    return np.stack(
        [label, rows % labels.shape[0], pixels[rows], sums[rows] / pixels[rows]], axis=1
    )


def _trimmed(strips: Floats, labels: int) -> _Marks:
    """Each mark without its thin tail (the gap between two white keys goes on where the black key
    ends): the line through its middles, its ends, width and height.
    """
    label = strips[:, 0].astype(np.intp)
    wide = _upper_quartiles(label, strips[:, 2], labels)
    kept = strips[strips[:, 2] >= 0.55 * wide[label]]
    label, y, x = kept[:, 0].astype(np.intp), kept[:, 1], kept[:, 3]
    rows = np.bincount(label, minlength=labels)
    enough = np.flatnonzero(rows >= 6)
    n = np.maximum(rows, 1)
    middle_y = np.bincount(label, y, labels) / n
    middle_x = np.bincount(label, x, labels) / n
    away = y - middle_y[label]
    slope = np.bincount(label, away * (x - middle_x[label]), labels) / np.maximum(
        np.bincount(label, away**2, labels), 1e-9
    )
    low, high = np.full(labels, np.inf), np.full(labels, -np.inf)
    np.minimum.at(low, label, y)
    np.maximum.at(high, label, y)
    low, high, wide = low[enough], high[enough], wide[enough]
    middle_x, middle_y, slope = middle_x[enough], middle_y[enough], slope[enough]
    top, bottom = (
        np.stack([middle_x + slope * (end - middle_y), end], axis=1) for end in (low, high)
    )
    return _Marks((top + bottom) / 2, top, bottom, wide, high - low + 1)


def _upper_quartiles(label: npt.NDArray[np.intp], values: Floats, labels: int) -> Floats:
    """The 75th percentile of each label's values ``(labels,)``; ``label`` rises."""
    order = np.lexsort((values, label))
    counts = np.bincount(label, minlength=labels)
    start = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.intp)
    place = 0.75 * np.maximum(counts - 1, 0)
    below = np.floor(place).astype(np.intp)
    ranked = np.append(values[order], 0.0)
    first = ranked[np.minimum(start + below, len(ranked) - 1)]
    second = ranked[np.minimum(start + np.minimum(below + 1, counts - 1), len(ranked) - 1)]
    return np.asarray(np.where(counts > 0, first + (place - below) * (second - first), 0.0))


def _rows(marks: _Marks) -> list[_Marks]:
    """Marks of like size in line, from left to right; the longest rows first, four at most."""
    rows: list[tuple[int, ...]] = []
    for seed in range(len(marks)):
        tall = marks.tall[seed]
        alike = (marks.tall > 0.45 * tall) & (marks.tall < 2.2 * tall)
        alike &= (marks.wide > 0.4 * marks.wide[seed]) & (marks.wide < 2.5 * marks.wide[seed])
        away = marks.centre - marks.centre[seed]
        near = alike & (np.abs(away[:, 0]) > 0.8 * marks.wide[seed])
        near &= np.abs(away[:, 0]) < 12 * marks.wide[seed]
        near &= np.abs(away[:, 1]) < 0.5 * np.abs(away[:, 0])
        others = away[near.nonzero()[0][:8]]
        slopes = others[:, 1] / others[:, 0]
        off = np.abs(away[:, 1] - slopes[:, None] * away[:, 0])
        in_line = alike & (off < 0.25 * tall)
        for members in in_line[in_line.sum(axis=1) >= _LEAST_KEYS]:
            row = members.nonzero()[0]
            rows.append(tuple(row[np.argsort(marks.centre[row, 0])].tolist()))
    best = sorted(set(rows), key=lambda r: (-len(r), r))[:4]
    return [marks[np.array(row, np.intp)] for row in best]


def _keyboard_of(gray: Gray, row: _Marks) -> tuple[Floats, int] | None:
    """The plane that a row of marks supports, if it is a keyboard's."""
    import cv2

    lower = _bright_below(gray, row)
    if lower is None:
        return None
    front, back = (row.bottom, row.top) if lower else (row.top, row.bottom)
    along = row.centre[:, 0] if lower else -row.centre[::-1, 0]
    fitted = fit_pattern(along)
    if fitted is None:
        return None
    fitted = fitted if lower else fitted[::-1]
    known = np.isfinite(fitted)
    u = fitted[known]
    seen = np.concatenate([front[known], back[known]])
    meant = np.concatenate(
        [np.stack([u, np.full_like(u, _BLACK_FRONT_V)], 1), np.stack([u, np.ones_like(u)], 1)]
    )
    plane, inliers = cv2.findHomography(seen, meant, cv2.RANSAC, 0.22)
    if plane is None or inliers.mean() < 0.75 or known.sum() < _LEAST_KEYS:
        return None
    if not _widths_fit(np.asarray(plane), row[np.flatnonzero(known)]):
        return None
    if not _looks_so(gray, np.asarray(plane, np.float64), (float(u.min()), float(u.max()))):
        return None
    return np.asarray(plane, np.float64), int(known.sum())


def _bright_below(gray: Gray, row: _Marks) -> bool | None:
    """Whether the white keys' fronts lie below the marks (True), above (False), or neither."""
    white = float(np.nanmedian(_lumas(gray, (row.centre[:-1] + row.centre[1:]) / 2)))
    black = float(np.nanmedian(_lumas(gray, row.centre)))
    if not white - black >= 45:
        return None
    reach = (row.bottom - row.top) * 0.25
    votes = _lumas(gray, row.bottom + reach) - _lumas(gray, row.top - reach)
    votes = votes[np.isfinite(votes)]
    if not len(votes) or abs(np.median(votes)) < 0.2 * (white - black):
        return None
    return bool(np.median(votes) > 0)


def _lumas(gray: Gray, points: Floats) -> Floats:
    """The brightness at points ``(N, 2)``, ``(N,)``; NaN outside the picture."""
    inside = np.all((points >= 0) & (points < (gray.shape[1], gray.shape[0])), axis=1)
    x, y = np.where(inside[:, None], points, 0).astype(np.intp).T
    return np.where(inside, gray[y, x].astype(np.float64), np.nan)


def _widths_fit(plane: Floats, row: _Marks) -> bool:
    """Whether the marks are as wide as black keys: 0.3 to 1.0 of a white key. From a corner their
    sides, 12 mm high, show beside their tops, 10 mm wide.
    """
    sides = [row.centre + np.stack([s * row.wide / 2, 0 * row.wide], 1) for s in (-1, 1)]
    left, right = (mapped(plane, side)[:, 0] for side in sides)
    return 0.3 < float(np.median(np.abs(right - left))) < 1.0


def _looks_so(gray: Gray, plane: Floats, span: tuple[float, float]) -> bool:
    """Whether, where the white fronts are seen, it is dark behind them where black keys should be
    and bright where none should.
    """
    u = np.arange(span[0] - 1, span[1] + 1, 0.1)
    ahead, behind = (
        _lumas(gray, mapped(_inverse(plane), np.stack([u, np.full_like(u, v)], axis=1)))
        for v in (0.2, 0.65)
    )
    if not np.isfinite(ahead).any():
        return False
    white = float(np.nanpercentile(ahead, 80))
    shown = (ahead > 0.7 * white) & np.isfinite(behind)
    dark = behind < 0.6 * white
    away = away_from_black(u)
    black, plain = shown & (away < 0.2), shown & (away > 0.42)
    if black.sum() < 5 or plain.sum() < 5:
        return False
    return bool(min(dark[black].mean(), 1 - dark[plain].mean()) > _LIKE)


def _inverse(plane: Floats) -> Floats:
    return np.asarray(np.linalg.inv(plane), np.float64)


def _to_front(luma: Gray, plane: Floats) -> Floats:
    """The plane with v = 0 at the white keys' front edge, where the edge is seen: where the white
    in front of the black keys ends.
    """
    height, width = luma.shape
    span = mapped(plane, np.array([[0, 0], [width / height, 0], [0, 1.0], [width / height, 1]]))[
        :, 0
    ]
    columns = np.arange(np.floor(max(span.min(), -60)), np.ceil(min(span.max(), 120))) + 0.5
    steps = np.arange(0.36, -0.61, -0.02)
    grid = np.stack(np.meshgrid(columns, steps), -1).reshape(-1, 2)
    values = _lumas(luma, mapped(_inverse(plane), grid) * height).reshape(len(steps), -1)
    white = values[:6].max(0, initial=0, where=np.isfinite(values[:6]))
    keys = white > 0.7 * np.max(white)
    values = values[:, keys]
    seen = np.isfinite(values).mean(1) > 0.3
    profile = np.array(
        [np.nanmedian(v) if ok else np.nan for v, ok in zip(values, seen, strict=True)]
    )
    falls = profile < 0.6 * np.nanmax(profile, initial=0, where=seen)
    fallen = np.flatnonzero(falls & seen)
    if not len(fallen):
        return plane
    edge = steps[fallen[0]] + 0.01
    if not -0.5 < edge < 0.2:
        return plane
    stretch = np.array([[1, 0, 0], [0, 1 / (1 - edge), -edge / (1 - edge)], [0, 0, 1]])
    return np.asarray(stretch @ plane)


def _placed(plane: Floats, keys: int, luma: Gray) -> FoundKeyboard:
    """The plane with its octave: the true one where an end of the keyboard tells it, else the one
    that puts what is seen nearest to the piano's middle.
    """
    plane = _to_front(luma, plane)
    shift = octave_shift(plane, luma)
    known = shift is not None
    if shift is None:
        wide = luma.shape[1] / luma.shape[0]
        corners = np.array([[0, 0], [wide, 0], [0, 1.0], [wide, 1]])
        seen = np.clip(mapped(plane, corners)[:, 0], -100, 150)
        shift = 7 * round((_MIDDLE_U - float(seen.mean())) / 7)
    move = np.array([[1, 0, shift], [0, 1, 0], [0, 0, 1.0]])
    return FoundKeyboard(move @ plane, keys, known, min(1.0, 0.5 + keys / 40))
