"""A cut as an Open Job Description job: a task for every few shots, and a step that lays the stems.

The folder is a job folder of ours (`foley_post.hosts.job_folder`) and a job bundle of AWS Deadline
Cloud at once: ``template.yaml``, ``parameter_values.yaml``, ``asset_references.yaml``. They are
written as JSON, which YAML is a superset of. A farm takes every exit code but 0 for a failure, so
tasks leave with 0 when they did what could be done; what came of it stands in ``result.json``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from foley_post.core.files import make_ready, write_whole
from foley_post.core.serialization import packed
from foley_post.errors import UsageError
from foley_post.hosts.job_folder import JobFolder
from foley_post.hosts.job_records import HostInfo, JobRequest
from foley_post.pipeline.cut_reading import read_cut_for
from foley_post.pipeline.edited_takes import read_edited_takes, whole_paths
from foley_post.pipeline.options import Options
from foley_post.project.settings import Settings
from foley_post.timeline.model import Cut
from foley_post.timeline.shot_selection import choose_shots

__all__ = ["JOB", "SHOTS", "write_job"]

JOB, SHOTS = "{{Param.Job}}", "{{Task.Param.Shot}}"
"""What a farm puts in place of them: the job's folder; a number, or a range of them."""

_ABOUT = "Watches the players in a timeline's shots and lays their music on new audio tracks."
_TASK_S, _LAY_S = 3600, 24 * 3600


def write_job(
    cut_path: Path,
    options: Options,
    job: Path,
    *,
    play: Sequence[str],
    lay: Sequence[str],
    chunk: int = 1,
) -> Cut:
    """Write the job of scoring the cut into the folder ``job``; the cut.

    ``play`` and ``lay`` are what a worker calls, with `JOB` for the job's folder and `SHOTS` for
    the numbers of a task's shots; a task plays ``chunk`` of them. Raises UsageError where there is
    nothing to score, OutputError.
    """
    if chunk < 1:
        raise UsageError(f"A task plays 1 shot or more, not {chunk}.")
    cut = read_cut_for(cut_path, options)
    shots = choose_shots(cut, options.shots)
    if not shots:
        raise UsageError(f"There is no shot to score in {cut.path.name}.")
    takes = whole_paths(options.given, Path.cwd())
    read_edited_takes(takes, shots, options.out / "midi")  # said now, not by a worker
    make_ready(job)
    folder = JobFolder(job)
    known = {f for f in Settings.__dataclass_fields__ if f != "out"}
    wishes = {name: value for name, value in packed(options).items() if name in known}
    folder.write_request(
        JobRequest(
            str(cut_path.absolute()),
            HostInfo("farm", timeline=cut.name),
            shots=tuple(s.id for s in shots),
            wishes=wishes,
            takes=takes,
            around=options.around,
            marked=options.marked,
        )
    )
    steps = (_step("Play", play, _TASK_S), _step("Lay", lay, _LAY_S))
    template = _template(cut, len(shots), steps, chunk)
    _write(job / "template.yaml", template)
    _write(job / "parameter_values.yaml", _values(job))
    _write(job / "asset_references.yaml", _assets(cut, job, takes))
    return cut


def _write(path: Path, value: dict[str, Any]) -> None:
    write_whole(path, json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n")


def _template(
    cut: Cut, shots: int, steps: tuple[dict[str, Any], dict[str, Any]], chunk: int
) -> dict[str, Any]:
    """The job, by specification ``jobtemplate-2023-09``; chunks are an extension of it."""
    task: dict[str, Any] = {"name": "Shot", "type": "INT", "range": f"1-{shots}"}
    extensions = {}
    if chunk > 1:
        extensions = {"extensions": ["TASK_CHUNKING"]}
        chunks = {"defaultTaskCount": chunk, "rangeConstraint": "CONTIGUOUS"}
        task = {**task, "type": "CHUNK[INT]", "chunks": chunks}
    play, lay = steps
    return {
        "specificationVersion": "jobtemplate-2023-09",
        **extensions,
        "name": f"Foley Post - {cut.name}"[:128],
        "description": _ABOUT,
        "parameterDefinitions": [
            {
                "name": "Job", "type": "PATH", "objectType": "DIRECTORY", "dataFlow": "INOUT",
                "description": "The folder of this job; stems go to its folder music.",
            }
        ],
        "steps": [
            {**play, "parameterSpace": {"taskParameterDefinitions": [task]}},
            {**lay, "dependencies": [{"dependsOn": "Play"}]},
        ],
    }  # fmt: skip


def _step(name: str, words: Sequence[str], timeout_s: int) -> dict[str, Any]:
    command, *arguments = words
    run = {"command": command, "args": list(arguments), "timeout": timeout_s}
    return {"name": name, "script": {"actions": {"onRun": run}}}


def _values(job: Path) -> dict[str, Any]:
    return {"parameterValues": [{"name": "Job", "value": str(job.absolute())}]}


def _assets(cut: Cut, job: Path, takes: Sequence[str]) -> dict[str, Any]:
    """What a farm must bring to a worker, and what it takes from there."""
    media = {str(s.media.path) for s in cut.shots if s.media.path}
    media |= {take if Path(take).is_absolute() else take.split("=", 1)[1] for take in takes}
    folders = [str((job / name).absolute()) for name in ("parts", "music")]
    return {
        "assetReferences": {
            "inputs": {"filenames": sorted({str(cut.path.absolute()), *media})},
            "outputs": {"directories": folders},
        }
    }
