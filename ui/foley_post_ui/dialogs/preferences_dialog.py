"""Preferences: the user's own defaults."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from foley_post.core.user_dirs import motion_cache_dir
from foley_post.project.settings import Settings
from foley_post_ui.dialogs.export_dialog import loudness_box
from foley_post_ui.dialogs.fields import field_rows, indent_spins, side_by_side
from foley_post_ui.dialogs.graphics import has_apple_graphics, has_nvidia
from foley_post_ui.settings_store import Preferences

__all__ = ["PreferencesDialog"]


class PreferencesDialog(QDialog):
    """Asks once and answers with `chosen`; `applied_to` takes an open project along."""

    def __init__(self, current: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = current
        sound = current.settings.rendering
        self.setWindowTitle(self.tr("Preferences"))
        self.setMinimumWidth(500)
        self.appearance = self._choice(
            self.tr("Appearance"),
            (
                ("system", self.tr("As the system")),
                ("dark", self.tr("Dark")),
                ("light", self.tr("Light")),
            ),
            current.appearance,
        )
        self.device = self._choice(
            self.tr("Compute on"),
            self._devices(current.settings.watching.device),
            current.settings.watching.device,
        )
        self.soundfont = QLineEdit(str(sound.soundfont or ""))
        self.soundfont.setPlaceholderText(self.tr("The shipped SoundFont"))
        self.soundfont.setAccessibleName(self.tr("SoundFont"))
        browse = QPushButton(self.tr("Choose ..."))
        browse.setAccessibleName(self.tr("Choose a SoundFont"))
        browse.clicked.connect(self._browse)
        font = side_by_side(self.soundfont, browse, stretch=0)
        self.no_font = QLabel(self.tr("There is no such file: the shipped SoundFont is used."))
        self.no_font.setProperty("role", "problem")
        self.no_font.setWordWrap(True)
        self.soundfont.textChanged.connect(self._look_for_font)
        self.loudness = loudness_box(sound.loudness_lufs)
        self.handles = QDoubleSpinBox()
        self.handles.setRange(0, 10)
        self.handles.setSuffix(self.tr(" s"))
        self.handles.setValue(sound.handles_s)
        self.handles.setAccessibleName(self.tr("Handles"))
        self.autosave = QSpinBox()
        self.autosave.setRange(10, 600)
        self.autosave.setSuffix(self.tr(" s"))
        self.autosave.setValue(current.autosave_s)
        self.autosave.setAccessibleName(self.tr("Autosave every"))
        form = field_rows(
            (
                (self.tr("Appearance"), self.appearance),
                (self.tr("Compute on"), self.device),
                (self.tr("Cache"), self._cache_row(current)),
                (self.tr("SoundFont"), font),
                (self.tr("Loudness"), self.loudness),
                (self.tr("Handles"), self.handles),
                (self.tr("Autosave every"), self.autosave),
            )
        )
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(16)
        box.addLayout(form)
        box.addWidget(self.no_font)
        box.addWidget(buttons)
        indent_spins(self)
        self._look_for_font(self.soundfont.text())
        self.appearance.setFocus()

    @property
    def chosen(self) -> Preferences:
        """What is chosen now."""
        return Preferences(
            appearance=self.appearance.currentData(),
            autosave_s=self.autosave.value(),
            cache=self.cache.isChecked(),
            settings=self.applied_to(self._before.settings),
        )

    def applied_to(self, settings: Settings) -> Settings:
        """The settings with what is chosen here."""
        font = self.soundfont.text().strip()
        return replace(
            settings,
            watching=replace(settings.watching, device=self.device.currentData()),
            rendering=replace(
                settings.rendering,
                soundfont=Path(font).expanduser() if font else None,
                loudness_lufs=self.loudness.currentData(),
                handles_s=self.handles.value(),
            ),
        )

    def _devices(self, chosen: str) -> list[tuple[str, str]]:
        """What this computer has, and what was chosen before."""
        there = [("auto", self.tr("The best there is")), ("cpu", self.tr("Processor"))]
        if has_nvidia():
            there.append(("cuda", self.tr("NVIDIA graphics card")))
        if has_apple_graphics():
            there.append(("mps", self.tr("Apple graphics")))
        return there if chosen in dict(there) else [*there, (chosen, chosen)]

    def _look_for_font(self, text: str) -> None:
        there = not text.strip() or Path(text.strip()).expanduser().is_file()
        self.no_font.setVisible(not there)

    def _cache_row(self, current: Preferences) -> QHBoxLayout:
        """Whether watched shots are remembered, how much that takes, and a way to forget it."""
        self.cache = QCheckBox(self.tr("Remember watched shots"))
        self.cache.setChecked(current.cache)
        self.cache.setToolTip(self.tr("A shot that was watched before is scored in seconds"))
        self.cached = QLabel()
        self.cached.setProperty("role", "dim")
        self.forget = QPushButton(self.tr("Clear"))
        self.forget.setAccessibleName(self.tr("Clear the cache"))
        self.forget.setToolTip(self.tr("Forget every shot that was watched"))
        self.forget.clicked.connect(self._clear_cache)
        self._count_cache()
        return side_by_side(self.cache, self.cached, self.forget, stretch=1)

    def _count_cache(self) -> None:
        taken = sum(entry.stat().st_size for entry in motion_cache_dir().glob("*.motions"))
        self.cached.setText(self.tr("{0} MB").format(f"{taken / 1e6:.1f}"))
        self.forget.setEnabled(taken > 0)

    def _clear_cache(self) -> None:
        from foley_post.pose.motion_cache import MotionCache

        MotionCache(motion_cache_dir()).shrink(0)
        self._count_cache()

    def _choice(self, name: str, options: Iterable[tuple[str, str]], current: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        for value, words in options:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(current)))
        return box

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("SoundFont"), "", self.tr("SoundFonts (*.sf2 *.sf3)")
        )
        if chosen:
            self.soundfont.setText(chosen)
