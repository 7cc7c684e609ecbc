"""The guide sound of a shot: listened to, measured against the picture, its notes in the takes.

The clip's own sound is heard where the clip is seen, through the same time map; a guide file counts
from the timeline's first frame.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import Instrument, instrument
from foley_post.core.progress import Watcher, ignore_progress
from foley_post.core.time_map import TimeMap
from foley_post.errors import MediaError, MediaMissing
from foley_post.generate.request import AUTO as ANY_INSTRUMENT
from foley_post.listen.alignment import Alignment, align
from foley_post.listen.assignment import Assignment, SeenPlayer, UnsureNote, assign
from foley_post.listen.evidence import HeardPart, with_heard
from foley_post.listen.guide_sound import SoundReader
from foley_post.listen.heard_sound import HeardSound, listen_to, retimed
from foley_post.listen.transcription import late_s
from foley_post.midi.notes import Evidence, Note, Take, sorted_notes
from foley_post.project.settings import GUIDE_AUTO, GUIDE_OFF, GUIDE_TRACK, Settings
from foley_post.timeline.model import Shot
from foley_post.video import probe

__all__ = ["HeardGuide", "Heeded", "check_guide", "hear_guide", "heed_guide", "with_guide"]

_UNSURE = 0.7
_DRUM_APART_S = 0.05

Floats: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HeardGuide:
    """What is heard in a shot, in record seconds; ``time_map`` None where the sound counts so."""

    sound: HeardSound
    reader: SoundReader
    time_map: TimeMap | None = None

    def notes(self, played: Instrument | None) -> tuple[Note, ...]:
        """The notes of an instrument, or of any."""
        return self._placed(self.sound.notes(played))

    def onsets(self) -> Floats:
        """``(N,)`` seconds at which anything begins, rising."""
        marks = [Note(float(t), 0.05, 60, 64) for t in self.sound.onsets()]
        return np.array([n.onset_s for n in self._placed(marks)])

    def samples(self) -> npt.NDArray[np.float32] | None:
        """One channel of what was heard; None where the shot changes its speed."""
        if self.time_map is not None and not self.time_map.is_plain:
            return None
        return np.concatenate([*self.reader.blocks(), np.zeros(0, np.float32)])

    def _placed(self, notes: Sequence[Note]) -> tuple[Note, ...]:
        if self.time_map is None:
            return tuple(notes)
        start_s = float(self.time_map.media_range[0])
        return retimed((replace(n, onset_s=n.onset_s + start_s) for n in notes), self.time_map)


@dataclass(frozen=True, slots=True)
class Heeded:
    """The takes with what is heard of their players, what to say of the sound, and the notes of
    which it is not sure whose they are.
    """

    takes: tuple[Take, ...]
    notices: tuple[str, ...] = ()
    unsure: tuple[UnsureNote, ...] = ()


def check_guide(settings: Settings) -> None:
    """MediaMissing where the settings name a guide file that is not there."""
    asked = settings.guide_sound
    named = asked in (GUIDE_AUTO, GUIDE_OFF) or asked.startswith(GUIDE_TRACK)
    if not named and not Path(asked).is_file():
        raise MediaMissing(f"There is no guide sound at {asked}.")


def hear_guide(shot: Shot, guide: str, *, watcher: Watcher = ignore_progress) -> HeardGuide | None:
    """What is heard in the guide sound of ``shot``: its own (`GUIDE_AUTO`), or a file's.

    None where there is nothing to listen to: `GUIDE_OFF`, a clip without sound, a shot that stands
    still. Raises MediaMissing, MediaUnreadable (a guide file that has no sound), Cancelled.
    """
    if guide == GUIDE_OFF or shot.problem:
        return None
    if guide != GUIDE_AUTO:
        place = (Path(guide), shot.record_start_s, shot.length_s)
        return HeardGuide(listen_to(*place, watcher=watcher), SoundReader(*place))
    assert shot.media.path is not None, "a shot without a problem has its media"
    start_s, end_s = shot.time_map.media_range
    if end_s <= start_s or probe(shot.media.path).audio is None:
        return None
    place = (shot.media.path, start_s, end_s - start_s)
    return HeardGuide(listen_to(*place, watcher=watcher), SoundReader(*place), shot.time_map)


def heed_guide(
    shot: Shot,
    takes: Sequence[Take],
    settings: Settings,
    *,
    settled: Collection[int] = (),
    nobody_seen: bool = False,
    watcher: Watcher = ignore_progress,
) -> Heeded:
    """The takes of the shot's players with what is heard in its guide sound, as the settings ask.

    ``settled`` players keep the take they have. Where ``nobody_seen``, but the instrument is told,
    what is heard is the take of the first player. The clip's own sound that cannot be read is said;
    a guide file's raises.
    """
    try:
        heard = hear_guide(shot, settings.guide_sound, watcher=watcher)
    except MediaError as error:
        if settings.guide_sound != GUIDE_AUTO:
            raise
        return Heeded(tuple(takes), (str(error),))
    if heard is None:
        return Heeded(tuple(takes))
    if nobody_seen and not takes and settings.instrument != ANY_INSTRUMENT:
        takes = (Take((), float(shot.length_s), settings.instrument),)
    return with_guide(takes, heard, settled=settled, follow_sound=settings.follow_sound)


def with_guide(
    takes: Sequence[Take],
    heard: HeardGuide,
    *,
    settled: Collection[int] = (),
    follow_sound: bool = False,
) -> Heeded:
    """The takes of a shot's players with the notes that are heard of each.

    A single player gets all of them; ``settled`` players keep their take. ``follow_sound`` leaves
    notes where the sound has them; else its lag against the picture is taken off.
    """
    name, said = heard.sound.name, heard.sound.sentences()
    if not takes or not heard.sound.has_music:
        return Heeded(tuple(takes), said)
    alignment = _aligned(takes, heard)
    parts, unsure = _parts(takes, heard, alignment)
    shift_s = 0.0 if follow_sound else alignment.lag_s
    unsure = [replace(one, onset_s=round(one.onset_s - shift_s, 4)) for one in unsure]
    doubt = _doubt(unsure, parts, name)
    merged = []
    for take, notes in zip(takes, parts, strict=True):
        if take.performer in settled:
            merged.append(take)
            continue
        part = HeardPart(notes, heard.onsets(), alignment.lag_s)
        own = with_heard(take, part, follow_sound=follow_sound)
        merged.append(replace(own, sync_report={**own.sync_report, **_figures(own, alignment)}))
    told = [_count(t, name) for t in merged if t.sync_report.get("notes_heard")]
    return Heeded(tuple(merged), (*said, *alignment.sentences(name), *doubt, *told), tuple(unsure))


def _doubt(unsure: Sequence[UnsureNote], parts: Sequence[tuple[Note, ...]], name: str) -> list[str]:
    if not unsure:
        return []
    heard = sum(len(part) for part in parts)
    return [
        f"Of {heard} notes heard in {name} it is not sure who plays {len(unsure)}; the manifest "
        "names both players of each."
    ]


def _aligned(takes: Sequence[Take], heard: HeardGuide) -> Alignment:
    """How the sound lies against all movement that is seen."""
    seen = sorted_notes(n for t in takes for n in t.notes if n.evidence is not Evidence.INVENTED)
    onsets = np.array([n.onset_s for n in seen])
    return align(onsets, heard.onsets(), np.array([n.confidence for n in seen]))


def _parts(
    takes: Sequence[Take], heard: HeardGuide, alignment: Alignment
) -> tuple[list[tuple[Note, ...]], list[UnsureNote]]:
    """The heard notes of each player, and those of which it is not sure whose they are."""
    if len(takes) == 1:
        return [heard.notes(instrument(takes[0].instrument))], []
    pitched = [k for k, t in enumerate(takes) if not instrument(t.instrument).drums]
    parts: list[tuple[Note, ...]] = [()] * len(takes)
    notes = _playable_by([instrument(takes[k].instrument) for k in pitched], heard)
    given = _given([takes[k] for k in pitched], notes, heard, alignment)
    if len(pitched) > 1:
        late = [late_s(instrument(takes[k].instrument)) for k in pitched]
        notes = [_earlier(n, late[p]) for n, p in zip(notes, given.player.tolist(), strict=True)]
    for player, k in enumerate(pitched):
        parts[k] = tuple(n for n, p in zip(notes, given.player, strict=True) if p == player)
    onsets = np.array([n.onset_s for n in notes])
    for k in set(range(len(takes))) - set(pitched):
        hits = heard.notes(instrument(takes[k].instrument))
        parts[k] = tuple(n for n in hits if not _near(onsets, n.onset_s))
    performer = [takes[k].performer for k in pitched]
    rows = zip(notes, given.player, given.other, given.sure, strict=True)
    return parts, [
        UnsureNote(n.onset_s, n.pitch, performer[p], performer[o], round(float(sure), 3))
        for n, p, o, sure in rows
        if sure < _UNSURE
    ]


def _earlier(note: Note, by_s: float) -> Note:
    return replace(note, onset_s=max(note.onset_s - by_s, 0.0))


def _playable_by(played: Sequence[Instrument], heard: HeardGuide) -> list[Note]:
    """The notes that any of the instruments can play."""
    if len({p.name for p in played}) == 1 and len(played) == 1:
        return list(heard.notes(played[0]))
    return [n for n in heard.notes(None) if any(p.lowest <= n.pitch <= p.highest for p in played)]


def _given(
    takes: Sequence[Take], notes: Sequence[Note], heard: HeardGuide, alignment: Alignment
) -> Assignment:
    if len(takes) < 2:
        nobody_else = np.zeros(len(notes), np.intp)
        return Assignment(nobody_else, np.ones(len(notes)), nobody_else)
    players = []
    for take in takes:
        moves = [n for n in take.notes if n.evidence is not Evidence.INVENTED]
        onsets = np.array([n.onset_s + alignment.lag_s for n in moves])
        sure = np.array([n.confidence for n in moves])
        players.append(SeenPlayer(instrument(take.instrument), onsets, sure))
    return assign(notes, players, heard.samples())


def _near(onsets_s: Floats, at_s: float) -> bool:
    return bool(len(onsets_s) and np.abs(onsets_s - at_s).min() < _DRUM_APART_S)


def _figures(take: Take, alignment: Alignment) -> dict[str, float | str]:
    """What the sync report says of the sound."""
    heard = [n for n in take.notes if n.evidence is Evidence.HEARD]
    figures: dict[str, float | str] = {
        "notes_heard": float(len(heard)),
        "notes_heard_and_seen": float(sum(n.joint is not None for n in heard)),
    }
    if alignment.fits:
        figures["sound_lag_ms"] = round(1000 * alignment.lag_s, 1)
        figures["sound_apart_ms"] = round(1000 * alignment.apart_s, 1)
    return figures


def _count(take: Take, name: str) -> str:
    heard = [n for n in take.notes if n.evidence is Evidence.HEARD]
    seen = sum(n.joint is not None for n in heard)
    return (
        f"{len(heard)} of {len(take.notes)} notes of player {take.performer + 1} were heard in "
        f"{name}; a movement meets {seen} of them."
    )
