"""Figures in words, as the window says them."""

from __future__ import annotations

from foley_post.errors import Remedy
from foley_post.pose.skeleton import JOINT_NAMES
from foley_post.project.file import ShotTakes
from foley_post.timeline.model import Shot
from foley_post_ui.i18n.library_sentences import library_sentence
from foley_post_ui.i18n.library_strings import library_word
from foley_post_ui.i18n.translating import localized

__all__ = ["joint_name", "problem_of", "spoken_time"]


def joint_name(joint: int) -> str:
    """``right middle fingertip`` for joint 58: what people call it."""
    words = JOINT_NAMES[joint].replace("_hand_", "_").split("_")
    if not words[-1].isdigit():
        return " ".join(map(library_word, words))
    last = "fingertip" if words[-1] == "4" else "finger"
    if words[1] == "thumb":
        last = "tip" if words[-1] == "4" else ""
    return " ".join(map(library_word, (*words[:-1], last))).strip()


def spoken_time(seconds: float) -> str:
    """How long something still takes."""
    whole = max(1, round(seconds))
    if whole < 60:
        return localized("Words", "{0} s left").format(whole)
    if whole < 3600:
        return localized("Words", "{0} min left").format(-(-whole // 60))
    hours, minutes = divmod(whole // 60, 60)
    return localized("Words", "{0} h {1} min left").format(hours, minutes)


def problem_of(shot: Shot | None, work: ShotTakes | None = None) -> str:
    """Why a shot has no picture or no notes, and what to do in the window; else nothing."""
    if work is not None and work.problem:
        return library_sentence(work.problem)
    if shot is None or not shot.problem:
        return ""
    if shot.remedy is Remedy.RELINK:
        return localized(
            "Words", "Its media is not there: {0}. Say where it is with File > Relink media."
        ).format(shot.media.url)
    return library_sentence(shot.problem)
