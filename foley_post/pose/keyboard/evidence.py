"""Keyboard evidence: what every key does in every picture, read from the canonical strips.

Strips are read in blocks of about half a minute, each against the rest of the last minute: light
that drifts and a camera that is moved are followed, and memory does not grow with the clip.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from foley_post.pose.keyboard.rest import evenly_exposed, levels_of, rest_of
from foley_post.pose.keyboard.strip import columns_of
from foley_post.pose.keyboard.strip_channels import TICK_S, between, channels
from foley_post.pose.skeleton import KEY_EVIDENCE

if TYPE_CHECKING:
    from foley_post.pose.backends.numpy_key_network import NumpyKeyNetwork

__all__ = ["EvidenceReader", "read_strips"]

Floats = npt.NDArray[np.float64]
Floats32 = npt.NDArray[np.float32]
Gray = npt.NDArray[np.uint8]
Bools = npt.NDArray[np.bool_]

_BLOCK = 900
"""Pictures read at once: half a minute at 30 a second, 34 MB."""
_CONTEXT_S = 0.6
"""What the network sees before and after a moment, with some to spare."""
_REST_EVERY_S, _REST_MOST = 0.2, 300
"""The rest is told from so many strips so far apart: a minute."""
_LEAST_REST = 40
_AT_ONCE = 48
_TICKS_AT_ONCE = 1000
_TICKS_AROUND = 40
_LEAST_KEYS = 3


class _Look(NamedTuple):
    strip: Gray
    time_s: float
    view: Bools


class EvidenceReader:
    """Reads strips one after the other; `evidence` tells the whole."""

    def __init__(self, network: NumpyKeyNetwork) -> None:
        self._network = network
        self._pending: list[_Look] = []
        self._read_from = 0
        self._history: deque[_Look] = deque(maxlen=_REST_MOST)
        self._parts: list[Floats32] = []

    def add(self, strip: Gray, time_s: float, view: Bools) -> None:
        """One more strip `foley_post.pose.keyboard.strip.STRIP_SHAPE` at ``time_s``, rising;
        ``view (88,)`` the keys in the picture.
        """
        look = _Look(strip, time_s, view)
        self._pending.append(look)
        if view.any() and (not self._history or time_s - self._history[-1].time_s >= _REST_EVERY_S):
            self._history.append(look)
        if len(self._pending) - self._read_from >= 2 * _BLOCK:
            self._read(self._read_from + _BLOCK)

    def evidence(self) -> Floats32:
        """``(T, 88, len(KEY_EVIDENCE))`` for all strips given, NaN where a key is not in view."""
        if len(self._pending) > self._read_from:
            self._read(len(self._pending))
        if not self._parts:
            return np.zeros((0, 88, len(KEY_EVIDENCE)), np.float32)
        return np.concatenate(self._parts)

    def _read(self, end: int) -> None:
        """Read up to ``end`` of what is pending, and let go of what is no context any more."""
        times_s = np.array([look.time_s for look in self._pending])
        first = int(np.searchsorted(times_s, times_s[self._read_from] - _CONTEXT_S))
        last = int(np.searchsorted(times_s, times_s[end - 1] + _CONTEXT_S, side="right"))
        some = self._pending[first:last]
        view = np.stack([look.view for look in some])
        shown = [look for look in (*self._history, *some) if look.view.any()]
        found = np.full((len(some), 88, len(KEY_EVIDENCE)), np.nan, np.float32)
        in_view: Bools = np.asarray(view.any(axis=0))
        if shown and in_view.sum() >= _LEAST_KEYS:
            still = self._rest_pictures(shown)
            strips = np.stack([look.strip for look in some])
            found = read_strips(
                self._network, strips, times_s[first:last], view=in_view, still=still
            )
        found = found.astype(np.float16).astype(np.float32)  # as the cache keeps it
        found[~view] = np.nan
        self._parts.append(found[self._read_from - first : end - first])
        kept = int(np.searchsorted(times_s, times_s[end - 1] - _CONTEXT_S))
        self._pending, self._read_from = self._pending[kept:], end - kept

    def _rest_pictures(self, shown: list[_Look]) -> Gray:
        """Strips of about the last minute; all there are, where that is little."""
        if len(self._history) >= _LEAST_REST:
            shown = list(self._history)
        some = np.unique(np.linspace(0, len(shown) - 1, min(len(shown), _REST_MOST)).astype(int))
        return np.stack([shown[k].strip for k in some])


def read_strips(
    network: NumpyKeyNetwork, strips: Gray, times_s: Floats, *, view: Bools, still: Gray
) -> Floats32:
    """The evidence ``(T, 88, len(KEY_EVIDENCE))`` of ``strips (T, rows, columns)``.

    ``view (88,)``: keys in the picture; ``still``: strips of the same keyboard from which its rest
    is told.
    """
    columns = columns_of(view)
    rest = rest_of(still)
    strips, changed = evenly_exposed(strips, rest, columns)
    if changed:
        rest = rest_of(evenly_exposed(still, rest, columns)[0])
    levels = levels_of(rest, columns)
    vectors = []
    for at in range(0, len(strips), _AT_ONCE):
        first, last = max(at - 8, 0), min(at + _AT_ONCE + 8, len(strips))
        wanted = slice(at - first, min(at + _AT_ONCE, len(strips)) - first)
        shown = channels(
            strips[first:last].astype(np.float32),
            rest,
            times_s[first:last],
            columns=columns,
            levels=levels,
            wanted=wanted,
        )
        vectors.append(network.read_pictures(shown))
    return _over_time(network, np.concatenate(vectors), times_s)


def _over_time(network: NumpyKeyNetwork, vectors: Floats32, times_s: Floats) -> Floats32:
    """The evidence at the pictures' times, read at the network's ticks."""
    ticks_s = np.arange(times_s[0], times_s[-1] + TICK_S, TICK_S)
    before, after, share = between(times_s, ticks_s)
    weight = share[:, None, None]
    at_ticks = []
    for at in range(0, len(ticks_s), _TICKS_AT_ONCE):
        first = max(at - _TICKS_AROUND, 0)
        span = slice(first, at + _TICKS_AT_ONCE + _TICKS_AROUND)
        keys = vectors[before[span]] * (1 - weight[span]) + vectors[after[span]] * weight[span]
        at_ticks.append(network.read_ticks(keys)[at - first :][:_TICKS_AT_ONCE])
    found = np.concatenate(at_ticks)
    before, after, share = between(ticks_s, times_s)
    weight = share[:, None, None]
    return np.asarray(found[before] * (1 - weight) + found[after] * weight, np.float32)
