"""Footage and the published data sets, in their own layouts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from layouts import (
    film,
    players,
    seen,
    tones,
    write_atinpiano,
    write_music,
    write_urmp,
)

from foley_post.core.progress import Progress
from foley_post.errors import Cancelled, UsageError
from foley_post.generate.network.layout import Size
from foley_post.train.clips import Clip, read_clips
from foley_post.train.datasets import gather, parse_data
from foley_post.train.loop import TrainingOptions, train
from foley_post.train.urmp import read_notes

SMALL = Size(channels=6, actor_channels=8, width=16, heads=2, layers=2, note_layers=1, dropout=0)
CLIP_S = 3.0


def gathered(out: Path) -> list[Clip]:
    return [clip for path in sorted(out.glob("*.npz")) for clip in read_clips(path)]


def two_steps(out: Path) -> None:
    """Two steps of training on the clips in ``out`` leave a checkpoint of two steps."""
    asked = TrainingOptions(
        out=out / "run", clips=out, steps=2, batch=2, ticks=100, size=SMALL, device="cpu",
        threads=1,
    )  # fmt: skip
    assert train(asked).is_file()


def test_urmp_gives_each_player_their_own_notes(tmp_path: Path) -> None:
    violin, cello = players("violin", "cello")
    write_urmp(tmp_path / "urmp", (violin, cello), ("vn", "vc"))
    out = tmp_path / "clips"
    # The detector gives whoever it finds first first: the places in the picture say who is who.
    got = gather("urmp", tmp_path / "urmp", out, length_s=CLIP_S, watch=seen(cello, violin))
    clips = gathered(out)
    assert (got.recordings, got.clips, got.left_out) == (1, 4, ())
    assert [c.instrument for c in clips] == ["violin", "violin", "cello", "cello"]
    assert [n.pitch for n in clips[2].notes] == [
        n.pitch for n in sorted(cello.notes, key=lambda n: n.onset_s) if n.onset_s < CLIP_S - 0.02
    ]
    onset = clips[2].notes[0].onset_s
    assert onset == pytest.approx(min(n.onset_s for n in cello.notes), abs=1e-4)
    two_steps(out)


def test_urmp_with_more_players_than_are_seen_is_said(tmp_path: Path) -> None:
    violin, cello = players("violin", "cello")
    write_urmp(tmp_path / "urmp", (violin, cello), ("vn", "vc"))
    with pytest.raises(UsageError, match=r"1 players are seen, but 2 play.*VidSep"):
        gather("urmp", tmp_path / "urmp", tmp_path / "clips", watch=seen(violin))


def test_urmp_leaves_out_instruments_that_are_not_ours(tmp_path: Path) -> None:
    violin, other = players("violin", "flute")
    write_urmp(tmp_path / "urmp", (violin, other), ("vn", "ob"))
    gather("urmp", tmp_path / "urmp", tmp_path / "c", length_s=CLIP_S, watch=seen(violin, other))
    assert {c.instrument for c in gathered(tmp_path / "c")} == {"violin"}


def test_a_line_of_notes_that_is_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "Notes_1_vn_01_Jupiter.txt"
    path.write_text("0.1 440.0 0.5\n0.7 la 0.2\n")
    with pytest.raises(UsageError, match="line 2"):
        read_notes(path)


def test_music_is_heard_where_it_has_no_notes(tmp_path: Path) -> None:
    (guitar,) = players("guitar")
    write_music(tmp_path / "music", guitar, "acoustic_guitar")
    out = tmp_path / "clips"
    gather("music", tmp_path / "music", out, length_s=CLIP_S, watch=seen(guitar))
    clips = gathered(out)
    assert {c.instrument for c in clips} == {"guitar"}
    heard = np.array([n.onset_s + CLIP_S * k for k, c in enumerate(clips) for n in c.notes])
    true = np.array([n.onset_s for n in guitar.notes])
    near = np.abs(heard[:, None] - true).min(axis=1) < 0.05
    assert len(heard) >= 3
    assert near.mean() > 0.7
    two_steps(out)


def test_music_without_its_videos_says_where_they_belong(tmp_path: Path) -> None:
    (guitar,) = players("guitar")
    write_music(tmp_path, guitar, "acoustic_guitar")
    (tmp_path / "solo" / "acoustic_guitar" / "iB17xqmFw3A.mp4").unlink()
    with pytest.raises(UsageError, match="named for its id"):
        gather("music", tmp_path, tmp_path / "clips", watch=seen(guitar))


def test_atinpiano_gives_hands_and_midi(tmp_path: Path) -> None:
    (piano,) = players("piano")
    write_atinpiano(tmp_path / "AtinPiano", piano)
    out = tmp_path / "clips"
    gather("atinpiano", tmp_path / "AtinPiano", out, length_s=CLIP_S, watch=seen())
    clips = gathered(out)
    assert {c.instrument for c in clips} == {"piano"}
    assert clips[0].features.joints[:, :25, 9].min() == 1
    assert clips[0].features.joints[:, 25:, 9].mean() < 0.5
    assert sum(len(c.notes) for c in clips) > 0
    two_steps(out)


def test_footage_with_sound_alone_is_heard(tmp_path: Path) -> None:
    (piano,) = players("piano", seed=5)
    film(tmp_path / "own" / "piano" / "take 1.mp4", tones(piano))
    out = tmp_path / "clips"
    gather("footage", tmp_path / "own", out, length_s=CLIP_S, watch=seen(piano))
    assert {c.instrument for c in gathered(out)} == {"piano"}
    two_steps(out)


def test_what_was_read_is_not_read_again(tmp_path: Path) -> None:
    (piano,) = players("piano")
    write_atinpiano(tmp_path / "AtinPiano", piano)
    first = gather("atinpiano", tmp_path / "AtinPiano", tmp_path / "c", length_s=CLIP_S)
    again = gather("atinpiano", tmp_path / "AtinPiano", tmp_path / "c", length_s=CLIP_S)
    assert (first.clips, again.clips, again.recordings) == (2, 0, 1)


def test_a_damaged_recording_is_left_out_and_said(tmp_path: Path) -> None:
    (piano,) = players("piano")
    folder = tmp_path / "AtinPiano"
    write_atinpiano(folder, piano)
    (folder / "pose" / "bad.npy").write_bytes(b"no array")
    (folder / "midi" / "bad.mid").write_bytes((folder / "midi" / "avkamkNT1Sg.mid").read_bytes())
    (folder / "train.csv").unlink()
    got = gather("atinpiano", folder, tmp_path / "c", length_s=CLIP_S)
    assert got.recordings == 1
    assert "bad.npy" in got.left_out[0]


def test_stopping_leaves_nothing_half_read(tmp_path: Path) -> None:
    (guitar,) = players("guitar")
    write_music(tmp_path / "music", guitar, "acoustic_guitar")

    def stop(progress: Progress) -> None:
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        gather("music", tmp_path / "music", tmp_path / "c", watch=seen(guitar), watcher=stop)


@pytest.mark.parametrize("kind", ["urmp", "music", "atinpiano", "footage"])
def test_a_folder_of_another_layout_says_what_belongs_there(kind: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"should hold|holds no footage"):
        gather(kind, tmp_path, tmp_path / "clips")


def test_a_data_set_is_named_with_its_folder() -> None:
    assert parse_data("urmp:some/where") == ("urmp", Path("some/where"))
    for text in ("urmp", "solos:some/where", "music:"):
        with pytest.raises(UsageError, match="urmp:DIR"):
            parse_data(text)
