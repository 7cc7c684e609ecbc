"""The faders of the lanes: heard at once, kept in the project, undone like any change."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from foley_post.project.settings import SWEETEN
from foley_post.render.levels import Level
from foley_post_ui.document.session import Session
from foley_post_ui.playback.mixer import Mixer

__all__ = ["Balance"]


class Balance(QObject):
    """Turns the mixer as the project's levels stand."""

    changed = Signal()
    """The levels are others than the faders were turned to: undone, or another project."""

    def __init__(self, session: Session, mixer: Mixer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self.mixer = session, mixer
        session.opened.connect(self._take_up)
        session.settings_changed.connect(self._take_up)

    def of(self, performer: int) -> Level:
        """How a lane is turned."""
        return self.mixer.levels.get(performer, Level())

    def turn(self, performer: int, level: Level) -> None:
        """Let a lane be heard so; `keep` makes it a change of the project."""
        self.mixer.turn(performer, level)

    def keep(self, performer: int, text: str) -> None:
        """What a lane was turned to is the project's, as one undo ``text`` for turns in a row."""
        project = self.session.project
        if project is None:
            return
        levels = {n: one for n, one in project.settings.levels.items() if n != performer}
        if (level := self.of(performer)) != Level():
            levels[performer] = level
        after = dict(sorted(levels.items()))
        self.session.change_settings(text, merge=text, levels=after)

    def _take_up(self) -> None:
        settings = self.session.project.settings if self.session.project else None
        levels = dict(settings.levels) if settings else {}
        self.mixer.under_music = settings.under_music if settings else SWEETEN
        if levels != dict(self.mixer.levels):
            self.mixer.levels = levels
            self.changed.emit()
