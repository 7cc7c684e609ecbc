"""What docstrings and documents name is there: files, modules, and what is in them."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = {"foley_post": ROOT / "foley_post", "foley_post_ui": ROOT / "ui" / "foley_post_ui"}
WHOLE = re.compile(r"`(foley_post(?:_ui)?(?:\.\w+)+)`")
SHORT = re.compile(r"(?<!`)`([a-z_]+)\.(\w+)`(?!`)")
FILES = re.compile(
    r"(?<![\w/])(?:foley_post|ui|tests|benchmarks|docs|resources|scripts)/[\w/.-]+\.\w+"
)
ENDINGS = {"json", "otio", "py", "qm", "ts", "wav", "xml"}


def modules() -> dict[str, list[str]]:
    """The full names of our modules, by their last word."""
    found: dict[str, list[str]] = {}
    for package, folder in SOURCES.items():
        for path in folder.rglob("*.py"):
            parts = path.relative_to(folder).with_suffix("").parts
            parts = parts[:-1] if parts[-1] == "__init__" else parts
            found.setdefault([package, *parts][-1], []).append(".".join([package, *parts]))
    return found


MODULES = modules()


def texts() -> Iterator[Path]:
    for folder in (*SOURCES.values(), ROOT / "benchmarks", ROOT / "tests", ROOT / "scripts"):
        yield from folder.rglob("*.py")
    yield from (ROOT / "docs").rglob("*.md")
    yield from (page for page in ROOT.glob("*.md") if page.name != "CHANGELOG.md")


def is_there(name: str) -> bool:
    """Whether a dotted name leads to a module or to something in one."""
    module, _, attribute = name.rpartition(".")
    for place, rest in ((name, ""), (module, attribute)):
        try:
            found = importlib.import_module(place)
        except ImportError:
            continue
        return not rest or hasattr(found, rest)
    owner, _, of = module.rpartition(".")  # something of a class
    return hasattr(getattr(importlib.import_module(owner), of, None), attribute) if owner else False


def missing_in(path: Path) -> list[str]:
    """What the file names and is not there."""
    text = path.read_text(encoding="utf-8")
    missing = [name for name in WHOLE.findall(text) if not is_there(name)]
    missing += [
        name
        for name in FILES.findall(text)
        if not any((place / name).exists() for place in (ROOT, ROOT / "foley_post", path.parent))
    ]
    if any(path.is_relative_to(folder) for folder in SOURCES.values()):
        for module, attribute in SHORT.findall(text):
            homes = MODULES.get(module, [module])
            if attribute not in ENDINGS and not any(is_there(f"{h}.{attribute}") for h in homes):
                missing.append(f"{module}.{attribute}")
    return missing


def test_what_docstrings_and_documents_name_is_there(qapp: object) -> None:
    found = {path.relative_to(ROOT).as_posix(): missing_in(path) for path in texts()}
    assert {path: names for path, names in found.items() if names} == {}
