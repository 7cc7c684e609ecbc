"""Projects of older versions, brought up to today's one version at a time.

Each step takes the plain value of a file and gives that of the next version. What is damaged may
raise KeyError, TypeError or AttributeError: `foley_post.core.serialization.Format` tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["MIGRATIONS"]

_NOTE_1 = (
    "onset_s", "length_s", "pitch", "velocity", "evidence", "confidence", "joint", "articulation",
    "pinned",
)  # fmt: skip


def _from_1(value: dict[str, Any]) -> dict[str, Any]:
    """Version 1 kept notes as lists, and its settings flat."""
    shots = {
        name: {**work, "takes": [_take_from_1(take) for take in work["takes"]]}
        for name, work in value["shots"].items()
    }
    return {**value, "settings": _settings_from_1(value["settings"]), "shots": shots}


def _take_from_1(take: Mapping[str, Any]) -> dict[str, Any]:
    notes = [dict(zip(_NOTE_1, note, strict=True)) for note in take["notes"]]
    return {**take, "notes": notes, "sync_report": take["certificate"]}


def _settings_from_1(old: Mapping[str, Any]) -> dict[str, Any]:
    same = (
        "instrument", "style", "key", "loosen_percent", "seed", "out", "overlay", "mix", "markers",
        "model", "media_roots", "path_map",
    )  # fmt: skip
    sound = ("reverb", "soundfont", "loudness_lufs", "handles_s")
    new = {name: old[name] for name in same if name in old}
    new["hosts"] = old.get("hosts", ["premiere", "resolve"])
    new["rendering"] = {name: old[name] for name in sound if name in old}
    new["watching"] = {"device": old["device"]} if "device" in old else {}
    if old.get("tempo_bpm") is not None:
        new["tempo"] = f"{old['tempo_bpm']}".removesuffix(".0")
    return new


MIGRATIONS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _from_1}
