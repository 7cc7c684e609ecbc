"""Settings are checked wherever they come from; a project with bad ones opens and says so."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foley_post.errors import ProjectError, UsageError
from foley_post.pipeline.options import Options, options_for
from foley_post.project.file import Project, load_project, save_project
from foley_post.project.settings import Settings
from foley_post.render.stems import RenderSettings

ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


def damaged(path: Path, *keys: str, value: object) -> Path:
    """A saved project with one setting replaced by nonsense."""
    save_project(Project(path.with_name("cut.otio"), settings=Settings(seed=3)), path)
    told = json.loads(path.read_text())
    inside = told["settings"]
    for key in keys[:-1]:
        inside = inside[key]
    inside[keys[-1]] = value
    path.write_text(json.dumps(told))
    return path


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"key": "H"}, "'H' is not a key"),
        ({"tempo": "soon"}, "'soon' is not a tempo"),
        ({"tempo": "3"}, "tempo of 3.0"),
        ({"instrument": "kazoo"}, "kazoo"),
        ({"loosen_percent": -5}, "-5 %"),
        ({"seed": -1}, "seed is a whole number from 0"),
        ({"hosts": ("avid",)}, "no editing program avid"),
        ({"takes": 2, "comp": (3,)}, "among 2 takes"),
    ],
)
def test_what_makes_no_sense_is_refused_when_made(wrong: dict[str, object], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        Settings(**wrong)
    with pytest.raises(UsageError, match=says):
        Options(out=Path("out"), **wrong)


@pytest.mark.parametrize("key", ["", "auto", "free", "F#m", "Bb minor", "temp.wav", "mix/temp"])
def test_words_for_a_key_are_taken(key: str) -> None:
    assert Settings(key=key).key == key


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("key",), "H"),
        (("loosen_percent",), -5),
        (("rendering", "reverb"), "nope"),
        (("rendering", "handles_s"), 1e9),
        (("watching", "device"), 7),
        (("watching",), "cpu"),
        (("comp",), [9]),
    ],
)
def test_a_bad_setting_of_a_project_has_its_default_again_and_is_told(
    tmp_path: Path, keys: tuple[str, ...], value: object
) -> None:
    project = load_project(damaged(tmp_path / "film.foley", *keys, value=value))
    assert project.settings == Settings(seed=3)
    (notice,) = project.notices
    assert notice.startswith("film.foley: ")
    assert f"{'.'.join(keys)}: " in notice


def test_two_settings_that_only_fit_together_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "film.foley"
    settings = Settings(takes=3, comp=(2, 3))
    save_project(Project(tmp_path / "cut.otio", settings=settings), path)
    told = json.loads(path.read_text())
    told["settings"]["key"] = "H"
    path.write_text(json.dumps(told))
    assert load_project(path).settings == settings


@given(st.sampled_from([*Settings.__dataclass_fields__]), ODD)
def test_whatever_a_setting_holds_the_project_opens(
    tmp_path_factory: pytest.TempPathFactory, name: str, value: object
) -> None:
    path = damaged(tmp_path_factory.mktemp("odd") / "film.foley", name, value=value)
    try:
        project = load_project(path)
    except ProjectError as error:  # a number that JSON does not know
        told = str(error)
        project = None
    if project is None:
        assert "is damaged" in told
    else:
        assert project.notices or project.settings.seed == 3 or name == "seed"


def test_a_run_has_every_setting_of_its_project() -> None:
    settings = Settings(
        key="C", tempo="96", seed=5, mix=True, rendering=RenderSettings(reverb="hall")
    )
    options = options_for(settings, Path("out"), shots=("V1-001",))
    for name in Settings.__dataclass_fields__:
        if name != "out":
            assert getattr(options, name) == getattr(settings, name)
    assert (options.out, options.shots) == (Path("out"), ("V1-001",))
    assert replace(options, seed=6).seed == 6
