"""What goes wrong with timelines and disks, and what is done then; rows of the list of faults."""

from __future__ import annotations

import errno
import os
import re
import sys
import zipfile
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import timeline_material as material
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from wavinfo import WavInfoReader

from foley_post.core.files import make_ready, sha256_of
from foley_post.core.timecode import Rate, parse_timecode, samples_at
from foley_post.errors import OutputError, TimelineReadError
from foley_post.render.bwf import Stamp, write_bwf
from foley_post.timeline import Cut, Stem, check_file, read_cut, write_cut
from foley_post.timeline.media.wav_header import read_wav_header
from foley_post.timeline.safety import isolation
from foley_post.timeline.safety.input_checks import MOST_BYTES


def wav(stem: Stem, cut: Cut) -> None:
    """A WAV that is what ``stem`` says, but of a few samples."""
    stamp = Stamp(stem.start_sample, cut.rate, cut.drop_frame, track=stem.track)
    write_bwf(stem.path, np.zeros((16, stem.channels)), stem.rate_hz, stamp=stamp)


def test_a_file_of_half_a_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.otio"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES * 2)
    with pytest.raises(TimelineReadError, match="512 MB"):
        read_cut(path)


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands in for the child")
@pytest.mark.parametrize("end", ["kill -SEGV $$", "kill -KILL $$", "exit 7"])
def test_a_parser_that_crashes_is_one_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    crashing = tmp_path / "python"
    crashing.write_text(f"#!/bin/sh\n{end}\n")
    crashing.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(crashing))
    with pytest.raises(TimelineReadError, match="makes the OTIO reader crash"):
        isolation.parse_isolated("otio", b"{}", "cut.otio")


def test_only_media_go_into_an_archive_whatever_a_timeline_names(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("nobody's business")
    rate = Rate(25)
    one = material.clip("a", secret.as_uri(), (0, 25), rate)
    path = material.save(material.timeline([material.track([one])], rate), tmp_path / "a.otio")
    cut = read_cut(path)
    stem = material.stem_for(cut, 0, tmp_path / "stems")
    wav(stem, cut)
    written = write_cut(cut, [stem], tmp_path / "out", formats=["otioz"])
    with zipfile.ZipFile(written.files[0]) as archive:
        assert archive.namelist() == ["version.txt", "content.otio", "media/V1-001.wav"]
        assert secret.as_uri() in archive.read("content.otio").decode()


def test_a_disk_that_fills_up_leaves_no_half_timeline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = material.fcp7(tmp_path / "cut.xml")
    before = sha256_of(path)
    cut = read_cut(path)

    def full(self: Path, content: bytes) -> int:
        with self.open("wb") as file:
            file.write(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match="Free some space") as caught:
        write_cut(cut, [material.stem_for(cut)], tmp_path / "out")
    assert str(tmp_path / "out") in str(caught.value)
    assert list((tmp_path / "out").iterdir()) == []
    assert sha256_of(path) == before


def test_a_place_that_cannot_be_written_is_said_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="folder you can write to"):
        make_ready(tmp_path / "file" / "out")
    make_ready(tmp_path / "new" / "out")
    assert list((tmp_path / "new" / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("lie", "rule", "words"),
    [
        ({"rate_hz": 44_100, "start_sample": 0}, "wav", "48000 Hz, the timeline says 44100"),
        ({"channels": 1}, "wav", "2 channels, the timeline says 1"),
        ({"start_sample": 48_000}, "timecode", "by its bext"),
    ],
)
def test_a_timeline_that_tells_other_than_its_wav_is_found(
    tmp_path: Path, lie: dict[str, int], rule: str, words: str
) -> None:
    from dataclasses import replace

    cut = read_cut(material.fcp7(tmp_path / "cut.xml"))
    stem = material.stem_for(cut, 0, tmp_path / "stems")
    wav(stem, cut)
    true = write_cut(cut, [stem], tmp_path / "true")
    for path in true.files:
        assert [f for f in check_file(path, "resolve") if f.serious] == []
    false = write_cut(cut, [replace(stem, **lie)], tmp_path / "false", formats=["fcp7xml"])
    found = [f for f in check_file(false.files[0], "resolve") if f.rule == rule]
    assert any(words in f.message and f.serious and f.line for f in found)
    if rule == "timecode":
        otio = write_cut(cut, [replace(stem, **lie)], tmp_path / "false", formats=["otio"])
        assert any(f.rule == "timecode" for f in check_file(otio.files[0], "resolve"))


starts = st.integers(min_value=0, max_value=60 * 86_400)


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(material.RATES), starts, st.sampled_from([44_100, 48_000, 96_000]))
def test_bext_ixml_and_all_formats_tell_one_place(
    tmp_path_factory: pytest.TempPathFactory, rate: Rate, start: int, rate_hz: int
) -> None:
    """Over all rates and starts, drop-frame, and past midnight."""
    folder = tmp_path_factory.mktemp("one")
    drop = start % 2 == 0 and rate.is_ntsc and rate.timebase % 30 == 0
    start %= rate.timebase * 86_400
    display = {"display": "DF" if drop else "NDF", "start": "", "start_frame": start}
    base = {"timebase": rate.timebase, "ntsc": "TRUE" if rate.is_ntsc else "FALSE"}
    items = material.clipitem(1, 0, 100, **base) + material.clipitem(2, 120, 220, **base)
    cut = read_cut(material.fcp7(folder / "cut.xml", items, **base, **display))
    assert (cut.start_frame, cut.drop_frame) == (start, drop)
    stem = material.stem_for(cut, 1, folder / "stems", rate_hz=rate_hz)
    wav(stem, cut)
    written = write_cut(cut, [stem], folder, formats=["otio", "fcp7xml", "fcpxml"])

    info = WavInfoReader(str(stem.path))
    facts = read_wav_header(stem.path)
    assert facts is not None
    assert info.bext.time_reference == facts.start_sample == stem.start_sample
    speed = ET.fromstring(info.ixml.source.decode()).find("SPEED")
    assert speed is not None
    low, high = (
        int(speed.findtext(f"TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_{part}") or -1)
        for part in ("LO", "HI")
    )
    assert (high << 32) + low == stem.start_sample
    assert speed.findtext("TIMECODE_RATE") == f"{rate.numerator}/{rate.denominator}"
    assert speed.findtext("TIMECODE_FLAG") == ("DF" if drop else "NDF")

    import opentimelineio as otio

    clip = otio.adapters.read_from_file(str(written.files[0])).find_clips()[-1]
    frame = int(clip.media_reference.available_range.start_time.value)
    assert samples_at(rate.seconds(frame), rate_hz) == stem.start_sample
    code = etree.fromstring(written.files[1].read_bytes()).find(".//audio//file/timecode")
    assert int(code.findtext("frame")) == frame
    day = rate.timebase * 86_400 - (rate.timebase // 15 * 1296 if drop else 0)
    text = re.sub(";", ":", code.findtext("string"))
    assert parse_timecode(text, rate, drop) == frame % day
    root = etree.fromstring(written.files[2].read_bytes())
    asset = next(a for a in root.iter("asset") if "stems" in a.find("media-rep").get("src"))
    assert Fraction(asset.get("start").rstrip("s")) == rate.seconds(frame)
