"""Styles: named sets of plain numbers an editor can read, change, write and share.

A style works in two ways: as controls of a new generation (`controls`) and as a pure function on a
take (`foley_post.midi.styling.apply_style`, offered here too). Presets are flat TOML files; the
shipped ones lie in ``resources/styles``. A bad preset is told with its line.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from foley_post.core.instruments import INSTRUMENTS, Instrument
from foley_post.core.shipped import shipped
from foley_post.errors import ProjectError, UsageError
from foley_post.midi.harmony import SCALES

__all__ = ["Controls", "Style", "controls", "find_style", "read_style", "shipped_styles"]


@dataclass(frozen=True, slots=True)
class Style:
    """One style. Every number has its neutral value as default: an empty style changes nothing.

    Harmony: ``major_scale``/``minor_scale`` replace the scale of a take in major or minor (empty
    leaves the notes); ``key_fit`` 0..1 is the share of foreign notes brought into it;
    ``chromatic`` 0..1 the share of short, weak notes that become semitone approaches to the next.
    ``doubling`` are scale steps added to accented notes, ``doubling_share`` 0..1 how many.
    Texture: ``density`` below 1 leaves weak notes out, above 1 asks the model for more;
    ``register`` semitones up or down, ``span`` the most semitones around the middle (0: any).
    Dynamics: ``loudness`` 0..1 between the instrument's soft and loud, -1 as played; ``contrast``
    times the differences; ``beat_accent``, ``offbeat_accent`` in velocity.
    Touch: ``articulation`` by preference, ``length`` times the lengths, ``pedal`` for a piano.
    Time (only as far as sync is loosened): ``swing`` 0..1 (1: triplets), ``rubato`` 0..1,
    ``humanise_s`` seconds; ``humanise_velocity`` always. ``adventure`` is the generation's
    temperature. ``reverb`` is the room it likes.
    """

    name: str
    label: str = ""
    about: str = ""
    major_scale: str = ""
    minor_scale: str = ""
    key_fit: float = 1.0
    chromatic: float = 0.0
    doubling: tuple[int, ...] = ()
    doubling_share: float = 0.0
    density: float = 1.0
    register: int = 0
    span: int = 0
    loudness: float = -1.0
    contrast: float = 1.0
    beat_accent: int = 0
    offbeat_accent: int = 0
    articulation: tuple[str, ...] = ()
    length: float = 1.0
    pedal: bool = False
    swing: float = 0.0
    rubato: float = 0.0
    humanise_s: float = 0.0
    humanise_velocity: int = 0
    adventure: float = 0.9
    reverb: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", self.name):
            raise ValueError("name must be small letters, digits, - and _")
        for scale in (self.major_scale, self.minor_scale):
            if scale and scale not in SCALES:
                raise ValueError(f"there is no scale {scale!r}; choose from {', '.join(SCALES)}")
        for key, (low, high) in _LIMITS.items():
            value = getattr(self, key)
            if not low <= value <= high:
                raise ValueError(f"{key} must be from {low:g} to {high:g}, not {value:g}")
        if any(not -14 <= step <= 14 or step == 0 for step in self.doubling):
            raise ValueError("doubling takes scale steps from -14 to 14, without 0")


_LIMITS: dict[str, tuple[float, float]] = {
    "key_fit": (0, 1),
    "chromatic": (0, 1),
    "doubling_share": (0, 1),
    "density": (0.1, 4),
    "register": (-36, 36),
    "span": (0, 88),
    "loudness": (-1, 1),
    "contrast": (0, 4),
    "beat_accent": (-40, 40),
    "offbeat_accent": (-40, 40),
    "length": (0.1, 8),
    "swing": (0, 1),
    "rubato": (0, 1),
    "humanise_s": (0, 0.1),
    "humanise_velocity": (0, 40),
    "adventure": (0, 3),
}


@dataclass(frozen=True, slots=True)
class Controls:
    """What a style asks of a generation; the names are those of the generation's request."""

    density: float = 1.0
    temperature: float = 0.9
    register: tuple[int, int] | None = None

    def as_request(self) -> dict[str, object]:
        """The fields to replace in a request."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


def controls(style: Style | str, played: Instrument | None = None) -> dict[str, object]:
    """The request's fields a style sets; the register needs to know who plays."""
    chosen = find_style(style) if isinstance(style, str) else style
    register = None
    if played is not None and not played.drums and (chosen.span or chosen.register):
        middle = (played.lowest + played.highest) // 2 + chosen.register
        half = (chosen.span or played.highest - played.lowest) // 2
        low = min(max(played.lowest, middle - half), played.highest - 12)
        register = (low, max(low + 12, min(played.highest, middle + half)))
    return Controls(chosen.density, chosen.adventure, register).as_request()


def find_style(wanted: str) -> Style:
    """The shipped style of that name, or the one in the file of that path.

    UsageError with the nearest names when there is neither; ProjectError for a damaged file.
    """
    if wanted.lower().endswith(".toml"):
        return read_style(Path(wanted))
    styles = shipped_styles()
    if wanted in styles:
        return styles[wanted]
    near = difflib.get_close_matches(wanted, styles, 1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise UsageError(
        f"There is no style called {wanted!r}.{hint} Choose one of: {', '.join(styles)}; "
        "or name a .toml file."
    )


def shipped_styles() -> dict[str, Style]:
    """The styles that come with Foley Post, by name."""
    folder = shipped("resources", "styles")
    if folder.is_dir():
        return {s.name: s for s in (read_style(p) for p in sorted(folder.glob("*.toml")))}
    raise ProjectError("The shipped styles are not there. Install Foley Post again.")


def read_style(path: Path) -> Style:
    """The style in a TOML file; ProjectError names the file, the line and what is wrong there."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError as error:
        raise ProjectError(f"There is no style at {path}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(f"{path.name} cannot be read as text: {error}.") from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(f"{path.name}: {error}.") from error
    return _checked(table, text, path)


def _checked(table: Mapping[str, object], text: str, path: Path) -> Style:
    """The table as a style: names known, kinds right, values inside their limits."""
    kinds = {f.name: type(f.default) if f.name != "name" else str for f in fields(Style)}
    values: dict[str, object] = {"name": path.stem}
    for key, value in table.items():
        where = f"{path.name}, line {_line_of(key, text)}"
        if key not in kinds:
            near = difflib.get_close_matches(key, kinds, 1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise ProjectError(f"{where}: a style has no {key!r}.{hint}")
        fit = _as_kind(value, kinds[key])
        if fit is None:
            want = _KIND_NAMES[kinds[key]]
            raise ProjectError(f"{where}: {key} must be {want}, not {value!r}.")
        values[key] = fit
        try:
            Style(**{"name": "style", key: fit})  # type: ignore[arg-type]
        except ValueError as error:
            raise ProjectError(f"{where}: {error}.") from error
    unknown = [a for a in values.get("articulation", ()) if a not in _ARTICULATIONS]  # type: ignore[attr-defined]
    if unknown:
        where = f"{path.name}, line {_line_of('articulation', text)}"
        known = ", ".join(sorted(_ARTICULATIONS))
        raise ProjectError(f"{where}: no instrument has the articulation {unknown[0]!r}; {known}.")
    return Style(**values)  # type: ignore[arg-type]


_ARTICULATIONS = frozenset(a.name for i in INSTRUMENTS.values() for a in i.articulations)
_KIND_NAMES: dict[type, str] = {
    str: "a text",
    float: "a number",
    int: "a whole number",
    bool: "true or false",
    tuple: "a list",
}


def _as_kind(value: object, kind: type) -> object | None:
    """``value`` as that kind, None where it is another."""
    if kind is tuple:
        if not isinstance(value, list):
            return None
        same = {type(v) for v in value} <= {int} or {type(v) for v in value} <= {str}
        return tuple(value) if same else None
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value if type(value) is kind else None


def _line_of(key: str, text: str) -> int:
    """The line where ``key`` is set, from 1."""
    pattern = re.compile(rf'^\s*(\[\s*)?"?{re.escape(key)}"?\s*([=.\]]|$)')
    lines = text.splitlines()
    return next((i for i, line in enumerate(lines, 1) if pattern.match(line)), 1)
