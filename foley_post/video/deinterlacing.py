"""Interlaced pictures made whole: no combs at the fingers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import av

__all__ = ["Deinterlacer"]


class Deinterlacer:
    """FFmpeg's bwdif over the frames of ``stream``, a whole picture for each frame, its time kept;
    with None, frames pass as they are.
    """

    def __init__(self, stream: av.VideoStream | None) -> None:
        self._graph: av.filter.Graph | None = None
        if stream is not None:
            import av.filter

            graph = av.filter.Graph()
            nodes = (
                graph.add_buffer(template=stream),
                graph.add("bwdif", "mode=send_frame:deint=interlaced"),
                graph.add("buffersink"),
            )
            graph.link_nodes(*nodes).configure()
            self._graph = graph

    def progressive(
        self, frames: Iterable[av.VideoFrame], *, last: bool
    ) -> Iterator[av.VideoFrame]:
        """What can be given once ``frames`` are taken; the rest too when they are the last."""
        if self._graph is None:
            yield from frames
            return
        for frame in frames:
            self._graph.push(frame)
            yield from self._ready()
        if last:
            self._graph.push(None)
            yield from self._ready()

    def _ready(self) -> Iterator[av.VideoFrame]:
        import av

        assert self._graph is not None
        while True:
            try:
                frame = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            assert isinstance(frame, av.VideoFrame)
            yield frame
