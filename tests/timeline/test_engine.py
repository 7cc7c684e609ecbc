"""A real engine plays the stems where they belong."""

from __future__ import annotations

import shutil
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from foley_post.core.timecode import Rate

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def engine() -> ModuleType:
    """the benchmark that lays clicks and listens, from its file."""
    spec = spec_from_file_location("engine", ROOT / "benchmarks" / "timelines_engine.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(shutil.which("melt") is None, reason="MLT's melt is not installed")
@pytest.mark.parametrize(
    ("rate", "start_frame"), [(Rate(30000, 1001), 107_892), (Rate(25), 90_000)], ids=str
)
def test_mlt_plays_each_stem_within_a_sample_of_its_place(
    tmp_path: Path, engine: ModuleType, rate: Rate, start_frame: int
) -> None:
    assert all(abs(off) <= 1 for off in engine.off_by(rate, start_frame, tmp_path))
