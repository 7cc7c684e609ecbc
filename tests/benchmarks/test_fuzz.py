"""What is put in place of values when files are fuzzed."""

from __future__ import annotations

import json
import random
from pathlib import Path

from benchmarks.faults.fuzz import damaged, places


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
