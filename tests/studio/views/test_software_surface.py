"""The surface painted without OpenGL, pixel against mesh."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gdstudio.pictures.box import BOX_FLOOR
from gdstudio.pictures.camera import Camera
from gdstudio.pictures.mesh import SurfaceMesh, surface_mesh
from gdstudio.pictures.picking import pick
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.surface.software_surface_canvas import (
    SoftwareSurfaceCanvas,
    paint_surface,
)
from tests.studio.views.chart_pixels import colours
from tests.studio.views.repaints import is_repainted

GROUND = (255, 0, 255)
ABOVE = Camera(-90, 90, centre=(0.0, 0.0, 0.0), orthographic=True)


def painted(
    mesh: SurfaceMesh, camera: Camera, fine: bool, size: tuple[int, int] = (400, 300)
) -> NDArray[np.int64]:
    """Every pixel of a picture on a ground of its own colour, shape (height, width, 3)."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(*GROUND))
    paint_surface(image, mesh, camera, LIGHT, fine)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(size[1], size[0], 4)
    return pixels[..., 2::-1].astype(np.int64)


def without_lines(mesh: SurfaceMesh) -> SurfaceMesh:
    return replace(mesh, contours=mesh.contours[:0], contour_heights=mesh.contour_heights[:0])


def ramp(n: int) -> SurfaceMesh:
    """A plane that rises to the right in n - 1 steps, and is as deep in steps of its own."""
    x = np.linspace(0, 1, n)
    return surface_mesh(x, x[: max(n // 2, 2)], np.tile(x, (max(n // 2, 2), 1)))


def mean_colour(mesh: SurfaceMesh, row: int, column: int) -> NDArray[np.float64]:
    ny, nx = mesh.heights.shape
    corners = mesh.colours.reshape(ny, nx, 4)[row : row + 2, column : column + 2, :3]
    return corners.reshape(-1, 3).mean(axis=0) * 255


@pytest.mark.parametrize("fine", [False, True])
def test_that_a_cell_has_the_mean_colour_of_its_corners(fine: bool) -> None:
    mesh = without_lines(surface_mesh([0, 1, 2], [0, 1, 2], [[0, 1, 5], [2, 4, 4], [9, 8, 7.0]]))
    pixels = painted(mesh, ABOVE, fine)
    for row in (0, 1):
        for column in (0, 1):
            at = ABOVE.project((column - 0.5, row - 0.5, 0.0), 400, 300)
            found = pixels[round(at[1]), round(at[0])]
            assert found == pytest.approx(mean_colour(mesh, row, column), abs=1)


@pytest.mark.parametrize("fine", [False, True])
def test_that_no_seam_shows_between_cells(fine: bool) -> None:
    near = replace(ABOVE, distance=1.6, azimuth=-77.0)  # the box is larger than the picture
    assert not (painted(ramp(30), near, fine) == GROUND).all(axis=2).any()
    ground = np.abs(painted(ramp(30), near, fine) - GROUND).max(axis=2)
    assert ground.min() > 60


def test_that_the_edge_that_closes_seams_reaches_less_than_half_a_pixel() -> None:
    row = painted(without_lines(ramp(30)), ABOVE, fine=True)[150]
    left, right = (ABOVE.project((x, 0.0, 0.0), 400, 300)[0] for x in (-1, 1))
    assert (left, right) == pytest.approx((104.5, 295.5), abs=0.02)
    columns = np.flatnonzero((row != GROUND).any(axis=1))
    assert (columns[0], columns[-1]) == (104, 295)


@pytest.mark.parametrize(
    ("n", "fine", "n_cells"),
    [
        (201, False, 50), (201, True, 100), (51, False, 50), (52, False, 50), (101, True, 100),
        (21, False, 20), (21, True, 20), (2, False, 1),
    ],
)  # fmt: skip
def test_that_cells_are_as_many_as_the_mesh_has_up_to_a_limit(
    n: int, fine: bool, n_cells: int
) -> None:
    size = (1500, 1300)
    row = painted(without_lines(ramp(n)), ABOVE, fine, size)[650]
    inside = row[(row != GROUND).any(axis=1)]
    ends = [0, *(np.flatnonzero((np.diff(inside, axis=0) != 0).any(axis=1)) + 1), len(inside)]
    long_runs = np.diff(ends) >= 3  # shorter ones are edges
    assert long_runs.sum() == n_cells


def ridge() -> SurfaceMesh:
    x = np.linspace(-2, 2, 41)
    across, along = np.meshgrid(x, x)
    return surface_mesh(x, x, np.exp(-4 * (across - 0.3 * along) ** 2) + 0.3 * along)


@pytest.mark.parametrize("orthographic", [False, True])
@pytest.mark.parametrize("azimuth", [-62, 15, 100, 190])
def test_that_each_pixel_shows_the_place_that_nothing_hides(
    azimuth: float, orthographic: bool
) -> None:
    mesh = without_lines(ridge())
    camera = Camera(azimuth, 14, orthographic=orthographic)
    pixels = painted(mesh, camera, fine=False)
    off = []
    for y in range(10, 300, 12):
        for x in range(10, 400, 12):
            place = pick(mesh, camera, x + 0.5, y + 0.5, 400, 300)
            if place is not None:
                column, row = (min(int((xy + 2) * 10), 39) for xy in place)
                wanted = mean_colour(mesh, row, column)
                off.append(np.abs(pixels[y, x] - wanted).max())
    assert len(off) > 30
    assert np.mean(np.array(off) < 40) > 0.94


def test_that_a_missing_value_takes_away_the_cells_round_it_and_no_more() -> None:
    z = np.add.outer(np.arange(5.0), np.arange(5.0))
    z[1, 2] = np.nan
    mesh = without_lines(surface_mesh(range(5), range(5), z))
    pixels = painted(mesh, ABOVE, fine=False)
    missing = []
    for row in range(4):
        for column in range(4):
            at = ABOVE.project((column / 2 - 0.72, row / 2 - 0.72, 0.0), 400, 300)
            colour = pixels[round(at[1]), round(at[0])]
            if np.abs(colour - mean_colour(mesh, row, column)).max() > 2:
                missing.append((row, column))
    assert missing == [(0, 1), (0, 2), (1, 1), (1, 2)]


def test_that_contour_lines_lie_on_the_surface_only_in_the_fine_picture() -> None:
    mesh = ramp(30)
    fast, fine = (
        (painted(mesh, ABOVE, fine) != painted(without_lines(mesh), ABOVE, fine)).any(axis=2)
        for fine in (False, True)
    )
    assert not fast[110:190].any()
    height = float(mesh.contour_heights[0])
    x = float(mesh.contours[0, 0, 0])
    at = ABOVE.project((x, 0.0, height), 400, 300)
    assert fine[round(at[1]), round(at[0]) - 1 : round(at[0]) + 1].any()
    assert fine.mean() < 0.2


def test_that_a_contour_line_behind_the_ridge_is_not_seen() -> None:
    z = np.zeros((41, 41))
    z[:, 18:22] = 1.0  # a wall across the view
    z[:, 30:32] = 0.4  # a low one behind it
    mesh = surface_mesh(np.linspace(-1, 1, 41), np.linspace(-1, 1, 41), z)
    camera = Camera(180, 12, orthographic=True)
    lines = painted(mesh, camera, fine=True) != painted(without_lines(mesh), camera, fine=True)
    low, high = (camera.project((x, 0.0, h), 400, 300) for x, h in ((0.54, 0.0), (-0.1, 0.95)))
    middle = lines[:, 190:210].any(axis=(1, 2))
    assert middle[round(high[1]) - 3 :].any()
    assert low[1] > high[1]
    assert not lines[round(low[1]) - 1 : round(low[1]) + 2, 190:210].any()


def test_that_contour_lines_are_seen_from_below_through_an_open_side() -> None:
    x = np.linspace(-1, 1, 41)
    mesh = surface_mesh(x, x, np.tile(-x[:, None], (1, 41)))  # rises towards the eye
    camera = Camera(-90, 5)
    lines = painted(mesh, camera, fine=True) != painted(without_lines(mesh), camera, fine=True)
    rows, columns = np.nonzero(lines.any(axis=2))
    assert set(range(150, 250)) <= set(columns)  # across the whole of it
    assert len({*rows}) > 8


def test_that_the_floor_is_below_with_its_border_and_its_contour_lines() -> None:
    nothing = surface_mesh([0, 1], [0, 1], np.full((2, 2), np.nan))
    pixels = painted(nothing, ABOVE, fine=True)
    border = [
        0.9 * b + 0.1 * g for b, g in zip(QColor(LIGHT.border).getRgb(), GROUND, strict=False)
    ]
    for x, y in ((-1, 0.3), (1, 0.3), (0.3, -1), (0.3, 1)):
        at = ABOVE.project((x, y, BOX_FLOOR), 400, 300)
        column, row = int(at[0]), int(at[1])
        near = pixels[row - 1 : row + 2, column - 1 : column + 2].reshape(-1, 3)
        assert (near != GROUND).any()
        assert np.abs(near - border).max(axis=1).min() < 130
    low = Camera(-90, 12, centre=(0.0, 0.0, BOX_FLOOR))
    bare = painted(without_lines(ramp(30)), low, fine=False)
    assert (painted(ramp(30), low, fine=False) != bare).any()


@pytest.fixture
def canvas(qtbot: QtBot) -> SoftwareSurfaceCanvas:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(400, 300)
    put_on(LIGHT)
    canvas = SoftwareSurfaceCanvas(parent)
    canvas.resize(400, 300)
    parent.show()
    qtbot.waitExposed(parent)
    return canvas


def test_that_a_canvas_is_coarse_while_it_moves_and_fine_at_rest(
    canvas: SoftwareSurfaceCanvas,
) -> None:
    mesh, camera = ridge(), Camera()
    for moving in (True, False):
        canvas.set_scene(mesh, camera, moving)
        image = QImage(400, 300, QImage.Format.Format_RGB32)
        image.fill(QColor(LIGHT.base))
        paint_surface(image, mesh, camera, LIGHT, fine=not moving)
        assert canvas.grab().toImage().convertToFormat(image.format()) == image
    canvas.set_scene(None, camera, moving=False)
    assert (colours(canvas) == QColor(LIGHT.base).getRgb()[:3]).all()


def test_that_a_canvas_is_painted_anew_for_each_change_and_for_nothing_else(
    canvas: SoftwareSurfaceCanvas,
) -> None:
    one, other = ridge(), ridge()
    camera = Camera()
    for scene, changes in (
        ((one, camera, True), True),
        ((one, camera, True), False),
        ((other, camera, True), True),
        ((other, camera.zoomed(2), True), True),
        ((other, camera.zoomed(2), False), True),
        ((other, camera.zoomed(2), False), False),
    ):
        assert is_repainted(canvas, lambda scene=scene: canvas.set_scene(*scene)) == changes


def test_that_a_canvas_follows_its_size_and_the_theme(canvas: SoftwareSurfaceCanvas) -> None:
    canvas.set_scene(ridge(), Camera(), moving=True)
    canvas.grab()
    canvas.resize(300, 200)
    assert (colours(canvas)[-3, -3] == QColor(LIGHT.base).getRgb()[:3]).all()
    before = colours(canvas)
    rows = np.flatnonzero((before != before[0, 0]).any(axis=(1, 2)))
    assert abs(rows.mean() - 100) < 25  # in the middle of the new size
    for theme in (DARK, LIGHT):
        put_on(theme)
        assert tuple(colours(canvas)[1, 1]) == QColor(theme.base).getRgb()[:3]
    for size in ((1, 40), (40, 1)):
        canvas.resize(*size)
        assert colours(canvas).shape == (size[1], size[0], 3)
