"""Show what is seen: the skeletons, who is who and the contact cues, drawn on the picture."""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from foley_post.cli.console import DONE, FAILED, Console
from foley_post.cli.media_options import add_reading, how_to_read
from foley_post.cli.pose_backend import add_watching, watching
from foley_post.cli.remedies import with_remedy
from foley_post.core.files import safe_name
from foley_post.core.time_map import TimeMap
from foley_post.errors import FoleyError, UsageError

if TYPE_CHECKING:
    from foley_post.pipeline.overlay import OverlayScene
    from foley_post.pose import WatchOptions
    from foley_post.pose.skeleton import Motion
    from foley_post.timeline.model import Shot

_CUTS = {
    *(".otio", ".otioz", ".otiod", ".xml", ".xmeml", ".fcpxml", ".fcpxmld", ".aaf", ".edl"),
    *(".kdenlive", ".mlt"),
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """What to watch, and where the pictures and the motions go."""
    parser.add_argument("source", type=Path, metavar="MEDIA|CUT", help="a clip or a timeline")
    parser.add_argument("--overlay", type=Path, metavar="FILE", help="an .mp4 (a folder for a cut)")
    parser.add_argument("--motion", type=Path, metavar="FILE", help="an .npz (a folder for a cut)")
    parser.add_argument(
        "--start", type=float, default=0.0, metavar="S", help="begin at this second"
    )
    parser.add_argument("--end", type=float, metavar="S", help="end at this second")
    add_watching(parser)
    add_reading(parser)


def execute(options: argparse.Namespace, console: Console) -> int:
    """Watch, say who was seen, and draw."""
    how = watching(options)
    if options.source.suffix.lower() in _CUTS:
        return _watch_cut(options, console, how)
    told = _watch_clip(options, console, how)
    console.answer(told)
    return DONE


def _watch_clip(
    options: argparse.Namespace, console: Console, how: WatchOptions
) -> dict[str, object]:
    from foley_post.pipeline.overlay import OverlayScene
    from foley_post.pose import watch
    from foley_post.video import probe

    info = probe(options.source)
    start_s = Fraction(options.start).limit_denominator(1000)
    end_s = Fraction(options.end).limit_denominator(1000) if options.end else info.duration_s
    if not 0 <= start_s < end_s:
        raise UsageError(f"--start {options.start} must lie before --end {float(end_s):.3f}.")
    motions = watch(options.source, start_s, end_s, options=how, watcher=console.watch)
    time_map = TimeMap.linear(start_s, end_s - start_s)
    seen = tuple(m.retimed(time_map) for m in motions)
    scene = OverlayScene(options.source, time_map, seen, ())
    return _show(scene, options.source.name, (options.overlay, options.motion), console)


def _watch_cut(options: argparse.Namespace, console: Console, how: WatchOptions) -> int:
    from foley_post.pipeline.overlay import OverlayScene
    from foley_post.pipeline.score import watch_shot
    from foley_post.timeline import read_cut

    cut = read_cut(options.source, **how_to_read(options))
    told, failed = [], 0
    for shot in cut.shots:
        try:
            motions = watch_shot(shot, how, watcher=console.watch)
            assert shot.media.path is not None, "a shot that was watched has its media"
            scene = OverlayScene(shot.media.path, shot.time_map, motions, ())
            places = (_in(options.overlay, shot, ".mp4"), _in(options.motion, shot, ".npz"))
            told.append(_show(scene, shot.id, places, console))
        except FoleyError as error:
            failed += 1
            console.say(f"{shot.id}: {with_remedy(error, error.remedy)}")
            told.append({"what": shot.id, "problem": str(error), "remedy": error.remedy})
    console.answer(told)
    return FAILED if failed and failed == len(cut.shots) else DONE if not failed else 3


def _in(folder: Path | None, shot: Shot, suffix: str) -> Path | None:
    return folder / f"{safe_name(f'{shot.id}_{shot.name}')}{suffix}" if folder else None


def _show(
    scene: OverlayScene, what: str, places: tuple[Path | None, Path | None], console: Console
) -> dict[str, object]:
    from foley_post.pipeline.overlay import draw_scene
    from foley_post.pose.motion_io import save_motions

    overlay, saved = places
    told = [_told(motion) for motion in scene.motions]
    console.say(f"{what}: {len(told)} seen")
    for line in told:
        console.say(
            f"  player {line['performer']}: {line['pictures']} pictures, "
            f"hands seen in {line['hands']:.0%}{', at a keyboard' if line['keyboard'] else ''}"
            f"{'; ' + str(line['look']) if line['look'] else ''}"
            f"{'; no player: ' + str(line['bystander']) if line['bystander'] else ''}"
        )
    if overlay:
        draw_scene(scene, overlay, watcher=console.watch)
        console.say(f"  {overlay}")
    if saved:
        save_motions(scene.motions, saved)
        console.say(f"  {saved}")
    return {"what": what, "seen": told, "overlay": overlay, "motion": saved}


def _told(motion: Motion) -> dict[str, object]:
    import numpy as np

    wrists = np.isfinite(motion.points[:, (25, 46), 0])
    return {
        "performer": motion.performer + 1,
        "pictures": len(motion.times_s),
        "hands": float(wrists.mean()) if len(wrists) else 0.0,
        "keyboard": motion.keyboard is not None,
        "look": str(motion.look or ""),
        "bystander": motion.bystander,
        "notices": list(motion.notices),
    }
