"""Jobs in processes: done, failed, crashed, cancelled; nothing left behind."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

import foley_post.jobs.pool as pool_module
from foley_post.core.progress import Progress, Watcher
from foley_post.errors import MediaMissing
from foley_post.jobs.messages import Ended, Event, Failed, Finished, Moved, Started
from foley_post.jobs.pool import EAR, LONG, QUICK, Pool


@dataclass(frozen=True)
class Add:
    a: int
    b: int

    def run(self, watcher: Watcher) -> int:
        watcher(Progress("adding", 1, 2))
        return self.a + self.b


@dataclass(frozen=True)
class Miss:
    def run(self, watcher: Watcher) -> None:
        raise MediaMissing("a.mov is not in the folder.")


@dataclass(frozen=True)
class Stumble:
    def run(self, watcher: Watcher) -> None:
        raise ZeroDivisionError("oh")


@dataclass(frozen=True)
class Crash:
    def run(self, watcher: Watcher) -> None:
        os.abort()


@dataclass(frozen=True)
class Patient:
    """Heeds its watcher."""

    def run(self, watcher: Watcher) -> None:
        while True:
            watcher(Progress("waiting", 0, 1))


@dataclass(frozen=True)
class Deaf:
    """Never asks whether it should stop."""

    def run(self, watcher: Watcher) -> None:
        watcher(Progress("deaf", 0, 1))
        threading.Event().wait()


@dataclass(frozen=True)
class Slow:
    """Asks often whether it should stop."""

    def run(self, watcher: Watcher) -> int:
        for n in range(20_000):
            watcher(Progress("slow", n, 20_000))
        return 5


@dataclass(frozen=True)
class WhoAmI:
    def run(self, watcher: Watcher) -> int:
        return os.getpid()


class Ear:
    """Hears events and waits for what ends a job."""

    def __init__(self) -> None:
        self.events: queue.Queue[Event] = queue.Queue()

    def end_of(self, job: int) -> Event:
        while True:
            event = self.events.get(timeout=30)
            if event.job == job and not isinstance(event, Started | Moved):
                return event

    def until_moving(self, job: int) -> None:
        while True:
            event = self.events.get(timeout=30)
            if event.job == job and isinstance(event, Moved):
                return


@pytest.fixture(scope="module")
def ear() -> Ear:
    return Ear()


@pytest.fixture(scope="module")
def pool(ear: Ear) -> Iterator[Pool]:
    pool = Pool(ear.events.put)
    yield pool
    pool.close()


def test_a_job_is_done_in_another_process(pool: Pool, ear: Ear) -> None:
    assert ear.end_of(pool.submit(Add(2, 3))) == Finished(1, 5)
    answer = ear.end_of(pool.submit(WhoAmI()))
    assert isinstance(answer, Finished)
    assert answer.answer != os.getpid()


def test_work_that_cannot_be_started_fails_alone(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    full = Pool(ear.events.put)
    real, tries = pool_module._SPAWN.Process, iter([OSError(11, "no more processes")])

    def process(*about: object, **named: object) -> object:
        for error in tries:
            raise error
        return real(*about, **named)

    monkeypatch.setattr(pool_module._SPAWN, "Process", process)
    first, second = full.submit(Add(1, 1)), full.submit(Add(2, 2))
    told = ear.end_of(first)
    assert isinstance(told, Failed)
    assert "no more processes" in told.problem
    assert ear.end_of(second) == Finished(second, 4)
    full.close()


def test_an_error_on_purpose_is_a_sentence_without_a_trace(pool: Pool, ear: Ear) -> None:
    event = ear.end_of(pool.submit(Miss()))
    assert isinstance(event, Failed)
    assert (event.problem, event.kind, event.details) == (
        "a.mov is not in the folder.", "MediaMissing", "",
    )  # fmt: skip


def test_any_other_error_keeps_its_trace_for_diagnostics(pool: Pool, ear: Ear) -> None:
    event = ear.end_of(pool.submit(Stumble()))
    assert isinstance(event, Failed)
    assert "ZeroDivisionError" in event.details


def test_a_crash_in_native_code_is_one_jobs_failure(pool: Pool, ear: Ear) -> None:
    first, second = pool.submit(Crash()), pool.submit(Add(1, 1))
    event = ear.end_of(first)
    assert isinstance(event, Failed)
    assert event.kind == "Crash"
    assert ear.end_of(second) == Finished(second, 2)


@pytest.mark.parametrize("task", [Patient(), Deaf()])
def test_cancel_ends_a_job_within_two_seconds(pool: Pool, ear: Ear, task: Patient | Deaf) -> None:
    job = pool.submit(task)
    ear.until_moving(job)
    began = time.monotonic()
    pool.cancel(job)
    assert ear.end_of(job) == Ended(job)
    assert time.monotonic() - began < 2
    after = pool.submit(Add(4, 4))
    assert ear.end_of(after) == Finished(after, 8)


def test_a_waiting_job_is_cancelled_without_starting(pool: Pool, ear: Ear) -> None:
    running, waiting = pool.submit(Patient()), pool.submit(Add(1, 2))
    ear.until_moving(running)
    pool.cancel(waiting)
    assert ear.end_of(waiting) == Ended(waiting)
    pool.cancel(running)
    assert ear.end_of(running) == Ended(running)


def test_the_quick_lane_does_not_wait_for_the_long_one(pool: Pool, ear: Ear) -> None:
    running = pool.submit(Patient(), LONG)
    quick = pool.submit(Add(5, 6), QUICK)
    assert ear.end_of(quick) == Finished(quick, 11)
    pool.cancel(running)
    assert ear.end_of(running) == Ended(running)


def test_what_cannot_be_sent_fails_with_a_sentence(pool: Pool, ear: Ear) -> None:
    @dataclass(frozen=True)
    class Local:
        def run(self, watcher: Watcher) -> None:
            return

    event = ear.end_of(pool.submit(Local()))
    assert isinstance(event, Failed)
    assert "could not be started" in event.problem


def test_closing_leaves_no_process_and_no_thread() -> None:
    own = Ear()
    pool = Pool(own.events.put)
    job = pool.submit(Deaf())
    own.until_moving(job)
    before = threading.active_count()
    pool.close()
    assert threading.active_count() == before - 1
    with pytest.raises(RuntimeError, match="closed"):
        pool.submit(Add(1, 1))


def test_jobs_sent_before_a_process_stands_wait_for_each_other(ear: Ear) -> None:
    fresh = Pool(ear.events.put)
    first, second = fresh.submit(Slow(), EAR), fresh.submit(Add(3, 4), EAR)
    assert ear.end_of(first) == Finished(first, 5)
    assert ear.end_of(second) == Finished(second, 7)
    fresh.close()
