"""A few processes that do the work, so that a window never freezes and a crash is one job's.

Jobs wait in lanes (``long`` for scoring and export, ``quick`` for what is wanted soon, ``ear`` for
what an editor waits to hear); each lane has one process, started with its first job. A cancelled
job is asked to stop and, if it does not within a second and a half, its process is killed and the
next job gets a new one.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from foley_post.jobs.messages import Ended, Event, Failed, Started, Task
from foley_post.jobs.worker import work

__all__ = ["EAR", "LONG", "QUICK", "Pool"]

LONG, QUICK, EAR = "long", "quick", "ear"
_PATIENCE_S = 1.5
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(slots=True)
class _Lane:
    name: str
    waiting: deque[tuple[int, Task]] = field(default_factory=deque)
    process: SpawnProcess | None = None
    pipe: Connection | None = None
    running: int | None = None
    kill_at_s: float | None = None


class Pool:
    """Runs tasks in processes and tells ``hear`` what becomes of them.

    ``hear`` is called from the pool's own thread, in order; a window hands it on to its own. Every
    job submitted ends in exactly one of Finished, Failed or Ended.
    """

    def __init__(self, hear: Callable[[Event], None], lanes: tuple[str, ...] = (LONG, QUICK, EAR)):
        self._hear = hear
        self._lanes = {name: _Lane(name) for name in lanes}
        self._lock = threading.Lock()
        self._last = 0
        self._closing = False
        self._poke_out, self._poke_in = _SPAWN.Pipe(duplex=False)
        self._thread = threading.Thread(target=self._serve, name="foley-pool", daemon=True)
        self._thread.start()

    def submit(self, task: Task, lane: str = LONG, *, first: bool = False) -> int:
        """Queue ``task``; returns the job's number. ``first`` puts it before the others."""
        with self._lock:
            if self._closing:
                raise RuntimeError("the pool is closed")
            self._last += 1
            job = self._last
            waiting = self._lanes[lane].waiting
            (waiting.appendleft if first else waiting.append)((job, task))
        self._poke()
        return job

    def cancel(self, job: int) -> None:
        """Stop ``job``, waiting or running; the process is killed if it does not heed."""
        with self._lock:
            for lane in self._lanes.values():
                if lane.running == job and lane.kill_at_s is None:
                    lane.kill_at_s = time.monotonic() + _PATIENCE_S
                    if lane.pipe is not None:
                        _send(lane.pipe, "stop")
                for waiting in list(lane.waiting):
                    if waiting[0] == job:
                        lane.waiting.remove(waiting)
                        lane.waiting.append((-job, waiting[1]))  # told by the pool's own thread
        self._poke()

    def warm(self, lane: str) -> None:
        """Start a lane's process before it is needed; where it cannot, its first job says so."""
        with self._lock, contextlib.suppress(OSError):
            self._start(self._lanes[lane])

    def close(self) -> None:
        """Stop everything, now; no process and no thread is left."""
        with self._lock:
            self._closing = True
        self._poke()
        self._thread.join()

    def _poke(self) -> None:
        _send(self._poke_in, None)

    def _serve(self) -> None:
        while not self._closing:
            events: list[Event] = []
            with self._lock:
                for lane in self._lanes.values():
                    events += self._advance(lane)
                pipes = [lane.pipe for lane in self._lanes.values() if lane.pipe is not None]
                kills = [x.kill_at_s for x in self._lanes.values() if x.kill_at_s is not None]
            for event in events:
                self._hear(event)
            rest_s = max(0.0, min(kills) - time.monotonic()) if kills else None
            ready = wait([*pipes, self._poke_out], timeout=rest_s)
            self._listen([pipe for pipe in ready if pipe in pipes])
            while self._poke_out.poll():
                self._poke_out.recv()
        for lane in self._lanes.values():
            _end(lane)
        self._poke_in.close()
        self._poke_out.close()

    def _listen(self, ready: list[object]) -> None:
        """Hand on what the processes said."""
        for lane in self._lanes.values():
            if lane.pipe not in ready or lane.pipe is None:
                continue
            try:
                event: Event = lane.pipe.recv()
            except Exception:  # noqa: BLE001 - closed, or cut off in the middle of a message
                with self._lock:
                    lost = _lost(lane)
                if lost is not None:
                    self._hear(lost)
                continue
            if not isinstance(event, Ended) and hasattr(event, "progress"):
                self._hear(event)
                continue
            with self._lock:
                lane.running, lane.kill_at_s = None, None
            self._hear(event)

    def _advance(self, lane: _Lane) -> list[Event]:
        """Kill what does not heed, drop what was cancelled, start what waits."""
        events: list[Event] = []
        if lane.kill_at_s is not None and time.monotonic() >= lane.kill_at_s:
            job = lane.running
            _end(lane)
            if job is not None:
                events.append(Ended(job))
        for waiting in [w for w in lane.waiting if w[0] < 0]:
            lane.waiting.remove(waiting)
            events.append(Ended(-waiting[0]))
        if lane.running is None and lane.waiting:
            job, task = lane.waiting.popleft()
            events.append(Started(job))
            problem = self._begin(lane, job, task)
            if not problem:
                lane.running = job
            else:
                events.append(Failed(job, f"The work could not be started: {problem}.", "Start"))
                self._poke()  # the next in line is tried at once
        return events

    def _begin(self, lane: _Lane, job: int, task: Task) -> str:
        """Hand the job to the lane's process, or say why not."""
        try:
            self._start(lane)
        except OSError as error:  # no more processes, or no memory for one
            return error.strerror or str(error)
        assert lane.pipe is not None
        return _send(lane.pipe, (job, task))

    def _start(self, lane: _Lane) -> None:
        if lane.process is not None and lane.process.is_alive():
            return
        _end(lane)
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=work, args=(theirs,), name=f"foley-{lane.name}")
        process.daemon = True
        process.start()
        theirs.close()
        lane.process, lane.pipe = process, ours


def _send(pipe: Connection, value: object) -> str:
    """Send, or say why not."""
    try:
        pipe.send(value)
    except Exception as error:  # noqa: BLE001 - closed, or not picklable
        return str(error) or type(error).__name__
    return ""


def _lost(lane: _Lane) -> Event | None:
    """A process that died: what that means for its job."""
    job, cancelled = lane.running, lane.kill_at_s is not None
    process = lane.process
    if process is not None:
        process.join(1.0)
    code = process.exitcode if process is not None else None
    _end(lane)
    if job is None:
        return None
    if cancelled:
        return Ended(job)
    return Failed(
        job,
        f"The process that did this work stopped unexpectedly (code {code}). The media or a "
        "library may be at fault; retry, and leave the shot out if it happens again.",
        "Crash",
    )


def _end(lane: _Lane) -> None:
    """Kill the lane's process and forget it."""
    if lane.process is not None:
        lane.process.kill()
        lane.process.join()
        lane.process.close()
    if lane.pipe is not None:
        lane.pipe.close()
    lane.process, lane.pipe, lane.running, lane.kill_at_s = None, None, None, None
