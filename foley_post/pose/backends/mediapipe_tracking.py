"""`--pose mediapipe`: mediapipe finds and reads everybody, our own tracking says who is who."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from foley_post.pose.backends.devices import load_networks
from foley_post.pose.backends.mediapipe_landmarks import MediapipeLandmarks
from foley_post.pose.tracking.appearance import Appearance
from foley_post.pose.tracking.tracker import Tracker
from foley_post.pose.tracking.tracks import BodyTrack, HandTrack

if TYPE_CHECKING:
    from foley_post.pose.landmarks.body import Body

__all__ = ["ReferenceTracker"]


class ReferenceTracker(Tracker):
    """As `Tracker`, with mediapipe's landmarkers for the networks: all is read in every picture,
    nobody is looked back for. The referee, and slower.
    """

    def __init__(self, most_players: int = 8) -> None:
        super().__init__(load_networks("cpu"), most_players)
        self._eyes = MediapipeLandmarks(most_players, video=True)

    def step(self, image: npt.NDArray[np.uint8], time_s: float) -> None:
        """See `Tracker.step`."""
        bodies, hands = self._eyes.look(image, time_s)
        self._recognise(image, time_s, bodies)
        for track in self.bodies:
            track.hands, track.courses = {}, {}
        for loose in self.loose_hands:
            loose.visible = False
        active = [t for t in self.bodies if t.visible]
        for hand in hands:
            if not self._adopt(hand, active, time_s):
                self._keep_loose(hand, time_s)
        self._part_hands()

    def earlier(
        self, track: BodyTrack | HandTrack, image: npt.NDArray[np.uint8]
    ) -> BodyTrack | HandTrack | None:
        """Nothing: mediapipe looks at a video forwards only."""
        return None

    def close(self) -> None:
        """See `Tracker.close`."""
        self._eyes.close()
        super().close()

    def _recognise(self, image: npt.NDArray[np.uint8], time_s: float, bodies: list[Body]) -> None:
        """Each body to the player it is most like, the surest pair first; the rest are new."""
        pairs = sorted(
            (track.likeness.misfit(image, body, time_s), n, k)
            for n, track in enumerate(self.bodies)
            for k, body in enumerate(bodies)
        )
        whose: dict[int, BodyTrack] = {}
        for track in self.bodies:
            track.visible = False
        for misfit, n, k in pairs:
            if misfit < 1 and k not in whose and not self.bodies[n].visible:
                whose[k] = self.bodies[n]
                whose[k].visible = True
        for k, body in enumerate(bodies):
            if k not in whose:
                first = Appearance.first(image, body, time_s)
                whose[k] = BodyTrack(self._next_number(), body, first)
                self.bodies.append(whose[k])
            whose[k].body = body
            whose[k].likeness.update(image, body, time_s)
