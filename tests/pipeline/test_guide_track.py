"""A sound track of the timeline as the guide, heard at its place."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from test_guide_listening import LENGTH_S, PLAYED, RATE_HZ, film, pitches, sounding, watched

from foley_post.core.progress import ignore_progress
from foley_post.errors import MediaMissing, UsageError
from foley_post.jobs.scoring import ScoreShot
from foley_post.midi.notes import Evidence
from foley_post.pipeline.guide.listening import heed_guide
from foley_post.pipeline.guide.track import with_guide_track
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import ScoredShot
from foley_post.timeline import Cut, read_cut
from foley_post.timeline.model import Shot

FPS = 10


def item(kind: str, first: int, frames: int, **more: object) -> dict[str, object]:
    def time(value: int) -> dict[str, object]:
        return {"OTIO_SCHEMA": "RationalTime.1", "rate": float(FPS), "value": value}

    span = {"OTIO_SCHEMA": "TimeRange.1", "start_time": time(first), "duration": time(frames)}
    return {"OTIO_SCHEMA": kind, "name": "", "source_range": span} | more


def clip(path: Path, first: int, frames: int) -> dict[str, object]:
    reference = {"OTIO_SCHEMA": "ExternalReference.1", "target_url": path.as_uri()}
    return item(
        "Clip.2",
        first,
        frames,
        media_references={"DEFAULT_MEDIA": reference},
        active_media_reference_key="DEFAULT_MEDIA",
    )


def cut_with(folder: Path, shown: Path, tracks: dict[str, list[dict[str, object]]]) -> Cut:
    """A shot of the film from second 3 on, and sound tracks under it."""
    picture = [item("Gap.1", 0, 3 * FPS), clip(shown, 0, round(LENGTH_S * FPS))]
    rows = [("Video", "V1", picture), *(("Audio", name, row) for name, row in tracks.items())]
    children = [
        {"OTIO_SCHEMA": "Track.1", "kind": kind, "name": name, "children": row}
        for kind, name, row in rows
    ]
    stack = {"OTIO_SCHEMA": "Stack.1", "name": "", "children": children}
    path = folder / "cut.otio"
    path.write_text(json.dumps({"OTIO_SCHEMA": "Timeline.1", "name": "cut", "tracks": stack}))
    return read_cut(path)


def test_temp_music_under_a_shot_gives_it_its_notes(tmp_path: Path) -> None:
    silent = film(tmp_path / "silent.mov", None).media.path
    assert silent is not None
    music = tmp_path / "temp.wav"
    soundfile.write(music, np.concatenate([np.zeros(RATE_HZ), sounding()]), RATE_HZ)
    # The music's second second lies where the shot begins.
    temp = [item("Gap.1", 0, 3 * FPS), clip(music, FPS, round(LENGTH_S * FPS))]
    cut = cut_with(tmp_path, silent, {"Talk": [item("Gap.1", 0, 5)], "Temp music": temp})
    (shot,) = cut.shots
    for name in ("track:temp music", "track:A2", "track:2"):
        asked = Options(out=tmp_path / "out", guide_sound=name)
        heard = with_guide_track(cut, cut.shots, asked)
        assert Path(heard.guide_sound).parent == tmp_path / "out" / "guide"
    (take,) = heed_guide(shot, [watched()], heard).takes
    assert pitches(take) == tuple(n.pitch for n in PLAYED)
    assert {n.evidence for n in take.notes} == {Evidence.HEARD}
    assert all(abs(a.onset_s - b.onset_s) < 0.05 for a, b in zip(take.notes, PLAYED, strict=True))


def test_every_sample_of_a_track_lies_at_its_place(tmp_path: Path) -> None:
    silent = film(tmp_path / "silent.mov", None).media.path
    assert silent is not None
    click = np.zeros((5 * 48_000, 2), np.float32)
    click[48_000 + 7] = (0.5, -0.25)
    path = tmp_path / "click.wav"
    soundfile.write(path, click, 48_000, subtype="FLOAT")
    row = [item("Gap.1", 0, 20), clip(path, 5, 20), item("Gap.1", 0, 11), clip(path, 10, 9)]
    cut = cut_with(tmp_path, silent, {"": row})
    heard = with_guide_track(cut, cut.shots, Options(out=tmp_path, guide_sound="track:a1"))
    samples, rate = soundfile.read(heard.guide_sound, always_2d=True)
    assert rate == 48_000
    assert list(np.flatnonzero(np.abs(samples[:, 0]) > 0.1)) == [
        round(2.5 * rate) + 7, round(5.1 * rate) + 7
    ]  # fmt: skip
    assert samples[round(2.5 * rate) + 7] == pytest.approx((0.5, -0.25), abs=1e-4)


def test_a_track_that_is_not_there_or_has_no_files_is_named(tmp_path: Path) -> None:
    silent = film(tmp_path / "silent.mov", None).media.path
    assert silent is not None
    cut = cut_with(tmp_path, silent, {"Talk": [clip(tmp_path / "gone.wav", 0, 20)]})
    asked = Options(out=tmp_path / "out", guide_sound="track:Music")
    with pytest.raises(UsageError, match=r"There is no sound track 'Music'.*are Talk"):
        with_guide_track(cut, cut.shots, asked)
    with pytest.raises(MediaMissing, match="No file of the sound track Talk"):
        with_guide_track(cut, cut.shots, replace(asked, guide_sound="track:talk"))


def test_other_guides_stay_as_they_are(tmp_path: Path) -> None:
    silent = film(tmp_path / "silent.mov", None).media.path
    assert silent is not None
    cut = cut_with(tmp_path, silent, {})
    asked = Options(out=tmp_path / "out")
    assert with_guide_track(cut, cut.shots, asked) is asked


def test_the_windows_scoring_hears_a_track_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = film(tmp_path / "silent.mov", None).media.path
    assert silent is not None
    music = tmp_path / "temp.wav"
    soundfile.write(music, np.full(RATE_HZ * 10, 0.25), RATE_HZ)
    cut = cut_with(tmp_path, silent, {"Temp": [clip(music, 0, 8 * FPS)]})
    heard: list[float] = []

    def play(shot: Shot, options: Options, **_: object) -> ScoredShot:
        sound, rate_hz = soundfile.read(options.guide_sound)
        heard.append(float(sound[4 * rate_hz, 0]))
        return ScoredShot(shot)

    monkeypatch.setattr("foley_post.pipeline.score.play_shot", play)
    asked = Options(out=tmp_path / "out", guide_sound="track:Temp")
    ScoreShot(cut.shots[0], asked, cut=cut).run(ignore_progress)
    assert heard == [pytest.approx(0.25, abs=0.01)]
    assert not (tmp_path / "out").exists()
