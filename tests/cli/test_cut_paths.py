"""Timelines, films and folders of films on the command line, and how a file is to be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from foley_post.cli.cut_paths import cuts_and_folders
from foley_post.cli.main import main
from foley_post.errors import TimelineReadError, UsageError


def films(folder: Path, *names: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(b"x")
    return [folder / name for name in names]


def test_each_film_has_its_results_beside_it(tmp_path: Path) -> None:
    a, b = films(tmp_path, "a.mov", "b.mp4")
    assert cuts_and_folders([b, a], None) == [
        (b, tmp_path / "b-foley"),
        (a, tmp_path / "a-foley"),
    ]
    assert cuts_and_folders([tmp_path], None) == [
        (a, tmp_path / "a-foley"),
        (b, tmp_path / "b-foley"),
    ]


def test_one_film_takes_the_folder_that_is_named_and_several_share_it(tmp_path: Path) -> None:
    a, b = films(tmp_path / "in", "a.mov", "b.mp4")
    out = tmp_path / "out"
    assert cuts_and_folders([a], out) == [(a, out)]
    assert cuts_and_folders([a, b], out) == [(a, out / "a-foley"), (b, out / "b-foley")]


@pytest.mark.parametrize("out", [None, "out"])
def test_films_of_one_name_do_not_share_a_folder(tmp_path: Path, out: str | None) -> None:
    one = films(tmp_path / "1", "a.mov", "a.mp4")
    two = films(tmp_path / "2", "a.mov")
    found = cuts_and_folders([*one, *two, one[0]], tmp_path / out if out else None)
    assert [cut for cut, _ in found] == [*one, *two]
    assert len({folder for _, folder in found}) == 3


def test_a_folder_without_films_is_said_and_a_bundle_is_a_timeline(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no films in"):
        cuts_and_folders([tmp_path], None)
    bundle = tmp_path / "cut.otiod"
    bundle.mkdir()
    assert cuts_and_folders([bundle], None) == [(bundle, tmp_path / "cut-foley")]


def test_several_films_are_scored_one_after_the_other_and_one_failure_costs_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    films(tmp_path, "a.mov", "b.mov", "c.mov")
    asked: list[tuple[str, str]] = []

    def score(path: Path, options: Any, **more: object) -> object:
        asked.append((path.name, options.out.name))
        raise TimelineReadError(f"{path.name} holds no picture.")

    from foley_post.pipeline import score as pipeline

    monkeypatch.setattr(pipeline, "score", score)
    assert main(["score", str(tmp_path), "--json"]) == 1
    assert asked == [("a.mov", "a-foley"), ("b.mov", "b-foley"), ("c.mov", "c-foley")]
    told = json.loads(capsys.readouterr().out)
    assert [c["problem"] for c in told["cuts"]][1] == "b.mov holds no picture."


EDL = "001 A1 V C 10:00:00:00 10:00:10:12 01:00:00:00 01:00:10:12\n"


def test_the_rate_of_a_list_is_given_with_rate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.edl"
    path.write_text(EDL)
    assert main(["shots", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rate"], told["shots"][0]["length_frames"]) == ("24", 252)
    assert {"24", "25", "29.97", "30", "50", "60"} <= set(told["possible_rates"])
    assert main(["shots", str(path), "--rate", "25", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rate"], told["shots"][0]["length_frames"]) == ("25", 262)
    assert main(["shots", str(path), "--rate", "fast"]) == 2


def test_a_sequence_is_chosen_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def sequence(name: str) -> str:
        rate = "<rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate>"
        clip = f"<clipitem><name>{name}</name>{rate}<start>0</start><end>9</end></clipitem>"
        return (
            f"<sequence><name>{name}</name>{rate}<media><video><track>{clip}</track></video>"
            "</media></sequence>"
        )

    path = tmp_path / "a.xml"
    path.write_text(f"<xmeml version='4'>{sequence('one')}{sequence('two')}</xmeml>")
    assert main(["shots", str(path), "--sequence", "two", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["cut"], told["sequences"]) == ("two", ["one", "two"])
    assert main(["shots", str(path), "--sequence", "three"]) == 2
    assert "It holds one, two" in capsys.readouterr().err
