"""What `foley-post score` says while it works, and of what it made."""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest

from foley_post.cli.commands import score as command
from foley_post.cli.console import Console
from foley_post.core.progress import Progress
from foley_post.errors import TimelineReadError
from foley_post.midi.notes import Note, Take
from foley_post.pipeline import score as pipeline


def test_a_take_says_whether_the_picture_proves_it() -> None:
    notes = (Note(0.0, 0.5, 60, 80), Note(1.0, 0.5, 62, 80))
    unproven = {"verdict": "not proven by the picture", "offset_ms": 3.0}
    take = Take(notes, 4.0, "hand_drums", sync_report=unproven)
    assert command._take_told(take) == "Hand drums, 2 notes, not proven by the picture"
    assert command._take_told(Take(notes[:1], 4.0, "piano")) == "Piano, 1 note"


def test_the_time_left_is_that_of_all_cuts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    console = Console(quiet=True)
    shares: list[float] = []

    def watch(progress: Progress) -> None:
        shares.append(progress.share)

    def fails(cut: Path, options: object, *, watcher, runner: object) -> None:  # type: ignore[no-untyped-def]
        watcher(Progress("watching", 0, 4))
        watcher(Progress("watching", 4, 4))
        raise TimelineReadError("no timeline")

    monkeypatch.setattr(Console, "watch", lambda _, progress: watch(progress))
    monkeypatch.setattr(pipeline, "score", fails)
    parser = argparse.ArgumentParser()
    command.add_options(parser)
    options = parser.parse_args([str(tmp_path / "a.otio"), str(tmp_path / "b.otio")])
    found = [(cut, tmp_path / cut.stem) for cut in options.cuts]
    command._score_all(found, options, console, None)
    assert shares == pytest.approx([0.0, 0.5, 0.5, 1.0])


def test_a_long_shot_is_more_of_the_whole_than_a_short_one() -> None:
    shares: list[float] = []
    shots = [SimpleNamespace(length_s=Fraction(8)), SimpleNamespace(length_s=Fraction(0))]
    for watcher in pipeline._parts(lambda now: shares.append(now.share), shots):
        watcher(Progress("watching", 1, 1))
    assert shares == pytest.approx([0.9, 1.0])
