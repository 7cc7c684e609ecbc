"""From pixels to stem: the shipped sample, whose score is known, through the whole house."""

from __future__ import annotations

import hashlib
import json
import shutil
from fractions import Fraction
from pathlib import Path

import mir_eval
import numpy as np
import pytest
import soundfile

from foley_post.core.progress import Progress
from foley_post.errors import Cancelled, SoundFontError, UsageError
from foley_post.pipeline.score import Options, Results, choose_shots, score
from foley_post.render.stems import RenderSettings
from foley_post.timeline import read_cut

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample"


@pytest.fixture(scope="module")
def before() -> dict[str, str]:
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in SAMPLE.iterdir()}


@pytest.fixture(scope="module")
def outcome(before: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Results:
    out = tmp_path_factory.mktemp("scored")
    return score(SAMPLE / "sample.otio", Options(out=out, seed=3))


def _truth() -> np.ndarray:
    notes = json.loads((SAMPLE / "score.json").read_text())["notes"]
    return np.array(sorted({round(n["onset_s"], 3) for n in notes}))


def _in_media(outcome: Results) -> np.ndarray:
    """Every onset that was found, in seconds of the clip."""
    found = []
    for one in outcome.shots:
        for take in one.takes:
            for note in take.notes:
                at = one.shot.time_map.media_at(Fraction(note.onset_s).limit_denominator(10**6))
                found.append(float(at))
    onsets = np.sort(found)
    return onsets[np.concatenate([[True], np.diff(onsets) > 0.02])] if len(onsets) else onsets


def test_every_shot_of_the_sample_gets_a_stem(outcome: Results) -> None:
    assert outcome.complete
    assert [len(o.stems) for o in outcome.shots] == [1, 1]


def test_the_notes_follow_the_hands(outcome: Results) -> None:
    truth, found = _truth(), _in_media(outcome)
    f_50, *_ = mir_eval.onset.f_measure(truth, found, window=0.05)
    rng = np.random.default_rng(0)
    by_chance = [
        mir_eval.onset.f_measure(
            truth, np.sort(rng.uniform(truth[0], truth[-1], len(found))), window=0.05
        )[0]
        for _ in range(200)
    ]
    assert f_50 > 2 * float(np.mean(by_chance)), (f_50, np.mean(by_chance))


def test_the_first_sound_comes_with_the_first_key(outcome: Results) -> None:
    first = outcome.shots[0]
    stem = first.stems[0]
    samples, rate_hz = soundfile.read(stem.path, always_2d=True)
    level = np.abs(samples).max(axis=1)
    heard_s = np.argmax(level > 0.02 * level.max()) / rate_hz
    in_shot_s = heard_s - float(first.shot.rate.seconds(stem.head_frames))
    truth_s = _truth()[0] - float(first.shot.time_map.media_at(Fraction(0)))
    assert abs(in_shot_s - truth_s) < 0.020


def test_the_manifest_names_what_was_made(outcome: Results) -> None:
    manifest = json.loads(outcome.manifest.read_text())
    folder = outcome.manifest.parent
    made = [s for shot in manifest["shots"] for s in shot["stems"]]
    assert len(made) == len(outcome.stems)
    for stem in made:
        content = (folder / stem["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == stem["sha256"]
    assert manifest["model_sha256"]
    assert (
        manifest["cut"]["sha256"]
        == hashlib.sha256((SAMPLE / "sample.otio").read_bytes()).hexdigest()
    )


def test_the_written_timelines_carry_the_stems(outcome: Results) -> None:
    names = {stem.path.name for stem in outcome.stems}
    for path in outcome.written.files:
        text = path.read_text()
        assert all(name in text or name.replace(" ", "%20") in text for name in names), path


def test_the_input_is_never_touched(outcome: Results, before: dict[str, str]) -> None:
    after = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in SAMPLE.iterdir()}
    assert after == before


def test_a_shot_without_media_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    text = (SAMPLE / "sample.otio").read_text()
    first = text.find("sample.mp4")
    (tmp_path / "cut.otio").write_text(
        text[:first] + "gone.mp4" + text[first + len("sample.mp4") :]
    )
    shutil.copy(SAMPLE / "sample.mp4", tmp_path / "sample.mp4")
    done = score(tmp_path / "cut.otio", Options(out=tmp_path / "out"))
    assert not done.complete
    missing = [o for o in done.shots if o.problem]
    assert len(missing) == 1
    assert "gone.mp4" in missing[0].problem
    assert len(done.stems) == 1


def test_stopping_leaves_nothing_half_written(tmp_path: Path) -> None:
    calls = []

    def stop_soon(progress: Progress) -> None:
        calls.append(progress)
        if len(calls) > 5:
            raise Cancelled("Cancelled.")

    with pytest.raises(Cancelled):
        score(SAMPLE / "sample.otio", Options(out=tmp_path / "out"), watcher=stop_soon)
    assert not list(tmp_path.rglob("*.wav"))
    assert not list(tmp_path.rglob(".*"))


def test_a_sound_that_is_not_there_is_refused_before_any_work(tmp_path: Path) -> None:
    heard: list[str] = []
    options = Options(out=tmp_path / "out", rendering=RenderSettings(preset="Vioolin"))
    with pytest.raises(SoundFontError, match=r"no preset 'Vioolin'.*Violin \(0:40\)"):
        score(SAMPLE / "sample.otio", options, watcher=lambda p: heard.append(p.stage))
    assert "watching" not in heard
    assert not (tmp_path / "out").exists()


def test_a_shot_that_is_not_there_is_named_with_those_that_are() -> None:
    cut = read_cut(SAMPLE / "sample.otio")
    with pytest.raises(UsageError, match=r"V9-009.*V1-001"):
        choose_shots(cut, ["V9-009"])


def test_shots_are_chosen_by_id_or_name_in_any_case() -> None:
    cut = read_cut(SAMPLE / "sample.otio")
    assert [s.id for s in choose_shots(cut, ["v1-002"])] == ["V1-002"]
    assert [s.id for s in choose_shots(cut, [cut.shots[0].name.upper()])] == ["V1-001"]
