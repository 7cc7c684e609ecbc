"""A played shot as two files, until all are arranged together: what it plays, and its motions."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

from foley_post.core.files import write_whole
from foley_post.core.serialization import json_text, packed, parsed, unpacked
from foley_post.errors import MediaError, ProjectError
from foley_post.pipeline.results import ScoredShot
from foley_post.pose.motion_io import load_motions, save_motions
from foley_post.timeline.model import Shot

__all__ = ["read_part", "write_part"]

_ELSEWHERE = {"shot", "motions"}
_VERSION = 1


def write_part(folder: Path, scored: ScoredShot) -> Path:
    """Write the shot's part; the last of its files, so that who finds it finds all. OutputError."""
    save_motions(scored.motions, folder / f"{scored.shot.id}.npz")
    said: dict[str, Any] = {
        f.name: packed(getattr(scored, f.name))
        for f in fields(ScoredShot)
        if f.name not in _ELSEWHERE
    }
    path = folder / f"{scored.shot.id}.json"
    write_whole(path, json_text({**said, "id": scored.shot.id, "part_version": _VERSION}))
    return path


def read_part(folder: Path, shot: Shot) -> ScoredShot:
    """The part of ``shot``; told as a problem where it was not played, or is damaged."""
    path = folder / f"{shot.id}.json"
    if not path.exists():
        return ScoredShot(
            shot, problem=f"{shot.id} was not played: its task did not come to an end."
        )
    try:
        return _read(path, shot)
    except (MediaError, ProjectError, OSError, ValueError) as error:
        return ScoredShot(shot, problem=f"{path.name} is damaged: {error}. Play it again.")


def _read(path: Path, shot: Shot) -> ScoredShot:
    value = parsed(path.read_bytes())
    if not isinstance(value, dict) or value.get("part_version") != _VERSION:
        raise ProjectError("it is of another version")
    hints = get_type_hints(ScoredShot)
    kept = {
        f.name: unpacked(hints[f.name], value[f.name])
        for f in fields(ScoredShot)
        if f.name not in _ELSEWHERE and f.name in value
    }
    return ScoredShot(shot, load_motions(path.with_suffix(".npz")), **kept)
