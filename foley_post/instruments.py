"""The one table of instruments.

Ranges are sounding MIDI pitches of a practised player; programs are General MIDI's, counted from 0.
"""

from __future__ import annotations

from dataclasses import dataclass

from foley_post.errors import UsageError

__all__ = ["FAMILIES", "INSTRUMENTS", "Instrument", "instrument"]

FAMILIES = ("keyboard", "bowed", "plucked", "blown", "struck")


@dataclass(frozen=True, slots=True)
class Instrument:
    """One instrument.

    ``lowest``/``highest``: MIDI pitches. ``program``: General MIDI program, from 0; ``drums`` sits
    on bank 128 (channel 10). ``voices``: how many notes sound at once. ``when`` and ``pitch`` tell
    an editor what the picture shows of them.
    """

    name: str
    label: str
    family: str
    lowest: int
    highest: int
    program: int
    voices: int
    posture: str
    when: str
    pitch: str
    drums: bool = False


_KEYS = "fingers on the keys and what changes under them"
_BOW = "the bow's turns, and the left hand's fingers"
_PLUCK = "the plucking hand's strokes"
_BLOW = "fingers and breath, faintly"
_STRIKE = "the sticks' lowest points"

INSTRUMENTS: dict[str, Instrument] = {
    i.name: i
    for i in (
        Instrument("piano", "Piano", "keyboard", 21, 108, 0, 10, "seated", _KEYS, "yes, where the keyboard is in view"),
        Instrument("accordion", "Accordion", "keyboard", 53, 93, 21, 6, "seated", _KEYS, "rarely"),
        Instrument("violin", "Violin", "bowed", 55, 100, 40, 2, "standing", _BOW, "partly"),
        Instrument("viola", "Viola", "bowed", 48, 91, 41, 2, "standing", _BOW, "partly"),
        Instrument("cello", "Cello", "bowed", 36, 81, 42, 2, "seated", _BOW, "partly"),
        Instrument("double_bass", "Double bass", "bowed", 28, 67, 43, 1, "standing", _BOW, "partly"),
        Instrument("guitar", "Acoustic guitar", "plucked", 40, 83, 24, 6, "seated", _PLUCK, "partly"),
        Instrument("ukulele", "Ukulele", "plucked", 60, 86, 24, 4, "standing", _PLUCK, "partly"),
        Instrument("bass", "Electric bass", "plucked", 28, 67, 33, 2, "standing", _PLUCK, "partly"),
        Instrument("flute", "Flute", "blown", 60, 96, 73, 1, "standing", _BLOW, "hardly"),
        Instrument("clarinet", "Clarinet", "blown", 50, 91, 71, 1, "standing", _BLOW, "hardly"),
        Instrument("saxophone", "Saxophone", "blown", 49, 81, 65, 1, "standing", _BLOW, "hardly"),
        Instrument("bassoon", "Bassoon", "blown", 34, 75, 70, 1, "seated", _BLOW, "hardly"),
        Instrument("trumpet", "Trumpet", "blown", 54, 86, 56, 1, "standing", _BLOW, "hardly"),
        Instrument("tuba", "Tuba", "blown", 26, 65, 58, 1, "seated", _BLOW, "hardly"),
        Instrument("xylophone", "Xylophone", "struck", 65, 108, 13, 4, "standing", _STRIKE, "where the bars are in view"),
        Instrument("drums", "Drum kit", "struck", 35, 59, 0, 4, "seated", _STRIKE, "which drum, partly", drums=True),
    )
}  # fmt: skip


def instrument(name: str) -> Instrument:
    """The instrument of that name; UsageError that lists the names otherwise."""
    try:
        return INSTRUMENTS[name]
    except KeyError:
        names = ", ".join(INSTRUMENTS)
        raise UsageError(
            f"There is no instrument called {name!r}. Choose one of: {names}."
        ) from None
