"""The options that say where shots are played: here, or on Dask workers."""

from __future__ import annotations

import argparse
from contextlib import AbstractContextManager, nullcontext
from importlib.util import find_spec
from typing import TYPE_CHECKING

from foley_post.errors import UsageError

if TYPE_CHECKING:
    from foley_post.pipeline.shot_runner import ShotRunner

__all__ = ["add_machines", "runner_of"]


def add_machines(group: argparse._ArgumentGroup) -> None:
    """`--dask` and `--scheduler`."""
    where = group.add_mutually_exclusive_group()
    where.add_argument(
        "--dask", type=int, default=0, metavar="N", help="play the shots on N Dask workers here"
    )
    where.add_argument(
        "--scheduler", default="", metavar="ADDRESS",
        help="play them on the workers of a Dask scheduler: tcp://farm:8786",
    )  # fmt: skip


def runner_of(options: argparse.Namespace) -> AbstractContextManager[ShotRunner | None]:
    """Where the shots are played: None is here. UsageError without Dask, or for no scheduler."""
    if not (options.dask or options.scheduler):
        return nullcontext()
    if find_spec("distributed") is None:
        raise UsageError("Dask is not installed. Install Foley Post with it: foley-post[farm].")
    from foley_post.farm.dask_runner import connected, workers_here

    return connected(options.scheduler) if options.scheduler else workers_here(options.dask)
