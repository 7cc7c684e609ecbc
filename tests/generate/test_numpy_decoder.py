"""The note writer in plain arrays says what the network says."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from foley_post.generate.network import attention
from foley_post.generate.network.graph import ACTORS
from foley_post.generate.network.layout import Size
from foley_post.generate.network.note_decoder import NoteDecoder, NoteSteps
from foley_post.generate.numpy_network.decoder import (
    LOOKED_BACK,
    DecoderInput,
    NoteWriter,
    NumpyNoteDecoder,
)
from foley_post.generate.tokens import CONTROLS, PITCHES, SCALARS

SIZE = Size(width=32, heads=4, note_layers=2, actor_channels=8, dropout=0.0)
NOTES = 140


@pytest.fixture(scope="module")
def writer() -> NoteDecoder:
    torch.manual_seed(3)
    return NoteDecoder(SIZE).eval()


def in_arrays(writer: NoteDecoder) -> NoteWriter:
    arrays = {name: value.detach().numpy() for name, value in writer.named_parameters()}
    return NoteWriter(writer.size, arrays)


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


def looked_back(q: Tensor, k: Tensor, v: Tensor, *, is_causal: bool) -> Tensor:
    """Attention to the last `LOOKED_BACK` notes, as the plain arrays have it."""
    assert is_causal
    apart = torch.arange(q.shape[2])[:, None] - torch.arange(k.shape[2])
    seen = (apart >= 0) & (apart < LOOKED_BACK)
    return nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=seen)


@pytest.mark.parametrize("known", [0.0, 0.7])
def test_each_note_gets_the_networks_own_logits(
    writer: NoteDecoder, known: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    attends = SimpleNamespace(scaled_dot_product_attention=looked_back)
    monkeypatch.setattr(attention, "functional", attends)
    rng = np.random.default_rng(1)
    told, controls = steps(rng, known), rng.standard_normal(CONTROLS).astype(np.float32)
    left = 3 * rng.standard_normal(NOTES).astype(np.float32)
    asked = {
        name: torch.tensor(np.stack([getattr(one, name) for one in told]))[None]
        for name in DecoderInput._fields
    }
    with torch.inference_mode():
        heads = writer(
            NoteSteps(**asked, left=torch.from_numpy(left)[None]),
            torch.tensor([4]), torch.from_numpy(controls)[None],
        )  # fmt: skip
    ours = NumpyNoteDecoder(in_arrays(writer), 4, controls)
    for k, one in enumerate(told):
        said = ours.write(one)
        said = said._replace(another=ours.another(said, float(left[k])))
        for name in ("pitch", "velocity", "length", "another", "pointer"):
            found, wanted = np.asarray(getattr(said, name)), getattr(heads, name)[0, k].numpy()
            np.testing.assert_allclose(found, wanted, atol=2e-4, err_msg=f"note {k}, {name}")


def test_a_network_with_parts_it_does_not_know_is_refused(writer: NoteDecoder) -> None:
    other = NoteDecoder(SIZE)
    other.further = nn.Linear(2, 2)
    with pytest.raises(ValueError, match=r"further\.weight"):
        NumpyNoteDecoder(in_arrays(other), 0, np.zeros(CONTROLS, dtype=np.float32))
