"""A GPU that gives up is replaced by the CPU, once, and it is said."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from foley_post.pose.backends.networks import KeypointNetworks, NetworkInput

__all__ = ["FallbackNetworks"]


class FallbackNetworks:
    """Runs the networks on ``first`` until it fails (out of memory with the smallest batch, driver
    lost), from then on with what ``second`` makes; ``notices`` tells.
    """

    def __init__(self, first: KeypointNetworks, second: Callable[[], KeypointNetworks]) -> None:
        self._nets = first
        self._second: Callable[[], KeypointNetworks] | None = second
        self.notices: tuple[str, ...] = ()

    def run(self, name: str, crops: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float32], ...]:
        """See `foley_post.pose.backends.networks.KeypointNetworks`."""
        return self.together((name, crops))[0]

    def together(self, *asked: NetworkInput) -> list[tuple[npt.NDArray[np.float32], ...]]:
        """See `foley_post.pose.backends.networks.KeypointNetworks`."""
        try:
            return self._nets.together(*asked)
        except RuntimeError as error:  # torch's out-of-memory and device errors are its children
            if self._second is None:
                raise
            self._nets.close()
            self._nets, self._second = self._second(), None
            reason = str(error).strip().split("\n")[0]
            self.notices = (f"The GPU gave up ({reason}); the CPU watched from there on.",)
        return self._nets.together(*asked)

    def close(self) -> None:
        """See `foley_post.pose.backends.networks.KeypointNetworks`."""
        self._nets.close()
