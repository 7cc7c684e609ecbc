"""Put Foley Post into the menu of an editing program, or take it out again."""

from __future__ import annotations

import argparse
from pathlib import Path

from foley_post.cli.console import DONE, Console
from foley_post.core.serialization import packed


def add_options(parser: argparse.ArgumentParser) -> None:
    """What to do, and in which program."""
    parser.add_argument("action", choices=("install", "uninstall", "list"))
    parser.add_argument("host", nargs="?", default="", metavar="HOST", help="resolve, premiere")
    parser.add_argument(
        "--root", type=Path, metavar="DIR",
        help="install below this folder in place of your own: to try it, or for a disk image",
    )  # fmt: skip


def execute(options: argparse.Namespace, console: Console) -> int:
    """Do it, and say where everything is."""
    from foley_post.hosts.plugins import HOSTS, PluginPlaces, install, installed, uninstall

    places = PluginPlaces.below(options.root.absolute()) if options.root else PluginPlaces()
    if options.action == "install":
        made = install(options.host, places)
        for name in made.files:
            console.say(name)
        console.say(made.next_step)
        console.answer(packed(made))
    elif options.action == "uninstall":
        gone = uninstall(options.host, places)
        for name in gone:
            console.say(f"removed {name}")
        console.say(f"Nothing of Foley Post is in {HOSTS[options.host]} any more.")
        console.answer({"removed": list(gone)})
    else:
        found = installed(places)
        for one in found:
            console.say(HOSTS.get(one.host, one.host))
            for name in one.files:
                console.say(f"  {name}{'' if Path(name).exists() else '  (not there any more)'}")
        if not found:
            console.say(f"Nothing is installed. There is something for: {', '.join(HOSTS)}.")
        console.answer(packed(found))
    return DONE
