"""Reaper projects: every stem at its very sample, whatever the frame rate and the names."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from foley_post.core.timecode import Rate, samples_at
from foley_post.timeline import read_cut, write_cut
from foley_post.timeline.model import Cut, Marker, Stem
from foley_post.timeline.reaper.writer import rpp_text

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"
LINE = re.compile(r"""^\s*(<?)(\w+)\s*(.*)$""")


def read(text: str) -> dict[str, list[dict[str, str]]]:
    """The items of each track, as another reader than ours would take them apart."""
    tracks: dict[str, list[dict[str, str]]] = {}
    track, item, depth = "", None, 0
    for line in text.splitlines():
        if line.strip() == ">":
            depth -= 1
            continue
        opens, word, rest = LINE.match(line).groups()  # type: ignore[union-attr]
        depth += bool(opens)
        value = rest[1:-1] if rest[:1] in {'"', "'", "`"} else rest
        if word == "NAME" and depth == 2:
            tracks[track := value] = []
        elif word == "ITEM":
            tracks[track].append(item := {})
        elif item is not None and depth >= 3 and word != "SOURCE":
            item[word] = value
    assert depth == 0, "every bracket is closed"
    return tracks


@pytest.fixture
def cut() -> Cut:
    return read_cut(SAMPLE / "sample.otio")


def stem_at(cut: Cut, frame: int, name: str = "a", track: str = "Cello") -> Stem:
    head = 24
    start = samples_at(cut.rate.seconds(cut.start_frame + frame - head), 48000)
    return Stem(
        Path("/films") / f"{name}.wav", name, "V1-001", track, 48000, 2, start, 480000,
        frame, 50, head_frames=head,
    )  # fmt: skip


@pytest.mark.parametrize("fps", ["23.976", "24", "25", "29.97", "50", "59.94"])
def test_every_stem_shows_the_sample_that_its_time_stamp_says(cut: Cut, fps: str) -> None:
    cut = replace(cut, rate=Rate.of(fps), start_frame=86_401)
    frames = (30, 101, 1000, 5003)
    stems = [stem_at(cut, f, name=f"s{f}") for f in frames]
    from foley_post.timeline.layout.audio_lanes import lanes

    items = read(rpp_text(cut, lanes(stems, cut)).decode())["Cello"]
    for frame, stem, item in zip(frames, stems, items, strict=True):
        shown_s = cut.start_s + Fraction(item["POSITION"])
        in_file = (shown_s - Fraction(stem.start_sample, 48000)) * 48000
        assert abs(in_file - Fraction(item["SOFFS"]) * 48000) < Fraction(1, 1000)
        assert Fraction(item["POSITION"]) == pytest.approx(
            float(cut.rate.seconds(frame)), abs=1e-12
        )
        assert float(item["LENGTH"]) == pytest.approx(float(cut.rate.seconds(50)), abs=1e-12)


def test_names_with_any_quotes_stay_one_word(cut: Cut) -> None:
    names = ['a "b"', "it's", "a 'b' \"c\"", "`a` 'b' \"c\"", "two\nlines"]
    stems = [stem_at(cut, 30 + 60 * n, name=f"s{n}", track=t) for n, t in enumerate(names)]
    from foley_post.timeline.layout.audio_lanes import lanes

    found = read(rpp_text(cut, lanes(stems, cut), [Marker(12, "hit")]).decode())
    assert list(found) == ['a "b"', "it's", "a 'b' \"c\"", "'a' 'b' \"c\"", "two lines"]


def test_it_is_written_when_reaper_is_asked_for(cut: Cut, tmp_path: Path) -> None:
    written = write_cut(cut, [stem_at(cut, 30)], tmp_path, hosts=("reaper",))
    assert [f.name for f in written.files] == ["sample+music.RPP"]
    assert written.uses == ("for Reaper",)
    assert "holds the stems, not the picture" in written.notices[-1]
    film = read_cut(SAMPLE / "sample.mp4")
    written = write_cut(film, [stem_at(film, 30)], tmp_path, formats=("rpp",))
    found = read(written.files[0].read_text())
    assert list(found) == ["Picture", "Cello"]
    assert found["Picture"][0]["FILE"].endswith("sample.mp4")
    assert written.notices == ()
