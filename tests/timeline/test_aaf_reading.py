"""AAF files: Resolve's markers, bare addresses, drop-frame flags, nesting."""

from __future__ import annotations

from pathlib import Path

import aaf2
import pytest
import timeline_material as material

from foley_post.core.timecode import Rate, timecode
from foley_post.errors import TimelineReadError
from foley_post.timeline import check_file, read_cut, write_cut

FILM = Rate(24)


def aaf(folder: Path, rate: Rate = FILM, start_frame: int = 86_400) -> Path:
    """A composition of two clips, written by our own writer."""
    cut = read_cut(material.simple_otio(folder / "cut.otio", rate, start_frame))
    return write_cut(cut, [], folder, formats=["aaf"]).files[0]


def add_marker(path: Path, position: int, comment: str) -> None:
    """A marker as Resolve writes it: without the slot that it describes."""
    with aaf2.open(str(path), "rw") as document:
        composition = next(iter(document.content.toplevel()))
        slot = document.create.EventMobSlot()
        slot["EditRate"].value = 24
        slot.slot_id = 1000
        slot["PhysicalTrackNumber"].value = 1
        slot.segment = document.create.Sequence(media_kind="DescriptiveMetadata")
        marker = document.create.DescriptiveMarker()
        marker["Position"].value = position
        marker["Comment"].value = comment
        marker["Length"].value = 1
        slot.segment.components.append(marker)
        composition.slots.append(slot)


def test_markers_that_name_no_slot_are_markers_of_the_timeline(tmp_path: Path) -> None:
    import opentimelineio as otio

    path = aaf(tmp_path)
    add_marker(path, 30, "here")
    before = path.read_bytes()
    cut = read_cut(path)
    assert [s.record_start_frame for s in cut.shots] == [0, 72]
    written = write_cut(cut, [material.stem_for(cut)], tmp_path / "out", formats=["otio"])
    timeline = otio.adapters.read_from_file(str(written.files[0]))
    holders = [timeline.tracks, *timeline.tracks.find_children()]
    (marker,) = [m for holder in holders for m in holder.markers]
    assert (marker.name, marker.marked_range.start_time.value) == (
        "here",
        10 + 30,
    )  # on its clip, whose media starts at 10
    assert path.read_bytes() == before


def test_bare_addresses_are_percent_encoded_and_what_is_written_keeps_the_rules(
    tmp_path: Path,
) -> None:
    path = aaf(tmp_path)
    with aaf2.open(str(path), "rw") as document:
        for mob in document.content.sourcemobs():
            for locator in mob.descriptor["Locator"].value:
                locator["URLString"].value = "file:///Users/me/Demo Clips/tech #1 (loop)-ü.mp4"
    cut = read_cut(path)
    assert {s.media.url for s in cut.shots} == {
        "file:///Users/me/Demo%20Clips/tech%20%231%20(loop)-%C3%BC.mp4"
    }
    written = write_cut(cut, [material.stem_for(cut)], tmp_path / "out", formats=["otio"])
    for host in ("premiere", "resolve"):
        found = check_file(written.files[0], host)
        assert [f for f in found if f.serious and f.rule == "url"] == []


@pytest.mark.parametrize("fps", [30, 60, 120])
@pytest.mark.parametrize("drop", [True, False])
def test_the_drop_frame_flag_is_read_and_kept_in_otio(tmp_path: Path, fps: int, drop: bool) -> None:
    rate = Rate(fps * 1000, 1001)
    start = 107_892 * fps // 30  # 01:00:00;00
    path = aaf(tmp_path, rate, start)
    with aaf2.open(str(path), "rw") as document:
        composition = next(iter(document.content.toplevel()))
        for slot in composition.slots:
            if isinstance(slot.segment, aaf2.components.Timecode):
                slot.segment.drop = drop
    cut = read_cut(path)
    assert (cut.rate, cut.drop_frame, cut.start_frame) == (rate, drop, start)
    written = write_cut(cut, [material.stem_for(cut)], tmp_path / "out", formats=["otio"])
    again = read_cut(written.files[0])
    if drop:
        assert again.drop_frame
        assert timecode(again.start_frame, again.rate, True)[:11] == "01:00:00;00"


@pytest.mark.parametrize("fps", [30, 60])
def test_a_drop_frame_flag_at_a_whole_rate_is_said_and_not_followed(
    tmp_path: Path, fps: int
) -> None:
    path = aaf(tmp_path, Rate(fps), fps * 3600)
    with aaf2.open(str(path), "rw") as document:
        composition = next(iter(document.content.toplevel()))
        for slot in composition.slots:
            if isinstance(slot.segment, aaf2.components.Timecode):
                slot.segment.drop = True
    cut = read_cut(path)
    assert (cut.rate, cut.drop_frame) == (Rate(fps), False)
    assert any("marked as drop-frame" in n for n in cut.notices)


def test_compositions_that_unfold_to_millions_of_clips_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.aaf"
    with aaf2.open(str(path), "w") as document:
        inner = None
        for level in range(9):
            mob = document.create.CompositionMob(f"level {level}")
            document.content.mobs.append(mob)
            slot = mob.create_picture_slot(24)
            for _ in range(8):
                if inner is None:
                    slot.segment.components.append(document.create.Filler("picture", 10))
                else:
                    clip = inner.create_source_clip(1, 0, 10, media_kind="picture")
                    slot.segment.components.append(clip)
            inner = mob
        inner.usage = "Usage_TopLevel"
    with pytest.raises(TimelineReadError, match="unfold to"):
        read_cut(path)
