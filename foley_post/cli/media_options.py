"""The options that say where moved media is."""

from __future__ import annotations

import argparse
from pathlib import Path

from foley_post.cli.filling import mapped

__all__ = ["add_relinking", "relinking"]


def add_relinking(parser: argparse.ArgumentParser) -> None:
    """`--media-root` and `--map`."""
    parser.add_argument(
        "--media-root", dest="media_roots", action="append", type=Path, default=[], metavar="DIR",
        help="look for missing media below this folder (may be given again)",
    )  # fmt: skip
    parser.add_argument(
        "--map", dest="path_map", action="append", default=[], metavar="FROM=TO",
        help="media paths that begin with FROM begin with TO here: --map S:=/mnt/s",
    )  # fmt: skip


def relinking(options: argparse.Namespace) -> tuple[tuple[Path, ...], dict[str, str]]:
    """The folders and the mapping; UsageError for a mapping without ``=``."""
    return tuple(options.media_roots), mapped(options.path_map)
