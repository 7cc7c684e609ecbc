"""Two instances never work on one thing."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from foley_post.errors import OutputError
from foley_post.jobs.lock import hold, holding


def test_the_second_is_told_who_holds_it(tmp_path: Path) -> None:
    told = rf"in use by .* \(process {os.getpid()}\)"
    with holding(tmp_path / "film.foley"), pytest.raises(OutputError, match=told):
        hold(tmp_path / "film.foley")
    hold(tmp_path / "film.foley").release()
    assert list(tmp_path.iterdir()) == []


HOLDER = """
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from foley_post.jobs.lock import hold
held = hold(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def another_process_holding(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        yield other
        other.kill()


def test_another_process_is_named_and_its_lock_free_when_it_crashes(tmp_path: Path) -> None:
    path = tmp_path / "film.foley"
    with another_process_holding(path) as other:
        with pytest.raises(OutputError, match=rf"process {other.pid}\)"):
            hold(path)
        other.kill()
        other.wait()
        hold(path).release()


def test_a_lock_is_free_although_its_number_went_to_another_process(tmp_path: Path) -> None:
    """Whether a process of that number runs is not asked: on Windows it could not be."""
    lock = tmp_path / ".film.foley.lock"
    lock.write_text(json.dumps({"pid": os.getppid(), "host": socket.gethostname()}))
    with holding(tmp_path / "film.foley"):
        assert json.loads(lock.read_bytes()[1:])["pid"] == os.getpid()


def test_a_lock_that_names_nobody_yet_is_held(tmp_path: Path) -> None:
    path = tmp_path / "film.foley"
    with another_process_holding(path):
        (tmp_path / ".film.foley.lock").write_bytes(b"")
        with pytest.raises(OutputError, match="in use by somebody"):
            hold(path)


def test_the_lock_of_another_machine_is_respected(tmp_path: Path) -> None:
    owner = {"pid": 1, "host": "elsewhere", "user": "ana"}
    (tmp_path / ".film.foley.lock").write_text(json.dumps(owner))
    with pytest.raises(OutputError, match="in use by ana on elsewhere"):
        hold(tmp_path / "film.foley")
