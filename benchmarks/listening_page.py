"""A page to listen to: clips with the takes of today and with what the note decoder alone writes.

    python -m benchmarks.listening_page OUT CLIP.mp4 [CLIP.mp4 ...]

Each clip is scored twice from its muted picture, with the same seed: *before*, with the network's
onsets and the note decoder's pitches; *now*, as the product does. ``OUT/index.html`` plays either
beside the picture, with how many notes there are and how many of them repeat a pitch. The page
holds the clips themselves: it is for whoever may have them.
"""

from __future__ import annotations

import argparse
import html
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from foley_post.core.files import safe_name, write_whole
from foley_post.generate import movement_notes
from foley_post.generate.strokes import Agreement
from foley_post.midi.notes import Note, Take
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import Results
from foley_post.pipeline.score import score
from foley_post.project.settings import GUIDE_OFF

_STYLE = """body{font:16px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}
section{display:grid;grid-template-columns:24rem 1fr;gap:1rem;margin:2rem 0}
video{width:100%;background:#111}h2{font-size:1.1rem;margin:0}"""
_PLAY = """document.querySelectorAll('audio').forEach(a=>{const v=a.closest('section')
.querySelector('video');a.onplay=()=>{document.querySelectorAll('audio').forEach(o=>o!==a&&o.pause())
v.currentTime=a.currentTime;v.play()};a.onpause=()=>v.pause()
a.onseeked=()=>{v.currentTime=a.currentTime}})"""


@contextmanager
def as_before() -> Iterator[None]:
    """The network's onsets and the note decoder's pitches, whatever the strokes say."""
    invented, strokes = movement_notes.invent_pitches, movement_notes.agreement
    drums = movement_notes._DRUMS
    movement_notes.invent_pitches = lambda notes, *_: list(notes)
    movement_notes.agreement = lambda *_: Agreement(1.0, proof=True)
    movement_notes._DRUMS = frozenset()
    try:
        yield
    finally:
        movement_notes.invent_pitches, movement_notes.agreement = invented, strokes
        movement_notes._DRUMS = drums


def scored(clip: Path, out: Path, cache: Path) -> Results:
    """The clip scored from its picture alone."""
    return score(clip, Options(out=out, cache=cache, mix=True, guide_sound=GUIDE_OFF))


def said(takes: Sequence[Take]) -> str:
    """Who plays how much, and how often a pitch comes again at once."""
    told = []
    for take in takes:
        steps = np.diff([n.pitch for n in top_line(take.notes)])
        again = f", {np.mean(steps == 0):.0%} repeated" if len(steps) else ""
        told.append(f"{take.instrument}: {len(take.notes)} notes{again}")
    return "; ".join(told) or "nobody plays"


def top_line(notes: Sequence[Note]) -> list[Note]:
    """The highest note of each onset, in order."""
    by_onset: dict[float, Note] = {}
    for note in notes:
        if note.onset_s not in by_onset or note.pitch > by_onset[note.onset_s].pitch:
            by_onset[note.onset_s] = note
    return [by_onset[s] for s in sorted(by_onset)]


def section(clip: Path, out: Path) -> str:
    """One clip of the page."""
    name = safe_name(clip.stem)
    shutil.copyfile(clip, out / f"{name}{clip.suffix}")
    rows = []
    for way in ("before", "now"):
        folder = out / name / way
        if way == "before":
            with as_before():
                result = scored(clip, folder, out / "motions")
        else:
            result = scored(clip, folder, out / "motions")
        sound = "<p>silent</p>"
        if result.mix is not None:
            place = os.path.relpath(result.mix.path, out)
            sound = f'<audio controls preload="metadata" src="{html.escape(place)}"></audio>'
        takes = [take for shot in result.shots for take in shot.takes]
        rows.append(f"<p><b>{way}</b> {html.escape(said(takes))}</p>{sound}")
    return (
        f'<section><video muted preload="metadata" src="{name}{clip.suffix}#t=0.1"></video>'
        f"<div><h2>{html.escape(clip.stem)}</h2>{''.join(rows)}</div></section>"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="A page to listen to, before and now.")
    parser.add_argument("out", type=Path)
    parser.add_argument("clips", type=Path, nargs="+")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    parts = [section(clip, options.out) for clip in options.clips]
    page = (
        f'<!doctype html><meta charset="utf-8"><title>Before and now</title><style>{_STYLE}</style>'
        f"<h1>Before and now</h1>{''.join(parts)}<script>{_PLAY}</script>"
    )
    write_whole(options.out / "index.html", page.encode())
    print(options.out / "index.html")


if __name__ == "__main__":
    main()
