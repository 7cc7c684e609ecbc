import numpy as np

from foley_post.generate.clock import TICK_HZ, resample, tick_times, ticks_in


def test_a_moment_between_frames_of_a_variable_rate_lies_where_its_true_time_says():
    times = np.array([0.0, 0.031, 0.08, 0.101, 0.15, 0.17])
    values = (3.0 * times)[:, None].astype(np.float32)
    out, known = resample(times, values, 8)
    at = tick_times(8)
    assert known.all()
    assert np.allclose(out[:, 0], 3 * at, atol=1e-5)


def test_a_long_gap_is_unknown_and_holds_zero_instead_of_a_guess():
    times = np.arange(50) / 25
    values = np.ones((50, 1), dtype=np.float32)
    values[10:30] = np.nan
    out, known = resample(times, values, ticks_in(2.0))
    inside = (tick_times(len(out)) > 0.45) & (tick_times(len(out)) < 1.15)
    assert not known[inside].any()
    assert (out[inside] == 0).all()
    assert np.isfinite(out).all()


def test_beyond_the_last_frame_nothing_is_known():
    times = np.arange(25) / 25
    _, known = resample(times, np.ones((25, 2), dtype=np.float32), 2 * TICK_HZ)
    assert known[: TICK_HZ - 2].all()
    assert not known[TICK_HZ + 1 :].any()


def test_no_frames_at_all_is_nothing_known():
    out, known = resample(np.zeros(0), np.zeros((0, 67, 2), dtype=np.float32), 10)
    assert out.shape == (10, 67, 2)
    assert not known.any()
