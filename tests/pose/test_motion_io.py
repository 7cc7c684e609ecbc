"""What `watch --motion` writes is read back whole: points, cues, keyboard and all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from foley_post.errors import MediaMissing, MediaUnreadable
from foley_post.pose.motion_io import load_motions, save_motions
from foley_post.pose.skeleton import Keyboard, Motion


def motion(performer: int, keyboard: Keyboard | None) -> Motion:
    rng = np.random.default_rng(performer)
    points = rng.random((9, 67, 3)).astype(np.float32)
    points[2, 5] = np.nan
    cues = rng.random((9, 67, 4)).astype(np.float32)
    times_s = np.arange(9) / 30
    return Motion(times_s, points, cues, keyboard, performer, 1.5, 3, ("three are missing",))


def test_a_motion_comes_back_as_it_was_with_its_keyboard(tmp_path: Path) -> None:
    rng = np.random.default_rng(9)
    keys = rng.random((9, 88, 1)).astype(np.float32)
    board = Keyboard(rng.random((9, 3, 3)), keys, octave_known=True, confidence=0.75)
    saved = (motion(0, board), motion(1, None))
    save_motions(saved, tmp_path / "who.npz")
    first, second = load_motions(tmp_path / "who.npz")
    for before, after in zip(saved, (first, second), strict=True):
        assert after.points.tobytes() == before.points.tobytes()
        assert after.times_s.tobytes() == before.times_s.tobytes()
        assert after.cues is not None
        assert before.cues is not None
        assert after.cues.tobytes() == before.cues.tobytes()
        assert (after.performer, after.aspect, after.frames_missing, after.notices) == (
            before.performer,
            before.aspect,
            before.frames_missing,
            before.notices,
        )
    assert first.keyboard is not None
    assert first.keyboard.plane.tobytes() == board.plane.tobytes()
    assert first.keyboard.key_cues is not None
    assert first.keyboard.key_cues.tobytes() == keys.tobytes()
    assert (first.keyboard.octave_known, first.keyboard.confidence) == (True, 0.75)
    assert second.keyboard is None


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 half of one"])
def test_a_damaged_file_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "who.npz").write_bytes(content)
    with pytest.raises(MediaUnreadable, match="Watch the clip again"):
        load_motions(tmp_path / "who.npz")


def test_a_file_damaged_anywhere_is_read_or_told(tmp_path: Path) -> None:
    save_motions([Motion(np.arange(6) / 25, np.zeros((6, 67, 3), np.float32))], tmp_path / "a.npz")
    whole, told = (tmp_path / "a.npz").read_bytes(), 0
    for at in range(0, len(whole), 7):
        damaged = whole[:at] + bytes([whole[at] ^ 0x5A]) + whole[at + 1 :]
        (tmp_path / "who.npz").write_bytes(damaged)
        try:
            load_motions(tmp_path / "who.npz")
        except MediaUnreadable:
            told += 1
    assert told > 20


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(MediaMissing, match=r"who\.npz"):
        load_motions(tmp_path / "who.npz")
