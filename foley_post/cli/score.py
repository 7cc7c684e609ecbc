"""Score the players of a timeline's shots: stems on new audio tracks, in sync, beside the
timeline.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from foley_post.cli.cache import cache_folder
from foley_post.cli.console import DONE, FAILED, PARTLY, Console
from foley_post.cli.relinking import add_relinking, relinking
from foley_post.errors import UsageError
from foley_post.instruments import INSTRUMENTS

if TYPE_CHECKING:
    from foley_post.pipeline import Options, Outcome, ShotOutcome

HOSTS = ("premiere", "resolve", "fcp")


def add_options(parser: argparse.ArgumentParser) -> None:
    """What to score, how it sounds, and what is written."""
    parser.add_argument("cut", type=Path, metavar="CUT", help="the editing timeline (.otio, .xml)")
    parser.add_argument(
        "--shots", default="", metavar="IDS",
        help="shots to score, by id or clip name, with commas between (default: all)",
    )  # fmt: skip
    parser.add_argument(
        "--instrument", default="auto", choices=("auto", *INSTRUMENTS), metavar="NAME",
        help="what they play; auto sees for itself (see: foley-post instruments)",
    )  # fmt: skip
    parser.add_argument("--style", default="", metavar="NAME", help="see: foley-post styles")
    parser.add_argument(
        "--loosen-sync", type=float, default=0.0, metavar="PERCENT",
        help="how far a style may move notes off the movement, 0 to 100 (0)",
    )  # fmt: skip
    parser.add_argument("--seed", type=int, default=0, help="another number, another take")
    parser.add_argument(
        "--out", type=Path, metavar="DIR",
        help="where stems and timelines go (default: beside the timeline, CUT-foley)",
    )  # fmt: skip
    parser.add_argument(
        "--for", dest="hosts", default="", metavar="HOSTS",
        help=f"editors to write timelines for, with commas between: {', '.join(HOSTS)}",
    )  # fmt: skip
    parser.add_argument("--soundfont", type=Path, metavar="FILE", help="an .sf2 or .sf3 of yours")
    parser.add_argument(
        "--loudness", default="-23", metavar="LUFS", help="integrated loudness, or none (-23)"
    )
    parser.add_argument(
        "--handles", type=float, default=1.0, metavar="S", help="seconds rendered past the shot (1)"
    )
    parser.add_argument("--reverb", default="studio", metavar="ROOM", help="dry, studio, hall ...")
    parser.add_argument("--markers", action="store_true", help="mark every hit on the timeline")
    parser.add_argument("--mix", action="store_true", help="write the sum of all stems as well")
    parser.add_argument("--overlay", action="store_true", help="write clips with what is seen")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda, cuda:1, mps (auto)")
    parser.add_argument("--key", default="", metavar="KEY", help="the music's key: C, F#m, Bb ...")
    parser.add_argument("--no-cache", action="store_true", help="watch every shot anew")
    parser.add_argument("--model", type=Path, metavar="FILE", help="weights of your own training")
    add_relinking(parser)


def execute(options: argparse.Namespace, console: Console) -> int:
    """Run the pipeline and say what it made."""
    from foley_post.pipeline import score

    asked = _options(options)
    outcome = score(options.cut, asked, watcher=console.watch)
    _tell(outcome, console)
    if not any(o.stems for o in outcome.shots) and not outcome.complete:
        return FAILED
    return DONE if outcome.complete else PARTLY


def _options(options: argparse.Namespace) -> Options:
    from foley_post.generate import Request
    from foley_post.pipeline import Options
    from foley_post.pose import WatchOptions
    from foley_post.render.stems import RenderSettings

    hosts = _listed(options.hosts)
    unknown = [h for h in hosts if h not in HOSTS]
    if unknown:
        raise UsageError(f"--for knows {', '.join(HOSTS)}; not {', '.join(unknown)}.")
    rendering = replace(
        RenderSettings(),
        soundfont=options.soundfont,
        loudness_lufs=_loudness(options.loudness),
        handles_s=options.handles,
        reverb=options.reverb,
    )
    roots, path_map = relinking(options)
    return Options(
        out=options.out or options.cut.with_name(f"{options.cut.stem}-foley"),
        shots=_listed(options.shots),
        instrument=options.instrument,
        style=options.style,
        loosen_percent=options.loosen_sync,
        seed=options.seed,
        hosts=hosts,
        overlay=options.overlay,
        mix=options.mix,
        markers=options.markers,
        watching=WatchOptions(device=options.device),
        rendering=rendering,
        request=Request(length_s=1.0, key=options.key),
        model=options.model,
        cache=None if options.no_cache else cache_folder(),
        media_roots=roots,
        path_map=path_map,
    )


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


def _tell(outcome: Outcome, console: Console) -> None:
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
    console.answer(
        {
            "complete": outcome.complete,
            "manifest": outcome.manifest,
            "timelines": list(outcome.written.files),
            "stems": [stem.path for stem in outcome.stems],
            "shots": [
                {"id": o.shot.id, "problem": o.problem, "notices": list(o.notices)}
                for o in outcome.shots
            ],
        }
    )


def _told(one: ShotOutcome) -> str:
    if one.problem:
        return f"NOT SCORED. {one.problem}"
    parts = [f"{t.instrument}, {len(t.notes)} notes" for t in one.takes if t.notes]
    return "; ".join(parts) or "no music"
