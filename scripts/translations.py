"""Gathers the window's words for its translators, and makes what the window loads.

`python scripts/translations.py` brings every ``translations/foley_post_*.ts`` of the window up to
date with the source and makes its ``.qm``; ``--check`` only says what is missing. A new language
begins with ``--add fr``. Edit the ``.ts`` files with Qt Linguist (`pyside6-linguist`) or by hand.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as Tree
from pathlib import Path

import PySide6

_ROOT = Path(__file__).resolve().parent.parent
_FOLDER = _ROOT / "ui" / "foley_post_ui" / "translations"
_TOOLS = Path(PySide6.__file__).parent
_NAMES = "translate+=localized,QT_TRANSLATE_NOOP+=mark"
"""The window's own names for Qt's functions (`ui/foley_post_ui/i18n/translating.py`)."""


def main() -> int:
    """1 where something is not translated."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--add", metavar="LANGUAGE", help="a language's code, such as fr")
    chosen = parser.parse_args()
    if chosen.add:
        gather(_FOLDER / f"foley_post_{chosen.add}.ts")
    missing = 0
    for path in sorted(_FOLDER.glob("foley_post_*.ts")):
        if not chosen.check:
            gather(path)
            release(path)
        left = untranslated(path)
        missing += len(left)
        print(f"{path.name}: {len(left)} of {len(messages(path))} words are not translated")
        print("\n".join(f"  {context}: {text}" for context, text in left))
    return 1 if missing else 0


def gather(path: Path) -> None:
    """Bring a ``.ts`` file up to date with the source; what is gone is dropped."""
    sources = [str(p) for p in sorted((_ROOT / "ui").rglob("*.py"))]
    _run("lupdate", "-tr-function-alias", _NAMES, "-no-obsolete", "-locations", "none",
         *sources, "-ts", str(path))  # fmt: skip


def release(path: Path) -> None:
    """Make the ``.qm`` beside it."""
    _run("lrelease", "-silent", str(path), "-qm", str(path.with_suffix(".qm")))


def in_source() -> set[tuple[str, str]]:
    """``(context, text)`` of all words that the source has now."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "source.ts"
        gather(path)
        return set(messages(path))


def messages(path: Path) -> dict[tuple[str, str], str]:
    """``(context, text)`` and its translation, empty where there is none yet."""
    found = {}
    for context in Tree.parse(path).getroot().iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            done = translation is not None and translation.get("type") is None
            text = message.findtext("source", "")
            found[name, text] = (translation.text or "") if done and translation is not None else ""
    return found


def untranslated(path: Path) -> list[tuple[str, str]]:
    """What has no translation, in the file's order."""
    return [key for key, translation in messages(path).items() if not translation]


def _run(tool: str, *words: str) -> None:
    done = subprocess.run([_TOOLS / tool, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{tool} failed: {done.stderr or done.stdout}")


if __name__ == "__main__":
    sys.exit(main())
