"""A guide sound, listened to once: its notes for any instrument, its onsets, what is wrong with it.

    listen_to(path, start_s, length_s) -> HeardSound --- notes(instrument) ---> notes, marked heard

Times are seconds from the first moment that was listened to.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import Instrument
from foley_post.core.progress import Watcher, ignore_progress
from foley_post.core.time_map import TimeMap
from foley_post.errors import MediaUnreadable
from foley_post.listen.guide_sound import SoundFaults, SoundReader
from foley_post.listen.network import ListenerNetwork
from foley_post.listen.note_network import NoteNetwork, shipped_note_network
from foley_post.listen.note_posteriors import NotePosteriors
from foley_post.listen.onsets import onsets
from foley_post.listen.posteriors import FRAME_S, Posteriors, hear
from foley_post.listen.speech import speech_spans
from foley_post.listen.transcription import JOINED, transcribe
from foley_post.midi.notes import Evidence, Note, sorted_notes

__all__ = ["HeardSound", "listen_to", "retimed"]

_DRUM_EDGES_HZ = {"drums": (250.0, 3000.0), "hand_drums": (200.0, 600.0)}
_HIT_S = 0.1
_MUSIC_CONFIDENCE = 0.5
_MUSIC_NOTE_S = 0.1
_MUSIC_NOTES = 3
_STROKES, _STROKES_DB = 4, 12.0

Floats: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HeardSound:
    """What is heard in the sound called ``name``; ``speech`` are spans in which people speak, and
    in which no note is heard.
    """

    name: str
    posteriors: Posteriors
    faults: SoundFaults
    speech: tuple[tuple[float, float], ...] = ()

    @property
    def length_s(self) -> float:
        """How long it is."""
        return self.posteriors.length_s

    @property
    def has_music(self) -> bool:
        """Whether there are notes in it, surer and longer than noise or applause gives, or strokes
        with quiet between them.
        """
        if len(self.onsets()) >= _STROKES and self._range_db() > _STROKES_DB:
            return True
        sure = [
            n
            for n in self.notes(None)
            if n.confidence > _MUSIC_CONFIDENCE and n.length_s > _MUSIC_NOTE_S
        ]
        return len(sure) >= _MUSIC_NOTES

    def notes(self, played: Instrument | None) -> tuple[Note, ...]:
        """The notes of ``played``, or of any instrument; a drum's by its brightness."""
        if played is not None and played.drums:
            found: Iterable[Note] = self._drummed(played)
        else:
            found = transcribe(self.posteriors, played, JOINED)
        return tuple(n for n in found if not self._is_speech(n.onset_s))

    def onsets(self) -> Floats:
        """``(N,)`` seconds at which anything begins, rising."""
        return np.array([t for t in onsets(self.posteriors) if not self._is_speech(t)])

    def sentences(self) -> tuple[str, ...]:
        """What an editor must know of it."""
        told = list(self.faults.sentences(self.name))
        for start_s, end_s in self.speech:
            told.append(
                f"People speak in {self.name} from {start_s:.0f} to {end_s:.0f} s: no notes are "
                "taken from there."
            )
        if not self.faults.silent and not self.has_music:
            told.append(f"No music can be heard in {self.name}.")
        return tuple(told)

    def _range_db(self) -> float:
        """How far the level moves."""
        quiet, loud = np.percentile(self.posteriors.level_db, [25, 95])
        return float(loud - quiet)

    def _is_speech(self, at_s: float) -> bool:
        return any(start <= at_s < end for start, end in self.speech)

    def _drummed(self, played: Instrument) -> list[Note]:
        heard, edges_hz = self.posteriors, _DRUM_EDGES_HZ[played.name]
        loudest = float(heard.level_db.max(initial=-120.0))
        notes = []
        for at_s in onsets(heard):
            after = slice(int(at_s / FRAME_S), int(at_s / FRAME_S) + round(_HIT_S / FRAME_S))
            bright = float(np.median(heard.middle_hz[after]))
            below_db = float(heard.level_db[after].max()) - loudest
            notes.append(
                Note(
                    onset_s=float(at_s),
                    length_s=_HIT_S,
                    pitch=played.drum_pitches[bisect_left(edges_hz, bright)],
                    velocity=int(np.clip(round(115 + 2 * below_db), 20, 115)),
                    evidence=Evidence.HEARD,
                    confidence=_MUSIC_CONFIDENCE,
                )
            )
        return notes


def listen_to(
    path: Path,
    start_s: Fraction,
    length_s: Fraction,
    *,
    name: str = "",
    network: ListenerNetwork | None = None,
    notes: NoteNetwork | None = None,
    watcher: Watcher = ignore_progress,
) -> HeardSound:
    """What is heard in ``length_s`` seconds of ``path`` from ``start_s`` (media time).

    ``name`` is what messages call it, by default the file. Raises MediaMissing, MediaUnreadable
    (also where there is no sound), ModelMissing, WeightsRefused, Cancelled.
    """
    if length_s <= 0:
        raise MediaUnreadable(f"There is nothing to listen to in {path.name}: its range is empty.")
    reader = SoundReader(path, start_s, length_s)
    blocks, whole_s = reader.blocks(), float(length_s)
    with NotePosteriors(notes or shipped_note_network()) as beside:
        heard = hear(blocks, network=network, beside=beside, length_s=whole_s, watcher=watcher)
        joined = heard.joined_with(beside)
    spans = speech_spans(heard, transcribe(heard))
    return HeardSound(name or path.name, joined, reader.faults(), spans)


def retimed(notes: Iterable[Note], time_map: TimeMap) -> tuple[Note, ...]:
    """The notes of the media, in media seconds, as a shot with that ``time_map`` shows them.

    Faster and slower parts have them sooner and later; a reversed or frozen part has none.
    """
    found = []
    for (record_s, media_s), (record_end_s, media_end_s) in time_map.segments():
        if media_end_s <= media_s:
            continue
        first, last = float(media_s), float(media_end_s)
        pace = float((record_end_s - record_s) / (media_end_s - media_s))
        for note in notes:
            if first <= note.onset_s < last:
                onset_s = float(record_s) + (note.onset_s - first) * pace
                length_s = (min(note.end_s, last) - note.onset_s) * pace
                found.append(replace(note, onset_s=onset_s, length_s=max(length_s, 0.01)))
    return sorted_notes(found)
