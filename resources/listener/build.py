"""Takes the listener's network from the wheel basic-pitch 0.4.0 and writes its card.

The wheel itself needs TensorFlow and older versions of numpy than this project, so it is not
installed, only fetched and opened:

    python -m pip download --no-deps --dest scratch basic-pitch==0.4.0
    python resources/listener/build.py scratch/basic_pitch-0.4.0-py2.py3-none-any.whl

The same wheel gives the same bytes; `listener.json` names the network by SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from pathlib import Path

NETWORK = "basic_pitch/saved_models/icassp_2022/nmp.tflite"
NOTICE = "basic_pitch-0.4.0.dist-info/NOTICE"


def main(wheel: Path, target: Path) -> None:
    """Write the network, its notice and its card to ``target``."""
    with zipfile.ZipFile(wheel) as packed:
        network, notice = packed.read(NETWORK), packed.read(NOTICE)
    (target / "basic_pitch.tflite").write_bytes(network)
    (target / "NOTICE").write_bytes(notice)
    card = {
        "name": "basic-pitch, ICASSP 2022 model",
        "licence": "Apache-2.0",
        "copyright": "2022 Spotify AB",
        "origin": f"PyPI basic-pitch 0.4.0, {NETWORK}",
        "paper": "Bittner et al., A Lightweight Instrument-Agnostic Model for Polyphonic Note "
        "Transcription and Multipitch Estimation, ICASSP 2022",
        "trained_on": "GuitarSet, iKala, MAESTRO, MedleyDB-Pitch, Slakh (as its authors say)",
        "input": "43,844 samples of mono sound at 22,050 Hz",
        "output": "172 frames of 256 samples: contours (264), notes (88), onsets (88), each 0..1",
        "limits": "late by up to some 70 ms on bowed notes; hears voices as notes; deaf in noise",
        "built_by": "resources/listener/build.py",
        "files": {"basic_pitch.tflite": hashlib.sha256(network).hexdigest()},
    }
    (target / "listener.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).resolve().parent)
