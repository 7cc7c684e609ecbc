"""What runs the keypoint networks on a device."""

from __future__ import annotations

import os
import re
from pathlib import Path

from foley_post.errors import UsageError
from foley_post.pose.backends.networks import Nets

__all__ = ["load_nets"]

_DEVICE = re.compile(r"cuda(:\d+)?|mps")


def load_nets(device: str = "auto") -> Nets:
    """What runs the networks on ``device``: ``auto``, ``cpu``, ``cuda``, ``cuda:1``, ``mps``.

    ``auto`` is a CUDA device where there is one, else the CPU. UsageError for a device that is not
    there.
    """
    if device == "auto":
        device = "cuda" if _has_cuda() else "cpu"
    if device == "cpu":
        from foley_post.pose.backends.litert import LiteRtNets

        return LiteRtNets()
    if _DEVICE.fullmatch(device):
        from foley_post.pose.backends.fallback import FallbackNets
        from foley_post.pose.backends.torch_executor import TorchNets

        return FallbackNets(TorchNets(device), lambda: load_nets("cpu"))
    raise UsageError(f"There is no device called {device!r}. Choose auto, cpu, cuda, cuda:N, mps.")


def _has_cuda() -> bool:
    """Whether a CUDA device answers; torch is only asked where the driver is."""
    if not Path("/proc/driver/nvidia").exists() and os.name != "nt":
        return False
    import torch

    return bool(torch.cuda.is_available())
