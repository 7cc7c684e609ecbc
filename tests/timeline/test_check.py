from __future__ import annotations

import json
from pathlib import Path

import pytest
import timeline_material as material

from foley_post.errors import UsageError
from foley_post.timeline import check_file, read_cut, write_cut


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("check")
    cut = read_cut(material.fcp7(folder / "cut.xml"))
    stems = [material.stem_for(cut, i, folder / "stems") for i in (0, 1)]
    otio, xml = write_cut(cut, stems, folder / "out").files
    return otio, xml


@pytest.mark.parametrize("host", ["premiere", "resolve"])
def test_our_own_output_keeps_every_rule(written: tuple[Path, Path], host: str) -> None:
    for path in written:
        assert [f for f in check_file(path, host) if f.serious] == []


@pytest.mark.parametrize(
    "change",
    [
        ('id="clipitem-4"', 'id="clipitem-3"', "id"),
        ("<file id=\"file-3\"/>", '<file id="file-3"><name>a</name></file>', "file once"),
        ("<file id=\"file-3\"/>", '<file id="file-99"/>', "file once"),
        ("<linkclipref>clipitem-4</linkclipref>", "<linkclipref>x</linkclipref>", "link"),
        ("V1-001.wav</pathurl>", "V1 001 50%.wav</pathurl>", "pathurl"),
        ("file://localhost", "http://localhost", "pathurl"),
        ('currentExplodedTrackIndex="0"', 'currentExplodedTrackIndex="1"', "stereo"),
        ("<trackindex>2</trackindex></source", "<trackindex>1</trackindex></source", "stereo"),
        ("<ntsc>FALSE</ntsc>", "<ntsc>MAYBE</ntsc>", "rate"),
        ("<string>01:00:00:00</string>", "<string>02:00:00:00</string>", "timecode"),
    ],
)  # fmt: skip
def test_each_broken_rule_of_fcp7_is_found_with_its_line(
    written: tuple[Path, Path], tmp_path: Path, change: tuple[str, str, str]
) -> None:
    old, new, rule = change
    text = written[1].read_text()
    assert old in text
    path = tmp_path / "broken.xml"
    path.write_text(text.replace(old, new))
    found = [f for f in check_file(path, "resolve") if f.rule == rule]
    assert found
    assert all(f.line and f.message for f in found)


def test_a_file_without_timecode_is_serious_for_resolve(
    written: tuple[Path, Path], tmp_path: Path
) -> None:
    text = written[1].read_text()
    start = text.index("<timecode>", text.index('<file id="file-3">'))
    end = text.index("</timecode>", start) + len("</timecode>")
    path = tmp_path / "broken.xml"
    path.write_text(text[:start] + text[end:])
    assert any(f.serious and "timecode" in f.message for f in check_file(path, "resolve"))


def test_broken_rules_of_otio_are_found_with_their_lines(
    written: tuple[Path, Path], tmp_path: Path
) -> None:
    document = json.loads(written[0].read_text())
    tracks = document["tracks"]["children"]
    ours = [
        c for t in tracks for c in t["children"] if "shot" in c["metadata"].get("foley_post", {})
    ]
    first, second = (c["media_references"]["DEFAULT_MEDIA"] for c in ours)
    ours[1]["metadata"]["PremierePro_OTIO"]["LinkID"] = ours[0]["metadata"]["PremierePro_OTIO"][
        "LinkID"
    ]
    ours[0]["source_range"]["start_time"]["value"] = 0.0
    first["target_url"] = "file:///a b.wav"
    second["available_range"] = None
    path = tmp_path / "broken.otio"
    path.write_text(json.dumps(document, indent=4))
    premiere = {f.rule: f for f in check_file(path, "premiere")}
    assert {"link", "source range", "url"} <= set(premiere)
    line = premiere["url"].line
    assert line is not None
    near = "\n".join(path.read_text().splitlines()[line - 30 : line + 30])
    assert "file:///a b.wav" in near
    assert "available range" in {f.rule for f in check_file(path, "resolve")}


def test_hosts_that_do_not_open_a_format_are_named(written: tuple[Path, Path]) -> None:
    (finding,) = check_file(written[0], "fcp")
    assert "FCPXML" in finding.message
    with pytest.raises(UsageError, match="premiere, resolve, fcp"):
        check_file(written[0], "avid")


def test_a_format_without_rules_is_not_said_to_keep_them(tmp_path: Path) -> None:
    path = tmp_path / "cut.edl"
    path.write_text("001 R1 V C 01:00:10:00 01:00:12:00 01:00:00:00 01:00:02:00\n")
    (finding,) = check_file(path, "resolve")
    assert (finding.serious, "No rules are known for EDL" in finding.message) == (False, True)
