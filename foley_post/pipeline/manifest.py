"""`manifest.json`: what was made, from what, and how to make it again."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foley_post import __version__
from foley_post.core.files import fingerprint, sha256_of, write_whole
from foley_post.core.serialization import Format, NewerFormat, json_text, packed, parsed
from foley_post.errors import ProjectError, SoundError
from foley_post.listen.assignment import UnsureNote
from foley_post.midi.notes import Take
from foley_post.render.panning import Standing
from foley_post.render.soundfont import shipped_soundfont
from foley_post.timeline.model import Cut, Stem

if TYPE_CHECKING:
    from foley_post.pipeline.options import Options
    from foley_post.pipeline.results import OtherTake, ShotResult
    from foley_post.timeline import Written

__all__ = ["FileRecord", "Manifest", "ShotRecord", "load_manifest", "write_manifest"]


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file by its name, relative to the manifest where it lies below it, and its hash."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class StemRecord:
    """A stem's file, and its place on the timeline as in `foley_post.timeline.model.Stem`.

    ``loudness_lufs`` None is silence, or what nobody measured. ``gain_db`` and ``pan`` are what the
    player's fader made of it; 0 for a stem at unity.
    """

    file: str
    sha256: str
    track: str
    performer: int
    rate_hz: int
    channels: int
    start_sample: int
    length_samples: int
    record_start_frame: int
    length_frames: int
    head_frames: int
    loudness_lufs: float | None = None
    gain_db: float = 0.0
    pan: float = 0.0


@dataclass(frozen=True, slots=True)
class TakeRecord:
    """A take on the timeline: ``music`` is the whole of it, the rest a summary for readers.

    ``evidence`` counts its notes by how they are known; ``given`` says whether an editor brought
    it; ``standing`` is where the player is heard from, None for straight ahead.
    """

    performer: int
    instrument: str
    music: Take
    instrument_confidence: float = 1.0
    seed: int = 0
    style: str = ""
    notes: int = 0
    evidence: Mapping[str, int] = field(default_factory=dict)
    sync_report: Mapping[str, float | str] = field(default_factory=dict)
    given: bool = False
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class OtherTakeRecord:
    """A take that is not on the timeline, its number among its player's, and its files."""

    number: int
    music: Take
    midi: FileRecord
    stem: FileRecord


@dataclass(frozen=True, slots=True)
class ShotRecord:
    """What became of one shot.

    ``guide_stems`` are its own sound split by player, and the rest; ``unsure_notes`` the heard
    notes that two players could have played.
    """

    id: str
    name: str = ""
    media: str = ""
    media_fingerprint: str = ""
    problem: str = ""
    notices: tuple[str, ...] = ()
    tempo_bpm: float = 120.0
    takes: tuple[TakeRecord, ...] = ()
    other_takes: tuple[OtherTakeRecord, ...] = ()
    stems: tuple[StemRecord, ...] = ()
    midi: tuple[FileRecord, ...] = ()
    overlay: FileRecord | None = None
    sound_map: FileRecord | None = None
    guide_stems: tuple[StemRecord, ...] = ()
    unsure_notes: tuple[UnsureNote, ...] = ()


@dataclass(frozen=True, slots=True)
class CutRecord:
    """The timeline: where it lay, also counted from the manifest's folder, and its hash."""

    path: str
    sha256: str
    relative: str = ""
    format: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A run: by which version, from which timeline, with which options, and what came of it."""

    foley_post: str
    cut: CutRecord
    settings: dict[str, Any]
    shots: tuple[ShotRecord, ...]
    soundfont_sha256: str = ""
    model_sha256: str = ""
    timelines: tuple[FileRecord, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def files(self) -> dict[str, str]:
        """The MIDI files and stems by name (the clips' own sound split too), with their hashes."""
        found: list[FileRecord | StemRecord] = []
        for shot in self.shots:
            found += (*shot.midi, *shot.stems, *shot.guide_stems)
            found += [file for one in shot.other_takes for file in (one.midi, one.stem)]
        return {one.file: one.sha256 for one in found}


def _from_1(value: dict[str, Any]) -> dict[str, Any]:
    """Version 1 called a take's sync report its certificate."""

    def renamed(take: dict[str, Any]) -> dict[str, Any]:
        return {**take, "sync_report": take["certificate"]}

    def with_music(one: dict[str, Any]) -> dict[str, Any]:
        return {**one, "music": renamed(one["music"])}

    shots = [
        {
            **shot,
            "takes": [with_music(renamed(one)) for one in shot["takes"]],
            "other_takes": [with_music(one) for one in shot["other_takes"]],
        }
        for shot in value["shots"]
    ]
    return {**value, "shots": shots}


_MIGRATIONS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _from_1}
_FORMAT = Format(Manifest, "manifest_version", 2, _MIGRATIONS)


def write_manifest(
    path: Path,
    cut: Cut,
    outcomes: Sequence[ShotResult],
    written: Written,
    *,
    options: Options,
) -> Path:
    """Write the manifest; paths under its folder are relative, so that the folder may move.

    Every take stands in it whole, so that it can be made again without the pictures
    (`foley_post.pipeline.reproduce`).
    """
    folder = path.parent
    manifest = Manifest(
        foley_post=__version__,
        cut=_cut(folder, cut),
        settings={k: v for k, v in packed(options).items() if k != "out"},
        shots=tuple(_shot(folder, outcome) for outcome in outcomes),
        soundfont_sha256=_soundfont(options),
        model_sha256=next((t.model_sha256 for o in outcomes for t in o.takes), ""),
        timelines=tuple(_file(folder, file) for file in written.files),
        notices=(*cut.notices, *written.notices),
    )
    write_whole(path, json_text(_FORMAT.packed(manifest)))
    return path


def load_manifest(path: Path) -> Manifest:
    """What `write_manifest` wrote; ProjectError when it is not there, damaged or none of ours."""
    try:
        value = parsed(path.read_bytes())
        if not isinstance(value, dict) or "foley_post" not in value:
            raise ProjectError(f"{path.name} is not a manifest of Foley Post.")
        return _FORMAT.unpacked(value)
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror}.") from error
    except NewerFormat as error:
        raise ProjectError(
            f"{path.name} was written by a newer Foley Post ({error}). Update Foley Post to use it."
        ) from error
    except ProjectError:
        raise
    except ValueError as error:
        raise ProjectError(f"{path.name} is damaged: {error}.") from error


def _cut(folder: Path, cut: Cut) -> CutRecord:
    path = cut.path.absolute()
    relative = ""
    with contextlib.suppress(ValueError):  # another drive on Windows
        relative = Path(os.path.relpath(path, folder.absolute())).as_posix()
    return CutRecord(str(path), cut.source_sha256, relative, cut.format)


def _soundfont(options: Options) -> str:
    chosen = options.rendering.soundfont
    with contextlib.suppress(OSError, SoundError):
        return sha256_of(chosen or shipped_soundfont())
    return ""


def _shot(folder: Path, outcome: ShotResult) -> ShotRecord:
    media = outcome.shot.media.path
    return ShotRecord(
        id=outcome.shot.id,
        name=outcome.shot.name,
        media=str(media or outcome.shot.media.url),
        media_fingerprint=fingerprint(media) if media and media.is_file() else "",
        problem=outcome.problem,
        notices=outcome.notices,
        tempo_bpm=outcome.tempo_bpm,
        takes=tuple(_take(take, outcome) for take in outcome.takes),
        other_takes=tuple(_other(folder, one) for one in outcome.others),
        stems=tuple(_stem(folder, stem) for stem in outcome.stems),
        midi=tuple(_file(folder, file) for file in outcome.midi),
        overlay=_file(folder, outcome.overlay) if outcome.overlay else None,
        sound_map=_file(folder, outcome.sound_map) if outcome.sound_map else None,
        guide_stems=tuple(_stem(folder, stem) for stem in outcome.guide_stems),
        unsure_notes=outcome.unsure,
    )


def _other(folder: Path, one: OtherTake) -> OtherTakeRecord:
    return OtherTakeRecord(one.number, one.take, _file(folder, one.midi), _file(folder, one.stem))


def _take(take: Take, outcome: ShotResult) -> TakeRecord:
    evidence = [str(note.evidence) for note in take.notes]
    return TakeRecord(
        performer=take.performer,
        instrument=take.instrument,
        music=take,
        instrument_confidence=round(take.instrument_confidence, 4),
        seed=take.seed,
        style=take.style,
        notes=len(take.notes),
        evidence={kind: evidence.count(kind) for kind in sorted(set(evidence))},
        sync_report=take.sync_report,
        given=take.performer in outcome.given,
        standing=outcome.standing.get(take.performer),
    )


def _stem(folder: Path, stem: Stem) -> StemRecord:
    file = _file(folder, stem.path)
    return StemRecord(
        file.file, file.sha256, stem.track, stem.performer,
        rate_hz=stem.rate_hz,
        channels=stem.channels,
        start_sample=stem.start_sample,
        length_samples=stem.length_samples,
        record_start_frame=stem.record_start_frame,
        length_frames=stem.length_frames,
        head_frames=stem.head_frames,
        loudness_lufs=stem.loudness_lufs,
        gain_db=stem.gain_db,
        pan=stem.pan,
    )  # fmt: skip


def _file(folder: Path, path: Path) -> FileRecord:
    name = path.relative_to(folder) if path.is_relative_to(folder) else path
    return FileRecord(name.as_posix(), sha256_of(path))
