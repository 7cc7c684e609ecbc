"""The results of a run as a host is told of them: stems by track, place, name and colour."""

from __future__ import annotations

from fractions import Fraction

from foley_post import __version__
from foley_post.core.files import sha256_of
from foley_post.core.instruments import INSTRUMENTS
from foley_post.core.timecode import ticks_at
from foley_post.errors import Cancelled, FoleyError, UsageError
from foley_post.hosts.job_records import JobResult, JobState, ShotOutcome, StemPlace
from foley_post.pipeline.results import Results
from foley_post.timeline.layout.audio_lanes import AudioLane, PlacedStem, lanes
from foley_post.timeline.model import Cut

__all__ = ["EXIT_CODES", "failed_result", "result_of"]

EXIT_CODES = {
    JobState.DONE: 0,
    JobState.FAILED: 1,
    JobState.PARTLY: 3,
    JobState.CANCELLED: 130,
}
"""The command line's codes, by final state; 2 is a job that makes no sense."""

_COLOURS = {
    "keyboard": "Blue",
    "bowed": "Orange",
    "plucked": "Green",
    "blown": "Yellow",
    "struck": "Violet",
}
"""Clip colours of Resolve, by family of instruments."""


def result_of(results: Results, notices: tuple[str, ...] = ()) -> JobResult:
    """What a host needs of ``results`` to lay the stems on tracks of its own."""
    cut = results.cut
    laid = [s for o in results.shots for s in (*o.stems, *o.guide_stems)]
    rows = lanes(laid, cut)
    state = _state(results)
    problems = [o.problem for o in results.shots if o.problem]
    return JobResult(
        state=state,
        exit_code=EXIT_CODES[state],
        message=_message(len(laid), len(rows), len(problems)),
        foley_post=__version__,
        cut=str(cut.path),
        cut_sha256=cut.source_sha256,
        rate=(cut.rate.numerator, cut.rate.denominator),
        start_frame=cut.start_frame,
        drop_frame=cut.drop_frame,
        tracks=tuple((row.name, row.channels) for row in rows),
        stems=tuple(_place(one, row, results) for row in rows for one in row.stems),
        shots=tuple(
            ShotOutcome(o.shot.id, o.shot.name, o.problem, o.remedy, o.notices)
            for o in results.shots
        ),
        timelines=tuple(str(file) for file in results.written.files),
        midi=tuple(str(file) for o in results.shots for file in o.midi),
        manifest=str(results.manifest),
        notices=(*notices, *cut.notices, *results.written.notices, *results.problems),
    )


def failed_result(error: FoleyError) -> JobResult:
    """A result that says why there is none."""
    state = JobState.CANCELLED if isinstance(error, Cancelled) else JobState.FAILED
    code = 2 if isinstance(error, UsageError) else EXIT_CODES[state]
    return JobResult(state, code, message=str(error), remedy=error.remedy, foley_post=__version__)


def _state(results: Results) -> JobState:
    if results.complete:
        return JobState.DONE
    return JobState.PARTLY if results.stems else JobState.FAILED


def _message(stems: int, tracks: int, problems: int) -> str:
    made = f"{_counted(stems, 'stem')} on {_counted(tracks, 'track')}"
    return f"{made}; {_counted(problems, 'shot')} not scored" if problems else made


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _place(one: PlacedStem, row: AudioLane, results: Results) -> StemPlace:
    cut, stem = results.cut, one.stem
    played = _instrument(results, one)
    colour = _COLOURS[INSTRUMENTS[played].family] if played in INSTRUMENTS else "Tan"
    return StemPlace(
        file=str(stem.path.absolute()),
        name=stem.name,
        track=row.name,
        shot=stem.shot_id,
        instrument=played,
        colour=colour,
        start_frame=one.start_frame,
        record_frame=cut.start_frame + one.start_frame,
        length_frames=one.end_frame - one.start_frame,
        source_start_frame=one.source_in,
        start_ticks=_ticks(cut, one.start_frame),
        source_ticks=_ticks(cut, one.source_in),
        length_ticks=_ticks(cut, one.end_frame - one.start_frame),
        start_sample=stem.start_sample,
        length_samples=stem.length_samples,
        rate_hz=stem.rate_hz,
        channels=stem.channels,
        sha256=sha256_of(stem.path),
        notices=stem.notices,
    )


def _ticks(cut: Cut, frames: int) -> str:
    return str(ticks_at(Fraction(cut.rate.seconds(frames))))


def _instrument(results: Results, one: PlacedStem) -> str:
    """What is played on the stem; empty for a stem of the guide sound."""
    for outcome in results.shots:
        if outcome.shot.id == one.stem.shot_id and one.stem in outcome.stems:
            return next(
                (t.instrument for t in outcome.takes if t.performer == one.stem.performer), ""
            )
    return ""
