"""Shots on Dask workers: the same bytes, whoever dies."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from short_cuts import WISHES, remember, short_cut, stems_of

from foley_post.core.progress import Progress
from foley_post.errors import Cancelled, UsageError
from foley_post.farm import dask_runner
from foley_post.farm.dask_runner import connected, workers_here
from foley_post.pipeline.score import Options, score

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore:.*:DeprecationWarning")


def _networks() -> tuple[int, int]:
    """On a worker: its process, and how often it loaded the network."""
    return os.getpid(), dask_runner._model.cache_info().misses


def test_two_workers_one_killed_half_way_make_the_same_bytes(tmp_path: Path) -> None:
    cut = short_cut(tmp_path, shots=4)
    remember(cut, tmp_path / "cache")
    alone = score(cut, Options(out=tmp_path / "alone", cache=tmp_path / "cache", **WISHES))
    assert len(alone.stems) == 4
    killed: list[int] = []
    with workers_here(2) as runner:

        def kill_one(progress: Progress) -> None:
            if progress.share > 0.1 and not killed:
                killed.append(min(pid for pid, _ in runner.client.run(_networks).values()))
                os.kill(killed[0], signal.SIGKILL)

        options = Options(out=tmp_path / "farm", cache=tmp_path / "cache", **WISHES)
        results = score(cut, options, runner=runner, watcher=kill_one)
        loaded = runner.client.run(_networks).values()
    assert killed
    assert results.complete
    assert stems_of(tmp_path / "farm") == stems_of(tmp_path / "alone")
    assert {pid for pid, _ in loaded}.isdisjoint(killed)
    assert all(times <= 1 for _, times in loaded), "each worker loads the network once"


def test_stopping_stops_the_workers(tmp_path: Path) -> None:
    class Client:
        cancelled = False

        def submit(self, *_: object, **__: object) -> object:
            from distributed import Future

            return Future

        def cancel(self, futures: list[object], force: bool) -> None:
            self.cancelled = force

    def stop(progress: Progress) -> None:
        raise Cancelled("Cancelled.")

    client = Client()
    runner = dask_runner.DaskRunner(client)  # type: ignore[arg-type]
    with pytest.raises(Cancelled):
        runner._gathered([object()], [lambda error: None], "watching", stop)  # type: ignore[list-item]
    assert client.cancelled


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import distributed

    def nobody(*_: object, **__: object) -> None:
        raise OSError("Timed out trying to connect")

    monkeypatch.setattr(distributed, "Client", nobody)
    with pytest.raises(UsageError, match="No Dask scheduler answers at tcp://127"):
        connected("tcp://127.0.0.1:1").__enter__()
    with pytest.raises(UsageError, match="0 workers"):
        workers_here(0).__enter__()
