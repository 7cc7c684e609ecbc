"""`foley-post`: finds the command and runs it.

Only the chosen command's module is imported, so that help answers at once. Exit codes: 0 done, 1
failed, 2 wrong usage, 3 partly done, 130 cancelled.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

from foley_post import __version__

__all__ = ["COMMANDS", "main", "module_of"]

COMMANDS: dict[str, str] = {
    "score": "write the music of a timeline's players: stems on new audio tracks",
    "reproduce": "make a run again from its manifest, and compare every byte",
    "batch": "score many timelines or films, and go on where it was stopped",
    "watch-folder": "score whatever is put into a folder",
    "farm": "write a timeline as a job for render farms, or do a task of it",
    "shots": "list the shots of a timeline",
    "watch": "draw what is detected on the picture: players, skeletons, contact cues",
    "instruments": "list the instruments",
    "styles": "list the styles",
    "check": "check a timeline against the rules of Premiere, Resolve or Final Cut Pro",
    "simulate": "make a simulated player play a MIDI file",
    "train": "train the model on simulated players or on your own footage",
    "study": "make a listening study from clips, serve it, and report what was answered",
    "doctor": "check this installation, and say how to get what is missing",
    "cache": "show or clear the cache of watched shots",
    "job": "do the job that an editing program left in a folder",
    "plugin": "put Foley Post into the menu of an editing program, or take it out",
    "ui": "open the window",
}
"""Every command, with its line in the help; each is a module of `foley_post.cli.commands`."""

_OLD_NAMES = {"again": "reproduce"}
"""What a command was called before; scripts that say so go on working."""

_USAGE = """usage: foley-post COMMAND ...    (foley-post COMMAND --help says more)
       foley-post                open the window

Watches the players in an editing timeline's shots and lays their music on new audio tracks.

commands:
{commands}

options:
  -h, --help     show this and leave
  --version      show the version and leave
"""


def module_of(command: str) -> str:
    """The name of a command's module."""
    return f"foley_post.cli.commands.{command.replace('-', '_')}"


def usage() -> str:
    """The help of the whole program."""
    return _USAGE.format(commands="\n".join(f"  {n:<12} {line}" for n, line in COMMANDS.items()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words:
        words = ["ui"]
    first, rest = _OLD_NAMES.get(words[0], words[0]), words[1:]
    if first in {"-h", "--help", "help"}:
        print(usage(), end="")
        return 0
    if first == "--version":
        print(f"foley-post {__version__}")
        return 0
    if first not in COMMANDS:
        print(f"foley-post: there is no command {first!r}.\n\n{usage()}", end="", file=sys.stderr)
        return 2
    from foley_post.cli.console import run

    return run(import_module(module_of(first)), first, rest)


if __name__ == "__main__":
    raise SystemExit(main())
