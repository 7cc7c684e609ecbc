"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples every time: a suite that fails today fails tomorrow.
settings.register_profile("steady", deadline=None, max_examples=50, derandomize=True)
settings.load_profile("steady")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """the real footage, scores and timelines beside the checkout; skips without them."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the folder of real test data (../shared/data) is not beside this checkout")
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-golden",
        action="store_true",
        help="write the golden files of today's formats anew, to be read and committed",
    )


@pytest.fixture
def held_to(request: pytest.FixtureRequest) -> Callable[[Path, bytes], None]:
    """Holds bytes to a golden file; with --regenerate-golden it writes that file."""

    def hold(golden: Path, made: bytes) -> None:
        if request.config.getoption("--regenerate-golden"):
            golden.write_bytes(made)
        assert made == golden.read_bytes(), f"{golden.name} is not what is written today"

    return hold
