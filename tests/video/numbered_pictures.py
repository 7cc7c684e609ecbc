"""Pictures that carry their number, and small files made of them."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]


def numbered(count: int, width: int = 128, height: int = 96) -> list[Image]:
    """Pictures whose left half carries their number in eight bars of black or white; the top right
    corner is bright, the bottom right dark.
    """
    pictures = []
    for n in range(count):
        image = np.full((height, width, 3), 60, np.uint8)
        for bit in range(8):
            left = bit * width // 16
            image[:, left : left + width // 16] = 235 if n >> bit & 1 else 16
        image[: height // 2, width // 2 :] = 200
        pictures.append(image)
    return pictures


def number_of(image: Image) -> int:
    width = image.shape[1]
    middle = image[image.shape[0] // 2]
    return sum(1 << b for b in range(8) if middle[int((b + 0.5) * width / 16)].mean() > 128)


def write_with(
    path: Path,
    images: Iterable[Image],
    times: Iterable[Fraction],
    *,
    codec: str = "libx264",
    pixels: str = "yuv420p",
    options: dict[str, str] | None = None,
    aspect: Fraction | None = None,
    **context: Any,
) -> None:
    """Write pictures at the times given, through any codec."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=25, options=options or {})
        stream.pix_fmt = pixels
        stream.time_base = Fraction(1, 12_800)
        stream.codec_context.time_base = Fraction(1, 12_800)
        for name, value in context.items():
            setattr(stream.codec_context, name, value)
        if aspect is not None:
            stream.codec_context.sample_aspect_ratio = aspect
        pictures = list(images)
        stream.height, stream.width = pictures[0].shape[:2]
        for image, time_s in zip(pictures, times, strict=False):
            frame = av.VideoFrame.from_ndarray(image, format="rgb24").reformat(format=pixels)
            frame.time_base = Fraction(1, 12_800)
            frame.pts = round(time_s * 12_800)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def turned(path: Path, target: Path, matrix: tuple[int, int, int, int]) -> None:
    """A copy of an mp4 whose track header says that the picture is shown through ``matrix``."""
    content = bytearray(path.read_bytes())
    at = content.index(b"tkhd") + 4
    assert content[at] == 0, "a version 0 track header"
    values = [v << 16 for v in (matrix[0], matrix[1], 0, matrix[2], matrix[3], 0, 0, 0)]
    struct.pack_into(">8i", content, at + 40, *values)
    target.write_bytes(content)
