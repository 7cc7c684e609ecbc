"""A take made audible for the window: at once where little changed, level enough to compare.

Notes add up: what a synthesizer and a room make of two notes is the sum of what they make of each.
A changed note is therefore heard by adding the difference to what was there (`VoiceChange`), which
costs that note alone; the whole take (`Voice`) is made anew when the editor's hand rests.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from foley_post.midi.notes import Note, Take
from foley_post.progress import Watcher
from foley_post.project import Settings

__all__ = ["Voice", "VoiceChange", "Voiced", "changed_notes"]

_TAIL_S = 1.5
_BLOCK = 64
"""The synthesizer's own step: moved by whole ones, a note is the same samples."""
_MOST_NOTES = 12
_MOST_S = 12.0
"""A change of more notes, or over a longer time, is no quicker than the whole take."""


@dataclass(frozen=True, slots=True)
class Voiced:
    """``samples (N, 2)`` float32 from ``start_s`` of the shot on, and what to know of them.

    ``gain`` is what brought them to the settings' loudness.
    """

    samples: npt.NDArray[np.float32]
    rate_hz: int
    notices: tuple[str, ...] = ()
    gain: float = 1.0
    start_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Voice:
    """Answers with a take's sound at the settings' loudness, so that takes compare equally loud."""

    take: Take
    settings: Settings
    rate_hz: int = 48_000

    def run(self, watcher: Watcher) -> Voiced:
        """Raises SoundFontError, SynthesizerMissing."""
        from foley_post.render.loudness import gain_to

        samples, notices = _sound(self.take, self.settings, self.rate_hz)
        target = self.settings.loudness_lufs
        level = gain_to(
            samples, self.rate_hz, target_lufs=-23.0 if target is None else target, peak_dbtp=-1.0
        )
        heard = np.ascontiguousarray(samples * np.float32(level.gain))
        return Voiced(heard, self.rate_hz, notices, float(level.gain))


@dataclass(frozen=True, slots=True)
class VoiceChange:
    """Answers with what to add to the sound of ``before`` to hear ``after``, at its ``gain``."""

    before: Take
    after: Take
    settings: Settings
    gain: float
    rate_hz: int = 48_000

    def run(self, watcher: Watcher) -> Voiced:
        """Raises SoundFontError, SynthesizerMissing.

        One run of the synthesizer plays the new notes and, well after them, the old ones.
        """
        gone, fresh = changed_notes(self.before, self.after) or ((), ())
        first_s = min((n.onset_s for n in (*gone, *fresh)), default=0.0)
        last_s = max((n.onset_s + n.length_s for n in (*gone, *fresh)), default=first_s)
        start = int(first_s * self.rate_hz) // _BLOCK * _BLOCK
        apart = -(-int((last_s + _TAIL_S) * self.rate_hz - start) // _BLOCK) * _BLOCK
        start_s, apart_s = start / self.rate_hz, apart / self.rate_hz
        both = replace(
            self.after,
            notes=(*_moved(fresh, -start_s), *_moved(gone, apart_s - start_s)),
            length_s=2 * apart_s,
            controllers={
                number: _twice(points, start_s, apart_s)
                for number, points in self.after.controllers.items()
            },
        )
        samples, _ = _sound(both, self.settings, self.rate_hz)
        added = (samples[:apart] - samples[apart : 2 * apart]) * np.float32(self.gain)
        return Voiced(np.ascontiguousarray(added), self.rate_hz, (), self.gain, start_s)


def changed_notes(before: Take, after: Take) -> tuple[tuple[Note, ...], tuple[Note, ...]] | None:
    """The notes that went and those that came; None where the whole take is to be made anew: for
    many notes, or where a key is struck while it still sounds.
    """
    if (before.instrument, before.controllers) != (after.instrument, after.controllers):
        return None
    old, new = {_heard(n): n for n in before.notes}, {_heard(n): n for n in after.notes}
    gone = tuple(n for key, n in old.items() if key not in new)
    fresh = tuple(n for key, n in new.items() if key not in old)
    both = (*gone, *fresh)
    if len(both) > _MOST_NOTES or len(old) + len(new) < 2 * len(both):
        return None
    same_key = [n for n in (*old.values(), *new.values()) if n.pitch in {m.pitch for m in both}]
    if any(_meet(n, m) for n in both for m in same_key if _heard(n) != _heard(m)):
        return None
    first = min((n.onset_s for n in both), default=0.0)
    last = max((n.onset_s + n.length_s for n in both), default=0.0)
    return None if last - first > _MOST_S else (gone, fresh)


def _heard(note: Note) -> tuple[float, float, int, int, str]:
    """What of a note can be heard: a pin, for one, cannot."""
    return note.onset_s, note.length_s, note.pitch, note.velocity, note.articulation


def _meet(one: Note, other: Note) -> bool:
    """Whether one key is struck while it still sounds, so that the first note is cut."""
    apart = max(one.onset_s - other.end_s, other.onset_s - one.end_s)
    return one.pitch == other.pitch and apart < _BLOCK / 8_000


def _moved(notes: Iterable[Note], by_s: float) -> tuple[Note, ...]:
    return tuple(replace(n, onset_s=max(0.0, n.onset_s + by_s)) for n in notes)


def _twice(
    points: tuple[tuple[float, float], ...], start_s: float, apart_s: float
) -> tuple[tuple[float, float], ...]:
    """A controller as it is from ``start_s`` on, and once more from its beginning later."""
    earlier = [value for at, value in points if at <= start_s]
    inside = [(at - start_s, v) for at, v in points if start_s < at < start_s + apart_s]
    once = (*(((0.0, earlier[-1]),) if earlier else ()), *inside)
    return (*once, *((at + apart_s, value) for at, value in once))


def _sound(
    take: Take, settings: Settings, rate_hz: int
) -> tuple[npt.NDArray[np.float32], tuple[str, ...]]:
    from foley_post.render.stems import Place, RenderSettings, render_sound
    from foley_post.render.synth import synthesize

    length = round((take.length_s + _TAIL_S) * rate_hz)
    place = Place(rate_hz, 0, Fraction(0), length, 0)
    rendering = RenderSettings(soundfont=settings.soundfont, reverb=settings.reverb)
    return render_sound(take, place, rendering, make=synthesize)
