"""A listening study: make one from clips, serve its page here, report what was answered."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from foley_post.cli.console import DONE, Console
from foley_post.cli.filling import listed
from foley_post.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from foley_post.study.making import Sounds


def add_options(parser: argparse.ArgumentParser) -> None:
    """Make, serve or report."""
    parts = parser.add_subparsers(dest="part", required=True, metavar="make|serve|report")
    make = parts.add_parser("make", help="write a study into a folder")
    make.add_argument("clips", type=Path, nargs="+", metavar="CLIP", help="films of players")
    make.add_argument("--out", type=Path, required=True, metavar="DIR", help="the study's folder")
    make.add_argument(
        "--conditions", default="ours,shifted,other,real", metavar="NAMES",
        help="what is compared, with commas between: ours, shifted (ours, 40, 80 and 160 ms late), "
        "other (another clip's music), real (the clip's own sound), published; default: "
        "ours,shifted,other,real",
    )  # fmt: skip
    make.add_argument(
        "--sounds", action="append", default=[], metavar="NAME=DIR",
        help="a condition's sounds, as CLIP.wav in a folder (for ours too: nothing is scored then)",
    )  # fmt: skip
    make.add_argument("--instrument", default="auto", metavar="NAME", help="what they play (auto)")
    make.add_argument("--seed", type=int, default=0, help="another number gives another order")
    serve = parts.add_parser("serve", help="serve its page on this machine, until Ctrl-C")
    serve.add_argument("study", type=Path, metavar="DIR")
    serve.add_argument("--port", type=int, default=8321, help="on 127.0.0.1 (8321)")
    report = parts.add_parser("report", help="tell what the answers say")
    report.add_argument("study", type=Path, metavar="DIR")


def execute(options: argparse.Namespace, console: Console) -> int:
    """Do the part that was asked for."""
    return {"make": _make, "serve": _serve, "report": _report}[options.part](options, console)


def _make(options: argparse.Namespace, console: Console) -> int:
    from foley_post.study.making import make

    conditions = listed(options.conditions)
    given: dict[str, Sounds] = {}
    for text in options.sounds:
        name, equals, folder = text.partition("=")
        if not equals:
            raise UsageError(f"--sounds wants NAME=DIR, got {text!r}.")
        given[name] = _from_folder(Path(folder))
    given.setdefault("ours", _scored(options, console))
    study = make(
        options.clips, conditions, options.out,
        sounds=given, seed=options.seed, watcher=console.watch,
    )  # fmt: skip
    console.say(f"{len(study.trials)} trials over {len(options.clips)} clips in {options.out}")
    console.say(f"To serve it: foley-post study serve {options.out}")
    console.answer({"study": options.out, "trials": len(study.trials)})
    return DONE


def _from_folder(folder: Path) -> Sounds:
    from fractions import Fraction

    from foley_post.study.making import RATE_HZ
    from foley_post.video import read_audio

    def read(clip: Path) -> npt.NDArray[np.float32]:
        return read_audio(folder / f"{clip.stem}.wav", Fraction(0), None, RATE_HZ)

    return read


def _scored(options: argparse.Namespace, console: Console) -> Sounds:
    """Ours: the clip scored, its picture alone heeded, all stems together."""
    from foley_post.core.user_dirs import motion_cache_dir
    from foley_post.pipeline.options import Options
    from foley_post.pipeline.score import score
    from foley_post.render.stems import RenderSettings
    from foley_post.study.making import RATE_HZ

    def sound(clip: Path) -> npt.NDArray[np.float32]:
        import numpy as np

        from foley_post.video import read_audio

        asked = Options(
            out=options.out / "scored" / clip.stem,
            instrument=options.instrument,
            guide_sound="off",
            rendering=RenderSettings(handles_s=0.0, rate_hz=RATE_HZ),
            cache=motion_cache_dir(),
            seed=options.seed,
        )
        made = score(clip, asked, watcher=console.watch)
        parts = [read_audio(stem.path, None, None, RATE_HZ) for stem in made.stems]
        if not parts:
            raise UsageError(f"No music was made for {clip.name}: leave it out of the study.")
        heard = np.zeros((max(map(len, parts)), 2), np.float32)
        for part in parts:
            heard[: len(part)] += part
        return heard

    return sound


def _serve(options: argparse.Namespace, console: Console) -> int:
    from foley_post.study.folder import open_study
    from foley_post.study.serving import StudyServer

    study = open_study(options.study)
    with StudyServer(study, options.port) as server:
        console.say(f"Open {server.address} in a browser on this machine; Ctrl-C ends it.")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            console.say(f"Answers are in {study.answers}")
    return DONE


def _report(options: argparse.Namespace, console: Console) -> int:
    from dataclasses import asdict

    from foley_post.study.folder import open_study
    from foley_post.study.report import report_on, write_report

    study = open_study(options.study)
    report = report_on(study)
    files = write_report(study, report, options.study / "report")
    console.say((options.study / "report" / "report.md").read_text(encoding="utf-8"))
    console.answer({**asdict(report), "files": list(files)})
    return DONE
