"""A synthesizer that stays open between one question and the next.

Starting FluidSynth and decoding a SoundFont's samples takes half a second of a processor; a note an
editor just moved has less. A process that makes sound for the window asks here: the same samples as
`foley_post.render.synth.synthesize` up to the last bits of a sum, without the start.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from foley_post.midi.notes import Take
from foley_post.render.events import Samples, Schedule, Strike, schedule
from foley_post.render.onset_compensation import in_time, lags_of
from foley_post.render.synth import synthesizer_name
from foley_post.render.synth_fluid import fluidsynth_player
from foley_post.render.synth_tiny import tinysoundfont_player

__all__ = ["PersistentSynth", "warm_synth"]

_AT_ONCE_S = 5.0
"""So much of a take is played before a cancel is looked for."""


class PersistentSynth:
    """Holds one synthesizer with one SoundFont open; another one takes its place when asked for."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._asked: tuple[Path, float, int] | None = None
        self._play: Callable[[Schedule], Samples] | None = None

    def close(self) -> None:
        """Let go of the synthesizer."""
        self._open.close()
        self._asked = self._play = None

    def synthesize(
        self,
        take: Take,
        *,
        soundfont: Path,
        rate_hz: int,
        length_s: Fraction | float,
        lead_s: Fraction | float = 0,
        sound: tuple[int, int] | None = None,
        heed: Callable[[float], None] = lambda _: None,
    ) -> Samples:
        """As `foley_post.render.synth.synthesize`; ``heed`` is told the share done, 0..1, and may
        raise Cancelled.
        """
        plan = schedule(take, rate_hz, length_s=length_s, lead_s=lead_s, sound=sound)
        mixed = np.zeros((plan.length, 2), np.float32)
        if not plan.strikes:
            return mixed
        play = self._player(soundfont, rate_hz)
        plan = in_time(plan, lags_of(plan, rate_hz, play), rate_hz)
        for strikes in _parts(plan.strikes, round(_AT_ONCE_S * rate_hz)):
            heed(strikes[0].start / max(1, plan.length))
            mixed += play(replace(plan, strikes=strikes))
        return mixed

    def _player(self, soundfont: Path, rate_hz: int) -> Callable[[Schedule], Samples]:
        changed_s = soundfont.stat().st_mtime if soundfont.exists() else 0.0
        asked = (soundfont.resolve(), changed_s, rate_hz)
        if self._play is None or asked != self._asked:
            self.close()
            fluid = synthesizer_name() == "fluidsynth"
            player = fluidsynth_player if fluid else tinysoundfont_player
            self._play = self._open.enter_context(player(asked[0], rate_hz))
            self._asked = asked
        return self._play


def _parts(strikes: tuple[Strike, ...], length: int) -> Iterator[tuple[Strike, ...]]:
    """The strikes in their order, cut where ``length`` samples have passed."""
    part: list[Strike] = []
    for strike in strikes:
        if part and strike.start - part[0].start > length:
            yield tuple(part)
            part = []
        part.append(strike)
    if part:
        yield tuple(part)


warm_synth = PersistentSynth()
"""This process's own, let go of before the interpreter takes its library away."""
atexit.register(warm_synth.close)
