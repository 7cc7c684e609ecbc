"""The 67-joint skeleton, and a performer's motion over a shot.

The joints (`foley_post.pose.joints`) are those of *Foley Music* (ECCV 2020). ``x, y`` are in frame
heights with the origin at the picture's top left, so that the aspect ratio does not distort; the
third channel is confidence, 0..1. NaN where a joint is not seen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.time_map import TimeMap
from foley_post.pose.joints import HandJoint, Joint
from foley_post.pose.look.instrument_ranking import InstrumentRanking

__all__ = [
    "BODY",
    "CUES",
    "EDGES",
    "FINGERTIPS",
    "FLOW_DIRECTIONS",
    "FLOW_REGIONS",
    "HANDS",
    "JOINT_NAMES",
    "KEY_CUES",
    "KEY_EVIDENCE",
    "LEFT_HAND",
    "PARTS",
    "RIGHT_HAND",
    "Keyboard",
    "Motion",
]

Floats: TypeAlias = npt.NDArray[np.floating]

BODY = slice(0, int(Joint.LEFT_HAND_WRIST))
LEFT_HAND = slice(BODY.stop, int(Joint.RIGHT_HAND_WRIST))
RIGHT_HAND = slice(LEFT_HAND.stop, len(Joint))
HANDS = slice(LEFT_HAND.start, RIGHT_HAND.stop)

JOINT_NAMES: tuple[str, ...] = tuple(joint.name.lower() for joint in Joint)

_BODY_EDGES = (
    (Joint.NECK, Joint.NOSE),
    (Joint.NECK, Joint.RIGHT_SHOULDER),
    (Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW),
    (Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST),
    (Joint.NECK, Joint.LEFT_SHOULDER),
    (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW),
    (Joint.LEFT_ELBOW, Joint.LEFT_WRIST),
    (Joint.NECK, Joint.MID_HIP),
    (Joint.MID_HIP, Joint.RIGHT_HIP),
    (Joint.RIGHT_HIP, Joint.RIGHT_KNEE),
    (Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE),
    (Joint.MID_HIP, Joint.LEFT_HIP),
    (Joint.LEFT_HIP, Joint.LEFT_KNEE),
    (Joint.LEFT_KNEE, Joint.LEFT_ANKLE),
    (Joint.NOSE, Joint.RIGHT_EYE),
    (Joint.NOSE, Joint.LEFT_EYE),
    (Joint.RIGHT_EYE, Joint.RIGHT_EAR),
    (Joint.LEFT_EYE, Joint.LEFT_EAR),
    (Joint.LEFT_ANKLE, Joint.LEFT_BIG_TOE),
    (Joint.LEFT_BIG_TOE, Joint.LEFT_SMALL_TOE),
    (Joint.LEFT_ANKLE, Joint.LEFT_HEEL),
    (Joint.RIGHT_ANKLE, Joint.RIGHT_BIG_TOE),
    (Joint.RIGHT_BIG_TOE, Joint.RIGHT_SMALL_TOE),
    (Joint.RIGHT_ANKLE, Joint.RIGHT_HEEL),
)
_HAND_EDGES = [(0 if k == 0 else 4 * f + k, 4 * f + k + 1) for f in range(5) for k in range(4)]

EDGES: tuple[tuple[int, int], ...] = (
    *_BODY_EDGES,
    *((a + LEFT_HAND.start, b + LEFT_HAND.start) for a, b in _HAND_EDGES),
    *((a + RIGHT_HAND.start, b + RIGHT_HAND.start) for a, b in _HAND_EDGES),
    (Joint.LEFT_WRIST, Joint.LEFT_HAND_WRIST),
    (Joint.RIGHT_WRIST, Joint.RIGHT_HAND_WRIST),
)
"""One connected graph: hands hang from the body's wrists."""

_TIPS = tuple(joint for joint in HandJoint if joint.name.endswith("_4"))
FINGERTIPS: tuple[int, ...] = tuple(h.start + tip for h in (LEFT_HAND, RIGHT_HAND) for tip in _TIPS)
"""Left thumb to left little finger, then right thumb to right little finger."""


def _joints(names: str) -> tuple[int, ...]:
    return tuple(int(Joint[name.upper()]) for name in names.split())


PARTS: dict[str, tuple[int, ...]] = {
    "left_fingers": tuple(range(LEFT_HAND.start, LEFT_HAND.stop)),
    "right_fingers": tuple(range(RIGHT_HAND.start, RIGHT_HAND.stop)),
    "left_arm": _joints("left_shoulder left_elbow left_wrist left_hand_wrist"),
    "right_arm": _joints("right_shoulder right_elbow right_wrist right_hand_wrist"),
    "head": _joints("nose right_eye left_eye right_ear left_ear"),
    "torso": _joints("neck right_shoulder left_shoulder mid_hip right_hip left_hip"),
    "legs": _joints(
        "right_hip right_knee right_ankle left_hip left_knee left_ankle "
        "left_big_toe left_small_toe left_heel right_big_toe right_small_toe right_heel"
    ),
}

CUES: tuple[str, ...] = ("change", "brightness", "uncovered", "place")
"""Contact cues, measured in the picture at each joint (see `foley_post.pose.contact_cues`),
unitless, about 0..1.

- ``change``: what changes in a patch that moves with the joint
- ``brightness``: its signed change of brightness
- ``uncovered``: change just beyond the joint, away from the limb it ends
- ``place``: change at the spot where the joint is, while it stays there
"""


FLOW_REGIONS: tuple[str, ...] = ("left hand", "right hand", "player")
"""Where the picture's flow is gathered (`foley_post.pose.hand_flow`)."""
FLOW_DIRECTIONS = 4

KEY_CUES: tuple[str, ...] = (
    "change",
    *(
        f"{row}_{strip}"
        for row in ("front", "back")
        for strip in ("beyond_left", "left", "middle", "right", "beyond_right")
    ),
    "seen",
)
"""What is read of a key (`foley_post.pose.keyboard.key_cues`): its mean change 0..1; the signed
change in log brightness of ten parts of it, -1..1 (0 where hidden); how much of it is seen,
0..1."""

KEY_EVIDENCE: tuple[str, ...] = ("onset", "hold", "offset", "velocity", "onset_in")
"""What the key network says of a key in a picture (`foley_post.pose.keyboard.evidence`): log odds
that it goes down now, is held, is let go now; how fast it goes down, 0..1 of MIDI's velocities;
how long until it is down, in units of 50 ms."""


@dataclass(frozen=True, slots=True)
class Keyboard:
    """A keyboard in view.

    ``plane (T or 1, 3, 3)``: homography from picture ``(x, y, 1)`` in frame heights to keyboard
    ``(u, v, 1)``: u runs along the keys in white keys, 0 at the left edge of the piano's lowest A
    (MIDI 21); v is 0 at the keys' front edge, 1 at the back. ``key_cues (T, 88, C)`` float32: what
    each key shows of itself against its rest, by the names of `KEY_CUES` (or the first alone), NaN
    where the key is not in view or hidden; None when not measured. ``evidence (T, 88, E)`` float32:
    what each key does, by the names of `KEY_EVIDENCE`, NaN where it is not in view; None when not
    read. ``octave_known`` is False when
    only the pitch classes are sure.
    """

    plane: npt.NDArray[np.float64]
    key_cues: npt.NDArray[np.float32] | None = None
    octave_known: bool = False
    confidence: float = 1.0
    evidence: npt.NDArray[np.float32] | None = None

    def __post_init__(self) -> None:
        if self.plane.ndim != 3 or self.plane.shape[1:] != (3, 3):
            raise ValueError(f"a keyboard's plane is (T or 1, 3, 3), got {self.plane.shape}")


@dataclass(frozen=True, slots=True)
class Motion:
    """One performer over a shot.

    ``times_s (T,)`` float64, rising: true times from the file, in seconds from the shot's (or the
    media range's) first frame; ``points (T, 67, 3)`` float32; ``cues (T, 67, len(CUES))`` float32
    or None, NaN where not measured; ``flow (T, len(FLOW_REGIONS), FLOW_DIRECTIONS)`` float32 or
    None, what moves which way at the hands, in frame heights a second. ``aspect`` is picture
    width over height. ``frames_missing`` counts frames the file promised and did not give.
    ``notices`` are for the user;
    ``run_notices`` those of them that tell of this run (a GPU that failed), not of the media: they
    are not stored. ``look``: which instrument is seen, None where nobody looked; ``bystander``: why
    this is nobody who plays, empty for a player; ``marked``: somebody whom an editor drew a box
    around.
    """

    times_s: npt.NDArray[np.float64]
    points: npt.NDArray[np.float32]
    cues: npt.NDArray[np.float32] | None = None
    keyboard: Keyboard | None = None
    performer: int = 0
    aspect: float = 16 / 9
    frames_missing: int = 0
    notices: tuple[str, ...] = ()
    run_notices: tuple[str, ...] = ()
    look: InstrumentRanking | None = None
    bystander: str = ""
    marked: bool = False
    flow: npt.NDArray[np.float32] | None = None

    def __post_init__(self) -> None:
        steps = len(self.times_s)
        if self.points.shape != (steps, 67, 3):
            raise ValueError(f"points must be ({steps}, 67, 3), got {self.points.shape}")
        if self.cues is not None and self.cues.shape != (steps, 67, len(CUES)):
            raise ValueError(f"cues must be ({steps}, 67, {len(CUES)}), got {self.cues.shape}")
        if self.flow is not None and self.flow.shape != (
            steps,
            len(FLOW_REGIONS),
            FLOW_DIRECTIONS,
        ):
            raise ValueError(f"flow must be ({steps}, regions, ways), got {self.flow.shape}")
        if steps > 1 and not np.all(np.diff(self.times_s) > 0):
            raise ValueError("times must rise")

    def retimed(self, time_map: TimeMap) -> Motion:
        """The motion as seen through ``time_map``: media seconds become record seconds.

        A freeze holds one pose (its cues are zero: nothing changes in a still picture); reverse
        runs backwards.
        """
        if time_map.is_plain and time_map.knots[0][1] == 0:
            return self
        index, record = _through(self.times_s, time_map)
        cues = None if self.cues is None else self.cues[index]
        flow = None if self.flow is None else self.flow[index]
        if len(record) > 1:
            still = np.diff(index, prepend=index[:1]) == 0
            still[0] = False
            if cues is not None:
                cues = np.where(still[:, None, None], np.float32(0), cues)
            if flow is not None:
                flow = np.where(still[:, None, None], np.float32(0), flow)
        keyboard = self.keyboard
        if keyboard is not None:
            plane = keyboard.plane if len(keyboard.plane) == 1 else keyboard.plane[index]
            key_cues = None if keyboard.key_cues is None else keyboard.key_cues[index]
            evidence = None
            if keyboard.evidence is not None:
                backwards = np.diff(index, prepend=index[:1]) < 0
                evidence = _played(keyboard.evidence[index], backwards)
            keyboard = replace(keyboard, plane=plane, key_cues=key_cues, evidence=evidence)
        return replace(
            self,
            times_s=record,
            points=self.points[index],
            cues=cues,
            flow=flow,
            keyboard=keyboard,
        )


def _played(
    evidence: npt.NDArray[np.float32], backwards: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float32]:
    """Key evidence as seen: where film runs ``backwards (T,)``, letting go looks like pressing."""
    onset, offset, until = (KEY_EVIDENCE.index(n) for n in ("onset", "offset", "onset_in"))
    turned = evidence[backwards]
    turned[..., [onset, offset]] = turned[..., [offset, onset]]
    turned[..., until] *= -1
    evidence[backwards] = turned
    return evidence


def _through(
    times_s: npt.NDArray[np.float64], time_map: TimeMap
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
    """Which media sample is seen when: ``index (R,)`` into ``times_s`` and the record times
    ``(R,)``, rising.
    """
    chosen: list[npt.NDArray[np.intp]] = []
    record: list[npt.NDArray[np.float64]] = []
    typical_s = float(np.median(np.diff(times_s))) if len(times_s) > 1 else 0.04
    for (r0, m0), (r1, m1) in time_map.segments():
        if m0 == m1:
            ticks = np.arange(float(r0), float(r1), typical_s)
            held = int(
                np.clip(
                    np.searchsorted(times_s, float(m0) + 1e-6, side="right") - 1,
                    0,
                    len(times_s) - 1,
                )
            )
            chosen.append(np.full(len(ticks), held, dtype=np.intp))
            record.append(ticks)
            continue
        low, high = sorted((float(m0), float(m1)))
        inside = np.flatnonzero(
            (times_s >= low - 1e-6) & (times_s < high - 1e-9 if m1 > m0 else times_s <= high + 1e-9)
        )
        at = float(r0) + (times_s[inside] - float(m0)) * float(
            Fraction(r1 - r0) / Fraction(m1 - m0)
        )
        order = np.argsort(at)
        chosen.append(inside[order])
        record.append(np.maximum(at[order], float(r0)))
    index, at_s = np.concatenate(chosen), np.concatenate(record)
    keep = np.concatenate([[True], np.diff(at_s) > 1e-9]) if len(at_s) else np.zeros(0, bool)
    return index[keep], at_s[keep]
