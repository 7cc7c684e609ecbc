"""Play a MIDI file on a timeline: `python lay_midi.py cut.otio notes.mid`.

The notes are rendered as a stem for the first shot and laid on a new audio track, in files for
Premiere and Resolve. Nothing is watched.
"""

import sys
from pathlib import Path

import foley_post as fp

cut = fp.read_cut(sys.argv[1])
shot = cut.shots[0]
take = fp.read_midi(sys.argv[2])

out = Path("music")
settings = fp.RenderSettings(reverb="hall", loudness_lufs=-23.0)
stem = fp.render_stem(take, shot, cut, out / "stems" / f"{shot.id}.wav", settings=settings)
written = fp.write_cut(cut, [stem], out, hosts=["premiere", "resolve"])

length_s = stem.length_samples / stem.rate_hz
print(f"{stem.path}: {length_s:.1f} s, from sample {stem.start_sample} since midnight")
for path in written.files:
    print(path)
    for finding in fp.check_file(path, "premiere" if path.suffix == ".xml" else "resolve"):
        print("  ", finding)
