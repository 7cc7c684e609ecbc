"""Frozen dataclasses as plain JSON values, and back, checked by their annotations (msgspec).

The one serialiser: notes, takes, options, manifest, project, preferences and the MIDI file's text
all go through here. Paths become text, tuples and sets lists, mappings objects; floats keep every
digit, so what comes back is equal to what went in. What does not fit is a ValueError that says
where. A `Format` gives a kind of file its version, and brings what older versions wrote up to it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar, get_type_hints

import msgspec

__all__ = [
    "Format",
    "NewerFormat",
    "json_text",
    "packed",
    "parsed",
    "unpacked",
    "unpacked_leniently",
]

T = TypeVar("T")
_LONGEST_REASON = 400
"""Letters of what is wrong with a file."""


def packed(value: object) -> Any:
    """``value`` as what `json.dumps` takes; TypeError for what has no plain form."""
    return msgspec.to_builtins(value, enc_hook=_plain, str_keys=True, order="deterministic")


def unpacked(kind: type[T], value: object) -> T:
    """The ``kind`` that was packed as ``value``, checked as its constructor checks it; fields that
    are not there keep their default, unknown ones are left out.

    ValueError for what does not fit: a sentence, and after it where.
    """
    try:
        return msgspec.convert(value, kind, dec_hook=_from_plain, str_keys=True)
    except (msgspec.ValidationError, RecursionError) as error:
        raise ValueError(
            _line(str(error)).replace("`", "").replace("$.", "").rstrip(".")
        ) from error


def unpacked_leniently(kind: type[T], value: Mapping[str, Any]) -> tuple[T, tuple[str, ...]]:
    """As `unpacked`, but a field that does not fit keeps its default; with a sentence for each of
    those. Dataclasses inside ``kind`` are taken apart the same way.

    ``kind`` is a dataclass with a default for every field.
    """
    try:
        return unpacked(kind, value), ()
    except ValueError:
        pass
    hints = get_type_hints(kind)
    taken: dict[str, Any] = {}
    refused: list[str] = []
    for name in (f.name for f in fields(kind) if f.name in value):  # type: ignore[arg-type]
        part = value[name]
        if is_dataclass(hints[name]) and isinstance(part, Mapping):
            inner, problems = unpacked_leniently(hints[name], part)
            part = packed(inner)
            refused += [f"{name}.{problem}" for problem in problems]
        try:
            unpacked(kind, {**taken, name: part})
            taken[name] = part
        except ValueError as error:
            refused.append(f"{name}: {_sentence(error)}")
    return unpacked(kind, taken), tuple(refused)


def json_text(value: object) -> bytes:
    """``value`` (plain) as JSON for people and for diffs: keys sorted, indented, and what holds no
    further lists or objects (a note, a point of a controller) on one line.
    """
    text: list[str] = []
    _write(text, value, "\n")
    return "".join(text).encode() + b"\n"


def parsed(raw: bytes | str) -> Any:
    """The plain value of a JSON text; ValueError for damage, however deep or odd."""
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise ValueError(_line(str(error))) from error


class NewerFormat(ValueError):
    """The file was written by a later version of the program; ``found`` is that of its format."""

    def __init__(self, found: int) -> None:
        super().__init__(f"its format is version {found}")
        self.found = found


Migration = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Format(Generic[T]):
    """A kind of file: what it holds, the key its version stands under, and how a value of each
    older version (1 where the key is not there) becomes one of the next.
    """

    kind: type[T]
    key: str
    version: int = 1
    migrations: Mapping[int, Migration] = field(default_factory=dict)

    def packed(self, value: T) -> dict[str, Any]:
        """``value`` as a plain object of today's version."""
        return {**packed(value), self.key: self.version}

    def unpacked(self, value: object) -> T:
        """What was packed by this version or an older one.

        Raises ValueError for damage, `NewerFormat` for what a later version wrote.
        """
        if not isinstance(value, dict):
            raise ValueError("it holds no object")
        version = value.get(self.key, 1)
        if type(version) is not int or version < 1:
            raise ValueError(f"its version is {_line(repr(version))}")
        if version > self.version:
            raise NewerFormat(version)
        try:
            for number in range(version, self.version):
                value = self.migrations[number](value)
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise ValueError(_line(f"{type(error).__name__}: {error}")) from error
        return unpacked(self.kind, value)


_one_line = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def _write(text: list[str], value: Any, margin: str) -> None:
    """Append a plain value to ``text``; ``margin`` is a line break and the indent so far."""
    named = isinstance(value, dict)
    inside = value.values() if named else value if isinstance(value, list | tuple) else ()
    if not any(isinstance(part, dict | list | tuple) for part in inside):
        text.append(_one_line(value))
        return
    names = sorted(value) if named else range(len(value))
    opening, closing = "{}" if named else "[]"
    for number, name in enumerate(names):
        text.append(f"{',' if number else opening}{margin}  ")
        if named:
            text.append(f"{_one_line(name)}: ")
        _write(text, value[name], f"{margin}  ")
    text.append(f"{margin}{closing}")


def _plain(value: object) -> Any:
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, float):  # a number of numpy's is one
        return float(value)
    raise TypeError(f"no record is made of {type(value).__name__}")


def _from_plain(kind: type, value: object) -> object:
    if issubclass(kind, Path) and isinstance(value, str):
        return kind(value)
    raise ValueError(f"Expected {kind.__name__}, got {type(value).__name__}")


def _line(text: str) -> str:
    """What a file held may be in ``text``: as one line that can be read, its middle left out."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    cut = len(plain) > _LONGEST_REASON
    return f"{plain[: _LONGEST_REASON // 2]} ... {plain[-_LONGEST_REASON // 2 :]}" if cut else plain


def _sentence(error: ValueError) -> str:
    """What is wrong, without where: the caller knows."""
    found = error.__cause__.__cause__ if error.__cause__ else None
    text = _line(str(found)) if found is not None else str(error).split(" - at ")[0]
    return text if text.endswith(".") else f"{text}."
