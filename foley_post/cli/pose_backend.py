"""What watches the shots: the device, and whose eyes."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foley_post.pose import WatchOptions

__all__ = ["add_eyes", "eyes"]


def add_eyes(parser: argparse.ArgumentParser | argparse._ArgumentGroup) -> None:
    """Add ``--device`` and ``--pose``."""
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda, cuda:1, mps (auto)")
    parser.add_argument(
        "--pose", default="own", help="whose eyes: own, or mediapipe's to compare with (own)"
    )


def eyes(options: argparse.Namespace) -> WatchOptions:
    """How to watch, as the options say. UsageError for eyes that there are none of."""
    from foley_post.pose import WatchOptions

    return WatchOptions(device=options.device, pose=options.pose)
