"""What was scored is exported whole; what cannot be is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from foley_post.core.progress import Progress, ignore_progress
from foley_post.errors import Cancelled, OutputError, UsageError
from foley_post.jobs.exporting import Export
from foley_post.jobs.lock import holding_output
from foley_post.midi.midi_files import read_score
from foley_post.midi.notes import Note, Take
from foley_post.pipeline.options import options_for
from foley_post.project.file import Project, Settings, ShotTakes
from foley_post.render import stems

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project() -> Project:
    cut = ROOT / "resources" / "sample" / "sample.otio"
    if not cut.is_file():
        pytest.skip("the shipped sample is not here")
    notes = tuple(Note(0.3 * n, 0.25, 60 + n, 80) for n in range(6))
    work = ShotTakes().adding((Take(notes, 3.0, "piano"),))
    return Project(cut, "", {"V1-001": work}, Settings(hosts=("premiere", "fcp")))


def export(project: Project, folder: Path) -> Export:
    return Export(project, options_for(project.settings, folder / "out"))


def test_chosen_takes_become_stems_midi_and_timelines(project: Project, tmp_path: Path) -> None:
    before = project.cut.read_bytes()
    exported = export(project, tmp_path).run(ignore_progress)
    stems, midi = [s.path for s in exported.stems], [p for o in exported.shots for p in o.midi]
    assert [p.suffix for p in stems] == [".wav"]
    assert [p.suffix for p in midi] == [".mid"]
    assert all(p.is_file() for p in (*stems, *midi, *exported.written.files))
    final_cut = [p for p in exported.written.files if p.suffix == ".fcpxml"]
    assert bool(final_cut) != any("FCPXML" in problem for problem in exported.problems)
    assert project.cut.read_bytes() == before
    assert not list(tmp_path.glob(".*"))


def test_an_export_is_cancelled_while_a_sound_is_made(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(*_: object, heed: Callable[[], None], **__: object) -> None:
        at_work.append(True)
        heed()
        pytest.fail("went on making sound")

    def stop(_: Progress) -> None:
        if at_work:
            raise Cancelled("stop")

    at_work: list[bool] = []
    monkeypatch.setattr(stems, "synthesize_isolated", make)
    with pytest.raises(Cancelled):
        export(project, tmp_path).run(stop)


@pytest.mark.parametrize("tempo", ["96", ""])
def test_the_midi_files_count_by_the_tempo_of_the_project(
    project: Project, tmp_path: Path, tempo: str
) -> None:
    settings = Settings(hosts=("premiere",), tempo=tempo)
    exported = export(replace(project, settings=settings), tmp_path).run(ignore_progress)
    (midi,) = exported.shots[0].midi
    notes, tempo_bpm = read_score(midi)
    assert tempo_bpm == pytest.approx(96 if tempo else 120)
    assert [n.onset_s for n in notes] == pytest.approx([0.3 * n for n in range(6)], abs=1e-4)


def test_mix_and_markers_are_written_where_asked_for(project: Project, tmp_path: Path) -> None:
    settings = Settings(hosts=("premiere",), mix=True, markers=True)
    exported = export(replace(project, settings=settings), tmp_path).run(ignore_progress)
    assert exported.mix is not None
    assert exported.mix.path.is_file()
    (timeline,) = [p for p in exported.written.files if p.suffix == ".otio"]
    assert timeline.read_text().count('"Marker.') >= 6


def test_a_shot_that_left_the_timeline_is_told(project: Project, tmp_path: Path) -> None:
    work = project.work("V1-001")
    changed = replace(project, settings=Settings()).with_work("V9-099", work)
    exported = export(changed, tmp_path).run(ignore_progress)
    assert len(exported.stems) == 1
    assert "V9-099 is no longer in sample.otio" in exported.problems[0]


def test_nothing_scored_is_nothing_exported(project: Project, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no music to export yet"):
        export(replace(project, shots={}), tmp_path).run(ignore_progress)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_somebody_else_exports_to_is_left_alone(project: Project, tmp_path: Path) -> None:
    with holding_output(tmp_path / "out"), pytest.raises(OutputError, match="in use by"):
        export(project, tmp_path).run(ignore_progress)
    assert not (tmp_path / "out").exists()
