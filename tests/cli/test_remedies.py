"""What mends an error is said in the terminal's words, and told to programs by its name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from foley_post.cli.main import main
from foley_post.cli.remedies import with_remedy
from foley_post.errors import Remedy


@pytest.mark.parametrize("remedy", Remedy)
def test_every_remedy_has_a_flag(remedy: Remedy) -> None:
    assert with_remedy("It is gone.", remedy).startswith("It is gone. ")
    assert "--" in with_remedy("It is gone.", remedy)


def test_an_error_without_a_remedy_says_itself() -> None:
    assert with_remedy("It is gone.", None) == "It is gone."


def test_an_error_tells_its_remedy_to_people_and_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = Path(__file__).resolve().parents[2] / "resources" / "sample" / "sample.otio"
    (tmp_path / "file").write_text("")
    assert main(["score", str(sample), "--out", str(tmp_path / "file" / "out"), "--json"]) == 1
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert (told["error"], told["remedy"]) == ("OutputError", "choose_out")
    assert "--" not in told["message"]
    assert "--out" in said.err
