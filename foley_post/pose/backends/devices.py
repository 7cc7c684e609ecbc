"""What runs the keypoint networks on a device."""

from __future__ import annotations

import os
import re
from pathlib import Path

from foley_post.errors import Remedy, UsageError
from foley_post.pose.backends.networks import KeypointNetworks

__all__ = ["device_kind", "load_networks"]

_DEVICE = re.compile(r"cuda(:\d+)?|mps")


def load_networks(device: str = "auto") -> KeypointNetworks:
    """What runs the networks on ``device``: ``auto``, ``cpu``, ``cuda``, ``cuda:1``, ``mps``.

    ``auto`` is a CUDA device where there is one, else the CPU. UsageError for a device that is not
    there.
    """
    device = _chosen(device)
    if device == "cpu":
        from foley_post.pose.backends.litert import LiteRtNetworks

        return LiteRtNetworks()
    if _DEVICE.fullmatch(device):
        from foley_post.pose.backends.fallback import FallbackNetworks
        from foley_post.pose.backends.torch_executor import TorchNetworks

        try:
            return FallbackNetworks(TorchNetworks(device), lambda: load_networks("cpu"))
        except ModuleNotFoundError as error:
            raise UsageError(
                f"The device {device} needs PyTorch, which this install lacks: add it with pip "
                "install 'foley-post[gpu]', or choose cpu.",
                remedy=Remedy.CHOOSE_DEVICE,
            ) from error
    raise UsageError(f"There is no device called {device!r}. Choose auto, cpu, cuda, cuda:N, mps.")


def device_kind(device: str) -> str:
    """``cpu``, ``cuda`` or ``mps``: what ``device`` comes down to on this machine."""
    return _chosen(device).split(":")[0]


def _chosen(device: str) -> str:
    if device != "auto":
        return device
    return "cuda" if _has_cuda() else "cpu"


def _has_cuda() -> bool:
    """Whether a CUDA device answers; torch is only asked where the driver is."""
    if not Path("/proc/driver/nvidia").exists() and os.name != "nt":
        return False
    try:
        import torch
    except ModuleNotFoundError:  # an install without it runs on the CPU
        return False
    return bool(torch.cuda.is_available())
