"""About, with the licences; and diagnostics for a report, copied as text."""

from __future__ import annotations

import platform
import sys
from importlib import metadata

from PySide6 import __version__ as pyside
from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from foley_post import __version__
from foley_post_ui.document.job_queue import JobQueue
from foley_post_ui.document.session import Session
from foley_post_ui.style.icons import app_icon

__all__ = ["AboutDialog", "diagnostics"]

_LIBRARIES = ("PySide6-Essentials", "torch", "mediapipe", "ai-edge-litert", "av", "OpenTimelineIO",
              "pyfluidsynth", "numpy", "scipy")  # fmt: skip
_NOTICE = """Foley Post is free software under the Apache License 2.0.

It stands on: Qt and PySide6 (LGPL-3.0), PyAV (BSD) with FFmpeg (LGPL-2.1), MediaPipe and LiteRT \
(Apache-2.0), PyTorch (BSD), OpenTimelineIO (Apache-2.0), FluidSynth (LGPL-2.1), NumPy and SciPy \
(BSD), pretty_midi (MIT), pyloudnorm (MIT), lxml (BSD).

The shipped SoundFont is cut from FluidR3 (MIT, Frank Wen). The keypoint networks are MediaPipe's \
(Apache-2.0, Google). The idea is that of Foley Music (Gan et al., ECCV 2020).

Each licence in full stands in the file NOTICE of the distribution."""


class AboutDialog(QDialog):
    """What it is, and by whom its parts are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Foley Post"))
        self.setMinimumSize(560, 400)
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(64, 64))
        title = QLabel(self.tr("Foley Post {0}").format(__version__))
        title.setProperty("role", "title")
        line = QLabel(self.tr("Music for players in the picture, in sync."))
        line.setProperty("role", "dim")
        words = QVBoxLayout()
        words.addWidget(title)
        words.addWidget(line)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(picture)
        head.addLayout(words, 1)
        licences = QPlainTextEdit(_NOTICE)
        licences.setReadOnly(True)
        licences.setAccessibleName(self.tr("Licences"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(14)
        box.addLayout(head)
        box.addWidget(licences, 1)
        box.addWidget(buttons)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)


def diagnostics(session: Session, work: JobQueue) -> str:
    """What a report of a fault needs; no names of the user's files."""
    screen = QGuiApplication.primaryScreen()
    lines = [
        f"Foley Post {__version__}",
        f"{platform.platform()}, Python {sys.version.split()[0]}",
        f"Qt {qVersion()}, PySide6 {pyside}",
        f"screen {screen.size().width()} x {screen.size().height()} at "
        f"{screen.devicePixelRatio():g}, platform {QGuiApplication.platformName()}",
    ]
    for name in _LIBRARIES:
        try:
            lines.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            lines.append(f"{name} is not installed")
    cut = session.cut
    if cut is not None:
        lines.append(
            f"timeline: {cut.format}, {len(cut.shots)} shots at {cut.rate} fps, "
            f"{sum(bool(s.problem) for s in cut.shots)} with problems"
        )
    for job in work.jobs.values():
        if job.problem:
            lines += [f"failed: {job.problem}", *job.details.splitlines()]
    return "\n".join(lines)
