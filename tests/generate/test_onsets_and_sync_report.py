from dataclasses import replace

import numpy as np
import pytest

from foley_post.generate.clock import TICK_HZ
from foley_post.generate.onsets import peaks
from foley_post.generate.sync_report import sync_report_of
from foley_post.midi.notes import Evidence, Note
from foley_post.train.targets import clock_targets


def _notes(times: np.ndarray) -> list[Note]:
    return [Note(float(t), 0.1, 60, 80, joint=33) for t in times]


def test_onsets_are_placed_between_ticks():
    times = np.array([0.213, 0.5, 0.897, 1.304])
    truth = clock_targets(_notes(times), 80)
    found = [t for t, _ in peaks(truth.onset, np.nan_to_num(truth.offset), 0.3)]
    assert found == pytest.approx(times.tolist(), abs=0.001)


def test_a_trill_keeps_every_note_and_a_double_peak_is_one():
    times = 0.3 + np.arange(16) / 16
    truth = clock_targets(_notes(times), 80)
    assert len(peaks(truth.onset, np.nan_to_num(truth.offset), 0.3)) == 16
    onset = np.zeros(20, dtype=np.float32)
    onset[[9, 11]] = 0.9, 0.6
    assert [tick for _, tick in peaks(onset, np.zeros(20, dtype=np.float32), 0.3)] == [9]


@pytest.fixture
def movement() -> tuple[np.ndarray, np.ndarray]:
    times = np.sort(np.random.default_rng(0).uniform(0.5, 59.5, 150))
    actors = np.full((60 * TICK_HZ, 14), -6.0, dtype=np.float32)
    truth = clock_targets(_notes(times), len(actors))
    actors[:, 1] += 10 * truth.onset
    return times, actors


@pytest.mark.parametrize(
    ("late_s", "verdict"), [(0.0, "in sync"), (0.15, "sound late"), (-0.08, "sound early")]
)
def test_a_known_shift_is_measured_and_judged(movement, late_s: float, verdict: str):
    times, actors = movement
    said = sync_report_of(_notes(times + late_s), actors)
    assert said["offset_ms"] == pytest.approx(1000 * late_s, abs=6)
    assert said["verdict"] == verdict


def test_a_known_drift_is_measured(movement):
    times, actors = movement
    said = sync_report_of(_notes(times * (1 + 0.1 / 60)), actors)
    assert said["drift_ms_per_min"] == pytest.approx(100, abs=25)


def test_notes_that_nothing_shows_are_never_called_in_sync(movement):
    times, actors = movement
    made_up = [replace(n, evidence=Evidence.INVENTED) for n in _notes(times)]
    assert sync_report_of(made_up, actors)["verdict"] == "not proven by the picture"
    half = made_up[::2] + _notes(times[1::2])
    assert sync_report_of(half, actors)["verdict"] == "in sync"
