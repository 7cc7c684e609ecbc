from dataclasses import replace

import numpy as np
import pytest

from foley_post.generate.clock import TICK_HZ
from foley_post.generate.encoding import EncodedShot, FrameContext
from foley_post.generate.onsets import onsets, own_threshold, peaks, sure_share
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
    unproven = sync_report_of(_notes(times), actors, proven=False)
    assert unproven["verdict"] == "not proven by the picture"
    half = made_up[::2] + _notes(times[1::2])
    assert sync_report_of(half, actors)["verdict"] == "in sync"


def _heard(likely: dict[float, float], sounding: float) -> EncodedShot:
    ticks = 8 * TICK_HZ
    onset = np.zeros(ticks, dtype=np.float32)
    for time_s, odds in likely.items():
        onset[round(time_s * TICK_HZ)] = odds
    nothing = np.zeros(ticks, dtype=np.float32)
    moment = FrameContext(*(np.zeros(1, np.float32),) * 3, np.zeros(1, bool), nothing[:1])
    return EncodedShot(
        onset=onset,
        offset=nothing,
        sounding=np.full(ticks, sounding, np.float32),
        articulation=np.zeros(ticks, np.int64),
        actors=np.zeros((ticks, 1), np.float32),
        instrument=np.ones(1, np.float32),
        present=np.ones(ticks, bool),
        joints_known=np.ones((ticks, 1), bool),
        moments=dict.fromkeys(np.flatnonzero(onset).tolist(), moment),
    )


def test_what_only_stirs_in_a_rest_is_no_onset_unless_somebody_asks_for_it():
    likely = {1.0: 0.9, 1.3: 0.5, 1.6: 0.9, 4.0: 0.5, 6.0: 0.8}
    heard = _heard(likely, sounding=0.5)
    found = onsets(heard, 8.0, threshold=0.4, density=1.0)
    assert [o.time_s for o in found] == pytest.approx([1.0, 1.3, 1.6, 6.0], abs=0.02)
    assert len(onsets(heard, 8.0, threshold=0.4, density=1.0, asked=True)) == len(likely)
    sounding = onsets(_heard(likely, sounding=0.95), 8.0, threshold=0.4, density=1.0)
    assert len(sounding) == len(likely)


def test_the_share_of_sure_onsets_is_counted():
    heard = _heard({1.0: 0.9, 2.0: 0.5, 3.0: 0.8, 4.0: 0.45}, sounding=0.9)
    assert sure_share(heard, 8.0, 0.4) == 0.5
    assert sure_share(heard, 8.0, 0.95) == 0.0


def test_who_is_seen_well_needs_surer_onsets_than_who_is_seen_badly():
    times = [0.5 + 0.5 * k for k in range(10)]
    well = _heard({**dict.fromkeys(times, 0.9), 6.2: 0.4}, sounding=0.9)
    badly = _heard(dict.fromkeys(times, 0.7), sounding=0.9)
    assert own_threshold(well, 8.0, 0.3) == pytest.approx(0.45)
    assert own_threshold(badly, 8.0, 0.4) == pytest.approx(0.35)


def test_of_a_player_with_hardly_an_onset_the_usual_threshold_counts():
    assert own_threshold(_heard({1.0: 0.9, 2.0: 0.9}, sounding=0.9), 8.0, 0.45) == 0.45
    faint = _heard(dict.fromkeys([1.0, 2.0, 3.0, 4.0, 5.0], 0.2), sounding=0.9)
    assert own_threshold(faint, 8.0, 0.45) == 0.3
