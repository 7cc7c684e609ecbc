"""The one state that a shot is shown in, on the timeline, in the lists and in the inspector."""

from __future__ import annotations

from foley_post.timeline.model import Shot
from foley_post_ui.document.job_queue import JobQueue
from foley_post_ui.document.session import Session

__all__ = ["UNSURE_BELOW", "is_unsure", "shot_state"]

UNSURE_BELOW = 0.5
"""A take whose seen and heard notes are on average less sure than this is listed as unsure."""


def shot_state(session: Session, work: JobQueue, shot: Shot) -> tuple[str, float]:
    """A shot's state, and how far its scoring is."""
    job = work.of_shot(shot.id)
    if job is not None:
        return ("scoring", job.share) if job.state == "running" else ("waiting", 0.0)
    state = session.project_work(shot.id).state
    return ("offline" if shot.problem and state == "unscored" else state), 0.0


def is_unsure(session: Session, shot: Shot) -> bool:
    """Whether a take in use there is hardly borne out by the picture."""
    for take in session.project_work(shot.id).current:
        known = [n.confidence for n in take.notes if n.evidence.value != "invented"]
        if not known or sum(known) / len(known) < UNSURE_BELOW:
            return True
    return False
