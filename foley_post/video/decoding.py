"""Which codecs this machine decodes."""

from __future__ import annotations

import av

__all__ = ["decoders"]

_WANTED = {
    "H.264": "h264",
    "HEVC": "hevc",
    "ProRes": "prores",
    "DNxHR": "dnxhd",
    "MPEG-4": "mpeg4",
    "AV1": "av1",
}


def decoders() -> dict[str, bool]:
    """The codecs of editing and delivery by name, and whether each can be decoded."""
    there = av.codecs_available
    extra = {"AV1": ("libdav1d",)}
    return {
        label: name in there or any(other in there for other in extra.get(label, ()))
        for label, name in _WANTED.items()
    }
