"""Kinds of files that are opened: whole ones of each, and what the program does with them."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from benchmarks.faults.small_soundfont import small_soundfont
from benchmarks.timelines_fuzz import mutated
from foley_post.core.progress import Progress, Watcher
from foley_post.errors import FoleyError, MediaUnreadable, UsageError
from foley_post.midi.notes import Note, Take
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import Results
from foley_post.timeline import read_cut

__all__ = ["KINDS", "Kind"]

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources/sample"
TAKE = Take(tuple(Note(0.3 * n, 0.2, 60 + n, 80) for n in range(4)), 1.5, "piano")


@dataclass(frozen=True, slots=True)
class Kind:
    """Files of one kind: ``sources`` makes whole ones in a folder, ``through`` is what the program
    does with one (path, a folder to write to).
    """

    sources: Callable[[Path], list[Path]]
    through: Callable[[Path, Path], object]


def _media(folder: Path) -> list[Path]:
    import av

    made = [SAMPLE / "sample.mp4"]
    for suffix, codec in (
        (".mov", "mjpeg"),
        (".mkv", "mpeg4"),
        (".avi", "mpeg4"),
        (".ts", "mpeg2video"),
    ):
        path = folder / f"short{suffix}"
        with av.open(str(SAMPLE / "sample.mp4")) as source, av.open(str(path), "w") as target:
            stream = target.add_stream(codec, rate=25)
            stream.width, stream.height = 320, 180
            stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
            for n, frame in enumerate(source.decode(video=0)):
                if n == 20:
                    break
                small = frame.reformat(320, 180, stream.pix_fmt)
                small.pts, small.time_base = n, Fraction(1, 25)
                target.mux(stream.encode(small))
            target.mux(stream.encode(None))
        made.append(path)
    return made


def _watch(path: Path, _: Path) -> None:
    from foley_post.video import frames, probe, read_audio

    probe(path)
    for _frame in frames(path, Fraction(0), Fraction(1)):
        pass
    read_cut(path)
    with contextlib.suppress(MediaUnreadable):  # without a sound
        read_audio(path, Fraction(0), Fraction(1), rate_hz=16_000)


def _sounds(folder: Path) -> list[Path]:
    """The shipped one, compressed, and thrice as often a small one that is not."""
    from foley_post.render.soundfont import shipped_soundfont

    small = folder / "small.sf2"
    small.write_bytes(small_soundfont())
    return [shipped_soundfont(), small, small, small]


def _render(path: Path, out: Path) -> None:
    from foley_post.render.soundfont import check_preset
    from foley_post.render.synth_process import synthesize_isolated

    with contextlib.suppress(FoleyError):
        check_preset(path, "0:0")
    synthesize_isolated(TAKE, soundfont=path, rate_hz=48_000, length_s=1.0)


def _projects(folder: Path) -> list[Path]:
    return sorted((ROOT / "tests/project/golden").glob("*.foley"))


def _project(path: Path, _: Path) -> None:
    from foley_post.project.file import load_project

    load_project(path)


def _midi(_: Path) -> list[Path]:
    return [*sorted((ROOT / "tests/midi/golden").glob("*.mid")), SAMPLE / "score.mid"]


def _read_midi(path: Path, _: Path) -> None:
    from foley_post.midi.guide import read_guide
    from foley_post.midi.midi_files import read_midi, read_score

    with contextlib.suppress(FoleyError):  # a key, a pulse: not every file has them
        read_guide(str(path), str(path))
    read_score(path)
    read_midi(path)


def _manifests(_: Path) -> list[Path]:
    return sorted((ROOT / "tests/pipeline/golden").rglob("*.json"))


def _manifest(path: Path, _: Path) -> None:
    from foley_post.pipeline.manifest import load_manifest

    load_manifest(path)


def _jobs(folder: Path) -> list[Path]:
    """What a host writes into a job folder, beside a timeline that can be read."""
    shutil.copy(SAMPLE / "sample.otio", folder / "timeline.otio")
    shutil.copy(SAMPLE / "sample.mp4", folder)
    return sorted((ROOT / "tests/hosts/golden").glob("*.json"))


def _job(path: Path, out: Path) -> None:
    """Whatever stands there is read as each of the folder's records, and served as a job."""
    from foley_post.hosts.job_folder import JobFolder, read_record
    from foley_post.hosts.job_records import PROGRESS, RESULT
    from foley_post.hosts.job_service import serve

    def reading(cut: Path, options: Options, *, watcher: Watcher) -> Results:
        watcher(Progress("reading", 0, 1))
        read_cut(cut)
        raise UsageError("Nothing is played while jobs are fuzzed.")

    folder = JobFolder(out / "a" / "job")  # what is named by .. stays below
    folder.path.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, folder.request_file)
    shutil.copy(out / "timeline.otio", folder.path)
    answer = serve(folder, score=reading)
    assert folder.result() == answer
    for form in (RESULT, PROGRESS):
        with contextlib.suppress(FoleyError):
            read_record(form, path)
    folder.request()


def _styles(_: Path) -> list[Path]:
    return sorted((ROOT / "resources/styles").glob("*.toml"))


def _style(path: Path, _: Path) -> None:
    from foley_post.midi.styles import find_style
    from foley_post.midi.styling import apply_style

    apply_style(TAKE, find_style(str(path)))


def _motions(folder: Path) -> list[Path]:
    import numpy as np

    from foley_post.pose.motion_io import packed
    from foley_post.pose.skeleton import Motion

    path = folder / "player.motions"
    times_s = np.arange(20) / 25
    path.write_bytes(packed([Motion(times_s, np.zeros((20, 67, 3), np.float32))]))
    return [path]


def _motion(path: Path, _: Path) -> None:
    from foley_post.pose.motion_io import load_motions

    load_motions(path)


def _cards(folder: Path) -> list[Path]:
    card = folder / "card.json"
    card.write_bytes((ROOT / "resources/model/card.json").read_bytes())
    return [card]


def _weights(path: Path, out: Path) -> None:
    """Weights whose card is damaged, and damaged weights that a card vouches for."""
    import hashlib

    from foley_post.generate import load_model

    weights = (ROOT / "resources/model/foley.safetensors").read_bytes()
    chance = random.Random(path.read_bytes())
    folder = out / "model"
    folder.mkdir(exist_ok=True)
    card = path.read_bytes()
    if chance.random() < 0.7:
        weights = mutated(weights, chance)
        honest = json.loads((ROOT / "resources/model/card.json").read_text())
        card = json.dumps({**honest, "sha256": hashlib.sha256(weights).hexdigest()}).encode()
    (folder / "foley.safetensors").write_bytes(weights)
    (folder / "card.json").write_bytes(card)
    load_model(folder / "foley.safetensors")


KINDS: Mapping[str, Kind] = {
    "media": Kind(_media, _watch),
    "soundfont": Kind(_sounds, _render),
    "project": Kind(_projects, _project),
    "midi": Kind(_midi, _read_midi),
    "manifest": Kind(_manifests, _manifest),
    "job": Kind(_jobs, _job),
    "style": Kind(_styles, _style),
    "motion": Kind(_motions, _motion),
    "weights": Kind(_cards, _weights),
}
