"""The `.foley` file: which cut, which takes of which shots, which edits; never the media.

A project is a value; saving writes the whole of it as JSON, so that the file is always one state of
the work. Beside it stands an autosave, a minute old at most, that goes when the project is saved.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from foley_post.core.files import write_whole
from foley_post.errors import ProjectError
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.project.shot_takes import ShotTakes

__all__ = [
    "Project",
    "Settings",
    "ShotTakes",
    "autosave_path",
    "load_project",
    "newer_autosave",
    "save_project",
]

VERSION = 1
_MOST_BYTES = 512 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """What the project asks for when it generates and exports; the command line's options.

    ``out`` None means beside the cut. ``loudness_lufs`` None leaves levels as they are. ``key`` is
    like ``F#m``, empty for the one the notes suggest; ``tempo_bpm`` None leaves the pulse alone.
    """

    instrument: str = "auto"
    style: str = ""
    key: str = ""
    tempo_bpm: float | None = None
    loosen_percent: float = 0.0
    seed: int = 0
    out: Path | None = None
    hosts: tuple[str, ...] = ("premiere", "resolve")
    overlay: bool = False
    mix: bool = False
    markers: bool = False
    reverb: str = "studio"
    soundfont: Path | None = None
    loudness_lufs: float | None = -23.0
    handles_s: float = 1.0
    device: str = "auto"
    model: Path | None = None
    media_roots: tuple[Path, ...] = ()
    path_map: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Project:
    """An open piece of work. ``cut_sha256`` tells whether the timeline changed since."""

    cut: Path
    cut_sha256: str = ""
    shots: Mapping[str, ShotTakes] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)

    def work(self, shot_id: str) -> ShotTakes:
        """What was made for that shot; an empty one for a shot nobody touched."""
        return self.shots.get(shot_id, _UNTOUCHED)

    def with_work(self, shot_id: str, work: ShotTakes) -> Project:
        """The same with other work for one shot."""
        shots = {**self.shots, shot_id: work}
        if work == _UNTOUCHED:
            del shots[shot_id]
        return replace(self, shots=shots)


_UNTOUCHED = ShotTakes()


def autosave_path(path: Path) -> Path:
    """The sibling of ``path`` that holds the work since it was last saved."""
    return path.with_name(f".{path.name}.autosave")


def newer_autosave(path: Path) -> Path | None:
    """The autosave of ``path`` where it holds later work than the project itself."""
    sibling = autosave_path(path)
    try:
        written = sibling.stat().st_mtime_ns
    except OSError:
        return None
    try:
        return sibling if written >= path.stat().st_mtime_ns else None
    except OSError:
        return sibling


def save_project(project: Project, path: Path, *, autosave: bool = False) -> Path:
    """Write ``project`` whole to ``path`` (or to its autosave) and return where it went.

    The cut's path is kept absolute and also relative to the project, so that a folder that holds
    both may move. Saving removes the autosave. Raises OutputError when it cannot be written; what
    was there before is then still there.
    """
    target = autosave_path(path) if autosave else path
    text = json.dumps(_packed(project, path.parent), ensure_ascii=False, indent=1, sort_keys=True)
    write_whole(target, text.encode() + b"\n")
    if not autosave:
        autosave_path(path).unlink(missing_ok=True)
    return target


def load_project(path: Path, *, home: Path | None = None) -> Project:
    """The project in ``path``; ``home`` is the folder relative paths count from (its own).

    Raises ProjectError for a file that is missing, damaged or of a newer version. A damaged file
    is left alone and a copy of it kept beside it as ``NAME.damaged``.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ProjectError(f"{path.name} is too large to be a Foley Post project.")
        raw = path.read_bytes()
    except OSError as error:
        raise ProjectError(
            f"{path.name} cannot be read: {error.strerror}. Choose the project where it is now."
        ) from error
    try:
        value = json.loads(raw)
        version = value["foley_post_project"]
        if isinstance(version, int) and version > VERSION:
            raise ProjectError(
                f"{path.name} was saved by a newer Foley Post (project version {version}). "
                "Update Foley Post to open it."
            )
        return _unpacked(value, home or path.parent)
    except ProjectError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        kept = _keep_copy(path, raw)
        autosave = newer_autosave(path)
        advice = (
            f"Its autosave {autosave.name} may still open."
            if autosave
            else "Open the timeline again to start afresh."
        )
        raise ProjectError(
            f"{path.name} is damaged and cannot be opened ({error}). It was left as it is"
            f"{f', a copy is kept as {kept.name}' if kept else ''}. {advice}"
        ) from error


def _keep_copy(path: Path, raw: bytes) -> Path | None:
    copy = path.with_name(f"{path.name}.damaged")
    with contextlib.suppress(OSError):
        if not copy.exists():
            write_whole(copy, raw)
        return copy
    return None


def _packed(project: Project, home: Path) -> dict[str, Any]:
    cut = project.cut.absolute()
    relative = ""
    with contextlib.suppress(ValueError):  # another drive on Windows
        relative = Path(os.path.relpath(cut, home.absolute())).as_posix()
    return {
        "foley_post_project": VERSION,
        "cut": {"path": str(cut), "relative": relative, "sha256": project.cut_sha256},
        "settings": _packed_settings(project.settings),
        "shots": {name: _packed_work(work) for name, work in project.shots.items()},
    }


def _packed_settings(settings: Settings) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for name in Settings.__dataclass_fields__:
        one = getattr(settings, name)
        if isinstance(one, Path):
            one = str(one)
        elif isinstance(one, tuple):
            one = [str(part) for part in one]
        elif isinstance(one, Mapping):
            one = dict(one)
        value[name] = one
    return value


def _packed_work(work: ShotTakes) -> dict[str, Any]:
    return {
        "takes": [_packed_take(take) for take in work.takes],
        "chosen": list(work.chosen),
        "edited": sorted(work.edited),
        "problem": work.problem,
    }


def _packed_take(take: Take) -> dict[str, Any]:
    return {
        "length_s": take.length_s,
        "instrument": take.instrument,
        "seed": take.seed,
        "style": take.style,
        "model_sha256": take.model_sha256,
        "performer": take.performer,
        "instrument_confidence": take.instrument_confidence,
        "controllers": {str(k): [list(p) for p in v] for k, v in take.controllers.items()},
        "certificate": dict(take.sync_report),
        "notes": [_packed_note(note) for note in take.notes],
    }


def _packed_note(note: Note) -> list[Any]:
    return [
        *(note.onset_s, note.length_s, note.pitch, note.velocity, str(note.evidence)),
        *(note.confidence, note.joint, note.articulation, note.pinned),
    ]


def _unpacked(value: Mapping[str, Any], home: Path) -> Project:
    cut = Path(value["cut"]["path"])
    beside = home / value["cut"]["relative"] if value["cut"]["relative"] else cut
    if beside.exists() and not cut.exists():
        cut = beside.resolve()
    return Project(
        cut=cut,
        cut_sha256=str(value["cut"]["sha256"]),
        shots={str(name): _unpacked_work(work) for name, work in value["shots"].items()},
        settings=_unpacked_settings(value["settings"]),
    )


def _unpacked_settings(value: Mapping[str, Any]) -> Settings:
    def path(name: str) -> Path | None:
        return Path(value[name]) if value.get(name) else None

    plain = Settings()
    loudness = value.get("loudness_lufs", plain.loudness_lufs)
    tempo = value.get("tempo_bpm")
    return Settings(
        instrument=str(value.get("instrument", plain.instrument)),
        style=str(value.get("style", plain.style)),
        key=str(value.get("key", plain.key)),
        tempo_bpm=None if tempo is None else _finite(tempo),
        loosen_percent=_finite(value.get("loosen_percent", plain.loosen_percent)),
        seed=int(value.get("seed", plain.seed)),
        out=path("out"),
        hosts=tuple(str(h) for h in value.get("hosts", plain.hosts)),
        overlay=bool(value.get("overlay", plain.overlay)),
        mix=bool(value.get("mix", plain.mix)),
        markers=bool(value.get("markers", plain.markers)),
        reverb=str(value.get("reverb", plain.reverb)),
        soundfont=path("soundfont"),
        loudness_lufs=None if loudness is None else _finite(loudness),
        handles_s=_finite(value.get("handles_s", plain.handles_s)),
        device=str(value.get("device", plain.device)),
        model=path("model"),
        media_roots=tuple(Path(p) for p in value.get("media_roots", ())),
        path_map={str(k): str(v) for k, v in value.get("path_map", {}).items()},
    )


def _unpacked_work(value: Mapping[str, Any]) -> ShotTakes:
    return ShotTakes(
        takes=tuple(_unpacked_take(take) for take in value["takes"]),
        chosen=tuple(int(i) for i in value["chosen"]),
        edited=frozenset(int(i) for i in value["edited"]),
        problem=str(value["problem"]),
    )


def _unpacked_take(value: Mapping[str, Any]) -> Take:
    return Take(
        notes=tuple(_unpacked_note(note) for note in value["notes"]),
        length_s=_finite(value["length_s"]),
        instrument=str(value["instrument"]),
        seed=int(value["seed"]),
        style=str(value["style"]),
        model_sha256=str(value["model_sha256"]),
        performer=int(value["performer"]),
        instrument_confidence=_finite(value["instrument_confidence"]),
        controllers={
            int(k): tuple((_finite(t), _finite(x)) for t, x in v)
            for k, v in value["controllers"].items()
        },
        sync_report={
            str(k): v if isinstance(v, str) else float(v) for k, v in value["certificate"].items()
        },
    )


def _unpacked_note(value: list[Any]) -> Note:
    onset, length, pitch, velocity, evidence, confidence, joint, articulation, pinned = value
    return Note(
        onset_s=float(onset),
        length_s=float(length),
        pitch=int(pitch),
        velocity=int(velocity),
        evidence=Evidence(evidence),
        confidence=float(confidence),
        joint=None if joint is None else int(joint),
        articulation=str(articulation),
        pinned=bool(pinned),
    )


def _finite(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{value!r} is not a number")
    return number
