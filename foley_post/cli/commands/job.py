"""Do the job that an editing program left in a folder: job.json in, result.json out."""

from __future__ import annotations

import argparse
from pathlib import Path

from foley_post.cli.console import DONE, FAILED, Console
from foley_post.cli.remedies import with_remedy
from foley_post.core.serialization import packed
from foley_post.core.user_dirs import motion_cache_dir


def add_options(parser: argparse.ArgumentParser) -> None:
    """Which folder, and whether to stop what runs there."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the folder that has job.json")
    parser.add_argument("--cancel", action="store_true", help="stop the job that runs there")
    parser.add_argument("--no-cache", action="store_true", help="watch every shot again")


def execute(options: argparse.Namespace, console: Console) -> int:
    """Serve it, and say what came of it."""
    from foley_post.hosts.job_folder import JobFolder
    from foley_post.hosts.job_records import JobState
    from foley_post.hosts.job_service import serve

    folder = JobFolder.of(options.folder)
    if options.cancel:
        folder.request()
        folder.ask_to_cancel()
        console.say(f"{folder.path} was asked to stop.")
        return DONE
    if not folder.path.is_dir():
        console.complain(f"foley-post: there is no folder {folder.path}.")
        return FAILED
    cache = None if options.no_cache else motion_cache_dir()
    result = serve(folder, cache=cache, watcher=console.watch)
    said = with_remedy(result.message, result.remedy)
    if result.state in {JobState.FAILED, JobState.CANCELLED}:
        console.complain(f"foley-post: {said}")
    else:
        console.say(f"{said}. See {folder.path / 'result.json'}")
    console.answer(packed(result))
    return result.exit_code
