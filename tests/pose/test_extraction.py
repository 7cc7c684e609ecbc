"""From pictures to motions: on real footage where it is at hand, and when there is nobody."""

from __future__ import annotations

import threading
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from foley_post.core.progress import Progress
from foley_post.core.timecode import Rate
from foley_post.errors import Cancelled, MediaUnreadable
from foley_post.pose import WatchOptions, watch
from foley_post.pose.keyboard.follower import KeyboardFollower
from foley_post.pose.skeleton import FINGERTIPS, Motion
from foley_post.video import frames, write_video

SECOND = Fraction(1)


@pytest.fixture(scope="module")
def landscape(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hills and a sky with a cloud that drifts; nobody anywhere."""
    y, x = np.mgrid[:180, :320]
    pictures = []
    for n in range(20):
        hills = y > 110 + 20 * np.sin(x / 40) + 8 * np.sin(x / 11)
        cloud = ((x - 60 - 3 * n) / 50) ** 2 + ((y - 40) / 14) ** 2 < 1
        image = np.where(hills[..., None], (70, 110, 50), (140, 180, 230))
        image = np.where(cloud[..., None], (245, 245, 245), image)
        pictures.append(image.astype(np.uint8))
    path = tmp_path_factory.mktemp("landscape") / "landscape.mp4"
    write_video(path, pictures, Rate(25))
    return path


@pytest.fixture(scope="module")
def singer(shared_data: Path) -> tuple[Motion, ...]:
    return watch(shared_data / "footage/singer_seated_1080p25.mp4", SECOND, Fraction(9, 5))


def test_a_landscape_with_nobody_in_it_has_no_performers(landscape: Path) -> None:
    assert watch(landscape, Fraction(0), Fraction(4, 5)) == ()


def test_a_range_beyond_the_end_is_told_in_a_sentence(landscape: Path) -> None:
    with pytest.raises(MediaUnreadable, match=r"no picture from 5\.00 s to 6\.00 s .*0\.80 s long"):
        watch(landscape, Fraction(5), Fraction(6))


def test_a_shot_that_outlasts_its_media_is_told() -> None:
    sample = Path(__file__).parents[2] / "resources/sample/sample.mp4"
    (motion,) = watch(sample, Fraction(9), Fraction(12))
    assert [n for n in motion.notices if "ends 2.20 s before its shot does" in n]
    (motion,) = watch(sample, Fraction(9), Fraction(49, 5))
    assert not motion.notices


def test_stopping_stops_at_the_next_picture(landscape: Path) -> None:
    heard: list[Progress] = []

    def stop(progress: Progress) -> None:
        heard.append(progress)
        if len(heard) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        watch(landscape, Fraction(0), Fraction(4, 5), watcher=stop)
    assert len(heard) == 3
    assert [p.stage for p in heard] == ["watching"] * 3
    assert heard[2].share == pytest.approx(0.1)


def test_one_singer_is_one_motion_with_both_hands(singer: tuple[Motion, ...]) -> None:
    (motion,) = singer
    assert motion.times_s == pytest.approx(np.arange(25, 45) / 25)
    assert np.isfinite(motion.points[:, [0, 1, 2, 3, 4, 5, 6, 7], 0]).all()
    assert np.isfinite(motion.points[:, list(FINGERTIPS), 0]).mean() > 0.95
    assert motion.aspect == pytest.approx(16 / 9)
    assert motion.frames_missing == 0


def test_hands_hang_from_their_own_wrists(singer: tuple[Motion, ...]) -> None:
    points = singer[0].points
    for wrist, hand in ((7, 25), (4, 46)):
        apart = np.linalg.norm(points[:, wrist, :2] - points[:, hand, :2], axis=1)
        assert np.nanmax(apart) < 0.05
    assert np.nanmedian(points[:, 25, 0]) > np.nanmedian(points[:, 46, 0]) + 0.2


def test_cues_are_measured_from_the_second_picture_on(singer: tuple[Motion, ...]) -> None:
    cues = singer[0].cues
    assert cues is not None
    tips = cues[:, list(FINGERTIPS)]
    assert np.isnan(tips[0]).all()
    assert np.isfinite(tips[1:]).mean() > 0.9
    assert np.nanmax(np.abs(cues)) <= 1


def test_the_same_range_twice_gives_the_same_bytes(
    singer: tuple[Motion, ...], shared_data: Path
) -> None:
    again = watch(shared_data / "footage/singer_seated_1080p25.mp4", SECOND, Fraction(9, 5))
    assert again[0].points.tobytes() == singer[0].points.tobytes()
    assert singer[0].cues is not None
    assert again[0].cues is not None
    assert again[0].cues.tobytes() == singer[0].cues.tobytes()


def test_a_truncated_file_is_counted(shared_data: Path, tmp_path: Path) -> None:
    """Half an mp4 decodes some of its frames, and none of the libraries says a word."""
    clip = shared_data / "footage/singer_seated_1080p25.mp4"
    small = (f.image for f in frames(clip, Fraction(0), Fraction(2), height=360))
    write_video(tmp_path / "whole.mp4", small, Rate(25))
    content = (tmp_path / "whole.mp4").read_bytes()
    half = tmp_path / "half.mp4"
    half.write_bytes(content[: len(content) // 2])
    (motion,) = watch(half, Fraction(0), Fraction(2), options=WatchOptions(cues=False))
    seen = len(motion.times_s)
    assert 5 < seen < 45
    assert motion.frames_missing == 50 - seen
    assert f"only {seen} of 50 frames" in motion.notices[0]
    assert motion.cues is None


def test_a_hand_alone_close_up_is_a_right_hand(shared_data: Path) -> None:
    clip = shared_data / "footage/piano_right_hand_closeup.mp4"
    (motion,) = watch(clip, Fraction(2), Fraction(3))
    assert np.isfinite(motion.points[:, 46:67, 0]).mean() > 0.9
    assert np.isnan(motion.points[:, :46]).all()
    assert motion.cues is not None
    assert np.isfinite(motion.cues[1:, 50:67:4, 0]).mean() > 0.9


def test_what_fails_while_pixels_are_measured_is_raised_and_leaves_no_thread(
    landscape: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(KeyboardFollower):
        def add(self, *args: object) -> None:
            raise MemoryError("no room for the keys")

    monkeypatch.setattr("foley_post.pose.extraction.KeyboardFollower", Broken)
    with pytest.raises(MemoryError, match="no room for the keys"):
        watch(landscape, Fraction(0), Fraction(4, 5))
    assert not [t for t in threading.enumerate() if t.name.startswith(("cues", "ahead"))]
