"""Export: where to, for which editor, how it sounds; the command line's own options."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from foley_post.project import Settings

__all__ = ["ExportDialog", "ExportWish", "loudness_box"]

_LOUDNESS = ((-23.0, "EBU R 128: -23 LUFS"), (-24.0, "ATSC A/85: -24 LUFS"),
             (-27.0, "-27 LUFS"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What the user chose. ``shots`` empty means every shot with music."""

    out: Path
    hosts: tuple[str, ...]
    loudness_lufs: float | None
    handles_s: float
    overlay: bool
    only_selected: bool


def loudness_box(current: float | None, parent: QWidget) -> QComboBox:
    """A choice of loudness targets, ``currentData`` in LUFS or None."""
    box = QComboBox(parent)
    for value, words in _LOUDNESS:
        box.addItem(words, value)
    box.addItem(box.tr("As played"), None)
    if current is not None and current not in {v for v, _ in _LOUDNESS}:
        box.addItem(f"{current:g} LUFS", current)
    box.setCurrentIndex(max(0, box.findData(current)))
    box.setAccessibleName(box.tr("Loudness"))
    return box


class ExportDialog(QDialog):
    """Asks once and answers with `wish`."""

    def __init__(
        self,
        settings: Settings,
        out: Path,
        *,
        selected: int = 0,
        kind: str = "fcpxml",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export stems and timelines"))
        self.setMinimumWidth(520)
        self.folder = QLineEdit(str(out))
        self.folder.setAccessibleName(self.tr("Folder"))
        browse = QPushButton(self.tr("Choose ..."))
        browse.clicked.connect(self._browse)
        folder = QHBoxLayout()
        folder.addWidget(self.folder, 1)
        folder.addWidget(browse)
        hosts = self._host_boxes(settings.hosts, kind)
        self.loudness = loudness_box(settings.loudness_lufs, self)
        self.handles = QDoubleSpinBox()
        self.handles.setRange(0, 10)
        self.handles.setSingleStep(0.5)
        self.handles.setSuffix(self.tr(" s"))
        self.handles.setValue(settings.handles_s)
        self.handles.setAccessibleName(self.tr("Handles"))
        self.overlay = QCheckBox(self.tr("Also write clips with what was seen"))
        self.overlay.setChecked(settings.overlay)
        self.selected = QCheckBox(self.tr("Only the {0} selected shots").format(selected))
        self.selected.setVisible(selected > 1)
        form = QFormLayout()
        form.setSpacing(10)
        form.addRow(self.tr("Folder"), folder)
        form.addRow(self.tr("Timelines for"), hosts)
        form.addRow(self.tr("Loudness"), self.loudness)
        form.addRow(self.tr("Handles"), self.handles)
        form.addRow("", self.overlay)
        form.addRow("", self.selected)
        note = QLabel(
            self.tr(
                "Stems are 24-bit broadcast WAVs with timecode, on new audio tracks of a copy "
                "of your timeline. Your own file is never written to."
            )
        )
        note.setProperty("role", "dim")
        note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = buttons.addButton(self.tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("primary", "true")
        self.go.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.folder.textChanged.connect(lambda text: self.go.setEnabled(bool(text.strip())))
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(16)
        box.addLayout(form)
        box.addWidget(note)
        box.addWidget(buttons)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)

    def _host_boxes(self, chosen: tuple[str, ...], kind: str) -> QHBoxLayout:
        self.hosts = {
            name: QCheckBox(words)
            for name, words in (
                ("premiere", self.tr("Premiere Pro")),
                ("resolve", self.tr("DaVinci Resolve")),
                ("fcp", self.tr("Final Cut Pro")),
            )
        }
        hosts = QHBoxLayout()
        for name, box in self.hosts.items():
            box.setChecked(name in chosen)
            hosts.addWidget(box)
        hosts.addStretch(1)
        if kind != "fcpxml":
            final_cut = self.hosts["fcp"]
            final_cut.setChecked(False)
            final_cut.setEnabled(False)
            final_cut.setToolTip(
                self.tr(
                    "Final Cut Pro opens only FCPXML: open a timeline exported from it as "
                    "FCPXML to get one back."
                )
            )
        return hosts

    @property
    def wish(self) -> ExportWish:
        """What is chosen now."""
        return ExportWish(
            out=Path(self.folder.text().strip()).expanduser(),
            hosts=tuple(name for name, box in self.hosts.items() if box.isChecked()),
            loudness_lufs=self.loudness.currentData(),
            handles_s=self.handles.value(),
            overlay=self.overlay.isChecked(),
            only_selected=self.selected.isChecked() and not self.selected.isHidden(),
        )

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Folder for stems and timelines"), self.folder.text()
        )
        if chosen:
            self.folder.setText(chosen)
