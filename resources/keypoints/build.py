"""Builds the keypoint models of this folder from those inside mediapipe 0.10.21.

That wheel is the newest that carries the networks (Apache-2.0), and its metadata writer adds what
`pose_landmark_full` must say about its input before it works inside a `.task`. It needs older
versions of numpy and protobuf than this project, so run it in an environment of its own:

    python -m venv scratch && scratch/bin/pip install mediapipe==0.10.21
    scratch/bin/python resources/keypoints/build.py resources/keypoints

The same input gives the same bytes; `keypoints.json` names them by SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import struct
import sys
import zipfile
from pathlib import Path

VERSION = "0.10.21"
MODULES = {
    "pose_detector.tflite": "pose_detection/pose_detection.tflite",
    "pose_landmarks_detector.tflite": "pose_landmark/pose_landmark_full.tflite",
    "hand_detector.tflite": "palm_detection/palm_detection_full.tflite",
    "hand_landmarks_detector.tflite": "hand_landmark/hand_landmark_full.tflite",
    "hand_recrop.tflite": "holistic_landmark/hand_recrop.tflite",
}
BUNDLES = {
    "pose.task": ("pose_detector.tflite", "pose_landmarks_detector.tflite"),
    "hand.task": ("hand_detector.tflite", "hand_landmarks_detector.tflite"),
}
LOOSE = ("hand_recrop.tflite",)
NORMALIZATION = {
    "pose_detector.tflite": (127.5, 127.5),
    "pose_landmarks_detector.tflite": (0.0, 255.0),
}
"""Mean and deviation that turn 0..255 into what the network was trained on; mediapipe's Tasks read
them from the network's metadata, and for pose refuse a network without."""


def main(target: Path) -> None:
    """Write the bundles, the loose network and the card to ``target``."""
    import mediapipe

    if mediapipe.__version__ != VERSION:
        sys.exit(f"needs mediapipe {VERSION}, found {mediapipe.__version__}")
    modules = Path(mediapipe.__file__).parent / "modules"
    nets = {name: (modules / source).read_bytes() for name, source in MODULES.items()}
    card: dict[str, object] = {
        "name": "MediaPipe pose and hand keypoint networks",
        "licence": "Apache-2.0",
        "copyright": "The MediaPipe Authors",
        "origin": f"PyPI mediapipe {VERSION}, mediapipe/modules",
        "built_by": "resources/keypoints/build.py",
        "networks": {n: {"from": MODULES[n], "sha256": _sha256(b)} for n, b in nets.items()},
    }
    for name, (mean, deviation) in NORMALIZATION.items():
        nets[name] = _with_normalization(nets[name], mean, deviation)
    files = {}
    for bundle, members in BUNDLES.items():
        path = target / bundle
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            for member in members:
                archive.writestr(_aligned(member, archive.fp.tell()), nets[member])
        files[bundle] = {"holds": list(members), "sha256": _sha256(path.read_bytes())}
    for name in LOOSE:
        (target / name).write_bytes(nets[name])
        files[name] = {"holds": [name], "sha256": _sha256(nets[name])}
    card["files"] = files
    (target / "keypoints.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def _aligned(member: str, offset: int) -> zipfile.ZipInfo:
    """An entry whose content starts at a multiple of 64 bytes, as readers of flatbuffers like it;
    the filling stands in an extra field, as Android's zipalign does it.
    """
    info = zipfile.ZipInfo(member)
    start = offset + 30 + len(member) + 4
    filling = -start % 64
    info.extra = struct.pack("<HH", 0xD935, filling) + bytes(filling)
    return info


def _with_normalization(net: bytes, mean: float, deviation: float) -> bytes:
    """The network with its input's normalization as metadata; the weights stay as they are."""
    from mediapipe.tasks.python.metadata.metadata_writers import metadata_writer

    writer = metadata_writer.MetadataWriter.create(bytearray(net))
    writer.add_general_info("pose", "MediaPipe pose network")
    writer.add_image_input([mean], [deviation])
    written, _ = writer.populate()
    return bytes(written)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
