"""Score the players of a timeline's shots: stems on new audio tracks, in sync, beside the
timeline.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foley_post.cli.console import DONE, FAILED, PARTLY, Console
from foley_post.cli.cut_paths import cuts_and_folders
from foley_post.cli.filling import listed, mapped, said
from foley_post.cli.machines import add_machines, runner_of
from foley_post.cli.media_options import add_reading
from foley_post.cli.pose_backend import add_watching, watching
from foley_post.cli.remedies import with_remedy
from foley_post.cli.sound_options import NOT_SAID, SOUND_WORDS, add_sound
from foley_post.core.host_presets import PRESETS
from foley_post.core.instruments import INSTRUMENTS
from foley_post.core.progress import part_of
from foley_post.core.user_dirs import motion_cache_dir
from foley_post.errors import Cancelled, FoleyError, UsageError

if TYPE_CHECKING:
    from foley_post.midi.notes import Take
    from foley_post.pipeline.score import Options, Results, ShotResult
    from foley_post.pipeline.shot_runner import ShotRunner
    from foley_post.render.stems import RenderSettings


def add_options(parser: argparse.ArgumentParser) -> None:
    """What to score, how it sounds, and what is written."""
    parser.add_argument(
        "cuts", type=Path, nargs="+", metavar="CUT",
        help="the editing timeline (.otio, .xml, .fcpxml, .aaf, .edl), a film, or a folder of "
        "films; several are scored one after the other",
    )  # fmt: skip
    add_scoring(parser)
    add_machines(parser.add_argument_group("several machines"))


def add_scoring(parser: argparse.ArgumentParser) -> None:
    """What to score of a cut, and how."""
    parser.add_argument(
        "--shots", default=NOT_SAID, metavar="IDS",
        help="shots to score, by id or clip name, with commas between (default: all)",
    )  # fmt: skip
    parser.add_argument(
        "--players", default=NOT_SAID, metavar="N,N,...|all",
        help="whom to score of those who are seen, by number (see: foley-post watch); default: "
        "whoever is seen to play",
    )  # fmt: skip
    parser.add_argument(
        "--player-box", action="append", dest="boxes", default=NOT_SAID, metavar="[ID=]X,Y,W,H[@S]",
        help="a player whom nobody finds, in pixels of the picture, from S seconds of the shot on "
        "(again for more; of shot ID, or of all): what moves there is what is played",
    )  # fmt: skip
    parser.add_argument(
        "--player", action="append", dest="marked", default=NOT_SAID, metavar="ID/N=WORDS",
        help="who person N of shot ID is: an instrument, ignore, score (also if they are not seen "
        "to play), or a name; several with commas between (again for more)",
    )  # fmt: skip
    parser.add_argument(
        "--only-player", action="append", dest="only_at", default=NOT_SAID, metavar="FILE@X,Y",
        help="score only who is at X,Y (0 to 1 of the picture's width and height) in all shots of "
        "this media file (again for more)",
    )  # fmt: skip
    parser.add_argument(
        "--lowest-key", default=NOT_SAID, metavar="KEY",
        help="the lowest key in view of a keyboard whose octave the picture does not tell: C3, 48",
    )  # fmt: skip
    _add_music(parser.add_argument_group("music"))
    _add_takes(parser.add_argument_group("takes"))
    add_sound(parser.add_argument_group("sound"))
    _add_files(parser.add_argument_group("files"))
    add_watching(parser)
    parser.add_argument("--no-cache", action="store_true", help="watch every shot again")
    parser.add_argument(
        "--model", type=Path, default=NOT_SAID, metavar="FILE", help="weights that you trained"
    )
    add_reading(parser)


def _add_music(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--instrument", default=NOT_SAID, choices=("auto", *INSTRUMENTS), metavar="NAME",
        help="what they play; auto: told from the picture (see: foley-post instruments)",
    )  # fmt: skip
    group.add_argument(
        "--style", default=NOT_SAID, metavar="NAME",
        help="a style or a .toml (see: foley-post styles)",
    )  # fmt: skip
    group.add_argument(
        "--loosen-sync", dest="loosen_percent", type=float, default=NOT_SAID, metavar="PERCENT",
        help="how far style and tempo may move notes off the movement, 0 to 100 (0)",
    )  # fmt: skip
    group.add_argument(
        "--key", default=NOT_SAID, metavar="KEY|FILE|auto|free",
        help="C, F#m, Bb ...; that of a temp track or MIDI file; auto: one for the whole cut; "
        "free: as generated (default: shots that follow one another agree)",
    )  # fmt: skip
    group.add_argument(
        "--tempo", default=NOT_SAID, metavar="BPM|FILE|auto",
        help="beats a minute, those of a temp track or MIDI file, or one found in the whole cut",
    )  # fmt: skip
    group.add_argument(
        "--guide", dest="guide_sound", default=NOT_SAID, metavar="auto|off|FILE|track:NAME",
        help="the sound whose notes are played: auto, each clip's own, where there is music in it; "
        "a file, counted from the timeline's first frame; track:A2 or track:Temp, a sound track of "
        "the timeline (auto)",
    )  # fmt: skip
    group.add_argument(
        "--guide-stems", action="store_true",
        help="lay the guide sound itself on new tracks, split by player, and the rest of it",
    )  # fmt: skip
    group.add_argument(
        "--follow-sound", action="store_true",
        help="leave heard notes where the sound has them, not where the picture does",
    )  # fmt: skip


def _add_takes(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--seed", type=int, default=NOT_SAID, help="another number gives another take"
    )
    group.add_argument(
        "--takes", type=int, default=NOT_SAID, metavar="N",
        help="takes of each player; all but the one on the timeline go to DIR/takes",
    )  # fmt: skip
    group.add_argument(
        "--vary", type=float, default=NOT_SAID, metavar="0..1",
        help="how much they differ from the first: the share of moments generated anew (0.5)",
    )  # fmt: skip
    group.add_argument(
        "--comp", default=NOT_SAID, metavar="best|N,N,...",
        help="put a take together bar by bar, from the best takes or from these numbers",
    )  # fmt: skip
    group.add_argument(
        "--take", dest="given", action="append", default=NOT_SAID, metavar="FILE.mid",
        help="an edited take back in; ID/PLAYER=FILE.mid if the file does not say whose (again for "
        "more)",
    )  # fmt: skip
    group.add_argument(
        "--around-pins", dest="around", type=int, default=NOT_SAID, metavar="SEED",
        help="keep only the pinned notes of --take, and generate the rest anew",
    )  # fmt: skip


def _add_files(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--out", type=Path, metavar="DIR",
        help="where stems and timelines go (default: beside the timeline, CUT-foley)",
    )  # fmt: skip
    group.add_argument(
        "--for", dest="hosts", default=NOT_SAID, metavar="HOSTS",
        help=f"editors to write timelines for, with commas between: {', '.join(PRESETS)}",
    )  # fmt: skip
    group.add_argument(
        "--format", dest="formats", default=NOT_SAID, metavar="FORMATS",
        help="timelines to write besides, with commas between: otio, otioz, fcp7xml, fcpxml, rpp, "
        "mlt (for a project that came so), aaf (experimental)",
    )  # fmt: skip
    group.add_argument("--markers", action="store_true", help="mark every hit on the timeline")
    group.add_argument("--mix", action="store_true", help="write the sum of all stems as well")
    group.add_argument(
        "--overlay", action="store_true", help="write clips with the skeletons drawn on the picture"
    )
    group.add_argument(
        "--sound-map", action="store_true",
        help="write clips with the part of the picture aglow that each player's sound comes from",
    )  # fmt: skip


def execute(options: argparse.Namespace, console: Console) -> int:
    """Run the pipeline and say what it made."""
    found = cuts_and_folders(options.cuts, options.out)
    with runner_of(options) as runner:
        answers, codes = _score_all(found, options, console, runner)
    console.answer(answers[0] if len(found) == 1 else {"cuts": answers})
    return codes[0] if len(set(codes)) == 1 else PARTLY


def _score_all(
    found: Sequence[tuple[Path, Path]],
    options: argparse.Namespace,
    console: Console,
    runner: ShotRunner | None,
) -> tuple[list[dict[str, Any]], list[int]]:
    """What came of each cut, for a program, and as an exit code."""
    from foley_post.jobs.lock import holding_output
    from foley_post.pipeline.score import score

    answers: list[dict[str, Any]] = []
    codes: list[int] = []
    for number, (cut, out) in enumerate(found):
        watcher = part_of(console.watch, number / len(found), (number + 1) / len(found))
        if len(found) > 1:
            console.say(f"\n{cut.name}")
        try:
            asked = options_from(options, out)
            with holding_output(asked.out):
                outcome = score(cut, asked, watcher=watcher, runner=runner)
        except Cancelled:
            raise
        except FoleyError as error:
            if len(found) == 1:
                raise
            console.say(f"{cut.name}: NOT SCORED. {with_remedy(error, error.remedy)}")
            answers.append({"cut": cut, "complete": False, "problem": str(error)})
            codes.append(FAILED)
            continue
        answers.append(_tell(outcome, console))
        made = any(o.stems for o in outcome.shots)
        codes.append(DONE if outcome.complete else PARTLY if made else FAILED)
    return answers, codes


def options_from(options: argparse.Namespace, out: Path | None = None) -> Options:
    """What was said, and the library's own defaults for the rest; results go to ``out``."""
    from foley_post.pipeline.options import Options, default_out

    plain: dict[str, Any] = {
        "watching": watching(options),
        "rendering": _rendering(options),
        "cache": None if options.no_cache else motion_cache_dir(),
    }
    if options.host_preset:
        plain["hosts"] = (options.host_preset,)
    boxes = [box for box in getattr(options, "boxes", ()) if "=" in box]
    if boxes:
        options.marked = [*getattr(options, "marked", ()), *boxes]
    asked = plain | said(Options, options, _WORDS)
    asked["out"] = out or asked["out"] or default_out(options.cuts[0])
    return Options(**asked)


def _rendering(options: argparse.Namespace) -> RenderSettings:
    """The sound: what is said outright, else the preset's, else the style's room."""
    from foley_post.midi.styles import find_style
    from foley_post.render.stems import RenderSettings

    plain: dict[str, Any] = {}
    liked = find_style(options.style).reverb if getattr(options, "style", "") else ""
    if liked:
        plain["reverb"] = liked
    if options.host_preset:
        preset = PRESETS[options.host_preset]
        shared = {f.name for f in fields(RenderSettings)} & {f.name for f in fields(preset)}
        plain |= {name: getattr(preset, name) for name in shared}
    return RenderSettings(**plain | said(RenderSettings, options, _WORDS))


def _comp(text: str) -> tuple[int, ...] | None:
    if not text:
        return None
    if text == "best":
        return ()
    try:
        return tuple(int(number) for number in listed(text))
    except ValueError:
        raise UsageError(f"--comp wants best or numbers of takes, got {text!r}.") from None


def _marks(said: list[str]) -> Mapping[str, Any]:
    from foley_post.project.player_marks import read_marks

    return read_marks(said)


def _places(said: list[str]) -> Mapping[str, Any]:
    from foley_post.pose.player_choice import read_places

    return read_places(said)


_WORDS: Mapping[str, Callable[[Any], Any]] = {
    **SOUND_WORDS,
    "shots": listed,
    "hosts": listed,
    "formats": listed,
    "given": tuple,
    "comp": _comp,
    "marked": _marks,
    "only_at": _places,
    "media_roots": tuple,
    "path_map": mapped,
}
"""How a field's words become its value."""


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _tell(outcome: Results, console: Console) -> dict[str, Any]:
    """Say what was made; the same for a program."""
    for one in outcome.shots:
        console.say(f"{one.shot.id}  {one.shot.name}: {_told(one)}")
        for notice in one.notices:
            console.say(f"    note: {notice}")
    for notice in (*outcome.cut.notices, *outcome.written.notices):
        console.say(f"note: {notice}")
    console.say("\nWritten:")
    for path, use in zip(outcome.written.files, outcome.written.uses, strict=True):
        console.say(f"  {path} ({use})")
    console.say(f"  {outcome.manifest}")
    if outcome.stems:
        stems = _count(len(outcome.stems), "stem")
        console.say(f"  {stems} in {outcome.manifest.parent / 'stems'}")
    others = [one.stem for shot in outcome.shots for one in shot.others]
    if others:
        takes = _count(len(others), "other take")
        console.say(f"  {takes} in {outcome.manifest.parent / 'takes'}")
    split = [stem.path for shot in outcome.shots for stem in shot.guide_stems]
    if split:
        console.say(f"  {_count(len(split), 'stem')} of the guide sound in {split[0].parent}")
    return {
        "complete": outcome.complete,
        "manifest": outcome.manifest,
        "timelines": list(outcome.written.files),
        "stems": [stem.path for stem in outcome.stems],
        "guide_stems": split,
        "other_takes": others,
        "shots": [
            {
                "id": o.shot.id,
                "problem": o.problem,
                "remedy": o.remedy,
                "notices": list(o.notices),
                "takes": [
                    {
                        "performer": take.performer,
                        "instrument": take.instrument,
                        "notes": len(take.notes),
                        "sync": dict(take.sync_report),
                    }
                    for take in o.takes
                ],
            }
            for o in outcome.shots
        ],
    }


def _told(one: ShotResult) -> str:
    if one.problem:
        return f"NOT SCORED. {with_remedy(one.problem, one.remedy)}"
    return "; ".join(_take_told(take) for take in one.takes if take.notes) or "no music"


def _take_told(take: Take) -> str:
    """Its instrument, how many notes, and whether the picture proves them."""
    known = INSTRUMENTS.get(take.instrument)
    name = known.label if known else take.instrument
    verdict = take.sync_report.get("verdict", "")
    return ", ".join(filter(None, (name, _count(len(take.notes), "note"), str(verdict))))
