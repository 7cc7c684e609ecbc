"""The 120 real files: none gives a traceback, and what is written keeps what was there."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest
import timeline_material as material
from lxml import etree
from test_write_cut import canonical_less_ours

from foley_post.core.files import sha256_of
from foley_post.errors import TimelineError, TimelineReadError
from foley_post.timeline import check_file, read_cut, write_cut
from foley_post.timeline.fcpxml.reader import chosen_sequence
from foley_post.timeline.fcpxml.storyline import is_our_clip
from foley_post.timeline.formats import again

SUFFIXES = {".otio", ".xml", ".fcpxml", ".aaf", ".edl"}
UNREADABLE = {"premiere_example_filter.xml"}  # a fragment, not a document


def files(shared_data: Path) -> list[Path]:
    found = [p for p in sorted(shared_data.glob("timelines/*/*")) if p.suffix in SUFFIXES]
    assert len(found) > 100
    return found


def in_process(path: Path) -> bool:
    """Whether reading it needs no child process, so that a test of all of them stays short."""
    return path.suffix in {".xml", ".fcpxml", ".edl"}


def test_every_real_xml_and_edl_is_read_and_written_and_keeps_what_was_there(
    shared_data: Path, tmp_path: Path
) -> None:
    for path in filter(in_process, files(shared_data)):
        if path.name in UNREADABLE:
            with pytest.raises(TimelineReadError):
                read_cut(path)
            continue
        before = sha256_of(path)
        cut = read_cut(path)
        stems = [material.stem_for(cut, i) for i in range(min(3, len(cut.shots)))]
        forms = {"fcp7xml": ["fcp7xml"], "fcpxml": ["fcpxml"], "edl": ["otio", "fcp7xml"]}
        if cut.format == "fcpxml" and chosen_sequence(etree.parse(path)) is None:
            continue  # loose clips: there is no project to add to, a document is made
        written = write_cut(cut, stems, tmp_path / path.stem, formats=forms[cut.format])
        assert sha256_of(path) == before, path.name
        if cut.format == "fcp7xml":
            kept = canonical_less_ours(written.files[0].read_bytes())
            assert kept == canonical_less_ours(path.read_bytes()), path.name
        if cut.format == "fcpxml":
            kept = fcpxml_less_ours(written.files[0].read_bytes())
            assert kept == fcpxml_less_ours(path.read_bytes()), path.name
            again = read_cut(written.files[0])
            assert [(s.id, s.time_map) for s in again.shots] == [
                (s.id, s.time_map) for s in cut.shots
            ], path.name


def test_every_real_otio_keeps_its_tracks_to_the_letter(shared_data: Path, tmp_path: Path) -> None:
    import opentimelineio as otio

    tried = 0
    for path in (p for p in files(shared_data) if p.suffix == ".otio"):
        cut = read_cut(path)
        stems = [material.stem_for(cut, i) for i in range(min(3, len(cut.shots)))]
        written = write_cut(cut, stems, tmp_path / path.stem, formats=["otio"])
        theirs = again("otio", cut.source, path.name).timeline.tracks
        ours = otio.adapters.read_from_file(str(written.files[0])).tracks
        assert len(ours) >= len(theirs), path.name
        for before, after in zip(theirs, ours, strict=False):
            assert before.to_json_string() == after.to_json_string(), path.name
        tried += 1
    assert tried > 5


def fcpxml_less_ours(content: bytes) -> bytes:
    root = etree.fromstring(content)
    refs = set()
    for clip in [c for c in root.iter("asset-clip") if is_our_clip(c)]:
        refs.add(clip.get("ref"))
        clip.getparent().remove(clip)
    for asset in root.findall("resources/asset"):
        if asset.get("id") in refs:
            asset.getparent().remove(asset)
    for element in root.iter():
        for place in ("text", "tail"):
            text = getattr(element, place)
            if text is not None and not text.strip():
                setattr(element, place, None)
    return etree.tostring(root, method="c14n")


@pytest.mark.usefixtures("children")
@pytest.mark.parametrize(
    ("name", "shots", "rate"),
    [
        ("OpenTimelineIO__otio-aaf-adapter/2997fps-DFTC.aaf", 1, "29.97"),
        ("OpenTimelineIO__otio-aaf-adapter/nesting_test.aaf", 4, "24"),
        ("AcademySoftwareFoundation__OpenTimelineIO/screening_example.otio", 9, "24"),
        ("AcademySoftwareFoundation__OpenTimelineIO/big_int.otio", 1, "24"),
    ],
)
def test_aaf_and_otio_of_all_kinds_are_read(
    shared_data: Path, name: str, shots: int, rate: str
) -> None:
    cut = read_cut(shared_data / "timelines" / name)
    assert (len(cut.shots), str(cut.rate)) == (shots, rate)


def test_stems_hung_into_fcpxml_replace_those_of_an_earlier_run(
    shared_data: Path, tmp_path: Path
) -> None:
    path = shared_data / "timelines/TheAcharya__pipeline-neo/24.fcpxml"
    cut = read_cut(path)
    first = write_cut(cut, [material.stem_for(cut, i) for i in (0, 4, 7)], tmp_path)
    assert [f.suffix for f in first.files] == [".fcpxml", ".otio", ".xml"]
    cut2 = read_cut(first.files[0])
    second = write_cut(cut2, [material.stem_for(cut2, 2)], tmp_path / "two", formats=["fcpxml"])
    root = etree.fromstring(second.files[0].read_bytes())
    assert len([c for c in root.iter("asset-clip") if is_our_clip(c)]) == 1
    assert fcpxml_less_ours(second.files[0].read_bytes()) == fcpxml_less_ours(path.read_bytes())
    for host in ("resolve", "fcp"):
        assert [f for f in check_file(second.files[0], host) if f.serious] == []
    ours = next(c for c in root.iter("asset-clip") if is_our_clip(c))
    assert int(ours.get("lane")) < min(
        int(e.get("lane")) for e in root.iter() if e.get("lane") and e is not ours
    )


@pytest.mark.usefixtures("children")
def test_mutated_files_give_one_kind_of_error_and_are_left_alone(
    shared_data: Path, tmp_path: Path
) -> None:
    """40 here; `benchmarks/timelines_fuzz.py` goes on for 20 minutes."""
    chance = random.Random(7)
    sources = files(shared_data)
    quick = [p for p in sources if in_process(p) and p.stat().st_size < 60_000]
    slow = [p for p in sources if p.suffix in {".otio", ".aaf"}]
    for number in range(40):
        source = chance.choice(slow if number % 8 == 0 else quick)
        content = mutated(source.read_bytes(), chance)
        path = tmp_path / f"mutated{number}{source.suffix}"
        path.write_bytes(content)
        with contextlib.suppress(TimelineError):
            cut = read_cut(path)
            write_cut(cut, [material.stem_for(cut)] if cut.shots else [], tmp_path / "out")
        assert path.read_bytes() == content


def mutated(content: bytes, chance: random.Random) -> bytes:
    """A few bytes, numbers or blocks of ``content`` changed, cut out or doubled."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data))
        what = chance.randrange(6)
        length = chance.randint(1, 200)
        if what == 0:
            data[at] = chance.randrange(256)
        elif what == 1:
            del data[at : at + length]
        elif what == 2:
            data[at:at] = data[at : at + length]
        elif what == 3:
            number = chance.choice([b"-1", b"0", b"99999999999", b"1e308", b"NaN", b"x"])
            digits = [i for i in range(at, min(at + 300, len(data))) if 48 <= data[i] < 58]
            if digits:
                data[digits[0] : digits[0] + 1] = number
        elif what == 4:
            del data[at:]
        else:
            data[at : at + 4] = bytes(chance.randrange(256) for _ in range(4))
        if not data:
            return b"x"
    return bytes(data)
