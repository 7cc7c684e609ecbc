"""Single notes heard when they are clicked, drawn, moved, or played on the roll's keys.

They are made by the synthesizer that makes the takes, so a note sounds as it will. Without an audio
device nothing is made and nothing is said.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from PySide6.QtCore import QObject

from foley_post.core.instruments import INSTRUMENTS
from foley_post.jobs.pool import EAR
from foley_post.jobs.take_audio import Voiced, VoiceSoon
from foley_post.midi.notes import Note, Take
from foley_post_ui.document.job_queue import Job, JobQueue
from foley_post_ui.document.session import Session
from foley_post_ui.playback.mixer import Samples
from foley_post_ui.playback.player import Playback

__all__ = ["Audition"]

_LONGEST_S, _TAIL_S = 0.8, 0.5
_LEVEL = 0.5
"""Below full scale: a note alone is levelled as loud as a whole take."""
_KEPT = 64


class Audition(QObject):
    """Asks for a note's sound and has it rung; ``on`` switches it off."""

    def __init__(
        self, session: Session, work: JobQueue, player: Playback, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self.work, self.player = session, work, player
        self.on = True
        self._made: OrderedDict[object, Samples] = OrderedDict()
        self._job: Job | None = None
        session.settings_changed.connect(self._made.clear)
        session.opened.connect(self._made.clear)

    def note(self, note: Note) -> None:
        """Let a note be heard on the current player's instrument."""
        project = self.session.project
        if not self.on or project is None or not self.player.audible:
            return
        length_s = min(note.length_s, _LONGEST_S)
        alone = replace(note, onset_s=0.0, length_s=length_s, pinned=False)
        instrument = self._instrument()
        key = (instrument, note.pitch, note.velocity, note.articulation, round(length_s, 2))
        made = self._made.get(key)
        if made is not None:
            self.player.ring(made)
            return
        take = Take((alone,), length_s, instrument)
        task = VoiceSoon(
            take, project.settings.rendering, 0.0, length_s + _TAIL_S, None,
            self.player.mixer.rate_hz,
        )  # fmt: skip

        def ring(voiced: Voiced) -> None:
            self._made[key] = voiced.samples * _LEVEL * (note.velocity / 127)
            while len(self._made) > _KEPT:
                self._made.popitem(last=False)
            self.player.ring(self._made[key])

        if self._job is not None and self._job.state == "waiting":
            self.work.cancel(self._job)  # a drag over many keys: the last is the one to hear
        self._job = self.work.run(task, "", first=True, lane=EAR, listed=False, on_done=ring)

    def _instrument(self) -> str:
        take = self.session.current_take
        if take is not None:
            return take.instrument
        project = self.session.project
        work = self.session.current_work
        said = (
            work.players.of(self.session.performer).instrument,
            work.instrument,
            project.settings.instrument if project else "",
        )
        return next((name for name in said if name in INSTRUMENTS), "piano")
