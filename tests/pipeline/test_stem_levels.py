"""The faders of a project reach its stems, its mix and its manifest, unless stems are at unity."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import soundfile

from foley_post.cli.sound_options import SOUND_WORDS
from foley_post.midi.notes import Note, Take
from foley_post.pipeline.manifest import load_manifest
from foley_post.pipeline.options import Options
from foley_post.pipeline.project_export import export_project
from foley_post.pipeline.results import Results
from foley_post.project.file import Project, ShotTakes
from foley_post.render.levels import Level
from foley_post.timeline import read_cut

GOLDEN = Path(__file__).parent / "golden"
TAKE = Take(tuple(Note(0.2 * n, 0.2, 72 + n, 90) for n in range(4)), 2.0, "xylophone")


def _export(folder: Path, options: Options) -> Results:
    folder.mkdir()
    cut = read_cut(Path(shutil.copy(GOLDEN / "sample.otio", folder)))
    work = ShotTakes().adding((TAKE, replace(TAKE, performer=1)))
    project = Project(cut.path, cut.source_sha256, {cut.shots[0].id: work})
    return export_project(project, replace(options, out=folder / "out", mix=True))


def _loudest(path: Path) -> float:
    return float(np.abs(soundfile.read(path)[0]).max())


def test_faders_are_in_the_stems_the_mix_and_the_manifest(tmp_path: Path) -> None:
    levels = SOUND_WORDS["levels"](["2=-20,0.5"])
    plain = _export(tmp_path / "plain", Options(out=tmp_path))
    turned = _export(tmp_path / "turned", Options(out=tmp_path, levels=levels))
    (first, second), (same, softer) = (r.stems for r in (plain, turned))
    assert first.path.read_bytes() == same.path.read_bytes()
    assert 20 * np.log10(_loudest(softer.path) / _loudest(second.path)) < -19
    assert _loudest(turned.mix.path) < 0.8 * _loudest(plain.mix.path)
    (shot,) = load_manifest(turned.manifest).shots
    assert [(s.gain_db, s.pan) for s in shot.stems] == [(0.0, 0.0), (-20.0, 0.5)]


def test_stems_at_unity_are_as_they_were_made(tmp_path: Path) -> None:
    plain = _export(tmp_path / "plain", Options(out=tmp_path))
    levels = {0: Level(-20.0), 1: Level(6.0, -1.0)}
    unity = _export(tmp_path / "unity", Options(out=tmp_path, levels=levels, at_unity=True))
    assert [s.path.read_bytes() for s in unity.stems] == [s.path.read_bytes() for s in plain.stems]
    (shot,) = load_manifest(unity.manifest).shots
    assert [(s.gain_db, s.pan) for s in shot.stems] == [(0.0, 0.0)] * 2
