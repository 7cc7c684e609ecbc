"""The takes of a shot's players: a first one, others at a chosen distance, the best of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from foley_post import generate as generation
from foley_post.core.instruments import INSTRUMENTS
from foley_post.core.progress import Progress, Watcher, ignore_progress
from foley_post.generate.request import AUTO, Request
from foley_post.midi.comping import bars, best_of, comp
from foley_post.midi.guide import Guide
from foley_post.midi.notes import Note, Take
from foley_post.midi.playable import chords
from foley_post.midi.styles import controls
from foley_post.midi.tempo import Pulse, find_pulse
from foley_post.pipeline.arrangement import guide_of
from foley_post.pipeline.options import Options
from foley_post.pipeline.shot_brief import ShotBrief
from foley_post.pose.player_choice import read_players, standing_at
from foley_post.pose.skeleton import Motion
from foley_post.timeline.model import Shot

if TYPE_CHECKING:
    from foley_post.generate import Model

__all__ = ["Takes", "generate_takes", "varied"]

_SEED_STEP = 7919
"""Between the seeds of one player's takes: far from another player's."""


@dataclass(frozen=True, slots=True)
class Takes:
    """``chosen``: one a player, for the timeline. ``others``: what else was made, each with its
    number among its player's takes.
    """

    chosen: tuple[Take, ...] = ()
    others: tuple[tuple[int, Take], ...] = ()


def generate_takes(
    shot: Shot,
    motions: Sequence[Motion],
    options: Options,
    *,
    model: Model,
    guide: Guide | None = None,
    brief: ShotBrief | None = None,
    watcher: Watcher = ignore_progress,
) -> Takes:
    """The takes of each performer; the seed of each is its own, so that players differ.

    Takes that the ``brief`` gives are used as they are; with ``options.around`` their pinned notes
    stay and the rest is generated with that seed.
    """
    guide, brief = guide or guide_of(options), brief or ShotBrief()
    settled = brief.given if options.around is None else {}
    playing = [m for m in _chosen(shot, motions, options, brief) if m.performer not in settled]
    chosen: list[Take] = [settled[performer] for performer in sorted(settled)]
    others: list[tuple[int, Take]] = []
    for number, motion in enumerate(playing):
        watcher(Progress("generating", number, len(playing), shot.id))
        takes = _several(
            motion, _request(shot, motion, options, guide, brief=brief), options, model
        )
        if options.comp is None:
            chosen.append(takes[0])
            others += list(enumerate(takes[1:], 2))
        else:
            pulse = guide.piece.pulse_from(float(shot.record_start_s))
            chosen.append(_comped(takes, options.comp, pulse or find_pulse(takes[0].notes)))
            others += list(enumerate(takes, 1))
    return Takes(tuple(sorted(chosen, key=lambda t: t.performer)), tuple(others))


def varied(base: Take, motion: Motion, request: Request, *, model: Model, distance: float) -> Take:
    """Another take, ``distance`` 0..1 from ``base``: that share of its moments is played anew with
    the request's seed, the rest stays. Onsets are the movement's and stay with either.
    """
    moments = chords(base.notes)
    order = np.random.default_rng(request.seed).permutation(len(moments))
    kept = [n for i in order[round(distance * len(moments)) :] for n in moments[i]]
    own = {(n.onset_s, n.pitch): n for n in kept}
    held = [n for n in request.pinned if (n.onset_s, n.pitch) not in own]
    asked = replace(request, instrument=base.instrument, pinned=(*held, *kept))
    take = generation.generate_take(motion, asked, model=model)

    def unpinned(note: Note) -> Note:
        before = own.get((note.onset_s, note.pitch))
        return note if before is None else replace(note, pinned=before.pinned)

    return replace(
        take.with_notes(unpinned(n) for n in take.notes),
        instrument_confidence=base.instrument_confidence,
    )


def _chosen(
    shot: Shot, motions: Sequence[Motion], options: Options, brief: ShotBrief
) -> Sequence[Motion]:
    """Whose takes to make: the one who was asked for, else those of the options' choice."""
    if brief.only is not None:
        return [m for m in motions if m.performer == brief.only]
    place = next((options.only_at[n] for n in shot.media.names if n in options.only_at), None)
    if place is not None:
        only = standing_at(motions, place)
        return [] if only is None else brief.players.among(motions, [only])
    named = options.instrument != AUTO or bool(brief.instruments)
    chosen = read_players(options.players).among(motions, instrument_named=named)
    return brief.players.among(motions, chosen)


def _request(
    shot: Shot, motion: Motion, options: Options, guide: Guide, *, brief: ShotBrief
) -> Request:
    """What is asked for one performer: the options, the guide's key, and what the brief settles."""
    performer = motion.performer
    asked, seed = options.request, options.seed
    told = brief.players.of(performer).instrument or options.instrument
    instrument = brief.instruments.get(performer, told)
    pinned = brief.pinned.get(performer, asked.pinned)
    if options.around is not None:
        seed = options.around
        own = brief.given.get(performer)
        if own is not None:
            instrument, pinned = own.instrument, tuple(n for n in own.notes if n.pinned)
    if options.style:
        played = INSTRUMENTS.get(instrument)
        asked = replace(asked, **controls(options.style, played))  # type: ignore[arg-type]
    return replace(
        asked,
        length_s=float(shot.length_s),
        instrument=instrument,
        key=str(guide.piece.key) if guide.piece.key else asked.key,
        seed=seed + performer,
        pinned=pinned,
    )


def _several(motion: Motion, request: Request, options: Options, model: Model) -> list[Take]:
    first = generation.generate_take(motion, request, model=model)
    seeds = (request.seed + _SEED_STEP * k for k in range(1, options.takes))
    return [
        first,
        *(
            varied(first, motion, replace(request, seed=seed), model=model, distance=options.vary)
            for seed in seeds
        ),
    ]


def _comped(takes: Sequence[Take], choice: Sequence[int], pulse: Pulse) -> Take:
    """The numbered takes bar by bar, or the best of all where nothing is numbered."""
    starts_s = bars(takes[0].length_s, pulse)
    if not choice:
        return best_of(takes, starts_s)
    numbers = [choice[min(i, len(choice) - 1)] for i in range(len(starts_s))]
    return comp(takes, starts_s, [n - 1 for n in numbers])
