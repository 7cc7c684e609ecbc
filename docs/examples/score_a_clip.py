"""Write what is played in the first second of a clip: `python score_a_clip.py clip.mp4`.

The steps one by one, without a timeline: watch, generate, write MIDI.
"""

import sys
from fractions import Fraction
from pathlib import Path

import foley_post as fp

clip = Path(sys.argv[1])
length_s = Fraction(1)

model = fp.load_model()
for motion in fp.watch(clip, Fraction(0), length_s):
    request = fp.Request(length_s=float(length_s), instrument="auto", seed=1)
    take = fp.generate_take(motion, request, model=model)
    midi = Path(f"{clip.stem}-player{motion.performer + 1}.mid")
    fp.write_midi(take, midi)
    seen = sum(note.evidence is fp.Evidence.SEEN for note in take.notes)
    print(f"{midi}: {take.instrument}, {len(take.notes)} notes, {seen} of them seen")
