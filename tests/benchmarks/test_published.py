"""The published network as rebuilt, and its two vocabularies."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from benchmarks.published.learning import frames_of
from benchmarks.published.network import FRAMES, JOINTS, Memory, Published, partition
from benchmarks.published.vocabulary import VOCABULARIES
from foley_post.midi.notes import Note

LATE = [Note(1.237, 0.4, 60, 80), Note(1.237, 0.4, 64, 80), Note(2.5, 0.12, 67, 40)]


@pytest.fixture(scope="module")
def network() -> Published:
    torch.manual_seed(0)
    return Published(VOCABULARIES["published"].size + 3).eval()


def test_it_has_the_published_number_of_parameters(network: Published) -> None:
    assert round(sum(p.numel() for p in network.parameters()) / 1e6, 1) == 22.7


def test_six_seconds_become_thirty_three_steps(network: Published) -> None:
    with torch.inference_mode():
        assert network.watch(torch.zeros(1, FRAMES, JOINTS, 3)).shape == (1, 33, 512)


def test_its_partition_is_collapsed_as_published() -> None:
    sizes = (partition() > 0).sum(dim=(1, 2)).tolist()
    assert sizes[0] > 20 * (sizes[1] + sizes[2])


def test_a_cache_changes_nothing(network: Published) -> None:
    rng = torch.Generator().manual_seed(1)
    tokens = torch.randint(0, 240, (2, 12), generator=rng)
    with torch.inference_mode():
        steps = network.watch(torch.randn(2, FRAMES, JOINTS, 3, generator=rng))
        memories = [Memory() for _ in network.layers]
        one = [network(steps, tokens[:, k : k + 1], memories) for k in range(12)]
        torch.testing.assert_close(torch.cat(one, 1), network(steps, tokens), atol=1e-3, rtol=1e-3)


def test_the_published_tokens_forget_when_it_begins_and_the_mended_do_not() -> None:
    back = {
        name: vocabulary.decode(vocabulary.encode(LATE))
        for name, vocabulary in VOCABULARIES.items()
    }
    assert back["published"][0].onset_s == 0.0
    assert back["published"][-1].length_s == 0.25
    times = [n.onset_s for n in back["mended"]]
    assert times == pytest.approx([1.237, 1.237, 2.5], abs=0.0051)
    assert [n.pitch for n in back["mended"]] == [60, 64, 67]
    assert back["mended"][-1].length_s == pytest.approx(0.12, abs=0.011)


def test_no_notes_are_no_tokens() -> None:
    for vocabulary in VOCABULARIES.values():
        assert vocabulary.encode([]) == []
        assert vocabulary.decode([]) == []


def test_ticks_become_frames_at_22_a_second() -> None:
    ticks = np.arange(401, dtype=np.float32)[:, None, None] * np.ones((1, JOINTS, 3), np.float32)
    frames = frames_of(ticks, 50)
    assert frames.shape == (FRAMES, JOINTS, 3)
    assert frames[:3, 0, 0] == pytest.approx([50, 50 + 50 / 22, 50 + 100 / 22])
