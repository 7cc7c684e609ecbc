"""Write a cut as a job for render farms (Open Job Description, AWS Deadline Cloud), or do a task
of such a job.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from foley_post.cli.commands import score
from foley_post.cli.console import DONE, Console
from foley_post.core.progress import Progress
from foley_post.core.serialization import packed
from foley_post.core.user_dirs import motion_cache_dir
from foley_post.errors import UsageError


def add_options(parser: argparse.ArgumentParser) -> None:
    """The cut and its job; or a job, and which of its tasks."""
    parser.add_argument("path", type=Path, metavar="CUT|JOB", help="a timeline or film; or a job")
    parser.add_argument(
        "--program", default=f"{sys.executable} -m foley_post.cli.main", metavar="WORDS",
        help="what a worker calls, by its path there (default: this very program)",
    )  # fmt: skip
    parser.add_argument("--chunk", type=int, default=1, metavar="N", help="shots of a task (1)")
    task = parser.add_mutually_exclusive_group()
    task.add_argument(
        "--play", metavar="N[-M]", help="a task: play these shots of JOB, by their numbers in it"
    )
    task.add_argument("--lay", action="store_true", help="a task: lay what was played of JOB")
    score.add_scoring(parser)


def execute(options: argparse.Namespace, console: Console) -> int:
    """Write the job, or do the task; a task leaves with 0 when it did what could be done."""
    if options.play or options.lay:
        return _task(options, console)
    from foley_post.farm.job_template import JOB, SHOTS, write_job

    if options.out is None:
        raise UsageError("Name a folder for the job with --out.")
    asked = score.options_from(options, options.out / "music")
    words = [*options.program.split(), "farm", JOB]
    job = options.out.absolute()
    play, lay = [*words, "--play", SHOTS], [*words, "--lay"]
    cut = write_job(options.path, asked, job, play=play, lay=lay, chunk=options.chunk)
    console.say(f"{options.out / 'template.yaml'}: {cut.name}")
    console.say("Send it with your farm's own tool, or try it here with openjd run.")
    console.answer({"template": str(options.out / "template.yaml")})
    return DONE


def _task(options: argparse.Namespace, console: Console) -> int:
    from foley_post.farm.job_tasks import lay_parts, numbers_in, play_parts
    from foley_post.hosts.job_folder import JobFolder

    folder = JobFolder.of(options.path)
    told = -1

    def watch(progress: Progress) -> None:
        """As `openjd` reads it from the output, a whole percent at a time."""
        nonlocal told
        console.watch(progress)
        if int(100 * progress.share) > told:
            told = int(100 * progress.share)
            print(f"openjd_progress: {told}.0", flush=True)

    console.quiet = True
    if options.lay:
        result = lay_parts(folder, watcher=watch)
        print(f"openjd_status: {result.state}: {result.message}", flush=True)
        console.answer(packed(result))
        return DONE
    cache = None if options.no_cache else motion_cache_dir()
    played = play_parts(folder, numbers_in(options.play), cache=cache, watcher=watch)
    for one in played:
        print(f"openjd_status: {one.shot.id}: {one.problem or 'played'}", flush=True)
    console.answer([{"shot": one.shot.id, "problem": one.problem} for one in played])
    return DONE
