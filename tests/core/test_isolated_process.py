"""A child may crash, hang, flood or lie; its parent may die: each is one error, nothing is left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from foley_post.core import isolated_process
from foley_post.core.isolated_process import Limits, ask_isolated
from foley_post.errors import Cancelled, Remedy, SoundFontError

CHILD = "isolated_children"
LIMITS = Limits(seconds=60, memory_bytes=1 << 30, answer_bytes=1 << 20)
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits")


def ask(*question: object, limits: Limits = LIMITS, **more: object) -> bytearray:
    return ask_isolated(CHILD, json.dumps(question).encode(), limits, **more)  # type: ignore[arg-type]


def test_an_answer_holds_nothing_that_libraries_print() -> None:
    assert ask("echo", "näme" * 10_000) == ("näme" * 10_000).encode()


def test_an_error_of_the_library_arrives_as_it_was() -> None:
    with pytest.raises(SoundFontError, match=r"^no such sound$") as caught:
        ask("refuse", "no such sound")
    assert caught.value.remedy is Remedy.CHOOSE_SOUNDFONT


def test_a_crash_is_told_with_its_status() -> None:
    with pytest.raises(subprocess.CalledProcessError) as caught:
        ask("crash")
    assert caught.value.returncode != 0


@pytest.mark.parametrize("lie", [b"", b"[]", b'{"kind": "Path"}', b'{"kind": 1, "message": 2}'])
def test_a_refusal_that_is_none_is_not_believed(lie: bytes) -> None:
    assert isolated_process._refusal(bytearray(lie)) is None
    told = b'{"kind": "__builtins__", "message": "x"}'
    assert isolated_process._refusal(bytearray(told)) is None


@POSIX
def test_a_child_may_not_eat_the_memory() -> None:
    assert ask("memory", 1 << 20) == b"\0"
    with pytest.raises(subprocess.CalledProcessError):
        ask("memory", 2 << 30)


@POSIX
def test_a_child_may_not_fill_the_disk() -> None:
    assert len(ask("flood", 1 << 20)) == 1 << 20
    with pytest.raises(subprocess.CalledProcessError):
        ask("flood", (1 << 20) + 1)


def test_a_child_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    limits = Limits(seconds=0.2, memory_bytes=1 << 30, answer_bytes=1 << 20)
    with pytest.raises(subprocess.TimeoutExpired):
        ask("wait", str(tmp_path / "file"), limits=limits)


@POSIX
def test_what_counts_is_the_childs_own_work_and_not_that_of_others() -> None:
    limits = Limits(seconds=1, memory_bytes=1 << 30, answer_bytes=1 << 20)
    assert ask("rest", 1.5, limits=limits) == b"rested"
    with pytest.raises(subprocess.TimeoutExpired):
        ask("work", limits=limits)


def test_a_large_question_to_a_child_that_hangs_does_not_hang_its_parent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limits = Limits(seconds=0.2, memory_bytes=1 << 30, answer_bytes=1 << 20)
    with pytest.raises(subprocess.TimeoutExpired):
        ask_isolated(CHILD, bytes(1 << 24), limits, folder=Path("before-reading"))


@POSIX
def test_a_cancelled_child_is_ended_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    sign = tmp_path / "sign"
    os.mkfifo(sign)
    reader = os.open(sign, os.O_RDONLY | os.O_NONBLOCK)

    def stop() -> None:
        raise Cancelled("stop")

    with pytest.raises(Cancelled):
        ask("wait", str(sign), heed=stop)
    os.set_blocking(reader, True)
    assert os.read(reader, 1) == b"", "nobody has it open any more"
    os.close(reader)
    assert list(tmp_path.iterdir()) == [sign]


PARENT = """
import json, sys
from pathlib import Path
from foley_post.core.isolated_process import Limits, ask_isolated
sys.path.insert(0, sys.argv[2])
limits = Limits(60, 1 << 30, 1 << 20)
question = json.dumps(["wait", sys.argv[1]]).encode()
ask_isolated("isolated_children", question, limits, folder=Path(sys.argv[3]))
"""


@POSIX
def test_a_child_ends_with_its_parent_however_that_ends(tmp_path: Path) -> None:
    sign, folder = tmp_path / "sign", tmp_path / "folder"
    folder.mkdir()
    (folder / "cut.aaf").write_bytes(b"media")
    os.mkfifo(sign)
    command = [sys.executable, "-c", PARENT, str(sign), str(Path(__file__).parent), str(folder)]
    # The pipe opens when the child has opened it, too; its end is the child's.
    with subprocess.Popen(command) as parent, sign.open("rb") as held:
        parent.kill()
        assert held.read() == b""
    assert not folder.exists()
