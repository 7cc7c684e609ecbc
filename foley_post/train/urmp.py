"""URMP: chamber music, each player recorded alone (Li et al., arXiv 1612.08727), in its own layout.

    01_Jupiter_vn_vc/
        Vid_01_Jupiter_vn_vc.mp4     all players, from left to right in the order of the name
        AuMix_01_Jupiter_vn_vc.wav   AuSep_1_vn_01_Jupiter.wav   AuSep_2_vc_01_Jupiter.wav
        Notes_1_vn_01_Jupiter.txt    one note a line: onset in s, pitch in Hz, length in s
        F0s_1_vn_01_Jupiter.txt      Sco_01_Jupiter_vn_vc.mid

Who plays what is read from the track's file (one folder's name is wrong about it). Where a picture
was cut apart (``VidSep_1_vn_01_Jupiter.mp4``), that is watched instead. Loudness is not written
down: velocities are heard in ``AuSep_*.wav`` where it is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from foley_post.core.progress import Watcher, ignore_progress
from foley_post.errors import FoleyError, UsageError
from foley_post.midi.notes import Note
from foley_post.train.recordings import (
    Recording,
    Watch,
    busiest,
    from_left,
    heard_in,
    watch_whole,
)

__all__ = ["INSTRUMENT_CODES", "read_notes", "urmp_names", "urmp_recordings"]

INSTRUMENT_CODES = {
    "vn": "violin", "va": "viola", "vc": "cello", "db": "double_bass", "fl": "flute",
    "cl": "clarinet", "sax": "saxophone", "bn": "bassoon", "tpt": "trumpet", "tba": "tuba",
}  # fmt: skip
"""Oboe, horn and trombone (ob, hn, tbn) are not among ours and are left out."""

_PIECE = re.compile(r"\d{2}_[A-Za-z0-9]+(_[a-z]+)+")
_TRACK = re.compile(r"Notes_(\d+)_([a-z]+)_(\d{2})_(\w+)\.txt")


def urmp_names(folder: Path) -> list[str]:
    """The pieces in ``folder``; UsageError when it holds none."""
    names = sorted(p.name for p in folder.iterdir() if p.is_dir() and _PIECE.fullmatch(p.name))
    if not names:
        raise UsageError(
            f"{folder} is not laid out like URMP: it should hold folders like 01_Jupiter_vn_vc "
            "with Vid_*.mp4, AuSep_*.wav and Notes_*.txt in them."
        )
    return names


def urmp_recordings(
    folder: Path, name: str, *, watch: Watch = watch_whole, watcher: Watcher = ignore_progress
) -> Iterator[Recording]:
    """The players of the piece ``name`` who play an instrument of ours.

    UsageError when a file is missing or damaged, or other players are seen than there are.
    """
    piece = folder / name
    tracks = sorted((m for p in piece.iterdir() if (m := _TRACK.fullmatch(p.name))), key=_number)
    if not tracks:
        raise UsageError(f"{name} holds no Notes_*.txt.")
    together = None
    for track in tracks:
        number, code, piece_number, title = track.groups()
        if code not in INSTRUMENT_CODES:
            continue
        alone = piece / f"VidSep_{number}_{code}_{piece_number}_{title}.mp4"
        if alone.is_file():
            motion = busiest(watch(alone, watcher))
        else:
            if together is None:
                together = from_left(watch(_video(piece), watcher))
                if len(together) != len(tracks):
                    raise UsageError(
                        f"{name}: {len(together)} players are seen, but {len(tracks)} play. Who is "
                        "who cannot be told; cut the picture into VidSep_*.mp4, or leave it out."
                    )
            motion = together[int(number) - 1]
        if motion is None:
            raise UsageError(f"{alone.name}: nobody is seen.")
        sound = piece / track.group(0).replace("Notes", "AuSep").replace(".txt", ".wav")
        notes = read_notes(piece / track.group(0), sound if sound.is_file() else None)
        yield Recording(f"{name}-{number}", motion, notes, INSTRUMENT_CODES[code])


def _number(track: re.Match[str]) -> int:
    return int(track.group(1))


def _video(piece: Path) -> Path:
    found = sorted(piece.glob("Vid_*.mp4"))
    if not found:
        raise UsageError(f"{piece.name} holds no Vid_*.mp4: get the videos of URMP, too.")
    return found[0]


def read_notes(path: Path, sound: Path | None = None) -> tuple[Note, ...]:
    """The notes of a ``Notes_*.txt``, velocities as heard in ``sound``; UsageError for another."""
    rows = []
    for count, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
        try:
            onset_s, hertz, length_s = (float(field) for field in line.split()[:3])
            if line.strip() and hertz > 0 and length_s > 0:
                pitch = round(69 + 12 * float(np.log2(hertz / 440)))
                rows.append((onset_s, max(length_s, 0.03), min(max(pitch, 0), 127)))
        except ValueError as error:
            if line.strip():
                raise UsageError(
                    f"{path.name}, line {count}: not an onset in s, a pitch in Hz and a length "
                    "in s."
                ) from error
    loud = np.full(len(rows), 64, dtype=np.int64)
    if sound is not None:
        from foley_post.train.audio_transcription import velocities_at

        try:
            loud = velocities_at(heard_in(sound), np.array([on for on, _, _ in rows]))
        except FoleyError as error:
            raise UsageError(f"{sound.name}: {error}") from error
    return tuple(
        Note(on, length, pitch, int(velocity))
        for (on, length, pitch), velocity in zip(rows, loud, strict=True)
    )
