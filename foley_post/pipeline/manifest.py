"""`manifest.json`: what was made, from what, and how to make it again."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foley_post import __version__
from foley_post.core.files import fingerprint, sha256_of, write_whole
from foley_post.core.serialization import packed
from foley_post.errors import ProjectError, SoundError
from foley_post.midi.notes import Take
from foley_post.render.soundfont import shipped_soundfont
from foley_post.timeline.model import Cut, Stem

if TYPE_CHECKING:
    from foley_post.pipeline.options import Options
    from foley_post.pipeline.results import OtherTake, ShotResult
    from foley_post.timeline import Written

__all__ = ["load_manifest", "write_manifest"]


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
    value = {
        "foley_post": __version__,
        "cut": _cut(path.parent, cut),
        "settings": _settings(options),
        "soundfont_sha256": _soundfont(options),
        "model_sha256": next((t.model_sha256 for o in outcomes for t in o.takes), ""),
        "shots": [_shot(path.parent, outcome) for outcome in outcomes],
        "timelines": [_file(path.parent, file) for file in written.files],
        "notices": [*cut.notices, *written.notices],
    }
    text = json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True)
    write_whole(path, _INNERMOST.sub(_on_one_line, text).encode() + b"\n")
    return path


def load_manifest(path: Path) -> dict[str, Any]:
    """What `write_manifest` wrote; ProjectError when it is not there or no manifest of ours."""
    try:
        value = json.loads(path.read_bytes())
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise ProjectError(f"{path.name} is damaged: {error}.") from error
    if not isinstance(value, dict) or not {"foley_post", "cut", "settings", "shots"} <= set(value):
        raise ProjectError(f"{path.name} is not a manifest of Foley Post.")
    return value


_INNERMOST = re.compile(r"[\[{]\n\s+([^\[\]{}]*?)\n\s+([\]}])")
"""A list or an object that holds neither: a note, a point of a controller."""


def _on_one_line(found: re.Match[str]) -> str:
    # Only line breaks and what indents are touched: JSON's own strings hold no line breaks.
    opening = "[" if found[2] == "]" else "{"
    return opening + re.sub(r"\n\s+", " ", found[1]) + found[2]


def _cut(folder: Path, cut: Cut) -> dict[str, str]:
    path = cut.path.absolute()
    relative = ""
    with contextlib.suppress(ValueError):  # another drive on Windows
        relative = Path(os.path.relpath(path, folder.absolute())).as_posix()
    return {
        "path": str(path),
        "relative": relative,
        "sha256": cut.source_sha256,
        "format": cut.format,
    }


def _soundfont(options: Options) -> str:
    chosen = options.rendering.soundfont
    with contextlib.suppress(OSError, SoundError):
        return sha256_of(chosen or shipped_soundfont())
    return ""


def _settings(options: Options) -> dict[str, Any]:
    plain: dict[str, Any] = packed(options)
    plain.pop("out")
    return plain


def _shot(folder: Path, outcome: ShotResult) -> dict[str, Any]:
    media = outcome.shot.media.path
    return {
        "id": outcome.shot.id,
        "name": outcome.shot.name,
        "media": str(media or outcome.shot.media.url),
        "media_fingerprint": fingerprint(media) if media and media.is_file() else "",
        "problem": outcome.problem,
        "notices": list(outcome.notices),
        "tempo_bpm": outcome.tempo_bpm,
        "takes": [_take(take, outcome) for take in outcome.takes],
        "other_takes": [_other(folder, one) for one in outcome.others],
        "stems": [_stem(folder, stem) for stem in outcome.stems],
        "midi": [_file(folder, file) for file in outcome.midi],
        "overlay": _file(folder, outcome.overlay) if outcome.overlay else None,
    }


def _other(folder: Path, one: OtherTake) -> dict[str, Any]:
    return {
        "number": one.number,
        "midi": _file(folder, one.midi),
        "stem": _file(folder, one.stem),
        "music": packed(one.take),
    }


def _take(take: Take, outcome: ShotResult) -> dict[str, Any]:
    evidence = [note.evidence for note in take.notes]
    return {
        "performer": take.performer,
        "instrument": take.instrument,
        "instrument_confidence": round(take.instrument_confidence, 4),
        "seed": take.seed,
        "style": take.style,
        "notes": len(take.notes),
        "evidence": {str(kind): evidence.count(kind) for kind in sorted(set(evidence))},
        "certificate": dict(take.sync_report),
        "given": take.performer in outcome.given,
        "standing": packed(outcome.standing.get(take.performer)),
        "music": packed(take),
    }


def _stem(folder: Path, stem: Stem) -> dict[str, Any]:
    return {
        **_file(folder, stem.path),
        "track": stem.track,
        "performer": stem.performer,
        "rate_hz": stem.rate_hz,
        "channels": stem.channels,
        "start_sample": stem.start_sample,
        "length_samples": stem.length_samples,
        "record_start_frame": stem.record_start_frame,
        "length_frames": stem.length_frames,
        "head_frames": stem.head_frames,
    }


def _file(folder: Path, path: Path) -> dict[str, Any]:
    name = path.relative_to(folder) if path.is_relative_to(folder) else path
    return {"file": name.as_posix(), "sha256": sha256_of(path)}
