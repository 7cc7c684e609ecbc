"""A damaged manifest is refused with a sentence, however it is damaged."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foley_post.errors import FoleyError, ProjectError
from foley_post.pipeline.manifest import Manifest, load_manifest

GOLDEN = Path(__file__).parent / "golden" / "version-1.json"

ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where in a JSON value something stands."""
    inside: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    return [path, *(p for key, v in inside for p in places(v, (*path, key)))]


PLACES = [p for p in places(json.loads(GOLDEN.read_text())) if p]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "is damaged"),
        ("[]", "is not a manifest"),
        ("{}", "is not a manifest"),
        ('{"foley_post": "1", "cut": {}, "settings": {}, "shots": [{"id": "V1-001"}]}', "damaged"),
        ('{"foley_post": "9", "manifest_version": 99}', "newer Foley Post"),
        ("[" * 50_000, "is damaged"),
    ],
)
def test_what_is_none_of_ours_is_refused(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(ProjectError, match=rf"manifest\.json.*{says}"):
        load_manifest(tmp_path / "manifest.json")


def test_a_manifest_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="cannot be read"):
        load_manifest(tmp_path / "manifest.json")


@given(st.sampled_from(PLACES), ODD)
def test_whatever_it_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, place: tuple[Any, ...], value: object
) -> None:
    told = json.loads(GOLDEN.read_text())
    inside = told
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = value
    path = tmp_path_factory.mktemp("odd") / "manifest.json"
    path.write_text(json.dumps(told))
    with suppress(FoleyError):
        assert isinstance(load_manifest(path), Manifest)


@given(st.sampled_from(PLACES))
def test_whatever_it_lacks_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, place: tuple[Any, ...]
) -> None:
    told = json.loads(GOLDEN.read_text())
    inside = told
    for key in place[:-1]:
        inside = inside[key]
    del inside[place[-1]]
    path = tmp_path_factory.mktemp("odd") / "manifest.json"
    path.write_text(json.dumps(told))
    with suppress(FoleyError):
        assert isinstance(load_manifest(path), Manifest)
