"""A batch: each cut in turn, several side by side, what is done skipped and what failed retried."""

from __future__ import annotations

import datetime
import queue
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from foley_post.batch.ledger import Ledger, LedgerEntry, key_of
from foley_post.batch.scoring import CutAnswer, ScoreCut
from foley_post.batch.sidecar import Sidecar, write_sidecar
from foley_post.core.progress import Progress, Watcher, ignore_progress
from foley_post.errors import Cancelled
from foley_post.hosts.job_records import JobResult, JobState
from foley_post.jobs.messages import Ended, Event, Failed, Finished, Moved, Started
from foley_post.jobs.pool import Pool
from foley_post.pipeline.options import Options

__all__ = ["BatchCut", "BatchPool", "CutOutcome", "exit_code", "run_batch"]


class BatchPool(Protocol):
    """`foley_post.jobs.pool.Pool` or its like."""

    def submit(self, task: ScoreCut, lane: str = ...) -> int:
        """Queue a cut; the number of its job."""

    def cancel(self, job: int) -> None:
        """Stop it."""

    def close(self) -> None:
        """Leave nothing running."""


PoolMaker = Callable[[Callable[[Event], None], tuple[str, ...]], BatchPool]


@dataclass(frozen=True, slots=True)
class BatchCut:
    """A cut of the batch, and how it is to be scored; its shots by the workers of the Dask
    ``scheduler`` at that address, where one is named.
    """

    cut: Path
    options: Options
    scheduler: str = ""


@dataclass(frozen=True, slots=True)
class CutOutcome:
    """What became of a cut; ``skipped`` when an earlier run had done just this."""

    cut: Path
    out: Path
    state: JobState
    message: str = ""
    tries: int = 0
    skipped: bool = False
    result: JobResult | None = None


def exit_code(outcomes: Sequence[CutOutcome]) -> int:
    """0 all done, 1 nothing, 3 partly; 130 cancelled."""
    states = {o.state for o in outcomes}
    if JobState.CANCELLED in states:
        return 130
    if states <= {JobState.DONE}:
        return 0
    return 1 if states == {JobState.FAILED} else 3


def run_batch(
    cuts: Sequence[BatchCut],
    ledger: Ledger,
    *,
    jobs: int = 1,
    retries: int = 1,
    again: bool = False,
    tell: Callable[[CutOutcome], None] = lambda _: None,
    watcher: Watcher = ignore_progress,
    pool: PoolMaker = Pool,
) -> tuple[CutOutcome, ...]:
    """Score every cut; the outcomes in their order.

    ``jobs`` processes work side by side. A cut whose process died, or that failed, is tried
    ``retries`` times more, also over runs that were killed. What the ledger has as done is skipped,
    unless ``again``. ``tell`` hears of each end as it comes. Cancelled through ``watcher`` gives
    the outcomes so far, the rest cancelled.
    """
    batch = _Batch(ledger, retries, again, tell, watcher)
    batch.sort(cuts)
    with _serving(batch, jobs, pool) as served:
        served.run()
    return tuple(batch.outcomes[str(one.cut)] for one in cuts)


@dataclass(slots=True)
class _Batch:
    """What is left to do, and what became of the rest."""

    ledger: Ledger
    retries: int
    again: bool
    tell: Callable[[CutOutcome], None]
    watcher: Watcher
    waiting: deque[BatchCut] = field(default_factory=deque)
    keys: dict[str, str] = field(default_factory=dict)
    tries: dict[str, int] = field(default_factory=dict)
    started: dict[str, str] = field(default_factory=dict)
    outcomes: dict[str, CutOutcome] = field(default_factory=dict)

    def sort(self, cuts: Sequence[BatchCut]) -> None:
        """Skip what is done, give up what was tried often enough, queue the rest."""
        for one in cuts:
            name = str(one.cut)
            try:
                self.keys[name] = key = key_of(one.cut, one.options)
            except OSError as error:
                self.keys[name] = ""
                self.tries[name] = 1
                self.end(one, JobResult(JobState.FAILED, 1, f"{one.cut}: {error.strerror}."))
                continue
            self.tries[name] = 0 if self.again else self.ledger.tries(one.cut, key)
            if not self.again and self.ledger.is_done(one.cut, key):
                done = self.ledger.last[name]
                self._tell(
                    CutOutcome(one.cut, Path(done.out), done.state, done.message, skipped=True)
                )
            else:
                if self.tries[name] > self.retries:  # a new run is a new chance
                    self.tries[name] = 0
                self.waiting.append(one)

    def begin(self, one: BatchCut) -> None:
        """Write down that the cut is begun."""
        name = str(one.cut)
        self.tries[name] += 1
        self.started[name] = _now()
        self._write(one, JobState.RUNNING)

    def end(self, one: BatchCut, result: JobResult, answer: CutAnswer | None = None) -> None:
        """Write down what came of it, or queue it once more."""
        name = str(one.cut)
        media = answer.media if answer else ()
        entry = LedgerEntry(
            name, self.keys[name], result.state, self.tries[name], str(one.options.out),
            result.message, media,
        )  # fmt: skip
        self.ledger.add(entry)
        self._sidecar(one, result.state, result)
        failed = result.state is JobState.FAILED and result.exit_code != 2  # 2: it makes no sense
        if failed and self.tries[name] <= self.retries and self.keys[name]:
            self.waiting.append(one)
            return
        out, tries = one.options.out, self.tries[name]
        self._tell(CutOutcome(one.cut, out, result.state, result.message, tries, result=result))

    def share(self, running: float) -> Progress:
        """How far the whole is; ``running`` is the sum of the shares of what runs."""
        total = max(1, len(self.keys))
        return Progress("scoring", min(len(self.outcomes) + running, total), total)

    def _write(self, one: BatchCut, state: JobState) -> None:
        name = str(one.cut)
        self.ledger.add(
            LedgerEntry(name, self.keys[name], state, self.tries[name], str(one.options.out))
        )
        self._sidecar(one, state)

    def _sidecar(self, one: BatchCut, state: JobState, result: JobResult | None = None) -> None:
        name = str(one.cut)
        ended = _now() if result else ""
        begun = self.started.get(name, "")
        told = Sidecar(
            state, name, str(one.options.out), self.keys[name], self.tries[name], begun, ended,
            result,
        )  # fmt: skip
        write_sidecar(one.cut, told)

    def _tell(self, outcome: CutOutcome) -> None:
        self.outcomes[str(outcome.cut)] = outcome
        self.tell(outcome)


@dataclass(slots=True)
class _Serving:
    """The processes, and which cut each works on."""

    batch: _Batch
    pool: BatchPool
    free: list[str]
    events: queue.SimpleQueue[Event]
    running: dict[int, tuple[BatchCut, str]] = field(default_factory=dict)
    shares: dict[int, float] = field(default_factory=dict)
    cancelled: bool = False

    def run(self) -> None:
        """Until nothing waits and nothing runs."""
        self._hand_out()
        while self.running:
            with suppress(queue.Empty):
                self._heed(self.events.get(timeout=0.2))
            self._look_up()
            self._hand_out()

    def _hand_out(self) -> None:
        while self.batch.waiting and self.free and not self.cancelled:
            one, lane = self.batch.waiting.popleft(), self.free.pop()
            self.batch.begin(one)
            task = ScoreCut(one.cut, one.options, one.scheduler)
            self.running[self.pool.submit(task, lane)] = (one, lane)

    def _look_up(self) -> None:
        """Tell how far it is; a wish to stop reaches every process."""
        try:
            self.batch.watcher(self.batch.share(sum(self.shares.values())))
        except Cancelled:
            if not self.cancelled:
                self.cancelled = True
                for job in self.running:
                    self.pool.cancel(job)
            stopped = JobResult(JobState.CANCELLED, 130, "Cancelled.")
            while self.batch.waiting:
                one = self.batch.waiting.popleft()
                self.batch._tell(
                    CutOutcome(one.cut, one.options.out, stopped.state, stopped.message)
                )

    def _heed(self, event: Event) -> None:
        if isinstance(event, Started) or event.job not in self.running:
            return
        if isinstance(event, Moved):
            self.shares[event.job] = event.progress.share
            return
        one, lane = self.running.pop(event.job)
        self.shares.pop(event.job, None)
        self.free.append(lane)
        if isinstance(event, Finished):
            self.batch.end(one, event.answer.result, event.answer)
        elif isinstance(event, Failed):
            self.batch.end(one, JobResult(JobState.FAILED, 1, event.problem, event.remedy))
        elif isinstance(event, Ended):
            self.batch.end(one, JobResult(JobState.CANCELLED, 130, "Cancelled."))


@contextmanager
def _serving(batch: _Batch, jobs: int, pool: PoolMaker) -> Iterator[_Serving]:
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    lanes = tuple(f"cut-{n + 1}" for n in range(max(1, min(jobs, len(batch.waiting)))))
    made = pool(events.put, lanes)
    try:
        yield _Serving(batch, made, list(reversed(lanes)), events)
    finally:
        made.close()


def _now() -> str:
    """The time of day, in UTC, to the second."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
