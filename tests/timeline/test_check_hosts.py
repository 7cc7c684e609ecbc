"""What is written for Kdenlive, Reaper and Pro Tools keeps their rules, and each broken one is
found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import timeline_material as material

from foley_post.core.host_presets import PRESETS
from foley_post.core.timecode import Rate
from foley_post.errors import TimelineReadError
from foley_post.render.bwf import Stamp, write_bwf
from foley_post.timeline import check_file, read_cut, write_cut
from foley_post.timeline.host_rules import HOSTS
from foley_post.timeline.writer import HOSTS as WRITTEN_FOR

Rules = set[tuple[str, bool]]


@pytest.fixture
def made(tmp_path: Path) -> Callable[[str], Path]:
    """A cut from 01:00:00:00 with two stems that are there, written for a host."""
    cut = read_cut(material.simple_otio(tmp_path / "cut.otio", Rate(25), 90_000))
    stems = [material.stem_for(cut, i, tmp_path / "stems") for i in (0, 1)]
    for stem in stems:
        stamp = Stamp(stem.start_sample, Rate(25))
        samples = np.zeros((stem.length_samples, stem.channels))
        write_bwf(stem.path, samples, rate_hz=stem.rate_hz, stamp=stamp)

    def written(host: str) -> Path:
        return write_cut(cut, stems, tmp_path / "out", hosts=(host,)).files[0]

    return written


def rules(path: Path, host: str) -> Rules:
    return {(f.rule, f.serious) for f in check_file(path, host) if f.message}


def test_every_preset_has_its_files_and_its_rules() -> None:
    assert list(HOSTS) == list(PRESETS) == list(WRITTEN_FOR)


@pytest.mark.parametrize("host", ["kdenlive", "reaper", "protools"])
def test_what_is_written_for_a_host_keeps_its_rules(made: Callable[[str], Path], host: str) -> None:
    assert check_file(made(host), host) == ()


@pytest.mark.parametrize("host", ["kdenlive", "reaper", "protools"])
def test_a_format_that_a_host_does_not_open_is_named(tmp_path: Path, host: str) -> None:
    path = material.fcp7(tmp_path / "cut.xml")
    (finding,) = check_file(path, host)
    assert finding.serious
    assert finding.message.startswith(f"{HOSTS[host]} does not open fcp7xml")


def test_kdenlive_gets_stems_that_count_from_0_where_they_were(
    made: Callable[[str], Path],
) -> None:
    def stems(path: Path) -> list[dict[str, Any]]:
        tracks = json.loads(path.read_text())["tracks"]["children"]
        return [c for c in tracks[-1]["children"] if c["OTIO_SCHEMA"].startswith("Clip")]

    ours, theirs = stems(made("kdenlive")), stems(made("resolve"))
    assert len(ours) == len(theirs) == 2
    for one, other in zip(ours, theirs, strict=True):
        assert start(one["media_references"]["DEFAULT_MEDIA"]["available_range"]) == 0
        available = other["media_references"]["DEFAULT_MEDIA"]["available_range"]
        assert start(available) > 80_000
        into = start(other["source_range"]) - start(available)
        assert start(one["source_range"]) == into > 0
        assert one["source_range"]["duration"] == other["source_range"]["duration"]


def start(span: dict[str, Any]) -> float:
    return float(span["start_time"]["value"])


def test_what_kdenlive_leaves_out_or_misplaces_is_found_with_its_line(
    made: Callable[[str], Path], tmp_path: Path
) -> None:
    document = json.loads(made("kdenlive").read_text())
    bare: dict[str, Any] = {"name": "", "metadata": {}, "effects": [], "markers": []}
    shown = document["tracks"]["children"][0]["children"]
    clips = [one for one in shown if one["OTIO_SCHEMA"].startswith("Clip")]
    clips[0]["effects"] = [
        {"OTIO_SCHEMA": "LinearTimeWarp.1", "effect_name": "", "time_scalar": 2.0, **bare}
    ]
    clips[1]["media_references"]["DEFAULT_MEDIA"] = {
        "OTIO_SCHEMA": "MissingReference.1",
        **bare,
    }
    nested = clips[0] | bare | {"OTIO_SCHEMA": "Stack.1", "name": "inner", "children": []}
    shown.append(nested)
    path = tmp_path / "broken.otio"
    path.write_text(json.dumps(document, indent=1))
    found = check_file(path, "kdenlive")
    assert {f.rule for f in found} == {"speed", "media", "nested"}
    assert all(f.line and f.serious for f in found)


def test_an_otio_for_resolve_would_slip_its_stems_in_kdenlive(
    made: Callable[[str], Path],
) -> None:
    assert rules(made("resolve"), "kdenlive") == {("source range", True)}


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (r"\n>\n$", "\n", ("blocks", True)),
        (r"\n>\n$", "\n>\n>\n", ("blocks", True)),
        (r"POSITION \S+", "POSITION -1", ("item", True)),
        (r"LENGTH \S+", "LENGTH nan", ("item", True)),
        (r'FILE "[^"]+"', 'FILE "gone.wav"', ("media", True)),
        (r'FILE "[^"]+"', f'FILE "{"x" * 5000}"', ("media", True)),
        (r"POSITION (\d+)\.", r"POSITION 7\1.", ("timecode", False)),
        (r"LENGTH (\d+)\.", r"LENGTH 9\1.", ("length", False)),
    ],
)
def test_each_broken_rule_of_reaper_is_found_with_its_line(
    made: Callable[[str], Path], old: str, new: str, found: tuple[str, bool]
) -> None:
    path = made("reaper")
    text = path.read_text()
    path.write_text(re.sub(old, new, text, count=1))
    assert path.read_text() != text
    assert found in rules(path, "reaper")
    assert all(f.line for f in check_file(path, "reaper"))


def test_what_is_no_reaper_project_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.RPP"
    path.write_bytes(b"\xff\x00 nothing")
    with pytest.raises(TimelineReadError, match="no Reaper project"):
        check_file(path, "reaper")
    (finding,) = check_file(path, "resolve")
    assert "does not open rpp" in finding.message


def test_a_sound_that_is_gone_or_has_no_time_stamp_is_told_for_pro_tools(
    made: Callable[[str], Path], tmp_path: Path
) -> None:
    path = made("protools")
    first, second = sorted((tmp_path / "stems").glob("*.wav"))
    first.unlink()
    assert rules(path, "protools") == {("media", True)}
    whole = second.read_bytes()
    second.write_bytes(whole.replace(b"bext", b"junk", 1))
    assert rules(path, "protools") == {("media", True), ("time stamp", False)}


def test_pro_tools_is_told_of_a_second_sample_rate(tmp_path: Path) -> None:
    cut = read_cut(material.simple_otio(tmp_path / "cut.otio", Rate(25), 90_000))
    one = material.stem_for(cut, 0, tmp_path / "stems")
    other = material.stem_for(cut, 1, tmp_path / "stems", rate_hz=44_100)
    for stem in (one, other):
        stamp = Stamp(stem.start_sample, Rate(25))
        samples = np.zeros((stem.length_samples, 2))
        write_bwf(stem.path, samples, rate_hz=stem.rate_hz, stamp=stamp)
    (path,) = write_cut(cut, [one, other], tmp_path / "out", hosts=("protools",)).files
    assert rules(path, "protools") == {("rate", False)}


def test_a_project_of_kdenlives_own_goes_back_into_it(tmp_path: Path) -> None:
    from foley_post.timeline.writer import chosen_formats

    cut = read_cut(material.simple_otio(tmp_path / "cut.otio"))
    assert chosen_formats(cut, (), ("kdenlive",)) == ("kdenlive",)
    assert chosen_formats(replace(cut, format="mlt"), (), ("kdenlive",)) == ("mlt", "kdenlive")
