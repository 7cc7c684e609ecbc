from __future__ import annotations

import json
import subprocess
import sys

import pytest

from foley_post.cli.main import COMMANDS, main


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"\n  {name} " in said for name in COMMANDS)


def test_every_listed_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        assert main([name, "--help"]) == 0, name
        assert f"foley-post {name}" in capsys.readouterr().out


def test_help_imports_no_heavy_library() -> None:
    script = (
        "import sys; from foley_post.cli.main import main; main(['--help']);"
        "heavy = {'torch','mediapipe','av','numpy','opentimelineio','PySide6','cv2','scipy'};"
        "sys.exit(repr(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_an_unknown_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scroe"]) == 2
    assert "there is no command 'scroe'" in capsys.readouterr().err


def test_an_unknown_option_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["instruments", "--loud"]) == 2
    assert "--loud" in capsys.readouterr().err


def test_instruments_answer_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["instruments", "--json"]) == 0
    names = [one["name"] for one in json.loads(capsys.readouterr().out)]
    assert {"accordion", "bass", "bassoon", "cello", "guitar"} <= set(names)
    assert {"piano", "tuba", "ukulele", "violin"} <= set(names)


def test_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    from foley_post import __version__

    assert main(["--version"]) == 0
    assert __version__ in capsys.readouterr().out
