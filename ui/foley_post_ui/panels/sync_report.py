"""The sync report in words: how well a take's onsets are held by what was seen."""

from __future__ import annotations

from html import escape

from foley_post.core.instruments import INSTRUMENTS
from foley_post.midi.notes import Evidence, Take
from foley_post.pose.skeleton import Motion
from foley_post_ui.i18n.library_strings import library_word
from foley_post_ui.i18n.translating import localized
from foley_post_ui.style.theme import theme

__all__ = ["sync_report_lines"]


def sync_report_lines(take: Take | None, motion: Motion | None) -> str:
    """Rich text; empty without a take."""
    if take is None:
        return ""
    t = theme()
    total = max(1, len(take.notes))
    rows: list[tuple[str, str]] = []
    for kind, words, colour in (
        (Evidence.SEEN, localized("SyncReport", "Seen"), t.seen),
        (Evidence.HEARD, localized("SyncReport", "Heard"), t.heard),
        (Evidence.INFERRED, localized("SyncReport", "Inferred"), t.inferred),
        (Evidence.INVENTED, localized("SyncReport", "Invented"), t.invented),
    ):
        count = sum(n.evidence is kind for n in take.notes)
        figure = f'<span style="color:{colour}">{count}</span> ({round(100 * count / total)} %)'
        rows.append((words, figure))
    sure = [n.confidence for n in take.notes if n.evidence is not Evidence.INVENTED]
    if sure:
        rows.append(
            (
                localized("SyncReport", "Sure of the notes"),
                f"{round(100 * sum(sure) / len(sure))} %",
            )
        )
    told = take.instrument_confidence < 1.0
    sure_of_it = f"{round(100 * take.instrument_confidence)} %"
    rows.append(
        (
            localized("SyncReport", "Sure of the instrument"),
            sure_of_it if told else localized("SyncReport", "chosen by you"),
        )
    )
    # The number of notes is that of the generation: edited since, it would say another one.
    rows += [_measured(name, value) for name, value in take.sync_report.items() if name != "notes"]
    cells = "".join(
        f'<tr><td style="color:{t.dim}; padding-right:12px">{escape(k)}</td><td>{v}</td></tr>'
        for k, v in rows
    )
    text = f'<table cellspacing="0" cellpadding="1">{cells}</table>'
    known = INSTRUMENTS.get(take.instrument)
    if known is not None:
        limits = localized("SyncReport", "{0}: time from {1}; pitch seen: {2}.").format(
            *(library_word(word) for word in (known.label, known.when, known.pitch))
        )
        text += f'<p style="color:{t.dim}">{escape(limits)}</p>'
    if motion is not None and motion.frames_missing:
        missing = localized("SyncReport", "{0} pictures of the shot could not be decoded.")
        text += f'<p style="color:{t.bad}">{escape(missing.format(motion.frames_missing))}</p>'
    return text


def _measured(name: str, value: float | str) -> tuple[str, str]:
    """One line of what the library measured, as HTML."""
    words = {
        "standard": localized("SyncReport", "Standard"),
        "offset_ms": localized("SyncReport", "Offset"),
        "drift_ms_per_min": localized("SyncReport", "Drift"),
        "verdict": localized("SyncReport", "Verdict"),
    }.get(name, name.replace("_", " ").capitalize())
    if isinstance(value, str):
        return words, escape(library_word(value))
    if name == "offset_ms":
        return words, escape(localized("SyncReport", "{0} ms").format(f"{value:.3g}"))
    if name == "drift_ms_per_min":
        return words, escape(localized("SyncReport", "{0} ms a minute").format(f"{value:.3g}"))
    return words, f"{value:.3g}"
