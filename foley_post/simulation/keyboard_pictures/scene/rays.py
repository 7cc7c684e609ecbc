"""Which part of the keyboard the ray from the camera through a point of its plane meets first.

A ray is told by the point (px, py) at which it crosses z = 0 and by how far it goes in x and y per
height (hx, hy), so that z runs along it: the first part met is the one met at the largest z. A key
that is down is turned about its axis; its own height over its top, ``turn * z + sunk``, stays
linear along the ray.

Import this module late: it needs numba.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.simulation.keyboard_pictures.scene.materials import Surfaces
from foley_post.simulation.renderer.compiled import compiled

__all__ = [
    "BLACK",
    "CASE",
    "CHEEK",
    "DIP",
    "FRONT_FACE",
    "LEFT_FACE",
    "NOTHING",
    "RIGHT_FACE",
    "SLIP",
    "TOP_FACE",
    "WHITE",
    "WHITE_BACK",
    "WHITE_FRONT",
    "Ray",
    "first_hit",
]

F64 = npt.NDArray[np.float64]
Ray: TypeAlias = tuple[float, float, float, float]
Span: TypeAlias = tuple[float, float, int]
"""From where (z) to where something is met, and the face by which it is entered."""

DIP, WHITE = 7, 8
"""Columns of `first_hit`'s keys after the table of `KeyBoxes`."""
NOTHING, CASE, SLIP, CHEEK = -1, -2, -3, -4
"""What was met where it is no key."""
WHITE_FRONT, WHITE_BACK, BLACK = 0, 1, 2
"""The parts of keys: a white key is wide in front of the black keys, narrow between them."""
TOP_FACE, LEFT_FACE, RIGHT_FACE, FRONT_FACE, BACK_FACE = 0, 1, 2, 3, 4

_DEEPEST_MM = -22.0
_REACH_MM = 12.0
_CLEARANCE_MM = 1.2
"""Between a black key's front and the white keys' step."""
_PITCH_MM = 23.5


@compiled
def _cut(a: float, b: float, face: int, span: Span) -> Span:
    """The part of ``span`` where ``a z + b >= 0``."""
    enter, leave, through = span
    if a < -1e-9:
        z = -b / a
        if z < enter:
            return z, leave, face
    elif a > 1e-9:
        return enter, max(leave, -b / a), through
    elif b < 0:
        return enter, 1e9, through
    return span


@compiled
def _in_black(ray: Ray, sides: tuple[float, float], dip: float, surf: Surfaces) -> Span:
    """Where the ray is in a black key, which tapers upwards; ``sides``: its left and right x."""
    px, py, hx, hy = ray
    mx, my = surf.side_slope, surf.front_slope
    turn, sunk = 1.0 - dip * hy / surf.pivot_mm, dip * (1.0 - py / surf.pivot_mm)
    span = (1e9, _DEEPEST_MM, TOP_FACE)
    span = _cut(-turn, surf.rise_mm - sunk, TOP_FACE, span)
    span = _cut(hx - mx * turn, px - sides[0] - mx * sunk, LEFT_FACE, span)
    span = _cut(-hx - mx * turn, sides[1] - px - mx * sunk, RIGHT_FACE, span)
    return _cut(hy - my * turn, py - surf.black_front_mm - my * sunk, FRONT_FACE, span)


@compiled
def _in_white(ray: Ray, sides: tuple[float, float], dip: float, surf: Surfaces) -> Span:
    """Where the ray is between the sides of a white key, behind its front."""
    px, py, hx, hy = ray
    turn, sunk = 1.0 - dip * hy / surf.pivot_mm, dip * (1.0 - py / surf.pivot_mm)
    span = (1e9, _DEEPEST_MM, TOP_FACE)
    span = _cut(-turn, -sunk, TOP_FACE, span)
    span = _cut(hx, px - sides[0], LEFT_FACE, span)
    span = _cut(-hx, sides[1] - px, RIGHT_FACE, span)
    return _cut(hy, py, FRONT_FACE, span)


@compiled
def _in_key(ray: Ray, keys: F64, which: tuple[int, int], surf: Surfaces) -> Span:
    """Where the ray is in one part of one key, ``which`` key and part."""
    key, part = which
    dip, step = keys[key, DIP], surf.black_front_mm - _CLEARANCE_MM
    if part == BLACK:
        return _in_black(ray, (keys[key, 1], keys[key, 2]), dip, surf)
    if part == WHITE_FRONT:
        span = _in_white(ray, (keys[key, 1], keys[key, 2]), dip, surf)
        return _cut(-ray[3], step - ray[1], BACK_FACE, span)
    span = _in_white(ray, (keys[key, 3], keys[key, 4]), dip, surf)
    return _cut(ray[3], ray[1] - step, FRONT_FACE, span)


@compiled
def _meet_case(ray: Ray, surf: Surfaces) -> tuple[float, int, int]:
    """The highest z at which the ray meets what surrounds the keys, which and by which face."""
    px, py, hx, hy = ray
    best, hit, face = -1e9, NOTHING, TOP_FACE
    z = surf.case_z_mm
    if py + z * hy > surf.back_mm:
        best, hit = z, CASE
    elif hy > 1e-9:
        wall = (surf.back_mm - py) / hy
        if -15.0 < wall < z:
            best, hit, face = wall, CASE, FRONT_FACE
    z = surf.slip_z_mm
    if z > best and py + z * hy < -surf.gap_mm - 2.0:
        best, hit, face = z, SLIP, TOP_FACE
    z = surf.cheek_z_mm
    x = px + z * hx
    if z > best and (x < surf.first_x_mm - 1.5 or x > surf.last_x_mm + 1.5):
        best, hit, face = z, CHEEK, TOP_FACE
    return best, hit, face


@compiled
def first_hit(ray: Ray, keys: F64, surf: Surfaces) -> tuple[float, int, int, int]:
    """What the ``ray`` meets: z, key (or `CASE`, ...), face and part.

    ``keys (88, 9)``: the table of `KeyBoxes`, then how far each key is down at its front, then the
    index of the n-th white key; ``span (3,)`` is room to work in.
    """
    best, hit, face = _meet_case(ray, surf)
    part = WHITE_FRONT
    px, hx = ray[0], ray[2]
    low = px + min(surf.rise_mm * hx, -_REACH_MM * hx)
    high = px + max(surf.rise_mm * hx, -_REACH_MM * hx)
    first = max(int(np.floor(low / _PITCH_MM)) - 1, 0)
    last = min(int(np.floor(high / _PITCH_MM)) + 1, 51)
    for white in range(first, last + 1):
        for which in range(3):
            key = int(keys[white, WHITE])
            if which == BLACK:
                key += 1
                if key >= keys.shape[0] or keys[key, 0] == 0:
                    continue
            if keys[key, 6] == 0:
                continue
            enter, leave, through = _in_key(ray, keys, (key, which), surf)
            if enter > leave and enter > best:
                best, hit, face, part = enter, key, through, which
    return best, hit, face, part
