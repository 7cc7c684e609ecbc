"""How well and how fast players are seen: `python -m benchmarks.keypoints [--seconds 3]`.

Ours beside mediapipe's own landmarkers in the same run, so that the ratio means something on a
loaded machine. The clips of ``../shared/data`` are needed for all but the sample's rows; what is
not there is left out, and said.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from foley_post import video
from foley_post.core.piano import KEY_U
from foley_post.core.timecode import Rate
from foley_post.pose import WatchOptions, watch
from foley_post.pose.backends.litert import LiteRtNetworks
from foley_post.pose.backends.mediapipe_landmarks import MediapipeLandmarks
from foley_post.pose.keyboard.finder import find_keyboard
from foley_post.pose.keyboard.octave import mapped
from foley_post.pose.landmarks.body import body_region, read_bodies
from foley_post.pose.landmarks.detection import PALM, PERSON, detect
from foley_post.pose.landmarks.hands import hand_region, palm_region, read_hands
from foley_post.pose.skeleton import FINGERTIPS, JOINT_NAMES, Motion

ROOT = Path(__file__).parent.parent
DATA = ROOT.parent / "shared" / "data"
SAMPLE = ROOT / "resources" / "sample"
SINGER, TRIO, CLOSEUP = "singer_seated_1080p25", "trio_stage_576p25", "piano_right_hand_closeup"
Row = tuple[str, str]
Figures = tuple[float, float]
"""Wall and processor seconds."""


def clip(name: str) -> Path:
    return DATA / "footage" / f"{name}.mp4"


def ours(seconds: Fraction) -> int:
    """Pictures watched by the product, decode and contact cues included."""
    (motion, *_) = watch(clip(SINGER), Fraction(0), seconds)
    return len(motion.times_s)


def theirs(seconds: Fraction) -> int:
    """Pictures watched by mediapipe's body and hand landmarkers, decode included."""
    count = 0
    with MediapipeLandmarks(players=1, video=True) as eyes:
        for frame in video.frames(clip(SINGER), Fraction(0), seconds):
            eyes.look(frame.image, frame.time_s)
            count += 1
    return count


def taken(work: Callable[[], int]) -> tuple[int, Figures]:
    """What ``work`` counted, and what it took in this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    count = work()
    return count, (time.perf_counter() - wall, time.process_time() - cpu)


def speed(seconds: Fraction) -> Iterator[Row]:
    """One player at 1080p, decode included; mediapipe's right after.

    Told twice: as wall time, and as processor time, which other work on the machine hardly touches.
    """
    per_picture = []
    for run in (ours, theirs):
        count, (wall_s, cpu_s) = taken(lambda run=run: run(seconds))
        per_picture.append((wall_s / count, cpu_s / count))
    for name, (wall_s, cpu_s) in zip(("ours", "mediapipe"), per_picture, strict=True):
        yield (
            f"1080p25, one player, decode included: {name}",
            (f"{1 / wall_s:.1f} fps, {1000 * cpu_s:.0f} ms of processor a frame"),
        )
    ours_s, theirs_s = per_picture
    yield (
        "speed against mediapipe, by wall and by processor time",
        (f"{theirs_s[0] / ours_s[0]:.2f}, {theirs_s[1] / ours_s[1]:.2f}"),
    )


_FOLLOWED = 5
"""Pictures in a row at each moment: mediapipe crops a palm that it has just detected 0.46 radians
off upright (its target angle of 90 is taken as radians), and as meant from the second on."""


def agreement(name: str, path: Path, moments: list[Fraction]) -> Iterator[Row]:
    """Distance from mediapipe's landmarks where it sees them: bodies in single pictures, hands
    after both have followed them through a few.
    """
    nets = LiteRtNetworks()
    bodies, hands = [], []
    for moment in moments:
        pictures = [f.image for f in islice(video.frames(path, moment, moment + 1), _FOLLOWED)]
        with MediapipeLandmarks(players=3) as eyes:
            their_bodies, _ = eyes.look(pictures[0])
        regions = [body_region(d) for d in detect(nets, PERSON, pictures[0])]
        ours = [b.points for b in read_bodies(nets, pictures[0], regions)]
        for body in their_bodies:
            wide = np.linalg.norm(body.points[11] - body.points[12])
            seen = body.visibility[:25] > 0.5
            away = [np.linalg.norm(o - body.points, axis=1)[:25][seen].mean() for o in ours]
            bodies.append(min(away, default=np.nan) / wide)
        palms = [palm_region(d) for d in detect(nets, PALM, pictures[0])]
        with MediapipeLandmarks(players=1, video=True) as eyes:
            for n, picture in enumerate(pictures):
                _, their_hands = eyes.look(picture, n / 25)
                found = read_hands(nets, picture, palms)
                palms = [hand_region(h) for h in found]
        for hand in (h.points for h in their_hands):
            size = np.linalg.norm(hand[9] - hand[0])
            away = [np.linalg.norm(f.points - hand, axis=1).mean() for f in found]
            hands.append(min(away, default=np.nan) / size)
    yield f"{name}: body against mediapipe, of the shoulders' width", _percent(bodies)
    yield f"{name}: hands against mediapipe, of the palm", _percent(hands)


def _percent(values: list[float]) -> str:
    known = [v for v in values if np.isfinite(v)]
    if not known:
        return "mediapipe sees none"
    return f"{100 * np.mean(known):.2f} % (median {100 * np.median(known):.2f}, n {len(known)})"


def openpose(name: str, seconds: Fraction) -> Iterator[Row]:
    """PCK at 0.2 of the trunk against OpenPose's body, joints both see; and where they differ."""
    motions = watch(clip(name), Fraction(0), seconds)
    theirs = np.load(DATA / "keypoints" / f"{name}.openpose.npz")["points_px"]
    height = video.probe(clip(name)).height
    right, total = np.zeros(19), np.zeros(19)
    for t, _ in enumerate(motions[0].times_s[: len(theirs)]):
        for person in theirs[t]:
            trunk = np.linalg.norm(person[1, :2] - person[8, :2])
            if not np.isfinite(trunk):
                continue
            best = _nearest(motions, t, person, height)
            if not np.nanmedian(best) < 0.6 * trunk:
                continue  # somebody whom only one of the two follows
            both = np.isfinite(best) & (person[:19, 2] > 0.3)
            right += both & (best < 0.2 * trunk)
            total += both
    shares = right / np.maximum(total, 1)
    apart = (total > 0) & (shares < 0.9)
    yield f"{name}: PCK 0.2 of the trunk against OpenPose", f"{right.sum() / total.sum():.3f}"
    yield (
        f"{name}: the same without {', '.join(JOINT_NAMES[j] for j in np.flatnonzero(apart))}",
        f"{right[~apart].sum() / total[~apart].sum():.3f}",
    )


def _nearest(motions: tuple[Motion, ...], t: int, person: np.ndarray, height: int) -> np.ndarray:
    away = [
        np.linalg.norm(m.points[t, :19, :2] * height - person[:19, :2], axis=1) for m in motions
    ]
    return min(away, key=lambda a: np.nanmean(a) if np.isfinite(a).any() else np.inf)


def switches(seconds: Fraction) -> Iterator[Row]:
    """Steps of the neck farther than half a shoulder: on this stage nobody moves so fast."""
    motions = watch(clip(TRIO), Fraction(0), seconds)
    jumps = 0
    for motion in motions:
        neck = motion.points[:, 1, :2]
        neck = neck[np.isfinite(neck[:, 0])]
        wide = np.nanmedian(
            np.linalg.norm(motion.points[:, 2, :2] - motion.points[:, 5, :2], axis=1)
        )
        jumps += int((np.linalg.norm(np.diff(neck, axis=0), axis=1) > 0.5 * wide).sum())
    yield f"{TRIO}: players followed, identity switches", f"{len(motions)}, {jumps}"


def _pasted(pictures: Iterator[np.ndarray], frames: int) -> tuple[Motion, ...]:
    """What is seen of a film put together from pictures, at 25 a second."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pasted.mp4"
        video.write_video(path, pictures, Rate(25))
        return watch(path, Fraction(0), Fraction(frames, 25))


def six(seconds: Fraction) -> Iterator[Row]:
    """The singer six times in one picture, each a little later, three of them mirrored."""
    frames = [
        cv2.resize(f.image[:, 480:1440], (640, 720), interpolation=cv2.INTER_AREA)
        for f in video.frames(clip(SINGER), Fraction(0), Fraction(5))
    ]

    def picture(n: int) -> np.ndarray:
        tiles = [frames[(n + 13 * k) % len(frames)][:, :: 1 - 2 * (k % 2)] for k in range(6)]
        return np.vstack([np.hstack(tiles[:3]), np.hstack(tiles[3:])])

    count = int(seconds * 25)
    motions = _pasted((picture(n) for n in range(count)), count)
    seen = np.isfinite(np.stack([m.points[:, [25, 46], 0] for m in motions]))
    steps = [np.linalg.norm(np.diff(m.points[:, 0, :2], axis=0), axis=1) for m in motions]
    yield "six players: followed, hands seen", f"{len(motions)}, {seen.mean():.2f}"
    yield "six players: the longest step of a nose, of the height", f"{np.nanmax(steps):.3f}"


def crossing(_: Fraction) -> Iterator[Row]:
    """The singer in other colours passes behind the singer, hidden for two seconds."""
    frames = [
        cv2.resize(f.image[:, 560:1360], (560, 756), interpolation=cv2.INTER_AREA)
        for f in video.frames(clip(SINGER), Fraction(0), Fraction(5))
    ]

    def picture(n: int) -> np.ndarray:
        image = np.full((1080, 1920, 3), (60, 55, 50), np.uint8)
        x = 1360 * n // 99
        image[300:1056, x : x + 560] = frames[(n + 20) % len(frames)][:, ::-1, [2, 0, 1]]
        image[200:956, 680:1240] = frames[n]
        return image

    motions = _pasted((picture(n) for n in range(100)), 100)
    ends = []
    for motion in motions:
        x = motion.points[:, 0, 0][np.isfinite(motion.points[:, 0, 0])]
        ends.append(f"{x[0]:.2f} to {x[-1]:.2f}")
    yield "crossing: players, and where each begins and ends", f"{len(motions)}: {'; '.join(ends)}"


def same_bytes() -> Iterator[Row]:
    """Two runs over the same half second."""
    first, second = (
        watch(clip(SINGER), Fraction(0), Fraction(1, 2), options=WatchOptions(device="cpu"))
        for _ in range(2)
    )
    equal = all(
        a.points.tobytes() == b.points.tobytes() for a, b in zip(first, second, strict=True)
    )
    yield "the same input twice, on the CPU", "the same bytes" if equal else "DIFFERENT"


def keyboards() -> Iterator[Row]:
    """Which of the three clips hold a keyboard."""
    for name in (CLOSEUP, SINGER, TRIO):
        frame = next(iter(video.frames(clip(name))))
        found = find_keyboard(cv2.cvtColor(frame.image, cv2.COLOR_RGB2GRAY))
        yield f"{name}: keyboard", "none" if found is None else f"{found.keys} black keys"


def sample() -> Iterator[Row]:
    """The shipped pianist: right key under the fingertip, and key presses from the cues alone."""
    info = video.probe(SAMPLE / "sample.mp4")
    (motion, *others) = watch(SAMPLE / "sample.mp4", Fraction(0), info.duration_s)
    yield "sample: players", str(1 + len(others))
    notes = json.loads((SAMPLE / "score.json").read_text())["notes"]
    keyboard, times = motion.keyboard, motion.times_s
    assert keyboard is not None
    off = []
    for note in notes:
        t = int(np.argmin(np.abs(times - note["onset_s"])))
        tip = motion.points[t, note["joint"], :2].astype(float)
        u = mapped(keyboard.plane[t if len(keyboard.plane) > 1 else 0], tip[None])[0, 0]
        off.append(u - KEY_U[note["pitch"] - 21])
    away = np.abs(np.array(off) - np.median(off))
    yield (
        "sample: right key under the fingertip (constant offset out)",
        f"{(away < 0.5).mean():.2f}",
    )
    onsets = np.array(sorted({round(n["onset_s"], 3) for n in notes}))
    for name, score in presses(motion, onsets):
        yield f"sample: key presses by one threshold on {name}, onset F 50 ms", f"{score:.2f}"


def presses(motion: Motion, onsets: np.ndarray) -> Iterator[tuple[str, float]]:
    """Onset F at 50 ms of the best single threshold on each kind of cue, and on the path alone."""
    import mir_eval

    assert motion.cues is not None
    tips = motion.cues[:, list(FINGERTIPS)]
    down = np.gradient(motion.points[:, list(FINGERTIPS), 1], axis=0)
    measured = {
        "fingertips' place cue": np.nan_to_num(tips[..., 3]).max(1),
        "fingertips' path alone": np.nan_to_num(down).max(1),
    }
    if motion.keyboard is not None and motion.keyboard.key_cues is not None:
        keys = np.nan_to_num(motion.keyboard.key_cues[..., 0])
        measured["each key's rise"] = np.diff(keys, axis=0, prepend=0).max(1)
    for name, values in measured.items():
        yield (
            name,
            max(
                mir_eval.onset.f_measure(onsets, _peaks(motion.times_s, values, at), window=0.05)[0]
                for at in np.quantile(values, np.linspace(0.5, 0.995, 40))
            ),
        )


def _peaks(times_s: np.ndarray, values: np.ndarray, level: float) -> np.ndarray:
    middle = values[1:-1]
    top = (middle > level) & (middle >= values[:-2]) & (middle > values[2:])
    return times_s[1:-1][top]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=[])
    options = parser.parse_args()
    seconds = Fraction(options.seconds)
    at = [Fraction(n, 2) for n in range(1, 2 * options.seconds, 2)]
    measurements: dict[str, Callable[[], Iterator[Row]]] = {
        "sample": sample,
        "keyboards": keyboards,
        "agreement_singer": lambda: agreement(SINGER, clip(SINGER), at),
        "agreement_sample": lambda: agreement("sample", SAMPLE / "sample.mp4", at),
        "openpose_singer": lambda: openpose(SINGER, seconds),
        "openpose_trio": lambda: openpose(TRIO, seconds),
        "switches": lambda: switches(seconds),
        "six": lambda: six(seconds),
        "crossing": lambda: crossing(seconds),
        "speed": lambda: speed(seconds),
        "same_bytes": same_bytes,
    }
    for name, measure in measurements.items():
        if options.only and name not in options.only:
            continue
        if "sample" not in name and not DATA.is_dir():
            print(f"| {name} | left out: no ../shared/data beside this checkout |")
            continue
        for what, value in measure():
            print(f"| {what} | {value} |", flush=True)


if __name__ == "__main__":
    main()
