"""What the tests of this room share."""

from __future__ import annotations

import pytest

from foley_post.timeline import formats
from foley_post.timeline.safety import isolation


@pytest.fixture
def children() -> None:
    """For tests that want `.otio` files parsed in a process of their own, as users have it."""


@pytest.fixture(autouse=True)
def _parsed_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parse `.otio` files in this process, by the child's own function: a child takes a second."""
    if "children" in request.fixturenames:
        return

    def parse(kind: str, content: bytes, name: str) -> isolation.ParsedOtio:
        if kind == "otio":
            return isolation.outlined(content, name)
        return isolation.parse_isolated(kind, content, name)

    monkeypatch.setattr(formats, "parse_isolated", parse)
