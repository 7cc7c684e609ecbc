"""What a file leaves open is asked: sequence, frame rate, octave, proxies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from foley_post_ui.dialogs.choice_dialog import ChoiceDialog
from foley_post_ui.dialogs.relink_dialog import RelinkDialog
from foley_post_ui.main_window import MainWindow
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from window_material import make_motion, make_take

from foley_post.jobs.scoring import ScoreShot
from foley_post.jobs.tasks import CutChoices, ReadCut
from foley_post.pose.skeleton import KEY_EVIDENCE, Keyboard
from foley_post.project.file import Project

INPUTS = Path(__file__).parents[1] / "timeline" / "inputs"
Until = Callable[[Callable[[], bool]], None]


def asked(window: MainWindow) -> ChoiceDialog:
    (dialog,) = window.findChildren(ChoiceDialog)
    return dialog


def test_a_file_of_two_sequences_asks_and_opens_the_other(
    window: MainWindow, qtbot: QtBot, until: Until
) -> None:
    window.documents.open(INPUTS / "fcp7_two_sequences.xml")
    until(lambda: bool(window.findChildren(ChoiceDialog)))
    dialog = asked(window)
    names = [dialog.list.item(n).text() for n in range(dialog.list.count())]
    assert names == ["Seq", "Second"]
    assert dialog.chosen == "Seq"
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    until(lambda: window.session.cut is not None and window.session.cut.sequence == "Second")
    assert window.session.cut is not None
    assert [s.name for s in window.session.cut.shots] == ["Z.mov"]
    assert window.session.project is not None
    assert window.session.project.settings.sequence == "Second"
    assert window.actions_["sequence"].isEnabled()
    window.documents._saved_state = window.session.project


def test_nothing_is_asked_where_there_is_no_choice(opened: MainWindow) -> None:
    about = opened.questions._about
    assert about is not None
    opened.questions._know(about, CutChoices(("Film",), ()))
    assert not opened.findChildren(ChoiceDialog)
    assert not opened.actions_["sequence"].isEnabled()


def test_what_an_edl_counts_by_is_asked_and_the_work_stays(
    scored: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[tuple[Path, Project, Path | None]] = []
    questions = scored.questions
    assert questions._about is not None
    questions._know(questions._about, CutChoices((), ("25", "24", "29.97")))
    assert not scored.findChildren(ChoiceDialog), "a project that has work is not asked unbidden"
    assert scored.actions_["frame_rate"].isEnabled()
    scored.actions_["frame_rate"].trigger()
    cut = scored.session.cut
    assert cut is not None

    monkeypatch.setattr(scored.documents, "_read", lambda *about: read.append(about))
    dialog = asked(scored)
    assert dialog.chosen == "25"
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    _, project, _ = read[0]
    assert project.settings.frame_rate == "24"
    assert project.shots, "the work stays"


def with_keyboard(lowest: int, known: bool = False) -> Keyboard:
    evidence = np.full((50, 88, len(KEY_EVIDENCE)), np.nan, np.float32)
    evidence[:, lowest - 21 : lowest + 3] = 0.0
    return Keyboard(np.eye(3)[None], octave_known=known, evidence=evidence)


def test_the_octave_of_a_keyboard_is_asked_and_kept(
    opened: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[ScoreShot] = []
    session = opened.session
    motion = replace(make_motion(), keyboard=with_keyboard(48))
    session.watched("V1-001", (motion,))
    dialog = asked(opened)
    assert dialog.chosen == "C3"
    names = [dialog.list.item(n).text() for n in range(dialog.list.count())]
    assert names == ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8"]
    monkeypatch.setattr(opened.work, "run", lambda task, *_, **__: sent.append(task))
    qtbot.keyClick(dialog.list, Qt.Key.Key_Up)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert session.project_work("V1-001").lowest_key == "C2"
    assert sent[0].brief.lowest_key == "C2"
    session.undo.undo()
    assert session.project_work("V1-001").lowest_key == ""


def test_an_octave_that_is_seen_or_was_told_is_not_asked(opened: MainWindow) -> None:
    session = opened.session
    session.watched("V1-001", (replace(make_motion(), keyboard=with_keyboard(48, True)),))
    work = session.project_work("V1-001")
    session.change_work("V1-001", work.adding((make_take(),)), "Score")
    session.watched("V1-001", (replace(make_motion(), keyboard=with_keyboard(48)),))
    assert not opened.findChildren(ChoiceDialog)


def test_relinking_offers_files_of_another_type(
    opened: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[ReadCut] = []
    monkeypatch.setattr(opened.work, "run", lambda task, *_, **__: read.append(task))
    opened.actions_["relink"].trigger()
    (dialog,) = opened.findChildren(RelinkDialog)
    dialog.any_extension.setFocus()
    qtbot.keyClick(dialog.any_extension, Qt.Key.Key_Space)
    dialog.accept()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert read[0].settings.any_extension
