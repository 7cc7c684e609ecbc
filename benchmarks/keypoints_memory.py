"""The most memory that watching a long film of 4K takes, and whether it grows:
`python -m benchmarks.keypoints_memory [--minutes 10] [--fps 25]`

A real clip (../shared/data/footage, the seated singer) is enlarged to 3840 x 2160 and repeated; the
film is watched in a process of its own, whose resident memory is read once a second.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import threading
from fractions import Fraction
from pathlib import Path

import av

SINGER = Path(__file__).parents[2] / "shared/data/footage/singer_seated_1080p25.mp4"
WATCH = """
import sys
from fractions import Fraction
from pathlib import Path
from foley_post.pose import watch
(path, end_s) = sys.argv[1:]
said = 0.0
def tell(progress):
    global said
    if progress.done >= said:
        print(f"{progress.done:.0f}", flush=True)
        said = progress.done + float(end_s) / 10
motions = watch(Path(path), Fraction(0), Fraction(end_s), watcher=tell)
print(f"end {len(motions)} {len(motions[0].times_s)}", flush=True)
"""


def film(path: Path, minutes: float, fps: int, *, size: tuple[int, int] = (3840, 2160)) -> int:
    """Write the film: five seconds encoded once, then copied as they are; how many pictures."""
    with av.open(str(SINGER)) as read, av.open(str(path.with_suffix(".part.mp4")), "w") as part:
        stream = part.add_stream("libx264", rate=fps, options={"preset": "veryfast", "bf": "0"})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for n, picture in enumerate(read.decode(video=0)):
            large = picture.reformat(*size, format="yuv420p")
            large.pts, large.time_base = n, Fraction(1, fps)
            part.mux(stream.encode(large))
        part.mux(stream.encode())
    written = 0
    with av.open(str(path), "w") as whole:
        target = None
        while written < minutes * 60 * fps:
            with av.open(str(path.with_suffix(".part.mp4"))) as part:
                source = part.streams.video[0]
                target = target or whole.add_stream_from_template(source)
                for packet in part.demux(source):
                    if packet.size and written < minutes * 60 * fps:
                        packet.pts = packet.dts = round(written / fps / packet.time_base)
                        packet.stream = target
                        whole.mux(packet)
                        written += 1
    return written


def resident_mb(pid: int) -> float:
    """What the process holds in memory now, in MB; 0 when it has gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS")), 0.0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--fps", type=int, default=25, help="fewer make the film sooner watched")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        count = film(path, options.minutes, options.fps)
        end_s = str(Fraction(count, options.fps))
        child = subprocess.Popen(
            [sys.executable, "-c", WATCH, str(path), end_s], stdout=subprocess.PIPE, text=True
        )
        most, over = 0.0, threading.Event()

        def look() -> None:
            nonlocal most
            while not over.wait(1.0):
                most = max(most, resident_mb(child.pid))

        threading.Thread(target=look, daemon=True).start()
        print(
            f"{count} pictures of 3840 x 2160 at {options.fps} fps\n| at | most so far |\n|---|---|"
        )
        assert child.stdout is not None
        for line in child.stdout:
            print(f"| {line.strip()} s | {most:.0f} MB |", flush=True)
        over.set()
        return child.wait()


if __name__ == "__main__":
    raise SystemExit(main())
