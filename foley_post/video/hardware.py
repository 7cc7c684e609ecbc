"""Decoding by the graphics hardware, where there is some and PyAV can use it."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from av.codec.hwaccel import HWAccel

__all__ = ["accelerator", "hardware"]

_OFF = "FOLEY_POST_SOFTWARE_DECODING"


@cache
def hardware() -> str | None:
    """The kind of device that decodes (FFmpeg's name for it); None where there is none, or when
    the environment variable FOLEY_POST_SOFTWARE_DECODING is set.
    """
    from av.codec.hwaccel import hwdevices_available

    offered = () if os.environ.get(_OFF) else hwdevices_available()
    return next((kind for kind in _present() if kind in offered), None)


def accelerator() -> HWAccel | None:
    """What `av.open` takes to decode by hardware; None where there is none. What the device cannot
    decode is decoded in software.
    """
    from av.codec.hwaccel import HWAccel

    kind = hardware()
    return None if kind is None else HWAccel(kind, allow_software_fallback=True)


def _present() -> list[str]:
    """The kinds of device this machine has, the surest first. Asked of the system, not of the
    drivers: a driver that is not there says so on the user's terminal.
    """
    if sys.platform == "darwin":
        return ["videotoolbox"]
    if sys.platform == "win32":
        return ["d3d11va"]
    nvidia = Path("/proc/driver/nvidia/version").exists()
    render = any(Path("/dev/dri").glob("renderD*"))
    return [kind for kind, there in (("cuda", nvidia), ("vaapi", render)) if there]
