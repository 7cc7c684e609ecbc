"""The melody model is counted from scores, the same each time."""

from pathlib import Path

import numpy as np
import pytest

from foley_post.errors import UsageError
from foley_post.generate.melody.melody_model import VOICES, load_melody_model
from foley_post.simulation.score.corpus import read_shelf, write_shelf
from foley_post.simulation.score.scores import Score
from foley_post.train.melody.interval_counts import KINDS, held_out, lines_of, teach_melody

SCALE = np.array([60, 62, 64, 65, 67, 69, 71, 72])


def part(kind: str, count: int = 64) -> Score:
    up = np.resize(np.concatenate([SCALE, SCALE[-2:0:-1]]), count)
    return Score(
        onset_s=0.3 * np.arange(count),
        length_s=np.full(count, 0.25),
        pitch=up.astype(np.int64),
        velocity=np.full(count, 80),
        hand=(np.arange(count) % 2).astype(np.int64),
        part=kind,
    )


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    kinds = sorted({kind for kinds in KINDS.values() for kind in kinds})
    write_shelf(tmp_path / "shelf.npz", [part(kind) for kind in kinds for _ in range(18)])
    return tmp_path / "shelf.npz"


def test_scales_teach_that_steps_come_next(shelf: Path, tmp_path: Path):
    teach_melody(read_shelf(shelf), tmp_path, ["scales"])
    model = load_melody_model(tmp_path)
    for voice in ("violin", "brass"):
        shares = model.next_interval(voice, np.array([4]), np.zeros((1, 3), dtype=np.int64))[0]
        steps = np.abs(np.arange(len(shares)) - len(shares) // 2)
        assert shares[(steps == 1) | (steps == 2)].sum() > 0.9
        assert shares.sum() == pytest.approx(1.0)


def test_the_same_shelf_gives_the_same_bytes(shelf: Path, tmp_path: Path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        teach_melody(read_shelf(shelf), tmp_path / name, ["scales"])
    one, two = (load_melody_model(tmp_path / name).sha256 for name in ("one", "two"))
    assert one == two


def test_every_eighth_pair_of_parts_is_left_out(shelf: Path):
    corpus = read_shelf(shelf)
    taught, left = held_out(corpus, "cello")
    assert len(left) == 2
    assert not set(taught) & set(left)
    assert len(list(lines_of(corpus, "cello", taught=False))) == 2


def test_a_shelf_without_a_voice_is_refused(tmp_path: Path):
    write_shelf(tmp_path / "shelf.npz", [part("violin")] * 4)
    with pytest.raises(UsageError, match="cello"):
        teach_melody(read_shelf(tmp_path / "shelf.npz"), tmp_path, [])
    assert len(VOICES) == len(KINDS)
