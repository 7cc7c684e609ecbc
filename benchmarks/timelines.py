"""How long a large timeline takes to open and to write, and how much memory.

    python -m benchmarks.timelines [CLIPS]

Makes a cut of 10,000 clips on 60 tracks over 6 hours in a temporary folder, as `.otio` and as FCP7
XML, each with a stem for every tenth clip, and prints one line a step against its target.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from foley_post.core.progress import Progress
from foley_post.core.timecode import Rate, samples_at
from foley_post.timeline import Cut, Stem, read_cut, write_cut

RATE = Rate(24)
TRACKS = 60
TARGETS_S = {("otio", "open"): 5.0, ("fcp7xml", "open"): 10.0, ("fcp7xml", "write"): 10.0}


def rational(value: float) -> dict[str, object]:
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": 24.0, "value": value}


def span(start: float, duration: float) -> dict[str, object]:
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "start_time": rational(start),
        "duration": rational(duration),
    }


def clip(number: int, length: int) -> dict[str, object]:
    effects = [
        {
            "OTIO_SCHEMA": "Effect.1",
            "name": "",
            "effect_name": name,
            "enabled": True,
            "metadata": {"PremierePro_OTIO": {"Parameters": [{"ID": k} for k in range(6)]}},
        }
        for name in ("Motion", "Opacity")
    ]
    return {
        "OTIO_SCHEMA": "Clip.2",
        "name": f"clip {number}",
        "metadata": {"PremierePro_OTIO": {"LinkID": str(number)}},
        "enabled": True,
        "effects": effects,
        "markers": [],
        "source_range": span(86_400 + number % 100, length),
        "active_media_reference_key": "DEFAULT_MEDIA",
        "media_references": {
            "DEFAULT_MEDIA": {
                "OTIO_SCHEMA": "ExternalReference.1",
                "name": f"media {number % 400}.mov",
                "metadata": {},
                "target_url": f"file:///footage/day%20{number % 9}/media{number % 400}.mov",
                "available_range": span(86_400, 100_000),
            }
        },
    }


def make_otio(path: Path, clips: int) -> None:
    a_track = clips // TRACKS + 1
    length = RATE.timebase * 6 * 3600 // a_track
    tracks = [
        {
            "OTIO_SCHEMA": "Track.1",
            "name": f"V{t + 1}",
            "kind": "Video",
            "metadata": {},
            "effects": [],
            "markers": [],
            "enabled": True,
            "source_range": None,
            "children": [
                clip(n, length) for n in range(t * a_track, min((t + 1) * a_track, clips))
            ],
        }
        for t in range(TRACKS)
    ]
    stack = {
        "OTIO_SCHEMA": "Stack.1",
        "name": "tracks",
        "metadata": {},
        "effects": [],
        "markers": [],
        "enabled": True,
        "source_range": None,
        "children": tracks,
    }
    document = {
        "OTIO_SCHEMA": "Timeline.1",
        "name": "large",
        "metadata": {},
        "global_start_time": rational(86_400),
        "tracks": stack,
    }
    path.write_text(json.dumps(document, indent=4))


def stems(cut: Cut) -> list[Stem]:
    found = []
    for shot in cut.shots[::10]:
        start = cut.rate.seconds(cut.start_frame + shot.record_start_frame)
        found.append(
            Stem(
                path=Path("/stems") / f"{shot.id}.wav",
                name=shot.name,
                shot_id=shot.id,
                track=f"Foley {shot.track}",
                rate_hz=48_000,
                channels=2,
                start_sample=samples_at(start, 48_000),
                length_samples=samples_at(shot.length_s, 48_000),
                record_start_frame=shot.record_start_frame,
                length_frames=shot.length_frames,
            )
        )
    return found


class Step:
    """Prints how long a step took, by the clock and in CPU time of this process and its children.

    On a machine that does other work the CPU time is the one to hold against the target.
    """

    def __init__(self, kind: str, name: str) -> None:
        self.kind = kind
        self.name = name

    def __enter__(self) -> None:
        self.wall, self.cpu = time.perf_counter(), cpu_s()

    def __exit__(self, *error: object) -> None:
        wall, cpu = time.perf_counter() - self.wall, cpu_s() - self.cpu
        target = TARGETS_S.get((self.kind, self.name))
        verdict = ""
        if target is not None:
            verdict = f"  target {target:g} s: {'kept' if cpu < target else 'MISSED'}"
        print(f"{self.kind:8s} {self.name:6s} {wall:7.2f} s, CPU {cpu:6.2f} s{verdict}", flush=True)


def cpu_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def main(clips: int) -> None:
    heard: list[Progress] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "large.otio"
        make_otio(source, clips)
        print(f"{clips} clips, {source.stat().st_size >> 20} MB of .otio")
        with Step("otio", "open"):
            cut = read_cut(source, watcher=heard.append)
        ours = stems(cut)
        for form in ("otio", "fcp7xml"):
            with Step(form, "write"):
                write_cut(cut, ours, folder, formats=[form], watcher=heard.append)
        xml = folder / "large+music.xml"
        print(f"{xml.stat().st_size >> 20} MB of FCP7 XML")
        with Step("fcp7xml", "open"):
            again = read_cut(xml, watcher=heard.append)
        assert [s.record_start_frame for s in again.shots] == [
            s.record_start_frame for s in cut.shots
        ]
        with Step("fcp7xml", "write"):
            write_cut(again, ours, folder / "again", formats=["fcp7xml"], watcher=heard.append)
    used = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    peak = max(u.ru_maxrss for u in used)
    print(f"peak memory {peak / 1024:.0f} MB (target 1500), {len(heard)} progress reports")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
