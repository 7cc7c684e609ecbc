"""Scoring without PyTorch: an install that lacks it makes the same notes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"
EDL = """TITLE: short
001 sample V C 00:00:01:00 00:00:03:00 01:00:00:00 01:00:02:00
* FROM CLIP NAME: sample.mp4
"""
SCORE = """
import sys
class Without:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.split(".")[0] == "torch":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
if sys.argv[1] == "without":
    sys.meta_path.insert(0, Without)
from foley_post.cli.main import main
code = main(sys.argv[2:])
print("torch" if sys.modules.get("torch") else "no torch")
sys.exit(code)
"""


def test_the_notes_are_the_same_and_torch_is_never_asked_for(tmp_path: Path) -> None:
    shutil.copy(SAMPLE / "sample.mp4", tmp_path)
    cut, out = tmp_path / "short.edl", tmp_path / "out"
    cut.write_text(EDL)
    manifests = []
    for way in ("without", "with"):
        done = subprocess.run(
            [sys.executable, "-c", SCORE, way, "score", cut, "--out", out, "--rate", "25"],
            env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / way)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines()[-1] == "no torch"
        manifests.append(json.loads((out / "manifest.json").read_text())["shots"])
    assert manifests[0] == manifests[1]
    assert sum(take["notes"] for shot in manifests[0] for take in shot["takes"]) > 3


def test_a_gpu_without_torch_says_what_to_install(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCORE, "without", "watch", SAMPLE / "sample.mp4", "--device=cuda"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "foley-post[gpu]" in done.stderr + done.stdout
