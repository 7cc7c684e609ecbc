"""A user's own score, played by a simulated player."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from foley_post.errors import UsageError
from foley_post.midi.midi_files import write_midi
from foley_post.midi.notes import Note, Take
from foley_post.simulation.playing import simulate_file


@pytest.fixture
def tune(tmp_path: Path) -> Path:
    notes = [Note(0.5 + 0.4 * k, 0.35, p, 80) for k, p in enumerate((60, 62, 64, 65, 67))]
    write_midi(Take(tuple(notes), 3.0, "piano"), tmp_path / "tune.mid")
    return tmp_path / "tune.mid"


@pytest.mark.parametrize("name", ["piano", "cello", "guitar"])
def test_a_midi_file_becomes_keypoints_with_its_own_notes(tune: Path, name: str) -> None:
    out = tune.with_suffix(".npz")
    told = simulate_file(tune, name, out, seed=3, view="front")
    with np.load(out, allow_pickle=False) as data:
        assert told.notes == len(data["notes"]) == 5
        assert data["points"].shape == (len(data["times_s"]), 67, 3)
        onsets = data["notes"][:, 0]
    assert np.abs(onsets - (0.5 + 0.4 * np.arange(5))).max() < 0.01
    assert told.view == "front"
    assert told.length_s == pytest.approx(3.45, abs=0.1)


def test_a_rendered_clip_leaves_the_score_beside_it_alone(
    tune: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tune.read_bytes()
    drawn: list[Path] = []

    def no_pictures(*arguments: object, **options: object) -> int:
        drawn.append(Path(str(arguments[2])))
        return 1

    monkeypatch.setattr("foley_post.simulation.renderer.clip.render_clip", no_pictures)
    told = simulate_file(tune, "piano", tune.with_suffix(".mp4"), length_s=2.0)
    assert drawn == [tune.with_suffix(".mp4")]
    assert told.view == "piano_corner"
    assert tune.read_bytes() == before
    assert tune.with_name("tune_played.mid").is_file()


def test_what_cannot_be_played_is_refused_in_words(tune: Path) -> None:
    with pytest.raises(UsageError, match=r"\.npz or \.mp4"):
        simulate_file(tune, "piano", tune.with_suffix(".wav"))
    with pytest.raises(UsageError, match="no view"):
        simulate_file(tune, "piano", tune.with_suffix(".npz"), view="moon")
    with pytest.raises(UsageError, match="theremin"):
        simulate_file(tune, "theremin", tune.with_suffix(".npz"))
    broken = tune.with_suffix(".mxl")
    broken.write_bytes(b"PK\x03\x04")
    with pytest.raises(UsageError, match="no score"):
        simulate_file(broken, "piano", tune.with_suffix(".npz"))
