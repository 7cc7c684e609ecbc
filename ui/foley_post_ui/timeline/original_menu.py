"""What the original sound is for: whether its notes are taken, how loud it stays under music."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from foley_post.project.settings import GUIDE_AUTO, GUIDE_OFF
from foley_post_ui.document.session import Session
from foley_post_ui.i18n.translating import localized, mark
from foley_post_ui.playback.mixer import DUCK, OFF, SWEETEN, Mixer

__all__ = ["original_button"]

_CONTEXT = "OriginalSound"
_UNDER_MUSIC = {
    SWEETEN: mark(_CONTEXT, "Sweeten: it stays under the music"),
    DUCK: mark(_CONTEXT, "Replace: it is ducked where there is music"),
    OFF: mark(_CONTEXT, "Replace: it is off where there is music"),
}
_GUIDES = {
    GUIDE_AUTO: mark(_CONTEXT, "Take notes from each clip's own sound"),
    GUIDE_OFF: mark(_CONTEXT, "Take no notes from the sound"),
}


def original_button(session: Session, mixer: Mixer, parent: QWidget) -> QToolButton:
    """A button with the menu of both choices."""
    button = QToolButton(parent)
    button.setText("\u22ef")
    button.setFixedSize(22, 20)
    button.setProperty("role", "letter")
    words = localized(_CONTEXT, "What the original sound is for")
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    menu = QMenu(button)
    menu.aboutToShow.connect(lambda: fill(menu, session, mixer))
    fill(menu, session, mixer)
    button.setMenu(menu)
    return button


def fill(menu: QMenu, session: Session, mixer: Mixer) -> None:
    """Both choices as they stand."""
    menu.clear()
    menu.setToolTipsVisible(True)
    menu.addSection(localized(_CONTEXT, "While you listen"))
    under = QActionGroup(menu)
    for name, words in _UNDER_MUSIC.items():
        action = menu.addAction(localized(_CONTEXT, words), partial(_set_under, mixer, name))
        action.setCheckable(True)
        action.setChecked(mixer.under_music == name)
        under.addAction(action)
    menu.addSection(localized(_CONTEXT, "When a score is generated"))
    guide = session.project.settings.guide_sound if session.project else GUIDE_AUTO
    guides = QActionGroup(menu)
    for name, words in _GUIDES.items():
        action = menu.addAction(localized(_CONTEXT, words), partial(_guide, session, name))
        action.setCheckable(True)
        action.setChecked(guide == name)
        guides.addAction(action)
    file = menu.addAction(
        localized(_CONTEXT, "Take notes from a file ..."), partial(_ask_file, menu, session)
    )
    file.setCheckable(True)
    file.setChecked(guide not in _GUIDES)
    file.setToolTip(
        localized(_CONTEXT, "It counts from the timeline's first frame")
        if guide in _GUIDES
        else guide
    )
    guides.addAction(file)


def _set_under(mixer: Mixer, name: str) -> None:
    mixer.under_music = name


def _guide(session: Session, guide: str) -> None:
    session.change_settings(localized(_CONTEXT, "Choose the guide sound"), guide_sound=guide)


def _ask_file(menu: QMenu, session: Session) -> None:
    dialog = QFileDialog(menu.window(), localized(_CONTEXT, "Choose the guide sound"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    sounds = "(*.wav *.aif *.aiff *.flac *.mp3 *.m4a *.mov *.mp4 *.mxf)"
    dialog.setNameFilters([localized(_CONTEXT, "Sound {0}").format(sounds), "* (*)"])
    dialog.fileSelected.connect(partial(_guide, session))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
