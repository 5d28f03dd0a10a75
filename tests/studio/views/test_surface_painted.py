"""What is painted over and under a surface, kept in words."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QNativeGestureEvent, QPainter, QPointingDevice
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QTapGesture, QWidget

from gdstudio.pictures.box import BOX_FLOOR, BOX_HEIGHT
from gdstudio.pictures.camera import Camera
from gdstudio.pictures.marks import SurfaceArrow, SurfaceMarker, SurfacePath
from gdstudio.pictures.mesh import surface_mesh
from gdstudio.pictures.surface.lines import (
    floor_contours,
    floor_grid,
    surface_contours,
)
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.surface.scaled_surface import ColourScale, ScaledSurface
from gdstudio.studio.views.surface.software_surface_canvas import SoftwareSurfaceCanvas
from gdstudio.studio.views.surface.surface_axes_painter import paint_axes
from gdstudio.studio.views.surface.surface_overlay import SurfaceOverlay
from gdstudio.studio.views.surface.surface_view import SurfaceView
from tests.kept import difference
from tests.studio.described import described
from tests.studio.painted import painted, painting_differs
from tests.studio.views.repaints import is_repainted

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

    def __init__(self, camera, mesh=MESH):
        super().__init__()
        self.camera, self.mesh = camera, mesh

    def paintEvent(self, event):
        with QPainter(self) as painter:
            size = self.width(), self.height()
            paint_axes(painter, self.mesh, self.camera, ("first", "second", "cost"), size, LIGHT)


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
    ("name", "half", "size"), [("many", 7, (400, 380)), ("few", 9, (400, 379))]
)
def test_that_there_are_as_many_ticks_as_there_is_room_for(qtbot, name, half, size):
    grid = np.linspace(-half, half, 21)
    mesh = surface_mesh(grid, grid, np.add.outer(grid**2, 0.3 * grid**2 + grid))
    axes = Axes(Camera(), mesh)
    qtbot.addWidget(axes)
    axes.resize(*size)
    assert painting_differs(KEPT / f"axes_{name}.txt", axes) == ""


def test_that_words_give_way_to_one_another_and_to_the_edge(qtbot):
    lines = []
    for azimuth, elevation, zoom in (
        *((-80, 5, 1.0), (-60, 5, 1.0), (-40, 5, 1.0), (40, 5, 1.0), (-40, 5, 1.25)),
        *((60, 12, 1.0), (-20, 20, 1.25), (25, 20, 1.25)),
    ):  # each place for a title is the first that is free in one of them
        axes = Axes(Camera(azimuth, elevation).zoomed(zoom))
        qtbot.addWidget(axes)
        axes.resize(170, 130)
        words = [line.split(" fill")[0] for line in painted(axes) if line.startswith("text")]
        lines += [f"from {azimuth}, {elevation}, {zoom} times as large", *words]
    assert difference(KEPT / "axes_words.txt", lines) == ""


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


def test_that_whatever_is_set_is_shown(sheet, parent, qtbot):
    parent.show()
    qtbot.waitExposed(parent)
    for change in (
        lambda: sheet.set_paths([PATH]),
        lambda: sheet.set_markers([SurfaceMarker(in_box(0, 0, 0), "#ff0000")]),
        lambda: sheet.set_arrows([]),
        lambda: sheet.set_focused(True),
        lambda: sheet.set_titles(("x", "y", "z")),
        lambda: sheet.set_scene(MESH, Camera(10, 10)),
        sheet.look_changed,
    ):
        assert is_repainted(sheet, change)


def test_that_axes_follow_titles_camera_size_and_theme(sheet):
    def axes():
        return painted(sheet)[0]

    seen = [axes()]
    for change in (
        lambda: sheet.set_titles(("first", "second", "cost")),
        lambda: sheet.set_scene(MESH, Camera(20, 20)),
        lambda: sheet.resize(200, 170),
        lambda: put_on(DARK),
    ):
        change()
        assert axes() not in seen
        assert axes() == axes()
        seen.append(axes())


def test_that_a_sheet_lets_the_mouse_through_and_hides_nothing(sheet):
    assert sheet.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert sheet.testAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)


def test_that_nothing_is_painted_without_room(sheet):
    for size in ((1, 50), (50, 1)):
        sheet.resize(*size)
        assert painted(sheet) == []
    sheet.resize(2, 2)
    assert len(painted(sheet)) == 1


def test_that_a_path_hidden_in_part_is_faint_there_and_in_one_piece(sheet):
    way = np.column_stack([np.linspace(-1, 1, 9), np.full(9, 0.9), np.full(9, 0.02)])
    sheet.set_paths([SurfacePath(way, "#ff0000", 3.0)])
    assert painting_differs(KEPT / "surface_hidden_path.txt", sheet) == ""


def test_that_a_long_path_is_thinned_and_ends_where_it_ends(sheet):
    turns = np.linspace(0, 6, 1500)
    way = np.column_stack([turns / 6 * np.cos(turns), turns / 6 * np.sin(turns), turns * 0 + 0.95])
    way[700] = np.nan
    sheet.set_paths([SurfacePath(way, "#ff0000", 1.0)])
    lines = [line for line in painted(sheet) if line.startswith("polyline")]
    ends = [line.split("points=")[1].split(" fill")[0].split() for line in lines]
    pixels = Camera().project(way[[0, 699, 701, 1499]], 240, 180)[:, :2]
    first, last = ends[0], ends[-1]
    assert [float(x) for x in first[0].split(",")] == pytest.approx(pixels[0], abs=0.01)
    assert [float(x) for x in last[-1].split(",")] == pytest.approx(pixels[3], abs=0.01)
    for one in ends:
        places = np.array([[float(x) for x in place.split(",")] for place in one])
        steps = np.hypot(*np.diff(places, axis=0).T)
        assert steps[:-1].min() > 0.2
        assert steps.max() < 2.5
    assert sum(map(len, ends)) < 1000


def test_that_a_canvas_is_made_anew_only_for_another_scene(parent, qtbot):
    canvas = SoftwareSurfaceCanvas(parent)
    canvas.resize(60, 45)
    parent.show()
    qtbot.waitExposed(parent)
    camera = Camera()
    assert is_repainted(canvas, lambda: canvas.set_scene(MESH, camera, False))
    assert not is_repainted(canvas, lambda: canvas.set_scene(MESH, Camera(), False))
    assert is_repainted(canvas, lambda: canvas.set_scene(MESH, camera, True))
    assert is_repainted(canvas, lambda: canvas.set_scene(MESH, Camera(0, 0), True))
    assert is_repainted(canvas, lambda: canvas.set_scene(None, Camera(0, 0), True))


def test_that_the_scale_of_colours_follows_its_surface(parent, qtbot):
    scale = ColourScale()
    scale.setParent(parent)
    parent.show()
    scale.show()
    qtbot.waitExposed(parent)
    assert painted(scale) == []
    assert scale.labels() == []
    assert scale.accessibleName() == "Colour scale"
    assert is_repainted(scale, lambda: scale.set_surface(MESH))
    assert scale.labels() == ["0", "10", "20", "30"]
    assert scale.accessibleDescription() == "from 0 to 30"
    width = scale.fontMetrics().horizontalAdvance("−2.5·10⁻⁶") + 22
    assert scale.sizeHint().toTuple() == (width, 240)
    assert scale.minimumSizeHint().toTuple() == (width, 80)
    line = scale.fontMetrics().height() // 2 + 1
    scale.resize(60, 2 * line + 1)
    assert painted(scale) == []
    scale.resize(60, 2 * line + 2)
    assert painted(scale)


@pytest.fixture
def view(qtbot):
    view = SurfaceView(use_gl=False)
    qtbot.addWidget(view)
    view.resize(240, 180)
    view.set_surface(MESH)
    return view


def test_that_a_view_with_its_scale_is_made_as_it_is_kept(qtbot, view):
    both = ScaledSurface(view)
    qtbot.addWidget(both)
    both.set_surface(MESH)
    lines = described(both, sizes=True)
    assert difference(Path(__file__).parent / "made" / "scaled_surface.txt", lines) == ""
    assert view.no_gl_reason


def test_that_a_view_paints_surface_and_marks_as_they_are_kept(view):
    view.set_axis_titles("x", "y", "C")
    view.set_markers([SurfaceMarker(in_box(0, 0, 0.1), "#ff0000", 6.0, current=True)])
    view.set_camera(Camera(-40, 50))
    assert painting_differs(KEPT / "surface_view.txt", view) == ""


@pytest.mark.parametrize(("value", "zoom"), [(0.25, 1.25), (-0.5, 0.5), (-0.95, 0.1)])
def test_that_a_touch_pad_zooms(view, value, zoom):
    at, pad = QPointF(100, 90), QPointingDevice.primaryPointingDevice()
    kinds = Qt.NativeGestureType
    for kind, is_zoom in ((kinds.RotateNativeGesture, False), (kinds.ZoomNativeGesture, True)):
        event = QNativeGestureEvent(kind, pad, 2, at, at, at, value, QPointF())
        before = view.camera()
        assert view.event(event) is is_zoom
        assert view.camera() == (before.zoomed(zoom) if is_zoom else before)


def test_that_a_pinch_zooms_and_is_taken(view):
    before = view.camera()
    pinch = QPinchGesture()
    pinch.setScaleFactor(1.5)
    event = QGestureEvent([pinch])
    event.ignore(pinch)
    assert view.event(event)
    assert event.isAccepted(pinch)
    assert view.camera() == before.zoomed(1.5)
    pinch.setScaleFactor(0.0)  # the fingers lie on one another
    assert view.event(event)
    assert view.camera() == before.zoomed(1.5)
    assert not view.event(QGestureEvent([QTapGesture()]))


@pytest.mark.parametrize("is_current", [True, False])
def test_that_a_ball_is_taken_six_pixels_round_it(view, is_current):
    radius = 6.0 * 1.7 + 6.0
    view.set_markers([SurfaceMarker(in_box(0, 0, 0.1), "#ff0000", 6.0, current=is_current)])
    x, y, _ = view.camera().project(in_box(0, 0, 0.1), 240, 180)
    open_hand = Qt.CursorShape.OpenHandCursor
    for away, is_near in ((radius - 0.01, True), (radius + 0.01, False)):
        for dx, dy in ((away, 0), (-away, 0), (0, away), (0.6 * away, -0.8 * away)):
            at = QPointF(x + dx, y + dy)
            none = Qt.MouseButton.NoButton
            plain = Qt.KeyboardModifier.NoModifier
            event = QMouseEvent(QMouseEvent.Type.MouseMove, at, at, none, none, plain)
            view.mouseMoveEvent(event)
            assert (view.cursor().shape() == open_hand) == (is_near and is_current)


def test_that_software_is_fallen_back_to_once(view):
    fell = QSignalSpy(view.fell_back)
    reason = view.no_gl_reason
    view.fall_back("no more")
    assert (fell.count(), view.no_gl_reason) == (0, reason)


def test_that_the_lines_of_a_surface_have_their_places_and_colours():
    for theme, shade in ((LIGHT, 0.0), (DARK, 1.0)):
        lines, colours = floor_grid(MESH, theme)
        assert (lines[..., 2] == np.float32(BOX_FLOOR)).all()
        border = QColor(theme.border)
        wanted = [border.redF(), border.greenF(), border.blueF(), 0.9]
        assert colours == pytest.approx(np.tile(wanted, (len(lines), 1)), abs=1e-6)
        lines, colours = surface_contours(MESH, theme)
        assert (lines[..., :2] == MESH.contours).all()
        heights = np.repeat(MESH.contour_heights[:, None], 2, axis=1)
        assert lines[..., 2] == pytest.approx(heights + 0.002, abs=1e-6)
        assert colours == pytest.approx(np.tile([shade] * 3 + [0.22], (len(lines), 1)))
        lines, colours = floor_contours(MESH, theme)
        assert (lines[..., 2] == np.float32(BOX_FLOOR)).all()
        rows = (MESH.contour_heights / BOX_HEIGHT * 255).astype(int)
        text = np.array(QColor(theme.text).getRgb()[:3]) / 255
        assert colours[:, :3] == pytest.approx(0.82 * MESH.lut[rows] / 255 + 0.18 * text, abs=1e-5)
        assert (colours[:, 3] == 1).all()
        assert {one.dtype for one in (lines, colours)} == {np.dtype(np.float32)}
