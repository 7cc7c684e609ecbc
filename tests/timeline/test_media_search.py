"""Media that are called or addressed a little otherwise on this machine."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from foley_post.timeline.media.media_search import Finder
from foley_post.timeline.media.media_urls import file_url, path_in

NAME = "Gér–Ångström ñ.mov"


def put(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"film")
    return path


@pytest.mark.parametrize(("there", "said"), [("NFC", "NFD"), ("NFD", "NFC")])
@pytest.mark.parametrize("how", ["address", "folder", "root"])
def test_a_file_is_found_in_the_other_unicode_form(
    tmp_path: Path, there: str, said: str, how: str
) -> None:
    name = unicodedata.normalize(there, NAME)  # type: ignore[arg-type]
    asked = unicodedata.normalize(said, NAME)  # type: ignore[arg-type]
    folder = unicodedata.normalize(there, "Übung") if how == "folder" else "media"  # type: ignore[arg-type]
    media = put(tmp_path / folder / name)
    if how == "root":
        finder, url = Finder(tmp_path / "cuts", [tmp_path]), file_url(f"/gone/{asked}")
    else:
        asked_folder = unicodedata.normalize(said, folder)  # type: ignore[arg-type]
        finder, url = Finder(tmp_path / "cuts"), file_url(f"{tmp_path}/{asked_folder}/{asked}")
    found = finder.find(url)
    assert found is not None
    assert found.samefile(media)


def test_another_case_in_an_absolute_address_is_the_same_file(tmp_path: Path) -> None:
    media = put(tmp_path / "Media" / "Day 1" / "Take.MOV")
    finder = Finder(tmp_path)
    assert finder.find(file_url(f"{tmp_path}/MEDIA/day 1/take.mov")) == media


def test_an_exact_name_goes_before_one_in_another_case(tmp_path: Path) -> None:
    put(tmp_path / "TAKE.mov")
    exact = put(tmp_path / "take.mov")
    assert Finder(tmp_path).find(file_url(tmp_path / "take.mov")) == exact
    assert Finder(tmp_path).find(file_url(tmp_path / "Take.mov")) is None


@pytest.mark.parametrize(
    "url",
    [
        "file://NAS01/Share/day/a.mov",
        "//nas01/share/day/a.mov",
        "\\\\NAS01.studio.local\\SHARE\\day\\a.mov",
        "smb://nas01/share/day/a.mov",
        "smb://user@nas01/share/day/a.mov",
    ],
)
def test_a_share_is_mapped_whatever_way_its_host_is_written(tmp_path: Path, url: str) -> None:
    media = put(tmp_path / "mount" / "day" / "a.mov")
    for prefix in ("//nas01/share", "\\\\NAS01\\Share", "smb://Nas01.studio.local/share"):
        finder = Finder(tmp_path, path_map={prefix: str(tmp_path / "mount")})
        assert finder.find(url) == media, prefix


def test_a_map_counts_for_whole_folder_names_only(tmp_path: Path) -> None:
    put(tmp_path / "mount" / "2" / "a.mov")
    finder = Finder(tmp_path / "x", path_map={"/media": str(tmp_path / "mount")})
    assert finder.find("file:///media2/a.mov") is None


def test_a_proxy_is_taken_on_request_and_said(tmp_path: Path) -> None:
    proxy = put(tmp_path / "take.mp4")
    url = file_url(tmp_path / "take.mxf")
    assert Finder(tmp_path).find(url) is None
    finder = Finder(tmp_path, any_extension=True)
    assert finder.find(url) == proxy
    assert finder.notices == ["take.mxf is not there; take.mp4 was taken in its place."]
    away = Finder(tmp_path / "x", [tmp_path], any_extension=True)
    assert away.find("file:///gone/TAKE.mxf") == proxy


def test_what_is_no_media_is_no_proxy(tmp_path: Path) -> None:
    put(tmp_path / "take.txt")
    assert Finder(tmp_path, any_extension=True).find(file_url(tmp_path / "take.mxf")) is None


def test_http_stays_no_path_and_a_share_is_one() -> None:
    assert path_in("http://nas/a.mov") == ""
    assert path_in("smb://nas/share/a%20b.mov") == "//nas/share/a b.mov"
    assert path_in("file://///nas/share/a.mov") == "//nas/share/a.mov"
    assert path_in(r"\\?\UNC\nas\share\a.mov") == "//nas/share/a.mov"
    assert path_in(r"\\?\c:\films\a.mov") == "C:/films/a.mov"
