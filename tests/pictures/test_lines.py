import numpy as np
import pytest

from gdstudio.pictures.lines import clipped_path

UNIT = (0.0, 1.0), (0.0, 1.0)


def test_that_a_path_inside_stays_as_it_is():
    points = np.array([[0.1, 0.2], [0.9, 0.8], [0.0, 1.0]])
    np.testing.assert_array_equal(clipped_path(points, *UNIT), points)


def test_that_a_path_that_leaves_and_returns_ends_and_begins_at_the_edge():
    points = [[0.5, 0.5], [2.5, 0.5], [2.5, 2.0], [0.5, 0.0]]
    expected = [[0.5, 0.5], [1.0, 0.5], [np.nan] * 2, [np.nan] * 2, [1.0, 0.5], [0.5, 0.0]]
    np.testing.assert_allclose(clipped_path(points, *UNIT), expected)


def test_that_a_stretch_between_two_points_outside_is_seen_where_it_crosses():
    cut = clipped_path([[-1.0, 0.5], [2.0, 0.5]], *UNIT)
    np.testing.assert_allclose(cut, [[np.nan] * 2, [0.0, 0.5], [1.0, 0.5], [np.nan] * 2])
    assert np.isnan(clipped_path([[-1.0, 0.5], [0.5, 2.5]], *UNIT)).all()


@pytest.mark.parametrize("points", [[[-3.0, 0.5]], [[2.0, 2.0], [3.0, 3.0]], np.empty((0, 2))])
def test_that_nothing_is_left_of_a_path_elsewhere(points):
    assert np.isnan(clipped_path(points, *UNIT)).all()


def test_that_a_break_stays_a_break():
    cut = clipped_path([[0.2, 0.2], [np.nan, np.nan], [0.4, 3.0], [np.inf, 0.5]], *UNIT)
    np.testing.assert_array_equal(cut[0], [0.2, 0.2])
    assert np.isnan(cut[1:]).all()
