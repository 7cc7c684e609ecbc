"""List the shots of a timeline: which can be scored, and why the others cannot."""

from __future__ import annotations

import argparse
from pathlib import Path

from foley_post.cli.console import DONE, Console
from foley_post.cli.media_options import add_relinking, relinking
from foley_post.cli.remedies import with_remedy
from foley_post.core.timecode import timecode
from foley_post.timeline.model import Cut, Shot


def add_options(parser: argparse.ArgumentParser) -> None:
    """The timeline, and where its media may have moved."""
    parser.add_argument("cut", type=Path, metavar="CUT", help="the editing timeline")
    add_relinking(parser)


def execute(options: argparse.Namespace, console: Console) -> int:
    """Print a line a shot."""
    from foley_post.timeline import read_cut

    roots, path_map = relinking(options)
    cut = read_cut(options.cut, media_roots=roots, path_map=path_map, watcher=console.watch)
    console.say(f"{cut.name}: {len(cut.shots)} shots, {cut.rate} fps, starts at {_at(cut, 0)}")
    for shot in cut.shots:
        state = with_remedy(shot.problem, shot.remedy)
        state = state or ("" if shot.enabled else "switched off in the timeline")
        span = f"{_at(cut, shot.record_start_frame)} {float(shot.length_s):7.2f} s"
        console.say(f"  {shot.id:<8} {span}  {shot.name}{f'  -- {state}' if state else ''}")
    for notice in cut.notices:
        console.say(f"  note: {notice}")
    console.answer(
        {
            "cut": cut.name,
            "format": cut.format,
            "rate": str(cut.rate),
            "start": _at(cut, 0),
            "shots": [_told(cut, shot) for shot in cut.shots],
            "notices": list(cut.notices),
        }
    )
    return DONE


def _told(cut: Cut, shot: Shot) -> dict[str, object]:
    return {
        "id": shot.id,
        "name": shot.name,
        "track": shot.track,
        "start": _at(cut, shot.record_start_frame),
        "length_frames": shot.length_frames,
        "length_s": float(shot.length_s),
        "media": str(shot.media.path or shot.media.url),
        "enabled": shot.enabled,
        "problem": shot.problem,
        "remedy": shot.remedy,
    }


def _at(cut: Cut, frame: int) -> str:
    return timecode(cut.start_frame + frame, cut.rate, cut.drop_frame)
