"""Keeps what is heard up to date: takes and original sounds near the playhead."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from foley_post.jobs.pool import EAR, QUICK
from foley_post.jobs.take_audio import (
    Ready,
    Voice,
    VoiceChange,
    Voiced,
    VoiceSoon,
    changed_notes,
)
from foley_post.jobs.tasks import ReadSound
from foley_post.midi.notes import Take
from foley_post.render.stems import RenderSettings
from foley_post.timeline.model import Shot
from foley_post_ui.document.job_queue import Job, JobQueue
from foley_post_ui.document.session import Session
from foley_post_ui.playback.mixer import ORIGINAL, Mixer, MixerStrip
from foley_post_ui.playback.player import Playback

__all__ = ["TakePlayback"]

_BEFORE_S, _AFTER_S = 10.0, 60.0
_AFTER_EDIT_MS = 60
"""A drag is many edits; the last one is the one to hear."""
_RESTS_MS = 1500
_MOST_SHOTS = 24
_MOST_SOUND_S = 600.0
_SOON_S = 3.0
"""So much after the playhead is made first; a take little longer is made whole."""


class TakePlayback(QObject):
    """Asks for sounds when takes, settings or the playhead change, and puts them in the mixer."""

    failed = Signal(str)
    changed = Signal(str)
    """A strip of that key sounds otherwise now."""

    def __init__(
        self, session: Session, work: JobQueue, player: Playback, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self.work, self.player = session, work, player
        self.mixer: Mixer = player.mixer
        self._heard: dict[str, Any] = {}
        self._jobs: dict[str, Job] = {}
        self._soon: dict[str, Job] = {}
        self._takes: dict[str, Take] = {}
        self._gains: dict[str, float] = {}
        self._changes: dict[str, set[int]] = {}
        self._rough: set[str] = set()
        self._stale: set[str] = set()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_RESTS_MS)
        self._settle.timeout.connect(self._settled)
        self._window_s = -1e9
        self._said: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_EDIT_MS)
        self._timer.timeout.connect(self.refresh)
        session.opened.connect(self._reset)
        session.work_changed.connect(lambda _: self._timer.start())
        session.settings_changed.connect(self._timer.start)
        player.moved.connect(self._moved)

    @property
    def settled(self) -> bool:
        """Whether everything near the playhead is as it will be heard."""
        busy = self._jobs or self._soon or any(self._changes.values())
        return not busy and not self._timer.isActive()

    def refresh(self) -> None:
        """Ask for what is near and not there yet; drop what is far."""
        self._window_s = self.player.position_s
        wanted: dict[str, tuple[Shot, Take | None]] = {}
        for shot in self._near():
            if shot.media.path is not None and not shot.problem:
                wanted[f"{shot.id}/original"] = (shot, None)
            for current in self.session.project_work(shot.id).current:
                wanted[f"{shot.id}/{current.performer}"] = (shot, current)
        for key in [k for k in self._heard if k not in wanted]:
            self._drop(key)
        for key, (shot, take) in wanted.items():
            if take is None:
                self._ask_original(key, shot)
            else:
                self._ask_voice(key, shot, take)

    @property
    def _rendering(self) -> RenderSettings:
        """How the open project's takes sound."""
        assert self.session.project is not None
        return self.session.project.settings.rendering

    def _ask_voice(self, key: str, shot: Shot, take: Take) -> None:
        assert self.session.project is not None
        state = (take.notes, take.instrument, take.controllers, self._rendering)
        if self._heard.get(key) == state:
            return
        before = self._takes.get(key)
        same_sound = self._heard.get(key, ())[3:] == state[3:] and key not in self._stale
        self._heard[key], self._takes[key] = state, take
        if same_sound and before is not None and self._ask_change(key, before, take):
            return
        self._stale.add(key)
        self._whole(key, shot, take)
        self._ask_soon(key, shot, take)

    def _ask_change(self, key: str, before: Take, after: Take) -> bool:
        """Ask for the difference alone; False where the whole take is needed."""
        assert self.session.project is not None
        gain = self._gains.get(key)
        if gain is None or changed_notes(before, after) is None or not self.mixer.has(key):
            return False
        self._cancel(key)

        def add(voiced: Voiced) -> None:
            if job.number in self._changes.get(key, ()):
                self._changes[key].discard(job.number)
                self.mixer.add(key, voiced.samples, voiced.start_s)
                self.changed.emit(key)
                self._settle.start()

        def fail(problem: str) -> None:
            self._changes.pop(key, None)
            self._fail(key, problem)

        task = VoiceChange(before, after, self._rendering, gain, self.mixer.rate_hz)
        job = self.work.run(
            task, "", first=True, lane=EAR, listed=False, on_done=add, on_failed=fail
        )
        self._changes.setdefault(key, set()).add(job.number)
        self._rough.add(key)
        return True

    def _ask_soon(self, key: str, shot: Shot, take: Take) -> None:
        """Ask for the seconds after the playhead, where the whole takes longer."""
        assert self.session.project is not None
        start_s = float(shot.record_start_s)
        from_s = self.player.position_s - start_s
        if not take.notes or not -_SOON_S < from_s < take.length_s:
            return

        def put(voiced: Voiced) -> None:
            if self._soon.pop(key, None) is None or key not in self._jobs:
                return  # the whole was there before
            strip = MixerStrip(voiced.samples, start_s + voiced.start_s, take.performer)
            self.mixer.lay_over(key, strip)
            self.changed.emit(key)

        task = VoiceSoon(
            take, self._rendering, max(0.0, from_s), _SOON_S,
            self._gains.get(key), self.mixer.rate_hz,
        )  # fmt: skip
        self._soon[key] = self.work.run(
            task, "", first=True, lane=EAR, listed=False, on_done=put,
            on_failed=lambda _: self._soon.pop(key, None),
        )  # fmt: skip

    def _whole(self, key: str, shot: Shot, take: Take) -> None:
        """Ask for all of a take's sound."""
        assert self.session.project is not None
        self._cancel(key)
        self._rough.discard(key)
        self._changes.pop(key, None)
        if not take.notes:
            self.mixer.put(key, None)
            self._stale.discard(key)
            return

        def put(voiced: Voiced) -> None:
            self._jobs.pop(key, None)
            self._stale.discard(key)
            self._gains[key] = voiced.gain
            self._say(voiced.notices)
            self.mixer.put(
                key, MixerStrip(voiced.samples, float(shot.record_start_s), take.performer)
            )
            self.changed.emit(key)

        self._jobs[key] = self.work.run(
            Voice(take, self._rendering, self.mixer.rate_hz), "", first=True,
            lane=QUICK, listed=False, on_done=put,
            on_failed=lambda problem: self._fail(key, problem),
        )  # fmt: skip

    def _settled(self) -> None:
        """The hand rests: what was added up is made anew, level and all."""
        if any(self._changes.values()) or self._timer.isActive():
            self._settle.start()
            return
        for shot in self._near():
            for take in self.session.project_work(shot.id).current:
                key = f"{shot.id}/{take.performer}"
                if key in self._rough and self._takes.get(key) == take:
                    self._whole(key, shot, take)
        self._rough.clear()

    def _ask_original(self, key: str, shot: Shot) -> None:
        if key in self._heard:
            return
        self._heard[key] = True
        path = shot.media.path
        if path is None or not shot.time_map.is_plain or shot.length_s > _MOST_SOUND_S:
            return  # a retimed shot's sound is not what an editor would keep
        start_s, end_s = shot.time_map.media_range

        def put(samples: Any) -> None:
            self._jobs.pop(key, None)
            if samples is not None:
                strip = MixerStrip(
                    samples, float(shot.record_start_s), ORIGINAL, float(shot.length_s)
                )
                self.mixer.put(key, strip)

        self._jobs[key] = self.work.run(
            ReadSound(path, start_s, end_s, self.mixer.rate_hz), "", lane=QUICK, listed=False,
            on_done=put, on_failed=lambda _: self._jobs.pop(key, None),
        )  # fmt: skip

    def _near(self) -> list[Shot]:
        cut = self.session.cut
        if cut is None:
            return []
        low, high = self._window_s - _BEFORE_S, self._window_s + _AFTER_S
        near = [
            s
            for s in cut.shots
            if s.enabled
            and float(s.record_start_s) < high
            and float(s.record_start_s + s.length_s) > low
        ]
        near.sort(key=lambda s: abs(float(s.record_start_s) - self._window_s))
        return near[:_MOST_SHOTS]

    def _moved(self, time_s: float) -> None:
        if abs(time_s - self._window_s) > _BEFORE_S / 2:
            self.refresh()

    def _fail(self, key: str, problem: str) -> None:
        self._jobs.pop(key, None)
        self.mixer.put(key, None)
        self._say((problem,))

    def _say(self, words: tuple[str, ...]) -> None:
        """Each thing once; of many takes without a SoundFont one sentence is enough."""
        for word in words:
            if word not in self._said:
                self._said.add(word)
                self.failed.emit(word)

    def _drop(self, key: str) -> None:
        self._cancel(key)
        for known in (self._heard, self._takes, self._gains, self._changes):
            known.pop(key, None)
        for marked in (self._rough, self._stale):
            marked.discard(key)
        self.mixer.put(key, None)

    def _cancel(self, key: str) -> None:
        for jobs in (self._jobs, self._soon):
            job = jobs.pop(key, None)
            if job is None:
                continue
            job.on_done = job.on_failed = None
            if job.state == "waiting":
                self.work.cancel(job)

    def _reset(self) -> None:
        for key in list(self._heard):
            self._drop(key)
        self.mixer.clear()
        self._said.clear()
        self._open_ear()
        self.refresh()

    def _open_ear(self) -> None:
        """The process that answers at once opens its synthesizer before it is asked."""
        if self.session.project is not None:
            task = Ready(self._rendering, rate_hz=self.mixer.rate_hz)
            self.work.run(task, "", lane=EAR, listed=False)
