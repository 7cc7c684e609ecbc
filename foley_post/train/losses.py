"""How far the network is from the truth of a batch."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from foley_post.core.piano import LOWEST
from foley_post.generate.network.encoder import ClockHeads
from foley_post.generate.network.foley_network import Foley
from foley_post.generate.network.key_tracks import KeyboardInputs
from foley_post.generate.network.layout import UNLIKELY
from foley_post.generate.network.note_decoder import Heads, NoteSteps
from foley_post.train.batches import Batch

__all__ = ["WEIGHTS", "losses_of", "note_steps"]

WEIGHTS: dict[str, float] = {
    "onset": 4.0, "actors": 15.0, "keys": 1.5, "offset": 0.3, "sounding": 0.3, "velocity": 0.5,
    "articulation": 0.05, "instrument": 0.15, "pitch": 0.8, "length": 0.1, "loudness": 0.1,
    "another": 0.3,
}  # fmt: skip
"""What each part counts: the clock first, since everything else hangs on it."""

_POSITIVE = 2.0
"""An onset missed counts twice an onset made up: they are rare among ticks."""
_USED = 6.0


def losses_of(network: Foley, batch: Batch) -> dict[str, Tensor]:
    """Each part's loss, unweighted, by the names of `WEIGHTS`."""
    board = KeyboardInputs(batch.tips, batch.tips_known, batch.key_cues)
    clock: ClockHeads = network.encoder(batch.joints, batch.told, board)
    steps = note_steps(clock, batch)
    heads: Heads = network.writer(steps, batch.told, batch.controls)
    return {**_clock_losses(clock, batch), **_note_losses(heads, batch)}


def note_steps(clock: ClockHeads, batch: Batch) -> NoteSteps:
    """What the encoder knows at each note's tick, gathered."""
    tick = batch.tick
    rows = torch.arange(len(tick), device=tick.device)[:, None]
    around = [(tick + d).clamp(0, batch.joints.shape[1] - 1) for d in (-1, 0, 1)]
    keys = torch.stack([clock.keys[rows, at] for at in around]).amax(dim=0)
    return NoteSteps(
        memory=clock.memory[rows, tick],
        actor_memory=clock.actor_memory[rows, tick],
        actors=clock.actors[rows, tick] - _USED * batch.used,
        scalars=batch.scalars,
        before=batch.before,
        chord=batch.chord,
        pinned=batch.pinned,
        tips=batch.tips[rows, tick],
        tips_known=batch.tips_known[rows, tick],
        keys=keys,
        left=_left(keys, batch),
    )


def _left(keys: Tensor, batch: Batch) -> Tensor:
    """``(B, N)``: the likeliest key at each note that neither it nor those before it in its chord
    take.
    """
    notes, last = batch.pitch.shape[1], keys.shape[2] - 1
    at = torch.arange(notes, device=keys.device)
    same = (at[:, None] - at[None] >= 0) & (at[:, None] - at[None] <= batch.chord[:, :, None])
    own = functional.one_hot((batch.pitch - LOWEST).clamp(0, last), last + 1).to(keys.dtype)
    taken = torch.einsum("bnm,bmk->bnk", same.to(keys.dtype), own) > 0
    return keys.masked_fill(taken, UNLIKELY).amax(dim=2)


def _clock_losses(clock: ClockHeads, batch: Batch) -> dict[str, Tensor]:
    near = batch.offset.isfinite()
    heavy = torch.tensor(_POSITIVE, device=near.device)
    onset = functional.binary_cross_entropy_with_logits(clock.onset, batch.onset, pos_weight=heavy)
    actors = functional.binary_cross_entropy_with_logits(
        clock.actors, batch.actors, pos_weight=heavy, reduction="none"
    ).mean(dim=(1, 2))
    keyed = KeyboardInputs(batch.tips, batch.tips_known, batch.key_cues).there().float()
    keys = functional.binary_cross_entropy_with_logits(
        clock.keys, batch.keys, pos_weight=heavy, reduction="none"
    )
    known = batch.actors_known.float()
    at_onsets = batch.onset > 0.5
    return {
        "onset": onset,
        "actors": (actors * known).sum() / known.sum().clamp(min=1),
        "keys": (keys.sum(dim=2).mean(dim=1) * keyed).sum() / keyed.sum().clamp(min=1),
        "offset": _mean(
            functional.smooth_l1_loss(clock.offset, batch.offset.nan_to_num(), reduction="none"),
            near,
        ),
        "sounding": functional.binary_cross_entropy_with_logits(clock.sounding, batch.sounding),
        "velocity": _mean((clock.velocity - batch.velocity.nan_to_num()).abs(), at_onsets),
        "articulation": _mean(
            functional.cross_entropy(
                clock.articulation.transpose(1, 2),
                batch.articulation.clamp(min=0),
                reduction="none",
            ),
            at_onsets,
        ),
        "instrument": functional.cross_entropy(clock.instrument, batch.instrument),
    }


def _note_losses(heads: Heads, batch: Batch) -> dict[str, Tensor]:
    def right(logits: Tensor, target: Tensor) -> Tensor:
        loss = functional.cross_entropy(logits.transpose(1, 2), target, reduction="none")
        return _mean(loss, batch.written)

    another = functional.binary_cross_entropy_with_logits(
        heads.another, batch.another, reduction="none"
    )
    return {
        "pitch": right(heads.pitch, batch.pitch),
        "length": right(heads.length, batch.length),
        "loudness": right(heads.velocity, batch.note_velocity),
        "another": _mean(another, batch.written),
    }


def _mean(values: Tensor, where: Tensor) -> Tensor:
    """The mean of ``values`` at ``where``; 0 where there is nowhere."""
    mask = where.float()
    return (values * mask).sum() / mask.sum().clamp(min=1)
