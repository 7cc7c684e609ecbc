"""MIDI files that were written before still read as they did, and are still written so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from foley_post.core.timecode import Rate
from foley_post.midi.midi_files import belongs_to, read_midi, write_midi
from foley_post.midi.notes import Evidence, Note, Take

GOLDEN = Path(__file__).parent / "golden" / "version-1.mid"

TAKE = Take(
    (
        Note(0.12345678901234567, 0.5, 60, 90, joint=29),
        Note(1.5e-05, 0.125, 64, 1, Evidence.INFERRED, 1 / 3, 0, "legato"),
        Note(0.7, 0.25, 127, 127, Evidence.INVENTED, 0.0, None, "staccato", True),
    ),
    2.5, "violin", 7, "jazz", "ab" * 32, 0, 0.875,
    controllers={-1: ((0.5, -50.0),), 64: ((0.0, 127.0), (1.5, 0.0))},
    sync_report={"sync_ms": 12.5, "verdict": "in sync"},
)  # fmt: skip


def test_a_file_of_the_first_version_reads_as_it_did() -> None:
    back = read_midi(GOLDEN)
    assert (back.notes, back.length_s, back.instrument) == (TAKE.notes, 2.5, "violin")
    assert (back.seed, back.style, back.model_sha256) == (7, "jazz", "ab" * 32)
    assert (back.instrument_confidence, back.sync_report) == (0.875, TAKE.sync_report)
    for number, points in TAKE.controllers.items():
        for found, written in zip(back.controllers[number], points, strict=True):
            assert found == pytest.approx(written, abs=0.02)
    assert belongs_to(GOLDEN) == ("V1-003", 0)


def test_a_take_is_still_written_as_the_same_bytes(
    tmp_path: Path, held_to: Callable[[Path, bytes], None]
) -> None:
    path = tmp_path / "a.mid"
    timecode = (Rate(30000, 1001), 107_892, True)
    write_midi(TAKE, path, tempo_bpm=93.5, offset_s=0.25, timecode=timecode, shot="V1-003")
    held_to(GOLDEN, path.read_bytes())
