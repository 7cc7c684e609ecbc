"""Shots played and laid by Dask workers.

A worker loads the networks once and keeps them. The media, and the folder the stems go to, must be
where every worker finds them under the same path: a shared drive, or this machine alone. A worker
that dies costs its shots another try; a shot that kills three workers is told as failed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from foley_post.core.progress import Progress, Watcher
from foley_post.errors import Cancelled, UsageError
from foley_post.midi.guide import Guide
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import ScoredShot, ShotResult
from foley_post.pipeline.shot_runner import ShotTask
from foley_post.timeline.model import Cut

if TYPE_CHECKING:
    from distributed import Client, Future

    from foley_post.generate import Model

__all__ = ["DaskRunner", "connected", "workers_here"]

A = TypeVar("A")

_ONE_AT_A_TIME = threading.Lock()
"""Of a worker: its threads share the networks, which are not made for that."""
_POLL_S = 0.2


class DaskRunner:
    """A `foley_post.pipeline.shot_runner.ShotRunner` on the workers of ``client``."""

    def __init__(self, client: Client) -> None:
        self.client = client

    @property
    def address(self) -> str:
        """Where the scheduler is reached."""
        return str(self.client.scheduler.address)

    def play(
        self, tasks: Sequence[ShotTask], options: Options, guide: Guide, watcher: Watcher
    ) -> list[ScoredShot]:
        """Each task on some worker."""
        futures = [
            self.client.submit(_play, task, options, guide, pure=False, retries=1) for task in tasks
        ]
        lost = [
            lambda error, task=task: ScoredShot(task.shot, problem=_died(task.shot.id, error))
            for task in tasks
        ]
        return self._gathered(futures, lost, "watching", watcher)

    def lay(
        self, cut: Cut, scored: Sequence[ScoredShot], options: Options, watcher: Watcher
    ) -> list[ShotResult]:
        """Each shot's files on some worker; the names are settled here, in order."""
        from foley_post.pipeline.stem_export import file_names

        slim = replace(cut, shots=(), source=b"")
        names: set[str] = set()
        futures = []
        for one in scored:
            taken = frozenset(names)
            file_names(one, names)
            futures.append(
                self.client.submit(_lay, slim, one, options, taken, pure=False, retries=1)
            )
        lost = [
            lambda error, one=one: ShotResult(one.shot, problem=_died(one.shot.id, error))
            for one in scored
        ]
        return self._gathered(futures, lost, "rendering", watcher)

    def _gathered(
        self,
        futures: list[Future],
        lost: Sequence[Callable[[BaseException], A]],
        stage: str,
        watcher: Watcher,
    ) -> list[A]:
        """The answers in order; ``lost`` makes one for a shot whose workers died."""
        from distributed import wait

        try:
            left = set(futures)
            while left:
                watcher(Progress(stage, len(futures) - len(left), len(futures)))
                try:
                    with self.client.as_current():
                        done = wait(left, timeout=_POLL_S, return_when="FIRST_COMPLETED")
                    left = done.not_done
                except TimeoutError:
                    continue
            watcher(Progress(stage, 1, 1))
        except Cancelled:
            self.client.cancel(futures, force=True)
            raise
        return [_answer(future, make) for future, make in zip(futures, lost, strict=True)]


def _answer(future: Future, make: Callable[[BaseException], A]) -> A:
    from distributed import KilledWorker

    try:
        found: A = future.result()
    except KilledWorker as error:
        return make(error)
    return found


def _died(shot: str, error: BaseException) -> str:
    return (
        f"The workers that worked on {shot} died, one after the other. The media or a library may "
        f"be at fault ({type(error).__name__})."
    )


def _play(task: ShotTask, options: Options, guide: Guide) -> ScoredShot:
    """On a worker: see `foley_post.pipeline.score.score_shot`."""
    from foley_post.pipeline.score import score_shot

    with _ONE_AT_A_TIME:
        model = _model(options.model)
        return score_shot(task.shot, options, model=model, guide=guide, brief=task.brief)


def _lay(cut: Cut, one: ScoredShot, options: Options, names: frozenset[str]) -> ShotResult:
    """On a worker: see `foley_post.pipeline.score.lay_shot`."""
    from foley_post.pipeline.score import lay_shot

    return lay_shot(cut, one, options, names=set(names))


@lru_cache(maxsize=1)
def _model(path: Path | None) -> Model:
    """The network, kept by the worker from one shot to the next."""
    from foley_post.generate import load_model

    return load_model(path)


@contextmanager
def connected(address: str) -> Iterator[DaskRunner]:
    """A runner on the workers of the scheduler at ``address``; UsageError when none answers."""
    from distributed import Client

    try:
        client = Client(address, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(f"No Dask scheduler answers at {address}.") from error
    try:
        yield DaskRunner(client)
    finally:
        client.close()


@contextmanager
def workers_here(number: int) -> Iterator[DaskRunner]:
    """A runner on ``number`` workers of this machine, a process each, gone at the end."""
    from distributed import Client, LocalCluster

    if number < 1:
        raise UsageError(f"{number} workers can do nothing; name 1 or more.")
    # Dask gives each worker's libraries one thread: more of them wait for each other.
    with (
        LocalCluster(
            n_workers=number, threads_per_worker=1, processes=True, dashboard_address=None,
            memory_limit=0,
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):  # fmt: skip
        yield DaskRunner(client)
