"""Small clips, written once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numbered_pictures import numbered

from foley_post.core.timecode import Rate
from foley_post.video import write_video


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """120 numbered pictures at 25 fps, with a click at 2.0 s on both channels."""
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    sound = np.zeros((5 * 48_000, 2), np.float32)
    sound[96_000:96_240] = np.sin(np.arange(240) * 0.3)[:, None] * 0.8
    write_video(path, numbered(120), Rate(25), audio=sound)
    return path
