"""What a keypoint detector makes of true joints: noise, bias, lost and swapped hands, confidence.

Numbers: OpenPose on 65 s of a saxophonist: jitter 0.3 % of the shoulder width; jumps over a tenth
of a shoulder in 0.03 % (body) and 0.3-1.4 % (hands) of frames; one hand missing in up to 41 % of
frames, in runs of median 4 and p90 52-90 frames; confidence 0.58 (body), 0.44-0.69 (hands).
MediaPipe on rendered players: error 0.05-0.13 of the palm and 0.07 of the shoulder width, most of
it a fixed offset per joint; jitter 0.02-0.05 palm, 0.013-0.022 shoulder. The pose room on the
rendered sample (a pianist, 30 fps): offsets 0.06-0.11 palm and 0.10 shoulder at the median joint;
what is left wanders slowly (0.04-0.06 palm, half of it common to the hand; correlated 0.95 from one
frame to the next, 0.4 over 0.27 s) and hardly jitters once cleaned (0.006-0.013 palm, 0.003
shoulder). All are widened at random.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.pose.joints import HandJoint, Joint
from foley_post.pose.skeleton import BODY, LEFT_HAND, RIGHT_HAND
from foley_post.simulation.observation.crop_errors import (
    CropErrors,
    crop_noise,
    lost_when_fast,
    random_crop_errors,
)
from foley_post.simulation.observation.smoothing import filled, smoothed

__all__ = [
    "EYES",
    "DetectorModel",
    "SimulatedDetector",
    "cropped",
    "detect",
    "random_detector",
    "shakier",
]

Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]

_HANDS = (LEFT_HAND, RIGHT_HAND)
_IS_BODY = np.arange(len(Joint)) < BODY.stop


@dataclass(frozen=True, slots=True)
class SimulatedDetector:
    """One detector in one clip. Errors in shoulder widths (``body_``) and palms (``hand_``).

    ``bias``: spread of each joint's constant offset; ``drift``: of its slow wandering, half of it
    common to a hand; ``jitter``: of what changes from frame to frame; ``drag``: how much of it
    stays from one frame to the next (0..1); ``blur``: further jitter per palm (or shoulder) a frame
    of speed; ``lost``: share of frames without the hand; ``jumps``: share of frames in which a
    hand's joint is somewhere else; ``swaps``: share with left and right hand exchanged;
    ``whole_hands``: one confidence for all of a hand; ``crops``: what hands and body err as one.
    """

    body_bias: float = 0.06
    body_drift: float = 0.012
    body_jitter: float = 0.008
    hand_bias: float = 0.08
    hand_drift: float = 0.045
    hand_jitter: float = 0.02
    drag: float = 0.5
    blur: float = 0.08
    lost: tuple[float, float] = (0.02, 0.02)
    jumps: float = 0.005
    swaps: float = 0.0
    confidence: float = 0.65
    whole_hands: bool = True
    body_seen: bool = True
    crops: CropErrors = field(default_factory=CropErrors)


@dataclass(frozen=True, slots=True)
class DetectorModel:
    """What watches a clip: ``pixels`` reads the contact cues off drawn pictures
    (`foley_post.simulation.observation.rendered_cues`) where the instrument can be drawn, else
    they are by rule; ``shaky``: how many times the usual jitter and jumps the detector has;
    ``varied``: bodies and errors of more kinds (`cropped`, `varied_body`).
    """

    pixels: bool = False
    shaky: float = 1.0
    varied: bool = False


EYES = DetectorModel()


def random_detector(rng: np.random.Generator, *, far_hand: int | None = None) -> SimulatedDetector:
    """A detector drawn widely around the measured ones; ``far_hand`` (0 left, 1 right) is mostly
    hidden.
    """
    lost = [_lost_share(rng), _lost_share(rng)]
    if far_hand is not None:
        lost[far_hand] = float(rng.uniform(0.2, 1.0))
    return SimulatedDetector(
        body_bias=0.06 * float(np.exp(rng.normal(0, 0.5))),
        body_drift=0.010 * float(np.exp(rng.normal(0, 0.6))),
        body_jitter=0.006 * float(np.exp(rng.normal(0, 0.8))),
        hand_bias=0.07 * float(np.exp(rng.normal(0, 0.4))),
        hand_drift=0.030 * float(np.exp(rng.normal(0, 0.6))),
        hand_jitter=0.011 * float(np.exp(rng.normal(0, 0.9))),
        drag=float(rng.uniform(0.0, 0.8)),
        blur=float(np.exp(rng.uniform(np.log(0.01), np.log(0.2)))),
        lost=(lost[0], lost[1]),
        jumps=float(np.exp(rng.uniform(np.log(0.0005), np.log(0.015)))),
        swaps=float(rng.choice([0.0, 0.0, 0.0, 0.02])),
        confidence=float(rng.uniform(0.93, 1.0) if rng.random() < 0.6 else rng.uniform(0.5, 0.93)),
        whole_hands=bool(rng.random() < 0.75),
    )


def shakier(detector: SimulatedDetector, times: float) -> SimulatedDetector:
    """The detector with so many times the jitter and the jumps."""
    return replace(
        detector,
        body_jitter=detector.body_jitter * times,
        hand_jitter=detector.hand_jitter * times,
        jumps=min(detector.jumps * times, 0.03),
    )


def cropped(detector: SimulatedDetector, rng: np.random.Generator) -> SimulatedDetector:
    """The detector with up to three times the jitter (the body's: five), and crops that err."""
    return replace(
        detector,
        body_jitter=detector.body_jitter * float(np.exp(rng.uniform(0, np.log(5)))),
        hand_jitter=detector.hand_jitter * float(np.exp(rng.uniform(0, np.log(3)))),
        crops=random_crop_errors(rng),
    )


def _lost_share(rng: np.random.Generator) -> float:
    kind = rng.random()
    if kind < 0.5:
        return float(rng.uniform(0, 0.02))
    return float(rng.uniform(0.02, 0.15) if kind < 0.85 else rng.uniform(0.15, 0.45))


def detect(
    seen: Floats,
    detector: SimulatedDetector,
    times_s: Floats,
    rng: np.random.Generator,
    *,
    aspect: float,
) -> npt.NDArray[np.float32]:
    """``points (T, 67, 3)`` float32 from true picture places ``seen (T, 67, 3)``: x, y in frame
    heights, depth in metres. NaN where lost or out of the picture.

    They come cleaned as `foley_post.pose` cleans them: smoothed, short gaps filled, jumps gone.
    """
    steps = len(seen)
    true = seen[..., :2]
    size, sigma, bias = _sizes(true, detector)
    speed = np.linalg.norm(np.diff(true, axis=0, prepend=true[:1]), axis=-1) / size
    sigma = sigma * size * (1.0 + detector.blur / np.maximum(sigma, 1e-4) * np.minimum(speed, 3.0))
    noise = _dragging(rng.standard_normal((steps, 67, 2)), detector.drag) * sigma[..., None]
    if detector.crops != CropErrors():
        noise = _with_crops(noise, true, size, detector.crops, rng=rng)
    fixed = rng.standard_normal((67, 2)) * bias[:, None] * size[..., None]
    fixed += _drift(times_s, detector, rng) * size[..., None]
    jumped = rng.random((steps, 67)) < detector.jumps * np.where(_IS_BODY, 0.05, 1.0)
    if jumped.any():
        noise[jumped] += (rng.standard_normal((int(jumped.sum()), 2)) * 0.4) * size[jumped][:, None]
    places = smoothed(times_s, true + noise) + fixed
    off = np.linalg.norm(noise, axis=-1) / size
    points = np.concatenate([places, _confidence(off, detector, rng)[..., None]], axis=-1)
    points = _with_losses(times_s, points, _unseen(true, aspect), detector, rng=rng)
    if detector.swaps > 0:
        swapped = _runs(steps, detector.swaps, rng)
        left, right = points[swapped, LEFT_HAND].copy(), points[swapped, RIGHT_HAND].copy()
        points[swapped, LEFT_HAND], points[swapped, RIGHT_HAND] = right, left
    return points.astype(np.float32)


def _with_crops(
    noise: Floats, true: Floats, size: Floats, crops: CropErrors, *, rng: np.random.Generator
) -> Floats:
    """The noise with unequal joints, and with what hands and body are off together."""
    tails = np.exp(crops.tails * rng.standard_normal(noise.shape[:2]) - crops.tails**2 / 2)
    noise = noise * tails[..., None]
    for part in (BODY, *_HANDS):
        share = 0.3 if part == BODY else 1.0
        off = crop_noise(true[:, part], size[:, part.start], crops, rng)
        noise[:, part] += share * off
    return noise


def _confidence(off: Floats, detector: SimulatedDetector, rng: np.random.Generator) -> Floats:
    """``(T, 67)``: falls as the error grows. MediaPipe has one figure for a whole hand, near 1;
    OpenPose one for each joint, near 0.6.
    """
    sure = detector.confidence * np.exp(-2.0 * off) + 0.06 * rng.standard_normal(off.shape)
    if detector.whole_hands:
        for hand in _HANDS:
            hard = np.exp(-3.0 * np.median(off[:, hand], axis=1, keepdims=True))
            sure[:, hand] = 0.97 * hard + 0.02 * rng.standard_normal((len(off), 1))
    return np.clip(sure, 0.05, 1.0)


def _with_losses(
    times_s: Floats,
    points: Floats,
    outside: Bools,
    detector: SimulatedDetector,
    *,
    rng: np.random.Generator,
) -> Floats:
    """NaN for what is out of the picture or lost; short losses of a hand filled."""
    points[outside] = np.nan
    if not detector.body_seen or np.median((~outside[:, :19]).sum(axis=1)) < 7:
        points[:, BODY] = np.nan
    for side, hand in enumerate(_HANDS):
        lost = _runs(len(points), detector.lost[side], rng)
        if np.isfinite(detector.crops.fastest):
            lost |= lost_when_fast(times_s, points[:, hand, :2], detector.crops, rng)
        lost = filled(times_s, points[:, hand], lost)
        lost |= outside[:, hand].sum(axis=1) > 10
        points[lost, hand] = np.nan
    return points


def _sizes(true: Floats, detector: SimulatedDetector) -> tuple[Floats, Floats, Floats]:
    """Each joint's measure ``(T, 67)`` (shoulder width or palm as seen), jitter and bias ``(67,)``
    in it.
    """
    size = np.empty(true.shape[:2])
    across = np.linalg.norm(true[:, Joint.RIGHT_SHOULDER] - true[:, Joint.LEFT_SHOULDER], axis=-1)
    tall = np.linalg.norm(true[:, Joint.NECK] - true[:, Joint.MID_HIP], axis=-1)
    size[:, BODY] = np.maximum(across, 0.7 * tall)[:, None]
    for hand in _HANDS:
        palm = true[:, hand]
        length = np.linalg.norm(palm[:, HandJoint.MIDDLE_1] - palm[:, HandJoint.WRIST], axis=-1)
        width = np.linalg.norm(palm[:, HandJoint.INDEX_1] - palm[:, HandJoint.LITTLE_1], axis=-1)
        size[:, hand] = np.maximum(length, 1.3 * width)[:, None]
    body = _IS_BODY
    sigma = np.where(body, detector.body_jitter, detector.hand_jitter)
    return np.maximum(size, 1e-3), sigma, np.where(body, detector.body_bias, detector.hand_bias)


def _drift(times_s: Floats, detector: SimulatedDetector, rng: np.random.Generator) -> Floats:
    """``(T, 67, 2)`` in the joints' measures: errors that wander over a quarter of a second."""
    every = rng.uniform(0.15, 0.5)
    knots = int((times_s[-1] - times_s[0]) / every) + 2
    own = rng.standard_normal((knots, 67, 2))
    for hand in _HANDS:
        own[:, hand] = 0.7 * own[:, hand] + 0.7 * rng.standard_normal((knots, 1, 2))
    own *= np.where(_IS_BODY, detector.body_drift, detector.hand_drift)[:, None]
    at = (times_s - times_s[0]) / every
    low = np.minimum(at.astype(np.intp), knots - 2)
    part = (at - low)[:, None, None]
    wandered: Floats = own[low] * (1 - part) + own[low + 1] * part
    return wandered


def _dragging(white: Floats, drag: float) -> Floats:
    """White noise along time made to linger: an AR(1) of unit variance, by four passes."""
    noise = white.copy()
    keep = drag
    # (1 + a z)(1 + a^2 z^2)(1 + a^4 z^4)... is 1 / (1 - a z): a recursion without a loop in time.
    shift = 1
    for _ in range(4):
        noise[shift:] = noise[shift:] + keep * noise[:-shift]
        shift, keep = shift * 2, keep * keep
    settled: Floats = noise * np.sqrt(1.0 - drag**2)
    return settled


def _runs(steps: int, share: float, rng: np.random.Generator) -> Bools:
    """``(T,)`` True in bursts that cover about ``share``; lengths of median 4, p90 about 60."""
    lost = np.zeros(steps, dtype=bool)
    if share >= 0.98:
        return ~lost
    wanted = int(rng.poisson(share * steps)) if share < 0.1 else int(share * steps)
    while int(lost.sum()) < wanted:
        run = int(np.clip(np.exp(rng.normal(np.log(4.0), 2.1)), 1, max(wanted, 1)))
        begin = int(rng.integers(-run + 1, steps))
        lost[max(begin, 0) : begin + run] = True
    return lost


def _unseen(true: Floats, aspect: float) -> Bools:
    """``(T, 67)``: out of the picture."""
    margin = 0.02
    x, y = true[..., 0], true[..., 1]
    return (x < -margin) | (x > aspect + margin) | (y < -margin) | (y > 1 + margin)
