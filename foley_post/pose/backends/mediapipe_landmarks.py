"""mediapipe's own landmarkers, to compare ours with.

The referee of `benchmarks/keypoints.py`, and what `--pose mediapipe` sees with (with the tracking
of `reference_tracking`, for they are blind to who is who).
"""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from foley_post.pose.backends.networks import bundle
from foley_post.pose.landmarks.body import Body
from foley_post.pose.landmarks.hands import Hand
from foley_post.pose.landmarks.roi import around

if TYPE_CHECKING:
    from mediapipe.tasks.python.components.containers.category import Category
    from mediapipe.tasks.python.vision import HandLandmarker, PoseLandmarker

__all__ = ["MediapipeLandmarks"]

Floats = npt.NDArray[np.float64]


class MediapipeLandmarks:
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

    def __enter__(self) -> MediapipeLandmarks:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the landmarkers' threads."""
        self._pose.close()
        self._hands.close()

    def look(
        self, image: npt.NDArray[np.uint8], time_s: float = 0.0
    ) -> tuple[list[Body], list[Hand]]:
        """The bodies and the hands in a picture; in a video, pictures come in order."""
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
        scale = np.array([width, height], np.float64)
        bodies = [
            _body(
                np.array([[p.x, p.y] for p in pose]) * scale, np.array([p.visibility for p in pose])
            )
            for pose in poses.pose_landmarks
        ]
        return bodies, [
            Hand(np.array([[p.x, p.y] for p in hand]) * scale, 1.0, _rightness(kinds[0]))
            for hand, kinds in zip(hands.hand_landmarks, hands.handedness, strict=True)
        ]


def _body(points: Floats, visibility: Floats) -> Body:
    """A body that mediapipe is sure of; the circle around it from its own points."""
    hips, shoulders = points[23:25].mean(0), points[11:13].mean(0)
    seen = visibility > 0.5
    seen[[0, 11, 12, 23, 24]] = True
    reach = float(np.linalg.norm(points[seen] - hips, axis=1).max())
    return Body(points, visibility, 1.0, around(hips, shoulders, 2.5 * reach))


def _rightness(kind: Category) -> float:
    score = float(kind.score or 0.5)
    return score if kind.category_name == "Right" else 1 - score
