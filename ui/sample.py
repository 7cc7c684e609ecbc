"""The shipped sample, copied to where the user may write."""

from __future__ import annotations

import shutil
from functools import cache
from importlib import resources
from pathlib import Path

import platformdirs

__all__ = ["sample_cut"]


@cache
def sample_cut() -> Path | None:
    """The sample's timeline, or None in an installation without it.

    It is used in place in a checkout. In an installation, whose folder may be read-only, a copy
    stands under the user's data.
    """
    try:
        folder = Path(str(resources.files("foley_post.resources"))) / "sample"
    except ModuleNotFoundError:
        folder = Path(__file__).resolve().parent.parent / "resources" / "sample"
    cut = folder / "sample.otio"
    if not cut.is_file():
        return None
    copy = platformdirs.user_data_path("foley-post", appauthor=False) / "sample"
    if not (copy / cut.name).is_file() or (copy / cut.name).read_bytes() != cut.read_bytes():
        scripts = shutil.ignore_patterns("*.py", "__pycache__")
        shutil.copytree(folder, copy, ignore=scripts, dirs_exist_ok=True)
    return copy / cut.name
