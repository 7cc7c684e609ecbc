"""The note writer in plain arrays says what the network says."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from foley_post.generate.network.encoder import Size
from foley_post.generate.network.graph import ACTORS
from foley_post.generate.network.note_decoder import NoteDecoder, NoteSteps
from foley_post.generate.numpy_decoder import DecoderInput, NumpyNoteDecoder
from foley_post.generate.tokens import CONTROLS, PITCHES, SCALARS

SIZE = Size(width=32, heads=4, note_layers=2, actor_channels=8, dropout=0.0)
NOTES = 140


@pytest.fixture(scope="module")
def writer() -> NoteDecoder:
    torch.manual_seed(3)
    return NoteDecoder(SIZE).eval()


def steps(rng: np.random.Generator, known: float) -> list[DecoderInput]:
    def some(*shape: int) -> np.ndarray:
        return rng.standard_normal(shape).astype(np.float32)

    return [
        DecoderInput(
            memory=some(32),
            actor_memory=some(len(ACTORS), 8),
            actors=3 * some(len(ACTORS)),
            scalars=some(SCALARS),
            before=int(rng.integers(PITCHES + 1)),
            chord=int(rng.integers(10)),
            pinned=int(rng.integers(PITCHES + 1)),
            tips=np.stack([rng.uniform(0, 52, 10), rng.uniform(0, 1, 10)], 1).astype(np.float32),
            tips_known=rng.random(10) < known,
            keys=4 * some(88),
        )
        for _ in range(NOTES)
    ]


@pytest.mark.parametrize("known", [0.0, 0.7])
def test_each_note_gets_the_networks_own_logits(writer: NoteDecoder, known: float) -> None:
    rng = np.random.default_rng(1)
    told, controls = steps(rng, known), rng.standard_normal(CONTROLS).astype(np.float32)
    scribe, caches = NumpyNoteDecoder(writer, 4, controls), writer.caches()
    for k, one in enumerate(told):
        said = scribe.write(one)
        tensors = {
            name: torch.tensor(np.asarray(value))[None, None]
            for name, value in one._asdict().items()
        }
        left = 3 * float(rng.standard_normal())
        with torch.inference_mode():
            heads = writer(
                NoteSteps(**tensors, left=torch.tensor([[left]])),
                torch.tensor([4]), torch.from_numpy(controls)[None],
                caches=caches, first=k,
            )  # fmt: skip
        said = said._replace(another=scribe.another(said, left))
        for name in ("pitch", "velocity", "length", "another", "pointer"):
            ours, theirs = np.asarray(getattr(said, name)), getattr(heads, name)[0, 0].numpy()
            np.testing.assert_allclose(ours, theirs, atol=2e-4, err_msg=f"note {k}, {name}")


def test_a_network_with_parts_it_does_not_know_is_refused(writer: NoteDecoder) -> None:
    other = NoteDecoder(SIZE)
    other.further = nn.Linear(2, 2)
    with pytest.raises(ValueError, match=r"further\.weight"):
        NumpyNoteDecoder(other, 0, np.zeros(CONTROLS, dtype=np.float32))
