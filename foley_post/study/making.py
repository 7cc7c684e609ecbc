"""A study made from clips: one picture a clip, one sound a condition, equally loud and long."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core.files import make_ready
from foley_post.core.progress import Progress, Watcher, ignore_progress
from foley_post.core.shipped import shipped
from foley_post.core.timecode import Rate
from foley_post.errors import MediaMissing, UsageError
from foley_post.render.bwf import Stamp, write_bwf
from foley_post.render.loudness import gain_to
from foley_post.study.folder import Study, write_study
from foley_post.study.plan import ANCHOR, LAGS_MS, OURS, REFERENCE, late, make_plan
from foley_post.video import frames, probe, read_audio, write_video

__all__ = ["RATE_HZ", "Sounds", "make"]

Samples = npt.NDArray[np.float32]
Sounds = Callable[[Path], Samples]
"""A condition's sound of a clip: ``(N, channels)`` from the clip's first picture, at `RATE_HZ`."""

RATE_HZ = 48_000
_LUFS, _PEAK_DBTP = -23.0, -3.0
_HEIGHT = 540
_FADE_S = 0.01


def make(
    clips: Sequence[Path],
    conditions: Sequence[str],
    folder: Path,
    *,
    sounds: Mapping[str, Sounds],
    seed: int = 0,
    watcher: Watcher = ignore_progress,
) -> Study:
    """Write the study into ``folder``. ``sounds`` makes what is neither the clip's own sound, nor
    ours late, nor another clip's. Raises UsageError, MediaMissing, MediaUnreadable, OutputError.
    """
    gone = next((clip for clip in clips if not clip.is_file()), None)
    if gone is not None:
        raise MediaMissing(f"There is no clip at {gone}.")
    if (folder / "answers.jsonl").exists():
        raise UsageError(f"{folder} holds answers already. Choose another folder.")
    names = [f"{number:03}_{clip.stem}" for number, clip in enumerate(clips)]
    trials = make_plan(names, conditions, seed)
    make_ready(folder / "public")
    draw = random.Random(f"names {seed}")
    heard = [_heard(clip, conditions, sounds) for clip in clips]
    pictures: dict[str, str] = {}
    files: dict[str, dict[str, str]] = {}
    for number, (name, clip) in enumerate(zip(names, clips, strict=True)):
        watcher(Progress("writing the study", number, len(clips), clip.name))
        length = _length(clip)
        pictures[name] = f"{draw.getrandbits(64):016x}.mp4"
        _write_picture(clip, folder / "public" / pictures[name])
        own = dict(heard[number])
        if ANCHOR in conditions:
            own[ANCHOR] = heard[(number + 1) % len(clips)][OURS]
        if "shifted" in conditions:
            own |= {late(ms): _later(own[OURS], ms) for ms in LAGS_MS}
        files[name] = {}
        for condition, samples in own.items():
            files[name][condition] = f"{draw.getrandbits(64):016x}.wav"
            _write_sound(samples, length, folder / "public" / files[name][condition])
    page = shipped("resources", "study")
    for file in ("index.html", "study.js", "study.css"):
        shutil.copyfile(page / file, folder / "public" / file)
    study = Study(folder, trials, files)
    write_study(study, pictures)
    return study


def _heard(
    clip: Path, conditions: Sequence[str], sounds: Mapping[str, Sounds]
) -> dict[str, Samples]:
    """The clip's sounds by condition, but for those made of others."""
    found = {}
    for name in conditions:
        if name == REFERENCE:
            found[name] = read_audio(clip, Fraction(0), None, RATE_HZ)
        elif name not in {ANCHOR, "shifted"}:
            if name not in sounds:
                raise UsageError(f"There is no sound for {name!r}: say where its files are.")
            found[name] = sounds[name](clip)
    return found


def _length(clip: Path) -> int:
    """Samples of sound that the clip's picture lasts."""
    return round(float(probe(clip).duration_s) * RATE_HZ)


def _write_picture(clip: Path, path: Path) -> None:
    """The picture alone, in a form that browsers play."""
    rate = probe(clip).rate
    write_video(path, _at_even_times(clip, float(rate.fps)), rate, crf=23)


def _at_even_times(clip: Path, fps: float) -> Iterator[npt.NDArray[np.uint8]]:
    """The pictures that are seen at even times, whatever times the file has them at."""
    shown, number = None, 0
    for frame in frames(clip, height=_HEIGHT):
        while shown is not None and number / fps < frame.time_s - 0.5 / fps:
            yield shown
            number += 1
        shown = frame.image
    if shown is not None:
        yield shown


def _later(samples: Samples, ms: int) -> Samples:
    ahead = np.zeros((round(ms * RATE_HZ / 1000), samples.shape[1]), np.float32)
    return np.concatenate([ahead, samples])


def _write_sound(samples: Samples, length: int, path: Path) -> None:
    """Mono, as long as the picture, as loud as all others, faded at its ends."""
    mono = np.zeros((length, 1), np.float32)
    heard = samples.mean(axis=1)[:length]
    mono[: len(heard), 0] = heard
    fade = round(_FADE_S * RATE_HZ)
    ramp = np.linspace(0, 1, fade, dtype=np.float32)[:, None]
    mono[:fade] *= ramp[: len(mono)]
    mono[-fade:] *= ramp[::-1][-len(mono) :]
    level = gain_to(mono, RATE_HZ, target_lufs=_LUFS, peak_dbtp=_PEAK_DBTP)
    write_bwf(path, mono * level.gain, RATE_HZ, stamp=Stamp(0, Rate(25)))
