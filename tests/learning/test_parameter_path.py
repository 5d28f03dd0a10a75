import numpy as np
import pytest

from gdstudio.errors import InvalidValue
from gdstudio.learning.path import MAX_BYTES, MAX_POINTS, ParameterPath


def driven(n_steps, planned, n=3):
    path = ParameterPath(n)
    for step in range(n_steps + 1):
        if step >= path.next_step(planned):
            path.append(step, np.full(n, step, np.float32))
    path.append(n_steps, np.full(n, n_steps, np.float32))
    return path


def test_that_points_are_a_tenth_apart_at_first_and_then_even():
    path = driven(10_000, 10_000)
    steps = path.steps()
    assert steps[:21].tolist() == list(range(21))
    assert np.array_equal(path.points()[:, 0], steps)
    late = np.diff(steps[steps >= 1000])
    assert set(late[:-1].tolist()) == {100}
    assert len(path) <= MAX_POINTS


def test_that_a_full_path_is_thinned_evenly_and_keeps_both_ends():
    path = driven(5000, 100)  # the plan was a hundred steps: one point a step
    steps = path.steps()
    assert MAX_POINTS // 2 <= len(path) <= MAX_POINTS
    assert (steps[0], steps[-1]) == (0, 5000)
    gaps = np.diff(steps)
    assert gaps.max() <= 2 * gaps[5:-5].min()
    assert np.array_equal(path.points()[:, 0], steps)


def test_that_a_wide_network_stays_within_the_memory():
    n = 1_000_000
    path = ParameterPath(n)
    assert path.limit * n * 4 <= MAX_BYTES
    for step in range(40):
        path.append(step, np.zeros(n, np.float32))
    assert len(path) <= path.limit


def test_that_points_are_copied_and_made_float32():
    path, parameters = ParameterPath(2), np.array([1.0, 2.0])
    path.append(0, parameters)
    parameters[0] = 9.0
    assert path.points().dtype == np.float32
    assert path.points().tolist() == [[1.0, 2.0]]


def test_that_the_same_step_twice_is_one_point_and_an_earlier_one_is_refused():
    path = ParameterPath(1)
    path.append(3, np.ones(1))
    path.append(3, np.zeros(1))
    assert path.points().tolist() == [[1.0]]
    with pytest.raises(InvalidValue, match="step of the path: 2 "):
        path.append(2, np.ones(1))


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e39])
def test_that_points_beyond_float32_are_left_out(bad):
    path = ParameterPath(1)
    path.append(0, np.array([bad]))
    assert len(path) == 0
    assert path.points().shape == (0, 1)


def test_that_a_path_goes_on_after_a_file_as_if_nothing_had_been():
    path = driven(700, 350)
    again = ParameterPath.from_arrays(path.to_arrays(), 3)
    for one in (path, again):
        for step in range(701, 3000):
            if step >= one.next_step(3000):
                one.append(step, np.full(3, step, np.float32))
    assert path.steps().tolist() == again.steps().tolist()
    assert path.points().tobytes() == again.points().tobytes()
