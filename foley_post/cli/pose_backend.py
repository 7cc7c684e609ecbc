"""What watches the shots: the device, and which pose back end."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from foley_post.cli.filling import said

if TYPE_CHECKING:
    from foley_post.pose import WatchOptions

__all__ = ["add_watching", "watching"]


def add_watching(parser: argparse.ArgumentParser | argparse._ArgumentGroup) -> None:
    """Add ``--device`` and ``--pose``."""
    parser.add_argument(
        "--device", default=argparse.SUPPRESS, help="auto, cpu, cuda, cuda:1, mps (auto)"
    )
    parser.add_argument(
        "--pose", default=argparse.SUPPRESS,
        help="the pose back end: own, or mediapipe to compare with (own)",
    )  # fmt: skip


def watching(options: argparse.Namespace) -> WatchOptions:
    """How to watch, as the options say. UsageError for a back end that there is none of."""
    from foley_post.pose import WatchOptions
    from foley_post.pose.tracking.player_box import read_box

    words = {"boxes": lambda boxes: tuple(read_box(box) for box in boxes if "=" not in box)}
    return WatchOptions(**said(WatchOptions, options, words))
