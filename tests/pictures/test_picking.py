from __future__ import annotations

import numpy as np
import pytest

from gdstudio.pictures.box import BOX_HEIGHT
from gdstudio.pictures.camera import Camera
from gdstudio.pictures.mesh import SurfaceMesh, surface_mesh
from gdstudio.pictures.picking import pick, pick_at_height, visible

SIZE = (640, 480)
GRID = np.linspace(-5, 5, 101)


def himmelblau() -> SurfaceMesh:
    x, y = np.meshgrid(GRID, GRID)
    return surface_mesh(GRID, GRID, (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2)


def wall() -> SurfaceMesh:
    """Flat, with a wall along y = 0 as high as the box."""
    z = np.zeros((101, 101))
    z[50] = 1
    return surface_mesh(GRID, GRID, z)


@pytest.mark.parametrize("orthographic", [False, True])
def test_that_what_is_seen_of_a_surface_is_picked_within_a_cell(orthographic: bool) -> None:
    mesh = himmelblau()
    generator = np.random.default_rng(5)
    seen, picked = [], []
    while len(seen) < 40:
        azimuth, elevation = generator.uniform([-180, 30], [180, 89])
        camera = Camera(azimuth=azimuth, elevation=elevation, orthographic=orthographic)
        place = generator.uniform(-4.9, 4.9, 2)
        point = mesh.place_on_surface(place)
        if visible(mesh, camera, point)[0]:
            px, py, _ = camera.project(point[0], *SIZE)
            seen.append(place)
            picked.append(pick(mesh, camera, px, py, *SIZE) or (np.nan, np.nan))

    off = np.abs(np.array(seen) - np.array(picked)).max(axis=1)
    assert np.isfinite(off).all()
    assert (off < 0.1).sum() >= 38  # a place just behind an edge counts as seen, the edge is picked


def test_that_the_picked_place_lies_under_the_pixel() -> None:
    mesh, camera = himmelblau(), Camera()
    for px, py in ((200, 200), (320, 240), (420, 180)):
        place = pick(mesh, camera, px, py, *SIZE)
        assert place is not None
        x, y, _ = camera.project(mesh.place_on_surface(place)[0], *SIZE)
        assert (x, y) == pytest.approx((px, py), abs=0.2)


def test_that_nothing_is_picked_beside_the_surface_or_in_a_hole() -> None:
    z = np.zeros((101, 101))
    z[40:61, 40:61] = np.nan
    mesh, camera = surface_mesh(GRID, GRID, z), Camera(elevation=80)
    hole, ground = camera.project([[0, 0, 0], [0.7, 0.7, 0]], *SIZE)[:, :2]

    assert pick(mesh, camera, *hole, *SIZE) is None
    assert pick(mesh, camera, 2, 2, *SIZE) is None
    assert pick(mesh, camera, *ground, *SIZE) == pytest.approx((3.5, 3.5), abs=0.01)


def test_that_the_nearer_of_two_slopes_is_picked() -> None:
    mesh, camera = wall(), Camera(azimuth=-90, elevation=20)
    behind = np.array([0.0, 0.3, 0.0])  # hidden behind the wall, seen from -y

    x, y = pick(mesh, camera, *camera.project(behind, *SIZE)[:2], *SIZE) or (np.nan, np.nan)

    assert (x, y) == pytest.approx((0, 0), abs=0.1)


def test_that_a_wall_hides_what_is_behind_it_and_nothing_else() -> None:
    mesh, camera = wall(), Camera(azimuth=-90, elevation=20)
    points = np.array(
        [[0, -0.5, 0], [0, 0.3, 0], [0, 0.3, 2 * BOX_HEIGHT], [0, 0, BOX_HEIGHT], [0.9, 0.95, 0.9]]
    )

    np.testing.assert_array_equal(visible(mesh, camera, points), [True, False, True, True, True])


def test_that_the_lower_side_is_seen_only_where_it_is_asked_for() -> None:
    x = np.linspace(-1, 1, 41)
    mesh = surface_mesh(x, x, np.tile(-x[:, None], (1, 41)))  # rises towards the eye
    points = mesh.place_on_surface([(-0.5, 0.2), (0.0, 0.0), (0.4, -0.6)])
    for elevation, seen in ((5, False), (80, True)):
        camera = Camera(-90, elevation)
        assert list(visible(mesh, camera, points)) == [seen] * 3
        assert list(visible(mesh, camera, points, from_below=True)) == [True] * 3
    behind = wall().place_on_surface([(0.0, 4.0)])  # hidden by what stands before it, not below
    assert not visible(wall(), Camera(-90, 10), behind, from_below=True)[0]


def test_that_seen_from_above_the_whole_surface_is_visible() -> None:
    mesh = himmelblau()
    places = mesh.place_on_surface(np.random.default_rng(2).uniform(-5, 5, (300, 2)))

    assert visible(mesh, Camera(elevation=90, orthographic=True), places).all()


def test_that_sight_of_no_points_and_of_missing_points_is_answered() -> None:
    mesh = wall()
    assert visible(mesh, Camera(), np.empty((0, 3))).shape == (0,)
    assert visible(mesh, Camera(), np.full((2, 3), np.nan)).shape == (2,)


def test_that_a_drag_beside_the_surface_stays_on_its_edge() -> None:
    mesh, camera = wall(), Camera(azimuth=-90, elevation=60)

    x, y = pick_at_height(mesh, camera, 639, 240, *SIZE, at=0.0)

    assert x == pytest.approx(5.0)
    assert -5 < y < 5


@pytest.mark.parametrize(
    ("azimuth", "wall", "point"),
    [
        (-90, np.s_[:6, :], (0.1, 0.9)),
        (90, np.s_[95:, :], (0.1, -0.9)),
        (180, np.s_[:, :6], (0.9, 0.1)),
        (0, np.s_[:, 95:], (-0.9, 0.1)),
    ],
)
def test_that_a_wall_at_the_near_edge_hides_what_is_at_the_far_one(azimuth, wall, point) -> None:
    z = np.zeros((101, 101))
    z[wall] = 1
    mesh = surface_mesh(GRID, GRID, z)
    points = np.array([[*point, 0.0]])
    camera = Camera(azimuth=azimuth, elevation=20, orthographic=True)
    assert visible(mesh, camera, points).tolist() == [False]
    opposite = Camera(azimuth=azimuth + 180, elevation=20, orthographic=True)
    assert visible(mesh, opposite, points).tolist() == [True]
