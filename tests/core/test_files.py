from __future__ import annotations

import errno
import hashlib
import os
import threading
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foley_post.core.files import (
    finished,
    remove_drafts,
    safe_name,
    sha256_of,
    there_is,
    write_whole,
)
from foley_post.errors import Cancelled, MediaMissing, OutputError, Remedy

NASTY = set('<>:"/\\|?*') | {chr(c) for c in range(32)} | {"\x7f", "\u202e", "\u200f"}
names = st.text(max_size=400) | st.sampled_from(
    ["CON", "con.wav", "LPT1", "COM¹", "../../etc/passwd", "a:b", "🎻" * 200, "שלום", " . ", "."]
)


def leftovers(folder: Path) -> list[Path]:
    return [f for f in folder.iterdir() if f.name.startswith(".")]


def test_a_written_file_is_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "new" / "a.bin", b"x" * 1000)
    assert (tmp_path / "new" / "a.bin").read_bytes() == b"x" * 1000
    assert leftovers(tmp_path / "new") == []


def test_what_a_killed_run_left_half_written_goes_and_nothing_else(tmp_path: Path) -> None:
    others = [".hidden", ".a-1234abcd.wav", "a-1234abcd.draft.wav"]
    for name in others:
        (tmp_path / name).write_text("somebody's")
    with finished(tmp_path / "stems" / "a.wav") as draft:
        killed = draft.with_name(draft.name.replace(draft.name[-14:-10], "0000"))
        killed.write_text("half")
        without_suffix = tmp_path / ".notes-0123abcd.draft"
        without_suffix.write_text("half")
    assert remove_drafts(tmp_path) == 2
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*others, "stems"])
    assert [p.name for p in (tmp_path / "stems").iterdir()] == ["a.wav"]


@pytest.mark.parametrize("error", [ValueError("no"), Cancelled("stop"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_file_and_no_draft(tmp_path: Path, error: BaseException) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")

    def half_way() -> None:
        with finished(target) as draft:
            draft.write_text("half")
            raise error

    with pytest.raises(type(error)):
        half_way()
    assert target.read_text() == "old"
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT])
def test_a_full_or_locked_disk_is_an_output_error_that_names_the_folder(
    tmp_path: Path, code: int
) -> None:
    target = tmp_path / "a.txt"
    with pytest.raises(OutputError, match=str(tmp_path)) as caught, finished(target):
        raise OSError(code, os.strerror(code))
    assert caught.value.errno == code
    assert caught.value.remedy is Remedy.CHOOSE_OUT
    assert not target.exists()
    assert leftovers(tmp_path) == []


def test_a_full_disk_says_to_free_space(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="Free some space"), finished(tmp_path / "a"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_file_where_a_folder_should_be_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for target in (tmp_path / "file" / "a.txt", tmp_path / "file" / "deeper" / "a.txt"):
        with pytest.raises(OutputError):
            write_whole(target, b"")


def test_a_folder_where_the_file_should_be_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(OutputError):
        write_whole(tmp_path / "a.txt", b"")
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("name", ["a\0b", "/"])
def test_what_can_be_no_name_is_an_output_error(name: str) -> None:
    with pytest.raises(OutputError, match="cannot be the name"):
        write_whole(Path(name), b"x")


def test_a_name_of_thousands_of_letters_is_not_there(tmp_path: Path) -> None:
    assert not there_is(tmp_path / ("x" * 5000))
    assert there_is(tmp_path)


def test_other_errors_pass_as_they_are(tmp_path: Path) -> None:
    with pytest.raises(MediaMissing), finished(tmp_path / "a"):
        raise MediaMissing("the clip is gone")
    with pytest.raises(FileNotFoundError), finished(tmp_path / "a"):
        (tmp_path / "nowhere").read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
def test_writing_never_sets_the_umask_of_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(os, "umask", lambda mask: asked.append(mask) or 0o022)
    write_whole(tmp_path / "a", b"x")
    assert asked == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
def test_threads_leave_the_umask_alone_and_files_obey_it(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        threads = [
            threading.Thread(target=write_whole, args=(tmp_path / f"{i}", b"x")) for i in range(32)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {f.stat().st_mode & 0o777 for f in tmp_path.iterdir()} == {0o644}
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)


def test_the_hash_is_sha_256(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 3_000_000)
    assert sha256_of(tmp_path / "a") == hashlib.sha256(b"x" * 3_000_000).hexdigest()


@given(names)
def test_safe_names_are_safe_everywhere(text: str) -> None:
    name = safe_name(text)
    assert name
    assert not NASTY & set(name)
    assert name == name.strip(" .")
    assert len(name.encode()) <= 80
    assert name.split(".")[0].lower() not in {"con", "nul", "aux", "prn", "com1", "lpt1", "com¹"}
    assert unicodedata.normalize("NFC", name) == name


@given(names)
def test_safe_names_are_stable(text: str) -> None:
    assert safe_name(safe_name(text)) == safe_name(text)


@given(st.lists(names, max_size=30))
def test_safe_names_never_collide_where_case_does_not_count(texts: list[str]) -> None:
    taken: list[str] = []
    for text in texts:
        taken.append(safe_name(text, taken))
    folded = {unicodedata.normalize("NFC", n).casefold() for n in taken}
    assert len(folded) == len(taken)


def test_letters_of_all_scripts_stay_readable() -> None:
    assert safe_name("Größe/Übung: 1") == "Größe_Übung_ 1"
    assert safe_name("小提琴") == "小提琴"
