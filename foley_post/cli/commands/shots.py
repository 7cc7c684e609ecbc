"""List the shots of a timeline: which can be scored, and why the others cannot."""

from __future__ import annotations

import argparse
from pathlib import Path

from foley_post.cli.console import DONE, Console
from foley_post.cli.media_options import add_reading, how_to_read
from foley_post.cli.remedies import with_remedy
from foley_post.core.timecode import timecode
from foley_post.timeline.model import Cut, Shot


def add_options(parser: argparse.ArgumentParser) -> None:
    """The timeline, and where its media may have moved."""
    parser.add_argument("cut", type=Path, metavar="CUT", help="the editing timeline, or a film")
    add_reading(parser)


def execute(options: argparse.Namespace, console: Console) -> int:
    """Print a line a shot."""
    from foley_post.timeline import possible_rates, read_cut, sequences_in

    cut = read_cut(options.cut, watcher=console.watch, **how_to_read(options))
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
            "sequences": list(sequences_in(options.cut)) if console.as_json else [],
            "possible_rates": [str(rate) for rate in possible_rates(options.cut)],
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
