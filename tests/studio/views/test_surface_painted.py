"""What is painted over and under a surface, kept in words."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gdstudio.pictures.camera import Camera
from gdstudio.pictures.marks import SurfaceArrow, SurfaceMarker, SurfacePath
from gdstudio.pictures.mesh import surface_mesh
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.surface.scaled_surface import ColourScale
from gdstudio.studio.views.surface.software_surface_canvas import SoftwareSurfaceCanvas
from gdstudio.studio.views.surface.surface_axes_painter import paint_axes
from gdstudio.studio.views.surface.surface_overlay import SurfaceOverlay
from tests.studio.painted import painting_differs

KEPT = Path(__file__).parent / "painted"
GRID = np.linspace(-5, 5, 21)
MESH = surface_mesh(GRID, GRID, np.add.outer(GRID**2, 0.3 * GRID**2 + GRID))


@pytest.fixture
def parent(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    put_on(LIGHT)
    return parent


@pytest.fixture
def sheet(parent):
    sheet = SurfaceOverlay(parent)
    sheet.resize(240, 180)
    sheet.set_scene(MESH, Camera())
    return sheet


def in_box(*places):
    return np.array(places, np.float64)


PATH = SurfacePath(in_box((-0.8, -0.8, 0.9), (0, 0, 0.05), (0.5, 0.9, 0.4)), "#ff0000", 3.0)
SHORT = SurfacePath(in_box((0.5, -0.5, 0.5), (0.6, -0.6, 0.6)), "#0000ff", 2.0)


def test_that_marks_are_painted_as_they_are_kept(sheet):
    sheet.set_paths([PATH, SHORT])
    sheet.set_arrows([SurfaceArrow(*in_box((0, 0, 0.3), (0.6, -0.2, 0.5)), "#00aa00", 4.0)])
    ball = SurfaceMarker(in_box(0.5, -0.5, 0.6), "#800080", 6.0, current=True, label="ball")
    hidden = SurfaceMarker(in_box(0.9, 0.9, 0.0), "#808000", 4.0)
    ring = SurfaceMarker(in_box(-0.5, -0.5, 0.9), "#008080", 5.0, hollow=True)
    sheet.set_markers([ball, hidden, ring])
    assert painting_differs(KEPT / "surface_marks.txt", sheet) == ""


def test_that_axes_and_paths_that_stay_are_one_picture(sheet):
    sheet.set_titles(("first", "second", "cost"))
    sheet.set_paths([PATH])
    sheet.set_paths([PATH, SHORT])
    assert painting_differs(KEPT / "surface_axes_kept.txt", sheet) == ""


def test_that_the_focus_is_a_frame(sheet):
    sheet.set_scene(None, Camera())
    sheet.set_focused(True)
    assert painting_differs(KEPT / "surface_focus.txt", sheet) == ""


class Axes(QWidget):
    """Paints nothing but the axes."""

    def __init__(self, camera):
        super().__init__()
        self.camera = camera

    def paintEvent(self, event):
        with QPainter(self) as painter:
            size = self.width(), self.height()
            paint_axes(painter, MESH, self.camera, ("first", "second", "cost"), size, LIGHT)


@pytest.mark.parametrize(
    ("name", "camera", "size"),
    [
        ("usual", Camera(), (500, 400)),
        ("small", Camera(), (240, 180)),
        ("near", Camera(-70, 12).zoomed(1.9), (400, 390)),
        ("above", Camera(-90, 88, orthographic=True), (300, 300)),
    ],
)
def test_that_axes_are_painted_as_they_are_kept(qtbot, name, camera, size):
    axes = Axes(camera)
    qtbot.addWidget(axes)
    axes.resize(*size)
    assert painting_differs(KEPT / f"axes_{name}.txt", axes) == ""


@pytest.mark.parametrize(
    ("name", "camera", "moving", "theme"),
    [
        ("rest", Camera(), False, LIGHT),
        ("moving", Camera(), True, LIGHT),
        ("behind", Camera(120, 25), False, DARK),
        ("flat", Camera(30, 60, orthographic=True), True, DARK),
    ],
)
def test_that_a_surface_is_painted_as_it_is_kept(parent, name, camera, moving, theme):
    put_on(theme)
    canvas = SoftwareSurfaceCanvas(parent)
    canvas.resize(60, 45)
    canvas.set_scene(MESH, camera, moving)
    assert painting_differs(KEPT / f"software_{name}.txt", canvas) == ""


@pytest.mark.parametrize("height", [120, 46])
def test_that_the_scale_of_colours_is_painted_as_it_is_kept(parent, height):
    scale = ColourScale()
    scale.setParent(parent)
    scale.set_surface(MESH)
    scale.resize(scale.sizeHint().width(), height)
    assert painting_differs(KEPT / f"colour_scale_{height}.txt", scale) == ""
