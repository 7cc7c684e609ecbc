"""What a manifest tells of, made again, and held against it byte for byte.

From the notes that stand in the manifest: the same MIDI files and stems, whatever became of the
model and the footage. Or from the pictures: watched and generated anew, as the first time.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from foley_post.core.files import make_ready, there_is_file
from foley_post.core.progress import Watcher, ignore_progress
from foley_post.core.serialization import unpacked
from foley_post.errors import ProjectError, Remedy, UsageError
from foley_post.pipeline.cut_reading import read_cut_for
from foley_post.pipeline.manifest import Manifest, ShotRecord, load_manifest
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import Results, ScoredShot
from foley_post.pipeline.score import lay, score
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
    before = load_manifest(manifest)
    if out.resolve() == manifest.parent.resolve():
        raise UsageError("What is made again needs a folder of its own.", remedy=Remedy.CHOOSE_OUT)
    try:
        options = unpacked(Options, {**before.settings, "out": str(out)})
    except ValueError as error:
        raise ProjectError(f"{manifest.name} is damaged: {error}.") from error
    path = _cut_path(before, manifest.parent)
    cut = read_cut_for(path, options)
    if cut.source_sha256 != before.cut.sha256:
        raise UsageError(f"{path.name} changed since; its music cannot be made again from here.")
    if from_pictures:
        given = {
            (shot.id, one.performer): one.music
            for shot in before.shots
            for one in shot.takes
            if one.given
        }
        outcome = score(path, options, given=given, watcher=watcher)
    else:
        scored = [_scored(shot, cut) for shot in before.shots]
        make_ready(out)
        outcome = lay(cut, scored, options, watcher=watcher)
    return _compared(before, load_manifest(outcome.manifest), outcome)


def _cut_path(told: Manifest, folder: Path) -> Path:
    path = Path(told.cut.path)
    beside = folder / told.cut.relative
    return beside if there_is_file(beside) and not there_is_file(path) else path


def _scored(told: ShotRecord, cut: Cut) -> ScoredShot:
    """The shot as it stood before its takes were rendered."""
    try:
        shot = cut.shot(told.id)
    except KeyError:
        raise ProjectError(f"There is no shot {told.id} in {cut.path.name}.") from None
    return ScoredShot(
        shot,
        takes=tuple(one.music for one in told.takes),
        problem=told.problem,
        others=tuple((one.number, one.music) for one in told.other_takes),
        given=frozenset(one.performer for one in told.takes if one.given),
        standing={one.performer: one.standing for one in told.takes if one.standing},
        tempo_bpm=told.tempo_bpm,
        unsure=told.unsure_notes,
    )


def _compared(before: Manifest, now: Manifest, outcome: Results) -> Reproduction:
    wanted, made = before.files, now.files
    same = tuple(name for name in wanted if made.get(name) == wanted[name])
    notices = [
        f"The {what} is not the one of the first time."
        for what, changed in (
            ("model", before.model_sha256 != now.model_sha256),
            ("SoundFont", before.soundfont_sha256 != now.soundfont_sha256),
        )
        if changed
    ]
    different = tuple(name for name in wanted if name not in same)
    return Reproduction(outcome, same, different, tuple(notices))
