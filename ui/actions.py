"""Every action of the window: its words, its shortcut, its place in the menus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from foley_post_ui.icons import icon
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

__all__ = ["MENUS", "Spec", "fill_menu", "make_actions"]


@dataclass(frozen=True, slots=True)
class Spec:
    """One action. ``keys`` in Qt's portable form; ``checked`` None is not a switch."""

    name: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    tip: str = ""
    checked: bool | None = None


def _a(name: str, text: str, keys: str = "", icon: str = "", *, tip: str = "") -> Spec:
    return Spec(name, text, tuple(k for k in keys.split(" ") if k), icon, tip)


def _T(context: str, text: str) -> str:  # noqa: N802  (as Qt's own macro)
    """Marks ``text`` for the translators; `pyside6-lupdate` is told this name."""
    return str(QT_TRANSLATE_NOOP(context, text))


MENUS: tuple[tuple[str, tuple[Spec | None, ...]], ...] = (
    (_T("Actions", "&File"), (
        _a("open", _T("Actions", "&Open timeline or project ..."), "Ctrl+O", "folder"),
        _a("recent", _T("Actions", "Open &recent")),
        _a("sample", _T("Actions", "Open the sa&mple")),
        None,
        _a("save", _T("Actions", "&Save project"), "Ctrl+S"),
        _a("save_as", _T("Actions", "Save project &as ..."), "Ctrl+Shift+S"),
        None,
        _a("relink", _T("Actions", "Re&link media ...")),
        _a("export", _T("Actions", "&Export stems and timelines ..."), "Ctrl+E", "export"),
        _a("show_folder", _T("Actions", "Show exported &files in folder"), "", "folder"),
        None,
        _a("preferences", _T("Actions", "&Preferences ..."), "Ctrl+,"),
        _a("quit", _T("Actions", "&Quit"), "Ctrl+Q"),
    )),
    (_T("Actions", "&Edit"), (
        _a("undo", _T("Actions", "Undo"), "Ctrl+Z"),
        _a("redo", _T("Actions", "Redo"), "Ctrl+Shift+Z Ctrl+Y"),
        None,
        _a("cut", _T("Actions", "Cu&t notes"), "Ctrl+X"),
        _a("copy", _T("Actions", "&Copy notes"), "Ctrl+C"),
        _a("paste", _T("Actions", "&Paste notes at the playhead"), "Ctrl+V"),
        _a("delete", _T("Actions", "&Delete notes"), "Del Backspace"),
        _a("select_all", _T("Actions", "Select &all"), "Ctrl+A",
           tip=_T("Actions", "All notes in the piano roll, all shots elsewhere")),
    )),
    (_T("Actions", "&Score"), (
        _a("generate", _T("Actions", "&Generate score"), "Ctrl+G", "music",
           tip=_T("Actions", "Watch the players of the selected shots and write what they play")),
        _a("generate_all", _T("Actions", "Generate score for &all shots"), "Ctrl+Shift+G"),
        _a("another", _T("Actions", "A&nother take"), "Ctrl+T"),
        _a("rest", _T("Actions", "&Regenerate the rest around pinned notes"), "Ctrl+R"),
        _a("next_take", _T("Actions", "Ne&xt take"), "Ctrl+]"),
        _a("previous_take", _T("Actions", "Pre&vious take"), "Ctrl+["),
        _a("compare", _T("Actions", "A / &B: the take heard before"), "B", "compare",
           tip=_T("Actions", "Switch between two takes, equally loud")),
        None,
        _a("piece", _T("Actions", "&Key and tempo ..."), "Ctrl+K",
           tip=_T("Actions", "The shots in one key and on one beat")),
        None,
        _a("cancel", _T("Actions", "&Cancel all jobs"), "Ctrl+."),
    )),
    (_T("Actions", "&Notes"), (
        _a("up", _T("Actions", "Semitone &up"), "Ctrl+Up"),
        _a("down", _T("Actions", "Semitone &down"), "Ctrl+Down"),
        _a("octave_up", _T("Actions", "Octave up"), "Ctrl+Shift+Up"),
        _a("octave_down", _T("Actions", "Octave down"), "Ctrl+Shift+Down"),
        None,
        _a("earlier", _T("Actions", "A frame &earlier"), "Ctrl+Left"),
        _a("later", _T("Actions", "A frame &later"), "Ctrl+Right"),
        _a("longer", _T("Actions", "A frame longer"), "Ctrl+Shift+Right"),
        _a("shorter", _T("Actions", "A frame shorter"), "Ctrl+Shift+Left"),
        None,
        _a("quantise", _T("Actions", "&Quantise to frames"), "Ctrl+U"),
        _a("snap", _T("Actions", "Snap to the &movement"), "Ctrl+Shift+U", "magnet"),
        _a("louder", _T("Actions", "Louder"), "Ctrl+Shift+."),
        _a("softer", _T("Actions", "Softer"), "Ctrl+Shift+,"),
        _a("pin", _T("Actions", "&Pin or unpin"), "P", "pin",
           tip=_T("Actions", "Pinned notes stay when the rest is generated anew")),
        _a("draw", _T("Actions", "Draw &notes"), "D", "pencil"),
    )),
    (_T("Actions", "&Play"), (
        _a("play", _T("Actions", "&Play or pause"), "Space", "play"),
        _a("backward", _T("Actions", "Play backwards, faster"), "J"),
        _a("stop", _T("Actions", "Stop"), "K"),
        _a("forward", _T("Actions", "Play forwards, faster"), "L"),
        None,
        _a("frame_back", _T("Actions", "Frame back"), "Left", "previous"),
        _a("frame_on", _T("Actions", "Frame on"), "Right", "next"),
        _a("second_back", _T("Actions", "Second back"), "Shift+Left"),
        _a("second_on", _T("Actions", "Second on"), "Shift+Right"),
        _a("start", _T("Actions", "Go to the start"), "Home", "back"),
        _a("end", _T("Actions", "Go to the end"), "End"),
        None,
        _a("mark_in", _T("Actions", "Mark &in"), "I", "in"),
        _a("mark_out", _T("Actions", "Mark &out"), "O", "out"),
        _a("clear_marks", _T("Actions", "Clear in and out"), "Shift+X"),
        Spec("loop", _T("Actions", "&Loop"), ("Ctrl+L",), "loop",
             _T("Actions", "Go round between in and out, or in the current shot"), False),
    )),
    (_T("Actions", "&View"), (
        _a("reset_layout", _T("Actions", "&Reset layout")),
    )),
    (_T("Actions", "&Help"), (
        _a("guide", _T("Actions", "&First steps and keys"), "F1"),
        _a("diagnostics", _T("Actions", "&Copy diagnostics")),
        _a("about", _T("Actions", "&About Foley Post")),
    )),
)  # fmt: skip


def make_actions(
    window: QMainWindow, does: Mapping[str, Callable[[], object]]
) -> dict[str, QAction]:
    """All actions by name, put into the window's menu bar; ``does`` says what each does."""
    made: dict[str, QAction] = {}
    for title, specs in MENUS:
        menu = window.menuBar().addMenu(QCoreApplication.translate("Actions", title))
        menu.setObjectName(title.replace("&", "").lower())
        for spec in specs:
            if spec is None:
                menu.addSeparator()
                continue
            action = _made(window, spec)
            if spec.name in does:
                action.triggered.connect(lambda _=False, do=does[spec.name]: do())
            made[spec.name] = action
            menu.addAction(action)
    return made


def fill_menu(menu: QMenu, actions: Mapping[str, QAction], names: Iterable[str]) -> None:
    """Put actions into a menu; an empty name is a line."""
    for name in names:
        if name:
            menu.addAction(actions[name])
        else:
            menu.addSeparator()


def _made(window: QMainWindow, spec: Spec) -> QAction:
    action = QAction(QCoreApplication.translate("Actions", spec.text), window)
    action.setObjectName(spec.name)
    action.setShortcuts([QKeySequence(k) for k in spec.keys])
    if spec.icon:
        action.setIcon(icon(spec.icon))
        action.setProperty("icon_name", spec.icon)
    words = QCoreApplication.translate("Actions", spec.tip or spec.text).replace("&", "")
    if spec.keys:
        native = QKeySequence(spec.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
        words = f"{words} ({native})"
    action.setToolTip(words)
    if spec.checked is not None:
        action.setCheckable(True)
        action.setChecked(spec.checked)
    return action
