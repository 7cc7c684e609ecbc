"""``.otioz`` and ``.otiod``: a timeline with its media in one archive or folder.

An ``.otioz`` is a ZIP with ``content.otio`` and ``media/``. It is never unpacked as a whole: the
timeline is read from inside, and its media go to a cache folder under names of our own making, with
a cap on size and on how much they may swell.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import IO, Any

from foley_post.core.files import finished, safe_name
from foley_post.errors import TimelineReadError
from foley_post.timeline.layout.audio_lanes import AudioLane
from foley_post.timeline.media.media_urls import file_url
from foley_post.timeline.media.references import chosen_reference
from foley_post.timeline.model import Cut
from foley_post.timeline.safety.input_checks import MOST_BYTES

__all__ = ["content_of", "gather", "unpack_media", "zipped"]

_MOST_MEDIA = 512 << 30
_MOST_SWELL = 200
_CONTENT = "content.otio"
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError),
    *(KeyError, ValueError, NotImplementedError, RuntimeError),
)
"""What `zipfile` raises at an archive that is damaged, locked or not one at all."""


def content_of(path: Path) -> bytes:
    """``content.otio`` from the archive at ``path``; TimelineReadError when it is not sound."""
    try:
        with zipfile.ZipFile(path) as archive:
            info = archive.getinfo(_CONTENT)
            _check(info, path, MOST_BYTES)
            with archive.open(info) as file:
                content = file.read(MOST_BYTES + 1)
    except TimelineReadError:
        raise
    except (*_DAMAGED, OSError) as error:
        raise TimelineReadError(
            f"{path.name} was not opened: there is no {_CONTENT} in it that can be read. "
            "Export the timeline again."
        ) from error
    if len(content) > MOST_BYTES:
        raise TimelineReadError(f"{path.name} was not opened: its timeline is too large.")
    return content


def unpack_media(path: Path, folder: Path) -> dict[str, Path]:
    """The archive's media, each put into ``folder`` once; their names inside and where they are.

    Names in the archive decide nothing about where a file goes: it is called by a hash of its name
    and its own suffix. What is there with the right size is not written again.
    """
    found: dict[str, Path] = {}
    total = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                inner = PurePosixPath(info.filename)
                if info.is_dir() or inner.parts[:1] != ("media",):
                    continue
                _check(info, path, _MOST_MEDIA)
                total += info.file_size
                if total > _MOST_MEDIA:
                    raise TimelineReadError(f"{path.name} holds more media than can be unpacked.")
                suffix = inner.suffix if inner.suffix[1:].isalnum() else ""
                digest = hashlib.sha256(info.filename.encode()).hexdigest()[:16]
                target = folder / f"{digest}{suffix}"
                if not target.is_file() or target.stat().st_size != info.file_size:
                    _extract(archive, info, target)
                found[info.filename] = target
    except TimelineReadError:
        raise
    except _DAMAGED as error:
        raise TimelineReadError(f"{path.name} is damaged: its media cannot be read.") from error
    return found


def _extract(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path) -> None:
    with archive.open(info) as source, finished(target) as draft, draft.open("wb") as out:
        shutil.copyfileobj(source, out, 1 << 20)


def zipped(content: bytes, media: dict[str, Path], draft: Path) -> None:
    """Write an ``.otioz`` to ``draft``: the timeline, its version, and ``media`` by inner name."""
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        _put(archive, "version.txt", io.BytesIO(b"1.0.0"), zipfile.ZIP_DEFLATED)
        _put(archive, _CONTENT, io.BytesIO(content), zipfile.ZIP_DEFLATED)
        for name, source in media.items():
            with source.open("rb") as file:
                _put(archive, name, file, zipfile.ZIP_STORED)


def gather(timeline: Any, cut: Cut, lanes: Sequence[AudioLane]) -> dict[str, Path]:
    """Point ``timeline``'s clips to ``media/`` inside an archive; what must be put there.

    Stems and the media that were found; what is offline keeps its address, and so does what is no
    media: a timeline may name any file of this machine, and archives are passed on.
    """
    from foley_post.video.timecode import media_timecode

    here = {shot.media.url: shot.media.path for shot in cut.shots if shot.media.path is not None}
    here |= {file_url(path.resolve()): path for path in here.values()}
    here = {url: path for url, path in here.items() if media_timecode(path).length_s is not None}
    here |= {file_url(one.stem.path): one.stem.path for lane in lanes for one in lane.stems}
    inside: dict[Path, str] = {}
    for clip in timeline.find_clips():
        reference = chosen_reference(clip)[0]
        path = here.get(getattr(reference, "target_url", None) or "")
        if path is None:
            continue
        if path not in inside:
            taken = [PurePosixPath(n).stem for n in inside.values()]
            inside[path] = f"media/{safe_name(path.stem, taken)}{path.suffix}"
        reference.target_url = inside[path]
    return {name: path for path, name in inside.items()}


def _put(archive: zipfile.ZipFile, name: str, source: IO[bytes], how: int) -> None:
    # A fixed date, so that the same input gives the same bytes.
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = how
    info.external_attr = 0o644 << 16
    with archive.open(info, "w", force_zip64=True) as out:
        shutil.copyfileobj(source, out, 1 << 20)


def _check(info: zipfile.ZipInfo, path: Path, most: int) -> None:
    swell = info.file_size / max(1, info.compress_size)
    if info.file_size > most or (info.file_size > 1 << 20 and swell > _MOST_SWELL):
        raise TimelineReadError(
            f"{path.name} was not opened: {info.filename[:80]!r} in it swells to "
            f"{info.file_size >> 20} MB."
        )
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise TimelineReadError(
            f"{path.name} was not opened: {info.filename[:80]!r} in it is compressed in a way that "
            "a timeline archive does not use. Export the timeline again."
        )
    if info.flag_bits & 1:
        raise TimelineReadError(f"{path.name} was not opened: it is locked with a password.")
