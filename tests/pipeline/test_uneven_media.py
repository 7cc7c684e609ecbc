"""Onsets stay with the picture when its frames come unevenly: a phone's clip, frames dropped."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from foley_post.generate import Request, generate_take, load_model
from foley_post.pose import watch
from foley_post.video import frames, probe

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"
START_S, END_S = Fraction(0), Fraction(3)
SLOWER = Fraction(1001, 960)


def _onsets_s(path: Path, end_s: Fraction) -> npt.NDArray[np.float64]:
    (motion,) = watch(path, START_S, end_s)
    take = generate_take(motion, Request(float(end_s), "piano"), model=load_model())
    return np.unique([note.onset_s for note in take.notes])


def test_onsets_stay_within_half_a_frame_when_frames_are_dropped(tmp_path: Path) -> None:
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
    even = _onsets_s(SAMPLE / "sample.mp4", END_S) * float(SLOWER)
    uneven = _onsets_s(path, END_S * SLOWER)
    assert len(even) > 3
    apart_s = np.array([uneven[np.abs(uneven - t).argmin()] - t for t in even])
    assert abs(np.median(apart_s)) < 0.5 / 30, apart_s
    assert np.mean(np.abs(apart_s) < 0.05) > 0.7, apart_s
