"""How well, or badly, a clip is filmed, and linear light developed to a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["Photography", "compressed", "developed", "random_photography", "tone_table"]

F32: TypeAlias = npt.NDArray[np.float32]
U8: TypeAlias = npt.NDArray[np.uint8]

_CODECS = {
    "libx264": 0.40,
    "mpeg4": 0.17,
    "wmv2": 0.12,
    "mpeg2video": 0.06,
    "jpeg": 0.15,
    "none": 0.10,
}
_TONES = 4096


@dataclass(frozen=True, slots=True)
class Photography:
    """``exposure``: of a white key in full light; 1 and more is blown out. ``blur_px``: the lens's.
    ``shutter``: share of a frame's time that the picture is open. ``contrast`` 0..1. ``black``:
    level of black, 0..255. ``noise``: standard deviation, of 255. ``drift``: how far auto exposure
    follows. ``ghost``: share of the picture before that temporal denoising leaves. ``sharpening``:
    share of an unsharp mask. ``codec``: FFmpeg's name, "jpeg" or "none"; ``bits`` a pixel, for
    "jpeg" quality.
    """

    exposure: float
    blur_px: float
    shutter: float
    contrast: float
    black: float
    noise: float
    drift: float
    ghost: float
    sharpening: float
    codec: str
    bits: float


def random_photography(rng: np.random.Generator) -> Photography:
    """From good to very bad: a third of clips blown out, one of seven dark."""
    codec = str(rng.choice(list(_CODECS), p=list(_CODECS.values())))
    return Photography(
        exposure=_exposure(rng),
        blur_px=float(np.exp(rng.uniform(np.log(0.35), np.log(1.5)))),
        shutter=float(rng.uniform(0.05, 1.0)),
        contrast=float(rng.uniform(0.0, 0.9)),
        black=float(rng.uniform(0, 25)) if rng.random() < 0.33 else 0.0,
        noise=float(np.exp(rng.uniform(np.log(0.3), np.log(7)))),
        drift=float(rng.uniform(0, 0.6)) if rng.random() < 0.5 else 0.0,
        ghost=float(rng.uniform(0.05, 0.45)) if rng.random() < 0.3 else 0.0,
        sharpening=float(rng.uniform(0.2, 1.2)) if rng.random() < 0.5 else 0.0,
        codec=codec,
        bits=_bits(codec, rng),
    )


def _exposure(rng: np.random.Generator) -> float:
    kind = rng.random()
    if kind < 0.35:
        return float(rng.uniform(0.95, 2.2))
    return float(rng.uniform(0.45, 0.95) if kind < 0.85 else rng.uniform(0.08, 0.45))


def _bits(codec: str, rng: np.random.Generator) -> float:
    if codec == "jpeg":
        return float(rng.uniform(15, 90))
    bits = float(np.exp(rng.uniform(np.log(0.02), np.log(0.4))))
    return bits if codec == "libx264" else 2.5 * bits


def tone_table(photography: Photography) -> F32:
    """``(4096,)``: linear light 0..1 to 0..255."""
    shown = np.linspace(0, 1, _TONES) ** (1 / 2.2)
    curved = shown + photography.contrast * (shown * shown * (3 - 2 * shown) - shown)
    return np.asarray(photography.black + (255 - photography.black) * curved, np.float32)


def developed(light: F32, tones: F32, noise: F32) -> F32:
    """Linear light ``(H, W)``, 1 the brightest that is kept, to a picture 0..255, not yet whole
    numbers; ``noise`` falls to a fifth from black to white.
    """
    picture = tones[np.clip(light * (_TONES - 1), 0, _TONES - 1).astype(np.int16)]
    noisy = picture + noise * (1.25 - picture / 255)
    return np.asarray(np.clip(noisy, 0, 255), np.float32)


def compressed(pictures: list[U8], photography: Photography, rate_hz: float) -> list[U8]:
    """The pictures ``(H, W)`` as they come out of the codec."""
    import cv2

    from foley_post.video.recoding import recoded

    if photography.codec == "none":
        return pictures
    if photography.codec == "jpeg":
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(photography.bits)]
        data = [cv2.imencode(".jpg", picture, quality)[1] for picture in pictures]
        return [np.asarray(cv2.imdecode(d, cv2.IMREAD_GRAYSCALE), np.uint8) for d in data]
    bits = photography.bits * pictures[0].size * rate_hz
    return recoded(pictures, codec=photography.codec, bits_a_second=round(bits), rate_hz=rate_hz)
