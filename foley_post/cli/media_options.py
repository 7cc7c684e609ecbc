"""The options that say where moved media is, and what of a file is meant."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from foley_post.cli.filling import mapped
from foley_post.core.timecode import Rate
from foley_post.errors import UsageError

__all__ = ["add_reading", "add_relinking", "how_to_read", "relinking"]

_LOWEST_HZ = 8000


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


def add_reading(parser: argparse.ArgumentParser) -> None:
    """`add_relinking`, `--any-extension`, `--sequence` and `--rate`."""
    add_relinking(parser)
    parser.add_argument(
        "--any-extension", action="store_true", default=argparse.SUPPRESS,
        help="where a file is missing take one of the same name with another extension: a proxy",
    )  # fmt: skip
    parser.add_argument(
        "--sequence", default=argparse.SUPPRESS, metavar="NAME",
        help="which sequence, project or timeline, where the file holds several",
    )  # fmt: skip
    parser.add_argument(
        "--rate", action=_Rate, dest="frame_rate", default=argparse.SUPPRESS, metavar="FPS",
        help="frame rate of an EDL, which does not say its own: 23.976, 25, 29.97 ...",
    )  # fmt: skip


class _Rate(argparse.Action):
    """A frame rate; 8000 and above is a sample rate, as `--rate` once meant."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        text = str(values)
        if text.isdigit() and int(text) >= _LOWEST_HZ:
            namespace.rate_hz = int(text)
        else:
            namespace.frame_rate = text


def how_to_read(options: argparse.Namespace) -> dict[str, Any]:
    """The words of `add_reading` as `foley_post.timeline.read_cut` takes them; UsageError."""
    roots, path_map = relinking(options)
    text = getattr(options, "frame_rate", "")
    try:
        rate = Rate.of(text) if text else None
    except ValueError:
        raise UsageError(f"--rate wants a number such as 23.976 or 25, got {text!r}.") from None
    return {
        "media_roots": roots,
        "path_map": path_map,
        "any_extension": getattr(options, "any_extension", False),
        "sequence": getattr(options, "sequence", ""),
        "rate": rate,
    }


def relinking(options: argparse.Namespace) -> tuple[tuple[Path, ...], dict[str, str]]:
    """The folders and the mapping; UsageError for a mapping without ``=``."""
    return tuple(options.media_roots), mapped(options.path_map)
