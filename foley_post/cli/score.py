"""Score the players of a timeline's shots: stems on new audio tracks, in sync, beside the
timeline.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foley_post.cli.console import DONE, FAILED, PARTLY, Console
from foley_post.cli.media_options import add_relinking, relinking
from foley_post.cli.pose_backend import add_eyes, eyes
from foley_post.core.host_presets import PRESETS
from foley_post.core.instruments import INSTRUMENTS
from foley_post.core.user_dirs import motion_cache_dir
from foley_post.errors import UsageError

if TYPE_CHECKING:
    from foley_post.pipeline.score import Options, Results, ShotResult
    from foley_post.render.stems import RenderSettings


def add_options(parser: argparse.ArgumentParser) -> None:
    """What to score, how it sounds, and what is written."""
    parser.add_argument("cut", type=Path, metavar="CUT", help="the editing timeline (.otio, .xml)")
    parser.add_argument(
        "--shots", default="", metavar="IDS",
        help="shots to score, by id or clip name, with commas between (default: all)",
    )  # fmt: skip
    parser.add_argument(
        "--players", default="", metavar="N,N,...|all",
        help="whom to score of those who are seen, by number (see: foley-post watch); default: "
        "whoever is seen to play",
    )  # fmt: skip
    _add_music(parser.add_argument_group("music"))
    _add_takes(parser.add_argument_group("takes"))
    _add_sound(parser.add_argument_group("sound"))
    _add_files(parser.add_argument_group("files"))
    add_eyes(parser)
    parser.add_argument("--no-cache", action="store_true", help="watch every shot anew")
    parser.add_argument("--model", type=Path, metavar="FILE", help="weights of your own training")
    add_relinking(parser)


def _add_music(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--instrument", default="auto", choices=("auto", *INSTRUMENTS), metavar="NAME",
        help="what they play; auto sees for itself (see: foley-post instruments)",
    )  # fmt: skip
    group.add_argument(
        "--style", default="", metavar="NAME", help="a style or a .toml (see: foley-post styles)"
    )
    group.add_argument(
        "--loosen-sync", type=float, default=0.0, metavar="PERCENT",
        help="how far style and tempo may move notes off the movement, 0 to 100 (0)",
    )  # fmt: skip
    group.add_argument(
        "--key", default="", metavar="KEY|FILE|auto|free",
        help="C, F#m, Bb ...; that of a temp track or MIDI file; auto: one for the whole cut; "
        "free: as generated (default: shots that follow one another agree)",
    )  # fmt: skip
    group.add_argument(
        "--tempo", default="", metavar="BPM|FILE|auto",
        help="beats a minute, those of a temp track or MIDI file, or one found in the whole cut",
    )  # fmt: skip


def _add_takes(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--seed", type=int, default=0, help="another number, another take")
    group.add_argument(
        "--takes", type=int, default=1, metavar="N",
        help="takes of each player; all but the one on the timeline go to DIR/takes",
    )  # fmt: skip
    group.add_argument(
        "--vary", type=float, default=0.5, metavar="0..1",
        help="how far the others are from the first: the share of moments played anew (0.5)",
    )  # fmt: skip
    group.add_argument(
        "--comp", default="", metavar="best|N,N,...",
        help="put the take together bar by bar, of the best or of these numbers",
    )  # fmt: skip
    group.add_argument(
        "--take", action="append", default=[], metavar="FILE.mid",
        help="an edited take back in; ID/PLAYER=FILE.mid if the file does not say whose (again for "
        "more)",
    )  # fmt: skip
    group.add_argument(
        "--around-pins", type=int, metavar="SEED",
        help="keep only the pinned notes of --take, and generate the rest anew",
    )  # fmt: skip


def _add_sound(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--preset", choices=tuple(PRESETS), metavar="HOST",
        help="files and sound as an editor wants them; single options go first. "
        + "; ".join(f"{name} = {p.about}" for name, p in PRESETS.items()),
    )  # fmt: skip
    group.add_argument("--soundfont", type=Path, metavar="FILE", help="an .sf2 or .sf3 of yours")
    group.add_argument(
        "--sound", default="", metavar="PRESET",
        help="a sound of the SoundFont by name or bank:program, whatever the instrument",
    )  # fmt: skip
    group.add_argument("--loudness", metavar="LUFS", help="integrated loudness, or none (-23)")
    group.add_argument("--rate", type=int, metavar="HZ", help="sample rate (the timeline's)")
    group.add_argument(
        "--channels", choices=("mono", "stereo"), help="of the stems (the timeline's)"
    )
    group.add_argument("--handles", type=float, metavar="S", help="seconds past the shot (1)")
    group.add_argument(
        "--reverb", metavar="ROOM", help="dry, studio, room, hall ... (the style's own, or studio)"
    )
    group.add_argument(
        "--placed", action="store_true", help="pan and distance from where the players stand"
    )


def _add_files(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--out", type=Path, metavar="DIR",
        help="where stems and timelines go (default: beside the timeline, CUT-foley)",
    )  # fmt: skip
    group.add_argument(
        "--for", dest="hosts", default="", metavar="HOSTS",
        help=f"editors to write timelines for, with commas between: {', '.join(PRESETS)}",
    )  # fmt: skip
    group.add_argument(
        "--format", dest="formats", default="", metavar="FORMATS",
        help="timelines to write besides, with commas between: otio, otioz, fcp7xml, fcpxml, aaf "
        "(experimental)",
    )  # fmt: skip
    group.add_argument("--markers", action="store_true", help="mark every hit on the timeline")
    group.add_argument("--mix", action="store_true", help="write the sum of all stems as well")
    group.add_argument("--overlay", action="store_true", help="write clips with what is seen")


def execute(options: argparse.Namespace, console: Console) -> int:
    """Run the pipeline and say what it made."""
    from foley_post.pipeline.score import score

    asked = _options(options)
    outcome = score(options.cut, asked, watcher=console.watch)
    _tell(outcome, console)
    if not any(o.stems for o in outcome.shots) and not outcome.complete:
        return FAILED
    return DONE if outcome.complete else PARTLY


def _options(options: argparse.Namespace) -> Options:
    from foley_post.pipeline.score import Options

    hosts = _listed(options.hosts)
    unknown = [h for h in hosts if h not in PRESETS]
    if unknown:
        raise UsageError(f"--for knows {', '.join(PRESETS)}; not {', '.join(unknown)}.")
    roots, path_map = relinking(options)
    return Options(
        out=options.out or options.cut.with_name(f"{options.cut.stem}-foley"),
        shots=_listed(options.shots),
        instrument=options.instrument,
        style=options.style,
        loosen_percent=options.loosen_sync,
        key=options.key,
        tempo=options.tempo,
        seed=options.seed,
        takes=options.takes,
        vary=options.vary,
        comp=_comp(options.comp),
        given=tuple(options.take),
        around=options.around_pins,
        placed=options.placed,
        players=options.players,
        hosts=hosts or ((options.preset,) if options.preset else ()),
        formats=_listed(options.formats),
        overlay=options.overlay,
        mix=options.mix,
        markers=options.markers,
        watching=eyes(options),
        rendering=_rendering(options),
        model=options.model,
        cache=None if options.no_cache else motion_cache_dir(),
        media_roots=roots,
        path_map=path_map,
    )


def _rendering(options: argparse.Namespace) -> RenderSettings:
    """The sound: what is said outright, else the preset's, else the plain settings'."""
    from foley_post.midi.styles import find_style
    from foley_post.render.stems import RenderSettings

    liked = find_style(options.style).reverb if options.style else ""
    asked: dict[str, Any] = {"reverb": options.reverb or liked or "studio", "preset": options.sound}
    if options.preset:
        preset = PRESETS[options.preset]
        asked |= {k: getattr(preset, k) for k in _OF_PRESETS}
    if options.loudness is not None:
        asked["loudness_lufs"] = _loudness(options.loudness)
    if options.channels:
        asked["channels"] = 1 if options.channels == "mono" else 2
    said = {"rate_hz": options.rate, "handles_s": options.handles, "soundfont": options.soundfont}
    return RenderSettings(**asked | {k: v for k, v in said.items() if v is not None})


_OF_PRESETS = ("rate_hz", "channels", "loudness_lufs", "peak_dbtp", "handles_s")


def _comp(text: str) -> tuple[int, ...] | None:
    if not text:
        return None
    if text == "best":
        return ()
    try:
        return tuple(int(number) for number in _listed(text))
    except ValueError:
        raise UsageError(f"--comp wants best or numbers of takes, got {text!r}.") from None


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _loudness(text: str) -> float | None:
    if text == "none":
        return None
    try:
        value = float(text)
    except ValueError:
        raise UsageError(f"--loudness wants a number of LUFS or none, got {text!r}.") from None
    if not -40 <= value <= -10:
        raise UsageError(f"--loudness wants -40 to -10 LUFS, got {text}.")
    return value


def _tell(outcome: Results, console: Console) -> None:
    for one in outcome.shots:
        console.say(f"{one.shot.id}  {one.shot.name}: {_told(one)}")
        for notice in one.notices:
            console.say(f"    note: {notice}")
    for notice in (*outcome.cut.notices, *outcome.written.notices):
        console.say(f"note: {notice}")
    console.say("\nWritten:")
    for path in (*outcome.written.files, outcome.manifest):
        console.say(f"  {path}")
    if outcome.stems:
        console.say(f"  {len(outcome.stems)} stems in {outcome.manifest.parent / 'stems'}")
    others = [one.stem for shot in outcome.shots for one in shot.others]
    if others:
        console.say(f"  {len(others)} other takes in {outcome.manifest.parent / 'takes'}")
    console.answer(
        {
            "complete": outcome.complete,
            "manifest": outcome.manifest,
            "timelines": list(outcome.written.files),
            "stems": [stem.path for stem in outcome.stems],
            "other_takes": others,
            "shots": [
                {"id": o.shot.id, "problem": o.problem, "notices": list(o.notices)}
                for o in outcome.shots
            ],
        }
    )


def _told(one: ShotResult) -> str:
    if one.problem:
        return f"NOT SCORED. {one.problem}"
    parts = [f"{t.instrument}, {len(t.notes)} notes" for t in one.takes if t.notes]
    return "; ".join(parts) or "no music"
