"""What a media file holds: its rate, upright size, length and sound.

Files are opened here and nowhere else, with the demuxers of real media only: a playlist or a text
file that names other files or the network is refused, not followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from foley_post.core.timecode import Rate
from foley_post.errors import MediaMissing, MediaUnreadable
from foley_post.video.picture import display_matrix, upright_size

if TYPE_CHECKING:
    import av
    from av.codec.hwaccel import HWAccel

__all__ = ["AudioInfo", "MediaInfo", "first_frame", "open_media", "probe"]

_DEMUXERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mxf,mpegts,mpegtsraw,mpeg,mpegvideo,m4v,flv,ogg,asf,"
    "gxf,dv,nut,ivf,obu,h264,hevc,av1,yuv4mpegpipe,gif,apng,image2,png_pipe,jpeg_pipe,tiff_pipe,"
    "bmp_pipe,webp_pipe,exr_pipe,dpx_pipe,jpegxl_pipe,j2k_pipe,wav,w64,aiff,flac,mp3,aac,caf"
)
_PATTERN = re.compile(r"%0?(\d*)d")
_HDR_TRANSFERS = {16, 18}
"""H.273 transfer characteristics: 16 is PQ (SMPTE ST 2084), 18 is HLG (ARIB STD-B67)."""


@dataclass(frozen=True, slots=True)
class AudioInfo:
    """The first sound stream: ``start_s`` is when it begins, in seconds from the first picture."""

    codec: str
    rate_hz: int
    channels: int
    start_s: float


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What the file says of itself, checked by decoding its first frame.

    ``rate`` is the nominal rate (the average where the file has no single one). ``width, height``
    are of the picture as shown: upright, with square pixels. ``rotation`` is how far the stored
    picture is turned clockwise to stand upright (0, 90, 180, 270). ``frames`` is how many the file
    promises, 0 when it does not say. ``origin_s`` is the file's own stamp of its first picture:
    all times of this room count from it. ``matrix`` is `picture.display_matrix`.
    """

    path: Path
    rate: Rate
    width: int
    height: int
    rotation: int
    duration_s: Fraction
    frames: int
    codec: str
    audio: AudioInfo | None
    variable_rate: bool
    interlaced: bool
    hdr: bool
    origin_s: float
    matrix: tuple[int, int, int, int] = (1, 0, 0, 1)

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.width / self.height

    def frames_between(self, start_s: Fraction, end_s: Fraction) -> int:
        """How many frames the file promises from ``start_s`` to before ``end_s``."""
        end_s = min(end_s, self.duration_s)
        if end_s <= start_s or self.duration_s <= 0:
            return 0
        fps = self.frames / self.duration_s if self.frames else self.rate.fps
        return round((end_s - start_s) * fps)


def probe(path: Path) -> MediaInfo:
    """What ``path`` holds.

    An image sequence is named by its pattern (``shot.%04d.png``). Raises MediaMissing when there is
    no such file, MediaUnreadable when no picture can be decoded from it.
    """
    with open_media(path) as container:
        if not container.streams.video:
            raise MediaUnreadable(
                f"{path.name} holds no picture: it has no video stream. Choose a video file."
            )
        stream = container.streams.video[0]
        frame = first_frame(container, path)
        matrix = display_matrix(frame)
        width, height = upright_size(frame, stream, matrix)
        average = stream.average_rate or stream.guessed_rate or Fraction(25)
        nominal = stream.guessed_rate or average
        duration = _duration_s(container, average)
        origin_s = float(frame.time or 0.0)
        audio = _audio(container, origin_s)
        return MediaInfo(
            path=path,
            rate=Rate.of(_plausible(nominal, average)),
            width=width,
            height=height,
            rotation=_clockwise(matrix),
            duration_s=duration,
            frames=stream.frames or round(duration * average),
            codec=stream.codec_context.name,
            audio=audio,
            variable_rate=_is_uneven(container),
            interlaced=bool(frame.interlaced_frame),
            hdr=int(frame.color_trc) in _HDR_TRANSFERS,
            origin_s=origin_s,
            matrix=matrix,
        )


@contextmanager
def open_media(path: Path, hwaccel: HWAccel | None = None) -> Iterator[av.container.InputContainer]:
    """The opened file; damage found while it is read becomes MediaUnreadable, and so does hardware
    ``hwaccel`` that fails.

    Raises MediaMissing, MediaUnreadable.
    """
    import av

    number = None if path.is_file() else _first_number(path)
    if number is None and not path.is_file():
        raise MediaMissing(
            f"{path.name} is not in {path.parent}. Bring it back, or relink the clip to its place."
        )
    options = {"format_whitelist": _DEMUXERS, "protocol_whitelist": "file"}
    if number is not None:
        options["start_number"] = str(number)
    try:
        container = av.open(str(path), options=options, metadata_errors="replace", hwaccel=hwaccel)
    except (av.error.FFmpegError, ValueError, RuntimeError) as error:
        raise _unreadable(path, error) from error
    try:
        yield container
    except av.error.FFmpegError as error:
        raise _unreadable(path, error) from error
    finally:
        container.close()


def first_frame(container: av.container.InputContainer, path: Path) -> av.VideoFrame:
    """The first picture that decodes; MediaUnreadable when none does."""
    import av

    stream = container.streams.video[0]
    for packet in container.demux(stream):
        try:
            decoded = packet.decode()
        except av.error.InvalidDataError:
            continue
        if decoded:
            return decoded[0]
    raise MediaUnreadable(
        f"{path.name} opens, but not one picture ({stream.codec_context.name}) can be decoded from "
        "it. It may be damaged or cut short: copy it again from its source."
    )


def _unreadable(path: Path, error: Exception) -> MediaUnreadable:
    if path.exists() and path.stat().st_size == 0:
        return MediaUnreadable(f"{path.name} is an empty file. Copy it again from its source.")
    reason = getattr(error, "strerror", None) or str(error)
    return MediaUnreadable(
        f"{path.name} cannot be read as video ({reason}). It is damaged, cut short or not a media "
        "file: copy it again from its source or relink the clip."
    )


def _first_number(path: Path) -> int | None:
    """The lowest number of an image sequence named by its pattern; None when there is none."""
    match = _PATTERN.search(path.name)
    if match is None or not path.parent.is_dir():
        return None
    before, after = re.escape(path.name[: match.start()]), re.escape(path.name[match.end() :])
    wanted = re.compile(rf"{before}(\d+){after}")
    found = [wanted.fullmatch(p.name) for p in path.parent.iterdir()]
    return min((int(m[1]) for m in found if m), default=None)


def _duration_s(container: av.container.InputContainer, rate: Fraction) -> Fraction:
    stream = container.streams.video[0]
    if stream.duration and stream.time_base:
        return Fraction(stream.duration * stream.time_base)
    if container.duration:
        return Fraction(container.duration, 1_000_000)
    return Fraction(max(1, stream.frames)) / rate


def _plausible(nominal: Fraction, average: Fraction) -> Fraction:
    """The nominal rate, unless it is the clock's (a variable-rate file may say 1000 or 90000)."""
    return nominal if 1 <= nominal <= 240 and nominal < 1.5 * average else average


_PACKETS, _REORDERED = 200, 16
"""How many packets are looked at, and how many at most stand out of order in any codec (H.264's
largest picture buffer)."""


def _is_uneven(container: av.container.InputContainer) -> bool:
    """Whether the stamps of the first pictures are more than 2 ms off an even rhythm.

    Rounding to the file's clock (1 ms in Matroska, 1/600 s in QuickTime) is not unevenness.
    """
    import av

    stream = container.streams.video[0]
    try:
        container.seek(0)
    except av.error.FFmpegError:  # a single picture cannot be searched
        return False
    stamps = [
        float(p.pts * p.time_base)
        for p in islice(container.demux(stream), _PACKETS)
        if p.pts is not None and p.time_base is not None
    ]
    stamps.sort()
    if len(stamps) == _PACKETS:  # of the last, those shown before others may not have come yet
        del stamps[-_REORDERED:]
    if len(stamps) < 3:
        return False
    step = (stamps[-1] - stamps[0]) / (len(stamps) - 1)
    return any(abs(stamp - stamps[0] - n * step) > 0.002 for n, stamp in enumerate(stamps))


def _audio(container: av.container.InputContainer, origin_s: float) -> AudioInfo | None:
    if not container.streams.audio:
        return None
    stream = container.streams.audio[0]
    start = float(stream.start_time * stream.time_base) if stream.start_time else 0.0
    context = stream.codec_context
    return AudioInfo(context.name, context.rate or 0, context.channels or 0, start - origin_s)


def _clockwise(matrix: tuple[int, int, int, int]) -> int:
    return {(1, 0, 0, 1): 0, (0, 1, -1, 0): 90, (-1, 0, 0, -1): 180, (0, -1, 1, 0): 270}.get(
        matrix, 0
    )
