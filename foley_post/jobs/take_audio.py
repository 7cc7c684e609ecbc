"""A take made audible for the window: at once where little changed, level enough to compare.

Notes add up: what a synthesizer and a room make of two notes is the sum of what they make of each.
A changed note is therefore heard by adding the difference to what was there (`VoiceChange`), which
costs that note alone; the whole take (`Voice`) is made anew when the editor's hand rests. Where all
is new, the seconds after the playhead are made first (`VoiceSoon`). The synthesizer stays open from
one to the next (`foley_post.jobs.persistent_synth`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

import numpy as np
import numpy.typing as npt

from foley_post.core.progress import Progress, Watcher
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.render.stems import RenderSettings

__all__ = ["Ready", "Voice", "VoiceChange", "VoiceSoon", "Voiced", "changed_notes"]

_TAIL_S = 1.5
_EARLY_S = 0.2
"""Sounds that swell begin before their note (`foley_post.render.onset_compensation`)."""
_BLOCK = 64
"""The synthesizer's own step: moved by whole ones, a note is the same samples."""
_MOST_NOTES = 12
_MOST_S = 12.0
"""A change of more notes, or over a longer time, is no quicker than the whole take."""


@dataclass(frozen=True, slots=True)
class Voiced:
    """``samples (N, 2)`` float32 from ``start_s`` of the shot on, and what to know of them.

    ``gain`` is what brought them to the rendering's loudness.
    """

    samples: npt.NDArray[np.float32]
    rate_hz: int
    notices: tuple[str, ...] = ()
    gain: float = 1.0
    start_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Voice:
    """Answers with a take's sound, levelled, so that takes compare equally loud."""

    take: Take
    rendering: RenderSettings
    rate_hz: int = 48_000

    def run(self, watcher: Watcher) -> Voiced:
        """Raises SoundFontError, SynthesizerMissing."""
        samples, notices = _sound(self.take, self.rendering, self.rate_hz, watcher)
        gain = _gain(samples, self.rendering, self.rate_hz)
        return Voiced(samples * np.float32(gain), self.rate_hz, notices, gain)


@dataclass(frozen=True, slots=True)
class VoiceSoon:
    """Answers with ``for_s`` seconds of a take's sound from ``from_s`` on, long before the whole is
    made. ``gain`` None levels what is heard of it.
    """

    take: Take
    rendering: RenderSettings
    from_s: float
    for_s: float = 3.0
    gain: float | None = None
    rate_hz: int = 48_000

    def run(self, watcher: Watcher) -> Voiced:
        """Raises SoundFontError, SynthesizerMissing."""
        until_s = self.from_s + self.for_s
        ringing_s = self.from_s - _TAIL_S
        heard = [n for n in self.take.notes if n.end_s > ringing_s and n.onset_s < until_s]
        first_s = max(0.0, min((n.onset_s for n in heard), default=self.from_s) - _EARLY_S)
        start_s = int(min(first_s, self.from_s) * self.rate_hz) // _BLOCK * _BLOCK / self.rate_hz
        part = replace(
            self.take,
            notes=_moved(heard, -start_s),
            length_s=until_s - start_s,
            controllers={
                number: _once(points, start_s, until_s - start_s)
                for number, points in self.take.controllers.items()
            },
        )
        samples, notices = _sound(part, self.rendering, self.rate_hz, watcher)
        begin = round((self.from_s - start_s) * self.rate_hz)
        samples = samples[begin : begin + round(self.for_s * self.rate_hz)]
        gain = _gain(samples, self.rendering, self.rate_hz) if self.gain is None else self.gain
        return Voiced(samples * np.float32(gain), self.rate_hz, notices, gain, self.from_s)


@dataclass(frozen=True, slots=True)
class Ready:
    """Opens this process's synthesizer with an instrument's sound, so that the first note is as
    quick as the next.
    """

    rendering: RenderSettings
    instrument: str = "piano"
    rate_hz: int = 48_000

    def run(self, watcher: Watcher) -> None:
        """Raises SoundFontError, SynthesizerMissing."""
        note = Note(0.0, 0.1, 60, 80, Evidence.INVENTED)
        VoiceSoon(
            Take((note,), 0.2, self.instrument), self.rendering, 0.0, 0.5, None, self.rate_hz
        ).run(watcher)


@dataclass(frozen=True, slots=True)
class VoiceChange:
    """Answers with what to add to the sound of ``before`` to hear ``after``, at its ``gain``."""

    before: Take
    after: Take
    rendering: RenderSettings
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
        samples, _ = _sound(both, self.rendering, self.rate_hz, watcher)
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
    changed, all_notes = (*gone, *fresh), (*old.values(), *new.values())
    few = len(changed) <= _MOST_NOTES and 2 * len(changed) <= len(all_notes)
    if not few or _span_s(changed) > _MOST_S or _cut_off(changed, all_notes):
        return None
    return gone, fresh


def _span_s(notes: Sequence[Note]) -> float:
    """From the first onset to the last end."""
    return max((n.end_s for n in notes), default=0.0) - min((n.onset_s for n in notes), default=0.0)


def _cut_off(changed: Iterable[Note], notes: Sequence[Note]) -> bool:
    """Whether a changed note and another meet on one key."""
    return any(_meet(n, m) for n in changed for m in notes if _heard(n) != _heard(m))


def _heard(note: Note) -> tuple[float, float, int, int, str]:
    """What of a note can be heard: a pin, for one, cannot."""
    return note.onset_s, note.length_s, note.pitch, note.velocity, note.articulation


def _meet(one: Note, other: Note) -> bool:
    """Whether one key is struck while it still sounds, so that the first note is cut."""
    apart = max(one.onset_s - other.end_s, other.onset_s - one.end_s)
    return one.pitch == other.pitch and apart < _BLOCK / 8_000


def _moved(notes: Iterable[Note], by_s: float) -> tuple[Note, ...]:
    return tuple(replace(n, onset_s=max(0.0, n.onset_s + by_s)) for n in notes)


def _once(
    points: tuple[tuple[float, float], ...], start_s: float, length_s: float
) -> tuple[tuple[float, float], ...]:
    """A controller as it is from ``start_s`` on for so long, counted from there."""
    earlier = [value for at, value in points if at <= start_s]
    inside = [(at - start_s, v) for at, v in points if start_s < at < start_s + length_s]
    return (*(((0.0, earlier[-1]),) if earlier else ()), *inside)


def _twice(
    points: tuple[tuple[float, float], ...], start_s: float, apart_s: float
) -> tuple[tuple[float, float], ...]:
    """The same, and once more from its beginning later."""
    once = _once(points, start_s, apart_s)
    return (*once, *((at + apart_s, value) for at, value in once))


def _gain(samples: npt.NDArray[np.float32], rendering: RenderSettings, rate_hz: int) -> float:
    """What brings the samples to the loudness asked for, or to EBU R 128's where none is."""
    from foley_post.render.loudness import gain_to

    target = rendering.loudness_lufs
    level = gain_to(
        samples, rate_hz, target_lufs=-23.0 if target is None else target, peak_dbtp=-1.0
    )
    return float(level.gain)


def _sound(
    take: Take, rendering: RenderSettings, rate_hz: int, watcher: Watcher
) -> tuple[npt.NDArray[np.float32], tuple[str, ...]]:
    from foley_post.jobs.persistent_synth import warm_synth
    from foley_post.render.stems import Place, render_sound

    length = round((take.length_s + _TAIL_S) * rate_hz)
    place = Place(rate_hz, 0, Fraction(0), length, 0)

    def heed(share: float) -> None:
        watcher(Progress("Making sound", share, 1.0))

    return render_sound(take, place, rendering, make=partial(warm_synth.synthesize, heed=heed))
