"""Key and tempo: several shots as one piece of music."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from foley_post.project.settings import Settings
from foley_post_ui.dialogs.fields import field_rows, indent_spins
from foley_post_ui.dialogs.messages import go_or_cancel

__all__ = ["PieceDialog"]

_TONICS = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_SLOWEST_BPM = 30.0


class PieceDialog(QDialog):
    """Asks for a key, a tempo, and which shots: ``key``, ``chosen_tempo``, ``only_selected``."""

    def __init__(self, settings: Settings, *, selected: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Key and tempo"))
        self.setMinimumWidth(440)
        self.keys = QComboBox()
        self.keys.setAccessibleName(self.tr("Key"))
        self.keys.addItem(self.tr("The one the notes suggest"), "")
        for tonic in _TONICS:
            shown = tonic.replace("#", "\u266f").replace("b", "\u266d")
            self.keys.addItem(self.tr("{0} major").format(shown), tonic)
            self.keys.addItem(self.tr("{0} minor").format(shown), f"{tonic}m")
        self.keys.setCurrentIndex(max(0, self.keys.findData(settings.key)))
        self.tempo = QDoubleSpinBox()
        self.tempo.setAccessibleName(self.tr("Tempo"))
        self.tempo.setRange(_SLOWEST_BPM - 1, 300)
        self.tempo.setDecimals(1)
        self.tempo.setSpecialValueText(self.tr("As played"))
        self.tempo.setSuffix(self.tr(" beats a minute"))
        self.tempo.setValue(_bpm_in(settings.tempo))
        self.only = QCheckBox(self.tr("Only the {0} selected shots").format(selected))
        self.only.setVisible(selected > 1)
        percent = round(settings.loosen_percent)
        say = QLabel(
            self.tr(
                "Pitches move to the key; the beat runs on from shot to shot. Sync is loosened by "
                "{0} % (inspector): at 0 % no note that the picture holds moves in time."
            ).format(percent)
        )
        say.setProperty("role", "dim")
        say.setWordWrap(True)
        buttons, self.go = go_or_cancel(self, self.tr("Apply"))
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(16)
        box.addLayout(
            field_rows(
                (
                    (self.tr("Key"), self.keys),
                    (self.tr("Tempo"), self.tempo),
                    ("", self.only),
                )
            )
        )
        box.addWidget(say)
        box.addWidget(buttons)
        indent_spins(self)

    @property
    def key(self) -> str:
        """Like ``F#m``; empty for the one the notes suggest."""
        return str(self.keys.currentData())

    @property
    def chosen_tempo(self) -> str:
        """Beats a minute, as the settings have them; empty leaves the pulse as played."""
        return "" if self.tempo.value() < _SLOWEST_BPM else f"{self.tempo.value():g}"

    @property
    def only_selected(self) -> bool:
        """Whether the other shots stay as they are."""
        return self.only.isChecked() and not self.only.isHidden()


def _bpm_in(tempo: str) -> float:
    """The number in the settings' words; what is shown for none where they name none."""
    try:
        return float(tempo)
    except ValueError:
        return _SLOWEST_BPM - 1
