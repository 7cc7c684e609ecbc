"""The note network in numpy: what it is shown, and that it computes what torch does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from tones import plucked

from foley_post.core.weights import write_weights
from foley_post.errors import ModelMissing, WeightsRefused
from foley_post.listen.bands import BANDS, FEATURES, HOP_SAMPLES, frames_of, key_features, log_bands
from foley_post.listen.network import LOWEST_PITCH, RATE_HZ
from foley_post.listen.note_network import (
    CARD,
    NoteNetwork,
    load_note_network,
    shipped_note_network,
)
from foley_post.train.listener.network import LearningNetwork, NetworkSize


def learned(seed: int = 0) -> LearningNetwork:
    """A network with norms that do something."""
    torch.manual_seed(seed)
    network = LearningNetwork(NetworkSize(channels=8, shown=4))
    network.train()
    with torch.no_grad():
        for _ in range(3):
            network(torch.randn(2, 20, 88, FEATURES))
    return network.eval()


def test_the_loudest_fine_band_is_the_tones_own() -> None:
    at_s = np.arange(RATE_HZ) / RATE_HZ
    for pitch in (57, 69, 81, 100):  # below, a bin of the long window is wider than a semitone
        tone = np.sin(2 * np.pi * 440 * 2 ** ((pitch - 69) / 12) * at_s).astype(np.float32)
        bands = log_bands(tone)
        assert bands.shape == (frames_of(RATE_HZ), BANDS)
        assert int(bands[25, :312].argmax()) == 3 * (pitch - LOWEST_PITCH) + 1


def test_a_key_is_shown_its_own_harmonics() -> None:
    features = key_features(log_bands(plucked([(0.2, 57)], 1.0)))
    assert features.shape == (frames_of(RATE_HZ), 88, FEATURES)
    sounding = features[20, :, 1:24:3].mean(axis=1)
    assert int(sounding.argmax()) + LOWEST_PITCH == 57


def test_numpy_computes_what_torch_does() -> None:
    network = learned()
    features = np.random.default_rng(0).normal(0, 1, (60, 88, FEATURES)).astype(np.float32)
    with torch.no_grad():
        wanted = network(torch.from_numpy(features[None]))[0].numpy()
    found = NoteNetwork(network.tensors()).logits(features)
    assert np.abs(found - wanted).max() < 0.005
    assert np.ptp(wanted) > 0.5


def test_a_quiet_sound_is_heard_like_a_loud_one_and_silence_has_finite_odds() -> None:
    network = NoteNetwork(learned().tensors())
    sound = plucked([(0.3, 60)], 1.0)
    loud, quiet = network.hear(sound), network.hear(sound * np.float32(0.01))
    assert np.allclose(loud, quiet, atol=1e-4)
    silent = network.hear(np.zeros(RATE_HZ, np.float32))
    assert silent.shape == (RATE_HZ // HOP_SAMPLES + 1, 88, 4)
    assert np.isfinite(silent).all()


def test_weights_that_are_missing_damaged_or_others_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.safetensors"
    with pytest.raises(ModelMissing, match="There is no model"):
        load_note_network(path)
    write_weights(path, path.with_name(CARD), learned().tensors(), {})
    assert load_note_network(path).hear(np.zeros(441, np.float32)).shape == (2, 88, 4)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(WeightsRefused, match="not those that their card describes"):
        load_note_network(path)
    with pytest.raises(WeightsRefused, match="not the weights"):
        NoteNetwork({"first": np.zeros((3, 3), np.float16)})


def test_the_shipped_network_hears_a_plucked_note_and_no_other() -> None:
    heard = shipped_note_network().hear(plucked([(0.5, 60), (1.2, 67)], 2.0))
    frame = RATE_HZ / HOP_SAMPLES
    for onset_s, pitch in ((0.5, 60), (1.2, 67)):
        strength = heard[:, pitch - LOWEST_PITCH, 0]
        near = slice(round((onset_s - 0.1) * frame), round((onset_s + 0.1) * frame))
        assert strength[near].max() > 0.3
        assert abs((near.start + int(strength[near].argmax())) / frame - onset_s) < 0.03
    others = [k for k in range(88) if k + LOWEST_PITCH not in (60, 67)]
    assert heard[:, others, 1].max() < 0.5
