"""Five shots cut from the shipped sample, through the whole pipeline, as one piece of music.

    python -m benchmarks.five_shots

A **simulated** player, rendered and filmed; the pictures are watched and the takes generated as for
any cut. Each row is one way to bring the shots together: the key agreement is the share of the four
cuts at which both sides' notes all lie in the one key (drums aside), an onset's shift is from where
the generation heard the movement to where the written MIDI file has it, and the error is against
the score that the player plays (of pairs within 100 ms).
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import mir_eval
import numpy as np
import opentimelineio as otio

from benchmarks.record import record
from foley_post import generate as generation
from foley_post.midi.guide import read_guide
from foley_post.midi.harmony import Key, find_key, key_fit
from foley_post.midi.midi_files import read_midi
from foley_post.midi.notes import Take
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import Results, ScoredShot
from foley_post.pipeline.score import lay, score_shot, shape
from foley_post.render.stems import RenderSettings
from foley_post.timeline import read_cut

SAMPLE = Path(__file__).resolve().parent.parent / "resources" / "sample"
SHOTS = 5
Row = tuple[str, float, str, float, float]
WAYS = {
    "as generated": {"key": "free"},
    "by themselves": {},
    "one key and tempo found in the cut": {"key": "auto", "tempo": "auto"},
    "D minor, 96 beats a minute": {"key": "Dm", "tempo": "96"},
    "the same, classical": {"key": "Dm", "tempo": "96", "style": "classical"},
    "the same, jazz, sync loosened by 30 %": {
        "key": "Dm", "tempo": "96", "style": "jazz", "loosen_percent": 30.0,
    },
}  # fmt: skip


def write_cut_of(path: Path, shots: int = SHOTS) -> None:
    """``shots`` of equal length from the sample's clip, one after the other, at 24 fps."""
    clip = json.loads((SAMPLE / "score.json").read_text())
    rate = 24
    frames = int(clip["frames"] * rate / Fraction(*clip["rate"])) // shots
    timeline = otio.schema.Timeline("Five shots", global_start_time=otio.opentime.RationalTime(
        86_400, rate
    ))  # fmt: skip
    track = otio.schema.Track("V1", kind=otio.schema.TrackKind.Video)
    timeline.tracks.append(track)
    whole = otio.opentime.TimeRange(
        otio.opentime.RationalTime(0, rate), otio.opentime.RationalTime(frames * shots, rate)
    )
    for i in range(shots):
        reference = otio.schema.ExternalReference((SAMPLE / "sample.mp4").as_uri(), whole)
        span = otio.opentime.TimeRange(
            otio.opentime.RationalTime(i * frames, rate), otio.opentime.RationalTime(frames, rate)
        )
        track.append(otio.schema.Clip(f"Shot {i + 1}", reference, span))
    path.write_text(otio.adapters.write_to_string(timeline, "otio_json"))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "five.otio"
        write_cut_of(path)
        cut = read_cut(path)
        model = generation.load_model(None)
        dry = RenderSettings(reverb="dry")
        plain: dict[str, list[ScoredShot]] = {}
        rows = []
        for name, way in WAYS.items():
            options = Options(out=Path(folder) / "out", rendering=dry, instrument="piano", **way)
            guide = read_guide(options.key, options.tempo)
            asked = str(guide.piece.key or "") + options.style
            if asked not in plain:
                plain[asked] = _generated(cut.shots, options, (model, guide), plain)
            made = lay(cut, shape(plain[asked], options, guide), options)
            rows.append(_row(name, plain[asked], made, guide.piece.key))
            print(*rows[-1], flush=True)
    record(
        "five_shots",
        "rendered",
        "python -m benchmarks.five_shots",
        columns=(
            "five shots", "key agreement",
            "keys heard shot by shot", "largest onset shift, ms", "median onset error, ms",
        ),
        rows=rows,
    )  # fmt: skip


def _generated(shots, options, how, known) -> list[ScoredShot]:
    """Every shot watched (once) and played."""
    from foley_post.pipeline.take_generation import generate_takes

    model, guide = how
    first = next(iter(known.values()), None)
    if first is None:
        return [score_shot(s, options, model=model, guide=guide) for s in shots]
    return [
        replace(one, takes=generate_takes(one.shot, one.motions, options, model=model,
                                          guide=guide).chosen)
        for one in first
    ]  # fmt: skip


def _row(name: str, before: Sequence[ScoredShot], made: Results, asked: Key | None) -> Row:
    after = [[read_midi(path) for path in one.midi] for one in made.shots]
    takes = [one[0] for one in after if one]
    key = asked or find_key([n for t in takes for n in t.notes])[0]
    fits = [_inside(t, key) for t in takes]
    agreement = np.mean([a and b for a, b in pairwise(fits)]) if len(fits) > 1 else 0.0
    heard = ", ".join(str(find_key(t.notes)[0]) for t in takes)
    shift_ms = 1000 * max(
        shift_of(one.takes[0], made_one[0])
        for one, made_one in zip(before, after, strict=True)
        if made_one
    )
    error = _error_ms(made, after)
    return name, round(float(agreement), 2), heard, round(shift_ms, 1), round(error, 1)


def _inside(take: Take, key: Key) -> bool:
    """Whether the take keeps to the key; to harmonic minor as well where the key is minor."""
    scales = ("harmonic minor", key.scale) if key.is_minor else (key.scale,)
    return any(key_fit(take.notes, key.with_scale(s)) > 0.999 for s in scales)


def shift_of(before: Take, after: Take) -> float:
    """The largest distance from a note's onset to the nearest that was generated, in seconds."""
    known = np.array([n.onset_s for n in before.notes])
    return max((float(np.abs(known - n.onset_s).min()) for n in after.notes), default=0.0)


def _error_ms(made: Results, after: Sequence[Sequence[Take]]) -> float:
    """The signed median error of the onsets against the score, in ms; minus is early."""
    notes = json.loads((SAMPLE / "score.json").read_text())["notes"]
    truth = np.array(sorted({round(n["onset_s"], 3) for n in notes}))
    found = np.unique([
        float(one.shot.time_map.media_at(Fraction(n.onset_s).limit_denominator(10**6)))
        for one, takes in zip(made.shots, after, strict=True)
        for take in takes
        for n in take.notes
    ])  # fmt: skip
    pairs = mir_eval.util.match_events(truth, found, 0.1)
    return 1000 * float(np.median([found[j] - truth[i] for i, j in pairs]))


if __name__ == "__main__":
    main()
