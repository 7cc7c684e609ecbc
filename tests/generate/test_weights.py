import json
from pathlib import Path

import pytest

from foley_post.errors import ModelMissing, WeightsRefused
from foley_post.generate import Model, load_model
from foley_post.generate.weights import CARD, WEIGHTS, save_model


@pytest.fixture
def saved(untrained: Model, tmp_path: Path) -> Path:
    path = tmp_path / WEIGHTS
    save_model(untrained.network, path, untrained.instruments, {"thresholds": {"": 0.5}})
    return path


def test_weights_come_back_as_they_were_saved(saved: Path, untrained: Model):
    model = load_model(saved)
    assert model.instruments == untrained.instruments
    assert model.thresholds == {"": 0.5}
    assert model.sha256 == untrained.sha256


def test_a_missing_model_or_card_is_named_with_its_path(saved: Path, tmp_path: Path):
    with pytest.raises(ModelMissing, match=r"nowhere\.safetensors"):
        load_model(tmp_path / "nowhere.safetensors")
    (tmp_path / CARD).unlink()
    with pytest.raises(ModelMissing, match=r"card\.json"):
        load_model(saved)


def test_truncated_weights_are_refused_by_their_hash(saved: Path):
    saved.write_bytes(saved.read_bytes()[:-100])
    with pytest.raises(WeightsRefused, match=r"foley\.safetensors"):
        load_model(saved)


@pytest.mark.parametrize("content", [b"\x80\x04K\x01.", b"PK\x03\x04 a pickle in a zip", b""])
def test_a_pickle_is_refused_even_when_the_card_vouches_for_it(saved: Path, content: bytes):
    import hashlib

    saved.write_bytes(content)
    card = json.loads((saved.parent / CARD).read_text())
    card["sha256"] = hashlib.sha256(content).hexdigest()
    (saved.parent / CARD).write_text(json.dumps(card))
    with pytest.raises(WeightsRefused, match="do not fit"):
        load_model(saved)


def test_weights_of_another_shape_are_refused(saved: Path):
    card = json.loads((saved.parent / CARD).read_text())
    card["size"]["width"] = 32
    (saved.parent / CARD).write_text(json.dumps(card))
    with pytest.raises(WeightsRefused, match="do not fit"):
        load_model(saved)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 99}'])
def test_a_damaged_card_is_refused(saved: Path, text: str):
    (saved.parent / CARD).write_text(text)
    with pytest.raises(WeightsRefused):
        load_model(saved)
