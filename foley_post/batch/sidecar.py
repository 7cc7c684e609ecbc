"""What became of a cut, as JSON beside it: ``reel1.otio.foley.json``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from foley_post.core.files import write_whole
from foley_post.core.serialization import Format, json_text
from foley_post.errors import OutputError, ProjectError
from foley_post.hosts.job_folder import read_record
from foley_post.hosts.job_records import JobResult, JobState

__all__ = ["SIDECAR", "Sidecar", "read_sidecar", "sidecar_of", "write_sidecar"]


@dataclass(frozen=True, slots=True)
class Sidecar:
    """``key`` tells apart what was asked of which cut; ``tries`` counts from 1. ``result`` has the
    stems and what each shot came to; None while it is worked on.
    """

    state: JobState
    cut: str
    out: str
    key: str = ""
    tries: int = 0
    started: str = ""
    ended: str = ""
    result: JobResult | None = None


SIDECAR = Format(Sidecar, "sidecar_version", 1)


def sidecar_of(cut: Path) -> Path:
    """Where the sidecar of ``cut`` lies."""
    return cut.with_name(f"{cut.name}.foley.json")


def read_sidecar(cut: Path) -> Sidecar | None:
    """The sidecar beside ``cut``; None where there is none, or a damaged one."""
    try:
        return read_record(SIDECAR, sidecar_of(cut))
    except ProjectError:
        return None


def write_sidecar(cut: Path, sidecar: Sidecar) -> None:
    """Write it beside the cut, or into the results' folder where nothing can be written there."""
    text = json_text(SIDECAR.packed(sidecar))
    try:
        write_whole(sidecar_of(cut), text)
    except OutputError:
        write_whole(Path(sidecar.out) / sidecar_of(cut).name, text)
