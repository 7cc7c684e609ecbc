"""The guide sound split by player, on new tracks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from foley_post.listen.assignment import UnsureNote
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.pipeline.guide.stems import guide_stems
from foley_post.pipeline.manifest import load_manifest
from foley_post.pipeline.options import Options
from foley_post.pipeline.reproduce import reproduce
from foley_post.pipeline.results import ScoredShot
from foley_post.pipeline.score import lay
from foley_post.render.loudness import loudness_lufs
from foley_post.render.panning import Standing
from foley_post.render.soundfont import shipped_soundfont
from foley_post.render.synth import synthesize
from foley_post.timeline import read_cut

RATE_HZ = 48_000
SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"


def take(name: str, pitches: tuple[int, ...], performer: int, lag_ms: float = 0.0) -> Take:
    notes = (
        Note(0.3 + 0.35 * k, 0.3, p, 80, Evidence.HEARD, joint=3) for k, p in enumerate(pitches)
    )
    report = {"notes_heard": float(len(pitches)), "sound_lag_ms": lag_ms}
    return Take(tuple(notes), 3.0, name, performer=performer, sync_report=report)


HIGH, LOW = take("flute", (76, 79, 77, 74, 72, 76), 0), take("cello", (43, 45, 48, 47, 45, 43), 1)


@pytest.fixture
def scored(tmp_path: Path) -> tuple[ScoredShot, Options, np.ndarray]:
    """A shot whose guide file is a flute and a cello, with their takes."""
    cut = read_cut(SAMPLE / "sample.otio")
    shot = cut.shots[0]
    at_s = float(shot.record_start_s)
    alone = [
        synthesize(
            t.with_notes(replace(n, onset_s=n.onset_s + at_s) for n in t.notes),
            soundfont=shipped_soundfont(),
            rate_hz=RATE_HZ,
            length_s=at_s + 4,
        )
        for t in (HIGH, LOW)
    ]
    guide = (0.5 * (alone[0] + alone[1])).astype(np.float32)
    path = tmp_path / "guide.wav"
    soundfile.write(path, guide, RATE_HZ, subtype="FLOAT")
    options = Options(out=tmp_path / "out", guide_sound=str(path), guide_stems=True)
    return ScoredShot(shot, (), (HIGH, LOW)), options, 0.5 * alone[0]


def level_db(sound: np.ndarray) -> float:
    return float(10 * np.log10((sound**2).mean() + 1e-20))


def test_the_stems_add_up_to_the_guide_at_its_place(scored: tuple) -> None:
    one, options, flute = scored
    stems, told = guide_stems(read_cut(SAMPLE / "sample.otio"), one, options)
    assert told == ()
    assert [s.track for s in stems] == ["Guide, Flute 1", "Guide, Cello 2", "Guide, rest"]
    read = [soundfile.read(s.path, always_2d=True)[0] for s in stems]
    rate = stems[0].rate_hz
    assert rate == RATE_HZ
    first = round(float(one.shot.rate.seconds(stems[0].head_frames)) * rate)
    begin = round(float(one.shot.record_start_s) * rate)
    length = round(2.5 * rate)
    guide = soundfile.read(options.guide_sound, always_2d=True)[0][begin : begin + length]
    together = sum(read)[first : first + length]
    assert level_db(together - guide) < level_db(guide) - 60
    own = flute[begin : begin + length]
    assert level_db(read[0][first : first + length] - own) < level_db(own) - 8


def test_players_are_panned_to_where_they_stand_and_the_sum_is_still_the_guide(
    scored: tuple,
) -> None:
    one, options, _ = scored
    mono = soundfile.read(options.guide_sound, always_2d=True)[0][:, :1]
    soundfile.write(options.guide_sound, mono, RATE_HZ, subtype="FLOAT")
    one = replace(one, standing={0: Standing(pan=-0.6, distance_m=6.0), 1: Standing(pan=0.5)})
    stems, _ = guide_stems(read_cut(SAMPLE / "sample.otio"), one, options)
    read = [soundfile.read(s.path, always_2d=True)[0] for s in stems]
    left, right = ([level_db(part[:, side]) for part in read[:2]] for side in (0, 1))
    assert left[0] > right[0] + 3
    assert right[1] > left[1] + 3
    assert [s.performer for s in stems] == [0, 1, 0]
    first = round(float(one.shot.rate.seconds(stems[0].head_frames)) * RATE_HZ)
    begin, length = round(float(one.shot.record_start_s) * RATE_HZ), round(2.5 * RATE_HZ)
    guide = np.repeat(mono[begin : begin + length], 2, axis=1)
    assert level_db(sum(read)[first : first + length] - guide) < level_db(guide) - 60


def test_the_manifest_names_the_stems_of_the_guide_with_their_loudness(scored: tuple) -> None:
    one, options, _ = scored
    doubt = UnsureNote(0.3, 76, 0, 1, 0.55)
    one = replace(one, unsure=(doubt,))
    lay(read_cut(SAMPLE / "sample.otio"), [one], replace(options, formats=("otio",)))
    (shot,) = load_manifest(options.out / "manifest.json").shots
    assert [s.track for s in shot.guide_stems] == [
        "Guide, Flute 1",
        "Guide, Cello 2",
        "Guide, rest",
    ]
    assert [s.file.startswith("guide/") for s in shot.guide_stems] == [True] * 3
    for stem in shot.guide_stems:
        samples, rate = soundfile.read(options.out / stem.file, always_2d=True)
        assert stem.loudness_lufs == pytest.approx(loudness_lufs(samples, rate), abs=0.05)
    assert shot.unsure_notes == (doubt,)


def test_without_a_heard_note_or_at_another_speed_nothing_is_split(scored: tuple) -> None:
    one, options, _ = scored
    cut = read_cut(SAMPLE / "sample.otio")
    plain = replace(HIGH, sync_report={})
    assert guide_stems(cut, replace(one, takes=(plain,)), options) == ((), ())
    assert guide_stems(cut, one, replace(options, guide_sound="off")) == ((), ())


def test_the_split_guide_lies_on_the_timeline_beside_the_music(scored: tuple) -> None:
    one, options, _ = scored
    results = lay(read_cut(SAMPLE / "sample.otio"), [one], replace(options, formats=("otio",)))
    (shot,) = results.shots
    assert [s.track for s in shot.guide_stems][-1] == "Guide, rest"
    assert len(shot.stems) == 2
    written = next(f for f in results.written.files if f.suffix == ".otio").read_text()
    for stem in (*shot.stems, *shot.guide_stems):
        assert stem.path.name in written


def test_the_split_guide_is_the_same_bytes_when_it_is_made_again(
    scored: tuple, tmp_path: Path
) -> None:
    one, options, _ = scored
    laid = lay(read_cut(SAMPLE / "sample.otio"), [one], replace(options, formats=("otio",)))
    again = reproduce(laid.manifest, tmp_path / "again")
    assert again.different == ()
    assert sum(name.startswith("guide/") for name in again.same) == 3
