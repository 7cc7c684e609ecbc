"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from foley_post.generate import Model

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


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """the application as it is started, keys and look and all, whichever test is the first."""
    from foley_post_ui.app import make_app
    from foley_post_ui.style.theme import DARK, apply_theme

    app = make_app()
    apply_theme(app, DARK)
    return app


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
        assert made == golden.read_bytes(), (
            f"{golden.name} is not what is written today: if it is meant to change, see that files "
            "of the version before still read, and run with --regenerate-golden"
        )

    return hold


@pytest.fixture(scope="session")
def untrained(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """a small network with random weights, saved and read back."""
    import torch

    from foley_post.core.instruments import TAUGHT_INSTRUMENTS
    from foley_post.generate.network.foley_network import Foley, in_arrays
    from foley_post.generate.network.layout import Size
    from foley_post.generate.weights import save_model

    torch.manual_seed(3)
    path = tmp_path_factory.mktemp("model") / "foley.safetensors"
    size = Size(channels=6, actor_channels=8, width=16, heads=2, layers=2, note_layers=1)
    return save_model(in_arrays(Foley(size)), path, TAUGHT_INSTRUMENTS, {"thresholds": {"": 0.3}})


@dataclass(frozen=True)
class ShortCut:
    """A cut whose players are known, and what `score` makes of it: stems and MIDI by name.

    ``home`` is a folder that XDG_CACHE_HOME may name, so that other processes know the players.
    """

    cut: Path
    home: Path
    made: dict[str, bytes]

    @property
    def cache(self) -> Path:
        return self.home / "foley-post" / "motions"


@pytest.fixture(scope="session")
def short(tmp_path_factory: pytest.TempPathFactory) -> ShortCut:
    """Two shots of less than a second, scored as `foley-post score` does."""
    from short_cuts import WISHES, remember, short_cut, stems_of

    from foley_post.pipeline.score import Options, score

    folder = tmp_path_factory.mktemp("short")
    cut, home = short_cut(folder / "cuts"), folder / "home"
    cache = home / "foley-post" / "motions"
    remember(cut, cache)
    results = score(cut, Options(out=folder / "out", cache=cache, **WISHES))
    assert len(results.stems) == 2, [o.problem or o.notices for o in results.shots]
    return ShortCut(cut, home, stems_of(folder / "out"))


@pytest.fixture
def at_home(short: ShortCut, monkeypatch: pytest.MonkeyPatch) -> ShortCut:
    """`short`, whose players every command of this test and its children know."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(short.home))
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        monkeypatch.setenv(name, "1")  # so that children do not wait for each other's threads
    return short
