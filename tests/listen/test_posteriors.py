"""Sound of any length, in blocks of any size, is heard at its own time."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from tones import plucked

from foley_post.core.progress import Progress
from foley_post.errors import Cancelled, ModelMissing, WeightsRefused
from foley_post.listen import network
from foley_post.listen.network import RATE_HZ, ListenerNetwork, network_file
from foley_post.listen.posteriors import FRAME_S, SILENT_DB, Posteriors, hear


@pytest.fixture(scope="module")
def ears() -> ListenerNetwork:
    return ListenerNetwork()


def test_the_size_of_the_blocks_changes_nothing(ears: ListenerNetwork) -> None:
    sound = plucked([(0.5, 60), (1.6, 64), (3.2, 67)], 4.3)
    whole = hear([sound], network=ears)
    for size in (1, 7, 40_001):
        pieces = np.array_split(sound, range(size * 1000, len(sound), size * 1000))
        split = hear(pieces, network=ears)
        for part in fields(Posteriors):
            assert np.array_equal(getattr(split, part.name), getattr(whole, part.name))


def test_an_onset_is_heard_at_its_time_however_far_into_the_sound(ears: ListenerNetwork) -> None:
    at_s = [1.0, 17.3, 33.9, 50.2]
    heard = hear([plucked([(t, 64) for t in at_s], 52.0)], network=ears)
    strength = heard.onset[:, 64 - network.LOWEST_PITCH].astype(np.float32)
    for t in at_s:
        near = slice(round((t - 0.2) / FRAME_S), round((t + 0.2) / FRAME_S))
        peak_s = (near.start + int(strength[near].argmax())) * FRAME_S
        assert abs(peak_s - t) < 0.02
    assert abs(heard.length_s - 52.0) < 2 * FRAME_S


def test_a_quiet_recording_is_heard_like_a_loud_one(ears: ListenerNetwork) -> None:
    loud = hear([plucked([(0.5, 60)], 2.0, gain=0.5)], network=ears)
    quiet = hear([plucked([(0.5, 60)], 2.0, gain=0.005)], network=ears)
    assert float(quiet.onset.max()) == pytest.approx(float(loud.onset.max()), abs=0.1)


def test_digital_silence_and_no_sound_hold_no_note(ears: ListenerNetwork) -> None:
    silent = hear([np.zeros(3 * RATE_HZ, np.float32)], network=ears)
    assert not silent.onset.any()
    assert (silent.level_db == SILENT_DB).all()
    assert hear([], network=ears).length_s == 0


def test_listening_is_watched_and_can_be_stopped(ears: ListenerNetwork) -> None:
    told: list[Progress] = []

    def stop(progress: Progress) -> None:
        told.append(progress)
        if len(told) == 2:
            raise Cancelled("stop")

    with pytest.raises(Cancelled):
        hear([np.zeros(30 * RATE_HZ, np.float32)], network=ears, length_s=30.0, watcher=stop)
    assert told[0].stage == "listening"
    assert 0 < told[0].share < told[1].share < 1


def test_posteriors_of_different_lengths_are_refused() -> None:
    three = np.zeros(3, np.float32)
    with pytest.raises(ValueError, match="onset and hold"):
        Posteriors(
            np.zeros((3, 88), np.float16), np.zeros((2, 88), np.float16), three, three, three
        )


def test_a_damaged_or_missing_network_is_named(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    monkeypatch.setattr(network, "shipped", lambda *parts: folder)
    with pytest.raises(ModelMissing, match="Install Foley Post again"):
        network_file()
    (folder / "basic_pitch.tflite").write_bytes(b"other")
    (folder / "listener.json").write_text('{"files": {"basic_pitch.tflite": "0"}}')
    with pytest.raises(WeightsRefused, match="damaged"):
        network_file()
