"""The `.foley` file: kept whole, read back equal, refused with a sentence when damaged."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foley_post.errors import ProjectError
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.project.file import (
    Project,
    Settings,
    ShotTakes,
    autosave_path,
    load_project,
    newer_autosave,
    save_project,
)
from foley_post.render.stems import RenderSettings


def _take(performer: int = 0, seed: int = 0, pitch: int = 60) -> Take:
    notes = (
        Note(0.123456789, 0.5, pitch, 90, joint=29),
        Note(0.7, 0.25, pitch + 4, 64, Evidence.INVENTED, 0.25, None, "staccato", True),
    )
    return Take(
        notes, 2.5, "piano", seed=seed, style="jazz", performer=performer,
        controllers={64: ((0.0, 127.0), (1.5, 0.0))}, sync_report={"sync_ms": 12.5, "by": "model"},
    )  # fmt: skip


def _project(folder: Path) -> Project:
    work = ShotTakes().adding((_take(0), _take(1))).adding((_take(0, seed=7),))
    settings = Settings(
        instrument="cello", out=folder / "out", media_roots=(folder / "media",),
        rendering=RenderSettings(loudness_lufs=None),
        path_map={"S:": "/mnt/s"}, hosts=("fcp",),
    )  # fmt: skip
    return Project(folder / "cut.otio", "ab" * 32, {"V1-001": work}, settings)


def test_a_saved_project_reads_back_equal(tmp_path: Path) -> None:
    project = _project(tmp_path)
    save_project(project, tmp_path / "film.foley")
    assert load_project(tmp_path / "film.foley") == project


def test_saving_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    first = save_project(_project(tmp_path), tmp_path / "a.foley").read_bytes()
    second = save_project(load_project(tmp_path / "a.foley"), tmp_path / "b.foley").read_bytes()
    assert first == second


def test_a_folder_that_moved_with_its_cut_still_finds_it(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    (old / "cut.otio").write_text("{}")
    save_project(_project(old), old / "film.foley")
    new = old.rename(tmp_path / "new")
    assert load_project(new / "film.foley").cut == new / "cut.otio"


def test_an_autosave_is_newer_until_the_project_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "film.foley"
    project = _project(tmp_path)
    save_project(project, path)
    assert newer_autosave(path) is None
    save_project(project.with_work("V1-002", ShotTakes(problem="no media")), path, autosave=True)
    found = newer_autosave(path)
    assert found == autosave_path(path)
    assert load_project(found).work("V1-002").state == "failed"
    assert load_project(path).work("V1-002").state == "unscored"
    save_project(project, path)
    assert newer_autosave(path) is None


def test_an_autosave_after_the_clock_was_set_back_is_offered(tmp_path: Path) -> None:
    project, path = Project(tmp_path / "a.otio"), tmp_path / "film.foley"
    save_project(project, path)
    next_year_s = path.stat().st_mtime + 365 * 86_400
    os.utime(path, (next_year_s, next_year_s))  # it was saved while the clock was ahead
    save_project(project.with_work("V1-001", ShotTakes(problem="later")), path, autosave=True)
    assert newer_autosave(path) == autosave_path(path)


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", '{"foley_post_project": 1}', "[" * 50_000,
        '{"foley_post_project": 1, "cut": 3, "shots": {}, "settings": {}}',
    ],
)  # fmt: skip
def test_a_damaged_project_is_refused_left_alone_and_copied(tmp_path: Path, text: str) -> None:
    path = tmp_path / "film.foley"
    path.write_text(text)
    with pytest.raises(ProjectError, match=r"film\.foley is damaged"):
        load_project(path)
    assert path.read_text() == text
    assert (tmp_path / "film.foley.damaged").read_text() == text


def test_a_note_that_is_not_a_number_is_damage(tmp_path: Path) -> None:
    path = save_project(_project(tmp_path), tmp_path / "film.foley")
    path.write_text(path.read_text().replace("0.123456789", "NaN"))
    with pytest.raises(ProjectError, match="damaged"):
        load_project(path)


def test_an_index_without_a_take_is_damage(tmp_path: Path) -> None:
    path = save_project(_project(tmp_path), tmp_path / "film.foley")
    value = json.loads(path.read_text())
    value["shots"]["V1-001"]["chosen"] = [9]
    path.write_text(json.dumps(value))
    with pytest.raises(ProjectError, match="outside the 3 takes"):
        load_project(path)


def test_a_project_of_a_newer_version_says_so(tmp_path: Path) -> None:
    path = save_project(_project(tmp_path), tmp_path / "film.foley")
    value = json.loads(path.read_text())
    value["foley_post_project"] = 99
    path.write_text(json.dumps(value))
    with pytest.raises(ProjectError, match="newer Foley Post"):
        load_project(path)


def test_a_missing_project_says_so(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="cannot be read"):
        load_project(tmp_path / "gone.foley")


def test_new_takes_come_into_use_and_a_removed_one_gives_way() -> None:
    work = ShotTakes().adding((_take(0), _take(1))).adding((_take(0, seed=3),))
    assert [t.seed for t in work.current] == [3, 0]
    assert work.choosing(0).current[0].seed == 0
    left = work.without(2)
    assert [t.performer for t in left.current] == [0, 1]
    assert left.without(0).current == (_take(1),)


def test_only_a_chosen_edit_makes_a_shot_edited() -> None:
    work = ShotTakes().adding((_take(0),)).adding((_take(0, seed=3),))
    assert work.state == "scored"
    edited = work.changing(1, _take(0, pitch=70))
    assert edited.state == "edited"
    assert edited.choosing(0).state == "scored"


@given(st.lists(st.tuples(st.sampled_from("ACR"), st.integers(0, 9)), max_size=12))
def test_no_series_of_changes_leaves_two_takes_for_a_performer(
    steps: list[tuple[str, int]],
) -> None:
    work = ShotTakes()
    for what, number in steps:
        if what == "A":
            work = work.adding((_take(number % 3, seed=number),))
        elif work.takes:
            index = number % len(work.takes)
            work = work.choosing(index) if what == "C" else work.without(index)
    assert [t.performer for t in work.current] == sorted({t.performer for t in work.takes})


@pytest.mark.parametrize("key", ["path", "relative"])
def test_a_cut_under_a_name_that_no_system_takes_is_just_not_there(
    tmp_path: Path, key: str
) -> None:
    path = save_project(_project(tmp_path), tmp_path / "film.foley")
    value = json.loads(path.read_text())
    value["cut"][key] = "x" * 5000
    path.write_text(json.dumps(value))
    assert load_project(path).cut == Path(value["cut"]["path"])


@pytest.mark.parametrize("value", ["x" * 5000, "one\nline\x00more"])
def test_what_is_said_of_a_damaged_project_is_one_short_line(tmp_path: Path, value: str) -> None:
    path = save_project(_project(tmp_path), tmp_path / "film.foley")
    document = json.loads(path.read_text())
    document["foley_post_project"] = value
    for take in document["shots"]["V1-001"]["takes"]:
        take["instrument"] = value
    path.write_text(json.dumps(document))
    with pytest.raises(ProjectError) as told:
        load_project(path)
    assert str(told.value).isprintable()
    assert len(str(told.value)) < 1000
