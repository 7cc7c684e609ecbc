"""Clips to learn from: simulated players as the network sees them, kept in files of a few dozen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core.files import finished
from foley_post.generate.features import CHANNELS, Features, featurize
from foley_post.midi.notes import Note
from foley_post.pose.skeleton import KEY_CUES, Motion
from foley_post.simulation.observation.detector import EYES, DetectorModel
from foley_post.simulation.planning.player import SimulatedPlayer, random_player
from foley_post.simulation.score.corpus import Corpus

__all__ = ["CLIP_S", "Clip", "familiar", "make_clip", "read_clips", "simulated", "write_clips"]

CLIP_S = 8.0
"""Longer than what is learned from at once, so that every clip has many beginnings."""

_CONTRACT = f"{len(CHANNELS)}:{','.join((*CHANNELS, *KEY_CUES))}"


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip's features, its true notes and what is played."""

    features: Features
    notes: tuple[Note, ...]
    instrument: str


def make_clip(motion: Motion, notes: Sequence[Note], instrument: str, length_s: float) -> Clip:
    """The clip of a motion and what it sounded like, both counted from its first frame."""
    return Clip(featurize(motion, length_s), tuple(notes), instrument)


def familiar(player: SimulatedPlayer) -> bool:
    """Whether a player may be trained on: those with great or very lively hands are kept for
    testing (row 2 of the test ladder: unseen players).
    """
    return player.lift <= 1.7 and player.hand <= 1.07 and player.height_m <= 1.83


def simulated(
    instrument: str,
    seed: int,
    length_s: float = CLIP_S,
    *,
    shelf: Corpus | None = None,
    eyes: DetectorModel = EYES,
) -> Clip:
    """A simulated clip for training, the same for the same seed (and shelf of scores, and eyes)."""
    from foley_post.simulation.simulate import simulate

    rng = np.random.default_rng([seed, 7])
    player = next(p for p in iter(lambda: random_player(rng), None) if familiar(p))
    score = shelf.draw(instrument, rng, length_s) if shelf else None
    seen = simulate(instrument, seed, length_s=length_s, player=player, score=score, eyes=eyes)
    return make_clip(seen.motion, seen.notes, instrument, length_s)


def write_clips(path: Path, clips: Sequence[Clip]) -> None:
    """Write ``clips``, all of one length, into one ``.npz`` (half precision, about 1 MB a clip)."""
    rows = [
        (k, n.onset_s, n.length_s, n.pitch, n.velocity, -1 if n.joint is None else n.joint)
        for k, clip in enumerate(clips)
        for n in clip.notes
    ]
    stacked: dict[str, npt.NDArray[np.generic]] = {
        name: np.stack([getattr(clip.features, name) for clip in clips]).astype(kind)
        for name, kind in _FIELDS
    }
    with finished(path) as draft, draft.open("wb") as file:
        np.savez(
            file,
            allow_pickle=False,
            contract=np.array(_CONTRACT),
            instrument=np.array([clip.instrument for clip in clips]),
            frame_s=np.array([clip.features.frame_s for clip in clips]),
            has_keyboard=np.array([clip.features.has_keyboard for clip in clips]),
            key_cues=np.array(
                [c.features.key_cues for c in clips if c.features.has_keyboard], dtype=np.float16
            ),
            notes=np.array(rows, dtype=np.float64).reshape(-1, 6),
            **stacked,
        )


_FIELDS: tuple[tuple[str, type[np.generic]], ...] = (
    ("joints", np.float16),
    ("tips", np.float32),
    ("tips_known", np.bool_),
    ("present", np.bool_),
    ("moving", np.bool_),
)


def read_clips(path: Path) -> list[Clip]:
    """The clips in a file of `write_clips`, still in half precision; ValueError when another
    version's features are in it.
    """
    with np.load(path, allow_pickle=False) as data:
        if str(data["contract"]) != _CONTRACT:
            raise ValueError(f"{path.name} holds features of another version; delete it")
        fields = {name: data[name] for name, _ in _FIELDS}
        names, frame_s = data["instrument"], data["frame_s"]
        has_keyboard, notes = data["has_keyboard"], data["notes"]
        keyed = iter(data["key_cues"])
    ticks = fields["present"].shape[1]
    unkeyed: npt.NDArray[np.generic] = np.broadcast_to(np.float16(0), (ticks, 88, len(KEY_CUES)))
    clips = []
    for k, name in enumerate(names):
        own = {field: values[k] for field, values in fields.items()}
        own["key_cues"] = next(keyed) if has_keyboard[k] else unkeyed
        features = Features(
            **own,
            frame_s=float(frame_s[k]),
            has_keyboard=bool(has_keyboard[k]),
        )
        clips.append(Clip(features, _notes(notes[notes[:, 0] == k]), str(name)))
    return clips


def _notes(rows: Iterable[npt.NDArray[np.float64]]) -> tuple[Note, ...]:
    return tuple(
        Note(on, length, int(pitch), int(velocity), joint=None if joint < 0 else int(joint))
        for _, on, length, pitch, velocity, joint in rows
    )


def fill(
    folder: Path,
    instruments: Sequence[str],
    seeds: range,
    *,
    a_file: int = 32,
    shelf: Corpus | None = None,
    eyes: DetectorModel = EYES,
    on_file: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Simulate clips of ``instruments`` in turn into ``folder``, one a seed, playing from ``shelf``
    or, without one, what is made up by rule; files that are there stay.
    """
    starts = range(seeds.start, seeds.stop, a_file)
    for number, start in enumerate(starts):
        seen = f"{'varied-' * eyes.varied}{'drawn-' * eyes.pixels}"
        kind = f"{seen}{f'shaky{eyes.shaky:g}-' * (eyes.shaky != 1)}"
        path = folder / f"{kind}{'-'.join(instruments)[:60]}-{start:08d}.npz"
        if not path.exists():
            some = range(start, min(start + a_file, seeds.stop))
            write_clips(
                path,
                [
                    simulated(instruments[seed % len(instruments)], seed, shelf=shelf, eyes=eyes)
                    for seed in some
                ],
            )
        on_file(number + 1, len(starts))
