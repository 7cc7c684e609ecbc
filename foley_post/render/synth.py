"""A take's sound: FluidSynth where the system has it, tinysoundfont otherwise."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np

from foley_post.errors import SynthesizerMissing
from foley_post.midi.notes import Take
from foley_post.render.events import Samples, schedule
from foley_post.render.onset_compensation import in_time, lags_of
from foley_post.render.synth_fluid import INSTALL_HINT, fluidsynth_library, fluidsynth_player
from foley_post.render.synth_tiny import tinysoundfont_library, tinysoundfont_player

__all__ = ["INSTALL_HINT", "Samples", "synthesize", "synthesizer_name"]


def synthesizer_name() -> str:
    """``fluidsynth`` or ``tinysoundfont``; SynthesizerMissing with the cure when there is none."""
    try:
        fluidsynth_library()
    except SynthesizerMissing:
        tinysoundfont_library()
        return "tinysoundfont"
    return "fluidsynth"


def synthesize(
    take: Take,
    *,
    soundfont: Path,
    rate_hz: int,
    length_s: Fraction | float,
    lead_s: Fraction | float = 0,
    sound: tuple[int, int] | None = None,
    heard_in_time: bool = True,
) -> Samples:
    """``(N, 2)`` float32, unclipped and dry: ``lead_s`` of silence, then ``length_s`` seconds.

    A note at ``onset_s`` begins at sample ``round((lead_s + onset_s) * rate_hz)``; one of a sound
    that swells begins so much earlier that it is heard there
    (`foley_post.render.onset_compensation`), unless ``heard_in_time`` is False. ``rate_hz`` is
    8,000 to 96,000. ``sound`` is a preset ``(bank, program)`` instead of the instrument's own. The
    same take, SoundFont and library give the same samples. Raises SoundFontError or
    SynthesizerMissing.
    """
    if not 8_000 <= rate_hz <= 96_000:
        raise ValueError(f"sound is made at 8,000 to 96,000 Hz, not {rate_hz}")
    plan = schedule(take, rate_hz, length_s=length_s, lead_s=lead_s, sound=sound)
    if not plan.strikes:
        return np.zeros((plan.length, 2), np.float32)
    fluid = synthesizer_name() == "fluidsynth"
    player = fluidsynth_player if fluid else tinysoundfont_player
    with player(soundfont, rate_hz) as play:
        if heard_in_time:
            plan = in_time(plan, lags_of(plan, rate_hz, play), rate_hz)
        return play(plan)
