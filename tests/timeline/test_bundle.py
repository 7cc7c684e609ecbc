"""Timelines with their media in one archive: nothing lands elsewhere, and damage is told."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest

from foley_post.errors import TimelineReadError
from foley_post.timeline import read_cut
from foley_post.timeline.safety.bundle import content_of, unpack_media


def bundle(path: Path, entries: dict[str, bytes], how: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def test_nothing_from_an_archive_lands_outside_its_folder(tmp_path: Path) -> None:
    names = ["media/../../evil.mov", "/etc/evil", "media/a.mov", "../evil", "media/..\\evil.wav"]
    path = bundle(tmp_path / "a.otioz", dict.fromkeys(names, b"film"))
    folder = tmp_path / "cache"
    found = unpack_media(path, folder)
    assert all(f.parent == folder for f in found.values())
    assert "media/a.mov" in found
    assert {f.name for f in tmp_path.iterdir()} == {"a.otioz", "cache"}


def test_an_archive_that_swells_or_lacks_its_timeline_is_refused(tmp_path: Path) -> None:
    bomb = {"content.otio": b"0" * (8 << 20), "media/a.mov": b"0" * (8 << 20)}
    path = bundle(tmp_path / "bomb.otioz", bomb, zipfile.ZIP_DEFLATED)
    with pytest.raises(TimelineReadError, match="swells"):
        content_of(path)
    with pytest.raises(TimelineReadError, match="swells"):
        unpack_media(path, tmp_path / "cache")
    with pytest.raises(TimelineReadError, match=r"content\.otio"):
        content_of(bundle(tmp_path / "none.otioz", {"a": b""}))
    (tmp_path / "text.otioz").write_text("no archive")
    with pytest.raises(TimelineReadError):
        read_cut(tmp_path / "text.otioz")


def test_a_damaged_archive_is_an_error_with_a_sentence(tmp_path: Path) -> None:
    """One byte in four of a deflated archive's data and tables, turned over one at a time."""
    film = random.Random(1).randbytes(40) * 4
    whole = bundle(
        tmp_path / "whole.otioz",
        {"content.otio": b'{"OTIO_SCHEMA": "Timeline.1"}' * 3, "media/a.mov": film},
        zipfile.ZIP_DEFLATED,
    ).read_bytes()
    path, refused = tmp_path / "damaged.otioz", 0
    for at in range(0, len(whole), 4):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        for read, *more in ((content_of,), (unpack_media, tmp_path / f"{at}")):
            try:
                read(path, *more)
            except TimelineReadError:
                refused += 1
    assert refused > len(whole) / 8, "most of the damage is found by the check sums"


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_packed_in_another_way_is_refused(tmp_path: Path, how: int) -> None:
    entries = {"content.otio": b"{}", "media/a.mov": b"film"}
    path = bundle(tmp_path / "other.otioz", entries, how)
    with pytest.raises(TimelineReadError, match="does not use"):
        content_of(path)
    with pytest.raises(TimelineReadError, match="does not use"):
        unpack_media(path, tmp_path / "cache")
