"""The flow at a player's hands as the stroke network reads it: at even times, by its own size."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from foley_post.pose.skeleton import FLOW_DIRECTIONS, FLOW_REGIONS

__all__ = ["CHANNELS", "FLOW_HZ", "even_flow", "scaled_flow"]

FLOW_HZ = 50
CHANNELS = len(FLOW_REGIONS) * FLOW_DIRECTIONS
_OWN_SHARE = 0.7
_BEND = 1.5

Floats = npt.NDArray[np.float64]


def even_flow(times_s: Floats, flow: npt.NDArray[np.floating], length_s: float) -> Floats:
    """``(N, CHANNELS)``: ``flow (T, regions, directions)`` of pictures at ``times_s (T,)`` at
    `FLOW_HZ` from 0 to ``length_s``; 0 where it is not known.

    What moved between two pictures is known of the time between them, so each picture's flow stands
    half a picture earlier.
    """
    moved = np.nan_to_num(flow).reshape(len(flow), CHANNELS).astype(np.float64)
    middle_s = times_s - 0.5 * np.diff(times_s, prepend=2 * times_s[0] - times_s[1])
    at_s = np.arange(int(np.ceil(length_s * FLOW_HZ)) + 1) / FLOW_HZ
    return np.stack([np.interp(at_s, middle_s, channel) for channel in moved.T], axis=1)


def scaled_flow(flow: Floats) -> Floats:
    """``flow (N, CHANNELS)`` by how much its region moves in the whole shot (a region that hardly
    moves: by the one that moves most), large values bent softly; where nothing moves, 0.
    """
    regions = flow.reshape(len(flow), len(FLOW_REGIONS), FLOW_DIRECTIONS)
    size = np.sqrt((regions**2).sum(axis=2).mean(axis=0))
    size = _OWN_SHARE * size + (1 - _OWN_SHARE) * size.max() + 1e-6
    bent: Floats = np.arcsinh(_BEND * regions / size[:, None]).reshape(flow.shape)
    return bent
