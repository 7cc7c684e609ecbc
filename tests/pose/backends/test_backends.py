"""Whatever runs the networks, the pictures mean the same."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch

from foley_post import video
from foley_post.errors import UsageError
from foley_post.pose.backends.fallback import FallbackNetworks
from foley_post.pose.backends.litert import LiteRtNetworks
from foley_post.pose.backends.mediapipe_tracking import ReferenceTracker
from foley_post.pose.backends.networks import BUNDLED, KeypointNetworks, NetworkInput
from foley_post.pose.backends.torch_executor import TorchNetworks
from foley_post.pose.skeleton import LEFT_HAND, RIGHT_HAND
from foley_post.pose.tracking.tracker import Tracker
from foley_post.pose.tracking.tracklets import pose_of

SIZES = {
    "pose_detector": 224,
    "pose_landmarks_detector": 256,
    "hand_detector": 192,
    "hand_landmarks_detector": 224,
    "hand_recrop": 256,
    "look": 260,
}


@pytest.mark.parametrize("name", list(BUNDLED))
def test_torch_agrees_with_litert_even_on_noise(name: str) -> None:
    crops = np.random.default_rng(4).random((2, SIZES[name], SIZES[name], 3), np.float32)
    litert = LiteRtNetworks(halves=False)
    ours, theirs = TorchNetworks("cpu").run(name, crops), litert.run(name, crops)
    assert len(ours) == len(theirs)
    for a, b in zip(ours, theirs, strict=True):
        assert a.shape == b.shape
        assert np.abs(a - b).max() <= 2e-3 * max(1.0, float(np.abs(b).max()))


@pytest.fixture(scope="module")
def pictures(shared_data: Path) -> list[video.Frame]:
    clip = shared_data / "footage/singer_seated_1080p25.mp4"
    return list(video.frames(clip, Fraction(1), Fraction(6, 5)))


@pytest.fixture(scope="module")
def referees(pictures: list[video.Frame]) -> np.ndarray:
    """What mediapipe's own landmarkers see in the last picture, as one pose."""
    return last_pose(ReferenceTracker(1), pictures)


def last_pose(tracker: Tracker, pictures: list[video.Frame]) -> np.ndarray:
    for frame in pictures:
        tracker.step(frame.image, frame.time_s)
    tracker.finish()
    tracker.close()
    (track,) = tracker.visible()
    return pose_of(track, 1)


@pytest.mark.parametrize("name", ["litert", "torch"])
def test_a_player_is_where_mediapipe_sees_one(
    name: str, pictures: list[video.Frame], referees: np.ndarray
) -> None:
    """After five pictures: the hands within 2 % of the palm; the body within 2 % of the shoulders'
    width, for mediapipe filters a body's path in a video (in single pictures: 0.4 %).
    """
    nets: KeypointNetworks = LiteRtNetworks() if name == "litert" else TorchNetworks("cpu")
    ours = last_pose(Tracker(nets, 1), pictures)
    apart = np.linalg.norm(ours[:, :2] - referees[:, :2], axis=1)
    upper = [*range(8), 15, 16, 17, 18]
    assert np.nanmean(apart[upper]) < 0.02 * np.linalg.norm(referees[2, :2] - referees[5, :2])
    for hand in (LEFT_HAND, RIGHT_HAND):
        palm = np.linalg.norm(referees[hand][9, :2] - referees[hand][0, :2])
        assert apart[hand].mean() < 0.02 * palm


def test_a_device_that_is_not_there_is_told() -> None:
    with pytest.raises(UsageError, match="cuda:7 is not there"):
        TorchNetworks("cuda:7")


class _Failing:
    """A GPU that answers once, then is lost."""

    notices: tuple[str, ...] = ()

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.closed = False

    def run(self, name: str, crops: np.ndarray) -> tuple[np.ndarray, ...]:
        return self.together((name, crops))[0]

    def together(self, *asked: NetworkInput) -> list[tuple[np.ndarray, ...]]:
        raise self.error

    def close(self) -> None:
        self.closed = True


def test_the_cpu_takes_over_once_from_a_gpu_that_gives_up_and_it_is_said() -> None:
    gpu = _Failing(torch.OutOfMemoryError("out of memory"))
    nets = FallbackNetworks(gpu, lambda: LiteRtNetworks(1))
    crop = np.zeros((1, 256, 256, 3), np.float32)
    assert len(nets.run("hand_recrop", crop)) == 1
    assert gpu.closed
    assert "the CPU watched" in nets.notices[0]


def test_a_cpu_that_fails_too_is_an_error() -> None:
    nets = FallbackNetworks(_Failing(RuntimeError("lost")), lambda: _Failing(RuntimeError("again")))
    with pytest.raises(RuntimeError, match="again"):
        nets.run("hand_recrop", np.zeros((1, 256, 256, 3), np.float32))


def test_a_batch_is_halved_when_memory_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    nets = TorchNetworks("cpu")
    sizes: list[int] = []
    whole = nets._run

    def narrow(name: str, crops: torch.Tensor) -> list[np.ndarray]:
        sizes.append(len(crops))
        if len(crops) > 1:
            raise torch.OutOfMemoryError("out of memory")
        return whole(name, crops)

    monkeypatch.setattr(nets, "_run", narrow)
    (answer,) = nets.run("hand_recrop", np.zeros((2, 256, 256, 3), np.float32))
    assert len(answer) == 2
    assert sizes == [2, 2, 1, 1] or max(sizes[-2:]) == 1
