"""What the networks can run on."""

from __future__ import annotations

__all__ = ["describe_devices"]


def describe_devices() -> str:
    """The GPUs by name, with commas between; empty when there is none, or no PyTorch to ask."""
    try:
        import torch
    except ModuleNotFoundError:
        return ""
    names = [torch.cuda.get_device_name(k) for k in range(torch.cuda.device_count())]
    if torch.backends.mps.is_available():
        names.append("Apple GPU")
    return ", ".join(names)
