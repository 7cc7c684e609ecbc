"""Show or clear what is remembered of watched shots, so that no clip is watched twice."""

from __future__ import annotations

import argparse
from pathlib import Path

from foley_post.cli.console import DONE, Console

__all__ = ["add_options", "cache_folder", "execute"]


def cache_folder() -> Path:
    """Where watched motions are kept on this system."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("foley-post", appauthor=False)) / "motions"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Clear it or not."""
    parser.add_argument("--clear", action="store_true", help="forget everything")


def execute(options: argparse.Namespace, console: Console) -> int:
    """Say where it is and how large, or empty it."""
    from foley_post.pose.cache import MotionCache

    cache = MotionCache(cache_folder())
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
