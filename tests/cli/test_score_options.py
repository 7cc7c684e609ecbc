"""What the words of `foley-post score` ask of the pipeline."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from foley_post.cli.commands import score as command
from foley_post.cli.main import main
from foley_post.errors import UsageError
from foley_post.pipeline.options import Options
from foley_post.pose.tracking.player_box import PlayerBox
from foley_post.project.player_marks import PlayerMark


def asked(*words: str) -> Options:
    parser = argparse.ArgumentParser()
    command.add_options(parser)
    return command.options_from(parser.parse_args(["cut.otio", *words]))


def test_nothing_said_is_the_plain_way() -> None:
    options = asked()
    assert (options.key, options.tempo, options.takes, options.comp) == ("", "", 1, None)
    assert options.rendering.reverb == "studio"
    assert (options.rendering.rate_hz, options.rendering.loudness_lufs) == (0, -23.0)
    assert options.out == Path("cut-foley")


def test_people_are_pointed_at_shot_by_shot_and_camera_by_camera() -> None:
    options = asked(
        *("--player", "V1-003/2=ignore", "--player", "V1-003/1=cello,Anna"),
        *("--player-box", "1,2,30,40", "--player-box", "V1-004=5,6,70,80@2"),
        *("--only-player", "trio.mov@0.25,0.5"),
    )
    assert options.watching.boxes == (PlayerBox(1, 2, 30, 40),)
    assert options.marked["V1-004"].boxes == (PlayerBox(5, 6, 70, 80, 2),)
    assert options.marked["V1-003"].of(0) == PlayerMark(0, "Anna", "cello")
    assert options.marked["V1-003"].of(1).scored is False
    assert options.only_at == {"trio.mov": (0.25, 0.5)}


def test_the_eyes_may_be_mediapipes() -> None:
    assert asked("--pose", "mediapipe").watching.pose == "mediapipe"
    with pytest.raises(UsageError, match="no eyes called 'openpose'"):
        asked("--pose", "openpose")


@pytest.mark.parametrize("host", ["premiere", "resolve", "fcp"])
def test_a_preset_sets_files_and_sound_and_single_options_go_first(host: str) -> None:
    plain = asked("--preset", host)
    assert plain.hosts == (host,)
    assert (plain.rendering.rate_hz, plain.rendering.channels) == (48_000, 2)
    own = asked("--preset", host, "--loudness", "-16", "--channels", "mono", "--rate", "96000")
    assert (own.rendering.rate_hz, own.rendering.channels) == (96_000, 1)
    assert own.rendering.loudness_lufs == -16
    assert asked("--preset", host, "--for", "resolve").hosts == ("resolve",)


def test_takes_comps_and_keys_are_handed_on() -> None:
    options = asked(
        *("--takes", "3", "--vary", "0.2", "--comp", "2,1,3", "--key", "auto", "--tempo", "96"),
        *("--take", "a.mid", "--take", "V1-002=b.mid", "--around-pins", "7", "--placed"),
    )
    assert (options.takes, options.vary, options.comp) == (3, 0.2, (2, 1, 3))
    assert (options.key, options.tempo, options.placed) == ("auto", "96", True)
    assert (options.given, options.around) == (("a.mid", "V1-002=b.mid"), 7)
    assert asked("--takes", "2", "--comp", "best").comp == ()


def test_a_style_brings_its_room_unless_another_is_asked_for() -> None:
    assert asked("--style", "romantic").rendering.reverb == "hall"
    assert asked("--style", "romantic", "--reverb", "dry").rendering.reverb == "dry"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--comp", "two"), "--comp wants best or numbers"),
        (("--comp", "2"), "among 1 takes"),
        (("--takes", "99"), "99 takes"),
        (("--style", "jaz"), "Did you mean jazz"),
        (("--loosen-sync", "120"), "120.0 %"),
        (("--loudness", "loud"), "--loudness wants a number"),
        (("--for", "avid"), "no editing program avid; choose of premiere"),
        (("--reverb", "cupboard"), "no reverb called 'cupboard'"),
    ],
)
def test_what_makes_no_sense_is_refused(words: tuple[str, ...], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        asked(*words)


def test_help_lists_the_presets(capsys: pytest.CaptureFixture[str]) -> None:
    main(["score", "--help"])
    said = " ".join(capsys.readouterr().out.split())
    for line in ("premiere = Premiere Pro", "resolve = DaVinci Resolve", "fcp = Final Cut Pro"):
        assert line in said


def test_styles_answer_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["styles", "--json"]) == 0
    styles = json.loads(capsys.readouterr().out)
    assert len(styles) >= 10
    assert {"name", "swing", "density", "reverb"} <= set(styles[0])


def test_a_style_file_with_a_bad_line_is_told_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.toml").write_text("swing = 0.5\nswyng = 0.2\n")
    assert main(["styles", str(tmp_path / "mine.toml")]) == 1
    assert "mine.toml, line 2" in capsys.readouterr().err
