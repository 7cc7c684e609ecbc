"""Teaching the mask network: mixtures whose parts are known, a run from clips to weights."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch

from foley_post.listen.mask_network import CARD, WEIGHTS, load_mask_network
from foley_post.midi.notes import Note
from foley_post.train.listener.clips import CLIP_SAMPLES, Clip, Clips, write_clips
from foley_post.train.listener.synthesizer import played, random_sound
from foley_post.train.masks.__main__ import main
from foley_post.train.masks.mixtures import make_mixtures, mixture, read_mixture
from foley_post.train.masks.network import LearningMasks
from foley_post.train.masks.teaching import Teaching, losses, teach


def clip(seed: int) -> Clip:
    """Two notes a second by the synthesizer."""
    rng = np.random.default_rng(seed)
    notes = [Note(0.5 * k, 0.4, int(rng.integers(48, 84)), 90) for k in range(19)]
    sound = played(notes, random_sound("keyboard", rng), rng)
    rows = [(n.onset_s, n.pitch, n.length_s, n.velocity) for n in notes]
    return Clip((0.5 * sound / np.abs(sound).max()).astype(np.float16), np.array(rows, np.float32))


def clips() -> Clips:
    noise = np.random.default_rng(9).normal(0, 0.1, CLIP_SAMPLES).astype(np.float16)
    return Clips((*(clip(k) for k in range(4)), Clip(noise, np.zeros((0, 4), np.float32))))


def test_a_mixture_tells_what_the_notes_and_what_the_parts_say() -> None:
    made = mixture(clips(), 3)
    assert made is not None
    assert made.shares.shape == made.ideal.shape == (len(made.shares), *made.heard.shape)
    assert np.allclose(made.shares.sum(axis=0), 1, atol=1e-3)

    def wrong(shares: np.ndarray) -> float:
        return float(((made.heard * (shares - made.ideal)) ** 2).mean())

    alike = np.full_like(made.shares, 1 / len(made.shares))
    assert wrong(made.shares) < 0.5 * wrong(alike), "notes tell more than chance"


def test_the_loss_falls_on_what_is_learned() -> None:
    made = mixture(clips(), 3)
    assert made is not None
    torch.manual_seed(0)
    network = LearningMasks(channels=4)
    optimizer = torch.optim.Adam(network.parameters(), 0.001)
    found = []
    for _ in range(4):
        loss = losses(network, [made], np.random.default_rng(5)).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        found.append(float(loss.detach()))
    assert found[-1] < found[0] - 0.001


def test_a_run_that_is_over_stays_as_it_is(tmp_path: Path) -> None:
    mixtures = tmp_path / "mixtures"
    mixtures.mkdir()
    make_mixtures(clips(), mixtures, range(2))
    read = [read_mixture(path) for path in sorted(mixtures.glob("*.npz"))]
    assert all(one.shares.shape == one.ideal.shape for one in read)
    plan = Teaching(steps=2, batch=1)
    taught = teach(mixtures, tmp_path, plan=plan)
    again = teach(mixtures, tmp_path, plan=plan)
    same = zip(taught.parameters(), again.parameters(), strict=True)
    assert all(torch.equal(a, b) for a, b in same)


def test_one_command_from_clips_to_weights(tmp_path: Path) -> None:
    write_clips(tmp_path, 0, clips().all)
    out = tmp_path / "out"
    assert main([str(tmp_path), "--out", str(out), "--mixtures", "2", "--steps", "2"]) == 0
    load_mask_network(out / WEIGHTS)
    assert json.loads((out / CARD).read_text())["mixtures"] == 2
