"""tinysoundfont, the embedded synthesizer: no system library, and notes begin where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from foley_post.errors import SoundFontError, SynthesizerMissing
from foley_post.render.events import BEND, Samples, Schedule, Strike, Turn
from foley_post.render.synth_fluid import INSTALL_HINT

__all__ = ["tinysoundfont_library", "tinysoundfont_player"]


def tinysoundfont_library() -> ModuleType:
    """tinysoundfont, imported; SynthesizerMissing with the cure where it is not."""
    try:
        import tinysoundfont
    except (ImportError, OSError) as error:
        raise SynthesizerMissing(
            f"There is no synthesizer on this machine: FluidSynth's library is missing. "
            f"{INSTALL_HINT}"
        ) from error
    found: ModuleType = tinysoundfont
    return found


@contextmanager
def tinysoundfont_player(soundfont: Path, rate_hz: int) -> Iterator[Callable[[Schedule], Samples]]:
    """What plays schedules: each ``(length, 2)`` float32, dry and unclipped."""
    yield lambda plan: _played(plan, soundfont, rate_hz)


def _played(plan: Schedule, soundfont: Path, rate_hz: int) -> Samples:
    synth = tinysoundfont_library().Synth(gain=-6.0, samplerate=rate_hz)
    try:
        font = synth.sfload(str(soundfont))
        for channel, (bank, program) in enumerate(plan.sounds):
            synth.program_select(channel, font, bank, program, bank == 128)
    except Exception as error:  # border: the native library throws what it likes
        raise SoundFontError(
            f"{soundfont.name} cannot be used for {plan.sounds}: {error}"
        ) from error
    events: list[tuple[int, int, Strike | Turn]] = [(t.at, 1, t) for t in plan.turns]
    for strike in plan.strikes:
        events += [(strike.start, 2, strike), (strike.end, 0, strike)]
    events.sort(key=lambda e: e[:2])
    mixed = np.zeros((plan.length, 2), np.float32)
    at = 0
    for when, kind, event in [*events, (plan.length, 3, None)]:
        step = min(when, plan.length) - at
        if step > 0:
            mixed[at : at + step] = np.frombuffer(synth.generate(step), np.float32).reshape(-1, 2)
            at += step
        if isinstance(event, Turn):
            _turn(synth, event, len(plan.sounds))
        elif kind == 2 and event is not None:
            synth.noteon(event.sound, event.pitch, event.velocity)
        elif kind == 0 and event is not None:
            synth.noteoff(event.sound, event.pitch)
    return mixed


def _turn(synth: Any, turn: Turn, channels: int) -> None:
    for channel in range(channels):
        if turn.controller == BEND:
            bend = 8192 + round(turn.value / 200 * 8192)
            synth.pitchbend(channel, min(max(bend, 0), 16383))
        else:
            synth.control_change(channel, turn.controller, round(turn.value))
