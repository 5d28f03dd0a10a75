from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from gdstudio.errors import InvalidValue
from gdstudio.pictures.box import BOX_HEIGHT, HeightScale
from gdstudio.pictures.mesh import SurfaceMesh, surface_mesh
from gdstudio.pictures.palette import VIRIDIS

X3, Y3 = [0.0, 1.0, 2.0], [10.0, 20.0, 30.0]


def ramp() -> SurfaceMesh:
    """z = x on 3 x 3 points."""
    return surface_mesh(X3, Y3, np.tile(X3, (3, 1)))


def test_that_vertices_fill_the_box_row_after_row() -> None:
    mesh = ramp()
    h = BOX_HEIGHT / 2

    assert mesh.vertices.dtype == np.float32
    expected = [[-1, -1, 0], [0, -1, h], [1, -1, 2 * h], [-1, 0, 0], [0, 0, h], [1, 0, 2 * h]]
    np.testing.assert_allclose(mesh.vertices[:6], expected, atol=1e-7)


def test_that_every_cell_has_two_triangles_that_face_up() -> None:
    mesh = ramp()

    assert mesh.faces.dtype == np.uint32
    assert mesh.faces.shape == (8, 3)
    a, b, c = (mesh.vertices[mesh.faces[:, k], :2] for k in range(3))
    doubled = (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]
    np.testing.assert_allclose(doubled, 1.0)  # half of each cell of 1 x 1, anticlockwise from above


def test_that_normals_of_a_slope_stand_upright_on_it() -> None:
    slope = BOX_HEIGHT / 2  # rises BOX_HEIGHT over a width of 2
    expected = np.array([-slope, 0, 1]) / np.hypot(slope, 1)

    np.testing.assert_allclose(ramp().normals, np.tile(expected, (9, 1)), atol=1e-6)


@pytest.mark.parametrize(("row", "column", "n_faces"), [(0, 0, 6), (0, 1, 4), (1, 1, 0), (2, 2, 6)])
def test_that_no_triangle_touches_a_point_cut_out(row: int, column: int, n_faces: int) -> None:
    z = np.zeros((3, 3))
    z[row, column] = np.nan

    mesh = surface_mesh(X3, Y3, z)

    assert mesh.faces.shape == (n_faces, 3)
    assert 3 * row + column not in mesh.faces
    for array in (mesh.vertices, mesh.normals, mesh.colours):
        assert np.isfinite(array).all()


@pytest.mark.parametrize("value", [np.inf, -np.inf, 1e308, -1e308, np.nan])
def test_that_values_that_are_not_finite_are_cut_out_and_do_not_set_the_scale(value: float) -> None:
    z = np.tile(X3, (3, 1))
    z[0, 2] = value

    mesh = surface_mesh(X3, Y3, z)

    assert mesh.transform.z_range == (0.0, 2.0)
    assert np.isnan(mesh.heights[0, 2])
    assert len(mesh.faces) == 6


def test_that_nothing_is_drawn_where_all_is_cut_out() -> None:
    mesh = surface_mesh(X3, Y3, np.full((3, 3), np.nan))

    assert len(mesh.faces) == 0
    assert len(mesh.contours) == 0


def test_that_a_flat_surface_lies_at_the_bottom_in_one_colour() -> None:
    mesh = surface_mesh(X3, Y3, np.full((3, 3), 7.0))

    assert (mesh.heights == 0).all()
    assert (mesh.colours == mesh.colours[0]).all()


def test_that_colours_go_from_the_first_to_the_last_of_the_table() -> None:
    away = surface_mesh(X3, Y3, np.tile([2.0, 1.0, 0.0], (3, 1)))  # turned away from the light
    last, *_, first = away.colours.reshape(3, 3, 4)[0]

    for colour, row in ((first, VIRIDIS[0]), (last, VIRIDIS[255])):
        shade = colour[:3] / (row / 255)
        np.testing.assert_allclose(shade, shade[0], rtol=1e-4)  # darker, of the same hue
        assert 0.5 < shade[0] < 1
        assert colour[3] == 1


def test_that_level_places_show_the_very_colour_of_the_scale() -> None:
    flat = surface_mesh(X3, Y3, np.full((3, 3), 7.0))

    np.testing.assert_allclose(flat.colours[:, :3], np.tile(VIRIDIS[0] / 255, (9, 1)), atol=1e-6)


def test_that_slopes_towards_the_light_are_brighter() -> None:
    x = np.linspace(-1, 1, 21)
    hill = np.tile(-np.abs(x), (21, 1))  # a roof; light comes from smaller x

    red, green, blue = surface_mesh(x, x, hill).colours[:, :3].reshape(21, 21, 3)[10].T

    for channel in (red, green, blue):
        assert channel[5] > channel[15]


def test_that_all_arrays_are_read_only_and_input_is_not_kept() -> None:
    z = np.tile(X3, (3, 1))
    mesh = surface_mesh(X3, Y3, z)
    z[:] = 99

    for field in dataclasses.fields(mesh):
        value = getattr(mesh, field.name)
        assert not isinstance(value, np.ndarray) or not value.flags.writeable, field.name
    assert mesh.heights.max() == np.float32(BOX_HEIGHT)


def test_that_points_are_placed_exactly_on_a_bilinear_surface() -> None:
    x, y = np.linspace(-2, 2, 5), np.linspace(0, 3, 4)
    mesh = surface_mesh(x, y, x[None, :] * y[:, None])  # between -6 and 6, bilinear in each cell
    points = np.random.default_rng(1).uniform([-2, 0], [2, 3], (50, 2))

    placed = mesh.place_on_surface(points)

    np.testing.assert_allclose(placed[:, 0], points[:, 0] / 2, atol=1e-12)
    np.testing.assert_allclose(placed[:, 1], points[:, 1] / 1.5 - 1, atol=1e-12)
    expected = (points[:, 0] * points[:, 1] + 6) / 12 * BOX_HEIGHT
    np.testing.assert_allclose(placed[:, 2], expected, atol=1e-6)


def test_that_points_outside_and_in_holes_have_no_height() -> None:
    z = np.zeros((3, 3))
    z[0, 0] = np.nan
    mesh = surface_mesh(X3, Y3, z)

    height = mesh.place_on_surface([[0.5, 15], [1.5, 25], [2.1, 25], [1, 9], [2, 30]])[:, 2]

    np.testing.assert_array_equal(np.isnan(height), [True, False, True, True, False])


def test_that_a_draped_path_keeps_its_points_and_follows_the_surface_between_them() -> None:
    x = np.linspace(-1, 1, 41)
    mesh = surface_mesh(x, x, x[None, :] ** 2 + x[:, None] ** 2)
    corners = np.array([[-0.9, 0.0], [0.9, 0.1], [0.9, 0.1], [0.2, -0.8]])

    draped = mesh.drape(corners, step=0.05)

    distances = np.linalg.norm(draped[:, None, :2] - corners[None], axis=2)
    np.testing.assert_allclose(distances.min(axis=0), 0, atol=1e-12)
    assert np.hypot(*np.diff(draped[:, :2], axis=0).T).max() <= 0.05 + 1e-12
    np.testing.assert_allclose(draped[:, 2], mesh.place_on_surface(draped[:, :2])[:, 2])


@pytest.mark.parametrize("n", [0, 1])
def test_that_a_path_of_less_than_two_points_can_be_draped(n: int) -> None:
    assert ramp().drape(np.full((n, 2), 10.0)).shape == (n, 3)


def test_that_a_draped_path_breaks_where_the_path_is_not_finite() -> None:
    draped = ramp().drape([[0, 10], [np.nan, np.inf], [1e300, 20], [2, 20]])

    assert np.isfinite(draped[0]).all()
    assert np.isnan(draped[:, 2]).any()
    assert len(draped) < 1000


def test_that_a_range_given_holds_higher_values_at_the_edge() -> None:
    mesh = surface_mesh(X3, Y3, np.tile([0.0, 1.0, 50.0], (3, 1)), z_range=(0.0, 2.0))

    np.testing.assert_allclose(mesh.heights[0], [0, BOX_HEIGHT / 2, BOX_HEIGHT], atol=1e-6)


def test_that_log_heights_of_positive_values_are_even_for_equal_ratios() -> None:
    mesh = surface_mesh(X3, Y3, np.tile([1.0, 10.0, 100.0], (3, 1)), scale=HeightScale.LOG)

    np.testing.assert_allclose(mesh.heights[0], [0, BOX_HEIGHT / 2, BOX_HEIGHT], atol=1e-6)


@pytest.mark.parametrize("scale", list(HeightScale))
@pytest.mark.parametrize("ends", [(1.0, 100.0), (0.0, 890.0), (-78.3, 250.0), (-5.0, -1.0)])
def test_that_values_and_heights_are_each_others_inverse(
    scale: HeightScale, ends: tuple[float, float]
) -> None:
    transform = surface_mesh(
        X3, Y3, np.tile([ends[0], 0.5 * sum(ends), ends[1]], (3, 1)), scale=scale
    ).transform
    values = np.linspace(*ends, 17)

    heights = transform.height_of(values)

    assert (np.diff(heights) > 0).all()
    np.testing.assert_allclose(heights[[0, -1]], [0, BOX_HEIGHT], atol=1e-12)


@pytest.mark.parametrize("x", [[0.0], [0.0, np.nan], [1.0, 0.0], [0.0, 0.0], [[0.0, 1.0]]])
def test_that_coordinates_that_do_not_rise_are_refused_by_name(x: list[float]) -> None:
    with pytest.raises(InvalidValue, match="x of the surface"):
        surface_mesh(x, Y3, np.zeros((3, len(x))))


def test_that_viridis_has_the_published_ends_and_middle() -> None:
    np.testing.assert_array_equal(
        VIRIDIS[[0, 128, 255]], [[68, 1, 84], [33, 145, 140], [253, 231, 37]]
    )
