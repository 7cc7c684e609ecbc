"""A study made from clips: one picture, sounds equally loud and long, no name that tells."""

from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from foley_post.cli.main import main
from foley_post.core.timecode import Rate
from foley_post.errors import MediaMissing, UsageError
from foley_post.render.loudness import loudness_lufs
from foley_post.study.making import RATE_HZ, make
from foley_post.video import write_video

LENGTH_S = 1.2


def film(path: Path, pitch_hz: float) -> Path:
    images = [np.full((72, 128, 3), 8 * n, np.uint8) for n in range(30)]
    write_video(path, images, Rate(25), audio=tone(pitch_hz, 0.05))
    return path


def tone(pitch_hz: float, level: float, length_s: float = LENGTH_S) -> np.ndarray:
    wave = level * np.sin(2 * np.pi * pitch_hz * np.arange(round(length_s * RATE_HZ)) / RATE_HZ)
    return np.stack([wave, wave], axis=1).astype(np.float32)


@pytest.fixture
def clips(tmp_path: Path) -> list[Path]:
    return [film(tmp_path / "Anna at the piano.mp4", 300.0), film(tmp_path / "b.mp4", 500.0)]


def test_sounds_are_equally_loud_and_as_long_as_their_picture(
    clips: list[Path], tmp_path: Path
) -> None:
    ours = {clips[0]: tone(900.0, 0.5, 0.8), clips[1]: tone(700.0, 0.01, 3.0)}
    names = ("ours", "shifted", "other", "real")
    study = make(clips, names, tmp_path / "study", sounds={"ours": ours.__getitem__}, seed=3)
    for own in study.files.values():
        assert set(own) == {"ours", "other", "real", "shifted40", "shifted80", "shifted160"}
        for file in own.values():
            samples, rate_hz = soundfile.read(study.public / file, always_2d=True)
            assert (rate_hz, samples.shape) == (RATE_HZ, (round(LENGTH_S * RATE_HZ), 1))
            assert loudness_lufs(samples, rate_hz) == pytest.approx(-23, abs=0.3)
    first, second = study.files.values()
    assert_pitch(study.public / first["other"], 700.0)
    assert_pitch(study.public / second["other"], 900.0)
    assert_pitch(study.public / first["real"], 300.0)
    began = [
        np.argmax(np.abs(soundfile.read(study.public / first[n])[0]) > 0.02)
        for n in ("ours", "shifted80")
    ]
    assert began[1] - began[0] == pytest.approx(0.08 * RATE_HZ, abs=RATE_HZ * 0.006)


def assert_pitch(path: Path, hz: float) -> None:
    samples, rate_hz = soundfile.read(path)
    assert np.argmax(np.abs(np.fft.rfft(samples))) * rate_hz / len(samples) == pytest.approx(
        hz, abs=3
    )


def test_a_picture_has_no_sound_and_no_name_tells_what_it_is(
    clips: list[Path], tmp_path: Path
) -> None:
    study = make(
        clips, ("ours", "real"), tmp_path / "study", sounds={"ours": lambda _: tone(440, 0.1)}
    )
    for path in study.public.iterdir():
        assert not any(word in path.name for word in ("ours", "real", "Anna"))
        if path.suffix == ".mp4":
            with av.open(str(path)) as container:
                assert len(container.streams.video) == 1
                assert not container.streams.audio
    told = (study.public / "trials.json").read_text()
    assert not any(word in told for word in ("ours", "Anna", str(tmp_path)))


def test_what_is_missing_is_said_and_answers_are_never_overwritten(
    clips: list[Path], tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="no sound for 'published'"):
        make(
            clips, ("ours", "published"), tmp_path / "a", sounds={"ours": lambda _: tone(440, 0.1)}
        )
    with pytest.raises(MediaMissing, match=r"gone\.mp4"):
        make([tmp_path / "gone.mp4"], ("ours",), tmp_path / "b", sounds={})
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "answers.jsonl").write_text("")
    with pytest.raises(UsageError, match="answers already"):
        make(clips, ("ours",), tmp_path / "c", sounds={})


def test_the_command_makes_a_study_of_sounds_in_a_folder(
    clips: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for clip in clips:
        soundfile.write(tmp_path / f"{clip.stem}.wav", tone(440, 0.1), RATE_HZ)
    out = tmp_path / "study"
    words = ["--conditions", "ours,real", "--sounds", f"ours={tmp_path}", "--out", str(out)]
    assert main(["study", "--json", "make", *map(str, clips), *words]) == 0
    assert json.loads(capsys.readouterr().out)["trials"] == 6
    assert main(["study", "report", str(out)]) == 2
    assert "Nobody has answered" in capsys.readouterr().err
