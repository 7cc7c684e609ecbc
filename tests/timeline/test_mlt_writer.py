"""Stems in projects of Kdenlive, Shotcut and MLT: what was there stays, and means the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import timeline_material as material
from lxml import etree
from test_mlt import kdenlive, producer, project, prop, track

from foley_post.errors import UsageError
from foley_post.timeline import Stem, read_cut, write_cut

GROUPS = [
    {"children": [{"data": "0:0", "leaf": "clip"}, {"data": "1:0:-1", "leaf": "clip"}]},
    {"data": "-2:30", "leaf": "subtitle"},
]


def mixed(path: Path) -> Path:
    """A Kdenlive project that calls its tracks by numbers in every way it has."""
    clip = '<entry producer="p1" in="0" out="49"><filter><property name="mlt_service">volume'
    told = "".join(
        prop(f"kdenlive:docproperties.{name}", value)
        for name, value in {
            "activeTrack": 1, "audioTarget": 0, "videoTarget": -1, "groups": json.dumps(GROUPS)
        }.items()
    )  # fmt: skip
    body = (
        producer("black", "black", mlt_service="color")
        + producer("p1", "a.mp4", **{"kdenlive:id": 4})
        + f'<playlist id="main_bin">{told}<entry producer="p1" in="0" out="249"/></playlist>'
        + track("A", '<entry producer="p1" in="0" out="49"/>', "", audio=True)
        + track("V", f"{clip}</property></filter></entry>", "")
        + '<tractor id="main"><track producer="black"/><track producer="A"/><track producer="V"/>'
        + "".join(
            f'<transition id="t{b}">{prop("a_track", 0)}{prop("b_track", b)}'
            f"{prop('mlt_service', service)}{prop('internal_added', 237)}</transition>"
            for b, service in ((1, "mix"), (2, "qtblend"))
        )
        + "</tractor>"
    )
    return project(path, body)


def written(path: Path, folder: Path, stems: list[Stem] | None = None) -> Path:
    cut = read_cut(path)
    laid = [material.stem_for(cut)] if stems is None else stems
    return write_cut(cut, laid, folder, formats=["mlt"]).files[0]


def properties(element: etree._Element) -> dict[str, str]:
    return {str(p.get("name")): p.text or "" for p in element.iterfind("property")}


def test_the_stems_lie_on_the_lowest_track_and_the_others_keep_their_place(tmp_path: Path) -> None:
    before = read_cut(mixed(tmp_path / "a.kdenlive"))
    after = read_cut(written(before.path, tmp_path / "out"))
    assert after.path.suffix == ".kdenlive"
    assert [(t.name, t.ours) for t in after.audio_tracks] == [("A1", False), ("Foley Violin", True)]
    assert [(s.id, s.record_start_frame, s.time_map, s.media) for s in after.shots] == [
        (s.id, s.record_start_frame, s.time_map, s.media) for s in before.shots
    ]


def test_all_that_calls_tracks_by_number_follows_them(tmp_path: Path) -> None:
    tree = etree.parse(str(written(mixed(tmp_path / "a.kdenlive"), tmp_path / "out")))
    main = tree.find("tractor[@id='main']")
    assert main is not None
    names = [str(t.get("producer")) for t in main.iterfind("track")]
    assert [names[0], *names[2:]] == ["black", "A", "V"]
    mixes = sorted(
        (t["b_track"], t["mlt_service"]) for t in map(properties, main.iterfind("transition"))
    )
    assert mixes == [("1", "mix"), ("2", "mix"), ("3", "qtblend")]
    bin_of = tree.find("playlist[@id='main_bin']")
    assert bin_of is not None
    told = properties(bin_of)
    found = {name.rpartition(".")[2]: value for name, value in told.items()}
    assert (found["activeTrack"], found["audioTarget"], found["videoTarget"]) == ("2", "1", "-1")
    leaves = [leaf["data"] for leaf in json.loads(found["groups"])[0]["children"]]
    assert leaves == ["1:0", "2:0:-1"]
    assert json.loads(found["groups"])[1] == GROUPS[1]


def test_without_our_tracks_and_their_numbers_the_project_is_the_one_that_came(
    tmp_path: Path,
) -> None:
    source = mixed(tmp_path / "a.kdenlive")
    once = written(source, tmp_path / "one")
    back = written(once, tmp_path / "two", stems=[])
    assert etree.tostring(etree.parse(str(back)), method="c14n") == etree.tostring(
        etree.parse(str(source)), method="c14n"
    )


def test_a_second_run_replaces_the_stems_of_the_first(tmp_path: Path) -> None:
    once = written(mixed(tmp_path / "a.kdenlive"), tmp_path / "one")
    twice = written(once, tmp_path / "two")
    assert twice.read_bytes() == once.read_bytes()


def test_a_stem_that_the_editor_used_elsewhere_stays_in_the_bin(tmp_path: Path) -> None:
    once = written(mixed(tmp_path / "a.kdenlive"), tmp_path / "one")
    tree = etree.parse(str(once))
    theirs = tree.find("playlist[@id='A1']")
    assert theirs is not None
    etree.SubElement(theirs, "entry", {"producer": "foley_producer1", "in": "0", "out": "9"})
    tree.write(str(once))
    back = etree.parse(str(written(once, tmp_path / "two", stems=[])))
    assert "foley_producer1" in {e.get("producer") for e in back.iter("entry")}
    assert {e.get("producer") for e in back.iter("entry")} <= {e.get("id") for e in back.iter()}


def test_times_are_written_as_the_project_writes_them(tmp_path: Path) -> None:
    cut = read_cut(kdenlive(tmp_path / "a.kdenlive"))
    in_frames = written(cut.path, tmp_path / "one", [material.stem_for(cut, 1)]).read_text()
    assert '<blank length="75"/>' in in_frames  # that one mixes both
    clocks = cut.path.read_text().replace('in="0" out="49"', 'in="00:00:00.000" out="00:00:01.960"')
    for frame in ("20", "69", "100", "109"):
        clocks = clocks.replace(f'"{frame}"', f'"00:00:0{int(frame) / 25:.3f}"')
    cut.path.write_text(clocks.replace('<entry producer="p1"/>', ""))
    assert (
        '<blank length="00:00:03.000"/>'
        in written(
            cut.path, tmp_path / "two", [material.stem_for(read_cut(cut.path), 1)]
        ).read_text()
    )


def test_shotcut_gets_its_sound_tracks_after_the_last(tmp_path: Path) -> None:
    body = (
        producer("p1", "/films/a.mp4")
        + f'<playlist id="v">{prop("shotcut:video", 1)}<entry producer="p1" in="0" out="9"/>'
        f'</playlist><playlist id="a">{prop("shotcut:audio", 1)}{prop("shotcut:name", "Talk")}'
        '<entry producer="p1" in="0" out="9"/></playlist>'
        '<tractor id="t"><track producer="v"/><track producer="a" hide="video"/></tractor>'
    )
    source = project(tmp_path / "a.mlt", body)
    once = written(source, tmp_path / "one")
    tractor = etree.parse(str(once)).find("tractor")
    assert tractor is not None
    assert [t.get("hide") for t in tractor.iterfind("track")] == [None, "video", "video"]
    names = [t.name for t in read_cut(once).audio_tracks if t.name[0] != "A"]
    assert names == ["Talk", "Foley Violin"]
    assert written(once, tmp_path / "two").read_bytes() == once.read_bytes()


def test_a_project_of_tracks_that_are_not_mixed_says_what_is_heard(tmp_path: Path) -> None:
    body = (
        producer("p1", "/films/a.mp4")
        + '<playlist id="v"><entry producer="p1" in="0" out="9"/></playlist>'
        '<playlist id="w"><entry producer="p1" in="0" out="9"/></playlist>'
        '<tractor id="t"><multitrack><track producer="v"/><track producer="w"/></multitrack>'
        "</tractor>"
    )
    cut = read_cut(project(tmp_path / "a.mlt", body))
    done = write_cut(cut, [material.stem_for(cut)], tmp_path / "out")
    assert [f.suffix for f in done.files] == [".mlt", ".otio", ".xml"]
    assert any("mixes no tracks" in n for n in done.notices)
    assert any(t.ours for t in read_cut(done.files[0]).audio_tracks)


def test_relative_addresses_still_count_from_where_the_project_was(tmp_path: Path) -> None:
    media = material.film(tmp_path / "a.mp4", frames=130)
    source = mixed(tmp_path / "a.kdenlive")
    source.write_text(source.read_text().replace(' root="/films"', ""))
    assert read_cut(written(source, tmp_path / "out")).shots[0].media.path == media


def test_a_project_is_not_made_of_another_cut(tmp_path: Path) -> None:
    cut = read_cut(material.simple_otio(tmp_path / "cut.otio"))
    with pytest.raises(UsageError, match="no project of Kdenlive"):
        write_cut(cut, [], tmp_path / "out", formats=["mlt"])
