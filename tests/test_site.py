"""The documentation as a site: no warnings, no dead links, nothing fetched."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = re.compile(r"<(\w+)[^>]*?\s(?:href|src)=[\"']?([^\"'>\s#]+)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built with warnings as errors."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr, done.stderr
    return folder


def _addresses(site: Path) -> list[tuple[Path, str, str]]:
    return [
        (page, tag, address)
        for page in site.rglob("*.html")
        if page.name != "404.html"  # served from the root of a host, where it is not read from disk
        for tag, address in ADDRESS.findall(page.read_text())
    ]


def test_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    found = [(p, a) for p, _, a in _addresses(site) if not re.match(r"[a-z]+:|//", a)]
    assert len(found) > 100
    assert not [(p.name, a) for p, a in found if not (p.parent / a).exists()]


def test_reading_the_site_fetches_nothing(site: Path) -> None:
    loads = [(tag, a) for _, tag, a in _addresses(site) if tag != "a"]
    assert len(loads) > 20
    assert not [a for _, a in loads if re.match(r"https?:|//", a)]


def test_no_list_of_the_site_runs_into_its_paragraph(site: Path) -> None:
    for page in site.rglob("*.html"):
        for paragraph in re.findall(r"<p>(.*?)</p>", page.read_text(), re.DOTALL):
            assert not re.search(r"\n- ", paragraph), (page.name, paragraph[:200])


def test_the_command_line_page_has_every_command(site: Path) -> None:
    from foley_post.cli.main import COMMANDS

    page = (site / "command-line.html").read_text()
    assert not [name for name in COMMANDS if f"usage: foley-post {name} " not in page]
