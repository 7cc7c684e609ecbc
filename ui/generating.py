"""Generate: shots sent to be scored, answers turned into takes, the rest made anew around pins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from foley_post_ui.session import Session
from foley_post_ui.work import Work
from PySide6.QtCore import QObject, Signal

from foley_post.errors import FoleyError
from foley_post.instruments import INSTRUMENTS
from foley_post.jobs.scoring import ScoredShot, ScoreShot
from foley_post.midi.revoice import revoice
from foley_post.midi.styling import apply_style
from foley_post.timeline.model import Shot

__all__ = ["Generating"]


class Generating(QObject):
    """Does what Generate, Another take and Regenerate the rest say."""

    notice = Signal(str)

    def __init__(self, session: Session, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self.work = session, work

    def shots(self, ids: Iterable[str]) -> int:
        """Score those shots, each anew with the next seed; returns how many were sent."""
        sent = 0
        for shot_id in ids:
            shot = self.session.shot(shot_id)
            if shot is None or self.work.of_shot(shot_id) is not None:
                continue
            if shot.problem:
                self.session.fail(shot_id, shot.problem)
                continue
            self._send(shot, self._next_seed(shot_id))
            sent += 1
        return sent

    def another_take(self) -> None:
        """One more take of the current shot, on the instruments in use."""
        shot = self.session.current_shot
        if shot is not None:
            work = self.session.current_work
            instruments = {t.performer: t.instrument for t in work.current}
            self._send(shot, self._next_seed(shot.id), instruments=instruments)

    def rest(self) -> None:
        """The current performer's take made anew around its pinned notes."""
        shot, take = self.session.current_shot, self.session.current_take
        if shot is None or take is None:
            return
        pinned = tuple(n for n in take.notes if n.pinned)
        self._send(
            shot,
            self._next_seed(shot.id),
            pinned={take.performer: pinned},
            instruments={take.performer: take.instrument},
            only=take.performer,
        )

    def choose_instrument(self, name: str) -> None:
        """Another instrument for the current take, or for what is generated next."""
        take = self.session.current_take
        label = INSTRUMENTS[name].label if name in INSTRUMENTS else self.tr("Auto")
        if take is None or name == "auto":
            self.session.change_settings(self.tr("Choose {0}").format(label), instrument=name)
            return
        self.session.change_take(
            replace(revoice(take, name), instrument_confidence=1.0),
            self.tr("Change instrument to {0}").format(label),
        )

    def choose_style(self, name: str) -> None:
        """The current take in a style, as one more take, so that both can be compared."""
        work, index = self.session.current_work, self.session.current_index
        if index is None:
            self.session.change_settings(self.tr("Choose a style"), style=name)
            return
        take = work.takes[index]
        plain = [
            i
            for i in work.of(take.performer)
            if work.takes[i].seed == take.seed and not work.takes[i].style
        ]
        base = plain[-1] if plain else index
        if not name:
            self.choose_take(base)
            return
        try:
            styled = apply_style(work.takes[base], name)
        except FoleyError as error:
            self.notice.emit(str(error))
            return
        self.session.change_work(
            self.session.current, work.adding((styled,)), self.tr("Style {0}").format(name)
        )

    def choose_take(self, index: int) -> None:
        """Use another take."""
        work = self.session.current_work
        number = work.of(work.takes[index].performer).index(index) + 1
        self.session.change_work(
            self.session.current, work.choosing(index), self.tr("Choose take {0}").format(number)
        )

    def step_take(self, by: int) -> None:
        """The next or previous take of the current performer, round and round."""
        indices = self.session.current_work.of(self.session.performer)
        index = self.session.current_index
        if index in indices:
            self.choose_take(indices[(indices.index(index) + by) % len(indices)])

    def delete_take(self) -> None:
        """Remove the take in use."""
        index = self.session.current_index
        if index is not None:
            work = self.session.current_work.without(index)
            self.session.change_work(self.session.current, work, self.tr("Delete take"))

    def _send(self, shot: Shot, seed: int, **about: object) -> None:
        project = self.session.project
        assert project is not None
        settings = replace(project.settings, seed=seed)
        motions = self.session.motions.get(shot.id)
        task = ScoreShot(shot, settings, motions, **about)  # type: ignore[arg-type]
        self.work.run(
            task,
            self.tr("Score {0} {1}").format(shot.id, shot.name),
            shot_id=shot.id,
            on_done=self._scored,
            on_failed=lambda problem: self.session.fail(shot.id, problem),
        )

    def _scored(self, answer: ScoredShot) -> None:
        shot = self.session.shot(answer.shot_id)
        if shot is None:
            return
        self.session.watched(answer.shot_id, answer.motions)
        for notice in answer.notices:
            self.notice.emit(f"{shot.id} {shot.name}: {notice}")
        work = self.session.project_work(shot.id)
        if not answer.takes:
            self.session.fail(shot.id, answer.notices[-1] if answer.notices else "")
            return
        self.session.change_work(
            shot.id, work.adding(answer.takes), self.tr("Score {0}").format(shot.name)
        )

    def _next_seed(self, shot_id: str) -> int:
        """One more than any seed the shot's first performer had."""
        project = self.session.project
        start = project.settings.seed if project else 0
        seeds = [t.seed - t.performer for t in self.session.project_work(shot_id).takes]
        return max([*(s + 1 for s in seeds), start])
