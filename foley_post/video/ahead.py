"""Work done ahead in a thread, a few items and no more."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from typing import TypeAlias, TypeVar

__all__ = ["ahead"]

T = TypeVar("T")
_Entry: TypeAlias = tuple[str, T | BaseException | None]


def ahead(source: Iterator[T], depth: int) -> Iterator[T]:
    """The items of ``source`` in order, made in a thread at most ``depth`` ahead.

    What ``source`` raises is raised here. The thread starts with the first item asked for, and is
    gone when the iteration ends, fails or is closed.
    """
    items: queue.Queue[_Entry[T]] = queue.Queue(maxsize=depth)
    stop = threading.Event()
    thread = threading.Thread(target=_fill, args=(source, items, stop), name="ahead", daemon=True)
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


def _fill(source: Iterator[T], items: queue.Queue[_Entry[T]], stop: threading.Event) -> None:
    """The thread's part: put what ``source`` gives, until it ends or nobody wants more."""
    try:
        for item in source:
            if not _put(items, ("item", item), stop):
                return
        _put(items, ("end", None), stop)
    except BaseException as error:  # noqa: BLE001 - raised again in the thread that asked
        _put(items, ("error", error), stop)
    finally:
        close = getattr(source, "close", None)
        if close is not None:
            close()


def _put(items: queue.Queue[_Entry[T]], entry: _Entry[T], stop: threading.Event) -> bool:
    while not stop.is_set():
        try:
            items.put(entry, timeout=0.1)
            return True
        except queue.Full:
            continue
    return False
