"""List the styles, or show what one is made of; a style is a file you can write yourself."""

from __future__ import annotations

import argparse
from dataclasses import asdict, fields

from foley_post.cli.console import DONE, Console


def add_options(parser: argparse.ArgumentParser) -> None:
    """One style to look into, or none for the list."""
    parser.add_argument(
        "style", nargs="?", metavar="NAME|FILE.toml", help="show the numbers of this style"
    )


def execute(options: argparse.Namespace, console: Console) -> int:
    """Print a line a style, or every number of one that is not neutral."""
    from foley_post.midi.styles import Style, find_style, shipped_styles

    if options.style:
        style = find_style(options.style)
        console.say(f"{style.name}: {style.about or style.label}")
        for one in fields(Style):
            value = getattr(style, one.name)
            if one.name not in {"name", "label", "about"} and value != one.default:
                console.say(f"  {one.name} = {value}")
        console.answer(asdict(style))
        return DONE
    styles = shipped_styles()
    for name, style in styles.items():
        console.say(f"{name:<12} {style.about or style.label}")
    console.answer([asdict(style) for style in styles.values()])
    return DONE
