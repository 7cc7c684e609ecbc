"""What the editor says of the people in a shot: who plays, on what, and who is left out.

Every word of it is kept in the project, can be undone, and is obeyed whenever a shot is generated.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QRectF, Signal

from foley_post.core.user_dirs import motion_cache_dir
from foley_post.errors import FoleyError
from foley_post.jobs.pool import LONG, QUICK
from foley_post.jobs.scoring import RecallMotions
from foley_post.jobs.tasks import PictureSize
from foley_post.midi.revoice import revoice
from foley_post.pipeline.score import with_boxes
from foley_post.pipeline.shot_brief import ShotBrief
from foley_post.pose.player_choice import place_of, standing_at
from foley_post.pose.skeleton import Motion
from foley_post.pose.tracking.player_box import PlayerBox
from foley_post.project.file import ShotTakes
from foley_post.project.player_marks import PlayerMark, ShotPlayers
from foley_post.timeline.model import Shot
from foley_post_ui.document.generating import Generating
from foley_post_ui.document.job_queue import JobQueue
from foley_post_ui.document.player_names import instrument_label, player_name
from foley_post_ui.document.session import Session

__all__ = ["People"]


class People(QObject):
    """Changes the marks of a shot's people; ``notice`` says what came of it."""

    notice = Signal(str)

    def __init__(
        self,
        session: Session,
        work: JobQueue,
        generating: Generating,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.session, self.work, self.generating = session, work, generating
        self._recalled: set[tuple[str, ShotPlayers]] = set()
        session.opened.connect(self._recalled.clear)
        session.current_changed.connect(self.recall)
        session.opened.connect(self.recall)
        session.work_changed.connect(self._check_boxes)

    def is_scored(self, shot_id: str, motion: Motion) -> bool:
        """Whether that person gets a take when the shot is generated."""
        players = self.session.project_work(shot_id).players
        said = players.of(motion.performer).scored
        if said is not None:
            return said
        place = self._only_at(shot_id)
        if place is not None and not motion.marked:
            only = standing_at(self.session.motions.get(shot_id, ()), place)
            return only is not None and only.performer == motion.performer
        return not motion.bystander

    def is_only_one(self, shot_id: str) -> bool:
        """Whether one player alone is scored in all shots of this camera."""
        return self._only_at(shot_id) is not None

    def rename(self, shot_id: str, performer: int, name: str) -> None:
        """Call them so; an empty name is a number again."""
        mark = self._mark(shot_id, performer)
        self._say(shot_id, replace(mark, name=name.strip()), self.tr("Rename a player"))

    def give_instrument(self, shot_id: str, performer: int, name: str) -> None:
        """Their take on that instrument, and all that follow; empty: told by the picture."""
        work = self.session.project_work(shot_id)
        mark = replace(work.players.of(performer), instrument=name)
        work = replace(work, players=work.players.marking(mark))
        index = next((i for i in work.chosen if work.takes[i].performer == performer), None)
        if name and index is not None:
            voiced = replace(revoice(work.takes[index], name), instrument_confidence=1.0)
            work = work.changing(index, voiced)
        text = self.tr("Change instrument to {0}").format(
            instrument_label(name) if name else self.tr("Auto")
        )
        self.session.change_work(shot_id, work, text)

    def ignore(self, shot_id: str, performer: int) -> None:
        """Score them no longer; their takes stay for when they are wanted again."""
        work = self.session.project_work(shot_id).silencing(performer)
        mark = replace(work.players.of(performer), scored=False)
        work = replace(work, players=work.players.marking(mark))
        text = self.tr("Ignore {0}").format(player_name(self.session, shot_id, performer))
        self.session.change_work(shot_id, work, text)

    def score_anyway(self, shot_id: str, performer: int) -> None:
        """Score them, though they are not seen to play or were ignored."""
        shot, work = self.session.shot(shot_id), self.session.project_work(shot_id)
        mark = replace(work.players.of(performer), scored=True)
        work = replace(work, players=work.players.marking(mark))
        own = work.of(performer)
        if own:
            work = work.choosing(own[-1])
        text = self.tr("Score {0}").format(player_name(self.session, shot_id, performer))
        self.session.change_work(shot_id, work, text)
        if not own and shot is not None:
            self.generating.send(shot, ShotBrief(only=performer))

    def only_this_one(self, shot_id: str, performer: int) -> None:
        """Score this player alone in all shots of the same media file: the others' takes go."""
        shot, project = self.session.shot(shot_id), self.session.project
        motion = self.session.motion_of(shot_id, performer)
        place = place_of(motion) if motion else None
        if shot is None or project is None or place is None:
            return
        text = self.tr("Only this player in all shots of this camera")
        self.session.undo.beginMacro(text)
        only = {**project.settings.only_at, shot.media.names[0]: place}
        self.session.change_settings(text, only_at=only)
        unknown = 0
        for other in self._of_camera(shot):
            motions = self.session.motions.get(other.id)
            work = self.session.project_work(other.id)
            if motions is None:
                unknown += len(work.chosen) > 1
                continue
            kept = standing_at(motions, place)
            for take in work.current:
                if kept is None or take.performer != kept.performer:
                    work = work.silencing(take.performer)
            if kept is not None and work.of(kept.performer):
                work = work.choosing(work.of(kept.performer)[-1])
            self.session.change_work(other.id, work, text)
        self.session.undo.endMacro()
        if unknown:
            self.notice.emit(
                self.tr("{0} shots of this camera follow when they are generated again.").format(
                    unknown
                )
            )

    def everybody(self, shot_id: str) -> None:
        """Score whoever plays in the shots of this camera again."""
        shot, project = self.session.shot(shot_id), self.session.project
        if shot is None or project is None:
            return
        left = {n: p for n, p in project.settings.only_at.items() if n not in shot.media.names}
        text = self.tr("All players in the shots of this camera")
        self.session.undo.beginMacro(text)
        self.session.change_settings(text, only_at=left)
        for other in self._of_camera(shot):
            work = self.session.project_work(other.id)
            silent = {t.performer for t in work.takes} - {t.performer for t in work.current}
            for performer in sorted(silent):
                if work.players.of(performer).scored is not False:
                    work = work.choosing(work.of(performer)[-1])
            self.session.change_work(other.id, work, text)
        self.session.undo.endMacro()

    def add_box(self, shot_id: str, shares: QRectF) -> None:
        """Somebody whom nobody found is in ``shares`` of the picture, 0..1: they are watched and
        scored at once.
        """
        shot = self.session.shot(shot_id)
        if shot is None or shot.media.path is None:
            return

        def put(size: tuple[int, int]) -> None:
            wide, tall = size
            box = (shares.x() * wide, shares.y() * tall, shares.width() * wide,
                   shares.height() * tall)  # fmt: skip
            try:
                self._boxed(shot, PlayerBox(*(round(v, 1) for v in box)))
            except FoleyError as error:
                self.notice.emit(str(error))

        self.work.run(
            PictureSize(shot.media.path), "", lane=QUICK, first=True, listed=False, on_done=put,
            on_failed=self.notice.emit,
        )  # fmt: skip

    def remove_box(self, shot_id: str, performer: int) -> None:
        """Forget a box that was drawn, its player and their takes."""
        motions = self.session.motions.get(shot_id, ())
        found = sum(not m.marked for m in motions)
        work = self.session.project_work(shot_id)
        if not found <= performer < found + len(work.players.boxes):
            return
        text = self.tr("Remove a player's box")
        self.session.change_work(shot_id, _without(work, performer, performer - found), text)

    def recall(self) -> None:
        """Bring back who was seen in the current shot when it was last watched."""
        shot, project = self.session.current_shot, self.session.project
        if shot is None or project is None or shot.problem or shot.id in self.session.motions:
            return
        work = self.session.current_work
        asked = (shot.id, work.players)
        if not work.takes or asked in self._recalled:
            return
        self._recalled.add(asked)
        watching = with_boxes(project.settings.watching, work.players)

        def put(motions: tuple[Motion, ...] | None) -> None:
            there = self.session.shot(shot.id)
            if motions is not None and there == shot and shot.id not in self.session.motions:
                self.session.watched(shot.id, motions)

        self.work.run(
            RecallMotions(shot, watching, motion_cache_dir()), "", lane=LONG, first=True,
            listed=False, on_done=put,
        )  # fmt: skip

    def _boxed(self, shot: Shot, box: PlayerBox) -> None:
        known = self.session.motions.get(shot.id)
        work = self.session.project_work(shot.id)
        players = replace(work.players, boxes=(*work.players.boxes, box))
        self.session.change_work(
            shot.id, replace(work, players=players), self.tr("Draw a box around a player")
        )
        nobody_yet = known is None and bool(work.takes)
        only = None if nobody_yet or not work.takes else len(known or ())
        self.generating.send(shot, ShotBrief(only=only))

    def _check_boxes(self, shot_id: str) -> None:
        """Who was seen with other boxes than there are now is not who is seen."""
        motions, project = self.session.motions.get(shot_id), self.session.project
        if motions is None or project is None:
            return
        boxes = (*project.settings.watching.boxes, *project.work(shot_id).players.boxes)
        if sum(m.marked for m in motions) != len(boxes):
            self.session.forget_motions(shot_id)
            self.recall()

    def _of_camera(self, shot: Shot) -> list[Shot]:
        cut = self.session.cut
        name = shot.media.names[0]
        return [s for s in cut.shots if s.media.names[0] == name] if cut else []

    def _only_at(self, shot_id: str) -> tuple[float, float] | None:
        shot, project = self.session.shot(shot_id), self.session.project
        if shot is None or project is None:
            return None
        places = project.settings.only_at
        return next((places[n] for n in shot.media.names if n in places), None)

    def _mark(self, shot_id: str, performer: int) -> PlayerMark:
        return self.session.project_work(shot_id).players.of(performer)

    def _say(self, shot_id: str, mark: PlayerMark, text: str) -> None:
        work = self.session.project_work(shot_id)
        self.session.change_work(shot_id, replace(work, players=work.players.marking(mark)), text)


def _without(work: ShotTakes, performer: int, box: int) -> ShotTakes:
    """The work without a box, its player's takes and marks; who came after moves up by one."""
    for index in reversed(work.of(performer)):
        work = work.without(index)
    takes = tuple(
        replace(t, performer=t.performer - 1) if t.performer > performer else t for t in work.takes
    )
    marks = tuple(
        replace(m, performer=m.performer - 1) if m.performer > performer else m
        for m in work.players.marks
        if m.performer != performer
    )
    boxes = (*work.players.boxes[:box], *work.players.boxes[box + 1 :])
    return replace(work, takes=takes, players=ShotPlayers(marks, boxes))
