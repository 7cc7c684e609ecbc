"""The shipped networks: whole, in their place, and the same bits from the same crop."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter

from foley_post.errors import ModelMissing, UsageError, WeightsRefused
from foley_post.pose.backends import devices, networks
from foley_post.pose.backends.litert import LiteRtNetworks
from foley_post.pose.landmarks.detection import PALM, PERSON, anchors

ROOT = Path(__file__).resolve().parents[3]


def test_every_bundle_is_what_its_card_says() -> None:
    card = json.loads((ROOT / "resources/keypoints/keypoints.json").read_text())
    assert card["licence"] == "Apache-2.0"
    for name, said in card["files"].items():
        content = (ROOT / "resources/keypoints" / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == said["sha256"]


def test_the_networks_inside_the_bundles_are_flatbuffers() -> None:
    for name in networks.BUNDLED:
        assert networks.network(name)[4:8] == b"TFL3"


def test_a_damaged_bundle_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ROOT / "resources/keypoints"
    (tmp_path / "keypoints.json").write_bytes((folder / "keypoints.json").read_bytes())
    (tmp_path / "hand_recrop.tflite").write_bytes(b"nothing of the kind")
    monkeypatch.setattr(networks, "shipped", lambda *parts: tmp_path)
    networks.bundle.cache_clear()
    with pytest.raises(WeightsRefused, match=r"hand_recrop\.tflite"):
        networks.bundle("hand_recrop.tflite")
    with pytest.raises(ModelMissing, match=r"pose\.task"):
        networks.bundle("pose.task")
    networks.bundle.cache_clear()


def test_the_anchors_are_as_many_as_the_networks_answers() -> None:
    runner = LiteRtNetworks()
    for detector in (PERSON, PALM):
        crops = np.zeros((1, detector.size, detector.size, 3), np.float32)
        boxes, scores = runner.run(detector.net, crops)
        centres = anchors(detector.size, detector.strides)
        assert len(centres) == boxes.shape[1] == scores.shape[1]
        assert centres.min() > 0
        assert centres.max() < 1


def test_the_same_crop_gives_the_same_bits() -> None:
    crop = np.random.default_rng(0).random((1, 224, 224, 3), np.float32)
    first, second = (LiteRtNetworks().run("hand_landmarks_detector", crop) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize(("name", "size"), [("pose_landmarks_detector", 256)])
def test_a_network_without_what_nobody_asks_for_gives_the_same_bits(name: str, size: int) -> None:
    crop = np.random.default_rng(1).random((1, size, size, 3), np.float32)
    whole = Interpreter(model_content=networks.network(name), num_threads=1)
    whole.allocate_tensors()
    whole.set_tensor(whole.get_input_details()[0]["index"], crop)
    whole.invoke()
    wanted = [whole.get_output_details()[k]["index"] for k in networks.OUTPUTS[name]]
    pruned = LiteRtNetworks(1, halves=False).run(name, crop)
    for ours, index in zip(pruned, wanted, strict=True):
        assert np.array_equal(ours, whole.get_tensor(index))


def test_lanes_side_by_side_give_what_one_gives() -> None:
    rng = np.random.default_rng(2)
    asked = (
        ("hand_recrop", rng.random((3, 256, 256, 3), np.float32)),
        ("hand_landmarks_detector", np.zeros((0, 224, 224, 3), np.float32)),
        ("hand_detector", rng.random((2, 192, 192, 3), np.float32)),
    )
    several = LiteRtNetworks(3)
    side_by_side, alone = several.together(*asked), LiteRtNetworks(1).together(*asked)
    several.close()
    assert side_by_side[1] == ()
    for a, b in zip(side_by_side, alone, strict=True):
        assert all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


def test_an_unknown_device_is_named_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="auto, cpu, cuda"):
        devices.load_networks("abacus")
