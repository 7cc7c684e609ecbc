from __future__ import annotations

import argparse
import io
import os
import signal
from pathlib import Path
from types import SimpleNamespace

import pytest

from foley_post.cli.console import CANCELLED, FAILED, USAGE, Console, run
from foley_post.core.progress import Progress
from foley_post.errors import MediaMissing, UsageError


def _command(action):  # type: ignore[no-untyped-def]
    return SimpleNamespace(__doc__="A test.", add_options=lambda parser: None, execute=action)


def _raising(error: BaseException):  # type: ignore[no-untyped-def]
    def execute(options: argparse.Namespace, console: Console) -> int:
        raise error

    return _command(execute)


def test_a_failure_is_one_sentence_without_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(_raising(MediaMissing("a.mp4 is not there. Relink it.")), "score", []) == FAILED
    said = capsys.readouterr()
    assert said.err == "foley-post: a.mp4 is not there. Relink it.\n"
    assert said.out == ""


def test_wrong_usage_has_its_own_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(_raising(UsageError("no such shot")), "score", []) == USAGE


def test_a_failure_in_json_names_its_kind(capsys: pytest.CaptureFixture[str]) -> None:
    run(_raising(MediaMissing("gone")), "score", ["--json"])
    assert '"error": "MediaMissing"' in capsys.readouterr().out


def test_ctrl_c_stops_at_the_next_sign_of_progress(capsys: pytest.CaptureFixture[str]) -> None:
    reached = []

    def execute(options: argparse.Namespace, console: Console) -> int:
        os.kill(os.getpid(), signal.SIGINT)
        reached.append("still running")
        console.watch(Progress("watching", 1, 2))
        reached.append("not stopped")
        return 0

    before = signal.getsignal(signal.SIGINT)
    assert run(_command(execute), "score", []) == CANCELLED
    assert reached == ["still running"]
    assert signal.getsignal(signal.SIGINT) is before
    assert "Cancelled" in capsys.readouterr().err


def test_progress_tells_the_share_and_the_time_left() -> None:
    now = iter([0.0, 0.0, 10.0, 10.0])
    err = io.StringIO()
    console = Console(err=err, clock=lambda: next(now))
    console._left.clock = console.clock
    console.watch(Progress("watching", 0, 4, "V1-001"))
    console.watch(Progress("watching", 1, 4, "V1-001"))
    assert err.getvalue() == " 25% watching V1-001, 30 s left\n"


def test_a_name_that_no_file_can_have_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    def execute(options: argparse.Namespace, console: Console) -> int:
        return int(Path("x" * 5000).exists())

    assert run(_command(execute), "batch", []) == USAGE
    assert capsys.readouterr().err.startswith("foley-post: No file can have a name as long as 'xxx")
