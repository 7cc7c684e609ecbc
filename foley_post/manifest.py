"""`manifest.json`: what was made, from what, and how to make it again."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foley_post import __version__
from foley_post.files import fingerprint, sha256_of, write_whole
from foley_post.midi.notes import Take
from foley_post.timeline.model import Cut, Stem

if TYPE_CHECKING:
    from foley_post.options import Options
    from foley_post.outcome import ShotOutcome
    from foley_post.timeline import Written

__all__ = ["write_manifest"]


def write_manifest(
    path: Path,
    cut: Cut,
    outcomes: Sequence[ShotOutcome],
    written: Written,
    *,
    options: Options,
) -> Path:
    """Write the manifest; paths under its folder are relative, so that the folder may move."""
    value = {
        "foley_post": __version__,
        "cut": {"path": str(cut.path), "sha256": cut.source_sha256, "format": cut.format},
        "settings": _settings(options),
        "model_sha256": next((t.model_sha256 for o in outcomes for t in o.takes), ""),
        "shots": [_shot(path.parent, outcome) for outcome in outcomes],
        "timelines": [_file(path.parent, file) for file in written.files],
        "notices": [*cut.notices, *written.notices],
    }
    text = json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True, default=str)
    write_whole(path, text.encode() + b"\n")
    return path


def _settings(options: Options) -> dict[str, Any]:
    plain = dataclasses.asdict(options)
    plain.pop("out")
    return plain


def _shot(folder: Path, outcome: ShotOutcome) -> dict[str, Any]:
    media = outcome.shot.media.path
    return {
        "id": outcome.shot.id,
        "name": outcome.shot.name,
        "media": str(media or outcome.shot.media.url),
        "media_fingerprint": fingerprint(media) if media and media.is_file() else "",
        "problem": outcome.problem,
        "notices": list(outcome.notices),
        "takes": [_take(take) for take in outcome.takes],
        "stems": [_stem(folder, stem) for stem in outcome.stems],
        "midi": [_file(folder, file) for file in outcome.midi],
        "overlay": _file(folder, outcome.overlay) if outcome.overlay else None,
    }


def _take(take: Take) -> dict[str, Any]:
    evidence = [note.evidence for note in take.notes]
    return {
        "performer": take.performer,
        "instrument": take.instrument,
        "instrument_confidence": round(take.instrument_confidence, 4),
        "seed": take.seed,
        "style": take.style,
        "notes": len(take.notes),
        "evidence": {str(kind): evidence.count(kind) for kind in sorted(set(evidence))},
        "certificate": dict(take.certificate),
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
