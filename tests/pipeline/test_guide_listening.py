"""The guide sound of a shot: the clip's own or a file's, at its place, in the takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from foley_post.core.time_map import TimeMap
from foley_post.errors import MediaError, MediaMissing
from foley_post.generate.weights import Model
from foley_post.listen.network import RATE_HZ
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.pipeline.arrangement import shape
from foley_post.pipeline.guide.listening import hear_guide, heed_guide, with_guide
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import ScoredShot
from foley_post.pipeline.score import play_shot, score
from foley_post.pipeline.shot_brief import ShotBrief
from foley_post.project.settings import Settings
from foley_post.render.soundfont import shipped_soundfont
from foley_post.render.synth import synthesize
from foley_post.timeline import read_cut
from foley_post.timeline.model import Shot

TUNE = (64, 66, 67, 69, 71, 69, 67, 66, 64, 62, 61, 62, 64, 67, 71, 74)
GAPS = (0.5, 0.25, 0.75, 0.5, 0.25, 0.25, 0.5, 0.75, 0.5, 0.25, 0.5, 0.5, 0.25, 0.75, 0.5, 0.5)
ONSETS = tuple(float(t) for t in 0.5 + np.cumsum((0.0, *GAPS[:-1])))
PLAYED = tuple(Note(t, 0.22, p, 84) for t, p in zip(ONSETS, TUNE, strict=True))
LENGTH_S = 9.0

Sounded = Callable[..., np.ndarray]


def sounding(
    notes: tuple[Note, ...] = PLAYED, instrument: str = "piano", lag_s: float = 0.0
) -> np.ndarray:
    moved = tuple(replace(n, onset_s=n.onset_s + lag_s) for n in notes)
    take = Take(moved, LENGTH_S, instrument)
    font = shipped_soundfont()
    return synthesize(take, soundfont=font, rate_hz=RATE_HZ, length_s=LENGTH_S).mean(axis=1)


def film(path: Path, sound: np.ndarray | None) -> Shot:
    """A grey film of ten pictures a second with that sound, as a shot."""
    with av.open(str(path), "w") as container:
        video = container.add_stream("mpeg4", rate=10)
        video.width = video.height = 64
        audio = None
        if sound is not None:
            audio = container.add_stream("pcm_s16le", rate=RATE_HZ, layout="mono")
        grey = np.full((64, 64, 3), 90, np.uint8)
        for _ in range(round(LENGTH_S * 10)):
            container.mux(video.encode(av.VideoFrame.from_ndarray(grey)))
        container.mux(video.encode(None))
        if audio is not None and sound is not None:
            samples = (np.clip(sound, -1, 1) * 32767).astype(np.int16)[None]
            frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
            frame.rate = RATE_HZ
            container.mux(audio.encode(frame))
            container.mux(audio.encode(None))
    return read_cut(path).shots[0]


def watched(notes: tuple[Note, ...] = PLAYED, **more: object) -> Take:
    """What a watcher tells of the notes: the moment roughly, the pitch hardly."""
    rng = np.random.default_rng(4)
    seen = (
        Note(max(n.onset_s + rng.normal(0, 0.02), 0.0), 0.2, 60, 70, Evidence.SEEN, 0.8, joint=30)
        for n in notes
    )
    return Take(tuple(seen), LENGTH_S, "piano", **more)


def pitches(take: Take) -> tuple[int, ...]:
    return tuple(n.pitch for n in take.notes)


def test_the_clips_own_sound_gives_the_notes_and_the_picture_their_place(tmp_path: Path) -> None:
    shot = film(tmp_path / "late.mov", sounding(lag_s=0.12))
    heard = hear_guide(shot, "auto")
    assert heard is not None
    heeded = with_guide([watched()], heard)
    (take,) = heeded.takes
    assert pitches(take) == TUNE
    assert np.abs([n.onset_s for n in take.notes] - np.array(ONSETS)).max() < 0.03
    assert {n.evidence for n in take.notes} == {Evidence.HEARD}
    assert take.sync_report["notes_heard_and_seen"] == 16
    assert take.sync_report["sound_lag_ms"] == pytest.approx(120, abs=20)
    assert any("ms after its picture" in said for said in heeded.notices)
    assert any("16 of 16 notes of player 1 were heard" in said for said in heeded.notices)
    (followed,) = with_guide([watched()], heard, follow_sound=True).takes
    assert followed.notes[0].onset_s == pytest.approx(ONSETS[0] + 0.12, abs=0.02)


def test_a_guide_file_counts_from_the_timelines_first_frame(tmp_path: Path) -> None:
    shot = film(tmp_path / "mute.mov", None)
    later = replace(shot, record_start_frame=shot.record_start_frame + 18)
    guide = tmp_path / "temp.wav"
    soundfile.write(guide, sounding(), RATE_HZ)
    settings = Settings(guide_sound=str(guide), instrument="piano")
    (take,) = heed_guide(later, [watched(())], settings).takes
    wanted = [(t - 1.8, p) for t, p in zip(ONSETS, TUNE, strict=True) if t > 1.9]
    assert pitches(take) == tuple(p for _, p in wanted)
    assert (
        np.abs([n.onset_s - t for n, (t, _) in zip(take.notes, wanted, strict=True)]).max() < 0.03
    )


def test_a_shot_at_double_speed_has_its_heard_notes_twice_as_fast(tmp_path: Path) -> None:
    shot = film(tmp_path / "fast.mov", sounding())
    fast = replace(shot, time_map=TimeMap.linear(Fraction(1), Fraction(4), Fraction(2)))
    heard = hear_guide(fast, "auto")
    assert heard is not None
    wanted = [(t - 1) / 2 for t in ONSETS if t > 1.05]
    found = [n.onset_s for n in heard.notes(None) if n.onset_s > 0.05]
    assert len(found) == len(wanted)
    assert np.abs(np.array(found) - wanted).max() < 0.02


def test_off_a_silent_film_and_a_film_without_sound(tmp_path: Path) -> None:
    mute = film(tmp_path / "mute.mov", None)
    assert hear_guide(mute, "auto") is None
    silent = film(tmp_path / "silent.mov", np.zeros(RATE_HZ * 9))
    assert hear_guide(silent, "off") is None
    take = watched()
    heeded = heed_guide(silent, [take], Settings())
    assert heeded.takes == (take,)
    assert heeded.notices == ("silent.mov is silent: nothing can be heard in it.",)


def test_a_settled_take_stays_and_a_pinned_note_too(tmp_path: Path) -> None:
    shot = film(tmp_path / "a.mov", sounding())
    take = watched()
    assert heed_guide(shot, [take], Settings(), settled={0}).takes == (take,)
    pin = Note(3.3, 0.3, 48, 80, pinned=True)
    (joined,) = heed_guide(shot, [take.with_notes([*take.notes, pin])], Settings()).takes
    assert pin in joined.notes
    assert len(joined.notes) == 17


def test_two_players_share_what_is_heard(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    low = tuple(
        Note(t + 0.11, 0.2, p - 24, 84) for t, p in zip(ONSETS, rng.permutation(TUNE), strict=True)
    )
    low = tuple(replace(n, pitch=int(n.pitch)) for n in low)
    mixed = sounding() + 1.5 * sounding(low, "cello")
    shot = film(tmp_path / "duo.mov", 0.5 * mixed / np.abs(mixed).max())
    cello = replace(watched(low), instrument="cello", performer=1)
    first, second = heed_guide(shot, [watched(), cello], Settings()).takes
    assert hits(first, PLAYED) > 12
    assert hits(second, low) > 9
    assert hits(first, low) < 5
    assert hits(second, PLAYED) < 3


def test_music_that_the_players_do_not_play_is_said(tmp_path: Path) -> None:
    rng = np.random.default_rng(12)
    elsewhere = np.sort(rng.uniform(0.3, LENGTH_S - 1, len(TUNE)))
    other = tuple(Note(float(t), 0.2, p, 84) for t, p in zip(elsewhere, TUNE[::-1], strict=True))
    heeded = heed_guide(film(tmp_path / "radio.mov", sounding(other)), [watched()], Settings())
    assert any("does not fit the movement better than by chance" in n for n in heeded.notices)
    assert "sound_lag_ms" not in heeded.takes[0].sync_report


def test_a_note_that_two_could_have_played_names_both(tmp_path: Path) -> None:
    """Two equal flutes that move alike: nothing tells them apart."""
    shot = film(tmp_path / "alike.mov", sounding())
    twin = replace(watched(), performer=1)
    heeded = heed_guide(shot, [watched(), twin], Settings())
    assert len(heeded.unsure) > 8
    assert all({u.player, u.other} == {0, 1} and 0.5 <= u.sure < 0.7 for u in heeded.unsure)
    assert any(f"not sure who plays {len(heeded.unsure)}" in n for n in heeded.notices)
    begun = sorted(n.onset_s for n in PLAYED)
    assert all(min(abs(u.onset_s - t) for t in begun) < 0.06 for u in heeded.unsure)


def hits(take: Take, true: tuple[Note, ...]) -> int:
    """How many of the true notes the take has."""
    return sum(
        any(n.pitch == t.pitch and abs(n.onset_s - t.onset_s) < 0.05 for n in take.notes)
        for t in true
    )


def test_nobody_is_seen_but_the_instrument_is_told(tmp_path: Path, untrained: Model) -> None:
    shot = film(tmp_path / "close.mov", sounding())
    asked = Options(out=tmp_path, instrument="piano")
    scored = play_shot(shot, asked, model=untrained, brief=ShotBrief(motions=()))
    assert pitches(scored.takes[0]) == TUNE
    assert any("were heard in close.mov" in said for said in scored.notices)
    auto = replace(asked, instrument="auto")
    assert play_shot(shot, auto, model=untrained, brief=ShotBrief(motions=())).takes == ()


def test_a_guide_that_is_not_there_is_said_before_any_work(tmp_path: Path) -> None:
    film(tmp_path / "a.mov", None)
    with pytest.raises(MediaMissing, match="no guide sound at"):
        score(tmp_path / "a.mov", Options(out=tmp_path / "out", guide_sound="nowhere.wav"))


def test_a_guide_file_without_sound_is_an_error_and_a_damaged_clip_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shot = film(tmp_path / "a.mov", sounding())
    film(tmp_path / "mute.mov", None)
    with pytest.raises(MediaError, match="no sound"):
        heed_guide(shot, [watched()], Settings(guide_sound=str(tmp_path / "mute.mov")))

    def broken(*args: object, **more: object) -> None:
        raise MediaError("a.mov breaks off.")

    monkeypatch.setattr("foley_post.pipeline.guide.listening.listen_to", broken)
    take = watched()
    assert heed_guide(shot, [take], Settings()).notices == ("a.mov breaks off.",)
    assert heed_guide(shot, [take], Settings()).takes == (take,)


def test_heard_pitches_stay_unless_a_key_is_named(tmp_path: Path) -> None:
    shot = film(tmp_path / "a.mov", None)
    heard = Take(tuple(replace(n, evidence=Evidence.HEARD) for n in PLAYED), LENGTH_S, "piano")
    other = replace(watched(), performer=1, instrument="violin")
    together = ScoredShot(shot, (), (heard, other))
    assert pitches(shape([together], Options(out=tmp_path))[0].takes[0]) == TUNE
    named = shape([together], Options(out=tmp_path, key="Eb"))[0].takes[0]
    assert pitches(named) != TUNE
