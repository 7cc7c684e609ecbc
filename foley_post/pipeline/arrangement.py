"""Takes made into music that belongs together: one key and pulse over the cuts, style, expression.

Shots that follow one another are one performance and share a key; an editor's word, a temp track or
the whole cut may settle it instead (`foley_post.midi.guide`). Onsets stay where the picture has
them unless the options loosen sync.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from foley_post.core.instruments import instrument
from foley_post.midi.continuity import Piece, find_piece, joined, runs
from foley_post.midi.expression import expressed
from foley_post.midi.guide import AUTO, FREE, Guide, read_guide
from foley_post.midi.harmony import fit_to_key
from foley_post.midi.notes import Take
from foley_post.midi.styling import apply_style
from foley_post.midi.tempo import Pulse
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import ScoredShot
from foley_post.pose.skeleton import Motion

__all__ = ["shape"]


def shape(
    scored: Sequence[ScoredShot], options: Options, guide: Guide | None = None
) -> list[ScoredShot]:
    """The shots' takes in style, in one key and pulse, and with the movement's expression.

    ``guide`` None reads the options' own. Takes that an editor settled stay as they are, and lend
    the others their key.
    """
    guide = guide or read_guide(options.key or options.request.key, options.tempo)
    spans = [
        (float(one.shot.record_start_s), float(one.shot.record_start_s + one.shot.length_s))
        for one in scored
    ]
    whole = _found(scored)
    shaped = list(scored)
    for run in runs(spans):
        performance = _found([scored[i] for i in run])
        found = whole if guide.key_over == AUTO else performance
        tempo = whole.pulse if guide.tempo_over == AUTO else None
        piece = Piece(guide.piece.key or found.key, guide.piece.pulse or tempo)
        free = guide.key_over == FREE and guide.piece.key is None
        for i in run:
            shaped[i] = _shaped(
                scored[i],
                Piece(None, piece.pulse) if free else piece,
                options,
                swing=piece.pulse or performance.pulse,
            )
    return shaped


def _found(scored: Sequence[ScoredShot]) -> Piece:
    """The pulse of the shots' takes together, and their key where there are several to agree."""
    takes = [t for one in scored for t in one.takes if t.notes]
    starts_s = [float(one.shot.record_start_s) for one in scored for t in one.takes if t.notes]
    piece = find_piece(takes, starts_s)
    pitched = [t for t in takes if not instrument(t.instrument).drums]
    return piece if len(pitched) > 1 else replace(piece, key=None)


def _shaped(one: ScoredShot, piece: Piece, options: Options, *, swing: Pulse | None) -> ScoredShot:
    """One shot's takes as parts of ``piece``; a style's beats are those of ``swing``."""
    motions = {m.performer: m for m in one.motions}
    start_s = float(one.shot.record_start_s)
    beats = Piece(None, swing).pulse_from(start_s)
    loosen = options.loosen_percent
    settled = one.given if options.around is None else ()

    def shaped(take: Take) -> Take:
        motion = motions.get(take.performer)
        if piece.key and _shows_keys(take, motion):
            take = fit_to_key(take, piece.key)
        take = joined(take, start_s, piece, loosen_percent=loosen)
        if options.style:
            take = apply_style(
                take, options.style, key=piece.key, pulse=beats, loosen_percent=loosen
            )
        return expressed(take, motion)

    return replace(
        one,
        takes=tuple(t if t.performer in settled else shaped(t) for t in one.takes),
        others=tuple((number, shaped(t)) for number, t in one.others),
        tempo_bpm=piece.pulse.tempo_bpm if piece.pulse else one.tempo_bpm,
    )


def _shows_keys(take: Take, motion: Motion | None) -> bool:
    """Whether the picture shows which keys are pressed: such a take is never transposed, only its
    foreign notes go to the nearest key that fits.
    """
    return take.instrument == "piano" and motion is not None and motion.keyboard is not None
