"""What the original sound is for: whether its notes are taken, how loud it stays under music."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from foley_post.project.settings import DUCK, GUIDE_AUTO, GUIDE_OFF, GUIDE_TRACK, OFF, SWEETEN
from foley_post_ui.document.session import Session
from foley_post_ui.i18n.translating import localized, mark

__all__ = ["original_button"]

_UNDER_MUSIC = {
    SWEETEN: mark("OriginalSound", "Sweeten: it stays under the music"),
    DUCK: mark("OriginalSound", "Replace: it is ducked where there is music"),
    OFF: mark("OriginalSound", "Replace: it is off where there is music"),
}
_GUIDES = {
    GUIDE_AUTO: mark("OriginalSound", "Take notes from each clip's own sound"),
    GUIDE_OFF: mark("OriginalSound", "Take no notes from the sound"),
}


def original_button(session: Session, parent: QWidget) -> QToolButton:
    """A button with the menu of both choices."""
    button = QToolButton(parent)
    button.setText("\u22ef")
    button.setFixedSize(22, 20)
    button.setProperty("role", "letter")
    words = localized("OriginalSound", "What the original sound is for")
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    menu = QMenu(button)
    menu.aboutToShow.connect(lambda: fill(menu, session))
    fill(menu, session)
    button.setMenu(menu)
    return button


def fill(menu: QMenu, session: Session) -> None:
    """Both choices as they stand."""
    menu.clear()
    menu.setToolTipsVisible(True)
    menu.addSection(localized("OriginalSound", "While you listen"))
    stays = session.project.settings.under_music if session.project else SWEETEN
    under = QActionGroup(menu)
    for name, words in _UNDER_MUSIC.items():
        action = menu.addAction(localized("OriginalSound", words), partial(_stay, session, name))
        action.setCheckable(True)
        action.setChecked(stays == name)
        under.addAction(action)
    menu.addSection(localized("OriginalSound", "When a score is generated"))
    guide = session.project.settings.guide_sound if session.project else GUIDE_AUTO
    guides = QActionGroup(menu)
    for name, words in _GUIDES.items():
        action = menu.addAction(localized("OriginalSound", words), partial(_guide, session, name))
        action.setCheckable(True)
        action.setChecked(guide == name)
        guides.addAction(action)
    for track in session.cut.audio_tracks if session.cut else ():
        name = f"{GUIDE_TRACK}A{track.index}"
        words = localized("OriginalSound", "Take notes from the track {0}").format(track.name)
        action = menu.addAction(words, partial(_guide, session, name))
        action.setCheckable(True)
        action.setChecked(guide == name)
        action.setVisible(not track.ours)
        guides.addAction(action)
    file = menu.addAction(
        localized("OriginalSound", "Take notes from a file ..."), partial(_ask_file, menu, session)
    )
    file.setCheckable(True)
    from_file = guide not in _GUIDES and not guide.startswith(GUIDE_TRACK)
    file.setChecked(from_file)
    file.setToolTip(
        guide
        if from_file
        else localized("OriginalSound", "It counts from the timeline's first frame")
    )
    guides.addAction(file)


def _stay(session: Session, name: str) -> None:
    session.change_settings(localized("OriginalSound", "Duck the original sound"), under_music=name)


def _guide(session: Session, guide: str) -> None:
    session.change_settings(localized("OriginalSound", "Choose the guide sound"), guide_sound=guide)


def _ask_file(menu: QMenu, session: Session) -> None:
    dialog = QFileDialog(menu.window(), localized("OriginalSound", "Choose the guide sound"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    sounds = "(*.wav *.aif *.aiff *.flac *.mp3 *.m4a *.mov *.mp4 *.mxf)"
    dialog.setNameFilters([localized("OriginalSound", "Sound {0}").format(sounds), "* (*)"])
    dialog.fileSelected.connect(partial(_guide, session))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
