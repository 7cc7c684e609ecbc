"""Every error this library raises on purpose, in one tree.

    FoleyError
    ├── UsageError            (ValueError)          an option or a name that makes no sense
    ├── TimelineError
    │   ├── TimelineReadError  (ValueError)         the editing timeline cannot be read
    │   └── TimelineWriteError (ValueError)         it cannot be written in that form
    ├── MediaError
    │   ├── MediaMissing       (FileNotFoundError)  the clip's file is not where the timeline says
    │   └── MediaUnreadable    (ValueError)         it is there, but no picture can be decoded
    ├── ModelError
    │   ├── ModelMissing       (FileNotFoundError)  a network's file is not there
    │   └── WeightsRefused     (ValueError)         it is there, but not what it must be
    ├── SoundError
    │   ├── SoundFontError     (ValueError)         a SoundFont that cannot be used
    │   └── SynthesizerMissing (ImportError)        no synthesizer on this machine
    ├── ProjectError           (ValueError)         a project, preset or settings file is damaged
    ├── OutputError            (OSError)            nothing can be written there
    └── Cancelled              (InterruptedError)   the user said stop

Each is also a child of the builtin in brackets, so code that does not know this library catches
what it expects. A message says what happened, to which clip or file, and what to do about it where
that is the same everywhere. What the user does in the window or the terminal is a `Remedy`: each
face has its own words for it, the library names no flag and no menu.
"""

from __future__ import annotations

from enum import StrEnum


class Remedy(StrEnum):
    """What would mend an error, for a face to offer in its own words."""

    CHOOSE_OUT = "choose_out"
    """Another folder to write to."""
    CHOOSE_SOUNDFONT = "choose_soundfont"
    """Another SoundFont."""
    CHOOSE_MODEL = "choose_model"
    """Another model's weights."""
    CHOOSE_DEVICE = "choose_device"
    """Another device for the networks."""
    RELINK = "relink"
    """Say where the media is."""
    SIMULATE_CLIPS = "simulate_clips"
    """Let simulated players make clips to train on."""


class FoleyError(Exception):
    """The root: whatever Foley Post raises on purpose. ``remedy`` is what would mend it, None
    where the message says all.
    """

    def __init__(self, *what: object, remedy: Remedy | None = None) -> None:
        super().__init__(*what)
        self.remedy = remedy


class UsageError(FoleyError, ValueError):
    """An option, a name or a combination of them that makes no sense."""


class TimelineError(FoleyError):
    """Something about an editing timeline."""


class TimelineReadError(TimelineError, ValueError):
    """The editing timeline cannot be read; the file is untouched."""


class TimelineWriteError(TimelineError, ValueError):
    """The editing timeline cannot be written in the form asked for."""


class MediaError(FoleyError):
    """Something about a clip's media."""


class MediaMissing(MediaError, FileNotFoundError):
    """The clip's file is not where the timeline says."""


class MediaUnreadable(MediaError, ValueError):
    """The file is there, but no picture can be decoded from it."""


class ModelError(FoleyError):
    """Something about a network's weights."""


class ModelMissing(ModelError, FileNotFoundError):
    """A network's file is not there."""


class WeightsRefused(ModelError, ValueError):
    """A network's file is there, but damaged, foreign or of the wrong shape."""


class SoundError(FoleyError):
    """Something about making sound."""


class SoundFontError(SoundError, ValueError):
    """A SoundFont that is missing, damaged or lacks what is asked of it."""


class SynthesizerMissing(SoundError, ImportError):
    """There is no synthesizer on this machine; the message says how to get one."""


class ProjectError(FoleyError, ValueError):
    """A project, preset or settings file is damaged or of an unknown version."""


class OutputError(FoleyError, OSError):
    """Nothing can be written there: full, read-only or gone."""

    def __str__(self) -> str:
        """The sentence, without the number of the system's error before it."""
        return str(self.args[1]) if len(self.args) > 1 else super().__str__()


class Cancelled(FoleyError, InterruptedError):
    """The user said stop; nothing half-made is left behind."""
