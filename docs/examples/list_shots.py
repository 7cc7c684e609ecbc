"""List the shots of a timeline: `python list_shots.py cut.otio`."""

import sys

import foley_post as fp

try:
    cut = fp.read_cut(sys.argv[1])
except fp.TimelineReadError as error:
    raise SystemExit(f"Cannot read it: {error}") from error

print(f"{cut.name}: {len(cut.shots)} shots at {float(cut.rate.fps):g} frames a second")
for shot in cut.shots:
    seconds = float(shot.length_s)
    print(f"{shot.id}  {seconds:6.2f} s  {shot.name}  {shot.problem or 'can be scored'}")
