"""Two instances never work on one thing."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
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


def test_the_lock_of_a_dead_process_is_taken_over(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"],
                           capture_output=True, text=True, check=True)  # fmt: skip
    lock = tmp_path / ".film.foley.lock"
    lock.write_text(json.dumps({"pid": int(ended.stdout), "host": socket.gethostname()}))
    with holding(tmp_path / "film.foley"):
        assert json.loads(lock.read_text())["pid"] == os.getpid()


def test_the_lock_of_another_machine_is_respected(tmp_path: Path) -> None:
    owner = {"pid": 1, "host": "elsewhere", "user": "ana"}
    (tmp_path / ".film.foley.lock").write_text(json.dumps(owner))
    with pytest.raises(OutputError, match="in use by ana on elsewhere"):
        hold(tmp_path / "film.foley")
