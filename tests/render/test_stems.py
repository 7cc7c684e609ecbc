"""A stem lies where its shot does, to the sample, and sounds as loud as asked."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile
from wavinfo import WavInfoReader

from foley_post.core.time_map import TimeMap
from foley_post.core.timecode import Rate, samples_at
from foley_post.errors import UsageError
from foley_post.midi.notes import Note, Take
from foley_post.render import stems
from foley_post.render.loudness import loudness_lufs, true_peak
from foley_post.render.stems import RenderSettings, render_stem
from foley_post.timeline.model import Cut, Media, Shot

NTSC = Rate(24000, 1001)
DRY = RenderSettings(reverb="dry", loudness_lufs=None)


def a_cut(rate: Rate = NTSC, start_frame: int = 86_400, **changes: object) -> Cut:
    shot = Shot(
        id="V1-001",
        name="Ada — Übung",
        track="V1",
        media=Media("ada.mov"),
        rate=rate,
        record_start_frame=37,
        length_frames=60,
        time_map=TimeMap.linear(Fraction(0), rate.seconds(60)),
    )
    cut = Cut(
        path=Path("reel.otio"),
        format="otio",
        name="Reel & Co",
        rate=rate,
        start_frame=start_frame,
        length_frames=200,
        shots=(shot,),
        source=b"",
    )
    return replace(cut, **changes)


def a_take(*onsets_s: float, instrument: str = "xylophone", pitch: int = 79) -> Take:
    return Take(tuple(Note(t, 0.2, pitch, 100) for t in onsets_s), 2.5, instrument)


def first_sound(samples: np.ndarray) -> int:
    return int(np.flatnonzero(np.abs(samples).max(axis=-1) > 0)[0])


def test_a_note_sounds_at_its_own_sample(tmp_path: Path) -> None:
    cut = a_cut()
    for onset_s in (0.0, 0.7331, 1.9):
        path = tmp_path / "stem.wav"
        stem = render_stem(a_take(onset_s), cut.shots[0], cut, path, settings=DRY)
        samples, _ = soundfile.read(path, always_2d=True)
        shot_s = cut.rate.seconds(cut.start_frame + 37)
        expected = float(shot_s * 48_000 - stem.start_sample) + onset_s * 48_000
        assert 0 <= first_sound(samples) - expected <= 2.5, "samples begin at zero and rise"


def test_the_place_is_one_value_in_bext_ixml_and_stem(tmp_path: Path) -> None:
    cut = a_cut(Rate(30000, 1001), 107_892, drop_frame=True)
    path = tmp_path / "stem.wav"
    stem = render_stem(a_take(0.1), cut.shots[0], cut, path, settings=DRY)
    info = WavInfoReader(str(path))
    assert info.bext.time_reference == stem.start_sample
    assert stem.start_sample == samples_at(cut.rate.seconds(107_892 + 37 - 30), 48_000)
    assert stem.head_frames == 30
    xml = path.read_bytes().decode("latin-1")
    assert "HI>0</TIMESTAMP" in xml
    assert f"LO>{stem.start_sample}<" in xml
    assert "<TIMECODE_RATE>30000/1001</TIMECODE_RATE>" in xml
    assert "<TIMECODE_FLAG>DF</TIMECODE_FLAG>" in xml
    assert info.fmt.bits_per_sample == 24
    assert info.data.frame_count == stem.length_samples


def test_the_head_never_reaches_back_over_midnight(tmp_path: Path) -> None:
    cut = a_cut(Rate(25), 0)
    shot = replace(cut.shots[0], record_start_frame=7)
    stem = render_stem(a_take(0.0), shot, cut, tmp_path / "a.wav", settings=DRY)
    assert (stem.head_frames, stem.start_sample) == (7, 0)
    stem = render_stem(
        a_take(0.0), replace(shot, record_start_frame=0), cut, tmp_path / "b.wav", settings=DRY
    )
    assert (stem.head_frames, stem.start_sample) == (0, 0)


def test_a_whole_handle_is_left_after_the_shot(tmp_path: Path) -> None:
    cut = a_cut()
    stem = render_stem(a_take(0.0), cut.shots[0], cut, tmp_path / "a.wav", settings=DRY)
    end = cut.rate.seconds(cut.start_frame + 37 + 60) + 1
    assert stem.start_sample + stem.length_samples >= samples_at(end, 48_000)


@pytest.mark.parametrize(("rate_hz", "channels"), [(44_100, 1), (48_000, 2), (96_000, 6)])
def test_the_file_has_the_rate_and_channels_of_the_cut(
    tmp_path: Path, rate_hz: int, channels: int
) -> None:
    cut = a_cut(audio_rate_hz=rate_hz, audio_channels=channels)
    path = tmp_path / "stem.wav"
    stem = render_stem(a_take(0.5), cut.shots[0], cut, path, settings=DRY)
    info = soundfile.info(path)
    assert (info.samplerate, info.channels) == (rate_hz, min(channels, 2))
    assert (info.frames, stem.rate_hz) == (stem.length_samples, rate_hz)
    assert info.subtype == "PCM_24"


@pytest.mark.parametrize("target", [-23.0, -27.0])
def test_the_loudness_is_what_was_asked(tmp_path: Path, target: float) -> None:
    cut = a_cut()
    take = a_take(*np.arange(0, 2.4, 0.2), instrument="accordion", pitch=72)
    settings = RenderSettings(loudness_lufs=target)
    path = tmp_path / "stem.wav"
    stem = render_stem(take, cut.shots[0], cut, path, settings=settings)
    samples, rate_hz = soundfile.read(path, always_2d=True)
    assert loudness_lufs(samples, rate_hz) == pytest.approx(target, abs=0.1)
    assert stem.notices == ()


def test_the_true_peak_stays_below_the_ceiling_and_the_stem_says_so(tmp_path: Path) -> None:
    cut = a_cut()
    path = tmp_path / "stem.wav"
    settings = RenderSettings(loudness_lufs=-5.0)
    stem = render_stem(a_take(0.1, 1.1), cut.shots[0], cut, path, settings=settings)
    samples, _ = soundfile.read(path, always_2d=True)
    assert 20 * np.log10(true_peak(samples)) <= -1.0
    assert any("quieter than asked" in n for n in stem.notices)


def test_silence_is_reported(tmp_path: Path) -> None:
    cut = a_cut()
    stem = render_stem(a_take(), cut.shots[0], cut, tmp_path / "a.wav", settings=RenderSettings())
    assert stem.notices == ("The stem is silent.",)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    cut, take = a_cut(), a_take(0.1, 0.5, instrument="violin")
    for name in ("a.wav", "b.wav"):
        render_stem(take, cut.shots[0], cut, tmp_path / name, settings=RenderSettings())
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


def test_a_damaged_soundfont_is_replaced_with_a_word(tmp_path: Path) -> None:
    cut = a_cut()
    bad = tmp_path / "bad.sf2"
    bad.write_bytes(b"RIFF\xff\xff\x00\x00sfbk")
    settings = replace(DRY, soundfont=bad)
    stem = render_stem(a_take(0.1), cut.shots[0], cut, tmp_path / "a.wav", settings=settings)
    assert "cut short" in stem.notices[0]
    assert "shipped SoundFont was used" in stem.notices[0]


def test_the_embedded_synthesizer_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stems, "synthesizer_name", lambda: "tinysoundfont")
    cut = a_cut()
    stem = render_stem(a_take(0.1), cut.shots[0], cut, tmp_path / "a.wav", settings=DRY)
    assert "embedded synthesizer was used" in stem.notices[0]
    assert "apt-get install libfluidsynth3" in stem.notices[0]


def test_settings_that_make_no_sense_are_refused() -> None:
    for wrong in ({"loudness_lufs": 3.0}, {"reverb": "cupboard"}, {"handles_s": -1.0}):
        with pytest.raises(UsageError):
            RenderSettings(**wrong)
