"""Onsets stay with the picture when its frames come unevenly: a phone's clip, frames dropped."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest

from foley_post.generate import Request, generate, load_model
from foley_post.pose import watch
from foley_post.video import frames, probe

SAMPLE = Path(__file__).resolve().parent.parent / "resources" / "sample"
START_S, END_S = Fraction(0), Fraction(3)
SLOWER = Fraction(1001, 1000)


@pytest.fixture(scope="module")
def onsets_s() -> npt.NDArray[np.float64]:
    notes = json.loads((SAMPLE / "score.json").read_text())["notes"]
    return np.unique([n["onset_s"] for n in notes if n["onset_s"] < float(END_S) - 0.2])


def test_onsets_stay_within_half_a_frame_when_frames_are_dropped(
    tmp_path: Path, onsets_s: npt.NDArray[np.float64]
) -> None:
    path = tmp_path / "phone.mp4"
    dropped = np.random.default_rng(3).random(400) < 0.2
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"crf": "16"})
        stream.width, stream.height, stream.pix_fmt = 1280, 720, "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, 30_000)
        for n, frame in enumerate(frames(SAMPLE / "sample.mp4", START_S, END_S)):
            if n and dropped[n]:
                continue
            picture = av.VideoFrame.from_ndarray(frame.image, format="rgb24")
            at_s = Fraction(frame.time_s).limit_denominator(30_000) * SLOWER
            picture.pts, picture.time_base = round(at_s * 30_000), Fraction(1, 30_000)
            container.mux(stream.encode(picture))
        container.mux(stream.encode())
    assert probe(path).variable_rate
    (motion,) = watch(path, START_S, END_S * SLOWER)
    take = generate(motion, Request(float(END_S), "piano"), model=load_model())
    found = np.unique([note.onset_s for note in take.notes])
    late_s = [found[np.abs(found - t).argmin()] - t for t in onsets_s * float(SLOWER)]
    assert abs(float(np.median(late_s))) < 0.5 / 25
    assert np.mean(np.abs(late_s) < 0.05) > 0.8
