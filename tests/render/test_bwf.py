"""The WAV itself: RIFF below 4 GiB, RF64 beyond, nothing half-written."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile
from wavinfo import WavInfoReader

from foley_post.core.timecode import Rate
from foley_post.render.bwf import RF64_FROM_BYTES, Stamp, _head, write_bwf
from foley_post.timeline.media.wav_header import read_wav_header

STAMP = Stamp(172_972_800, Rate(24), track="Piano", originated="2020-02-03 04:05:06")


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    samples = np.random.default_rng(1).uniform(-1, 1, (1001, 2))
    write_bwf(tmp_path / "a.wav", samples, 48_000, stamp=STAMP)
    back, rate_hz = soundfile.read(tmp_path / "a.wav", always_2d=True)
    assert rate_hz == 48_000
    assert np.abs(back - samples).max() < 2**-22
    bext = WavInfoReader(str(tmp_path / "a.wav")).bext
    assert (bext.originator, bext.originator_date) == ("Foley Post", "2020-02-03")
    assert bext.time_reference == 172_972_800


def test_a_file_past_the_limit_is_rf64(tmp_path: Path) -> None:
    samples = np.random.default_rng(1).uniform(-1, 1, (1001, 1))
    write_bwf(tmp_path / "a.wav", samples, 48_000, stamp=STAMP, rf64_from_bytes=2_000)
    assert (tmp_path / "a.wav").read_bytes()[:4] == b"RF64"
    assert soundfile.info(tmp_path / "a.wav").format == "RF64"
    back, _ = soundfile.read(tmp_path / "a.wav", always_2d=True)
    assert np.abs(back - samples).max() < 2**-22


def test_six_hours_of_stereo_are_rf64_with_their_whole_length(tmp_path: Path) -> None:
    """The header of a file of 5.8 GiB, before a hole on the disk."""
    frames = 6 * 3600 * 48_000
    chunks = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 2, 48_000, 288_000, 6, 24)
    head = _head(chunks, frames * 6, frames, RF64_FROM_BYTES)
    path = tmp_path / "long.wav"
    with path.open("wb") as file:
        file.write(head)
        file.truncate(len(head) + frames * 6)
    info = soundfile.info(path)
    assert (info.format, info.frames) == ("RF64", frames)
    facts = read_wav_header(path)
    assert facts is not None
    assert facts.length_samples == frames
    just_below = (RF64_FROM_BYTES - 10_000) // 6
    assert _head(chunks, just_below * 6, just_below, RF64_FROM_BYTES)[:4] == b"RIFF"


def test_values_beyond_full_scale_are_held_there(tmp_path: Path) -> None:
    write_bwf(tmp_path / "a.wav", np.array([[1.5], [-1.5]]), 48_000, stamp=STAMP)
    back, _ = soundfile.read(tmp_path / "a.wav")
    assert back == pytest.approx([1.0, -1.0], abs=1e-6)


def test_sound_that_is_not_finite_is_never_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not finite"):
        write_bwf(tmp_path / "a.wav", np.array([[np.nan]]), 48_000, stamp=STAMP)
    assert list(tmp_path.iterdir()) == []
