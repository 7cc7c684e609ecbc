"""How stems sound, as options of the terminal."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foley_post.core.host_presets import PRESETS
from foley_post.errors import UsageError

if TYPE_CHECKING:
    from foley_post.render.levels import Level

__all__ = ["NOT_SAID", "SOUND_WORDS", "add_sound"]

NOT_SAID = argparse.SUPPRESS
"""The default of an option: the field keeps its own."""
_CHANNELS = {"mono": 1, "stereo": 2}


def add_sound(group: argparse._ArgumentGroup) -> None:
    """Add them to ``group``."""
    group.add_argument(
        "--preset", dest="host_preset", choices=tuple(PRESETS), metavar="HOST",
        help="files and sound as an editor wants them; single options override it. "
        + "; ".join(f"{name} = {p.about}" for name, p in PRESETS.items()),
    )  # fmt: skip
    group.add_argument(
        "--soundfont",
        type=Path,
        default=NOT_SAID,
        metavar="FILE",
        help="another SoundFont (.sf2, .sf3)",
    )
    group.add_argument(
        "--sound", dest="preset", default=NOT_SAID, metavar="PRESET",
        help="one sound of the SoundFont for every instrument, by name or bank:program",
    )  # fmt: skip
    group.add_argument(
        "--loudness", dest="loudness_lufs", default=NOT_SAID, metavar="LUFS",
        help="integrated loudness of a stem, or none (-23)",
    )  # fmt: skip
    group.add_argument(
        "--sample-rate", dest="rate_hz", type=int, default=NOT_SAID, metavar="HZ",
        help="sample rate (the timeline's)",
    )  # fmt: skip
    group.add_argument(
        "--channels", choices=tuple(_CHANNELS), default=NOT_SAID,
        help="of the stems (the timeline's)",
    )  # fmt: skip
    group.add_argument(
        "--handles", dest="handles_s", type=float, default=NOT_SAID, metavar="S",
        help="seconds of sound before and after the shot (1)",
    )  # fmt: skip
    group.add_argument(
        "--reverb", default=NOT_SAID, metavar="ROOM",
        help="dry, studio, room, hall ... (the style's own, or studio)",
    )  # fmt: skip
    group.add_argument(
        "--placed", action="store_true", help="pan and distance from where the players stand"
    )
    group.add_argument(
        "--level", action="append", dest="levels", default=NOT_SAID, metavar="N=DB[,PAN]",
        help="how loud player N is beside the others, -40 (silence) to 6 dB, and on which side, -1 "
        "(left) to 1 (right) (again for more)",
    )  # fmt: skip
    group.add_argument(
        "--at-unity", dest="at_unity", action="store_true", default=NOT_SAID,
        help="write stems without these levels, for whoever mixes them",
    )  # fmt: skip


def _loudness(text: str) -> float | None:
    if text == "none":
        return None
    try:
        value = float(text)
    except ValueError:
        raise UsageError(f"--loudness wants a number of LUFS or none, got {text!r}.") from None
    if not -40 <= value <= -10:
        raise UsageError(f"--loudness wants -40 to -10 LUFS, got {text}.")
    return value


def _levels(said: list[str]) -> Mapping[int, Level]:
    from foley_post.render.levels import read_levels

    return read_levels(said)


SOUND_WORDS: Mapping[str, Callable[[Any], Any]] = {
    "loudness_lufs": _loudness,
    "channels": _CHANNELS.__getitem__,
    "levels": _levels,
}
"""How a field's words become its value."""
