"""Takes that an editor brings back: MIDI files, with the pins and the provenance they left with.

A file of ours says which shot and player it is of. One that went through a program which drops our
text is known by its name (``V1-003_...``) or by what the editor says (``V1-003/2=FILE``), and its
notes by the file of that player in the output folder, as it was exported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from foley_post.core.files import safe_name, there_is_file
from foley_post.core.instruments import INSTRUMENTS
from foley_post.errors import UsageError
from foley_post.midi.midi_files import belongs_to, read_midi
from foley_post.midi.notes import Take
from foley_post.timeline.model import Shot

__all__ = ["read_edited_takes", "whole_paths"]

_NAMED = re.compile(r"^([^=/]+)(?:/(\d+))?=(.+)$")
_PLAYER = re.compile(rf"(?:.*_)?(?:{'|'.join(INSTRUMENTS)})_player([1-9]\d*)(?!\d)")
"""An instrument and a player's number: what follows the clip's name in a file's."""


def read_edited_takes(
    words: Sequence[str], shots: Sequence[Shot], exported: Path
) -> dict[tuple[str, int], Take]:
    """The takes by shot id and performer (from 0).

    ``exported``: the folder of MIDI files of the run before. UsageError for a file that is not
    MIDI, or of a shot that is not among ``shots``.
    """
    found: dict[tuple[str, int], Take] = {}
    for word in words:
        path, place = _place_of(word, shots)
        shot = next(s for s in shots if s.id == place[0])
        original = _exported(exported, place, path)
        take = read_midi(path, length_s=float(shot.length_s), original=original)
        if take.performer != place[1]:
            take = replace(take, performer=place[1])
        if place in found:
            raise UsageError(f"Two takes are given for player {place[1] + 1} of {place[0]}.")
        found[place] = take
    return found


def _place_of(word: str, shots: Sequence[Shot]) -> tuple[Path, tuple[str, int]]:
    """The file, and the shot and performer it belongs to."""
    named = None if there_is_file(Path(word)) else _NAMED.match(word)
    path = Path(named[3] if named else word)
    if not there_is_file(path):
        raise UsageError(f"There is no MIDI file at {path}.")
    if named:
        shot_id, performer = named[1].strip(), _performer(named[2] or "1", word)
    else:
        shot_id, performer = belongs_to(path)
        if not shot_id:
            shot_id, performer = _place_by_name(path.stem, shots)
    known = {s.id.lower(): s.id for s in shots}
    if shot_id.lower() not in known:
        listed = ", ".join(known.values())
        raise UsageError(
            f"{path.name} is of no shot that is being scored"
            f"{f' ({shot_id})' if shot_id else ''}. Say which with ID={path.name}, of {listed}."
        )
    return path, (known[shot_id.lower()], performer)


def whole_paths(words: Sequence[str], base: Path) -> tuple[str, ...]:
    """The same words with their files named from the root; those that are relative lie in
    ``base``.
    """
    found = []
    for word in words:
        named = None if there_is_file(base / word) else _NAMED.match(word)
        path = base / (named[3] if named else word)
        found.append(f"{word[: named.start(3)]}{path}" if named else str(path))
    return tuple(found)


def _performer(number: str, word: str) -> int:
    """The performer (from 0) of a player's number, which counts from 1."""
    if int(number) < 1:
        raise UsageError(f"Players count from 1; there is no player {number} ({word}).")
    return int(number) - 1


def _place_by_name(stem: str, shots: Sequence[Shot]) -> tuple[str, int]:
    """The shot id and performer that a file's name tells, as `render_takes` gives names; an empty
    id where it tells none.
    """
    fits = [s for s in shots if stem.startswith(f"{s.id}_")]
    if not fits:
        return "", 0
    shot = max(fits, key=lambda s: len(s.id))
    clip = safe_name(f"{shot.id}_{shot.name}_x")[:-1]  # with the bar that ends the clip's name
    rest = stem.removeprefix(clip) if stem.startswith(clip) else stem.removeprefix(f"{shot.id}_")
    player = _PLAYER.match(rest)
    return shot.id, int(player[1]) - 1 if player else 0


def _exported(folder: Path, place: tuple[str, int], given: Path) -> Take | None:
    """The take as the run before wrote it, where that file is still there."""
    for path in sorted(folder.glob("*.mid")):
        if path.resolve() != given.resolve() and belongs_to(path) == place:
            return read_midi(path)
    return None
