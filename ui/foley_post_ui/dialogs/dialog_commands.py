"""Dialogs that ask for something and hand the answer on: relink, key and tempo, preferences."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from foley_post_ui.dialogs.piece_dialog import PieceDialog
from foley_post_ui.dialogs.preferences_dialog import PreferencesDialog
from foley_post_ui.dialogs.relink_dialog import RelinkDialog, is_drive, missing_fronts
from foley_post_ui.document.documents import Documents
from foley_post_ui.document.generating import Generating
from foley_post_ui.document.session import Session

__all__ = ["DialogCommands"]


class DialogCommands(QObject):
    """Each method asks one thing; none of them waits for the answer."""

    preferred = Signal()

    def __init__(
        self, session: Session, documents: Documents, generating: Generating, window: QWidget
    ) -> None:
        super().__init__(window)
        self.session, self.documents, self.generating = session, documents, generating
        self.window, self.memory = window, documents.memory
        self._asked_drives: set[str] = set()

    def relink(self) -> None:
        """Where the media is."""
        cut, project = self.session.cut, self.session.project
        if cut is None or project is None:
            return
        known = {**self.memory.drives, **project.settings.path_map}
        missing = any(s.enabled and s.media.path is None for s in cut.shots)
        dialog = RelinkDialog(
            missing_fronts(cut), known, self.window, missing=missing,
            any_extension=project.settings.any_extension,
        )  # fmt: skip
        dialog.accepted.connect(
            lambda: self.documents.relink(
                dialog.chosen.folder,
                dialog.chosen.path_map,
                any_extension=dialog.chosen.any_extension,
            )
        )
        _show(dialog)

    def where_drives_are(self) -> None:
        """Media on another computer's drive: ask once where that is."""
        cut = self.session.cut
        drives = {f for f in missing_fronts(cut) if is_drive(f)} if cut else set()
        if drives - self._asked_drives - set(self.memory.drives):
            self._asked_drives |= drives
            self.relink()

    def key_and_tempo(self) -> None:
        """One key and one beat over the shots."""
        project, cut = self.session.project, self.session.cut
        if project is None or cut is None:
            return
        selected, everything = self.session.selected, tuple(s.id for s in cut.shots)
        dialog = PieceDialog(project.settings, selected=len(selected), parent=self.window)
        dialog.accepted.connect(
            lambda: self.generating.one_piece(
                dialog.key, dialog.chosen_tempo, selected if dialog.only_selected else everything
            )
        )
        _show(dialog)

    def preferences(self) -> None:
        """The user's own defaults; the open project takes them up."""
        dialog = PreferencesDialog(self.memory.preferences, self.window)
        dialog.accepted.connect(lambda: self._prefer(dialog))
        _show(dialog)

    def _prefer(self, dialog: PreferencesDialog) -> None:
        self.memory.preferences = dialog.chosen
        self.memory.write()
        if self.session.project is not None:
            after = dialog.applied_to(self.session.project.settings)
            self.session.replace_settings(self.tr("Change preferences"), after)
        self.preferred.emit()


def _show(dialog: QDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
