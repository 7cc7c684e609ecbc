"""What the networks can run on."""

from __future__ import annotations

from foley_post.errors import UsageError

__all__ = ["choose_device", "describe_devices"]


def choose_device(name: str = "auto") -> str:
    """``cpu``, ``cuda:0`` ... or ``mps``; ``auto`` takes a GPU where there is one.

    UsageError for a device that this machine has not.
    """
    import torch

    if name == "auto":
        if torch.cuda.is_available():
            return "cuda:0"
        return "mps" if torch.backends.mps.is_available() else "cpu"
    kind, _, number = name.partition(":")
    there = {
        "cpu": not number,
        "cuda": torch.cuda.is_available() and int(number or 0) < torch.cuda.device_count(),
        "mps": torch.backends.mps.is_available() and not number,
    }
    if not there.get(kind, False):
        raise UsageError(
            f"There is no device {name!r} on this machine. Use auto or cpu; `foley-post doctor` "
            "says what is there."
        )
    return name


def describe_devices() -> str:
    """The GPUs by name, with commas between; empty when there is none."""
    import torch

    names = [torch.cuda.get_device_name(k) for k in range(torch.cuda.device_count())]
    if torch.backends.mps.is_available():
        names.append("Apple GPU")
    return ", ".join(names)
