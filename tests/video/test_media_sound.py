"""Sound stands where the picture says it does."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numbered_pictures import numbered

from foley_post.core.timecode import Rate
from foley_post.errors import MediaUnreadable
from foley_post.video import read_audio, write_video


@pytest.mark.parametrize("rate_hz", [48_000, 44_100, 16_000])
@pytest.mark.parametrize("start", [Fraction(0), Fraction(1), Fraction(19, 10)])
def test_a_click_is_heard_at_its_time(clip: Path, rate_hz: int, start: Fraction) -> None:
    sound = read_audio(clip, start, Fraction(3), rate_hz)
    assert sound.shape == (round((3 - start) * rate_hz), 2)
    loudest = np.flatnonzero(np.abs(sound[:, 0]) > 0.3)[0] / rate_hz + float(start)
    assert loudest == pytest.approx(2.0, abs=0.004)


def test_beyond_the_end_there_is_silence(clip: Path) -> None:
    sound = read_audio(clip, Fraction(4), Fraction(8), 48_000)
    assert len(sound) == 4 * 48_000
    assert not sound[2 * 48_000 :].any()


def test_a_wav_is_read_as_it_is(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, (9600, 2)).astype(np.float32)
    soundfile.write(tmp_path / "a.wav", noise, 48_000, subtype="FLOAT")
    assert np.array_equal(read_audio(tmp_path / "a.wav"), noise)


def test_a_silent_film_says_that_it_has_no_sound(tmp_path: Path) -> None:
    write_video(tmp_path / "a.mp4", numbered(5), Rate(25))
    with pytest.raises(MediaUnreadable, match="no sound"):
        read_audio(tmp_path / "a.mp4")
