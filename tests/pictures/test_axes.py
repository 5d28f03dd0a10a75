from __future__ import annotations

import numpy as np
import pytest

from gdstudio.pictures.box import (
    BOX_FLOOR,
    BOX_HEIGHT,
    BoxTransform,
    HeightScale,
    floor_lines,
    height_ticks,
    scene_axes,
)
from gdstudio.pictures.camera import Camera
from gdstudio.pictures.ticks import decade_ticks, nice_ticks, tick_labels

BOX = BoxTransform((-2.0, 2.0), (-1.0, 3.0), (0.0, 100.0))


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (-2, 2, [-2, -1, 0, 1, 2]),
        (0, 100, [0, 20, 40, 60, 80, 100]),
        (0.13, 0.87, [0.2, 0.4, 0.6, 0.8]),
        (-5.12, 5.12, [-4, -2, 0, 2, 4]),
        (3e7, 9e7, [3e7, 4e7, 5e7, 6e7, 7e7, 8e7, 9e7]),
        (4, 4, [4]),
    ],
)
def test_that_ticks_are_round_and_inside(low: float, high: float, expected: list[float]) -> None:
    np.testing.assert_allclose(nice_ticks(low, high), expected, atol=1e-12)


def test_that_labels_are_short_and_tell_neighbours_apart() -> None:
    assert tick_labels(np.array([-0.5, 0.0, 0.5])) == ["−0.5", "0", "0.5"]
    assert tick_labels(np.array([0.0, 2e7, 1e8, -1e6])) == ["0", "2·10⁷", "10⁸", "−10⁶"]
    assert tick_labels(np.array([1.5e-6])) == ["1.5·10⁻⁶"]
    assert tick_labels(nice_ticks(0, 0.3, 3)) == ["0", "0.1", "0.2", "0.3"]
    assert tick_labels(np.empty(0)) == []


def test_that_the_ticks_of_a_log_axis_are_powers_of_ten_first() -> None:
    log = BoxTransform((0, 1), (0, 1), (1.0, 1000.0), HeightScale.LOG)

    heights, labels = height_ticks(log)

    assert [label for label in labels if label in ("1", "10", "100", "1000")] == [
        "1",
        "10",
        "100",
        "1000",
    ]
    np.testing.assert_allclose(heights[[labels.index("10")]], BOX_HEIGHT / 3)
    assert np.diff(heights).min() >= 0.1 * BOX_HEIGHT


@pytest.mark.parametrize(
    "ends", [(0.0, 890.0), (-78.0, 250.0), (5.0, 6.0), (-3.0, -2.0), (2.0, 2.0)]
)
def test_that_a_log_axis_has_ticks_for_any_range(ends: tuple[float, float]) -> None:
    heights, labels = height_ticks(BoxTransform((0, 1), (0, 1), ends, HeightScale.LOG))

    assert len(labels) == len(heights) >= 1
    assert len(set(labels)) == len(labels)
    assert (heights >= 0).all()
    assert (heights <= BOX_HEIGHT + 1e-9).all()


def test_that_decades_hold_both_signs() -> None:
    ticks = decade_ticks(-20, 3)

    assert {-20.0, -10.0, 0.0, 1.0, 2.0} <= set(ticks.round(12))
    assert ticks.min() == -20
    assert ticks.max() == 2


@pytest.mark.parametrize("azimuth", [-62, 20, 110, -150])
def test_that_x_and_y_stand_next_to_the_eye_and_the_height_on_the_left(azimuth: float) -> None:
    camera = Camera(azimuth=azimuth)
    corners = np.array([[x, y, BOX_FLOOR] for x in (-1, 1) for y in (-1, 1)])
    projected = camera.project(corners, 600, 500)

    x_axis, y_axis, height = scene_axes(BOX, camera)

    nearest = corners[np.argmin(projected[:, 2])]
    assert x_axis.start[1] == x_axis.end[1] == nearest[1]
    assert y_axis.start[0] == y_axis.end[0] == nearest[0]
    np.testing.assert_array_equal(height.start, corners[np.argmin(projected[:, 0])])
    for axis in (x_axis, y_axis, height):
        way = camera.project([axis.ticks[0], axis.ticks[0] + 0.2 * axis.outwards], 600, 500)
        middle = camera.project(camera.centre, 600, 500)[:2]
        assert (way[1, :2] - way[0, :2]) @ (way[0, :2] - middle) > 0  # away from the box


def test_that_ticks_stand_where_their_values_are() -> None:
    x_axis, y_axis, height = scene_axes(BOX, Camera())

    np.testing.assert_allclose(
        x_axis.ticks[:, 0], np.array([float(t.replace("−", "-")) for t in x_axis.labels]) / 2
    )
    np.testing.assert_allclose(
        y_axis.ticks[:, 1], (np.array([float(t.replace("−", "-")) for t in y_axis.labels]) - 1) / 2
    )
    np.testing.assert_allclose(
        height.ticks[:, 2], np.array([float(t) for t in height.labels]) / 100 * BOX_HEIGHT
    )


def test_that_the_floor_has_its_border_and_a_line_at_every_tick() -> None:
    lines = floor_lines(BOX)

    assert (lines[..., 2] == np.float32(BOX_FLOOR)).all()
    upright = lines[(lines[:, 0, 0] == lines[:, 1, 0])]
    np.testing.assert_allclose(np.unique(upright[:, 0, 0]), [-1, -0.5, 0, 0.5, 1])
