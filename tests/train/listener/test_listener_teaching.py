"""Teaching the note network: clips, what a lesson asks, a run from clips to weights."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from foley_post.errors import UsageError
from foley_post.listen.bands import HOP_SAMPLES
from foley_post.listen.network import LOWEST_PITCH, RATE_HZ
from foley_post.listen.note_network import CARD, WEIGHTS, load_note_network
from foley_post.midi.notes import Note
from foley_post.render.onset_compensation import lag_s
from foley_post.render.soundfont import shipped_soundfont
from foley_post.simulation.score.corpus import read_shelf, write_shelf
from foley_post.simulation.score.scores import Score
from foley_post.train.listener import renders
from foley_post.train.listener.clips import CLIP_SAMPLES, Clip, Clips, read_clips, write_clips
from foley_post.train.listener.lessons import answers, random_lesson
from foley_post.train.listener.network import NetworkSize
from foley_post.train.listener.no_music import applause, speech
from foley_post.train.listener.publish import publish
from foley_post.train.listener.recording import recorded
from foley_post.train.listener.synthesizer import played, random_sound
from foley_post.train.listener.teaching import Teaching, losses, teach

SMALL = NetworkSize(channels=6, shown=3)


def clip(seed: int, pitches: tuple[int, ...] = (60, 64, 67, 72)) -> Clip:
    """Two notes a second by the synthesizer."""
    rng = np.random.default_rng(seed)
    notes = [Note(0.5 * k, 0.4, int(rng.choice(pitches)), 90) for k in range(19)]
    sound = played(notes, random_sound("keyboard", rng), rng)
    rows = [(n.onset_s, n.pitch, n.length_s, n.velocity) for n in notes]
    return Clip((0.5 * sound / np.abs(sound).max()).astype(np.float16), np.array(rows, np.float32))


def test_clips_are_read_back_and_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no rendered clips"):
        read_clips(tmp_path)
    quiet = Clip(np.zeros(CLIP_SAMPLES, np.float16), np.zeros((0, 4), np.float32))
    write_clips(tmp_path, 0, [clip(0), quiet])
    write_clips(tmp_path, 1, [clip(1)])
    found = read_clips(tmp_path)
    assert len(found.all) == 3
    assert len(found.without_notes) == 1
    assert np.array_equal(found.all[2].sound, clip(1).sound)
    assert np.array_equal(found.all[0].notes, clip(0).notes)


def test_a_lesson_says_when_a_note_begins_lasts_and_ends() -> None:
    said = answers(np.array([(1.0, 60, 0.5, 127), (9.0, 60, 1.0, 100), (2.0, 12, 1.0, 100)]))
    key = 60 - LOWEST_PITCH
    assert said[:, :key].sum() == said[:, key + 1 :].sum() == 0
    frame = RATE_HZ / HOP_SAMPLES
    assert int(said[:, key, 0].argmax()) == round(frame)
    assert int(said[:, key, 2].argmax()) == round(1.5 * frame)
    assert said[:, key, 1].sum() == pytest.approx(0.5 * frame, abs=1)
    assert said[:, key, 3].max() == 1


def test_a_swelling_note_is_heard_to_begin_at_its_time() -> None:
    for seed in range(8):
        rng = np.random.default_rng(seed)
        sound = played([Note(1.0, 2.0, 64, 90)], random_sound("bowed", rng), rng)
        before = round(0.8 * RATE_HZ)
        heard_s = 0.8 + lag_s(np.repeat(sound[before:, None], 2, axis=1), RATE_HZ)
        first_s = float(np.argmax(np.abs(sound) > 0)) / RATE_HZ
        assert first_s < 1.0
        assert abs(heard_s - 0.8 - 0.15) < 1e-6 or abs(heard_s - 1.0) < 0.05


def test_speech_and_applause_sound_and_a_recording_keeps_its_length() -> None:
    for k in range(40):
        rng = np.random.default_rng(k)
        sound = (speech, applause)[k % 2](rng)
        assert sound.shape == (CLIP_SAMPLES,)
        assert sound.std() > 0
        made = recorded(sound[:20_000], rng)
        assert made.shape == (20_000,)
        assert np.isfinite(made).all()
        assert not np.array_equal(made, sound[:20_000]) or k % 7


def test_a_clip_is_drawn_from_the_parts_that_are_not_for_measuring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def part(pitch: int) -> Score:
        at = np.arange(40) * 0.25
        pitches = np.full(40, pitch)
        return Score(at, np.full(40, 0.2), pitches, np.full(40, 80), np.zeros(40, int), "violin")

    write_shelf(tmp_path / "corpus.npz", [part(60 + k) for k in range(9)])
    left = renders.without_every_fourth(read_shelf(tmp_path / "corpus.npz"))
    assert sorted({int(p) for p in left.notes[:, 2]}) == [61, 62, 63, 65, 66, 67]
    font = str(shipped_soundfont())
    arguments = [str(tmp_path / "corpus.npz"), str(tmp_path / "clips"), "--soundfont", font]
    for shares in ("_SPEECH", "_APPLAUSE", "_DRUMS", "_OWN"):
        monkeypatch.setattr(renders, shares, 0.0)
    monkeypatch.setattr(renders, "PROGRAMS", {"bowed": (1.0, ("violin",), (40,))})
    assert renders.main([*arguments, "--clips", "2"]) == 0
    first = read_clips(tmp_path / "clips").all
    assert all(len(one.notes) and np.abs(one.sound).max() == 0.5 for one in first)


def test_a_run_that_stopped_goes_on_and_learns(tmp_path: Path) -> None:
    clips = Clips(tuple(clip(k) for k in range(3)))
    torch.manual_seed(0)
    rng = np.random.default_rng(5)
    lessons = [random_lesson(clips, rng) for _ in range(2)]
    begun = teach(clips, tmp_path, plan=Teaching(1, 1), size=SMALL)
    before = losses(begun, lessons).detach()
    plan = Teaching(16, 1, rate=0.3)
    network = teach(clips, tmp_path, plan=plan, size=SMALL)
    after = losses(network, lessons).detach()
    assert int(torch.load(tmp_path / "training.pt", weights_only=True)["step"]) == 16
    assert (after < 0.8 * before).all(), (before, after)
    path = publish(network, tmp_path, plan=plan, clips=3)
    card = json.loads((tmp_path / CARD).read_text())
    assert path.name == WEIGHTS
    assert card["plan"]["steps"] == 16
    heard = load_note_network(path).logits(lessons[0].features)
    with torch.no_grad():
        wanted = network(torch.from_numpy(lessons[0].features[None]))[0].numpy()
    assert np.abs(heard - wanted).max() < 0.05
