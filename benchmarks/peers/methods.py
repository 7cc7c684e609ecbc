"""What each method makes of a clip: notes ``(N, 4)`` as of `benchmarks.peers.clips.Clip.true`.

None where a method has nothing to work on: no picture of keys, no sound, no piano.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.keys_real import by_rule
from benchmarks.peers.clips import Clip, Floats, table
from benchmarks.published.learning import frames_of, seen, write
from benchmarks.published.network import FRAMES, Published
from benchmarks.published.vocabulary import CLIP_S, VOCABULARIES
from benchmarks.real_players import turning_points
from foley_post.core.instruments import INSTRUMENTS
from foley_post.generate import Request, generate_take, load_model
from foley_post.generate.clock import TICK_HZ
from foley_post.generate.features import CHANNELS, featurize
from foley_post.generate.weights import Model
from foley_post.listen.network import ListenerNetwork
from foley_post.listen.posteriors import hear
from foley_post.listen.transcription import transcribe
from foley_post.midi.notes import Note

OURS, PUBLISHED, HAND_PATHS = "Foley Post", "published network", "hand paths"
Method = Callable[[Clip], Floats | None]


@dataclass(frozen=True, slots=True)
class Learned:
    """What the methods need that was learned: the published network, and the rule's level."""

    published: Published | None
    level: float


def methods(learned: Learned) -> Mapping[str, Method]:
    """Each method by its name; all but ours see what ours sees of the same clip."""
    model, ears = load_model(), ListenerNetwork()
    return {
        OURS: lambda clip: by_us(clip, model),
        PUBLISHED: lambda clip: by_published(clip, learned.published),
        "key differencing": lambda clip: by_keys(clip, learned.level),
        HAND_PATHS: by_paths,
        "basic-pitch on the sound": lambda clip: by_ear(clip, ears),
    }


def by_us(clip: Clip, model: Model) -> Floats:
    """Everybody's takes together; told the instrument where it is the piano."""
    request = Request(length_s=clip.length_s, instrument=clip.instrument or "auto")
    motions = clip.motions[:1] if clip.instrument else clip.motions
    notes = [n for m in motions for n in generate_take(m, request, model=model).notes]
    return table(sorted(notes, key=lambda n: n.onset_s))


def by_published(clip: Clip, network: Published | None) -> Floats | None:
    """The rebuilt network's notes, six seconds at a time as it works; of pianists alone."""
    if network is None or clip.instrument != "piano" or not clip.motions:
        return None
    features = featurize(clip.motions[0], clip.length_s)
    joints = features.joints[..., [CHANNELS.index(c) for c in ("x", "y", "confidence")]]
    starts = np.arange(0.0, max(clip.length_s - 1.0, 0.1), CLIP_S)
    parts = [
        seen(features) if at_s == 0 else frames_of(joints, round(at_s * TICK_HZ)) for at_s in starts
    ]
    assert all(len(part) == FRAMES for part in parts)
    pieces = write(network, VOCABULARIES["published"], np.stack(parts))
    notes = [
        replace(note, onset_s=note.onset_s + float(at_s))
        for at_s, piece in zip(starts, pieces, strict=True)
        for note in piece
    ]
    return _before(notes, clip.length_s)


def _before(notes: list[Note], end_s: float) -> Floats:
    return table([n for n in notes if n.onset_s < end_s])


def by_keys(clip: Clip, level: float) -> Floats | None:
    """Classical key differencing; nothing where no keyboard is found in the picture."""
    return None if clip.keys is None else by_rule(clip.keys(), level)


def by_paths(clip: Clip) -> Floats:
    """A note wherever a wrist turns round; it has no pitch."""
    at_s = np.sort(np.concatenate([np.zeros(0), *(turning_points(m) for m in clip.motions)]))
    return np.stack([at_s, at_s + 0.2, 0 * at_s, 0 * at_s + 64], axis=1)


def by_ear(clip: Clip, ears: ListenerNetwork) -> Floats | None:
    """basic-pitch alone, on the clip's own sound (of simulated clips: on the true notes')."""
    if clip.sound is None:
        return None
    played = INSTRUMENTS[clip.instrument] if clip.instrument else None
    return table(transcribe(hear([clip.sound()], network=ears), played))


def by_chance(clip: Clip, rng: np.random.Generator) -> Floats:
    """As many notes as there are, anywhere, with the true pitches dealt out anew."""
    onsets = np.sort(rng.uniform(0, clip.length_s, len(clip.true)))
    pitches = rng.permutation(clip.true[:, 2])
    return np.stack([onsets, onsets + 0.2, pitches, 0 * onsets + 64], axis=1)
