"""For any cut, every reader agrees with every writer on places, ranges, sounds and links."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import timeline_material as material
from hypothesis import given, settings
from hypothesis import strategies as st

from foley_post.core.timecode import Rate
from foley_post.timeline import Cut, check_file, read_cut, write_cut
from foley_post.timeline.formats import again
from foley_post.timeline.layout.audio_clips import sounds_of

FORMS = ("otio", "fcp7xml", "fcpxml")
HOSTS = {"otio": "premiere", "fcp7xml": "resolve", "fcpxml": "fcp"}


@dataclass(frozen=True)
class Piece:
    """A gap, and a clip after it: where it starts in its media, how long, how fast, nested."""

    gap: int
    first: int
    length: int
    speed: float
    nested: bool
    heard: bool


pieces = st.builds(
    Piece,
    gap=st.sampled_from([0, 0, 3, 40]),
    first=st.integers(0, 200),
    length=st.integers(2, 120),
    speed=st.sampled_from([1.0, 1.0, 0.5, 2.0, -1.0, 0.0]),
    nested=st.booleans(),
    heard=st.booleans(),
)


@st.composite
def cuts(draw: st.DrawFn) -> tuple[Rate, dict[str, Any]]:
    """A rate, and an OTIO document: one or two tracks of pictures, one of the sounds below."""
    rate = draw(st.sampled_from(material.RATES))
    start = draw(st.sampled_from([0, rate.timebase * 3600, 1234]))
    tracks, sounds = [], []
    for number in range(draw(st.integers(1, 2))):
        items, position, heard_until = [], 0, 0
        for index, one in enumerate(draw(st.lists(pieces, min_size=1, max_size=4))):
            if one.gap:
                items.append(material.gap(one.gap, rate))
            position += one.gap
            item = clip_of(one, f"{number}-{index}", rate)
            if number == 0 and one.heard and one.speed == 1.0 and not one.nested:
                if position > heard_until:
                    sounds.append(material.gap(position - heard_until, rate))
                sounds.append(item)
                heard_until = position + one.length
            items.append(inside(item, one, rate) if one.nested else item)
            position += one.length
        tracks.append(material.track(items))
    if sounds:
        tracks.append(material.track(sounds, kind="Audio"))
    return rate, material.timeline(tracks, rate, start)


def clip_of(one: Piece, name: str, rate: Rate) -> dict[str, Any]:
    effects = []
    if one.speed != 1.0:
        kind = "FreezeFrame.1" if one.speed == 0 else "LinearTimeWarp.1"
        effects = [
            {"OTIO_SCHEMA": kind, "name": "", "effect_name": "", "metadata": {},
             "time_scalar": one.speed}
        ]  # fmt: skip
    url = f"file:///gone/film%20{name}.mov"
    first = 500 + one.first
    return material.clip(
        name, url, (first, one.length), rate, available=(300, 2000), effects=effects
    )


def inside(item: dict[str, Any], one: Piece, rate: Rate) -> dict[str, Any]:
    """A nested timeline that shows all but the first frame of ``item``, and a gap after it."""
    stack = material.timeline([material.track([item, material.gap(5, rate)])], rate)["tracks"]
    stack["source_range"] = material.time_range(1, one.length, float(rate.fps))
    return stack


def facts(cut: Cut) -> list[tuple[int, int, str, list[int]]]:
    """Place, length, media and, in frames, what of it is seen at the ends."""
    return sorted(
        (
            shot.record_start_frame,
            shot.length_frames,
            shot.media.url.rpartition("/")[2],
            [round(s * cut.rate.fps) for s in shot.time_map.media_range],
        )
        for shot in cut.shots
    )


def heard(cut: Cut) -> list[tuple[int, int, str]]:
    timeline = again(cut.format, cut.source, cut.path.name, rate=cut.rate).timeline
    return sorted(
        (clip.record_start_frame, clip.length_frames, clip.media.url.rpartition("/")[2])
        for sound in sounds_of(timeline, cut, [])
        for clip in sound.clips
    )


def linked(path: Path) -> int:
    """How many sounds are linked with their picture in a made FCP7 document."""
    from lxml import etree

    tree = etree.parse(str(path))
    pictures = {c.get("id") for c in tree.iterfind(".//video/track/clipitem")}
    return sum(
        any(link.findtext("linkclipref") in pictures for link in clip.iterfind("link"))
        for clip in tree.iterfind(".//audio/track/clipitem")
    )


@settings(max_examples=40, deadline=None)
@given(made=cuts())
def test_every_reader_agrees_with_every_writer(made: tuple[Rate, dict[str, Any]]) -> None:
    rate, document = made
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cut = read_cut(material.save(document, folder / "cut.otio"))
        assert cut.rate == rate
        stems = [material.stem_for(cut, i) for i in range(len(cut.shots))]
        written = write_cut(cut, stems, folder / "out", formats=FORMS)
        sounds = heard(cut)
        for form, path in zip(FORMS, written.files, strict=True):
            back = read_cut(path)
            assert (back.rate, back.start_frame) == (cut.rate, cut.start_frame), form
            assert [f[:3] for f in facts(back)] == [f[:3] for f in facts(cut)], form
            for (*_, one), (*_, two) in zip(facts(back), facts(cut), strict=True):
                assert all(abs(a - b) <= 1 for a, b in zip(one, two, strict=True)), form
            assert heard(back) == sounds, form
            assert [f for f in check_file(path, HOSTS[form]) if f.serious] == [], form
        assert linked(written.files[1]) == 2 * len(sounds)
        crossed = write_cut(read_cut(written.files[1]), [], folder / "two", formats=["fcpxml"])
        across = read_cut(crossed.files[0])
        assert [f[:3] for f in facts(across)] == [f[:3] for f in facts(cut)]
