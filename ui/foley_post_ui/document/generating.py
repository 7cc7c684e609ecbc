"""Generate: shots sent to be scored, answers turned into takes, the rest made anew around pins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from foley_post.core.instruments import INSTRUMENTS
from foley_post.core.user_dirs import motion_cache_dir
from foley_post.errors import FoleyError
from foley_post.jobs.scoring import ScoreShot
from foley_post.midi.harmony import parse_key
from foley_post.midi.notes import Take
from foley_post.midi.revoice import revoice
from foley_post.midi.styling import apply_style
from foley_post.pipeline.arrangement import join
from foley_post.pipeline.options import default_out, options_for
from foley_post.pipeline.results import ScoredShot
from foley_post.pipeline.shot_brief import ShotBrief
from foley_post.pose.player_choice import nobody_plays
from foley_post.project.file import ShotTakes
from foley_post.project.settings import GUIDE_TRACK, Settings
from foley_post.timeline.model import Shot
from foley_post_ui.document.batch_arrangement import BatchArrangement
from foley_post_ui.document.job_queue import JobQueue
from foley_post_ui.document.session import Session
from foley_post_ui.document.unsure_notes import with_unsure
from foley_post_ui.i18n.library_sentences import library_sentence
from foley_post_ui.i18n.library_strings import library_word
from foley_post_ui.i18n.words import problem_of
from foley_post_ui.settings_store import SettingsStore

__all__ = ["Generating"]


class Generating(QObject):
    """Does what Generate, Another take and Regenerate the rest say."""

    notice = Signal(str)
    undoable = Signal(str)

    def __init__(
        self, session: Session, work: JobQueue, memory: SettingsStore, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self.work, self.memory = session, work, memory
        self.together = BatchArrangement(session, work, self)
        self._other: dict[tuple[str, int], Take] = {}
        self._scoring = self._film()
        session.opened.connect(self._opened)

    def shots(self, ids: Iterable[str]) -> int:
        """Score those shots, each anew with the next seed; returns how many were sent.

        With a style they become one piece of music when the last of them is there.
        """
        sent: list[str] = []
        left: list[Shot] = []
        for shot_id in ids:
            shot = self.session.shot(shot_id)
            if shot is None or self.work.of_shot(shot_id) is not None:
                continue
            if shot.problem:
                left.append(shot)
                continue
            self.send(shot, ShotBrief())
            sent.append(shot_id)
        if left and not sent:
            self.notice.emit(problem_of(left[0]))
        self.together.begin(tuple(sent))
        if len(sent) == 1:
            self.notice.emit(self.tr("1 shot is being scored."))
        elif sent:
            self.notice.emit(self.tr("{0} shots are being scored.").format(len(sent)))
        return len(sent)

    def missing(self) -> int:
        """Score the shots that have no music yet; what is there is never replaced by this."""
        cut = self.session.cut
        usable = [s.id for s in cut.shots if s.enabled and not s.problem] if cut else []
        without = [i for i in usable if not self.session.project_work(i).takes]
        if usable and not without:
            self.notice.emit(self.tr("Every shot has music. Select shots to score them again."))
        return self.shots(without)

    def another_take(self) -> None:
        """One more take of the current shot, on the instruments in use."""
        shot = self.session.current_shot
        if shot is not None:
            work = self.session.current_work
            instruments = {t.performer: t.instrument for t in work.current}
            current = self.session.current_take
            style = current.style if current else None
            self.send(shot, ShotBrief(instruments=instruments), style=style)

    def rest(self) -> None:
        """The current performer's take made anew around its pinned notes."""
        shot, take = self.session.current_shot, self.session.current_take
        if shot is None or take is None:
            return
        pinned = tuple(n for n in take.notes if n.pinned)
        brief = ShotBrief(
            pinned={take.performer: pinned},
            instruments={take.performer: take.instrument},
            only=take.performer,
        )
        self.send(shot, brief)

    def choose_instrument(self, name: str) -> None:
        """Another instrument for the takes of the selected shots, and for what is generated next in
        them; other shots stay as they are.
        """
        label = library_word(INSTRUMENTS[name].label) if name in INSTRUMENTS else self.tr("Auto")
        words = self.tr("Change instrument to {0}").format(label)
        self.session.undo.beginMacro(words)
        for shot_id in self._meant():
            work = replace(self.session.project_work(shot_id), instrument=name)
            index = self._index_in(shot_id)
            if index is not None and name != "auto":
                voiced = replace(revoice(work.takes[index], name), instrument_confidence=1.0)
                work = work.changing(index, voiced)
            self.session.change_work(shot_id, work, words)
        self.session.undo.endMacro()

    def choose_style(self, name: str) -> None:
        """The takes of the selected shots in a style, each as one more take, so that both can be
        compared; where nothing is scored yet, the style of what is generated next.
        """
        words = (
            self.tr("Style {0}").format(library_word(name.capitalize()))
            if name
            else self.tr("As seen")
        )
        self.session.undo.beginMacro(words)
        for shot_id in self._meant():
            index = self._index_in(shot_id)
            work = self.session.project_work(shot_id)
            after = replace(work, style=name) if index is None else self._styled(work, index, name)
            self.session.change_work(shot_id, after, words)
        self.session.undo.endMacro()

    def _styled(self, work: ShotTakes, index: int, name: str) -> ShotTakes:
        """The work with the take at ``index`` in that style in use; as it was where that fails."""
        take = work.takes[index]
        plain = [
            i
            for i in work.of(take.performer)
            if work.takes[i].seed == take.seed and not work.takes[i].style
        ]
        base = plain[-1] if plain else index
        if not name:
            return work.choosing(base)
        settings = self.session.project.settings if self.session.project else Settings()
        key = parse_key(settings.key) if settings.key else None
        try:
            styled = apply_style(
                work.takes[base], name, key=key, loosen_percent=settings.loosen_percent
            )
        except FoleyError as error:
            self.notice.emit(str(error))
            return work
        return work.adding((styled,))

    def _meant(self) -> tuple[str, ...]:
        """The selected shots; the current one where it is not among them."""
        session = self.session
        if session.current in session.selected or not session.current:
            return session.selected
        return (session.current,)

    def _index_in(self, shot_id: str) -> int | None:
        """The take in use there for the performer that is shown, or the only one."""
        work = self.session.project_work(shot_id)
        by_performer = {work.takes[i].performer: i for i in work.chosen}
        if shot_id != self.session.current and len(by_performer) == 1:
            return next(iter(by_performer.values()))
        return by_performer.get(self.session.performer)

    def choose_take(self, index: int) -> None:
        """Use another take."""
        work, current = self.session.current_work, self.session.current_take
        if current is not None:
            self._other[self.session.current, current.performer] = current
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

    def compare(self) -> None:
        """Back to the take that was heard before this one, and forth: A and B."""
        work, performer = self.session.current_work, self.session.performer
        other = self._other.get((self.session.current, performer))
        there = [i for i in work.of(performer) if i != self.session.current_index]
        if there:
            same = [i for i in there if work.takes[i] == other]
            self.choose_take(same[-1] if same else there[-1])

    def keep_only(self) -> None:
        """Remove the current performer's other takes."""
        work, kept = self.session.current_work, self.session.current_index
        if kept is None:
            return
        for index in reversed(work.of(self.session.performer)):
            if index != kept:
                work = work.without(index)
        self.session.change_work(self.session.current, work, self.tr("Keep only this take"))
        self.undoable.emit(self.tr("The other takes were deleted."))

    def loosen(self, percent: float) -> None:
        """How far a style and a grid may move notes off the movement."""
        self.session.change_settings(self.tr("Loosen sync"), loosen_percent=percent)

    def one_piece(self, key: str, tempo: str, ids: tuple[str, ...]) -> None:
        """The current takes of those shots in one key and on one beat; an empty key is found."""
        project, session = self.session.project, self.session
        shots = [s for s in map(session.shot, ids) if s and session.project_work(s.id).current]
        if project is None or not shots:
            return
        settings = replace(project.settings, key=key, tempo=tempo)
        together = join(
            [
                ScoredShot(s, session.motions.get(s.id, ()), session.project_work(s.id).current)
                for s in shots
            ],
            settings,
        )
        words = self.tr("One key over {0} shots").format(len(shots))
        session.undo.beginMacro(words)
        session.replace_settings(words, settings)
        for one in together:
            work = session.project_work(one.shot.id)
            for index, take in zip(work.chosen, one.takes, strict=True):
                work = work.changing(index, take)
            session.change_work(one.shot.id, work, words)
        session.undo.endMacro()

    def delete_take(self) -> None:
        """Remove the take in use."""
        index = self.session.current_index
        if index is not None:
            work = self.session.current_work.without(index)
            self.session.change_work(self.session.current, work, self.tr("Delete take"))
            self.undoable.emit(self.tr("The take was deleted."))

    def send(self, shot: Shot, brief: ShotBrief, *, style: str | None = None) -> None:
        """Have the shot scored with the next seed; what was watched is not watched again.

        ``style`` None: the shot's own, else the project's.
        """
        project = self.session.project
        assert project is not None
        film = self._scoring = self._film()
        work = project.work(shot.id)
        settings = replace(
            project.settings,
            seed=self._next_seed(shot.id),
            instrument=work.instrument or project.settings.instrument,
            style=(work.style or project.settings.style) if style is None else style,
        )
        cache = motion_cache_dir() if self.memory.preferences.cache else None
        task = ScoreShot(
            shot,
            options_for(settings, default_out(project.cut), cache=cache),
            replace(
                brief,
                motions=self.session.motions.get(shot.id),
                players=work.players,
                lowest_key=work.lowest_key,
            ),
            self.session.cut if settings.guide_sound.startswith(GUIDE_TRACK) else None,
        )
        self.work.run(
            task,
            self.tr("Score {0} {1}").format(shot.id, shot.name),
            shot_id=shot.id,
            on_done=lambda answer: self._scored(answer) if film == self._film() else "",
            on_failed=lambda p: self._failed(shot.id, p) if film == self._film() else None,
        )

    def _film(self) -> tuple[Path | None, str]:
        """Which cut is open: shots of two cuts have the same ids."""
        cut = self.session.cut
        return (cut.path, cut.source_sha256) if cut else (None, "")

    def _opened(self) -> None:
        """Stop scoring the cut before, if this is another one."""
        if self._scoring != self._film():
            for job in self.work.running:
                if job.shot_id:
                    self.work.cancel(job)

    def _scored(self, answer: ScoredShot) -> str:
        """Take the answer up; returns why there is nothing to play, if so."""
        shot = self.session.shot(answer.shot.id)
        if shot is None:
            return ""
        self.session.watched(shot.id, answer.motions)
        notices = list(answer.notices)
        if not answer.motions:
            notices.append(self.tr("Nobody is seen to play in this shot."))
        elif not answer.takes:
            notices.append(nobody_plays(answer.motions))
        for notice in notices:
            self.notice.emit(f"{shot.id} {shot.name}: {library_sentence(notice)}")
        work = self.session.project_work(shot.id)
        if not answer.takes:
            self._failed(shot.id, notices[-1] if notices else "")
            return notices[-1]
        unsure = with_unsure(work.unsure, answer.unsure, (t.performer for t in answer.takes))
        scored = replace(work.adding(answer.takes), unsure=unsure)
        self.session.change_work(shot.id, scored, self.tr("Score {0}").format(shot.name))
        self.together.arrived(answer)
        return ""

    def _failed(self, shot_id: str, problem: str) -> None:
        self.session.fail(shot_id, problem)
        self.together.failed(shot_id)

    def _next_seed(self, shot_id: str) -> int:
        """One more than any seed the shot's first performer had."""
        project = self.session.project
        start = project.settings.seed if project else 0
        seeds = [t.seed - t.performer for t in self.session.project_work(shot_id).takes]
        return max([*(s + 1 for s in seeds), start])
