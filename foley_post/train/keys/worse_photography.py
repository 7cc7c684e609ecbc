"""A strip photographed worse: what makes a network taught on few cameras read others."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

__all__ = ["worse"]

Floats32 = npt.NDArray[np.float32]

_DRAWN_SHARE = 0.5
"""Drawn clips are photographed badly already: they are made worse half as often."""


def worse(
    strips: Floats32, rest: Floats32, rng: np.random.Generator, *, filmed: bool
) -> tuple[Floats32, Floats32]:
    """``strips (N, rows, W)`` of luma 0..255 and their ``rest``, damaged alike: darker or brighter
    hands, a rest of which a hand was part, a plane a little off, fewer pixels, compression, blur,
    other light and exposure, smeared motion, moving shadows, flicker and noise.
    """
    often = 1.0 if filmed else _DRAWN_SHARE
    strips = _hands(strips, rest, rng, often)
    if rng.random() < 0.3:
        rest = _soiled(strips, rest, rng)
    strips, rest = _through_a_lens(strips, rest, rng, often)
    if rng.random() < 0.7:
        strips, rest = _exposed(strips, rest, rng)
    if rng.random() < 0.4 * often:
        share = np.float32(rng.uniform(0, 0.5))
        before = np.concatenate([strips[:1], strips[:-1]])
        strips = np.asarray(strips * (1 - share) + share * before, np.float32)
    if rng.random() < 0.3:
        strips = strips * _shadow(strips.shape, rng)
    if rng.random() < 0.3:
        flicker = 1 + np.cumsum(rng.normal(0, rng.uniform(0, 0.006), len(strips)))
        strips = strips * flicker[:, None, None].astype(np.float32)
    noise = rng.standard_normal(strips.shape, np.float32) * np.float32(rng.uniform(0, 5))
    return np.clip(strips + noise, 0, 255).astype(np.float32), rest


def _hands(strips: Floats32, rest: Floats32, rng: np.random.Generator, often: float) -> Floats32:
    if rng.random() >= 0.5 * often:
        return strips
    share = rng.uniform(-0.3, 0.75)
    hand = np.clip((np.abs(strips - rest) - 18) / 40, 0, 1)
    if share > 0:
        return np.asarray(strips * (1 - hand * share), np.float32)
    return np.asarray(strips - (255 - strips) * hand * share, np.float32)


def _soiled(strips: Floats32, rest: Floats32, rng: np.random.Generator) -> Floats32:
    """The rest with a part of some picture in it."""
    picture, share = strips[rng.integers(len(strips))], rng.uniform(0.2, 0.9)
    first = int(rng.integers(rest.shape[1] - 30))
    span = slice(first, first + int(rng.integers(20, 90)))
    rest = rest.copy()
    rest[:, span] = rest[:, span] * (1 - share) + picture[:, span] * share
    return rest


def _through_a_lens(
    strips: Floats32, rest: Floats32, rng: np.random.Generator, often: float
) -> tuple[Floats32, Floats32]:
    """Another place of the plane, fewer pixels, compression, blur; the plane may tremble."""
    height, width = rest.shape
    tall = 1 + rng.uniform(-0.08, 0.08)
    move = np.array(
        [
            [1 + rng.uniform(-0.012, 0.012), rng.uniform(-0.03, 0.03), rng.uniform(-1.8, 1.8)],
            [
                rng.uniform(-0.006, 0.006),
                tall,
                (1 - tall) * rng.uniform(0, 60) + rng.uniform(-2, 2),
            ],
        ],
        np.float32,
    )
    if rng.random() >= 0.8:
        move = np.eye(2, 3, dtype=np.float32)
    detail = rng.uniform(0.35, 1) if rng.random() < 0.6 * often else 1.0
    quality = int(rng.integers(12, 70)) if rng.random() < 0.35 * often else 0
    tremble = rng.uniform(0, 0.25) if rng.random() < 0.2 else 0.0
    blur = rng.uniform(0.3, 1.5) if rng.random() < 0.5 * often else 0.0
    size = (max(24, int(width * detail)), max(12, int(height * min(1, detail * 1.2))))

    def seen(picture: Floats32, *, still: bool) -> Floats32:
        here = move.copy()
        if not still:
            here[:, 2] += rng.normal(0, 1, 2) * tremble
        out = cv2.warpAffine(picture, here, (width, height), borderMode=cv2.BORDER_REPLICATE)
        if blur:
            out = cv2.GaussianBlur(out, (0, 0), blur)
        if detail < 1:
            out = cv2.resize(out, size, interpolation=cv2.INTER_AREA)
        if quality and not still:
            whole = np.clip(out, 0, 255).astype(np.uint8)
            packed = cv2.imencode(".jpg", whole, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
            out = np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.float32)
        if detail < 1:
            out = cv2.resize(out, (width, height), interpolation=cv2.INTER_LINEAR)
        return np.asarray(out, np.float32)

    return np.stack([seen(strip, still=False) for strip in strips]), seen(rest, still=True)


def _exposed(
    strips: Floats32, rest: Floats32, rng: np.random.Generator
) -> tuple[Floats32, Floats32]:
    """Other light along the keys, exposure up to blown-out whites, another gamma."""
    ends = rng.uniform(0.7, 1.3, 2) if rng.random() < 0.5 else np.ones(2)
    light = np.linspace(ends[0], ends[1], rest.shape[1], dtype=np.float32) * np.float32(
        rng.uniform(0.6, 1.9)
    )
    offset = np.float32(rng.uniform(-30, 30))
    gamma = np.float32(rng.uniform(0.6, 1.6) if rng.random() < 0.4 else 1.0)

    def toned(luma: Floats32) -> Floats32:
        bent = 255 * (np.clip(luma, 0, 255) / 255) ** gamma
        return np.asarray(np.clip(bent * light + offset, 0, 255), np.float32)

    return toned(strips), toned(rest)


def _shadow(shape: tuple[int, ...], rng: np.random.Generator) -> Floats32:
    """A soft shadow that moves along the keys ``(N, 1, W)``, as factors."""
    ends = rng.uniform(-20, shape[2] + 20, 2)
    away = np.arange(shape[2])[None] - np.linspace(ends[0], ends[1], shape[0])[:, None]
    dark = rng.uniform(0.05, 0.35) * np.exp(-0.5 * (away / rng.uniform(8, 40)) ** 2)
    return np.asarray(1 - dark, np.float32)[:, None]
