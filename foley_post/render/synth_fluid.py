"""FluidSynth, every note at its own sample.

FluidSynth begins a note only at its own blocks of 64 samples (1.3 ms at 48 kHz). Notes are
therefore sorted by where they fall inside a block and rendered in that many passes, each shifted so
that its notes lie on a block's edge: every note begins at its own sample, and a silent synthesizer
costs next to nothing (measured: over 3,000 x real time).
"""

from __future__ import annotations

import contextlib
import ctypes
import io
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from foley_post.errors import SoundFontError, SynthesizerMissing
from foley_post.render.events import BEND, Samples, Schedule, Strike, Turn

__all__ = ["INSTALL_HINT", "fluidsynth_library", "fluidsynth_player"]

INSTALL_HINT = (
    "Install it with: apt-get install libfluidsynth3 (Debian, Ubuntu), brew install fluid-synth "
    "(macOS), or choco install fluidsynth (Windows)."
)
_BLOCK = 64
_GAIN = 0.5
_BEND_RANGE = 12
_CHOKED = frozenset({42, 44, 46})
"""Hi-hats silence each other through the SoundFont's exclusive class, which needs one pass."""
_CHUNK = 1 << 16
_POLYPHONY = 256


def fluidsynth_library() -> ModuleType:
    """pyfluidsynth, imported; SynthesizerMissing with the cure where the library is not.

    Where the variable CI is set, pyfluidsynth prints where it found the library; standard output is
    for our own answers.
    """
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            import fluidsynth
    except (ImportError, OSError, AttributeError) as error:
        raise SynthesizerMissing(
            f"FluidSynth's library is not on this machine. {INSTALL_HINT}"
        ) from error
    found: ModuleType = fluidsynth
    return found


class _Fluid:
    """One FluidSynth with one SoundFont: dry, float, without clipping."""

    def __init__(self, soundfont: Path, rate_hz: int) -> None:
        module = fluidsynth_library()
        library: Any = module._fl
        if hasattr(library, "fluid_set_log_function"):
            for level in range(5):
                library.fluid_set_log_function(level, None, None)
        self._write = library.fluid_synth_write_float
        self._write.argtypes = [
            ctypes.c_void_p, ctypes.c_int,
            *(ctypes.c_void_p, ctypes.c_int, ctypes.c_int),
            *(ctypes.c_void_p, ctypes.c_int, ctypes.c_int),
        ]  # fmt: skip
        self._bend_range = library.fluid_synth_pitch_wheel_sens
        self._bend_range.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
        self._pin = getattr(library, "fluid_synth_pin_preset", None)  # FluidSynth 2.2 and later
        if self._pin is not None:
            self._pin.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_int]
        quiet = {"synth.reverb.active": 0, "synth.chorus.active": 0, "synth.cpu-cores": 1}
        sizes = {"synth.polyphony": _POLYPHONY, "synth.dynamic-sample-loading": 1}
        self.synth = module.Synth(
            gain=_GAIN, samplerate=float(rate_hz), channels=16, **quiet, **sizes
        )
        self.font = self.synth.sfload(str(soundfont))
        if self.font < 0:
            self.synth.delete()
            raise SoundFontError(f"FluidSynth cannot load {soundfont.name}; it is damaged.")

    def prepare(self, sounds: tuple[tuple[int, int], ...]) -> None:
        """As new, with one channel a sound.

        A sound that was used stays decoded: a reset lets go of it, and would decode it each time.
        """
        self.synth.system_reset()
        for channel, (bank, program) in enumerate(sounds):
            if self.synth.program_select(channel, self.font, bank, program) != 0:
                raise SoundFontError(
                    f"The SoundFont has no preset {bank}:{program} (bank:program)."
                )
            if self._pin is not None:
                self._pin(self.synth.synth, self.font, bank, program)
            self._bend_range(self.synth.synth, channel, _BEND_RANGE)

    def break_in(self) -> None:
        """Uses every voice once.

        FluidSynth 2.3 fades a voice's first block in when the voice is new, and never again; a note
        must not sound otherwise for being played by a voice nobody had before.
        """
        for round_ in range(_POLYPHONY // 32):
            for key in range(36 + round_ % 12, 128, 2):
                self.synth.noteon(0, key, 127)
            if self.synth.get_active_voice_count() >= _POLYPHONY - 8:
                break
        self.write(np.empty((_BLOCK, 2), np.float32))
        self.hush(1)

    def hush(self, channels: int) -> None:
        """Silence, and the block's edge again."""
        for channel in range(channels):
            self.synth.all_sounds_off(channel)
        spill = np.empty((_BLOCK, 2), np.float32)
        for _ in range(10_000):
            self.write(spill)
            if self.synth.get_active_voice_count() == 0 and not spill.any():
                return

    def write(self, target: Samples) -> None:
        """Fills ``target (n, 2)``, C-contiguous."""
        address = target.ctypes.data
        self._write(self.synth.synth, len(target), address, 0, 2, address, 1, 2)

    def turn(self, channels: int, turn: Turn) -> None:
        """A controller's new value on every sound."""
        for channel in range(channels):
            if turn.controller == BEND:
                bend = round(turn.value / (_BEND_RANGE * 100) * 8192)
                self.synth.pitch_bend(channel, min(max(bend, -8192), 8191))
            else:
                self.synth.cc(channel, turn.controller, round(min(max(turn.value, 0), 127)))


@contextlib.contextmanager
def _fluid(soundfont: Path, rate_hz: int) -> Iterator[_Fluid]:
    fluid = _Fluid(soundfont, rate_hz)
    try:
        yield fluid
    finally:
        fluid.synth.delete()


@contextlib.contextmanager
def fluidsynth_player(soundfont: Path, rate_hz: int) -> Iterator[Callable[[Schedule], Samples]]:
    """What plays schedules: each ``(length, 2)`` float32, dry and unclipped.

    The SoundFont is loaded once for all of them.
    """
    with _fluid(soundfont, rate_hz) as fluid:
        yield lambda plan: _played(fluid, plan)


def _played(fluid: _Fluid, plan: Schedule) -> Samples:
    mixed = np.zeros((plan.length, 2), np.float32)
    passes: dict[int, list[Strike]] = defaultdict(list)
    for strike in plan.strikes:
        drum = plan.sounds[strike.sound][0] == 128
        passes[0 if drum and strike.pitch in _CHOKED else strike.start % _BLOCK].append(strike)
    fluid.prepare(plan.sounds)
    fluid.break_in()
    for _, strikes in sorted(passes.items()):
        fluid.prepare(plan.sounds)
        _one_pass(fluid, plan, strikes, mixed)
        fluid.hush(len(plan.sounds))
    return mixed


def _one_pass(fluid: _Fluid, plan: Schedule, strikes: list[Strike], mixed: Samples) -> None:
    """Adds the strikes, whose starts share a place inside a block, to ``mixed``."""
    origin = strikes[0].start
    events: list[tuple[int, int, Strike | Turn]] = []
    for strike in strikes:
        events.append((_on_grid(strike.start, origin), 2, strike))
        events.append((max(_on_grid(strike.end, origin), _BLOCK), 0, strike))
    events += [(_on_grid(t.at, origin), 1, t) for t in plan.turns]
    events.sort(key=lambda e: e[:2])
    at = 0
    spill = np.empty((_CHUNK, 2), np.float32)
    for when, kind, event in events:
        while at < when:
            step = min(when - at, _CHUNK)
            _add(fluid, mixed, origin + at, spill[:step])
            at += step
        if isinstance(event, Turn):
            fluid.turn(len(plan.sounds), event)
        elif kind == 2:
            fluid.synth.noteon(event.sound, event.pitch, event.velocity)
        else:
            fluid.synth.noteoff(event.sound, event.pitch)
    while origin + at < plan.length and fluid.synth.get_active_voice_count():
        _add(fluid, mixed, origin + at, spill)
        at += len(spill)


def _on_grid(sample: int, origin: int) -> int:
    """The distance from ``origin`` in whole blocks; what came before it counts as at it."""
    return max(0, round((sample - origin) / _BLOCK) * _BLOCK)


def _add(fluid: _Fluid, mixed: Samples, at: int, spill: Samples) -> None:
    fluid.write(spill)
    room = len(mixed) - at
    if room > 0:
        mixed[at : at + len(spill)] += spill[:room]
