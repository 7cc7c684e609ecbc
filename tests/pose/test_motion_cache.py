"""A clip is watched once; a damaged entry is as none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from foley_post.core.progress import Progress
from foley_post.errors import Cancelled
from foley_post.pose import WatchOptions, motion_cache
from foley_post.pose.backends import devices
from foley_post.pose.motion_cache import MotionCache, watch_cached
from foley_post.pose.skeleton import Keyboard, Motion


def motion(steps: int = 12, performer: int = 0) -> Motion:
    rng = np.random.default_rng(performer)
    points = rng.random((steps, 67, 3)).astype(np.float32)
    points[3] = np.nan
    return Motion(
        times_s=np.arange(steps) / 25,
        points=points,
        cues=rng.random((steps, 67, 4)).astype(np.float32),
        keyboard=Keyboard(np.eye(3)[None], rng.random((steps, 88, 1)).astype(np.float32), True),
        performer=performer,
        frames_missing=2,
        notices=("two frames are missing",),
    )


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    (tmp_path / "clip.mp4").write_bytes(b"pictures")
    return tmp_path / "clip.mp4"


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Each real watching, by path."""
    calls: list[Path] = []

    def watch(path: Path, *_: object, **__: object) -> tuple[Motion, ...]:
        calls.append(path)
        return (motion(), motion(performer=1))

    monkeypatch.setattr(motion_cache, "watch", watch)
    return calls


def look(clip: Path, cache: MotionCache, **options: object) -> tuple[Motion, ...]:
    chosen = WatchOptions(**options)  # type: ignore[arg-type]
    return watch_cached(clip, Fraction(0), Fraction(1), cache=cache, options=chosen)


def test_the_second_time_comes_from_disk_and_is_equal(
    clip: Path, tmp_path: Path, watched: list[Path]
) -> None:
    cache = MotionCache(tmp_path / "cache")
    first, second = look(clip, cache), look(clip, cache)
    assert len(watched) == 1
    for a, b in zip(first, second, strict=True):
        assert a.points.tobytes() == b.points.tobytes()
        assert a.times_s.tobytes() == b.times_s.tobytes()
        assert a.cues is not None and b.cues is not None  # noqa: PT018 - for the type checker
        assert a.cues.tobytes() == b.cues.tobytes()
        assert a.keyboard is not None and b.keyboard is not None  # noqa: PT018
        assert np.array_equal(a.keyboard.plane, b.keyboard.plane)
        assert b.keyboard.octave_known
        assert (a.performer, a.frames_missing, a.notices) == (
            b.performer,
            b.frames_missing,
            b.notices,
        )


def test_another_content_range_or_option_is_another_entry(
    clip: Path, tmp_path: Path, watched: list[Path]
) -> None:
    cache = MotionCache(tmp_path / "cache")
    look(clip, cache)
    look(clip, cache, most_players=2)
    watch_cached(clip, Fraction(1), Fraction(2), cache=cache)
    clip.write_bytes(b"other pictures")
    look(clip, cache)
    assert len(watched) == cache.count() == 4


def test_a_gpu_has_entries_of_its_own(
    clip: Path, tmp_path: Path, watched: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = MotionCache(tmp_path / "cache")
    monkeypatch.setattr(devices, "_has_cuda", lambda: False)
    look(clip, cache, device="cpu")
    look(clip, cache, device="auto")
    assert len(watched) == 1
    monkeypatch.setattr(devices, "_has_cuda", lambda: True)
    look(clip, cache, device="auto")
    look(clip, cache, device="cuda:1")
    assert len(watched) == 2
    look(clip, cache, device="auto", pose="mediapipe")
    look(clip, cache, device="cpu", pose="mediapipe")
    assert len(watched) == 3, "mediapipe runs on the CPU"


def test_what_the_device_did_is_not_remembered(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = ("The GPU gave up (lost); the CPU watched from there on.", "clip.mp4 ends early.")
    seen = replace(motion(), notices=said, run_notices=said[:1])
    monkeypatch.setattr(motion_cache, "watch", lambda *_, **__: (seen,))
    cache = MotionCache(tmp_path / "cache")
    assert look(clip, cache)[0].notices == said
    assert look(clip, cache)[0].notices == said[1:]


def test_a_media_file_is_hashed_once_for_all_its_shots(
    clip: Path, tmp_path: Path, watched: list[Path]
) -> None:
    cache = MotionCache(tmp_path / "cache")
    told: list[Progress] = []
    for second in range(3):
        watch_cached(clip, Fraction(second), Fraction(second + 1), cache=cache, watcher=told.append)
    assert len(watched) == 3
    assert [p.stage for p in told] == ["hashing"]
    clip.write_bytes(b"more pictures")
    watch_cached(clip, Fraction(0), Fraction(1), cache=cache, watcher=told.append)
    assert [p.stage for p in told] == ["hashing"] * 2


def test_hashing_can_be_cancelled(clip: Path, tmp_path: Path, watched: list[Path]) -> None:
    def stop(progress: Progress) -> None:
        raise Cancelled("stop")

    with pytest.raises(Cancelled):
        watch_cached(
            clip, Fraction(0), Fraction(1), cache=MotionCache(tmp_path / "cache"), watcher=stop
        )
    assert watched == []


def test_entries_that_another_process_removes_are_as_none(
    clip: Path, tmp_path: Path, watched: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = MotionCache(tmp_path / "cache")
    look(clip, cache)
    real = Path.glob

    def slow(folder: Path, pattern: str) -> Iterator[Path]:
        yield from real(folder, pattern)
        yield folder / "gone.motions"

    monkeypatch.setattr(Path, "glob", slow)
    assert cache.count() == 1
    assert cache.shrink(0) == 1
    assert look(clip, cache, most_players=2)
    assert len(watched) == 2


def test_an_entry_that_goes_while_it_is_read_is_not_made_anew_empty(
    clip: Path, tmp_path: Path, watched: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = MotionCache(tmp_path / "cache")
    look(clip, cache)
    real = Path.read_bytes

    def read_and_remove(path: Path) -> bytes:
        content = real(path)
        path.unlink()
        return content

    monkeypatch.setattr(Path, "read_bytes", read_and_remove)
    assert len(look(clip, cache)) == 2
    assert len(watched) == 1
    assert cache.count() == 0


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty"])
def test_a_damaged_entry_is_noticed_and_made_again(
    clip: Path, tmp_path: Path, watched: list[Path], damage: str
) -> None:
    cache = MotionCache(tmp_path / "cache")
    look(clip, cache)
    (entry,) = (tmp_path / "cache").iterdir()
    content = bytearray(entry.read_bytes())
    content[len(content) // 2] ^= 1
    spoiled = {"cut": content[:-9], "flipped": content, "empty": b""}[damage]
    entry.write_bytes(bytes(spoiled))
    assert len(look(clip, cache)) == 2
    assert len(watched) == 2


def test_a_new_detector_or_key_network_watches_again(
    clip: Path, tmp_path: Path, watched: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = MotionCache(tmp_path / "cache")
    look(clip, cache)
    for times, what in ((2, "detector_version"), (3, "key_network_version")):
        monkeypatch.setattr(motion_cache, what, lambda: "another")
        look(clip, cache)
        assert len(watched) == times


def test_the_longest_unused_goes_when_there_is_no_room(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    MotionCache(folder).write("a", [motion()])
    size = MotionCache(folder).size_bytes()
    cache = MotionCache(folder, most_bytes=2 * size + 100)
    cache.write("b", [motion()])
    os.utime(folder / "a.motions", (2, 2))
    os.utime(folder / "b.motions", (1, 1))
    cache.write("c", [motion()])
    assert {e.stem for e in folder.iterdir()} == {"a", "c"}


def test_a_folder_that_cannot_be_written_is_done_without(
    clip: Path, tmp_path: Path, watched: list[Path]
) -> None:
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    assert len(look(clip, MotionCache(tmp_path / "cache"))) == 2
    assert len(watched) == 1
