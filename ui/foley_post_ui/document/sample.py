"""The shipped sample, a recording of a pianist, copied to where the user may write."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from foley_post.core.shipped import shipped
from foley_post.core.user_dirs import data_dir

__all__ = ["sample_cut"]


@cache
def sample_cut() -> Path | None:
    """The sample's timeline, or None in an installation without it.

    It is used in place in a checkout. In an installation, whose folder may be read-only, a copy
    stands under the user's data.
    """
    folder = shipped("resources", "sample")
    cut = folder / "pianist.otio"
    if not cut.is_file():
        return None
    copy = data_dir() / "sample"
    if not (copy / cut.name).is_file() or (copy / cut.name).read_bytes() != cut.read_bytes():
        scripts = shutil.ignore_patterns("*.py", "__pycache__")
        shutil.copytree(folder, copy, ignore=scripts, dirs_exist_ok=True)
    return copy / cut.name
