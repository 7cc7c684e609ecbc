"""Which actions make sense now."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction

from foley_post.midi.notes import Evidence
from foley_post_ui.document.sample import sample_cut
from foley_post_ui.document.session import Session

__all__ = ["enable"]

_WITH_CUT = (
    *("save", "save_as", "relink", "generate_all", "select_all", "play", "backward", "stop"),
    *("forward", "frame_back", "frame_on", "second_back", "second_on", "start", "end"),
    *("previous_cut", "next_cut", "go_to"),
    *("mark_in", "mark_out", "clear_marks", "loop", "reset_layout"),
    *("zoom_in", "zoom_out", "zoom_all", "zoom_selection", "full_screen"),
)
_WITH_NOTES = (
    *("cut", "copy", "delete", "up", "down", "octave_up", "octave_down", "earlier", "later"),
    *("bit_earlier", "bit_later"),
    *("longer", "shorter", "snap", "louder", "softer", "pin", "give"),
)


def enable(
    actions: Mapping[str, QAction], session: Session, *, notes_chosen: bool, exported: bool
) -> bool:
    """Switch every action on or off after what is open and selected; returns whether exporting is
    what comes next: there is music, and every selected shot has it.
    """
    a, take, shot = actions, session.current_take, session.current_shot
    is_open = session.cut is not None
    for name in _WITH_CUT:
        a[name].setEnabled(is_open)
    for name in _WITH_NOTES:
        a[name].setEnabled(notes_chosen)
    for name in ("paste", "quantise", "next_note", "previous_note"):
        a[name].setEnabled(take is not None)
    for name in ("next_take", "previous_take", "compare"):
        a[name].setEnabled(len(session.current_work.of(session.performer)) > 1)
    project = session.project
    has_music = project is not None and any(w.current for w in project.shots.values())
    a["generate"].setEnabled(is_open and bool(session.selected))
    for name in ("box_player", "ignore_player", "rename_player", "lowest_key"):
        a[name].setEnabled(shot is not None and not shot.problem)
    for name in ("draw", "tap"):
        a[name].setEnabled(shot is not None)
    a["another"].setEnabled(shot is not None and not shot.problem)
    a["select_invented"].setEnabled(
        take is not None and any(n.evidence is Evidence.INVENTED for n in take.notes)
    )
    a["rest"].setEnabled(take is not None and any(n.pinned for n in take.notes))
    a["export"].setEnabled(has_music)
    a["piece"].setEnabled(has_music)
    a["show_folder"].setEnabled(exported)
    a["undo"].setEnabled(session.undo.canUndo())
    a["redo"].setEnabled(session.undo.canRedo())
    a["sample"].setEnabled(sample_cut() is not None)
    return has_music and all(session.project_work(i).takes for i in session.selected)
