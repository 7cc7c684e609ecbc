"""Whose take a MIDI file is: by what it says, by what the editor says, by its name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import mido
import pytest

from foley_post.errors import UsageError
from foley_post.pipeline.edited_takes import read_edited_takes
from foley_post.timeline import read_cut
from foley_post.timeline.model import Shot

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample" / "sample.otio"


def tune(path: Path) -> Path:
    """A MIDI file that says nothing of itself."""
    track = mido.MidiTrack()
    track += [
        mido.Message("note_on", note=60, velocity=80, time=0),
        mido.Message("note_off", note=60, time=480),
    ]
    mido.MidiFile(tracks=[track]).save(path)
    return path


def shots_called(name: str) -> list[Shot]:
    return [replace(shot, name=name) for shot in read_cut(SAMPLE).shots]


@pytest.mark.parametrize(
    ("clip", "file", "player"),
    [
        ("player2.mov", "V1-001_player2.mov_piano.mid", 1),
        ("player2.mov", "V1-001_player2.mov_piano_player3.mid", 3),
        ("piano_player2", "V1-001_piano_player2_violin.mid", 1),
        ("duo", "V1-001_duo_double_bass_player2 edited.mid", 2),
        ("renamed since", "V1-001_duo_cello_player2.mid", 2),
        ("renamed since", "V1-001_player2.mov_cello.mid", 1),
        ("duo", "V1-001_my player4 tune.mid", 1),
    ],
)
def test_the_name_of_a_clip_is_no_players_number(
    tmp_path: Path, clip: str, file: str, player: int
) -> None:
    path = tune(tmp_path / file)
    assert list(read_edited_takes([str(path)], shots_called(clip), tmp_path / "midi")) == [
        ("V1-001", player - 1)
    ]


def test_players_count_from_one(tmp_path: Path) -> None:
    path = tune(tmp_path / "tune.mid")
    shots = shots_called("a")
    assert list(read_edited_takes([f"V1-001/2={path}"], shots, tmp_path / "midi")) == [
        ("V1-001", 1)
    ]
    with pytest.raises(UsageError, match="Players count from 1; there is no player 0"):
        read_edited_takes([f"V1-001/0={path}"], shots, tmp_path / "midi")


def test_a_take_under_a_name_that_no_system_takes_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no MIDI file"):
        read_edited_takes(("V1-001=" + "x" * 5000,), (), tmp_path)
