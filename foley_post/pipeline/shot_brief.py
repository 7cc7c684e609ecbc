"""What is settled about one shot before it is scored, by an editor or by an earlier run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from foley_post.midi.notes import Note, Take
from foley_post.pose.skeleton import Motion
from foley_post.project.player_marks import ShotPlayers

__all__ = ["ShotBrief"]


@dataclass(frozen=True, slots=True)
class ShotBrief:
    """All of it may be left out; performers are numbered from 0.

    ``motions`` (record seconds) stand in for watching. ``given`` are takes an editor settled; with
    the options' ``around`` only their pinned notes and their instrument stay. ``pinned`` are notes
    that stay in a performer's new take, ``instruments`` a performer's own instrument where it is
    not the options'. With ``only`` a take is made for that performer alone; else ``players`` says
    whom to score, on what, and where somebody is whom nobody finds. ``lowest_key`` (``C3``), if it
    is said, goes before the options'.
    """

    motions: tuple[Motion, ...] | None = None
    given: Mapping[int, Take] = field(default_factory=dict)
    pinned: Mapping[int, tuple[Note, ...]] = field(default_factory=dict)
    instruments: Mapping[int, str] = field(default_factory=dict)
    only: int | None = None
    lowest_key: str = ""
    players: ShotPlayers = field(default_factory=ShotPlayers)
