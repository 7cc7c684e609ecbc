"""What a manifest tells of, made again, and held against it byte for byte.

From the notes that stand in the manifest: the same MIDI files and stems, whatever became of the
model and the footage. Or from the pictures: watched and generated anew, as the first time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foley_post.core.files import make_ready
from foley_post.core.progress import Watcher, ignore_progress
from foley_post.core.serialization import unpacked
from foley_post.errors import ProjectError, UsageError
from foley_post.midi.notes import Take
from foley_post.pipeline.manifest import load_manifest
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import Results, ScoredShot
from foley_post.pipeline.score import lay, score
from foley_post.render.panning import Standing
from foley_post.timeline import read_cut
from foley_post.timeline.model import Cut

__all__ = ["Reproduction", "reproduce"]


@dataclass(frozen=True, slots=True)
class Reproduction:
    """What was made, and which of the manifest's MIDI files and stems are the same bytes again."""

    outcome: Results
    same: tuple[str, ...]
    different: tuple[str, ...]
    notices: tuple[str, ...] = ()


def reproduce(
    manifest: Path, out: Path, *, from_pictures: bool = False, watcher: Watcher = ignore_progress
) -> Reproduction:
    """Make everything of ``manifest`` again under ``out``.

    Raises ProjectError for a damaged manifest, UsageError when ``out`` is its own folder or the
    timeline changed since.
    """
    told = load_manifest(manifest)
    if out.resolve() == manifest.parent.resolve():
        raise UsageError("What is made again needs a folder of its own: choose one with --out.")
    path = _cut_path(told, manifest.parent)
    try:
        options = unpacked(Options, {**told["settings"], "out": str(out)})
        takes = _takes(told)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProjectError(f"{manifest.name} is damaged: {error}.") from error
    cut = read_cut(path, media_roots=options.media_roots, path_map=options.path_map)
    if cut.source_sha256 != told["cut"]["sha256"]:
        raise UsageError(f"{path.name} changed since; its music cannot be made again from here.")
    if from_pictures:
        given = {place: take for place, (take, own) in takes.items() if own}
        outcome = score(path, options, given=given, watcher=watcher)
    else:
        make_ready(out)
        outcome = lay(cut, _scored(told, cut), options, watcher=watcher)
    return _held_against(told, load_manifest(outcome.manifest), outcome)


def _cut_path(told: Mapping[str, Any], folder: Path) -> Path:
    path = Path(told["cut"]["path"])
    beside = folder / told["cut"].get("relative", "")
    return beside if beside.is_file() and not path.is_file() else path


def _takes(told: Mapping[str, Any]) -> dict[tuple[str, int], tuple[Take, bool]]:
    """Each player's take, and whether an editor gave it."""
    return {
        (shot["id"], int(one["performer"])): (unpacked(Take, one["music"]), bool(one["given"]))
        for shot in told["shots"]
        for one in shot["takes"]
    }


def _scored(told: Mapping[str, Any], cut: Cut) -> list[ScoredShot]:
    """The shots as they stood before their takes were rendered."""
    scored = []
    for shot in told["shots"]:
        try:
            place = cut.shot(shot["id"])
        except KeyError:
            raise ProjectError(f"There is no shot {shot['id']} in {cut.path.name}.") from None
        scored.append(
            ScoredShot(
                place,
                takes=tuple(unpacked(Take, one["music"]) for one in shot["takes"]),
                problem=shot["problem"],
                others=tuple(
                    (int(one["number"]), unpacked(Take, one["music"]))
                    for one in shot["other_takes"]
                ),
                given=frozenset(int(t["performer"]) for t in shot["takes"] if t["given"]),
                standing={
                    int(one["performer"]): unpacked(Standing, one["standing"])
                    for one in shot["takes"]
                    if one["standing"]
                },
                tempo_bpm=float(shot["tempo_bpm"]),
            )
        )
    return scored


def _held_against(
    before: Mapping[str, Any], now: Mapping[str, Any], outcome: Results
) -> Reproduction:
    wanted, made = _files(before), _files(now)
    same = tuple(name for name in wanted if made.get(name) == wanted[name])
    notices = [
        f"The {what} is not the one of the first time."
        for what, key in (("model", "model_sha256"), ("SoundFont", "soundfont_sha256"))
        if before.get(key) != now.get(key)
    ]
    different = tuple(name for name in wanted if name not in same)
    return Reproduction(outcome, same, different, tuple(notices))


def _files(told: Mapping[str, Any]) -> dict[str, str]:
    """The MIDI files and stems with their hashes."""
    found: dict[str, str] = {}
    for shot in told["shots"]:
        others = [one[kind] for one in shot["other_takes"] for kind in ("midi", "stem")]
        found |= {f["file"]: f["sha256"] for f in (*shot["midi"], *shot["stems"], *others)}
    return found
