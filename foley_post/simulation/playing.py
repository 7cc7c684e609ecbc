"""A user's own score, played by a simulated player: as keypoints, or as a rendered clip."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core.files import finished
from foley_post.core.instruments import instrument as find_instrument
from foley_post.core.progress import Progress, Watcher, ignore_progress
from foley_post.core.timecode import Rate
from foley_post.errors import UsageError
from foley_post.midi.midi_files import read_midi, write_midi
from foley_post.midi.notes import Note, Take
from foley_post.simulation.observation.camera import VIEWS, Camera, random_camera
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.plan import plan
from foley_post.simulation.planning.player import random_player
from foley_post.simulation.score.corpus import in_range
from foley_post.simulation.score.musicxml import read_musicxml
from foley_post.simulation.score.scores import Score, excerpt, score_of
from foley_post.simulation.simulate import simulate
from foley_post.simulation.skeleton.solver import solve

__all__ = ["Played", "simulate_file"]

_TAIL_S = 1.0
_LONGEST_S = 3600.0


@dataclass(frozen=True, slots=True)
class Played:
    """What was made: how many notes sound, over how long, and from where they are seen."""

    notes: int
    length_s: float
    view: str


def simulate_file(
    score: Path,
    instrument: str,
    out: Path,
    *,
    seed: int = 0,
    length_s: float | None = None,
    view: str | None = None,
    watcher: Watcher = ignore_progress,
) -> Played:
    """A simulated player plays the MIDI or MusicXML file ``score`` as it stands, into ``out``.

    ``.npz``: keypoints as a detector would give them (``times_s``, ``points``, ``cues`` and the
    keyboard where measured) with ``notes (N, 5)``: onset, length, pitch, velocity, joint (-1:
    none). ``.mp4``: a rendered clip, silent, 25 fps, and beside it ``_played.mid``: what sounds.
    Notes outside the instrument's range are moved by octaves or left out, like those that hands
    cannot reach. UsageError for a score, a view or a file type there is no use for.
    """
    suffix = out.suffix.lower()
    if suffix not in {".npz", ".mp4"}:
        raise UsageError(f"A simulated player is written as .npz or .mp4, not {out.name}.")
    rng = np.random.default_rng(seed)
    music = in_range(_read(score, instrument), find_instrument(instrument), rng)
    long = min(length_s or music.end_s + _TAIL_S, _LONGEST_S)
    if not long > 0:
        raise UsageError(f"A clip needs a length above 0, not {long:g} s.")
    music = excerpt(music, 0.0, long)
    if len(music) == 0:
        raise UsageError(f"{score.name} has no notes that a {instrument} plays in {long:g} s.")
    watcher(Progress("simulating", 0, 1))
    if suffix == ".npz":
        told = _as_motion(music, instrument, out, seed=seed, length_s=long, view=view)
    else:
        told = _as_clip(music, instrument, out, seed=seed, length_s=long, view=view)
    watcher(Progress("simulating", 1, 1))
    return told


def _read(path: Path, instrument: str) -> Score:
    """The score's notes; of a MusicXML file the part with the most."""
    if path.suffix.lower() in {".mxl", ".musicxml", ".xml"}:
        try:
            parts = read_musicxml(path.read_bytes())
        except OSError as problem:
            raise UsageError(f"{path} cannot be read: {problem.strerror}.") from problem
        except ValueError as problem:
            raise UsageError(f"{path.name} is no score: {problem}.") from problem
        if not parts:
            raise UsageError(f"{path.name} holds no notes.")
        return max(parts, key=len)
    return score_of(read_midi(path, instrument_name=instrument).notes, human=True)


def _as_motion(
    music: Score, instrument: str, out: Path, *, seed: int, length_s: float, view: str | None
) -> Played:
    if view is not None and view not in VIEWS:
        raise UsageError(f"There is no view called {view!r}. Choose one of: {', '.join(VIEWS)}.")
    clip = simulate(instrument, seed, length_s=length_s, score=music, view=view, exact=True)
    motion = clip.motion
    fields: dict[str, npt.NDArray[np.generic]] = {
        "times_s": motion.times_s,
        "points": motion.points,
        "aspect": np.array(motion.aspect),
        "instrument": np.array(instrument),
        "notes": _table(clip.notes),
    }
    if motion.cues is not None:
        fields["cues"] = motion.cues
    if motion.keyboard is not None:
        fields["keyboard_plane"] = motion.keyboard.plane
        if motion.keyboard.key_cues is not None:
            fields["key_cues"] = motion.keyboard.key_cues
    packed = io.BytesIO()
    np.savez_compressed(packed, allow_pickle=False, **fields)
    with finished(out) as draft:
        draft.write_bytes(packed.getvalue())
    return Played(len(clip.notes), length_s, clip.view)


def _table(notes: tuple[Note, ...]) -> npt.NDArray[np.float64]:
    rows = [
        (n.onset_s, n.length_s, n.pitch, n.velocity, -1 if n.joint is None else n.joint)
        for n in notes
    ]
    return np.array(rows, dtype=np.float64).reshape(-1, 5)


def _as_clip(
    music: Score, instrument: str, out: Path, *, seed: int, length_s: float, view: str | None
) -> Played:
    from foley_post.simulation.renderer.clip import render_clip

    rng = np.random.default_rng(seed)
    player = replace(random_player(rng), left_handed=False)
    gesture = plan(instrument, music, player, rng, length_s=length_s, rate_hz=100.0)
    name, camera = _camera(gesture, view, solve(gesture, player), rng)
    render_clip(gesture, camera, out, rate=Rate(25, 1))
    take = Take(gesture.notes, length_s, instrument, seed)
    write_midi(take, out.with_name(f"{out.stem}_played.mid"))
    return Played(len(gesture.notes), length_s, name)


def _camera(
    gesture: Gesture,
    view: str | None,
    joints: npt.NDArray[np.float64],
    rng: np.random.Generator,
) -> tuple[str, Camera]:
    """A camera by name: one of the fixed places, or a kind to draw one of."""
    from foley_post.simulation.renderer import views

    fixed = "piano_corner" if gesture.instrument == "piano" else (
        "seated" if gesture.seated else "standing"
    )  # fmt: skip
    name = view or fixed
    if name in VIEWS:
        drawn = random_camera(name, joints, rng)
        return name, Camera(drawn.turn, drawn.place, drawn.focal, 16 / 9)
    if name not in views.VIEWS:
        known = ", ".join((*VIEWS, *views.VIEWS))
        raise UsageError(f"There is no view called {name!r}. Choose one of: {known}.")
    return name, views.view(name)
