"""Motions as bytes and as files (``.npz``), and back: plain arrays, no pickles.

``times_s_N``, ``points_N``, ``cues_N``, ``flow_N``, ``plane_N``, ``keys_N`` and ``evidence_N`` are
performer N's arrays as in `skeleton.Motion` and its `Keyboard` (flow and evidence at half
precision); ``said`` is JSON (UTF-8) with the rest, a record for each.
"""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from foley_post.core.files import write_whole
from foley_post.errors import MediaMissing, MediaUnreadable
from foley_post.pose.look.instrument_ranking import InstrumentRanking
from foley_post.pose.skeleton import Keyboard, Motion

__all__ = ["load_motions", "packed", "save_motions", "unpacked"]


def save_motions(motions: Sequence[Motion], path: Path) -> None:
    """Write ``motions`` to ``path``, whole or not at all. Raises OutputError."""
    write_whole(path, packed(motions))


def load_motions(path: Path) -> tuple[Motion, ...]:
    """The motions that `save_motions` wrote. Raises MediaMissing, MediaUnreadable."""
    try:
        return unpacked(path.read_bytes())
    except FileNotFoundError as error:
        raise MediaMissing(f"{path.name} is not in {path.parent}. Watch the clip again.") from error
    except Exception as error:  # NumPy, zipfile, zlib and tokenize each raise their own at damage
        raise MediaUnreadable(
            f"{path.name} holds no motions, or is damaged. Watch the clip again."
        ) from error


def packed(motions: Sequence[Motion]) -> bytes:
    """``motions`` as the bytes of an ``.npz``."""
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    said = []
    for n, m in enumerate(motions):
        arrays[f"times_s_{n}"], arrays[f"points_{n}"] = m.times_s, m.points
        if m.cues is not None:
            arrays[f"cues_{n}"] = m.cues
        if m.flow is not None:
            arrays[f"flow_{n}"] = m.flow.astype(np.float16)
        board = m.keyboard
        if board is not None:
            arrays[f"plane_{n}"] = board.plane
            if board.key_cues is not None:
                arrays[f"keys_{n}"] = board.key_cues
            if board.evidence is not None:
                arrays[f"evidence_{n}"] = board.evidence.astype(np.float16)
        said.append(
            {
                "performer": m.performer,
                "aspect": m.aspect,
                "missing": m.frames_missing,
                "notices": [n for n in m.notices if n not in m.run_notices],
                "bystander": m.bystander,
                "marked": m.marked,
                "look": None if m.look is None else dataclasses.asdict(m.look),
                "board": None if board is None else [board.octave_known, board.confidence],
            }
        )
    arrays["said"] = np.frombuffer(json.dumps(said).encode(), np.uint8)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def unpacked(body: bytes) -> tuple[Motion, ...]:
    """The motions in the bytes that `packed` made."""
    with np.load(io.BytesIO(body), allow_pickle=False) as arrays:
        motions = []
        for n, m in enumerate(json.loads(arrays["said"].tobytes())):
            board = None
            if m["board"] is not None:
                octave_known, confidence = m["board"]
                evidence = arrays.get(f"evidence_{n}")
                board = Keyboard(
                    arrays[f"plane_{n}"],
                    arrays.get(f"keys_{n}"),
                    octave_known,
                    confidence,
                    None if evidence is None else evidence.astype(np.float32),
                )
            flow = arrays.get(f"flow_{n}")
            motions.append(
                Motion(
                    times_s=arrays[f"times_s_{n}"],
                    points=arrays[f"points_{n}"],
                    cues=arrays.get(f"cues_{n}"),
                    flow=None if flow is None else flow.astype(np.float32),
                    keyboard=board,
                    performer=m["performer"],
                    aspect=m["aspect"],
                    frames_missing=m["missing"],
                    notices=tuple(m["notices"]),
                    look=_look(m.get("look")),
                    bystander=m.get("bystander", ""),
                    marked=m.get("marked", False),
                )
            )
        return tuple(motions)


def _look(value: dict[str, Any] | None) -> InstrumentRanking | None:
    """The ranking that stands in a record; files of older versions hold none."""
    if value is None:
        return None
    candidates = tuple((str(name), float(share)) for name, share in value["candidates"])
    rest = {k: v for k, v in value.items() if k != "candidates"}
    return InstrumentRanking(candidates, **rest)
