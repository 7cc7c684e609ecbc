"""Minutes of film an hour by the clock, here and on workers: `python -m benchmarks.film_an_hour`.

[--seconds 12]. Each film is cut into four shots of equal length and scored by the command line with
nothing remembered: in one process, as the command does it by itself, and on one and on two Dask
workers of this machine. The clock counts from the command to its end. It means something on a
machine that does nothing else; what else wanted its processors is told. The film of the seated
singer is looked for in ``shared/data`` beside the checkout and repeated.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.keypoints_memory import film
from benchmarks.record import record
from benchmarks.throughput import DATA, PROGRAM
from foley_post.video import probe

ROOT = Path(__file__).resolve().parents[1]
_SHOTS = 4
_WAYS = (("here", ()), ("one worker", ("--dask", "1")), ("two workers", ("--dask", "2")))


def cut_of(media: Path, seconds: int, folder: Path) -> tuple[Path, str]:
    """An edit list of four shots of the first ``seconds`` of the film, and its rate."""
    rate = round(float(probe(media).rate.fps))
    each = seconds * rate // _SHOTS

    def clock(frame: int) -> str:
        return f"00:00:{frame // rate:02}:{frame % rate:02}"

    lines = ["TITLE: film"]
    for number in range(_SHOTS):
        span = f"{clock(number * each)} {clock((number + 1) * each)}"
        lines += [f"{number + 1:03} film V C {span} {span}", f"* FROM CLIP NAME: {media.name}"]
    path = folder / "film.edl"
    path.write_text("\n".join(lines) + "\n")
    return path, str(rate)


def clocked(media: Path, seconds: int, words: tuple[str, ...]) -> float:
    """Seconds by the clock to score the film with nothing remembered."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cut, rate = cut_of(media, seconds, folder)
        asked = ["score", str(cut), "--rate", rate, "--media-root", str(media.parent), *words]
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, *asked, "--out", str(folder / "out"), "--quiet"],
            env={**os.environ, "XDG_CACHE_HOME": str(folder / "cache")},
            capture_output=True,
            text=True,
            check=False,
        )
        took_s = time.monotonic() - began
    if done.returncode not in {0, 3}:
        raise RuntimeError(f"{media.name}: {done.stderr[-500:]}")
    return took_s


def main() -> None:
    """Score each film each way, print, and keep the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=12, help="of each film, at most 20")
    seconds = parser.parse_args().seconds
    rows = []
    with tempfile.TemporaryDirectory() as name:
        singer = Path(name) / "singer.mp4"
        films = {"real pianist from above, keys in view, 720p30": "pianist.mp4"}
        films |= {"rendered violinist, 720p30": "violin.mp4"}
        found = {title: ROOT / "resources/sample" / file for title, file in films.items()}
        if (DATA / "footage/singer_seated_1080p25.mp4").exists():
            film(singer, seconds / 60, 25, size=(1920, 1080))
            found["real singer, seated, one player, 1080p25"] = singer
        busy = os.getloadavg()[0]
        for title, media in found.items():
            length = min(seconds, int(probe(media).duration_s))
            took_s = [clocked(media, length, words) for _, words in _WAYS]
            rows.append((title, length, *(round(60 * length / s, 1) for s in took_s)))
            print(*rows[-1], flush=True)
    record(
        "film_an_hour",
        "the program",
        "python -m benchmarks.film_an_hour",
        columns=("minutes of film an hour", "seconds", *(way for way, _ in _WAYS)),
        rows=rows,
        notes=(
            f"By the clock, {os.cpu_count()} processors, at a niceness of "
            f"{os.getpriority(os.PRIO_PROCESS, 0)}; others at 0 wanted {busy:.1f} of them when it "
            "began. Nothing watched before; start and end of the program and the workers counted, "
            "which a long film pays once.",
        ),
    )


if __name__ == "__main__":
    main()
