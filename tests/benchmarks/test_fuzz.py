"""What is put in place of values when files are fuzzed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from benchmarks.faults import fuzz
from benchmarks.faults.fuzz import added, outcome
from benchmarks.faults.kinds import Kind
from benchmarks.faults.mutations import damaged, overwritten, places
from benchmarks.faults.small_soundfont import small_soundfont
from benchmarks.record import Record
from foley_post.errors import ProjectError
from foley_post.midi.notes import Note, Take
from foley_post.render.soundfont import presets_of
from foley_post.render.synth_process import synthesize_isolated


def test_every_value_has_its_place() -> None:
    document = {"a": [1, {"b": 2}], "c": "x"}
    assert [holder[key] for holder, key in places(document)] == [[1, {"b": 2}], 1, {"b": 2}, 2, "x"]


def test_the_same_seed_damages_alike_and_some_files_still_parse(tmp_path: Path) -> None:
    path = tmp_path / "job.json"
    path.write_text(json.dumps({"cut": "a.otio", "clips": [{"track": 1}]}))
    made = [damaged(path, random.Random(seed)) for seed in range(40)]
    assert made == [damaged(path, random.Random(seed)) for seed in range(40)]
    assert made.count(path.read_bytes()) < 5
    parsed = 0
    for content in made:
        try:
            parsed += json.loads(content) is not None
        except ValueError:
            continue
    assert parsed > 10


def test_what_is_overwritten_keeps_its_length_and_is_not_the_same() -> None:
    content = bytes(range(256)) * 40
    made = [overwritten(content, random.Random(seed)) for seed in range(20)]
    assert {len(one) for one in made} == {len(content)}
    assert content not in made


def test_the_small_soundfont_is_one_and_sounds(tmp_path: Path) -> None:
    path = tmp_path / "small.sf2"
    path.write_bytes(small_soundfont())
    assert [(p.bank, p.program, p.name) for p in presets_of(path)] == [
        (0, 0, "Sine"),
        (128, 0, "Kit"),
    ]
    take = Take((Note(0.0, 0.5, 69, 100),), 0.5, "piano")
    assert np.abs(synthesize_isolated(take, soundfont=path, rate_hz=44_100, length_s=0.5)).max() > 0


@pytest.mark.parametrize(
    ("through", "found"),
    [
        (lambda path, _: path.read_bytes(), "taken"),
        (lambda path, _: refuse("It is damaged."), "refused"),
        (lambda path, _: refuse(""), "said ''"),
        (lambda path, _: refuse("two\nlines"), "said 'two"),
        (lambda path, _: path.write_bytes(b"x"), "changed on disk"),
        (lambda path, _: {}["x"], "Traceback"),
    ],
)
def test_only_one_readable_line_is_a_refusal(
    tmp_path: Path, through: Callable[[Path, Path], object], found: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"as it was")
    assert outcome(Kind(lambda _: [], through), path, tmp_path).startswith(found)


def refuse(text: str) -> None:
    raise ProjectError(text)


def test_further_seeds_are_added_to_the_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Record("the program", "x", tuple("abcdefg"), (("midi", 5, 2, 3, 0, "6", "1"),))
    monkeypatch.setattr(fuzz, "read_record", lambda name: before)
    assert added(("midi", 4, 1, 2, 1, "14", "99")) == ("midi", 9, 3, 5, 1, "6 + 14", "1, 99")
    assert added(("job", 1, 1, 0, 0, "6", "9")) == ("job", 1, 1, 0, 0, "6", "9")
