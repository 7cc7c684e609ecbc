"""The shape of every array of the network, by its name: what weights are held against."""

from __future__ import annotations

from collections.abc import Iterator

from foley_post.generate.network.graph import ACTORS, HOPS, JOINTS
from foley_post.generate.network.layout import ARTICULATIONS, LIKELIEST, Size
from foley_post.generate.tokens import CHORD_MOST, CONTROLS, LENGTHS, PITCHES, SCALARS, VELOCITIES
from foley_post.pose.skeleton import KEY_CUES, PARTS

__all__ = ["shapes_of"]

Shape = tuple[int, ...]

_POINTER = 16


def shapes_of(size: Size) -> dict[str, Shape]:
    """The shapes of a network of that size, as torch has them: outputs first."""
    halves = {"encoder": dict(_encoder(size)), "writer": dict(_writer(size))}
    return {f"{half}.{name}": s for half, shapes in halves.items() for name, s in shapes.items()}


def _encoder(size: Size) -> Iterator[tuple[str, Shape]]:
    channels, actors, width = size.channels, size.actor_channels, size.width
    yield from _linear("inlet", channels, size.features)
    yield "joint_names", (JOINTS, 1, 1, channels)
    for block in ("graph.0", "graph.1"):
        yield f"{block}.edges", (HOPS, JOINTS, JOINTS)
        yield from _norm(f"{block}.norm", channels)
        yield from _linear(f"{block}.mix", channels, channels)
        yield from _linear(f"{block}.time", channels, channels, 1, 5)
        yield from _linear(f"{block}.out", channels, channels)
    yield from _linear("actor_inlet", actors, channels + size.features)
    yield "actor_names", (len(ACTORS), 1, 1, actors)
    for block in (f"actor_tracks.{k}" for k in range(3)):
        yield from _norm(f"{block}.norm", actors)
        yield from _linear(f"{block}.time", actors, actors, 1, 5)
        yield from _linear(f"{block}.others", actors, actors)
        yield from _linear(f"{block}.out", actors, actors)
    yield from _linear("actor_onset", 1, actors)
    yield from _key_tracks(size)
    yield from _linear("keys_in", width, LIKELIEST)
    yield "attention", (len(PARTS), channels)
    yield from _linear("parts_in", width, len(PARTS) * channels)
    yield from _linear("actors_in", width, len(ACTORS) * actors)
    yield from _blocks(size.layers, width)
    yield "told.weight", (size.instruments + 1, width)
    yield from _linear("which", size.instruments, 2 * width)
    yield from _norm("last_norm", width)
    yield from _linear("heads", 4 + len(ARTICULATIONS), width)
    yield from (("from_actors", ()), ("from_keys", ()))


def _key_tracks(size: Size) -> Iterator[tuple[str, Shape]]:
    channels = size.key_channels
    yield from _linear("key_tracks.fingers", channels, size.actor_channels)
    yield from _linear("key_tracks.inlet", channels, len(KEY_CUES) + 5 + channels)
    for block in (f"key_tracks.blocks.{k}" for k in range(3)):
        yield from _linear(f"{block}.near", channels, channels, 3, 5)
        yield from _linear(f"{block}.out", channels, channels, 1, 1)
    yield from _linear("key_tracks.head", 1, channels)


def _writer(size: Size) -> Iterator[tuple[str, Shape]]:
    width = size.width
    yield "instrument.weight", (size.instruments + 1, width)
    yield "before.weight", (PITCHES + 1, width)
    yield "pinned.weight", (PITCHES + 1, width)
    yield "chord.weight", (CHORD_MOST, width)
    yield from _linear("scalars", width, SCALARS)
    yield from _linear("controls", width, CONTROLS)
    yield from _linear("memory", width, width + size.actor_channels)
    yield from _blocks(size.note_layers, width)
    yield from _norm("norm", width)
    yield from _linear("heads", PITCHES + VELOCITIES + LENGTHS + 1, width)
    yield from _linear("point.0", _POINTER, 6)
    yield from _linear("point.2", 1, _POINTER)
    yield from (("from_keys", ()), ("from_left", ()))


def _blocks(number: int, width: int) -> Iterator[tuple[str, Shape]]:
    for block in (f"blocks.{k}" for k in range(number)):
        yield from _norm(f"{block}.norm", width)
        yield from _linear(f"{block}.qkv", 3 * width, width)
        yield from _linear(f"{block}.out", width, width)
        yield from _norm(f"{block}.feed.0", width)
        yield from _linear(f"{block}.feed.1", 3 * width, width)
        yield from _linear(f"{block}.feed.3", width, 3 * width)


def _linear(name: str, outputs: int, inputs: int, *taps: int) -> Iterator[tuple[str, Shape]]:
    yield f"{name}.weight", (outputs, inputs, *taps)
    yield f"{name}.bias", (outputs,)


def _norm(name: str, channels: int) -> Iterator[tuple[str, Shape]]:
    yield f"{name}.weight", (channels,)
    yield f"{name}.bias", (channels,)
