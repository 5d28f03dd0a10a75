from __future__ import annotations

import itertools

import numpy as np
import pytest

from gdstudio.pictures.contour_map import contour_segments


def test_that_the_contour_of_a_ramp_is_one_straight_line() -> None:
    ramp = np.tile(np.linspace(-1, 1, 6), (4, 1))

    segments, of_level = contour_segments(ramp, np.array([0.3]))

    np.testing.assert_allclose(segments[..., 0], 0.3, atol=1e-12)
    assert np.abs(np.diff(segments[..., 1], axis=1)).sum() == pytest.approx(2.0)
    assert (of_level == 0).all()


def test_that_contours_of_a_cone_are_circles_of_the_right_length() -> None:
    x = np.linspace(-1, 1, 81)
    radius = np.hypot(x[None, :], x[:, None])
    levels = np.array([0.25, 0.5, 0.75])

    segments, of_level = contour_segments(radius, levels)

    ends = np.hypot(segments[..., 0], segments[..., 1])
    np.testing.assert_allclose(
        ends, np.broadcast_to(levels[of_level][:, None], ends.shape), atol=1e-3
    )
    lengths = np.hypot(*np.diff(segments, axis=1)[:, 0].T)
    for k, level in enumerate(levels):
        assert lengths[of_level == k].sum() == pytest.approx(2 * np.pi * level, rel=2e-3)


@pytest.mark.parametrize("signs", list(itertools.product([-1.0, 1.0], repeat=4)))
def test_that_every_case_crosses_exactly_the_edges_that_change_sign(
    signs: tuple[float, ...],
) -> None:
    (a, b), (d, c) = grid = np.array(signs).reshape(2, 2) * [[1.0, 2.0], [3.0, 1.5]]
    midpoints = {  # where each edge is zero, by hand: share = from / (from - to)
        (-1 + 2 * a / (a - b), -1.0) if a * b < 0 else None,
        (1.0, -1 + 2 * b / (b - c)) if b * c < 0 else None,
        (-1 + 2 * d / (d - c), 1.0) if c * d < 0 else None,
        (-1.0, -1 + 2 * a / (a - d)) if a * d < 0 else None,
    } - {None}

    segments, _ = contour_segments(grid, np.array([0.0]))

    found = {tuple(point) for point in segments.reshape(-1, 2).round(9).tolist()}
    assert found == {tuple(np.round(point, 9)) for point in midpoints}
    assert len(segments) * 2 == len(midpoints)


@pytest.mark.parametrize(("lift", "slope"), [(0.5, -1), (-0.5, 1)])
def test_that_the_mean_of_a_saddle_says_which_corners_are_cut_off(lift: float, slope: int) -> None:
    grid = np.array([[1.0, -1.0], [-1.0, 1.0]]) + lift

    segments, _ = contour_segments(grid, np.array([0.0]))

    # A high middle joins the high corners on the rising diagonal; the low ones, on the falling
    # diagonal, are cut off, each by a segment whose middle lies on that diagonal. And vice versa.
    middles = segments.mean(axis=1)
    assert len(segments) == 2
    np.testing.assert_allclose(middles[:, 1], slope * middles[:, 0], atol=1e-12)
    assert middles[0, 0] * middles[1, 0] < 0


def test_that_cells_beside_a_hole_carry_no_contour() -> None:
    ramp = np.tile(np.linspace(-1, 1, 6), (4, 1))
    ramp[0, 2] = np.nan

    segments, _ = contour_segments(ramp, np.array([0.0]))

    assert segments[..., 1].min() == pytest.approx(-1 + 2 / 3)


def test_that_a_surface_without_crossings_and_no_levels_give_nothing() -> None:
    assert contour_segments(np.zeros((3, 3)), np.array([1.0]))[0].shape == (0, 2, 2)
    assert contour_segments(np.eye(3), np.empty(0))[0].shape == (0, 2, 2)
