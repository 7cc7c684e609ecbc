"""Export: where to, for which editor, how it sounds; the command line's own options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from foley_post.project.settings import Settings
from foley_post.render.rooms import ROOMS
from foley_post_ui.dialogs.fields import field_rows, indent_spins, side_by_side
from foley_post_ui.dialogs.messages import go_or_cancel
from foley_post_ui.i18n.library_sentences import library_sentence
from foley_post_ui.i18n.library_strings import library_word
from foley_post_ui.i18n.translating import localized

__all__ = ["ExportDialog", "loudness_box"]

_LOUDNESS = ((-23.0, "EBU R 128: -23 LUFS"), (-24.0, "ATSC A/85: -24 LUFS"),
             (-27.0, "-27 LUFS"))  # fmt: skip


def loudness_box(current: float | None) -> QComboBox:
    """A choice of loudness targets, ``currentData`` in LUFS or None."""
    box = QComboBox()
    for value, words in _LOUDNESS:
        box.addItem(words, value)
    box.addItem(localized("ExportDialog", "As played"), None)
    if current is not None and current not in {v for v, _ in _LOUDNESS}:
        box.addItem(f"{current:g} LUFS", current)
    box.setCurrentIndex(max(0, box.findData(current)))
    box.setAccessibleName(localized("ExportDialog", "Loudness"))
    return box


class ExportDialog(QDialog):
    """Asks once and answers with `settings`. ``refused`` says of a host why it gets no timeline."""

    def __init__(
        self,
        settings: Settings,
        out: Path,
        *,
        selected: int = 0,
        shots: int = 0,
        refused: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._before = settings
        self.setWindowTitle(self.tr("Export stems and timelines"))
        self.setMinimumWidth(580)
        self.folder = QLineEdit(str(out))
        self.folder.setAccessibleName(self.tr("Folder"))
        browse = QPushButton(self.tr("Choose ..."))
        browse.setAccessibleName(self.tr("Choose a folder"))
        browse.clicked.connect(self._browse)
        self.hosts = self._host_boxes(settings.hosts, refused or {})
        self.loudness = loudness_box(settings.rendering.loudness_lufs)
        self.reverb = QComboBox()
        self.reverb.setAccessibleName(self.tr("Room"))
        for name in ROOMS:
            self.reverb.addItem(library_word(name.capitalize()), name)
        self.reverb.setCurrentIndex(max(0, self.reverb.findData(settings.rendering.reverb)))
        self.handles = QDoubleSpinBox()
        self.handles.setRange(0, 10)
        self.handles.setSingleStep(0.5)
        self.handles.setSuffix(self.tr(" s before and after each shot"))
        self.handles.setValue(settings.rendering.handles_s)
        self.handles.setAccessibleName(self.tr("Handles"))
        self.mix = self._check(self.tr("A mix of all stems"), settings.mix)
        self.markers = self._check(self.tr("Markers at every hit"), settings.markers)
        self.overlay = self._check(self.tr("Clips with what was seen"), settings.overlay)
        words = (
            self.tr("Only the selected shot")
            if selected == 1
            else self.tr("Only the {0} selected shots").format(selected)
        )
        self.unity = self._check(self.tr("Stems without the faders"), settings.at_unity)
        self.unity.setToolTip(
            self.tr(
                "At the level they were made, for whoever mixes them; not as you hear them here"
            )
        )
        self.selected = self._check(words, False)
        self.selected.setVisible(0 < selected < shots)
        form = field_rows(
            (
                (self.tr("Folder"), side_by_side(self.folder, browse, stretch=0)),
                (self.tr("Timelines for"), side_by_side(*self.hosts.values())),
                (self.tr("Loudness"), self.loudness),
                (self.tr("Room"), self.reverb),
                (self.tr("Handles"), self.handles),
                (self.tr("Also write"), side_by_side(self.mix, self.markers)),
                ("", side_by_side(self.overlay, self.unity)),
                ("", self.selected),
            )
        )
        self.replaces = QLabel(
            self.tr("This folder holds an earlier export: files of the same name are replaced.")
        )
        self.replaces.setProperty("role", "warning")
        self.replaces.setWordWrap(True)
        note = QLabel(
            self.tr(
                "Stems are 24-bit broadcast WAVs with timecode, on new audio tracks of a copy "
                "of your timeline. Your own file is never written to."
            )
        )
        note.setProperty("role", "dim")
        note.setWordWrap(True)
        buttons, self.go = go_or_cancel(self, self.tr("Export"))
        self.folder.textChanged.connect(lambda text: self.go.setEnabled(bool(text.strip())))
        self.folder.textChanged.connect(lambda _: self._look_for_export())
        self._look_for_export()
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(16)
        box.addLayout(form)
        box.addWidget(self.replaces)
        box.addWidget(note)
        box.addWidget(buttons)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        indent_spins(self)
        self.go.setFocus()

    def _look_for_export(self) -> None:
        """Whether what is written now takes the place of an earlier export."""
        folder = Path(self.folder.text().strip()).expanduser()
        self.replaces.setVisible((folder / "manifest.json").is_file())

    def _check(self, words: str, on: bool) -> QCheckBox:
        box = QCheckBox(words)
        box.setChecked(on)
        return box

    def _host_boxes(
        self, chosen: tuple[str, ...], refused: Mapping[str, str]
    ) -> dict[str, QCheckBox]:
        """A box for each editor; one that cannot read this timeline says why."""
        hosts = {}
        for name, words in (
            ("premiere", self.tr("Premiere Pro")),
            ("resolve", self.tr("DaVinci Resolve")),
            ("fcp", self.tr("Final Cut Pro")),
        ):
            hosts[name] = self._check(words, name in chosen and name not in refused)
            hosts[name].setEnabled(name not in refused)
            hosts[name].setToolTip(library_sentence(refused.get(name, "")))
        return hosts

    @property
    def settings(self) -> Settings:
        """What is chosen now."""
        return replace(
            self._before,
            out=Path(self.folder.text().strip()).expanduser(),
            hosts=tuple(name for name, box in self.hosts.items() if box.isChecked()),
            overlay=self.overlay.isChecked(),
            mix=self.mix.isChecked(),
            markers=self.markers.isChecked(),
            at_unity=self.unity.isChecked(),
            rendering=replace(
                self._before.rendering,
                loudness_lufs=self.loudness.currentData(),
                handles_s=self.handles.value(),
                reverb=self.reverb.currentData(),
            ),
        )

    @property
    def only_selected(self) -> bool:
        """Whether the other shots are left out."""
        return self.selected.isChecked() and not self.selected.isHidden()

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Folder for stems and timelines"), self.folder.text()
        )
        if chosen:
            self.folder.setText(chosen)
