"""mediapipe's own landmarkers, to compare ours with (`--pose mediapipe`).

Half as fast, and blind to who is who; kept as the referee of `benchmarks/keypoints.py`.
"""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from foley_post.pose.nets import bundle

if TYPE_CHECKING:
    from mediapipe.tasks.python.vision import HandLandmarker, PoseLandmarker

__all__ = ["ReferenceEyes"]

Floats = npt.NDArray[np.float64]


class ReferenceEyes:
    """mediapipe's pose and hand landmarkers over the shipped bundles, one picture at a time.

    A context manager: the landmarkers hold threads.
    """

    def __init__(self, players: int = 4, *, video: bool = False) -> None:
        from mediapipe.tasks import python as tasks
        from mediapipe.tasks.python import vision

        mode = vision.RunningMode.VIDEO if video else vision.RunningMode.IMAGE
        self._video = video
        self._pose: PoseLandmarker = vision.PoseLandmarker.create_from_options(
            vision.PoseLandmarkerOptions(
                base_options=tasks.BaseOptions(model_asset_buffer=bundle("pose.task")),
                running_mode=mode,
                num_poses=players,
            )
        )
        self._hands: HandLandmarker = vision.HandLandmarker.create_from_options(
            vision.HandLandmarkerOptions(
                base_options=tasks.BaseOptions(model_asset_buffer=bundle("hand.task")),
                running_mode=mode,
                num_hands=2 * players,
            )
        )

    def __enter__(self) -> ReferenceEyes:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pose.close()
        self._hands.close()

    def look(
        self, image: npt.NDArray[np.uint8], time_s: float = 0.0
    ) -> tuple[list[Floats], list[Floats]]:
        """Bodies ``(33, 3)`` (x, y in pixels, visibility) and hands ``(21, 2)`` in a picture."""
        import mediapipe

        height, width = image.shape[:2]
        picture = mediapipe.Image(
            image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(image)
        )
        if self._video:
            stamp = round(time_s * 1000)
            poses = self._pose.detect_for_video(picture, stamp)
            hands = self._hands.detect_for_video(picture, stamp)
        else:
            poses, hands = self._pose.detect(picture), self._hands.detect(picture)
        bodies = [
            np.array([[p.x * width, p.y * height, p.visibility] for p in pose])
            for pose in poses.pose_landmarks
        ]
        palms = [
            np.array([[p.x * width, p.y * height] for p in hand]) for hand in hands.hand_landmarks
        ]
        return bodies, palms
