from __future__ import annotations

import numpy as np
import pytest

from gdstudio.pictures.box import BOX_FLOOR, BOX_HEIGHT
from gdstudio.pictures.camera import DISTANCES, Camera

SIZES = [(600, 500), (300, 700), (1000, 200)]
CAMERAS = [
    Camera(),
    Camera(azimuth=140, elevation=75, distance=9, centre=(0.3, -0.4, 0.2)),
    Camera(azimuth=-170, elevation=5, distance=4, orthographic=True),
    Camera(elevation=90),
]


@pytest.fixture
def points() -> np.ndarray:
    return np.random.default_rng(3).uniform(-1, 1, (40, 3))


@pytest.mark.parametrize("camera", CAMERAS)
@pytest.mark.parametrize("size", SIZES)
def test_that_the_centre_is_in_the_middle_of_the_picture(
    camera: Camera, size: tuple[int, int]
) -> None:
    x, y, depth = camera.project(camera.centre, *size)

    assert (x, y, depth) == pytest.approx((size[0] / 2, size[1] / 2, camera.distance))


@pytest.mark.parametrize("camera", CAMERAS)
@pytest.mark.parametrize("size", SIZES)
def test_that_the_matrices_for_opengl_put_points_on_the_same_pixels(
    camera: Camera, size: tuple[int, int], points: np.ndarray
) -> None:
    matrix = camera.projection_matrix(*size) @ camera.view_matrix()
    clip = np.hstack([points, np.ones((40, 1))]) @ matrix.T
    ndc = clip[:, :3] / clip[:, 3:]

    projected = camera.project(points, *size)

    np.testing.assert_allclose((ndc[:, 0] + 1) / 2 * size[0], projected[:, 0], atol=1e-9)
    np.testing.assert_allclose((1 - ndc[:, 1]) / 2 * size[1], projected[:, 1], atol=1e-9)
    assert (np.abs(ndc[:, 2]) < 1).all()  # between near and far
    np.testing.assert_array_equal(np.argsort(ndc[:, 2]), np.argsort(projected[:, 2]))


@pytest.mark.parametrize("camera", CAMERAS)
@pytest.mark.parametrize("size", [*SIZES, (1, 1)])
def test_that_the_ray_of_a_points_pixel_goes_through_the_point(
    camera: Camera, size: tuple[int, int], points: np.ndarray
) -> None:
    for point in points:
        px, py, _ = camera.project(point, *size)
        start, direction = camera.ray(px, py, *size)
        assert np.linalg.norm(np.cross(point - start, direction)) < 1e-9
        assert (point - start) @ direction > 0


def test_that_the_first_view_has_x_to_the_right_y_away_and_height_upwards() -> None:
    origin, x, y, z = Camera().project([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], 600, 500)

    assert x[0] > origin[0]
    assert y[2] > origin[2]
    assert z[1] < origin[1]
    assert abs(z[0] - origin[0]) < 1e-9


def test_that_parallel_projection_keeps_parallels_and_the_scale_at_the_centre() -> None:
    perspective, parallel = Camera(elevation=40), Camera(elevation=40, orthographic=True)
    near, far = (
        np.diff(parallel.project([[-1, y, 0], [1, y, 0]], 600, 500)[:, :2], axis=0) for y in (-1, 1)
    )
    np.testing.assert_allclose(near, far, atol=1e-9)

    side = np.array([-np.sin(np.radians(-62)), np.cos(np.radians(-62)), 0])
    beside = np.array(perspective.centre) + 0.3 * side
    np.testing.assert_allclose(
        perspective.project(beside, 600, 500), parallel.project(beside, 600, 500), atol=1e-9
    )


@pytest.mark.parametrize("camera", CAMERAS)
def test_that_panning_moves_the_centre_by_the_pixels_asked_for(camera: Camera) -> None:
    moved = camera.panned(20, -30, 600, 500)

    x, y, _ = moved.project(camera.centre, 600, 500)

    assert (x, y) == pytest.approx((320, 220))


def test_that_zooming_enlarges_by_the_factor_and_stays_in_bounds() -> None:
    camera = Camera(orthographic=True)
    side = camera.project([[0, 0, 0], [1, 0, 0]], 600, 500)
    twice = camera.zoomed(2).project([[0, 0, 0], [1, 0, 0]], 600, 500)
    np.testing.assert_allclose(np.diff(twice, axis=0)[0, :2], 2 * np.diff(side, axis=0)[0, :2])

    assert (camera.zoomed(1e9).distance, camera.zoomed(1e-9).distance) == DISTANCES


def test_that_turning_wraps_round_and_never_goes_under_the_floor() -> None:
    camera = Camera(azimuth=170, elevation=80).turned(20, 40)
    assert (camera.azimuth, camera.elevation) == (-170, 90)
    assert camera.turned(0, -200).elevation == 3


def test_that_points_behind_the_eye_have_no_pixel() -> None:
    camera = Camera()
    behind = camera.eye() * 1.5

    assert np.isnan(camera.project(behind, 600, 500)[:2]).all()


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (0, 300)])
def test_that_an_empty_picture_divides_by_nothing(size: tuple[int, int]) -> None:
    camera = Camera()
    for array in (camera.projection_matrix(*size), *camera.ray(0, 0, *size)):
        assert np.isfinite(array).all()
    assert camera.panned(1, 1, *size).distance == camera.distance


@pytest.mark.parametrize(
    "size", [(240, 180), (300, 300), (310, 260), (430, 210), (535, 277), (800, 600), (1150, 480)]
)
def test_that_the_box_fills_the_picture_of_any_shape_and_leaves_room_for_its_words(size):
    corners = [(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (BOX_FLOOR, BOX_HEIGHT)]
    pixels = Camera().project(corners, *size)[:, :2]
    across, down = (np.ptp(pixels, axis=0) / size).tolist()
    assert across > 0.7 or down > 0.85
    assert across < 0.8
    assert down < 0.9
