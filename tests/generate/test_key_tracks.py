"""Keys along time: what holds for one key holds for all, and without a keyboard nothing is said."""

from __future__ import annotations

import pytest
import torch

from foley_post.generate.network.graph import ACTORS
from foley_post.generate.network.key_tracks import KeyboardInputs, KeyTracks
from foley_post.generate.network.layout import UNLIKELY
from foley_post.pose.skeleton import KEY_CUES

TICKS = 30


@pytest.fixture
def tracks() -> KeyTracks:
    torch.manual_seed(1)
    return KeyTracks(actor_channels=8, channels=6).eval()


def board(clips: int = 1) -> KeyboardInputs:
    return KeyboardInputs(
        torch.zeros(clips, TICKS, 10, 2),
        torch.zeros(clips, TICKS, 10, dtype=torch.bool),
        torch.zeros(clips, TICKS, 88, len(KEY_CUES)),
    )


def acting(clips: int = 1) -> torch.Tensor:
    torch.manual_seed(2)
    return torch.randn(len(ACTORS), clips, TICKS, 8)


def test_without_a_keyboard_no_key_is_likely(tracks: KeyTracks) -> None:
    assert (tracks(board(2), acting(2)) == UNLIKELY).all()


def test_a_clip_with_a_keyboard_is_heard_the_same_beside_one_without(tracks: KeyTracks) -> None:
    seen, both = board(), board(2)
    for one in (seen, both):
        one.cues[0, 10:, 40] = 1.5
    doing = acting(2)
    alone = tracks(seen, doing[:, :1])
    together = tracks(both, doing)
    torch.testing.assert_close(together[:1], alone)
    assert (together[1] == UNLIKELY).all()


@pytest.mark.parametrize("octaves", [1, 2])
def test_the_same_change_an_octave_higher_is_heard_an_octave_higher(
    tracks: KeyTracks, octaves: int
) -> None:
    low, high = board(), board()
    low.cues[0, 10:20, 30] = 1.5
    high.cues[0, 10:20, 30 + 12 * octaves] = 1.5
    doing = torch.zeros(len(ACTORS), 1, TICKS, 8)
    heard = tracks(low, doing), tracks(high, doing)
    torch.testing.assert_close(heard[0][..., 20:41], heard[1][..., 20 + 12 * octaves :][..., :21])


def test_a_finger_is_told_to_the_keys_under_it_alone(tracks: KeyTracks) -> None:
    seen, other = board(), acting()
    seen.known[0, :, 3] = True
    seen.tips[0, :, 3] = torch.tensor([26.5, 0.3])
    one = tracks(seen, other)
    other[3] += 1.0
    changed = (tracks(seen, other) - one).abs().amax(dim=(0, 1))
    assert changed[(changed > 1e-4).nonzero()[:, 0]].numel() > 0
    far = torch.ones(88, dtype=torch.bool)
    far[32:60] = False
    assert changed[far].max() == 0
