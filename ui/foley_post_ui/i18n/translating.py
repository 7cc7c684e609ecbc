"""The window in the user's language: translations are loaded after the system's.

Words in the source are English. `scripts/translations.py` gathers them into
``translations/foley_post_*.ts`` and makes the ``.qm`` files that are loaded here.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

__all__ = ["FOLDER", "install", "localized", "mark"]

FOLDER = Path(__file__).parents[1] / "translations"


def localized(context: str, text: str) -> str:
    """``text`` in the user's language, where no widget is there to ask."""
    return QCoreApplication.translate(context, text)


def mark(context: str, text: str) -> str:
    """Marks ``text`` for the translators and gives it back as it is; `localized` when shown."""
    return text


def install(app: QCoreApplication, locale: QLocale | None = None) -> tuple[str, ...]:
    """Loads Qt's own words and ours in the system's language (or ``locale``'s), where there are
    any; gives the names of what was loaded.
    """
    wanted = locale or QLocale()
    loaded = []
    for name, folder in (
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        ("foley_post", str(FOLDER)),
    ):
        translator = QTranslator(app)
        if translator.load(wanted, name, "_", folder):
            app.installTranslator(translator)
            loaded.append(Path(translator.filePath()).name)
    return tuple(loaded)
