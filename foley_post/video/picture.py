"""A decoded frame made into a picture: upright, square pixels, 8-bit RGB.

High dynamic range (PQ, HLG) is brought to the range of an ordinary screen with a simple curve:
people must be visible, colours need not be graded.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import av

__all__ = ["display_matrix", "picture", "upright_size"]

_IDENTITY = (1, 0, 0, 1)
_PQ, _HLG = 16, 18


def display_matrix(frame: av.VideoFrame) -> tuple[int, int, int, int]:
    """How the stored picture is turned or mirrored to be shown: ``(a, b, c, d)`` of -1, 0 and 1.

    A stored point (x, y) is shown at (a x + c y, b x + d y), as in the ``tkhd`` box of ISO
    14496-12. Anything but quarter turns and mirrors counts as none.
    """
    for data in frame.side_data:
        if "DISPLAYMATRIX" in str(data.type):
            values = np.frombuffer(bytes(data), dtype=np.int32)[:9] / 65536
            a, b, c, d = (round(float(v)) for v in (values[0], values[1], values[3], values[4]))
            if (abs(a), abs(b), abs(c), abs(d)) in {(1, 0, 0, 1), (0, 1, 1, 0)}:
                return a, b, c, d
    return _IDENTITY


def upright_size(
    frame: av.VideoFrame, stream: av.VideoStream, matrix: tuple[int, int, int, int]
) -> tuple[int, int]:
    """Width and height as shown; the stored height is kept and the width follows the pixels."""
    aspect = stream.sample_aspect_ratio or stream.codec_context.sample_aspect_ratio
    width = frame.width
    if aspect and aspect > 0 and aspect != 1:
        width = max(1, round(frame.width * aspect))
    return (frame.height, width) if matrix[0] == 0 else (width, frame.height)


def picture(
    frame: av.VideoFrame, size: tuple[int, int], matrix: tuple[int, int, int, int]
) -> npt.NDArray[np.uint8]:
    """The frame as ``(H, W, 3)`` uint8 RGB of ``size`` (width, height), upright."""
    stored = size if matrix[0] else (size[1], size[0])
    transfer = int(frame.color_trc)
    hdr = transfer in {_PQ, _HLG}
    rgb = frame.reformat(
        width=stored[0],
        height=stored[1],
        format="rgb48le" if hdr else "rgb24",
        interpolation="AREA" if stored[1] < frame.height else "BILINEAR",
        threads=1,
    ).to_ndarray()
    if hdr:
        rgb = _screen_curve(transfer)[rgb]
    return np.ascontiguousarray(_turned(rgb, matrix))


def _turned(
    image: npt.NDArray[np.uint8], matrix: tuple[int, int, int, int]
) -> npt.NDArray[np.uint8]:
    a, b, c, d = matrix
    if a == 0:
        image = image.transpose(1, 0, 2)
    if a < 0 or c < 0:
        image = image[:, ::-1]
    if d < 0 or b < 0:
        image = image[::-1]
    return image


@cache
def _screen_curve(transfer: int) -> npt.NDArray[np.uint8]:
    """16-bit PQ or HLG code to 8-bit screen code, ``(65536,)``.

    PQ: SMPTE ST 2084's EOTF to nits; HLG: ITU-R BT.2100's inverse OETF, white taken at 1000 nits.
    Diffuse white is 203 nits (BT.2408); above it the curve bends (x / (1 + x/4)) instead of
    clipping.
    """
    code = np.arange(65536) / 65535
    if transfer == _PQ:
        m1, m2, c1, c2, c3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875
        power = code ** (1 / m2)
        nits = 10_000 * (np.maximum(power - c1, 0) / (c2 - c3 * power)) ** (1 / m1)
    else:
        a, b, c = 0.17883277, 0.28466892, 0.55991073
        low = code <= 0.5
        scene = np.where(low, code**2 / 3, (np.exp((np.where(low, 1, code) - c) / a) + b) / 12)
        nits = 1000 * scene**1.2
    light = nits / 203
    screen = np.clip(1.25 * light / (1 + light / 4), 0, 1) ** (1 / 2.2)
    return np.round(screen * 255).astype(np.uint8)
