"""Check this installation: GPU, codecs, synthesizer, SoundFont, models; say what is missing."""

from __future__ import annotations

import argparse
import platform
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version

from foley_post import __version__
from foley_post.cli.console import DONE, FAILED, Console
from foley_post.errors import FoleyError


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing looked at: ``state`` is ``ok``, ``without`` (works, but slower or plainer) or
    ``missing``.
    """

    what: str
    state: str
    said: str


def add_options(parser: argparse.ArgumentParser) -> None:
    """Nothing but what all commands take."""


def execute(options: argparse.Namespace, console: Console) -> int:
    """Look at everything; exit 1 when something needed is missing."""
    findings = [_look(what, check) for what, check in _CHECKS.items()]
    console.say(f"Foley Post {__version__}, Python {platform.python_version()}")
    for found in findings:
        console.say(f"  {found.state:<8} {found.what:<16} {found.said}")
    console.answer({"version": __version__, "findings": [asdict(f) for f in findings]})
    return FAILED if any(f.state == "missing" for f in findings) else DONE


def _look(what: str, check: Callable[[], tuple[str, str]]) -> Diagnosis:
    try:
        return Diagnosis(what, *check())
    except FoleyError as error:
        return Diagnosis(what, "missing", str(error))
    except (ImportError, PackageNotFoundError) as error:
        return Diagnosis(what, "missing", f"{error}. Install again: pip install foley-post.")


def _graphics() -> tuple[str, str]:
    from foley_post.generate.devices import describe_devices

    found = describe_devices()
    return ("ok", found) if found else ("without", "no GPU: works on the CPU, more slowly")


def _codecs() -> tuple[str, str]:
    from foley_post.video.decoding import decoders

    lacking = [name for name, there in decoders().items() if not there]
    if lacking:
        return "without", f"PyAV {version('av')} cannot decode {', '.join(lacking)}"
    return "ok", f"PyAV {version('av')} decodes {', '.join(decoders())}"


def _timelines() -> tuple[str, str]:
    return "ok", f"OpenTimelineIO {version('opentimelineio')}"


def _keypoints() -> tuple[str, str]:
    from foley_post.pose.backends.networks import BUNDLED, bundle

    for name in sorted(set(BUNDLED.values())):
        bundle(name)
    return "ok", f"{len(BUNDLED)} networks, LiteRT {version('ai-edge-litert')}"


def _model() -> tuple[str, str]:
    from foley_post.generate import load_model

    model = load_model()
    return "ok", f"{model.sha256[:12]}, plays {', '.join(model.instruments)}"


def _synthesizer() -> tuple[str, str]:
    from foley_post.render.synth import INSTALL_HINT, synthesizer_name

    name = synthesizer_name()
    return ("ok", name) if name == "fluidsynth" else ("without", f"only {name}. {INSTALL_HINT}")


def _soundfont() -> tuple[str, str]:
    from foley_post.render.soundfont import presets_of, shipped_soundfont

    path = shipped_soundfont()
    return "ok", f"{path.name}, {len(presets_of(path))} instruments"


def _window() -> tuple[str, str]:
    return "ok", f"PySide6 {version('PySide6-Essentials')}"


_CHECKS: dict[str, Callable[[], tuple[str, str]]] = {
    "graphics": _graphics,
    "codecs": _codecs,
    "timelines": _timelines,
    "keypoints": _keypoints,
    "model": _model,
    "synthesizer": _synthesizer,
    "soundfont": _soundfont,
    "window": _window,
}
