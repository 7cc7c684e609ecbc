"""From an OpenTimelineIO timeline to shots with places in whole frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foley_post.core.time_map import TimeMap
from foley_post.core.timecode import Rate
from foley_post.timeline.layout.lengths import items_of, source_window, stack_length_s
from foley_post.timeline.layout.time_effects import item_map, on_grid, seen_through
from foley_post.timeline.media.media_search import Finder
from foley_post.timeline.media.references import chosen_reference, media_of
from foley_post.timeline.model import Media, Shot
from foley_post.timeline.sequence import fraction_of, our_note
from foley_post.timeline.shot_problems import beyond_media, problem_of, remedy_of

if TYPE_CHECKING:
    from foley_post.video.timecode import MediaTimecode

__all__ = ["Walk"]

_MOST_NESTING = 24
_MOST_SHOTS = 200_000


@dataclass(slots=True)
class Walk:
    """Collects the clips on one timeline's tracks of a ``kind``, Video or Audio.

    ``notices`` fills with what could not be read. ``clock`` tells the timecode of media files whose
    own the timeline does not tell. ``tick`` is called with the number of items done, for progress.
    """

    rate: Rate
    finder: Finder
    kind: str = "Video"
    tick: Callable[[int], None] = lambda done: None
    clock: Callable[[Path], MediaTimecode] | None = None
    notices: list[str] = field(default_factory=list)
    done: int = 0
    length_s: Fraction = Fraction(0)

    def shots(self, stack: Any) -> tuple[Shot, ...]:
        """All shots of ``stack``, by track, then by place; ``length_s`` is its length then."""
        window = source_window(stack) or (Fraction(0), stack_length_s(stack))
        first, self.length_s = window
        if self.length_s <= 0:
            return ()
        whole = TimeMap.linear(first, self.length_s)
        view = _View(Fraction(0), whole, "", "", True, None if first else self.length_s)
        found = list(self._stack(stack, view, 0))
        return tuple(_unique(found))

    def _stack(self, stack: Any, view: _View, depth: int) -> Iterator[Shot]:
        if depth > _MOST_NESTING:
            self.notices.append("Clips nested over 24 deep were left out.")
            return
        for number, track in enumerate(_tracks(stack, self.kind), 1):
            name = f"{self.kind[0]}{number}"
            for seen in self._cut_out(track, stack, view):
                yield from self._track(track, name, seen, depth)

    def _cut_out(self, track: Any, stack: Any, view: _View) -> list[_View]:
        """What is seen of a track whose own source range shows a part of it."""
        if stack.schema_name() == "Track":  # there the item's own range was used
            return [view]
        window = source_window(track)
        if window is None:
            if track.source_range is not None:
                self.notices.append(
                    f"The source range of track {track.name or view.path} shows nothing that lies "
                    "on it; the whole track was read."
                )
            return [view]
        start_s, length_s = window
        parts = view.seen(TimeMap.linear(start_s, length_s), Fraction(0))
        return [
            _View(view.start_s + at, warp, view.path, view.track, view.enabled)
            for at, warp in parts
        ]

    def _track(self, track: Any, name: str, view: _View, depth: int) -> Iterator[Shot]:
        position = Fraction(0)
        count = 0
        for item, length in items_of(track):
            if length is None:
                self.notices.append(
                    f"{item.name or 'A clip'} on {name} does not say how long it is; "
                    "what follows on that track may be misplaced."
                )
                continue
            if item.schema_name() != "Gap":
                count += 1
                inner = view.of_item(
                    f"{view.path}{name}-{count:03d}",
                    view.track or name,
                    view.enabled and track.enabled and item.enabled,
                )
                if length > 0:
                    yield from self._item(item, inner, (position, length), depth)
            position += length

    def _item(
        self, item: Any, view: _View, place: tuple[Fraction, Fraction], depth: int
    ) -> Iterator[Shot]:
        self.done += 1
        self.tick(self.done)
        if self.done > _MOST_SHOTS:
            return
        position, length = place
        nested = item.schema_name() != "Clip"
        media, first = (None, self._nested_start(item)) if nested else self._source(item)
        own, doubt = item_map(item, length, first)
        if doubt:
            self.notices.append(f"{item.name or view.path}: {doubt}")
        for at, warp in view.seen(own, position):
            if nested:
                inner = _View(view.start_s + at, warp, f"{view.path}.", view.track, view.enabled)
                yield from self._stack(item, inner, depth + 1)
            elif media is not None:
                shot = self._shot(item, view, media, (view.start_s + at, warp))
                if shot is not None:
                    yield shot

    def _reference(self, item: Any) -> Any:
        """The clip's reference; said where it is not the active one."""
        reference, key = chosen_reference(item)
        if key:
            self.notices.append(
                f"{item.name or 'A clip'} has no media under its active reference; "
                f"the one called {key} was taken."
            )
        return reference

    def _nested_start(self, item: Any) -> Fraction:
        source = item.source_range
        return fraction_of(source.start_time) if source is not None else Fraction(0)

    def _source(self, item: Any) -> tuple[Media, Fraction]:
        """A clip's media, and the second of it, from its first frame, where the clip starts."""
        source, reference = item.source_range, self._reference(item)
        media = media_of(item, reference, self.finder)
        start = fraction_of(source.start_time) if source is not None else media.start_s
        if media.rate is None and reference is not None:
            media = self._own_clock(media, reference, start)
        if start < media.start_s:
            self.notices.append(
                f"{item.name or 'A clip'} starts before its media's timecode; "
                "its source range was counted from the media's first frame."
            )
            return media, start
        return media, start - media.start_s

    def _own_clock(self, media: Media, reference: Any, start: Fraction) -> Media:
        """The media with its timecode from our own note or, where it was found, from the file.

        A clip that starts before the file's timecode was counted from the file's first frame.
        """
        ours = our_note(reference)
        if ours is not None and "start_s" in ours:
            return replace(media, start_s=Fraction(ours["start_s"]))
        if media.path is None or self.clock is None:
            return media
        clock = self.clock(media.path)
        start_s = clock.start_s if clock.start_s is not None else Fraction(0)
        if start < start_s:
            start_s = Fraction(0)
        return replace(media, start_s=start_s, length_s=clock.length_s)

    def _shot(
        self, item: Any, view: _View, media: Media, seen: tuple[Fraction, TimeMap]
    ) -> Shot | None:
        start_s, warp = seen
        start = self.rate.frames(start_s)
        end = self.rate.frames(start_s + warp.length_s)
        if end <= start:
            self.notices.append(f"{view.path} ({item.name}) is shorter than a frame; left out.")
            return None
        shift, length_s = self.rate.seconds(start) - start_s, self.rate.seconds(end - start)
        problem = problem_of(chosen_reference(item)[0], view.enabled, media)
        return Shot(
            id=view.path,
            name=item.name or media.name or view.path,
            track=view.track,
            media=media,
            rate=self.rate,
            record_start_frame=start,
            length_frames=end - start,
            time_map=on_grid(warp, shift, length_s),
            enabled=view.enabled,
            problem=problem or beyond_media(media, warp),
            remedy=remedy_of(problem, media),
        )


@dataclass(frozen=True, slots=True)
class _View:
    """Where a (nested) timeline is seen: from ``start_s`` of the cut, through ``warp``."""

    start_s: Fraction
    warp: TimeMap
    path: str
    track: str
    enabled: bool
    whole_s: Fraction | None = None  # of a view that shows everything from 0 as it is

    def of_item(self, path: str, track: str, enabled: bool) -> _View:
        """The same view of one of its items."""
        return _View(self.start_s, self.warp, path, track, enabled, self.whole_s)

    def seen(self, own: TimeMap, position: Fraction) -> list[tuple[Fraction, TimeMap]]:
        """What of an item at ``position`` is seen; see `seen_through`."""
        if self.whole_s is not None and position + own.length_s <= self.whole_s:
            return [(position, own)]  # nearly always
        return seen_through(self.warp, own, position)


def _unique(shots: list[Shot]) -> Iterator[Shot]:
    """Give each id to one shot only: a ramp can show a nested clip twice."""
    seen: dict[str, int] = {}
    for shot in shots:
        count = seen[shot.id] = seen.get(shot.id, 0) + 1
        yield shot if count == 1 else replace(shot, id=f"{shot.id}~{count}")


def _tracks(item: Any, kind: str) -> Iterator[Any]:
    if item.schema_name() == "Track":
        yield item
        return
    for child in item:
        if child.schema_name() == "Track":
            if child.kind == kind:
                yield child
        elif kind == "Video":
            yield _Alone(child)


class _Alone:
    """A clip that lies in a stack with no track of its own, seen as a track of one."""

    enabled = True

    def __init__(self, item: Any) -> None:
        self.item = item
        self.source_range = None

    def __iter__(self) -> Iterator[Any]:
        return iter((self.item,))
