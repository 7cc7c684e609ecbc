"""Foley Post: watches the players in a timeline's shots and lays their music under them.

What a script needs is here, whatever room it lives in:

    import foley_post as fp

    results = fp.score("cut.otio", fp.Options(out=Path("music"), instrument="piano"))
    print([stem.path for stem in results.stems])

Each name is imported when it is first used, so that importing this package costs nothing. Every
error is a `FoleyError`; `foley_post.errors` draws the tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foley_post.core.progress import Progress
    from foley_post.core.time_map import TimeMap
    from foley_post.core.timecode import Rate
    from foley_post.errors import (
        Cancelled,
        FoleyError,
        MediaError,
        MediaMissing,
        MediaUnreadable,
        ModelError,
        ModelMissing,
        OutputError,
        ProjectError,
        Remedy,
        SoundError,
        SoundFontError,
        SynthesizerMissing,
        TimelineError,
        TimelineReadError,
        TimelineWriteError,
        UsageError,
        WeightsRefused,
    )
    from foley_post.generate.generation import generate_take
    from foley_post.generate.request import Request
    from foley_post.generate.weights import Model, load_model
    from foley_post.midi.midi_files import read_midi, write_midi
    from foley_post.midi.notes import Evidence, Note, Take
    from foley_post.pipeline.options import Options
    from foley_post.pipeline.results import Results, ShotResult
    from foley_post.pipeline.score import score
    from foley_post.pose.extraction import WatchOptions, watch
    from foley_post.pose.skeleton import Motion
    from foley_post.project.settings import Settings
    from foley_post.render.mix import mix_down
    from foley_post.render.stems import RenderSettings, render_stem
    from foley_post.timeline.host_rules import check_file
    from foley_post.timeline.model import Cut, Marker, Media, Shot, Stem
    from foley_post.timeline.reader import read_cut
    from foley_post.timeline.shot_selection import choose_shots
    from foley_post.timeline.writer import Written, write_cut

__version__ = "0.2.0"

_MODULES = {
    "core.progress": ("Progress",),
    "core.time_map": ("TimeMap",),
    "core.timecode": ("Rate",),
    "errors": (
        *("Cancelled", "FoleyError", "MediaError", "MediaMissing", "MediaUnreadable"),
        *("ModelError", "ModelMissing", "OutputError", "ProjectError", "Remedy"),
        *("SoundError", "SoundFontError", "SynthesizerMissing", "TimelineError"),
        *("TimelineReadError", "TimelineWriteError", "UsageError", "WeightsRefused"),
    ),
    "generate.generation": ("generate_take",),
    "generate.request": ("Request",),
    "generate.weights": ("Model", "load_model"),
    "midi.midi_files": ("read_midi", "write_midi"),
    "midi.notes": ("Evidence", "Note", "Take"),
    "pipeline.options": ("Options",),
    "pipeline.results": ("Results", "ShotResult"),
    "pipeline.score": ("score",),
    "pose.extraction": ("WatchOptions", "watch"),
    "pose.skeleton": ("Motion",),
    "project.settings": ("Settings",),
    "render.mix": ("mix_down",),
    "render.stems": ("RenderSettings", "render_stem"),
    "timeline.host_rules": ("check_file",),
    "timeline.model": ("Cut", "Marker", "Media", "Shot", "Stem"),
    "timeline.reader": ("read_cut",),
    "timeline.shot_selection": ("choose_shots",),
    "timeline.writer": ("Written", "write_cut"),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}
"""The module of each public name."""

__all__ = [
    "Cancelled",
    "Cut",
    "Evidence",
    "FoleyError",
    "Marker",
    "Media",
    "MediaError",
    "MediaMissing",
    "MediaUnreadable",
    "Model",
    "ModelError",
    "ModelMissing",
    "Motion",
    "Note",
    "Options",
    "OutputError",
    "Progress",
    "ProjectError",
    "Rate",
    "Remedy",
    "RenderSettings",
    "Request",
    "Results",
    "Settings",
    "Shot",
    "ShotResult",
    "SoundError",
    "SoundFontError",
    "Stem",
    "SynthesizerMissing",
    "Take",
    "TimeMap",
    "TimelineError",
    "TimelineReadError",
    "TimelineWriteError",
    "UsageError",
    "WatchOptions",
    "WeightsRefused",
    "Written",
    "__version__",
    "check_file",
    "choose_shots",
    "generate_take",
    "load_model",
    "mix_down",
    "read_cut",
    "read_midi",
    "render_stem",
    "score",
    "watch",
    "write_cut",
    "write_midi",
]


def __getattr__(name: str) -> object:
    """A public name, from its module, when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
