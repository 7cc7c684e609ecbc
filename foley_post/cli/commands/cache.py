"""Show or clear the cache of watched shots, which keeps a clip from being watched twice."""

from __future__ import annotations

import argparse

from foley_post.cli.console import DONE, Console
from foley_post.core.user_dirs import motion_cache_dir

__all__ = ["add_options", "execute"]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Clear it or not."""
    parser.add_argument("--clear", action="store_true", help="delete everything in it")


def execute(options: argparse.Namespace, console: Console) -> int:
    """Say where it is and how large, or empty it."""
    from foley_post.pose.motion_cache import MotionCache

    cache = MotionCache(motion_cache_dir())
    count, size = cache.count(), cache.size_bytes()
    if options.clear:
        cache.shrink(0)
        console.say(f"Forgot {count} watched shots ({size / 1e6:.1f} MB) in {cache.folder}.")
    else:
        console.say(f"{count} watched shots, {size / 1e6:.1f} MB, in {cache.folder}")
    console.answer(
        {"folder": cache.folder, "shots": count, "bytes": size, "cleared": options.clear}
    )
    return DONE
