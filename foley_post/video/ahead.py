"""Work done ahead in a thread, a few items and no more."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from typing import TypeVar

__all__ = ["ahead"]

T = TypeVar("T")


def ahead(source: Iterator[T], depth: int) -> Iterator[T]:
    """The items of ``source`` in order, made in a thread at most ``depth`` ahead.

    What ``source`` raises is raised here. The thread starts with the first item asked for, and is
    gone when the iteration ends, fails or is closed.
    """
    items: queue.Queue[tuple[str, T | BaseException | None]] = queue.Queue(maxsize=depth)
    stop = threading.Event()

    def put(kind: str, item: T | BaseException | None) -> bool:
        while not stop.is_set():
            try:
                items.put((kind, item), timeout=0.1)
                return True
            except queue.Full:
                continue
        return False

    def work() -> None:
        try:
            for item in source:
                if not put("item", item):
                    return
            put("end", None)
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that asked
            put("error", error)
        finally:
            close = getattr(source, "close", None)
            if close is not None:
                close()

    thread = threading.Thread(target=work, name="ahead", daemon=True)
    thread.start()
    try:
        while True:
            kind, item = items.get()
            if kind == "end":
                return
            if kind == "error":
                assert isinstance(item, BaseException)
                raise item
            yield item  # type: ignore[misc]  # kind "item" carries a T
    finally:
        stop.set()
        thread.join()
