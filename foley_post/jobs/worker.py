"""The loop of a worker process: takes a task, runs it, says how it went, takes the next.

A worker whose parent is gone leaves at once, so that no process is left behind.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
import traceback
from multiprocessing.connection import Connection, wait

from foley_post.core.progress import Progress
from foley_post.errors import Cancelled, FoleyError
from foley_post.jobs.messages import Ended, Event, Failed, Finished, Moved, Task

__all__ = ["leave_with_parent", "work"]

_EVERY_S = 0.05
"""Progress is told twenty times a second at most."""


def work(pipe: Connection) -> None:
    """Serve ``(job, task)`` pairs from ``pipe`` until it closes; ``None`` on it means stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C belongs to the parent
    leave_with_parent()
    while True:
        try:
            asked = pipe.recv()
        except (EOFError, OSError):
            return
        if asked is None:
            return
        if isinstance(asked, str):  # a cancel that came after the job was done
            continue
        job, task = asked
        _tell(pipe, _outcome(pipe, job, task))


def _outcome(pipe: Connection, job: int, task: Task) -> Event:
    told_s = float("-inf")

    def watch(progress: Progress) -> None:
        nonlocal told_s
        if pipe.poll():
            pipe.recv()
            raise Cancelled("Cancelled.")
        now = time.monotonic()
        if now - told_s >= _EVERY_S:
            told_s = now
            pipe.send(Moved(job, progress))

    try:
        return Finished(job, task.run(watch))
    except Cancelled:
        return Ended(job)
    except FoleyError as error:
        return Failed(job, str(error), type(error).__name__, remedy=error.remedy)
    except MemoryError:
        return Failed(
            job, "There is not enough memory for this. Close other programs and retry.", "Memory"
        )
    except Exception as error:  # noqa: BLE001 - process border: it is this one job's failure
        problem = f"Something went wrong inside Foley Post: {error or type(error).__name__}."
        return Failed(job, problem, type(error).__name__, traceback.format_exc())


def _tell(pipe: Connection, event: Event) -> None:
    try:
        pipe.send(event)
    except (BrokenPipeError, ConnectionResetError):
        os._exit(0)
    except Exception as error:  # noqa: BLE001 - an answer that cannot be pickled
        pipe.send(Failed(event.job, f"The answer could not be sent: {error}.", "Pickling"))


def leave_with_parent() -> None:
    """End this process when its parent ends, however that came about."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def guard() -> None:
        wait([sentinel])
        os._exit(1)

    threading.Thread(target=guard, name="parent-guard", daemon=True).start()
