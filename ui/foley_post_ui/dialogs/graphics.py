"""Which graphics cards this computer has that networks can run on, told without loading one."""

from __future__ import annotations

import platform
import shutil
import sys
from pathlib import Path

__all__ = ["has_apple_graphics", "has_nvidia"]


def has_nvidia() -> bool:
    """Whether the driver of an NVIDIA card is installed."""
    return Path("/proc/driver/nvidia/version").exists() or shutil.which("nvidia-smi") is not None


def has_apple_graphics() -> bool:
    """Whether it is an Apple computer with graphics of Apple's own."""
    return sys.platform == "darwin" and platform.machine() == "arm64"
