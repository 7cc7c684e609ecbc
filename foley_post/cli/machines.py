"""The options that say where shots are played: here, or on Dask workers."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.util import find_spec
from typing import TYPE_CHECKING

from foley_post.errors import UsageError

if TYPE_CHECKING:
    from foley_post.farm.dask_runner import DaskRunner
    from foley_post.pipeline.shot_runner import ShotRunner

__all__ = ["add_machines", "runner_of", "scheduler_of"]


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
    return _dask(options) if options.dask or options.scheduler else nullcontext()


@contextmanager
def scheduler_of(options: argparse.Namespace) -> Iterator[str]:
    """The address of the scheduler that processes of ours may reach; empty where shots are played
    by each of them. UsageError as of `runner_of`.
    """
    if not (options.dask or options.scheduler):
        yield ""
        return
    with _dask(options) as runner:
        yield runner.address


def _dask(options: argparse.Namespace) -> AbstractContextManager[DaskRunner]:
    if find_spec("distributed") is None:
        raise UsageError("Dask is not installed. Install Foley Post with it: foley-post[farm].")
    from foley_post.farm.dask_runner import connected, workers_here

    return connected(options.scheduler) if options.scheduler else workers_here(options.dask)
