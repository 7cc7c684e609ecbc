"""Score a whole timeline: `python score_a_cut.py cut.otio`."""

import sys
from pathlib import Path

import foley_post as fp


def show(progress: fp.Progress) -> None:
    """Called often while it works; raise `fp.Cancelled` here to stop."""
    print(f"\r{progress.share:4.0%} {progress.stage}", end="", file=sys.stderr)


options = fp.Options(out=Path("music"), instrument="piano", hosts=("premiere", "resolve"))
results = fp.score(sys.argv[1], options, watcher=show)

for shot in results.shots:
    print(shot.shot.id, shot.problem or f"{sum(len(t.notes) for t in shot.takes)} notes")
for stem in results.stems:
    print(stem.path)
