"""Pictures for a viewer, decoded ahead in a process of their own.

The viewer asks for a run of media ranges, in the order they will be shown; pictures come one by
one, never more ahead than it has room for. A new run replaces the last at once. A file that kills
the decoder kills this process, not the window: the next run gets a new one.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass
from fractions import Fraction
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.errors import FoleyError
from foley_post.jobs.worker import leave_with_parent

__all__ = ["FrameServer", "Range", "ServedFrame"]

_SPAWN = multiprocessing.get_context("spawn")
_BLOCK_S = Fraction(1, 2)
"""Backwards play decodes half a second at a time and hands it out in reverse."""


@dataclass(frozen=True, slots=True)
class Range:
    """Media seconds ``start_s`` to ``end_s`` of ``path``, wanted for ``key`` (a shot's id)."""

    key: str
    path: Path
    start_s: Fraction
    end_s: Fraction
    backward: bool = False


@dataclass(frozen=True, slots=True)
class ServedFrame:
    """``image (H, W, 3)`` uint8 RGB, seen at ``time_s`` of the media; None ends a range.

    ``problem`` says why a range has no more pictures than it has.
    """

    run: int
    key: str
    time_s: float
    image: npt.NDArray[np.uint8] | None
    problem: str = ""


class FrameServer:
    """Decodes what is asked for and calls ``hear`` with each `ServedFrame`, from a thread."""

    def __init__(self, hear: Callable[[ServedFrame], None], height: int = 540) -> None:
        self._hear, self._height = hear, height
        self._lock = threading.Lock()
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._thread: threading.Thread | None = None
        self._run = 0

    def show(self, ranges: list[Range], room: int) -> int:
        """Ask for ``ranges``; at most ``room`` pictures come before `more`. Returns the run."""
        with self._lock:
            self._run += 1
            run = self._run
            for _ in range(2):
                self._start()
                assert self._pipe is not None
                try:
                    self._pipe.send(("show", run, ranges, room, self._height))
                    break
                except (BrokenPipeError, ConnectionResetError, OSError):
                    self._end()
        return run

    def more(self, room: int) -> None:
        """There is room for that many more pictures."""
        with self._lock:
            if self._pipe is not None:
                try:
                    self._pipe.send(("more", room))
                except (BrokenPipeError, ConnectionResetError, OSError):
                    self._end()

    def close(self) -> None:
        """Stop; no process and no thread is left."""
        with self._lock:
            self._end()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()
        self._thread = None

    def _start(self) -> None:
        if self._process is not None and self._process.is_alive():
            return
        self._end()
        ours, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(theirs,), name="foley-pictures")
        self._process.daemon = True
        self._process.start()
        theirs.close()
        self._pipe = ours
        self._thread = threading.Thread(
            target=self._listen, args=(ours,), name="foley-pictures", daemon=True
        )
        self._thread.start()

    def _listen(self, pipe: Connection) -> None:
        while True:
            try:
                run, key, time_s, shape, problem = pipe.recv()
                image = None
                if shape:
                    image = np.frombuffer(pipe.recv_bytes(), np.uint8).reshape(shape)
            except Exception:  # noqa: BLE001 - closed, or cut off in the middle of a message
                return
            if run == self._run:
                self._hear(ServedFrame(run, key, time_s, image, problem))

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        self._process, self._pipe = None, None


def _serve(pipe: Connection) -> None:
    """The process: shows runs until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    leave_with_parent()
    asked: deque[tuple[int, list[Range], int, int]] = deque()
    try:
        while True:
            if not asked:
                message = pipe.recv()
                if message[0] == "show":
                    asked.append(message[1:])
                continue
            _show(pipe, asked)
    except (EOFError, OSError):
        return


def _show(pipe: Connection, asked: deque[tuple[int, list[Range], int, int]]) -> None:
    """Send one run's pictures while there is room; a newer run, put in ``asked``, ends it."""
    run, ranges, room, height = asked.popleft()

    def replaced(wait: bool) -> bool:
        nonlocal room
        while wait or pipe.poll():
            message = pipe.recv()
            if message[0] == "show":
                asked.clear()
                asked.append(message[1:])
                return True
            room += message[1]
            wait = room <= 0
        return False

    for one in ranges:
        problem = ""
        pictures = _decoded(one, height)
        try:
            for time_s, image in pictures:
                if replaced(wait=room <= 0):
                    return
                pipe.send((run, one.key, time_s, image.shape, ""))
                pipe.send_bytes(np.ascontiguousarray(image).reshape(-1).data)
                room -= 1
        except FoleyError as error:
            problem = str(error)
        except (EOFError, OSError):
            raise
        except Exception as error:  # noqa: BLE001 - media border: one range has no picture
            problem = f"{one.path.name} cannot be decoded here ({error})."
        finally:
            pictures.close()
        pipe.send((run, one.key, float(one.end_s), (), problem))


def _decoded(one: Range, height: int) -> Generator[tuple[float, npt.NDArray[np.uint8]], None, None]:
    from foley_post.video import frames

    if not one.backward:
        for frame in frames(one.path, one.start_s, one.end_s, height=height):
            yield frame.time_s, frame.image
        return
    end_s = one.end_s
    while end_s > one.start_s:
        start_s = max(one.start_s, end_s - _BLOCK_S)
        block = list(frames(one.path, start_s, end_s, height=height))
        for frame in reversed(block):
            yield frame.time_s, frame.image
        end_s = start_s
