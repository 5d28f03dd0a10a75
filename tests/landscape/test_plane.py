import numpy as np
import pytest

from gdstudio.errors import GdstudioError
from gdstudio.landscape.directions import Direction
from gdstudio.landscape.plane import Plane, plane_of_three
from gdstudio.landscape.trajectory import (
    principal_components,
    random_walk,
    trajectory_plane,
)

RNG = np.random.default_rng(7)


def plane(n=50, lengths=(3.0, 0.01)):
    origin, u, v = RNG.standard_normal((3, n))
    return Plane(origin, Direction("u", u * lengths[0]), Direction("v", v * lengths[1]))


def test_that_coordinates_are_in_units_of_the_directions():
    # Not lengths along them: u is some 20 long, v some 0.07, and they are not at right angles.
    p, places = plane(), np.array([[1.0, 0], [0, 1], [-0.25, 3], [0, 0]])
    points = [p.point(*place) for place in places]
    assert p.coordinates(points) == pytest.approx(places, abs=1e-9)
    assert p.distances(points) == pytest.approx(0, abs=1e-9)


def test_that_coordinates_are_those_of_least_squares():
    p, vectors = plane(), RNG.standard_normal((4, 50))
    expected = np.linalg.lstsq(p.directions.T, (vectors - p.origin).T, rcond=None)[0].T
    assert p.coordinates(vectors) == pytest.approx(expected, rel=1e-6)
    shadows = np.array([p.point(*place) for place in expected])
    assert p.distances(vectors) == pytest.approx(np.linalg.norm(vectors - shadows, axis=1))


def test_that_the_share_of_movement_is_of_the_variance():
    # A path that moves 3 along the plane and 4 across: 9 / 25 of its variance is in the plane.
    e = np.eye(4)
    p = Plane(np.zeros(4), Direction("u", e[0]), Direction("v", 5 * e[1]))
    assert p.share_of_movement(np.array([0 * e[0], 3 * e[0] + 4 * e[2]])) == pytest.approx(0.36)
    assert p.share_of_movement(np.array([e[2], e[2] + e[1]])) == pytest.approx(1)
    assert p.share_of_movement(np.array([e[2], e[2]])) == 0


@pytest.mark.parametrize("factor", [1.0, -2.0, 1e-9])
def test_that_one_direction_twice_spans_no_plane(factor):
    u = RNG.standard_normal(20)
    with pytest.raises(GdstudioError, match="span no plane"):
        Plane(np.zeros(20), Direction("u", u), Direction("v", factor * u))


def test_that_a_plane_keeps_its_own_arrays():
    origin, u, v = RNG.standard_normal((3, 5))
    p = Plane(origin, Direction("u", u), Direction("v", v))
    before = p.point(1, 1)
    origin += 1
    u += 1
    assert np.array_equal(p.point(1, 1), before)
    with pytest.raises(ValueError, match="read-only"):
        p.origin[0] = 1


def test_that_three_networks_stand_at_their_places():
    a, b, c = RNG.standard_normal((3, 30)).astype(np.float32)
    p = plane_of_three(a, b, c)
    found = p.coordinates(np.stack([a, b, c]))
    assert found[:2] == pytest.approx(np.array([[0, 0], [1, 0]]), abs=1e-9)
    assert found[2, 1] == pytest.approx(1)
    assert p.distances(np.stack([a, b, c])) == pytest.approx(0, abs=1e-6)
    assert p.u.vector @ p.v.vector == pytest.approx(0, abs=1e-9)


def test_that_three_networks_on_a_line_span_no_plane():
    a, b = RNG.standard_normal((2, 30))
    for c in (a, b, (a + b) / 2):
        with pytest.raises(GdstudioError, match="one line"):
            plane_of_three(a, b, c)
    with pytest.raises(GdstudioError, match="one line"):
        plane_of_three(a, a, b)


def test_that_components_are_those_of_the_covariance():
    path = RNG.standard_normal((12, 6)) * [5, 3, 1, 0.5, 0.2, 0.1]
    found = principal_components(path.astype(np.float32), 3)
    values, vectors = np.linalg.eigh(np.cov(path.T))
    assert found.explained == pytest.approx(values[::-1][:3] / values.sum(), rel=1e-5)
    cosines = np.abs(np.sum(found.directions * vectors[:, ::-1][:, :3].T, axis=1))
    assert cosines == pytest.approx(1, abs=1e-5)


def test_that_columns_in_blocks_change_nothing():
    path = RNG.standard_normal((5, 9000)).cumsum(axis=0)
    found = principal_components(path)
    centred = path - path.mean(axis=0)
    s = np.linalg.svd(centred, compute_uv=False)
    assert found.explained == pytest.approx(s[:2] ** 2 / (s**2).sum())
    assert found.directions @ found.directions.T == pytest.approx(np.eye(2), abs=1e-9)


def test_that_the_plane_of_a_path_holds_its_explained_variance():
    path = RNG.standard_normal((20, 40)).cumsum(axis=0)
    p, components = trajectory_plane(path)
    assert p.share_of_movement(path) == pytest.approx(components.explained.sum())
    places = p.coordinates(path)
    assert places[-1] == pytest.approx([0, 0], abs=1e-9)
    assert (places[0] <= 1e-9).all()


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (np.zeros((1, 5)), "1 points are not enough"),
        (np.zeros((2, 5)), "2 points are not enough"),
        (np.ones((4, 5)), "along a line or not at all"),
        (np.arange(4.0)[:, None] * np.ones(5), "along a line or not at all"),
    ],
)
def test_that_a_path_without_a_plane_is_told(path, reason):
    with pytest.raises(GdstudioError, match=reason):
        trajectory_plane(path)


def test_that_a_walk_of_chance_has_the_variances_of_theory():
    # 6 / pi^2 and 6 / (4 pi^2), Antognini and Sohl-Dickstein 2018, for many steps and dimensions.
    even = np.eye(150, 20_000).cumsum(axis=0)
    walk = random_walk(even, np.random.default_rng(1))
    assert np.linalg.norm(np.diff(walk, axis=0), axis=1) == pytest.approx(1)
    found = principal_components(walk).explained
    assert found == pytest.approx(np.array([1, 1 / 4]) * 6 / np.pi**2, abs=0.02)


def test_that_the_shadow_is_the_nearest_point_and_its_distance():
    p, vector = plane(), RNG.standard_normal(50)
    place, distance = p.shadow(vector)
    assert place == pytest.approx(p.coordinates(vector)[0])
    assert distance == pytest.approx(p.distances(vector)[0])
    place, distance = p.shadow(p.point(0.5, -2.0))
    assert place == pytest.approx([0.5, -2.0])
    assert distance == pytest.approx(0.0, abs=1e-6)
