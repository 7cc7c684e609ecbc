"""A gesture fitted to the body that is to follow it: gestures are planned for a body of sticks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from foley_post.simulation.body.rig import BodyMesh
from foley_post.simulation.body.rotations import Floats, from_vectors, turned, unit
from foley_post.simulation.planning.gesture import Gesture

__all__ = ["fitted"]

_PLANNED_HEIGHT_M = 1.72
_PLANNED_PALM_M = 0.094
_PALM_SHARE = 0.6
"""Gestures are planned for a palm (wrist to middle knuckle) of 0.094 m on 1.72 m; a longer palm
sits further back by this share of the surplus, so that its fingers are about as bent as planned.
"""
_CHIN_HELD = {"violin": 0.328, "viola": 0.370}
"""Instruments held between collarbone and chin, and their scale lengths."""
_TAIL = np.array([-0.47, -0.155, 0.0])
"""Their lower end from the bridge: along, up, side, in scale lengths, as
`foley_post.simulation.renderer.props.strings` draws it."""
_COLLARBONE = 0.5
"""Where it rests, from the neck's root to the left shoulder."""
_ABOVE_COLLARBONE_M = np.array([0.0, 0.065, 0.065])
# Fingers on a bow: pads from the frog's end of the hair, along the bow, out of it, across it.
_BOW_REACH_M, _BOW_RISE_M = 0.135, 0.045
_BOW_HOLD_M = np.array(
    [
        (0.012, 0.002, 0.012),
        (0.045, 0.020, -0.008),
        (0.014, 0.010, -0.011),
        (-0.008, 0.010, -0.011),
        (-0.034, 0.028, -0.001),
    ]
)


def fitted(gesture: Gesture, body: BodyMesh) -> Gesture:
    """``gesture`` as this body would do it: it stands no taller than its legs are long, its wrists
    make room for its palms, a violin lies on its collarbone, and the bow hand holds the bow.
    """
    gesture = _grounded(gesture, body)
    if gesture.instrument in _CHIN_HELD and "instrument" in gesture.props:
        gesture = _shifted(gesture, _to_collarbone(gesture, body))
    if "bow" in gesture.props and "instrument" in gesture.props:
        gesture = _holding_bow(gesture)
    surplus = _palm_surplus_m(body)
    wrists = gesture.wrists - surplus * unit(gesture.palm_forward)
    return replace(gesture, wrists=wrists)


def _grounded(gesture: Gesture, body: BodyMesh) -> Gesture:
    if gesture.seated:
        return gesture
    hips = (body.head("upperleg01.L") + body.head("upperleg01.R")) / 2
    tallest = float(hips[1] - body.vertices[:, 1].min()) - 0.012
    sink = max(0.0, float(gesture.pelvis[:, 1].max()) - tallest)
    return replace(gesture, pelvis=gesture.pelvis - np.array([0.0, sink, 0.0]))


def _to_collarbone(gesture: Gesture, body: BodyMesh) -> Floats:
    """How far ``(3,)`` the instrument is from where it rests, on average."""
    scale = _CHIN_HELD[gesture.instrument]
    frame = gesture.props["instrument"]
    tail = frame[:, 0] + scale * np.einsum("k,tkx->tx", _TAIL, frame[:, 1:4])
    hips = (body.head("upperleg01.L") + body.head("upperleg01.R")) / 2
    neck, shoulder = body.head("neck01"), body.head("upperarm01.L")
    rest = neck + _COLLARBONE * (shoulder - neck) + _ABOVE_COLLARBONE_M - hips
    wanted = gesture.pelvis + turned(from_vectors(gesture.trunk), rest)
    shift: Floats = np.median(wanted - tail, axis=0)
    return shift


def _shifted(gesture: Gesture, shift: Floats) -> Gesture:
    """Hands and instrument elsewhere, all together."""
    props = dict(gesture.props)
    if "bow" in props:
        props["bow"] = props["bow"] + shift
    frame = props["instrument"].copy()
    frame[:, 0] += shift
    props["instrument"] = frame
    return replace(gesture, wrists=gesture.wrists + shift, tips=gesture.tips + shift, props=props)


def _holding_bow(gesture: Gesture) -> Gesture:
    """Fingertips for the hand nearer to the frog, where nothing else is asked of them."""
    frog, tip = gesture.props["bow"][:, 0], gesture.props["bow"][:, 1]
    near = np.linalg.norm(gesture.wrists - frog[:, None], axis=-1).mean(axis=0)
    hand = int(np.argmin(near))
    if np.isfinite(gesture.tips[:, hand]).any():
        return gesture
    along = unit(tip - frog)
    out = gesture.props["instrument"][:, 2]
    out = unit(out - along * np.sum(along * out, axis=-1, keepdims=True))
    across = unit(np.cross(along, out))
    # The fingers lie over the stick on the side away from the palm.
    away = np.sign(np.sum(across * (frog - gesture.wrists[:, hand]), axis=-1).mean())
    axes = np.stack([along, out, -away * across], axis=1)
    tips = gesture.tips.copy()
    tips[:, hand] = frog[:, None] + np.einsum("fk,tkx->tfx", _BOW_HOLD_M, axes)
    knuckles = tips[:, hand, 1:].mean(axis=1)
    wrists = gesture.wrists.copy()
    reach = knuckles - wrists[:, hand]
    ahead = unit(gesture.palm_forward[:, hand])
    wrists[:, hand] += reach - ahead * _BOW_REACH_M
    wrists[:, hand] += unit(gesture.palm_back[:, hand]) * _BOW_RISE_M
    return replace(gesture, wrists=wrists, tips=tips)


def _palm_surplus_m(body: BodyMesh) -> float:
    palm = float(np.linalg.norm(body.span("wrist.L", "finger3-1.L")))
    planned = _PLANNED_PALM_M * float(np.ptp(body.vertices[:, 1])) / _PLANNED_HEIGHT_M
    return _PALM_SHARE * (palm - planned)
