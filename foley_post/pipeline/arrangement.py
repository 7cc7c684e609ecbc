"""Takes made into music that belongs together: one key and pulse over the cuts, style, expression.

Shots that follow one another are one performance and share a key; an editor's word, a temp track or
the whole cut may settle it instead (`foley_post.midi.guide`). Onsets stay where the picture has
them unless the options loosen sync.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from foley_post.core.instruments import instrument
from foley_post.listen.evidence import is_mostly_heard
from foley_post.midi.continuity import Piece, find_piece, joined, runs
from foley_post.midi.expression import expressed
from foley_post.midi.guide import AUTO, FREE, Guide, read_guide
from foley_post.midi.harmony import common_key, fit_to_key
from foley_post.midi.notes import Take
from foley_post.midi.styling import apply_style
from foley_post.midi.tempo import Pulse
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import ScoredShot
from foley_post.pose.skeleton import Motion
from foley_post.project.settings import Settings

__all__ = ["guide_of", "join", "shape", "with_tempo"]

_PLAIN_BPM = 120.0
"""What a MIDI file counts by where there is no pulse: the standard's own default."""


def guide_of(settings: Settings) -> Guide:
    """The key and tempo that the settings' words mean."""
    return read_guide(settings.key or settings.request.key, settings.tempo)


def shape(
    scored: Sequence[ScoredShot], options: Options, guide: Guide | None = None
) -> list[ScoredShot]:
    """The shots' takes in style, in one key and pulse, and with the movement's expression.

    ``guide`` None reads the options' own. Takes that an editor settled stay as they are, and lend
    the others their key. Shots that were shaped before are shaped anew, from their plain takes.
    """
    guide = guide or guide_of(options)
    plain = [replace(one, takes=one.plain or one.takes) for one in scored]
    parts = _parts_of(plain, guide)
    return [_shaped(one, part, options) for one, part in zip(plain, parts, strict=True)]


def join(scored: Sequence[ScoredShot], settings: Settings) -> list[ScoredShot]:
    """The shots' takes as they are, as one piece: in one key, named or found in all of them, and
    on the beat that was named; nothing else changes.
    """
    guide = guide_of(settings)
    takes = [take for one in scored for take in one.takes if take.notes]
    piece = Piece(guide.piece.key or (common_key(takes) if takes else None), guide.piece.pulse)
    return [
        replace(
            one,
            takes=tuple(
                _joined(
                    one,
                    piece,
                    one.takes,
                    settings.loosen_percent,
                    key_named=guide.piece.key is not None,
                )
            ),
            tempo_bpm=_tempo_bpm(piece),
        )
        for one in scored
    ]


def with_tempo(scored: Sequence[ScoredShot], settings: Settings) -> list[ScoredShot]:
    """The shots, each with the tempo its MIDI files count by; no take changes."""
    parts = _parts_of(scored, guide_of(settings))
    return [
        replace(one, tempo_bpm=_tempo_bpm(part.piece))
        for one, part in zip(scored, parts, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Part:
    """What a shot shares with others: a piece, and the pulse whose beats a style swings.
    ``key_named``: an editor named the key, so that heard takes go to it, too.
    """

    piece: Piece
    swing: Pulse | None
    key_named: bool


def _parts_of(scored: Sequence[ScoredShot], guide: Guide) -> list[_Part]:
    """Of which piece each shot is a part."""
    spans = [
        (float(one.shot.record_start_s), float(one.shot.record_start_s + one.shot.length_s))
        for one in scored
    ]
    whole = _found(scored)
    parts: dict[int, _Part] = {}
    for run in runs(spans):
        performance = _found([scored[i] for i in run])
        found = whole if guide.key_over == AUTO else performance
        tempo = whole.pulse if guide.tempo_over == AUTO else None
        piece = Piece(guide.piece.key or found.key, guide.piece.pulse or tempo)
        swing = piece.pulse or performance.pulse
        if guide.key_over == FREE and guide.piece.key is None:
            piece = Piece(None, piece.pulse)
        parts |= dict.fromkeys(run, _Part(piece, swing, key_named=guide.piece.key is not None))
    return [parts[i] for i in range(len(scored))]


def _found(scored: Sequence[ScoredShot]) -> Piece:
    """The pulse of the shots' takes together, and their key where there are several to agree."""
    takes = [t for one in scored for t in one.takes if t.notes]
    starts_s = [float(one.shot.record_start_s) for one in scored for t in one.takes if t.notes]
    piece = find_piece(takes, starts_s)
    pitched = [t for t in takes if not instrument(t.instrument).drums]
    return piece if len(pitched) > 1 else replace(piece, key=None)


def _shaped(one: ScoredShot, part: _Part, options: Options) -> ScoredShot:
    """One shot's takes as a part of a piece, in style and with expression."""
    motions = {m.performer: m for m in one.motions}
    beats = Piece(None, part.swing).pulse_from(float(one.shot.record_start_s))
    loosen = options.loosen_percent
    settled = one.given if options.around is None else frozenset()

    def styled(take: Take) -> Take:
        if not options.style:
            return take
        return apply_style(
            take, options.style, key=part.piece.key, pulse=beats, loosen_percent=loosen
        )

    def shaped(takes: Iterable[Take]) -> list[Take]:
        together = _joined(one, part.piece, takes, loosen, key_named=part.key_named)
        return [expressed(styled(t), motions.get(t.performer)) for t in together]

    new = {t.performer: t for t in shaped(t for t in one.takes if t.performer not in settled)}
    return replace(
        one,
        takes=tuple(new.get(t.performer, t) for t in one.takes),
        plain=one.takes,
        others=tuple(
            zip((n for n, _ in one.others), shaped(t for _, t in one.others), strict=True)
        ),
        tempo_bpm=part.piece.pulse.tempo_bpm if part.piece.pulse else one.tempo_bpm,
    )


def _joined(
    one: ScoredShot,
    piece: Piece,
    takes: Iterable[Take],
    loosen_percent: float,
    *,
    key_named: bool,
) -> list[Take]:
    """The takes in the piece's key and on its beat, as far as sync lets them.

    What was heard is in the key that it is in: it goes to another only where an editor named one.
    """
    motions = {m.performer: m for m in one.motions}
    start_s = float(one.shot.record_start_s)
    found = []
    for take in takes:
        own = piece if key_named or not is_mostly_heard(take) else replace(piece, key=None)
        shown = _shows_keys(take, motions.get(take.performer))
        fitting = fit_to_key(take, own.key) if own.key and shown else take
        found.append(joined(fitting, start_s, own, loosen_percent=loosen_percent))
    return found


def _tempo_bpm(piece: Piece) -> float:
    return piece.pulse.tempo_bpm if piece.pulse else _PLAIN_BPM


def _shows_keys(take: Take, motion: Motion | None) -> bool:
    """Whether the picture shows which keys are pressed: such a take is never transposed, only its
    foreign notes go to the nearest key that fits.
    """
    return take.instrument == "piano" and motion is not None and motion.keyboard is not None
