"""What both 3-D views must do; the one with OpenGL runs on the virtual screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QColor, QFocusEvent, QImage, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from gdstudio.pictures.camera import Camera
from gdstudio.pictures.marks import SurfaceArrow, SurfaceMarker, SurfacePath
from gdstudio.pictures.mesh import SurfaceMesh, surface_mesh
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, DARK_CONTRAST, LIGHT, Theme
from gdstudio.studio.views.surface.opengl_platform import share_opengl_contexts
from gdstudio.studio.views.surface.surface_axes_painter import paint_axes
from gdstudio.studio.views.surface.surface_view import SurfaceView

DIRECTLY = Qt.FindChildOption.FindDirectChildrenOnly

if QCoreApplication.instance() is None:
    share_opengl_contexts()

GRID = np.linspace(-5, 5, 51)
CELL = 0.2
SIZE = (600, 500)
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton

MakeView = Callable[..., SurfaceView]


def bowl() -> SurfaceMesh:
    x, y = np.meshgrid(GRID, GRID)
    return surface_mesh(GRID, GRID, x**2 + 2 * y**2)


@pytest.fixture(params=["software", pytest.param("opengl", marks=pytest.mark.requires_gl)])
def make_view(request: pytest.FixtureRequest, qtbot: QtBot) -> MakeView:
    """Return a function that shows a view of one kind and waits for its picture."""

    def make(mesh: SurfaceMesh | None = None, theme: Theme = LIGHT) -> SurfaceView:
        view = SurfaceView(use_gl=request.param == "opengl")
        is_opengl = bool(view.findChildren(QOpenGLWidget))
        assert is_opengl == (request.param == "opengl"), view.no_gl_reason
        qtbot.addWidget(view)
        view.resize(*SIZE)
        put_on(theme)
        view.set_surface(mesh)
        with qtbot.waitExposed(view):
            view.show()
        QApplication.processEvents()
        return view

    return make


def picture(view: SurfaceView) -> QImage:
    QApplication.processEvents()
    return view.grab().toImage()


def pixel_of(view: SurfaceView, point: np.ndarray) -> QPoint:
    x, y, _ = view.camera().project(point, view.width(), view.height())
    return QPoint(round(x), round(y))


def difference(one: QColor, other: QColor) -> int:
    pairs = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)
    return max(abs(a - b) for a, b in pairs)


NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def send(
    view: SurfaceView,
    kind: QEvent.Type,
    button: Qt.MouseButton,
    at: QPoint,
    modifier: Qt.KeyboardModifier = NO_MODIFIER,
) -> None:
    """Send a mouse event; QTest sends no moves with a button held."""
    none = Qt.MouseButton.NoButton
    moves, releases = kind == QEvent.Type.MouseMove, kind == QEvent.Type.MouseButtonRelease
    event = QMouseEvent(
        kind,
        QPointF(at),
        view.mapToGlobal(QPointF(at)),
        none if moves else button,
        none if releases else button,
        modifier,
    )
    QApplication.sendEvent(view, event)


def move(view: SurfaceView, button: Qt.MouseButton, to: QPoint) -> None:
    send(view, QEvent.Type.MouseMove, button, to)


def drag(
    view: SurfaceView,
    button: Qt.MouseButton,
    by: QPoint,
    modifier: Qt.KeyboardModifier = NO_MODIFIER,
) -> None:
    start = QPoint(20, 20)
    send(view, QEvent.Type.MouseButtonPress, button, start, modifier)
    for at in (start + by / 2, start + by):
        send(view, QEvent.Type.MouseMove, button, at, modifier)
    send(view, QEvent.Type.MouseButtonRelease, button, start + by, modifier)


@pytest.mark.parametrize("place", [(0.0, 0.0), (-3.0, 2.0), (2.4, 4.0)])
@pytest.mark.parametrize("orthographic", [False, True])
def test_that_a_click_gives_the_place_on_the_surface(
    make_view: MakeView, qtbot: QtBot, place: tuple[float, float], orthographic: bool
) -> None:
    mesh = bowl()
    view = make_view(mesh)
    view.set_camera(Camera(orthographic=orthographic))
    at = pixel_of(view, mesh.place_on_surface(place)[0])

    with qtbot.waitSignal(view.surface_clicked) as clicked:
        qtbot.mouseClick(view, LEFT, pos=at)

    assert clicked.args == pytest.approx(place, abs=CELL)


def entries(view: SurfaceView) -> dict[str, QAction]:
    menu = view.findChildren(QMenu)[-1]
    assert menu.isVisible()
    return {action.text().partition("\t")[0]: action for action in menu.actions()}


def test_that_a_right_click_offers_views_and_a_right_drag_does_not(
    make_view: MakeView, qtbot: QtBot
) -> None:
    view = make_view(bowl())
    drag(view, RIGHT, QPoint(30, 10))
    assert not view.findChildren(QMenu)
    view.reset_camera()
    usual = view.camera()
    qtbot.mouseClick(view, RIGHT, pos=QPoint(300, 250))
    assert list(entries(view)) == ["View from above", "Reset view", "Zoom in", "Zoom out"]
    entries(view)["View from above"].trigger()
    assert (view.camera().azimuth, view.camera().elevation) == (-90, 90)
    entries(view)["Zoom in"].trigger()
    assert view.camera().distance < usual.distance
    entries(view)["Zoom out"].trigger()
    assert view.camera().distance == pytest.approx(usual.distance)
    entries(view)["Reset view"].trigger()
    assert view.camera() == usual
    view.findChildren(QMenu)[-1].close()


def test_that_page_up_looks_from_above_and_home_as_at_first(
    make_view: MakeView, qtbot: QtBot
) -> None:
    view = make_view(bowl())
    usual = view.camera()
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert view.camera() == replace(usual, azimuth=-90.0, elevation=90.0)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.camera() == usual


def test_that_a_click_beside_the_surface_is_no_place(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(bowl())

    with qtbot.assertNotEmitted(view.surface_clicked):
        qtbot.mouseClick(view, LEFT, pos=QPoint(3, 3))
        qtbot.mouseClick(view, RIGHT, pos=QPoint(300, 250))


@pytest.mark.parametrize("place", [(0.0, 0.0), (3.0, 3.0), (-4.0, 1.0)])
def test_that_a_ball_is_drawn_where_its_place_is(
    make_view: MakeView, place: tuple[float, float]
) -> None:
    mesh = bowl()
    view = make_view(mesh)
    point = mesh.place_on_surface(place)[0]
    at = pixel_of(view, point)
    before = picture(view).pixelColor(at)

    view.set_markers([SurfaceMarker(point, "#ff0000", 8)])

    after = picture(view).pixelColor(at)
    assert difference(after, QColor("#ff0000")) < 60 < difference(before, QColor("#ff0000"))


def test_that_the_current_ball_is_larger(make_view: MakeView) -> None:
    mesh = bowl()
    view = make_view(mesh)
    point = mesh.place_on_surface((0.0, 0.0))[0]
    n_red = []
    for current in (False, True):
        view.set_markers([SurfaceMarker(point, "#ff0000", 8, current=current)])
        shown = picture(view).convertToFormat(QImage.Format.Format_RGB888)
        pixels = np.frombuffer(shown.constBits(), np.uint8).reshape(shown.height(), -1)
        rgb = pixels[:, : 3 * shown.width()].reshape(shown.height(), shown.width(), 3).astype(int)
        n_red.append(int(((rgb[..., 0] > 180) & (rgb[..., 1:].max(axis=2) < 100)).sum()))

    assert n_red[1] > 2 * n_red[0] > 0


def test_that_paths_and_arrows_are_drawn_over_the_surface(make_view: MakeView) -> None:
    mesh = bowl()
    view = make_view(mesh)
    path = mesh.drape([(-2.0, 0.0), (2.0, 0.0)])
    arrow = mesh.place_on_surface([(-2.0, 2.0), (2.0, 2.0)])
    view.set_paths([SurfacePath(path, "#ff0000", 4)])
    view.set_arrows([SurfaceArrow(arrow[0], arrow[1], "#ff00ff", 4)])

    shown = picture(view)

    for point, colour in ((path[len(path) // 3], "#ff0000"), (arrow.mean(axis=0), "#ff00ff")):
        assert difference(shown.pixelColor(pixel_of(view, point)), QColor(colour)) < 30


def test_that_what_a_wall_hides_is_drawn_faintly(make_view: MakeView) -> None:
    z = np.zeros((51, 51))
    z[25] = 1.0
    mesh = surface_mesh(GRID, GRID, z)
    view = make_view(mesh)
    view.set_camera(Camera(azimuth=-90, elevation=15))
    points = mesh.place_on_surface([(0.0, -3.0), (0.0, 1.5)])
    view.set_markers([SurfaceMarker(point, "#ff0000", 8) for point in points])

    front, behind = (picture(view).pixelColor(pixel_of(view, point)) for point in points)

    assert difference(front, QColor("#ff0000")) < 60 < difference(behind, QColor("#ff0000")) < 250


def test_that_the_theme_recolours_the_view(make_view: MakeView) -> None:
    view = make_view(bowl())
    for theme in (DARK, LIGHT):
        put_on(theme)
        assert difference(picture(view).pixelColor(2, 2), QColor(theme.base)) <= 2


def test_that_values_cut_out_are_holes(make_view: MakeView, qtbot: QtBot) -> None:
    z = np.zeros((51, 51))
    whole = surface_mesh(GRID, GRID, z)
    z[18:33, 18:33] = np.nan
    holed = surface_mesh(GRID, GRID, z)
    view = make_view(whole)
    view.set_camera(Camera(elevation=70))
    inside, outside = (pixel_of(view, np.array([x, 0.07, 0])) for x in (0.07, 0.6))
    rest = view.findChild(QTimer, options=DIRECTLY)
    qtbot.waitUntil(lambda: not rest.isActive())  # both pictures are the fine one
    closed = picture(view)

    view.set_surface(holed)

    opened = picture(view)
    assert difference(opened.pixelColor(inside), closed.pixelColor(inside)) > 100
    assert difference(opened.pixelColor(outside), closed.pixelColor(outside)) <= 3


def test_that_the_camera_resets_and_keeps_its_projection(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(bowl())
    view.set_camera(Camera(orthographic=True))
    view.set_camera(view.camera().turned(40, 20).zoomed(2))

    qtbot.keyClick(view, Qt.Key.Key_Home)

    assert view.camera() == Camera(orthographic=True)


def test_that_a_left_drag_turns_with_the_pointer_and_does_not_click(
    make_view: MakeView, qtbot: QtBot
) -> None:
    view = make_view(bowl())
    corner = np.array([1.0, -1.0, 0.0])
    before, x_before = view.camera(), pixel_of(view, corner).x()

    with qtbot.assertNotEmitted(view.surface_clicked):
        drag(view, LEFT, QPoint(50, 30))

    after = view.camera()
    assert pixel_of(view, corner).x() > x_before  # the front follows the pointer to the right
    assert after.azimuth == pytest.approx(before.azimuth - 20)
    assert after.elevation == pytest.approx(before.elevation + 12)
    assert (after.centre, after.distance) == (before.centre, before.distance)


@pytest.mark.parametrize(
    ("button", "modifier"),
    [
        (RIGHT, Qt.KeyboardModifier.NoModifier),
        (Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier),
        (LEFT, Qt.KeyboardModifier.ShiftModifier),
    ],
)
def test_that_other_drags_move_the_picture_with_the_pointer(
    make_view: MakeView, button: Qt.MouseButton, modifier: Qt.KeyboardModifier
) -> None:
    view = make_view(bowl())
    before = view.camera()
    old_centre = np.array(before.centre)

    drag(view, button, QPoint(40, 24), modifier)

    moved = pixel_of(view, old_centre) - QPoint(SIZE[0] // 2, SIZE[1] // 2)
    assert (moved.x(), moved.y()) == (40, 24)
    assert view.camera().azimuth == before.azimuth


def test_that_the_wheel_zooms(make_view: MakeView) -> None:
    view = make_view(bowl())
    before = view.camera().distance
    for delta in (120, 120, -120):
        event = QWheelEvent(
            QPointF(300, 250), view.mapToGlobal(QPointF(300, 250)), QPoint(), QPoint(0, delta),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view, event)

    assert view.camera().distance == pytest.approx(before / 1.12)


def test_that_keys_turn_and_zoom(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(bowl())
    start = view.camera()
    for key in (
        Qt.Key.Key_Right,
        Qt.Key.Key_Right,
        Qt.Key.Key_Left,
        Qt.Key.Key_Up,
        Qt.Key.Key_Plus,
    ):
        qtbot.keyClick(view, key)

    assert view.camera() == start.turned(5, 5).zoomed(1.15)


def test_that_focus_by_the_keyboard_is_framed(make_view: MakeView) -> None:
    view = make_view(bowl())
    for kind, colour in ((QEvent.Type.FocusIn, LIGHT.accent), (QEvent.Type.FocusOut, LIGHT.base)):
        QApplication.sendEvent(view, QFocusEvent(kind, Qt.FocusReason.TabFocusReason))
        assert difference(picture(view).pixelColor(300, 1), QColor(colour)) <= 2


def test_that_dragging_the_ball_gives_places_and_does_not_turn(
    make_view: MakeView, qtbot: QtBot
) -> None:
    mesh = bowl()
    view = make_view(mesh)
    camera = view.camera()
    start, target = mesh.place_on_surface([(0.0, 0.0), (2.0, 1.0)])
    view.set_markers([SurfaceMarker(start, "#ff0000", 6, current=True)])
    dragged: list[tuple[float, float]] = []
    view.surface_dragged.connect(lambda x, y: dragged.append((x, y)))

    qtbot.mousePress(view, LEFT, pos=pixel_of(view, start))
    move(view, LEFT, pixel_of(view, target))
    with qtbot.assertNotEmitted(view.surface_clicked), qtbot.waitSignal(view.drag_ended):
        qtbot.mouseRelease(view, LEFT, pos=pixel_of(view, target))

    assert dragged[-1] == pytest.approx((2.0, 1.0), abs=CELL)
    assert view.camera() == camera


def test_that_a_ball_dragged_beyond_the_surface_stays_on_it(
    make_view: MakeView, qtbot: QtBot
) -> None:
    mesh = bowl()
    view = make_view(mesh)
    start = mesh.place_on_surface((0.0, 0.0))[0]
    view.set_markers([SurfaceMarker(start, "#ff0000", 6, current=True)])
    qtbot.mousePress(view, LEFT, pos=pixel_of(view, start))
    for corner in (QPoint(0, 0), QPoint(599, 0), QPoint(0, 499), QPoint(599, 499)):
        with qtbot.waitSignal(view.surface_dragged) as dragged:
            move(view, LEFT, corner)
        assert np.abs(dragged.args).max() <= 5
    qtbot.mouseRelease(view, LEFT, pos=QPoint(599, 499))


def test_that_other_balls_cannot_be_dragged(make_view: MakeView, qtbot: QtBot) -> None:
    mesh = bowl()
    view = make_view(mesh)
    start = mesh.place_on_surface((0.0, 0.0))[0]
    view.set_markers([SurfaceMarker(start, "#ff0000", 6)])

    with qtbot.assertNotEmitted(view.surface_dragged), qtbot.assertNotEmitted(view.drag_ended):
        qtbot.mousePress(view, LEFT, pos=pixel_of(view, start))
        move(view, LEFT, QPoint(200, 200))
        qtbot.mouseRelease(view, LEFT, pos=QPoint(200, 200))


def test_that_an_empty_view_answers_everything(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(None)
    point = np.zeros(3)
    view.set_paths([SurfacePath(np.zeros((5, 3)), "#ff0000")])
    view.set_markers([SurfaceMarker(point, "#ff0000", current=True)])
    view.set_arrows([SurfaceArrow(point, point, "#ff0000")])

    with qtbot.assertNotEmitted(view.surface_clicked), qtbot.assertNotEmitted(view.surface_dragged):
        qtbot.mouseClick(view, LEFT, pos=QPoint(300, 250))
        drag(view, LEFT, QPoint(10, 10))

    assert difference(picture(view).pixelColor(300, 250), QColor(LIGHT.base)) <= 2


@pytest.mark.parametrize("size", [(1, 1), (0, 40), (31, 2), (240, 180), (900, 60)])
def test_that_any_size_can_be_painted(make_view: MakeView, size: tuple[int, int]) -> None:
    mesh = bowl()
    view = make_view(mesh)
    view.set_axis_titles("x", "y", "cost")
    path = mesh.drape([(-4.0, 0.0), (9.0, 0.0), (np.nan, 1.0), (1.0, 1.0), (1.0, 1.0)])
    view.set_paths([SurfacePath(path, "#ff0000"), SurfacePath(np.empty((0, 3)), "#00ff00")])
    missing = np.full(3, np.nan)
    view.set_markers([SurfaceMarker(missing, "#ff0000", label="nowhere", current=True)])
    view.set_arrows([SurfaceArrow(missing, path[0], "#ff0000")])
    view.resize(*size)

    assert picture(view).size() == (view.size() if min(size) else QSize(0, 0))


def test_that_a_surface_with_nothing_left_is_an_empty_box(make_view: MakeView) -> None:
    view = make_view(bowl())
    view.set_surface(surface_mesh(GRID, GRID, np.full((51, 51), np.nan)))

    colour = picture(view).pixelColor(pixel_of(view, np.array([0.03, 0.03, 0.0])))

    assert difference(colour, QColor(LIGHT.base)) <= 2


def test_that_many_surfaces_in_a_row_show_the_last(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(bowl())
    for n in (2, 3, 120, 7, 51):
        x = np.linspace(-1, 1, n)
        view.set_surface(surface_mesh(x, x, np.add.outer(x, x)))
        view.set_surface(None)
    mesh = bowl()
    view.set_surface(mesh)
    other = make_view(mesh)
    rests = [shown.findChild(QTimer, options=DIRECTLY) for shown in (view, other)]
    qtbot.waitUntil(lambda: not any(rest.isActive() for rest in rests))  # none still coarse
    repeated, fresh = picture(view), picture(other)
    at = pixel_of(view, np.array([0.03, 0.03, 0.0]))
    assert difference(repeated.pixelColor(at), fresh.pixelColor(at)) <= 3


def view_with_ball(make_view: MakeView) -> tuple[SurfaceView, QPoint]:
    """A view with a ball that can be dragged, 10 pixels in radius, and where it is."""
    mesh = bowl()
    view = make_view(mesh)
    start = mesh.place_on_surface((0.0, 0.0))[0]
    view.set_markers([SurfaceMarker(start, "#ff0000", 10 / 1.7, current=True)])
    return view, pixel_of(view, start)


def test_that_the_pointer_shows_where_the_ball_can_be_taken(make_view: MakeView) -> None:
    view, at = view_with_ball(make_view)
    none, shape = Qt.MouseButton.NoButton, Qt.CursorShape
    for away, expected in (
        (QPoint(0, 0), shape.OpenHandCursor),
        (QPoint(15, 0), shape.OpenHandCursor),
        (QPoint(0, -15), shape.OpenHandCursor),
        (QPoint(18, 0), shape.ArrowCursor),
        (QPoint(12, 12), shape.ArrowCursor),
    ):
        move(view, none, at + away)
        assert view.cursor().shape() == expected
    send(view, QEvent.Type.MouseButtonPress, LEFT, at)
    assert view.cursor().shape() == shape.ClosedHandCursor
    send(view, QEvent.Type.MouseButtonRelease, LEFT, at)
    assert view.cursor().shape() == shape.ArrowCursor


def test_that_only_the_left_button_takes_the_ball(make_view: MakeView, qtbot: QtBot) -> None:
    view, at = view_with_ball(make_view)
    camera = view.camera()
    with qtbot.assertNotEmitted(view.surface_dragged), qtbot.assertNotEmitted(view.drag_ended):
        send(view, QEvent.Type.MouseButtonPress, RIGHT, at)
        move(view, RIGHT, at + QPoint(30, 0))
        send(view, QEvent.Type.MouseButtonRelease, RIGHT, at + QPoint(30, 0))
    assert view.camera() != camera


@pytest.mark.parametrize(("way", "clicks"), [(4, True), (5, False)])
def test_that_a_click_may_wander_four_pixels(
    make_view: MakeView, qtbot: QtBot, way: int, clicks: bool
) -> None:
    view = make_view(bowl())
    camera, at = view.camera(), QPoint(300, 260)
    places: list[tuple[float, float]] = []
    view.surface_clicked.connect(lambda x, y: places.append((x, y)))
    send(view, QEvent.Type.MouseButtonPress, LEFT, at)
    move(view, LEFT, at + QPoint(way, 0))
    assert (view.camera() == camera) == clicks
    move(view, LEFT, at)  # back again, which makes a drag no click
    send(view, QEvent.Type.MouseButtonRelease, LEFT, at)
    assert len(places) == clicks


def test_that_a_further_button_changes_nothing(make_view: MakeView, qtbot: QtBot) -> None:
    view, at = view_with_ball(make_view)
    send(view, QEvent.Type.MouseButtonPress, LEFT, at)
    send(view, QEvent.Type.MouseButtonPress, RIGHT, at)
    with qtbot.waitSignal(view.surface_dragged):
        move(view, LEFT, at + QPoint(20, 5))
    with qtbot.waitSignal(view.drag_ended):
        send(view, QEvent.Type.MouseButtonRelease, LEFT, at + QPoint(20, 5))
    with qtbot.assertNotEmitted(view.drag_ended):
        send(view, QEvent.Type.MouseButtonRelease, LEFT, at)


@pytest.mark.parametrize(
    ("key", "larger"),
    [
        (Qt.Key.Key_Plus, True),
        (Qt.Key.Key_Equal, True),
        (Qt.Key.Key_Minus, False),
        (Qt.Key.Key_Underscore, False),
    ],
)
def test_that_zoom_keys_need_no_shift(
    make_view: MakeView, qtbot: QtBot, key: Qt.Key, larger: bool
) -> None:
    view = make_view(bowl())
    before = view.camera().distance
    qtbot.keyClick(view, key)
    assert (view.camera().distance < before) == larger
    qtbot.keyClick(view, Qt.Key.Key_Minus if larger else Qt.Key.Key_Plus)
    assert view.camera().distance == pytest.approx(before)


def test_that_turning_goes_on_from_where_the_pointer_was(make_view: MakeView) -> None:
    view = make_view(bowl())
    before, at = view.camera(), QPoint(40, 40)
    send(view, QEvent.Type.MouseButtonPress, LEFT, at)
    for x in (10, 20, 30):
        move(view, LEFT, at + QPoint(x, 0))
        assert view.camera().azimuth == pytest.approx(before.azimuth - 0.4 * x)
    send(view, QEvent.Type.MouseButtonRelease, LEFT, at)


def test_that_canvas_and_marks_fill_the_view(make_view: MakeView) -> None:
    view = make_view(bowl())
    for size in ((420, 300), (600, 500)):
        view.resize(*size)
        layers = view.findChildren(QWidget, options=DIRECTLY)
        assert [layer.geometry() for layer in layers] == [view.rect()] * 2


def test_that_a_view_at_rest_becomes_fine(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(bowl())
    rest = view.findChild(QTimer, options=DIRECTLY)
    assert not rest.isActive()
    fine = picture(view)
    view.set_camera(view.camera().turned(20, 0))
    assert rest.isActive()
    view.set_camera(view.camera().turned(-20, 0))
    qtbot.waitUntil(lambda: not rest.isActive())
    assert picture(view) == fine


@pytest.mark.requires_gl
@pytest.mark.parametrize("theme", [LIGHT, DARK, DARK_CONTRAST], ids=lambda theme: theme.name)
@pytest.mark.parametrize("orthographic", [False, True])
def test_that_both_views_show_the_same_picture(
    qtbot: QtBot, theme: Theme, orthographic: bool
) -> None:
    mesh = bowl()
    pictures = []
    for use_gl in (True, False):
        view = SurfaceView(use_gl=use_gl)
        qtbot.addWidget(view)
        view.resize(*SIZE)
        put_on(theme)
        view.set_surface(mesh)
        view.set_camera(Camera(orthographic=orthographic))
        foot, tip, ball = mesh.place_on_surface([(-2.0, 1.0), (-1.0, 0.5), (0.5, 0.0)])
        view.set_paths([SurfacePath(mesh.drape(np.array([(-2.0, 1.0), (0.5, 0.0)])), theme.accent)])
        view.set_arrows([SurfaceArrow(foot, tip, theme.muted)])
        view.set_markers([SurfaceMarker(ball, theme.accent, current=True)])
        with qtbot.waitExposed(view):
            view.show()
        shown = picture(view).convertToFormat(QImage.Format.Format_RGB32)
        pictures.append(
            np.frombuffer(shown.constBits(), np.uint8).reshape(500, 600, 4)[..., :3].astype(int)
        )

    assert not view.findChildren(QOpenGLWidget)
    off = np.abs(pictures[0] - pictures[1]).max(axis=2)
    # Colours, light, lines, box, words, ball and arrow are the same, but for smoothing at edges.
    assert np.mean(off > 40) < 0.035
    assert off.mean() < 3
    assert (
        np.mean(np.abs(pictures[0] - pictures[0][2, 2]).max(axis=2) > 20) > 0.2
    )  # not an empty view


@pytest.mark.parametrize("size", [(240, 160), (330, 180), (600, 460)])
@pytest.mark.parametrize("zoom", [1.0, 1.75, 4.0])
def test_that_words_round_a_surface_are_neither_cut_nor_on_one_another(
    qapp: QApplication, size: tuple[int, int], zoom: float
) -> None:
    for around in range(0, 360, 45):
        picture = QImage(*size, QImage.Format.Format_RGB32)
        painter = WordPainter(picture)
        camera = Camera().turned(around, 0).zoomed(zoom)
        paint_axes(painter, bowl(), camera, ("α", "β", "cost"), size, LIGHT)
        width = painter.fontMetrics().horizontalAdvance
        assert all(box.width() >= width(text) for text, box in painter.words)
        painter.end()
        assert all(QRectF(0, 0, *size).contains(box) for _, box in painter.words)
        pairs = combinations(painter.words, 2)
        assert not [(a, b) for (a, one), (b, other) in pairs if one.intersects(other)]
        if zoom == 1.0 and size != (240, 160):
            assert {"α", "β", "cost"} <= {text for text, _ in painter.words}


class WordPainter(QPainter):
    """Notes what is written, and where."""

    def __init__(self, picture: QImage) -> None:
        super().__init__(picture)
        self.words: list[tuple[str, QRectF]] = []

    def drawText(self, box: QRectF, flags: Qt.AlignmentFlag, text: str) -> None:
        self.words.append((text, QRectF(box)))
        super().drawText(box, flags, text)


@pytest.mark.requires_gl
@pytest.mark.parametrize("where", ["initializeGL", "drawItemTree"])
def test_that_a_surface_is_drawn_in_software_as_soon_as_opengl_fails(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    view = SurfaceView()
    qtbot.addWidget(view)
    view.resize(*SIZE)
    put_on(DARK)
    view.set_surface(bowl())
    camera = view.camera().turned(30, 10)
    view.set_camera(camera)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("Attempt to retrieve context when no valid context")

    canvas = view.findChildren(QOpenGLWidget)[0]
    below = next(base for base in type(canvas).__mro__[1:] if where in vars(base))
    monkeypatch.setattr(below, where, fail)
    monkeypatch.setattr(type(canvas), "drawItemTree", fail)
    with qtbot.waitSignal(view.fell_back) as told:
        view.show()
    assert told.args == ["OpenGL failed while it drew; the surface is drawn in software."]
    assert view.no_gl_reason == told.args[0]
    assert view.camera() == camera
    qtbot.waitUntil(lambda: not view.findChildren(QOpenGLWidget))
    seen = picture(view)
    colours = {seen.pixelColor(x, y).rgb() for x in range(0, 600, 9) for y in range(0, 500, 9)}
    assert QColor(DARK.base).rgb() in colours
    assert len(colours) > 100


@pytest.mark.requires_gl
def test_that_other_surfaces_fall_back_with_the_first(qtbot: QtBot) -> None:
    view = SurfaceView()
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.fell_back) as told:
        view.fall_back("So it is.")
    assert told.args == ["So it is."]
    with qtbot.assertNotEmitted(view.fell_back):
        view.fall_back("Again.")
