"""The one table of instruments.

Ranges are sounding MIDI pitches of a practised player; programs are General MIDI's, counted from 0.
What a picture shows of each is measured or read in the research on players' movement: bows, strums
and sticks show their onsets; keys and plucks show them by what changes under the fingertip; breath
hardly shows at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from foley_post.errors import UsageError

__all__ = [
    "FAMILIES",
    "INSTRUMENTS",
    "TAUGHT_INSTRUMENTS",
    "Articulation",
    "Instrument",
    "instrument",
]

FAMILIES = ("keyboard", "bowed", "plucked", "blown", "struck")


@dataclass(frozen=True, slots=True)
class Articulation:
    """A way to play a note.

    ``length``: the share of its written length that it sounds. ``accent`` is added to the velocity.
    ``program`` (and ``bank``) name a sound of its own; -1 keeps the instrument's.
    """

    name: str
    label: str
    length: float = 1.0
    accent: int = 0
    program: int = -1
    bank: int = 0


@dataclass(frozen=True, slots=True)
class Instrument:
    """One instrument.

    ``lowest``/``highest``: MIDI pitches. ``program``: General MIDI program, from 0; ``drums`` sits
    on bank 128 (channel 10), the rest on ``bank`` 0 unless it says otherwise. ``voices``: how many
    notes sound at once. ``when`` and ``pitch`` tell an editor what the picture shows of them,
    ``hidden`` what it cannot. ``sustained`` notes last as long as they are held; the others die
    away by themselves. ``soft``/``loud``: velocities of its everyday dynamics. ``strings`` are the
    open strings' pitches, in the order a strum from the bass meets them. ``moves_like`` names the
    instrument whose movement the model was taught, where this one's was not. ``drum_pitches``: a
    deep, a middle and a bright drum.
    """

    name: str
    label: str
    family: str
    lowest: int
    highest: int
    program: int
    voices: int
    when: str
    pitch: str
    drums: bool = False
    bank: int = 0
    hidden: str = ""
    sustained: bool = False
    soft: int = 45
    loud: int = 105
    articulations: tuple[Articulation, ...] = ()
    strings: tuple[int, ...] = ()
    moves_like: str = ""
    drum_pitches: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.family not in FAMILIES:
            raise ValueError(f"{self.name}: no family called {self.family!r}")
        if not 0 <= self.lowest <= self.highest <= 127:
            raise ValueError(f"{self.name}: a range from {self.lowest} to {self.highest}")
        if not 1 <= self.soft <= self.loud <= 127 or self.voices < 1:
            raise ValueError(f"{self.name}: dynamics {self.soft}..{self.loud}, {self.voices}")

    @property
    def movement(self) -> str:
        """The instrument whose movement the model reads this one's by."""
        return self.moves_like or self.name

    @property
    def sound(self) -> tuple[int, int]:
        """Its SoundFont preset, ``(bank, program)``."""
        return (128 if self.drums else self.bank), self.program

    def articulation(self, name: str) -> Articulation | None:
        """The articulation of that name, None where the instrument has none such."""
        return next((a for a in self.articulations if a.name == name), None)

    def sound_of(self, articulation: str) -> tuple[int, int]:
        """The preset a note of that articulation is played with."""
        way = self.articulation(articulation)
        return self.sound if way is None or way.program < 0 else (way.bank, way.program)


_KEYS = "fingers on the keys and what changes under them"
_BOW = "the bow's turns, and the left hand's fingers"
_PLUCK = "the plucking hand's strokes"
_BLOW = "fingers and breath, faintly"
_STRIKE = "the sticks' lowest points"

_NO_FORCE = "how hard a key is pressed, and the pedal"
_NO_SLUR = "slurred notes within one bow, and the string"
_NO_FRET = "which fret when the neck is turned away"
_NO_BREATH = "breath and lips: repeated notes on one fingering, the octave"
_NO_REBOUND = "rolls and rebounds faster than the frame rate"

_LEGATO = Articulation("legato", "Legato")
_TENUTO = Articulation("tenuto", "Tenuto", 0.95, 4)
_STACCATO = Articulation("staccato", "Staccato", 0.45, 4)
_ACCENT = Articulation("accent", "Accent", 0.9, 14)
_PIZZICATO = Articulation("pizzicato", "Pizzicato", 0.5, program=45)
_KEYED = (_LEGATO, _STACCATO, _ACCENT)
_BOWED = (
    _LEGATO, Articulation("detache", "Détaché", 0.9), _STACCATO, _ACCENT, _PIZZICATO,
)  # fmt: skip
_LOW_BOWED = (*_BOWED[:4], Articulation("pizzicato", "Pizzicato", 0.7, program=32))
_PLUCKED = (
    Articulation("let_ring", "Let ring"), Articulation("damped", "Damped", 0.35), _ACCENT,
    Articulation("steel", "Steel strings", program=25),
)  # fmt: skip
_BASS = (
    _LEGATO,
    Articulation("damped", "Damped", 0.4),
    _ACCENT,
    Articulation("upright", "Upright bass", program=32),
)
_BLOWN = (_LEGATO, _TENUTO, _STACCATO, _ACCENT)
_STRUCK = (_ACCENT, Articulation("damped", "Damped", 0.3))

INSTRUMENTS: dict[str, Instrument] = {
    i.name: i
    for i in (
        Instrument("piano", "Piano", "keyboard", 21, 108, 0, 10, _KEYS, "yes, where the keyboard is in view", hidden=_NO_FORCE, soft=40, loud=108, articulations=_KEYED),
        Instrument("accordion", "Accordion", "keyboard", 53, 93, 21, 6, _KEYS, "rarely", hidden="the buttons of the bass side", sustained=True, soft=60, loud=105, articulations=_KEYED),
        Instrument("violin", "Violin", "bowed", 55, 100, 40, 2, _BOW, "partly", hidden=_NO_SLUR, sustained=True, articulations=_BOWED, strings=(55, 62, 69, 76)),
        Instrument("viola", "Viola", "bowed", 48, 91, 41, 2, _BOW, "partly", hidden=_NO_SLUR, sustained=True, articulations=_BOWED, strings=(48, 55, 62, 69)),
        Instrument("cello", "Cello", "bowed", 36, 81, 42, 2, _BOW, "partly", hidden=_NO_SLUR, sustained=True, articulations=_BOWED, strings=(36, 43, 50, 57)),
        Instrument("double_bass", "Double bass", "bowed", 28, 67, 43, 1, _BOW, "partly", hidden=_NO_SLUR, sustained=True, articulations=_LOW_BOWED, strings=(28, 33, 38, 43)),
        Instrument("guitar", "Acoustic guitar", "plucked", 40, 83, 24, 6, _PLUCK, "partly", hidden=_NO_FRET, articulations=_PLUCKED, strings=(40, 45, 50, 55, 59, 64)),
        Instrument("ukulele", "Ukulele", "plucked", 60, 86, 24, 4, _PLUCK, "partly", bank=8, hidden=_NO_FRET, articulations=_PLUCKED[:3], strings=(67, 60, 64, 69)),
        Instrument("bass", "Electric bass", "plucked", 28, 67, 33, 2, _PLUCK, "partly", hidden=_NO_FRET, soft=60, loud=110, articulations=_BASS, strings=(28, 33, 38, 43)),
        Instrument("flute", "Flute", "blown", 60, 96, 73, 1, _BLOW, "hardly", hidden=_NO_BREATH, sustained=True, articulations=_BLOWN),
        Instrument("clarinet", "Clarinet", "blown", 50, 91, 71, 1, _BLOW, "hardly", hidden=_NO_BREATH, sustained=True, articulations=_BLOWN),
        Instrument("saxophone", "Saxophone", "blown", 49, 81, 65, 1, _BLOW, "hardly", hidden=_NO_BREATH, sustained=True, soft=55, loud=110, articulations=_BLOWN),
        Instrument("bassoon", "Bassoon", "blown", 34, 75, 70, 1, _BLOW, "hardly", hidden=_NO_BREATH, sustained=True, articulations=_BLOWN),
        Instrument("trumpet", "Trumpet", "blown", 54, 86, 56, 1, _BLOW, "hardly", hidden=_NO_BREATH, sustained=True, soft=55, loud=112, articulations=(*_BLOWN, Articulation("muted", "Muted", program=59))),
        Instrument("tuba", "Tuba", "blown", 26, 65, 58, 1, _BLOW, "hardly", hidden=_NO_BREATH, sustained=True, soft=55, loud=112, articulations=_BLOWN),
        Instrument("xylophone", "Xylophone", "struck", 65, 108, 13, 4, _STRIKE, "where the bars are in view", hidden=_NO_REBOUND, soft=50, loud=115, articulations=_STRUCK),
        Instrument("drums", "Drum kit", "struck", 35, 59, 0, 4, _STRIKE, "which drum, partly", drums=True, drum_pitches=(36, 38, 42), hidden=_NO_REBOUND + "; the feet behind the kit", soft=40, loud=120, articulations=(_ACCENT,)),
        Instrument("organ", "Organ", "keyboard", 36, 96, 19, 10, _KEYS, "yes, where the keyboard is in view", hidden="the stops and the pedals", sustained=True, soft=60, loud=105, articulations=_KEYED, moves_like="piano"),
        Instrument("erhu", "Erhu", "bowed", 62, 93, 110, 1, _BOW, "partly", hidden=_NO_SLUR, sustained=True, articulations=_BOWED[:4], strings=(62, 69), moves_like="cello"),
        Instrument("electric_guitar", "Electric guitar", "plucked", 40, 86, 27, 6, _PLUCK, "partly", hidden=_NO_FRET, articulations=_PLUCKED[:3], strings=(40, 45, 50, 55, 59, 64), moves_like="guitar"),
        Instrument("mandolin", "Mandolin", "plucked", 55, 88, 25, 4, _PLUCK, "partly", bank=16, hidden=_NO_FRET, articulations=_PLUCKED[:3], strings=(55, 62, 69, 76), moves_like="ukulele"),
        Instrument("banjo", "Banjo", "plucked", 48, 86, 105, 5, _PLUCK, "partly", hidden=_NO_FRET, articulations=_PLUCKED[:3], strings=(67, 50, 55, 59, 62), moves_like="guitar"),
        Instrument("harp", "Harp", "plucked", 24, 103, 46, 8, _PLUCK, "partly", hidden="which string, and the pedals", articulations=_PLUCKED[:3], moves_like="guitar"),
        Instrument("oboe", "Oboe", "blown", 58, 91, 68, 1, _BLOW, "hardly", hidden=_NO_BREATH, sustained=True, articulations=_BLOWN, moves_like="clarinet"),
        Instrument("horn", "French horn", "blown", 34, 77, 60, 1, _BLOW, "hardly", hidden=_NO_BREATH, sustained=True, soft=55, loud=112, articulations=_BLOWN, moves_like="trumpet"),
        Instrument("trombone", "Trombone", "blown", 40, 72, 57, 1, _BLOW, "hardly", hidden=_NO_BREATH, sustained=True, soft=55, loud=112, articulations=_BLOWN, moves_like="trumpet"),
        Instrument("harmonica", "Harmonica", "blown", 60, 96, 22, 4, _BLOW, "hardly", hidden=_NO_BREATH, sustained=True, articulations=_BLOWN, moves_like="flute"),
        Instrument("hand_drums", "Hand drums", "struck", 60, 64, 0, 4, "the hands' lowest points", "which drum, partly", drums=True, drum_pitches=(64, 63, 62), hidden="rolls and finger strokes faster than the frame rate", soft=40, loud=120, articulations=(_ACCENT,), moves_like="drums"),
    )
}  # fmt: skip

TAUGHT_INSTRUMENTS: tuple[str, ...] = tuple(
    i.name for i in INSTRUMENTS.values() if not i.moves_like
)
"""The instruments that simulated performers play and whose movement the model is taught."""


def instrument(name: str) -> Instrument:
    """The instrument of that name; UsageError that lists the names otherwise."""
    try:
        return INSTRUMENTS[name]
    except KeyError:
        names = ", ".join(INSTRUMENTS)
        raise UsageError(
            f"There is no instrument called {name!r}. Choose one of: {names}."
        ) from None
