"""AAF out, experimental: what is written is read again by otio-aaf-adapter."""

from __future__ import annotations

from pathlib import Path

import pytest
import timeline_material as material
from test_fcpxml_builder import busy_otio

from foley_post.core.timecode import Rate, samples_at
from foley_post.errors import TimelineWriteError
from foley_post.timeline import Cut, read_cut, write_cut
from foley_post.timeline.model import AudioTrack


def places(cut: Cut) -> list[tuple[object, ...]]:
    return [(s.record_start_frame, s.length_frames, s.time_map) for s in cut.shots]


@pytest.mark.parametrize("rate", [Rate(30000, 1001), Rate(25)], ids=str)
def test_an_aaf_made_from_a_cut_has_its_timecode_its_picture_and_the_stems(
    tmp_path: Path, rate: Rate
) -> None:
    start = 107_892 if rate.is_ntsc else 90_000
    cut = read_cut(busy_otio(tmp_path / "cut.otio", rate, start))
    stems = [material.stem_for(cut, 0), material.stem_for(cut, 1, channels=1, track="Mono")]
    written = write_cut(cut, stems, tmp_path / "out", formats=["aaf"])
    assert any("experimental" in notice for notice in written.notices)
    assert any("V2-002: switched off" in notice for notice in written.notices)
    assert any("V1-002" in notice and "own speed" in notice for notice in written.notices)
    import opentimelineio as otio

    timeline = otio.adapters.read_from_file(str(written.files[0]))
    assert timeline.global_start_time.value == start
    heard = [c for t in timeline.tracks if t.kind == "Audio" for c in t.find_clips()]
    assert [c.media_reference.target_url for c in heard] == [
        "file:///out/stems/V1-001.wav",
        "file:///out/stems/V1-001.wav",
        "file:///out/stems/V1-002.wav",
    ]
    for clip, stem in zip(heard, [stems[0], stems[0], stems[1]], strict=True):
        available = clip.media_reference.available_range
        assert available.start_time.rate == 48_000
        assert round(available.start_time.value) == stem.start_sample
        head = samples_at(cut.rate.seconds(stem.head_frames), 48_000)
        assert abs(clip.source_range.start_time.value - stem.start_sample - head) <= 1
    again = read_cut(written.files[0])
    assert (again.rate, again.start_frame, again.drop_frame) == (rate, start, rate.is_ntsc)
    assert places(again)[0] == places(cut)[0]
    assert [(s.record_start_frame, s.length_frames) for s in again.shots] == [
        (s.record_start_frame, s.length_frames) for s in cut.shots if s.enabled
    ]
    assert again.audio_tracks == (
        AudioTrack("Foley Violin L", 1, True),
        AudioTrack("Foley Violin R", 2, True),
        AudioTrack("Mono", 3, True),
    )


def test_an_aaf_keeps_all_that_was_in_it_and_its_old_stems_are_replaced(
    shared_data: Path, tmp_path: Path
) -> None:
    path = shared_data / "timelines/OpenTimelineIO__otio-aaf-adapter/multitrack.aaf"
    before = path.read_bytes()
    cut = read_cut(path)
    stems = [material.stem_for(cut, i) for i in (0, 1)]
    first = read_cut(write_cut(cut, stems, tmp_path / "one", formats=["aaf"]).files[0])
    assert places(first) == places(cut)
    second = write_cut(first, [material.stem_for(first)], tmp_path / "two", formats=["aaf"])
    again = read_cut(second.files[0])
    assert places(again) == places(cut)
    assert [t.name for t in again.audio_tracks if not t.ours] == [t.name for t in cut.audio_tracks]
    assert [t.name for t in again.audio_tracks if t.ours] == ["Foley Violin L", "Foley Violin R"]
    assert path.read_bytes() == before


def test_what_the_library_cannot_write_is_one_error_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: str, mode: str) -> None:
        raise ValueError(mode)

    monkeypatch.setattr("aaf2.open", refuse)
    cut = read_cut(material.simple_otio(tmp_path / "cut.otio"))
    with pytest.raises(TimelineWriteError, match=r"cut\.otio could not be written"):
        write_cut(cut, [], tmp_path / "out", formats=["aaf"])
    assert list((tmp_path / "out").iterdir()) == []
