"""Every word of the window goes through its translators, and none of them is behind."""

from __future__ import annotations

import ast
import importlib.util
import itertools
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from foley_post_ui.dialogs.about import AboutDialog
from foley_post_ui.dialogs.export_dialog import ExportDialog
from foley_post_ui.dialogs.help_dialog import HelpDialog
from foley_post_ui.dialogs.piece_dialog import PieceDialog
from foley_post_ui.dialogs.preferences_dialog import PreferencesDialog
from foley_post_ui.dialogs.relink_dialog import RelinkDialog
from foley_post_ui.i18n import translating
from foley_post_ui.i18n.library_sentences import SENTENCES, library_sentence
from foley_post_ui.i18n.library_strings import KNOWN
from foley_post_ui.main_window import MainWindow
from foley_post_ui.settings_store import Preferences
from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDockWidget,
    QGroupBox,
    QLabel,
    QMenu,
    QMenuBar,
    QScrollArea,
    QWidget,
)

import foley_post
from foley_post.core.instruments import INSTRUMENTS
from foley_post.midi.styles import shipped_styles
from foley_post.project.file import Settings

_ROOT = Path(__file__).resolve().parents[2]
_PLAIN = re.compile(r"<[^>]*>|&[a-z]+;|[\W\d_]+")
_NAMES = re.compile(r"Foley Post|M|S|.*-\d\d LUFS|Shot 1|V1")
"""Names and norms, the same in any language, and the user's own words."""


class _Marked(QTranslator):
    """A language in which every word stands in brackets."""

    def translate(self, context: str, text: str, *_: object) -> str:
        return f"⟦{text}⟧" if text.strip() else text


@pytest.fixture(scope="module")
def tools() -> ModuleType:
    """`scripts/translations.py`."""
    spec = importlib.util.spec_from_file_location(
        "translations", _ROOT / "scripts" / "translations.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def marked(qapp: QApplication) -> Iterator[None]:
    language = _Marked(qapp)
    qapp.installTranslator(language)
    yield
    qapp.removeTranslator(language)


def _shown(top: QObject) -> Iterator[tuple[str, str]]:
    """Who says what: texts, tooltips and accessible names of all that is in ``top``."""
    for child in [top, *top.findChildren(QObject)]:
        who = f"{type(child).__name__} {child.objectName()}"
        if isinstance(child, QAction):
            yield who, child.text()
            yield who, child.toolTip()
        if isinstance(child, (QAbstractButton, QLabel)):
            yield who, child.text()
        if isinstance(child, QGroupBox):
            yield who, child.title()
        if isinstance(child, QDockWidget):
            yield who, child.windowTitle()
        if isinstance(child, QComboBox):
            for index in range(child.count()):
                yield who, child.itemText(index)
        if isinstance(child, QWidget) and not child.objectName().startswith("qt_"):
            yield who, child.toolTip()
            yield who, child.accessibleName()
            yield who, child.accessibleDescription()


@pytest.mark.usefixtures("marked")
def test_no_word_of_the_window_escapes_translation(scored: MainWindow) -> None:
    dialogs = (
        AboutDialog(scored),
        ExportDialog(Settings(), Path("out"), selected=2, parent=scored),
        HelpDialog(scored.actions_, scored),
        PieceDialog(Settings(), selected=2, parent=scored),
        PreferencesDialog(Preferences(), scored),
        RelinkDialog({"S:": 1}, {}, scored),
    )
    escaped = {
        (who, text)
        for top in (scored, *dialogs)
        for who, text in _shown(top)
        if "⟦" not in text and _PLAIN.sub("", text) and not _NAMES.fullmatch(text)
    }
    assert not escaped


def test_every_language_has_every_word(tools: ModuleType) -> None:
    wanted = tools.in_source()
    files = sorted((_ROOT / "ui" / "foley_post_ui" / "translations").glob("*.ts"))
    assert files
    for path in files:
        assert set(tools.messages(path)) == wanted, f"run scripts/translations.py: {path.name}"
        assert not tools.untranslated(path)


def test_no_word_hides_from_the_tool_that_gathers_them() -> None:
    """It does not look into f-strings."""
    for path in sorted((_ROOT / "ui").rglob("*.py")):
        calls = [
            node.func
            for inside in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(inside, ast.JoinedStr)
            for node in ast.walk(inside)
            if isinstance(node, ast.Call)
        ]
        names = {getattr(f, "attr", getattr(f, "id", "")) for f in calls}
        assert not names & {"tr", "localized", "mark"}, path.name


def test_the_context_of_a_word_is_written_where_the_tool_reads_it() -> None:
    """It knows no names for contexts: with one the word is left out."""
    for path in sorted((_ROOT / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if called in {"localized", "mark"}:
                assert isinstance(node.args[0], ast.Constant), f"{path.name}:{node.lineno}"


def test_translations_keep_what_is_filled_in(tools: ModuleType) -> None:
    for path in sorted((_ROOT / "ui" / "foley_post_ui" / "translations").glob("*.ts")):
        for (_, text), said in tools.messages(path).items():
            assert set(re.findall(r"{\d}", text)) == set(re.findall(r"{\d}", said)), (text, said)
            assert ("&" in text) == ("&" in said), (text, said)


def test_what_the_window_loads_is_what_the_translators_wrote(
    tools: ModuleType, qapp: QApplication
) -> None:
    for path in sorted((_ROOT / "ui" / "foley_post_ui" / "translations").glob("*.ts")):
        loaded = QTranslator(qapp)
        assert loaded.load(str(path.with_suffix(".qm")))
        for (context, text), said in tools.messages(path).items():
            assert loaded.translate(context, text) == said, "run scripts/translations.py"


@pytest.fixture
def german(qapp: QApplication) -> Iterator[list[str]]:
    """The window's words in German; the files they come from."""
    before = set(qapp.findChildren(QTranslator))
    loaded = translating.install(qapp, QLocale(QLocale.Language.German))
    yield loaded
    for translator in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(translator)


def test_the_window_speaks_german(german: list[str]) -> None:
    assert "foley_post_de.qm" in german
    assert QCoreApplication.translate("Actions", "&Generate score") == "Musik &erzeugen"
    assert QCoreApplication.translate("Library", "Bassoon") == "Fagott"


def test_english_is_back_when_the_translators_are_gone() -> None:
    assert QCoreApplication.translate("Library", "Bassoon") == "Bassoon"


def _twice(menu: QMenu | QMenuBar) -> Iterator[str]:
    """Letters that two entries of one menu, or of one below it, are chosen by."""
    letters = [
        found[1].lower()
        for action in menu.actions()
        if (found := re.search(r"&(\w)", action.text().replace("&&", "")))
    ]
    yield from (f"{menu.title() if isinstance(menu, QMenu) else 'bar'}: {c}"
                for c in set(letters) if letters.count(c) > 1)  # fmt: skip
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            yield from _twice(below)


def test_no_letter_chooses_two_entries_of_a_menu(scored: MainWindow) -> None:
    assert not list(_twice(scored.menuBar()))


@pytest.mark.usefixtures("german")
def test_nor_in_german(scored: MainWindow) -> None:
    assert "&Datei" in [action.text() for action in scored.menuBar().actions()]
    assert not list(_twice(scored.menuBar()))


@pytest.mark.usefixtures("german")
def test_nothing_in_the_inspector_is_cut_off_in_german(scored: MainWindow) -> None:
    area = scored.inspector.findChild(QScrollArea)
    assert area is not None
    QApplication.processEvents()
    assert area.viewport().width() >= area.widget().minimumSizeHint().width()


def test_the_librarys_words_are_known_to_the_translators() -> None:
    words = {i.label for i in INSTRUMENTS.values()} | {
        style.label for style in shipped_styles().values()
    }
    assert words <= set(KNOWN)


def _said_by_the_library() -> set[str]:
    """Every text of the library, what is put into it as ``{0}``, ``{1}``."""
    found = set()
    for path in (Path(foley_post.__file__).parent).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                count = itertools.count()
                parts = (
                    str(v.value) if isinstance(v, ast.Constant) else f"{{{next(count)}}}"
                    for v in node.values
                )
                found.add("".join(parts))
    return found


def test_every_sentence_of_the_library_that_is_translated_is_still_said() -> None:
    assert set(SENTENCES) - _said_by_the_library() == set()


@pytest.mark.usefixtures("german")
def test_a_sentence_of_the_library_is_said_in_german() -> None:
    told = "The timeline does not say its picture size; the FCP7 XML says 1280x720, as a.mov has."
    assert library_sentence(told) == (
        "Die Timeline sagt ihre Bildgröße nicht; in der FCP7 XML steht 1280x720, wie es a.mov hat."
    )
    assert library_sentence("Its media is missing: a.mov.") == "Sein Film fehlt: a.mov."
    assert library_sentence("Nobody knows this sentence.") == "Nobody knows this sentence."


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("sentence", SENTENCES)
def test_each_of_them_has_a_translation_that_keeps_what_is_put_in(sentence: str) -> None:
    names = [f"name{n}.mov" for n in range(sentence.count("{"))]
    said = library_sentence(sentence.format(*names))
    assert said != sentence.format(*names)
    assert all(name in said for name in names)


def test_in_english_a_sentence_stays_as_it_is() -> None:
    told = "Nobody is seen to play: a, b. Choose by number whom to score, or name the instrument."
    assert library_sentence(told) == told


@pytest.mark.usefixtures("german")
def test_a_failed_job_tells_why_in_german(scored: MainWindow) -> None:
    told = "There is not enough memory for this. Close other programs and retry."
    scored.session.fail("V1-002", told)
    scored.session.select(("V1-002",))
    assert scored.inspector.problem.text().startswith("Der Speicher reicht dafür nicht.")
