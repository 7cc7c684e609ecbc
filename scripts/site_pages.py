"""Pages of the site that are made from what they tell about, when MkDocs builds it.

The command line comes from its parsers; the changelog, CONTRIBUTING and SECURITY are the files of
the repository. See ``mkdocs.yml``.
"""

from __future__ import annotations

import os
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

ROOT = Path(__file__).resolve().parent.parent

FROM_THE_REPOSITORY = {
    "changelog.md": "CHANGELOG.md",
    "contributing.md": "CONTRIBUTING.md",
    "security.md": "SECURITY.md",
}
"""Pages that are a file of the repository, by address."""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """MkDocs's call: add the pages that are made."""
    from mkdocs.structure.files import File

    pages = {address: (ROOT / name).read_text() for address, name in FROM_THE_REPOSITORY.items()}
    pages["command-line.md"] = command_line()
    for address, text in pages.items():
        files.append(File.generated(config, address, content=text))
    return files


def command_line() -> str:
    """The page of every command: what `--help` says, from the same parsers."""
    from foley_post.cli.console import parser_of
    from foley_post.cli.main import COMMANDS, module_of, usage

    os.environ["COLUMNS"] = "100"
    parts = ["# Command line\n", _block(usage())]
    parts.append(
        "Every command takes `--json` (answers for programs, on standard output) and `--quiet`.\n\n"
        "| exit code | means |\n|---:|---|\n| 0 | done |\n| 1 | failed |\n| 2 | wrong usage |\n"
        "| 3 | partly done: some shots could not be scored |\n| 130 | cancelled |\n"
    )
    for name in COMMANDS:
        parser = parser_of(import_module(module_of(name)), name)
        parts += [f"## foley-post {name}\n", _block(parser.format_help())]
    return "\n".join(parts)


def _block(text: str) -> str:
    return f"```text\n{re.sub(r'[ ]+$', '', text.rstrip(), flags=re.MULTILINE)}\n```\n"
