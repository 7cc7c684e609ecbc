"""Every action of the window: its words, its shortcut, its place in the menus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from foley_post_ui.i18n.translating import localized, mark
from foley_post_ui.style.icons import icon

__all__ = ["MENUS", "Spec", "fill_menu", "make_actions"]


@dataclass(frozen=True, slots=True)
class Spec:
    """One action. ``keys`` in Qt's portable form; ``checked`` None is not a switch; ``short`` is
    what its button says.
    """

    name: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    tip: str = ""
    checked: bool | None = None
    short: str = ""


def _a(
    name: str, text: str, keys: str = "", icon: str = "", *, tip: str = "", short: str = ""
) -> Spec:
    return Spec(name, text, tuple(k for k in keys.split(" ") if k), icon, tip, short=short)


MENUS: tuple[tuple[str, tuple[Spec | None, ...]], ...] = (
    (mark("Actions", "&File"), (
        _a("open", mark("Actions", "&Open timeline or project ..."), "Ctrl+O", "folder"),
        _a("recent", mark("Actions", "Open &recent")),
        _a("sample", mark("Actions", "Open the sa&mple")),
        None,
        _a("save", mark("Actions", "&Save project"), "Ctrl+S"),
        _a("save_as", mark("Actions", "Save project &as ..."), "Ctrl+Shift+S"),
        None,
        _a("sequence", mark("Actions", "&Choose a sequence ..."),
           tip=mark("Actions", "Another of the sequences that the timeline's file holds")),
        _a("frame_rate", mark("Actions", "Choose the frame ra&te ..."),
           tip=mark("Actions", "An EDL does not say at which rate its timecode counts")),
        _a("relink", mark("Actions", "Re&link media ...")),
        _a("export", mark("Actions", "&Export stems and timelines ..."), "Ctrl+E", "export",
           short=mark("Actions", "Export")),
        _a("show_folder", mark("Actions", "Show exported &files in folder"), "", "folder"),
        None,
        _a("preferences", mark("Actions", "&Preferences ..."), "Ctrl+,"),
        _a("quit", mark("Actions", "&Quit"), "Ctrl+Q"),
    )),
    (mark("Actions", "&Edit"), (
        _a("undo", mark("Actions", "Undo"), "Ctrl+Z"),
        _a("redo", mark("Actions", "Redo"), "Ctrl+Shift+Z Ctrl+Y"),
        None,
        _a("cut", mark("Actions", "Cu&t notes"), "Ctrl+X"),
        _a("copy", mark("Actions", "&Copy notes"), "Ctrl+C"),
        _a("paste", mark("Actions", "&Paste notes at the playhead"), "Ctrl+V"),
        _a("delete", mark("Actions", "&Delete notes"), "Del Backspace"),
        _a("select_all", mark("Actions", "Select &all"), "Ctrl+A",
           tip=mark("Actions", "All notes in the piano roll, all shots elsewhere")),
        _a("select_invented", mark("Actions", "Select &invented notes"), "Ctrl+I",
           tip=mark("Actions", "Notes that nothing in the picture bears out")),
    )),
    (mark("Actions", "&Score"), (
        _a("generate", mark("Actions", "&Generate score"), "Ctrl+G", "music",
           tip=mark("Actions", "Watch the players of the selected shots and write what they play")),
        _a("generate_all", mark("Actions", "Generate score for &all shots"), "Ctrl+Shift+G"),
        _a("another", mark("Actions", "A&nother take"), "Ctrl+T"),
        _a("rest", mark("Actions", "&Regenerate the rest around pinned notes"), "Ctrl+R"),
        _a("next_take", mark("Actions", "Ne&xt take"), "Ctrl+]"),
        _a("previous_take", mark("Actions", "Pre&vious take"), "Ctrl+["),
        _a("compare", mark("Actions", "A / &B: the take heard before"), "B", "compare",
           tip=mark("Actions", "Switch between two takes, equally loud")),
        None,
        _a("box_player", mark("Actions", "Dra&w a box around a player"), "Shift+B",
           tip=mark("Actions", "Somebody whom nobody found: what moves in the box is played")),
        _a("ignore_player", mark("Actions", "&Ignore or score the player"), "Shift+I",
           tip=mark("Actions", "Leave out the player whose notes are shown, or bring them back")),
        _a("lowest_key", mark("Actions", "&Lowest key in view ..."),
           tip=mark("Actions", "The octave of a keyboard whose ends are not in the picture")),
        _a("rename_player", mark("Actions", "Rename the pla&yer ..."), "F2"),
        None,
        _a("piece", mark("Actions", "&Key and tempo ..."), "Ctrl+K",
           tip=mark("Actions", "The shots in one key and on one beat")),
        None,
        _a("cancel", mark("Actions", "&Cancel all jobs"), "Ctrl+."),
    )),
    (mark("Actions", "&Notes"), (
        _a("up", mark("Actions", "Semitone &up"), "Ctrl+Up"),
        _a("down", mark("Actions", "Semitone &down"), "Ctrl+Down"),
        _a("octave_up", mark("Actions", "Octave up"), "Ctrl+Shift+Up"),
        _a("octave_down", mark("Actions", "Octave down"), "Ctrl+Shift+Down"),
        None,
        _a("earlier", mark("Actions", "A frame &earlier"), "Ctrl+Left"),
        _a("later", mark("Actions", "A frame &later"), "Ctrl+Right"),
        _a("bit_earlier", mark("Actions", "10 ms earlier"), "Alt+Left"),
        _a("bit_later", mark("Actions", "10 ms later"), "Alt+Right"),
        _a("longer", mark("Actions", "A frame longer"), "Ctrl+Shift+Right"),
        _a("shorter", mark("Actions", "A frame shorter"), "Ctrl+Shift+Left"),
        None,
        _a("quantise", mark("Actions", "&Quantise to frames"), "Ctrl+U"),
        _a("snap", mark("Actions", "Snap to the &movement"), "Ctrl+Shift+U", "magnet"),
        _a("louder", mark("Actions", "Louder"), "Ctrl+Shift+."),
        _a("softer", mark("Actions", "Softer"), "Ctrl+Shift+,"),
        _a("pin", mark("Actions", "&Pin or unpin"), "P", "pin",
           tip=mark("Actions", "Pinned notes stay when the rest is generated anew")),
        _a("give", mark("Actions", "&Give to the next player"), "Shift+G",
           tip=mark("Actions", "The selected notes are somebody else's")),
        _a("draw", mark("Actions", "Draw &notes"), "D", "pencil"),
        _a("tap", mark("Actions", "&Tap a note"), "T",
           tip=mark("Actions", "Hold it while it plays; it has the pitch of the last note or key")),
        None,
        _a("next_note", mark("Actions", "Ne&xt note"), "N"),
        _a("previous_note", mark("Actions", "Pre&vious note"), "Shift+N"),
        Spec("note_frames", mark("Actions", "&Frames around the note"), (), "film",
             mark("Actions", "Pictures before, at and after the chosen note"), True),
    )),
    (mark("Actions", "&Play"), (
        _a("play", mark("Actions", "&Play or pause"), "Space", "play"),
        _a("backward", mark("Actions", "Play backwards, faster"), "J"),
        _a("stop", mark("Actions", "Stop"), "K"),
        _a("forward", mark("Actions", "Play forwards, faster"), "L"),
        None,
        _a("frame_back", mark("Actions", "Frame back"), "Left", "previous"),
        _a("frame_on", mark("Actions", "Frame on"), "Right", "next"),
        _a("second_back", mark("Actions", "Second back"), "Shift+Left"),
        _a("second_on", mark("Actions", "Second on"), "Shift+Right"),
        _a("start", mark("Actions", "Go to the start"), "Home", "back"),
        _a("end", mark("Actions", "Go to the end"), "End"),
        _a("previous_cut", mark("Actions", "Previous cut"), "PgUp"),
        _a("next_cut", mark("Actions", "Next cut"), "PgDown"),
        _a("go_to", mark("Actions", "Go to &timecode ..."), "="),
        None,
        _a("mark_in", mark("Actions", "Mark &in"), "I", "in"),
        _a("mark_out", mark("Actions", "Mark &out"), "O", "out"),
        _a("clear_marks", mark("Actions", "Clear in and out"), "Shift+X"),
        Spec("loop", mark("Actions", "&Loop"), ("Ctrl+L",), "loop",
             mark("Actions", "Go round between in and out, or in the current shot"), False),
        Spec("scrub", mark("Actions", "S&crub with sound"), ("Shift+S",), "",
             mark("Actions", "Hear the moment under a playhead that is moved by hand"), True),
        Spec("audition", mark("Actions", "&Hear notes that are touched"), ("Shift+A",), "",
             mark("Actions", "Notes and keys sound when they are clicked, drawn or moved"), True),
    )),
    (mark("Actions", "&View"), (
        _a("zoom_in", mark("Actions", "&Zoom in"), "+ Ctrl++"),
        _a("zoom_out", mark("Actions", "Zoom &out"), "- Ctrl+-"),
        _a("zoom_all", mark("Actions", "Zoom to &all"), "Shift+Z"),
        _a("zoom_selection", mark("Actions", "Zoom to the &selection"), "\\"),
        None,
        _a("full_screen", mark("Actions", "&Full screen viewer"), "F", "fit"),
        None,
        _a("reset_layout", mark("Actions", "&Reset layout")),
    )),
    (mark("Actions", "&Help"), (
        _a("guide", mark("Actions", "&First steps and keys"), "F1"),
        _a("diagnostics", mark("Actions", "&Copy diagnostics")),
        _a("about", mark("Actions", "&About Foley Post")),
    )),
)  # fmt: skip


def make_actions(
    window: QMainWindow, does: Mapping[str, Callable[[], object]]
) -> dict[str, QAction]:
    """All actions by name, put into the window's menu bar; ``does`` says what each does."""
    made: dict[str, QAction] = {}
    for title, specs in MENUS:
        menu = window.menuBar().addMenu(localized("Actions", title))
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
    action = QAction(localized("Actions", spec.text), window)
    action.setObjectName(spec.name)
    action.setShortcuts([QKeySequence(k) for k in spec.keys])
    if spec.icon:
        action.setIcon(icon(spec.icon))
        action.setProperty("icon_name", spec.icon)
    words = localized("Actions", spec.tip or spec.text).replace("&", "")
    if spec.short:
        action.setIconText(localized("Actions", spec.short))
    if spec.keys:
        native = QKeySequence(spec.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
        words = f"{words} ({native})"
    action.setToolTip(words)
    if spec.checked is not None:
        action.setCheckable(True)
        action.setChecked(spec.checked)
    return action
