"""Questions and messages: what happened, and what to do next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDateTime, QEvent, QLocale, QObject, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMessageBox, QPushButton, QWidget

from foley_post_ui.i18n.library_sentences import library_sentence
from foley_post_ui.i18n.translating import localized

__all__ = ["ask_recover", "ask_save", "ask_stop", "go_or_cancel", "tell_problem"]


def go_or_cancel(dialog: QDialog, text: str) -> tuple[QDialogButtonBox, QPushButton]:
    """The row with *Cancel* and the button that the dialog is there for, which Return presses."""
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    go = buttons.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole)
    go.setProperty("primary", "true")
    go.setDefault(True)
    dialog.installEventFilter(_OneDefault(dialog, go))
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons, go


class _OneDefault(QObject):
    """Return presses the one button that a dialog is there for, whatever was clicked before."""

    def __init__(self, dialog: QDialog, go: QPushButton) -> None:
        super().__init__(dialog)
        self._go = go

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """When the dialog is shown, with all its buttons in it."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QDialog):
            buttons: list[QPushButton] = watched.findChildren(QPushButton)
            for button in buttons:
                button.setAutoDefault(button is self._go)
            self._go.setDefault(True)
        return False


def tell_problem(parent: QWidget, title: str, problem: str) -> None:
    """A sentence that says what happened and what to do; never waits for an answer."""
    box = QMessageBox(
        QMessageBox.Icon.Warning, localized("Dialogs", "Foley Post"), title, parent=parent
    )
    box.setInformativeText(library_sentence(problem))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def ask_recover(parent: QWidget, path: Path, written_s: float) -> bool:
    """Whether to take up work that was not saved."""
    written = QDateTime.fromSecsSinceEpoch(int(written_s))
    when = QLocale().toString(written, QLocale.FormatType.ShortFormat)
    box = QMessageBox(
        QMessageBox.Icon.Question,
        localized("Dialogs", "Recover unsaved work?"),
        localized("Dialogs", "There is unsaved work on {0} from {1}.").format(path.name, when),
        parent=parent,
    )
    box.setInformativeText(
        localized("Dialogs", "Recover it, or delete it and open what was saved.")
    )
    recover = box.addButton(localized("Dialogs", "Recover"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(localized("Dialogs", "Delete it"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(recover)
    box.exec()
    return box.clickedButton() is recover


def ask_stop(parent: QWidget, jobs: int) -> bool:
    """Whether to go on although jobs are under way, which it stops."""
    box = QMessageBox(
        QMessageBox.Icon.Question,
        localized("Dialogs", "Stop the jobs?"),
        localized(
            "Dialogs", "{0} jobs are not finished. What they have done so far is lost."
        ).format(jobs)
        if jobs > 1
        else localized("Dialogs", "A job is not finished. What it has done so far is lost."),
        parent=parent,
    )
    stop = box.addButton(localized("Dialogs", "Stop the jobs"), QMessageBox.ButtonRole.AcceptRole)
    wait = box.addButton(localized("Dialogs", "Let them finish"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(wait)
    box.setEscapeButton(wait)
    box.exec()
    return box.clickedButton() is stop


def ask_save(parent: QWidget, name: str) -> str:
    """``save``, ``discard`` or ``cancel``."""
    buttons = QMessageBox.StandardButton
    box = QMessageBox(
        QMessageBox.Icon.Question,
        localized("Dialogs", "Save your work?"),
        localized("Dialogs", "Your work on {0} is not saved.").format(name),
        buttons.Save | buttons.Discard | buttons.Cancel,
        parent,
    )
    box.setInformativeText(
        localized("Dialogs", "It is saved as a project (.foley); timelines are never changed.")
    )
    box.setDefaultButton(buttons.Save)
    answer = buttons(box.exec())
    return {buttons.Save: "save", buttons.Discard: "discard"}.get(answer, "cancel")
