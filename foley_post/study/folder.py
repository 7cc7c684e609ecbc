"""The folder of a study: what is public, what is kept from listeners, and the answers.

``public/`` is what is served: the page, ``trials.json`` without a condition's name, pictures and
sounds under names drawn at random. ``study.json`` holds what they are. ``answers.jsonl`` grows by a
line an answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from foley_post.core.files import write_whole
from foley_post.errors import UsageError
from foley_post.study.plan import QUESTIONS, Kind, Trial

__all__ = ["Answer", "Study", "answers_of", "open_study", "write_answers", "write_study"]

_MOST_ANSWERS = 1_000_000
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Answer:
    """``chosen`` is the number of the sound (0: A, 1: B); for `Kind.REAL` 1 where it was taken for
    recorded; ``played`` says whether all sounds were played to the end; ``simulated`` that nobody
    listened.
    """

    listener: str
    trial: int
    question: str
    chosen: int
    played: bool
    simulated: bool = False

    def __post_init__(self) -> None:
        fine = (
            isinstance(self.listener, str)
            and 0 < len(self.listener) <= _LONGEST
            and type(self.trial) is int
            and self.trial >= 0
            and self.question in {*QUESTIONS, "recorded"}
            and type(self.chosen) is int
            and self.chosen in {0, 1}
            and type(self.played) is bool
            and type(self.simulated) is bool
        )
        if not fine:
            raise UsageError("This is not an answer of a listener.")


@dataclass(frozen=True, slots=True)
class Study:
    """A study that was made: its trials, and the file of each clip's sound by condition."""

    folder: Path
    trials: tuple[Trial, ...]
    files: Mapping[str, Mapping[str, str]]

    @property
    def public(self) -> Path:
        """What is served."""
        return self.folder / "public"

    @property
    def answers(self) -> Path:
        """Where answers go."""
        return self.folder / "answers.jsonl"


def write_study(study: Study, pictures: Mapping[str, str]) -> None:
    """Write ``study.json`` and what the page is told: nothing of it names a condition or a clip."""
    whole = {"trials": [asdict(t) for t in study.trials], "files": study.files}
    write_whole(study.folder / "study.json", json.dumps(whole, indent=1).encode())
    told = [
        {
            "number": trial.number,
            "kind": trial.kind,
            "picture": pictures[trial.clip],
            "sounds": [study.files[trial.clip][name] for name in trial.sounds],
            "questions": {
                q: QUESTIONS.get(q, "Was this sound recorded together with the picture?")
                for q in trial.questions
            },
        }
        for trial in study.trials
    ]
    write_whole(study.public / "trials.json", json.dumps(told, indent=1).encode())


def open_study(folder: Path) -> Study:
    """The study in ``folder``. UsageError when there is none, or it is damaged."""
    try:
        whole = json.loads((folder / "study.json").read_text(encoding="utf-8"))
        trials = tuple(
            Trial(t["number"], Kind(t["kind"]), t["clip"], tuple(t["sounds"]))
            for t in whole["trials"]
        )
        return Study(folder, trials, whole["files"])
    except FileNotFoundError as error:
        raise UsageError(f"There is no study in {folder}. Make one first.") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"The study in {folder} is damaged: make it again.") from error


def answers_of(study: Study) -> tuple[Answer, ...]:
    """The answers so far, the last of each listener to each question, without damaged lines."""
    found: dict[tuple[str, int, str], Answer] = {}
    asked = {trial.number: trial.questions for trial in study.trials}
    if study.answers.is_file():
        with study.answers.open(encoding="utf-8", errors="replace") as lines:
            for _, line in zip(range(_MOST_ANSWERS), lines, strict=False):
                try:
                    answer = Answer(**json.loads(line))
                except (ValueError, TypeError):
                    continue
                if answer.question in asked.get(answer.trial, ()):
                    found[answer.listener, answer.trial, answer.question] = answer
    return tuple(found.values())


def write_answers(study: Study, answers: Iterable[Answer]) -> None:
    """Add answers to the file, a line each."""
    with study.answers.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(answer)) + "\n" for answer in answers)
