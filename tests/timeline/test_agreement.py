"""For any cut, every reader agrees with every writer on places, ranges, sounds and links."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import timeline_material as material
from hypothesis import given, settings
from hypothesis import strategies as st
from made_formats import as_edl, as_mlt, file_of

from foley_post.core.timecode import Rate
from foley_post.timeline import Cut, Shot, check_file, read_cut, write_cut
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

running = pieces.map(lambda one: replace(one, speed=one.speed or 1.0))


@st.composite
def cuts(draw: st.DrawFn, freezes: bool = True) -> tuple[Rate, dict[str, Any]]:
    """A rate, and an OTIO document: one or two tracks of pictures, one of the sounds below.

    Without ``freezes`` frozen pictures run.
    """
    rate = draw(st.sampled_from(material.RATES))
    start = draw(st.sampled_from([0, rate.timebase * 3600, 1234]))
    tracks, sounds = [], []
    for number in range(draw(st.integers(1, 2))):
        items, position, heard_until = [], 0, 0
        drawn = draw(st.lists(pieces if freezes else running, min_size=1, max_size=4))
        for index, one in enumerate(drawn):
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
            file_of(shot),
            [round(s * cut.rate.fps) for s in shot.time_map.media_range],
        )
        for shot in cut.shots
    )


def ranges(cut: Cut) -> list[tuple[int, int, str, list[Fraction]]]:
    """Place, length, media and, in seconds of its own timecode, what of it is seen at the ends."""
    return sorted(
        (
            shot.record_start_frame,
            shot.length_frames,
            file_of(shot),
            [shot.media.start_s + shot.time_map.knots[end][1] for end in (0, -1)],
        )
        for shot in cut.shots
    )


def agree(one: Cut, two: Cut, frames: int = 1) -> None:
    """Both show the same media at the same places, and the same parts but for ``frames``."""
    assert [r[:3] for r in ranges(one)] == [r[:3] for r in ranges(two)]
    for (*_, a), (*_, b) in zip(ranges(one), ranges(two), strict=True):
        assert all(abs(x - y) <= frames * two.rate.frame_s for x, y in zip(a, b, strict=True))


def sounds_in(cut: Cut) -> list[Shot]:
    timeline = again(cut.format, cut.source, cut.path.name, rate=cut.rate).timeline
    return [clip for sound in sounds_of(timeline, cut, []) for clip in sound.clips]


def heard(cut: Cut) -> list[tuple[int, int, str]]:
    timeline = again(cut.format, cut.source, cut.path.name, rate=cut.rate).timeline
    return sorted(
        (clip.record_start_frame, clip.length_frames, file_of(clip))
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


@settings(max_examples=40, deadline=None)
@given(made=cuts(), drop=st.booleans())
def test_an_edit_decision_list_is_read_as_the_cut_that_it_was_made_of(
    made: tuple[Rate, dict[str, Any]], drop: bool
) -> None:
    rate, document = made
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cut = read_cut(material.save(document, folder / "cut.otio"))
        drop = drop and rate.is_ntsc and rate.timebase in {30, 60}
        listed = folder / "cut.edl"
        listed.write_text(as_edl(cut, sounds_in(cut), drop))
        back = read_cut(listed, rate=rate)
        first = min(s.record_start_frame for s in cut.shots)
        assert (back.rate, back.drop_frame) == (rate, drop)
        assert back.start_frame == cut.start_frame + first  # a list has nothing before its events
        shifted = replace(
            cut,
            shots=tuple(
                replace(s, record_start_frame=s.record_start_frame - first) for s in cut.shots
            ),
        )
        agree(back, shifted)
        sounds = [(s.record_start_frame - first, s.length_frames) for s in sounds_in(cut)]
        assert [(s.record_start_frame, s.length_frames) for s in sounds_in(back)] == sounds
        written = write_cut(back, [], folder / "out", formats=FORMS)
        for form, path in zip(FORMS, written.files, strict=True):
            assert [f[:3] for f in facts(read_cut(path))] == [f[:3] for f in facts(back)], form
        assert linked(written.files[1]) == 2 * len(sounds)


@settings(max_examples=40, deadline=None)
@given(made=cuts(freezes=False), in_kdenlive=st.booleans())
def test_a_project_is_read_as_the_cut_that_it_was_made_of_and_written_back(
    made: tuple[Rate, dict[str, Any]], in_kdenlive: bool
) -> None:
    rate, document = made
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cut = read_cut(material.save(document, folder / "cut.otio"))
        project = as_mlt(cut, sounds_in(cut), folder / "cut.mlt", in_kdenlive)
        back = read_cut(project)
        assert (back.rate, back.start_frame) == (rate, 0)
        zero = replace(
            cut,
            shots=tuple(replace(s, media=replace(s.media, start_s=Fraction(0))) for s in cut.shots),
        )
        agree(back, zero, frames=2)
        stems = [material.stem_for(back, i) for i in range(len(back.shots))]
        written = write_cut(back, stems, folder / "out", formats=("mlt", *FORMS))
        assert heard(back) == heard(cut)
        for path in written.files:
            after = read_cut(path)
            assert [f[:3] for f in facts(after)] == [f[:3] for f in facts(back)], path.suffix
            assert heard(after) == heard(back), path.suffix
            assert sum(t.ours for t in after.audio_tracks) > 0, path.suffix
        assert linked(written.files[2]) == 2 * len(heard(cut))
        emptied = write_cut(read_cut(written.files[0]), [], folder / "two", formats=["mlt"])
        assert canonical(emptied.files[0]) == canonical(project)


def canonical(path: Path) -> bytes:
    """Canonical XML without the folder that addresses count from, which a new folder needs."""
    from lxml import etree

    root = etree.parse(str(path)).getroot()
    root.attrib.pop("root", None)
    return bytes(etree.tostring(root, method="c14n"))


@settings(max_examples=8, deadline=None)
@given(made=cuts())
def test_an_aaf_carries_the_picture_and_says_what_it_does_not(
    made: tuple[Rate, dict[str, Any]],
) -> None:
    rate, document = made
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cut = read_cut(material.save(document, folder / "cut.otio"))
        stems = [material.stem_for(cut, i) for i in range(len(cut.shots))]
        written = write_cut(cut, stems, folder / "out", formats=["aaf"])
        back = read_cut(written.files[0])
        assert (back.rate, back.start_frame) == (rate, cut.start_frame)
        assert [f[:3] for f in facts(back)] == [f[:3] for f in facts(cut)]
        for shot in cut.shots:
            said = any(shot.id in n and "own speed" in n for n in written.notices)
            assert said is not shot.time_map.is_plain
            twin = next(
                s for s in back.shots
                if (s.record_start_frame, s.media.url) == (shot.record_start_frame, shot.media.url)
            )  # fmt: skip
            first, there = (s.media.start_s + s.time_map.knots[0][1] for s in (shot, twin))
            assert abs(first - there) <= rate.frame_s
        assert bool(sounds_in(cut)) is any("no other sound" in n for n in written.notices)
        assert [t.ours for t in back.audio_tracks] == [True] * len(back.audio_tracks)
