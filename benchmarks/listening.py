"""The listening page: each style against the plain take, heard and in figures.

    python -m benchmarks.listening [FOLDER]

Writes ``listening.html`` and short Ogg Vorbis files to ``docs/guide``. The plain take is the score
of the shipped sample (Ode to Joy on a piano, as the simulated pianist plays it): what a generation
without a fault would give, so that the page shows the styles and not the model. Sync is tight; the
sound is the shipped SoundFont in each style's own room, all at -20 LUFS.
"""

from __future__ import annotations

import html
import json
import sys
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

import numpy as np
import soundfile

from benchmarks.styles import Figures, figures
from foley_post.core.instruments import instrument
from foley_post.midi.notes import Note, Take
from foley_post.midi.playable import playable
from foley_post.midi.styles import Style, shipped_styles
from foley_post.midi.styling import apply_style
from foley_post.render.loudness import gain_to
from foley_post.render.stems import Place, RenderSettings, render_sound
from foley_post.render.synth import synthesize

ROOT = Path(__file__).resolve().parent.parent
RATE_HZ = 44_100
TAIL_S = 1.5
LOUDNESS_LUFS = -20.0
COLUMNS = {
    "entropy_bits": ("pitch-class entropy", "bits; 3.58 is all twelve alike"),
    "key_fit": ("key fit", "share of the notes in the style's scale"),
    "notes_a_second": ("notes a second", ""),
    "syncopation": ("syncopation", "share of the accents off the beat"),
    "velocity_spread": ("velocity spread", "standard deviation"),
    "length_s": ("median length", "seconds"),
    "span": ("span", "semitones"),
    "tight_ms": ("onset shift", "ms at most, sync tight"),
}


def plain_take() -> Take:
    score = json.loads((ROOT / "resources" / "sample" / "score.json").read_text())
    notes = [Note(n["onset_s"], n["length_s"], n["pitch"], n["velocity"]) for n in score["notes"]]
    length_s = score["frames"] * score["rate"][1] / score["rate"][0]
    return Take(playable(notes, instrument("piano")), length_s, "piano")


def write_sound(take: Take, reverb: str, path: Path) -> None:
    length = round((take.length_s + TAIL_S) * RATE_HZ)
    place = Place(RATE_HZ, 0, Fraction(0), length, 0)
    samples, _ = render_sound(take, place, RenderSettings(reverb=reverb), make=synthesize)
    level = gain_to(samples, RATE_HZ, target_lufs=LOUDNESS_LUFS, peak_dbtp=-1.0)
    fade = np.minimum(1.0, np.arange(length, 0, -1) / (0.4 * RATE_HZ))[:, None]
    soundfile.write(path, samples * level.gain * fade, RATE_HZ, format="OGG", subtype="VORBIS")


def row(style: Style, found: Figures, sound: str) -> str:
    numbers = "".join(f"<td>{asdict(found)[name]:g}</td>" for name in COLUMNS)
    return (
        f"<tr><th>{html.escape(style.label)}<p>{html.escape(style.about)}</p></th>"
        f'<td><audio controls preload="none" src="{sound}"></audio></td>{numbers}</tr>'
    )


def main(folder: Path) -> None:
    sounds = folder / "listening"
    sounds.mkdir(parents=True, exist_ok=True)
    plain = plain_take()
    alone = Style("plain", "Plain", "As played, no style.", reverb="studio")
    rows = []
    for style in (alone, *shipped_styles().values()):
        take = plain if style is alone else apply_style(plain, style)
        loose = plain if style is alone else apply_style(plain, style, loosen_percent=100)
        write_sound(take, style.reverb or "studio", sounds / f"{style.name}.ogg")
        found = figures(style.name, [plain], [take], [loose])
        rows.append(row(style, found, f"listening/{style.name}.ogg"))
        print(asdict(found), flush=True)
    heads = "".join(
        f'<th scope="col">{label}<p>{unit}</p></th>' for label, unit in COLUMNS.values()
    )
    page = PAGE.format(heads=heads, rows="\n".join(rows))
    (folder / "listening.html").write_text(page)
    size = sum(f.stat().st_size for f in sounds.iterdir())
    print(f"{len(rows)} sounds, {size / 1e6:.2f} MB")


PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Foley Post: the styles, heard</title>
<style>
:root {{ color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }}
body {{ margin: 2rem auto; max-width: 82rem; padding: 0 1rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ padding: .5rem .6rem; text-align: right; vertical-align: top;
  border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }}
th:first-child {{ text-align: left; min-width: 15rem; }}
th p {{ margin: 0; font-weight: 400; opacity: .7; font-size: .85em; }}
audio {{ width: 15rem; height: 2rem; }}
</style>
<h1>The styles, heard</h1>
<p>One take, plain and in each of the shipped styles: Ode to Joy (Beethoven), the score that the
simulated pianist of the shipped sample plays. Sync is tight, so every onset stays where the picture
has it; each sounds in its style's own room, all equally loud. Made by
<code>python -m benchmarks.listening</code>.</p>
<table>
<thead><tr><th scope="col">style</th><th scope="col">sound</th>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</html>
"""


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "guide")
