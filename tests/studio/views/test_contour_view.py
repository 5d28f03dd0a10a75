from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdstudio.descent.basins import BasinMap
from gdstudio.descent.functions import StationaryPoint, typed_function
from gdstudio.descent.samples import evaluate_grid
from gdstudio.pictures.palette import VIRIDIS
from gdstudio.pictures.plane.contours import valley_colour
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.plane.contour_view import MOST_PATHS, ContourView
from gdstudio.studio.views.plane.plane_canvas import PlaneCanvas

BOWL = typed_function("x^2/4 + y^2", 2)


@pytest.fixture
def view(qtbot: QtBot) -> ContourView:
    """Return x^2/4 + y^2 on [-5, 5] x [-5, 5]."""
    view = ContourView()
    qtbot.addWidget(view)
    view.resize(620, 430)
    view.show()
    view.set_grid(evaluate_grid(BOWL))
    return view


def canvas_of(view: ContourView) -> PlaneCanvas:
    canvas = view.findChild(PlaneCanvas)
    assert canvas is not None
    return canvas


def pixel_of(view: ContourView, x: float, y: float) -> QPoint:
    return canvas_of(view).widget_position(x, y).toPoint()


def pixels(view: ContourView) -> np.ndarray:
    """Return red, green, blue of the canvas, shape (height, width, 3)."""
    image = canvas_of(view).grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)


def has(view: ContourView, at: QPoint, colour: QColor | str, reach: int = 1) -> bool:
    """Return whether a pixel within `reach` of `at` has this colour."""
    part = pixels(view)[at.y() - reach : at.y() + reach + 1, at.x() - reach : at.x() + reach + 1]
    return bool((np.abs(part - QColor(colour).getRgb()[:3]).max(axis=2) <= 3).any())


def arrow_of(
    view: ContourView, colour: str, at: tuple[float, float], reach: float = 58.0
) -> np.ndarray:
    """Return the pixels of a colour relative to the ball, shape (k, 2)."""
    rows, columns = np.nonzero(np.abs(pixels(view) - QColor(colour).getRgb()[:3]).max(axis=2) == 0)
    ball = canvas_of(view).widget_position(*at)
    offsets = np.column_stack([columns + 0.5 - ball.x(), rows + 0.5 - ball.y()])
    return offsets[np.hypot(*offsets.T) < reach]


def test_that_colours_are_those_of_the_cost(view: ContourView) -> None:
    low, high = 0.0, 25 / 4 + 25
    for x, y in [(-4.7, 4.6), (0.3, 0.4), (3.3, -3.1)]:
        row = VIRIDIS[round(255 * (x * x / 4 + y * y - low) / (high - low))]
        at = pixel_of(view, x, y)
        part = pixels(view)[at.y() - 3 : at.y() + 4, at.x() - 3 : at.x() + 4].reshape(-1, 3)
        assert np.median(part, axis=0) == pytest.approx(row, abs=8)


@pytest.mark.parametrize("place", [(-4.0, 3.0), (0.0, 0.0), (2.5, -4.5)])
def test_that_a_click_chooses_the_start_under_it(
    view: ContourView, place: tuple[float, float]
) -> None:
    spy = QSignalSpy(view.start_chosen)

    QTest.mouseClick(canvas_of(view), Qt.MouseButton.LeftButton, pos=pixel_of(view, *place))

    frame = canvas_of(view).box.frame
    assert spy.count() == 1
    assert spy.at(0)[0] == pytest.approx(place[0], abs=10 / frame.width)
    assert spy.at(0)[1] == pytest.approx(place[1], abs=10 / frame.height)


def test_that_a_drag_goes_no_further_than_the_edge(view: ContourView) -> None:
    spy = QSignalSpy(view.start_chosen)
    port = canvas_of(view)

    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=pixel_of(view, 1.0, 1.0))
    QTest.mouseMove(port, QPoint(4000, -4000))
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(4000, -4000))

    assert spy.count() == 2
    assert list(spy.at(1)) == pytest.approx([5.0, 5.0])


def test_that_arrow_keys_move_the_start(view: ContourView) -> None:
    spy = QSignalSpy(view.start_chosen)
    view.set_paths([([], "", "none"), ([(1.0, -4.96), (0.5, -3.0)], "", "adam")])

    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
        QTest.keyClick(canvas_of(view), key)

    assert [spy.at(i)[0] for i in range(3)] == pytest.approx([1.1, 1.0, 1.0])
    assert [spy.at(i)[1] for i in range(3)] == pytest.approx([-4.96, -4.86, -5.0])


def test_that_the_pointer_is_read_out(view: ContourView) -> None:
    spy = QSignalSpy(canvas_of(view).hovered)

    QTest.mouseMove(canvas_of(view), pixel_of(view, 2.0, -3.0))

    ((x, y),) = spy.at(0)
    assert (x, y) == pytest.approx((2.0, -3.0), abs=0.04)
    coordinates, cost = view.readout.text().split("   ")
    assert coordinates == f"x = {x:.2f}, y = {y:.2f}".replace("-", "−")
    assert float(cost.removeprefix("C ≈ ")) == pytest.approx(x * x / 4 + y * y, abs=0.02)


def test_that_a_cut_out_place_is_not_defined(view: ContourView) -> None:
    view.set_grid(evaluate_grid(typed_function("log(x) + y", 2)))

    QTest.mouseMove(canvas_of(view), pixel_of(view, -2.0, 0.0))

    assert view.readout.text().endswith("not defined")
    assert has(view, pixel_of(view, -2.0, 0.0), LIGHT.base)


def test_that_arrows_point_up_and_down_the_gradient(view: ContourView) -> None:
    # At (2, 0.5) the gradient is (1, 1).
    view.set_point((2.0, 0.5), (1.0, 1.0), (0.0, 0.0))

    down = arrow_of(view, LIGHT.accent, (2.0, 0.5)).mean(axis=0)
    up = arrow_of(view, LIGHT.muted, (2.0, 0.5)).mean(axis=0)

    frame = canvas_of(view).box.frame
    steep = frame.height / frame.width  # a unit of y in pixels, over one of x
    for mean in (down, up):
        assert -mean[1] / mean[0] == pytest.approx(steep, rel=0.15)
    assert down[0] < 0 < up[0]


def test_that_the_tangent_is_at_right_angles_where_the_scales_are_equal(view: ContourView) -> None:
    view.set_equal_aspect(True)
    frame = canvas_of(view).box.frame
    assert frame.width == pytest.approx(frame.height, abs=1)

    gradient = np.array([2.0, 6.0])
    view.set_point((0.0, 0.0), gradient, (0.0, 0.0))
    casing = arrow_of(view, LIGHT.base, (0.0, 0.0))

    unit = np.array([gradient[1], gradient[0]]) / np.hypot(*gradient)  # y points down
    along = casing[(np.abs(casing @ [unit[1], -unit[0]]) < 2.5) & (np.hypot(*casing.T) > 15)]
    assert (along @ unit).max() > 40
    assert (along @ unit).min() < -40


def test_that_a_vanishing_gradient_has_no_arrow(view: ContourView) -> None:
    view.set_point((0.0, 0.0), (1e-9, -1e-9), (0.0, 0.0))

    assert np.hypot(*arrow_of(view, LIGHT.accent, (0.0, 0.0)).T).max() < 9
    assert not len(arrow_of(view, LIGHT.muted, (0.0, 0.0)))


def test_that_paths_are_drawn_where_they_have_been(view: ContourView) -> None:
    view.set_paths(
        [
            ([(-4.0, -4.0), (-2.0, -3.0)], "#ff0000", "one"),
            ([(3.0, 3.0)], "#00ff00", "two"),
            (np.empty((0, 2)), "#0000ff", "three"),
            ([(-3.0, 3.0), (-1.0, 3.0)], "", "four"),
        ]
    )

    assert has(view, pixel_of(view, -3.0, -3.5), "#ff0000")
    assert has(view, pixel_of(view, 3.0, 3.0), "#00ff00")
    assert has(view, pixel_of(view, -2.0, 3.0), LIGHT.curves[2])
    assert canvas_of(view).hint_at(QPointF(pixel_of(view, 3.0, 3.0))) == "two"


def test_that_diverged_paths_are_drawn_as_far_as_they_can_be(view: ContourView) -> None:
    wild = [(1.0, 1.0), (-1e300, 1.0), (np.inf, np.nan), (2.0, -2.0), (3.0, -2.0)]
    view.set_paths([(wild, "#ff0000", "wild")])
    view.set_point((np.nan, np.inf), (np.nan, 1.0), (1e308, 1e308))
    view.set_arrows([((1e300, 1e300), "#00ff00", "a"), ((np.nan, 0.0), "#00ff00", "b")])

    assert has(view, pixel_of(view, -1.0, 1.0), "#ff0000")
    assert has(view, pixel_of(view, 2.5, -2.0), "#ff0000")

    view.set_point((1.0, -4.0), (1e300, -1e300), (1.7e308, -1.7e308))

    assert len(arrow_of(view, "#00ff00", (1.0, -4.0)))


def test_that_inner_state_has_lengths_that_can_be_compared(view: ContourView) -> None:
    view.set_point((0.0, 0.0), (0.0, 0.0), (0.0, 0.0))
    view.set_arrows([((4.0, 0.0), "#ff0000", "a"), ((0.0, 2.0), "#00ff00", "b")])

    long = arrow_of(view, "#ff0000", (0.0, 0.0), 75.0)
    frame = canvas_of(view).box.frame
    reach = 0.22 * min(frame.width, frame.height)
    assert long[:, 0].max() == pytest.approx(min(reach, 75), abs=3)
    short = arrow_of(view, "#00ff00", (0.0, 0.0))
    tip = -short[np.abs(short[:, 0]) < 3][:, 1].max()
    assert tip < 10
    assert -short[np.abs(short[:, 0]) < 1.5][:, 1].min() >= 0.5 * reach - 5


def test_that_basins_are_coloured_until_the_next_grid(view: ContourView) -> None:
    centres = -5 + (np.arange(20) + 0.5) / 2
    labels = np.zeros((20, 20), np.int16)
    labels[:10, 10:] = 1  # lower right
    labels[10:, :10] = -1  # upper left
    points = tuple(StationaryPoint((x, 0.0), 0.0, "minimum") for x in (-1.0, 1.0))

    def mean_at(x: float, y: float) -> np.ndarray:
        at = pixel_of(view, x, y)
        part = pixels(view)[at.y() - 8 : at.y() + 9, at.x() - 8 : at.x() + 9]
        return np.median(part.reshape(-1, 3), axis=0)

    plain = mean_at(3.0, -3.0)
    view.set_basins(BasinMap(centres, centres, labels, points, 1.0))

    for place, label in [((-3.0, -3.0), 0), ((3.0, -3.0), 1), ((-3.0, 3.0), -1)]:
        colour = np.array(QColor(valley_colour(label, LIGHT)).getRgb()[:3])
        under = (mean_at(*place) - 0.6 * colour) / 0.4  # what lies under it is grey
        assert np.ptp(under) < 8
    view.set_grid(evaluate_grid(BOWL))
    assert mean_at(3.0, -3.0) == pytest.approx(plain)


def test_that_stationary_points_tell_what_they_are(view: ContourView) -> None:
    view.set_stationary(
        [StationaryPoint((0.0, 0.0), -1.5, "minimum"), StationaryPoint((3.0, 1.0), 2.0, "saddle")]
    )

    canvas = canvas_of(view)
    assert canvas.hint_at(QPointF(pixel_of(view, 0.0, 0.0))) == (
        "● minimum\nx = 0.00, y = 0.00, C = −1.5000"
    )
    assert canvas.hint_at(QPointF(pixel_of(view, 3.0, 1.0))).startswith("× saddle")
    assert has(view, pixel_of(view, 0.0, 0.0), "#ffffff")


def test_that_a_theme_is_taken_at_once(view: ContourView) -> None:
    view.set_paths([([(-3.0, 3.0), (-1.0, 3.0)], "", "one")])
    view.set_grid(evaluate_grid(typed_function("sqrt(x) + y", 2)))
    for theme in (DARK, LIGHT):
        put_on(theme)
        assert has(view, pixel_of(view, -2.0, 3.0), theme.accent)
        assert has(view, pixel_of(view, -3.0, 0.0), theme.base)


def turn_wheel(view: ContourView, at: QPoint, eighths: int) -> bool:
    """Turn the wheel over a place by eighths of a degree; return whether the view took it."""
    port = canvas_of(view)
    wheel = QWheelEvent(
        QPointF(at),
        QPointF(port.mapToGlobal(at)),
        QPoint(),
        QPoint(0, eighths),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(port, wheel)
    return wheel.isAccepted()


def test_that_the_wheel_zooms_around_the_pointer(view: ContourView) -> None:
    at = pixel_of(view, 1.0, 1.0)

    turn_wheel(view, at, 240)

    frame = canvas_of(view).box.frame
    assert frame.x[1] - frame.x[0] == pytest.approx(10 / 1.25**2)
    assert frame.y[1] - frame.y[0] == pytest.approx(10 / 1.25**2)
    assert canvas_of(view).box.to_data(at.x(), at.y()) == pytest.approx((1.0, 1.0), abs=0.05)


def test_that_a_part_of_a_map_has_the_colours_of_the_cost(view: ContourView) -> None:
    turn_wheel(view, pixel_of(view, 2.0, 2.0), 480)

    at = pixel_of(view, 2.5, 2.2)
    cost = 2.5**2 / 4 + 2.2**2
    expected = VIRIDIS[round(255 * cost / 31.25)].astype(int)
    assert (np.abs(pixels(view)[at.y(), at.x()] - expected).max()) < 40  # a line may lie there


def test_that_a_map_is_whole_again_by_home_wheel_and_another_range(view: ContourView) -> None:
    canvas, whole = canvas_of(view), canvas_of(view).box.frame
    at = pixel_of(view, 4.0, -4.0)

    turn_wheel(view, at, 360)
    assert view.readout.accessibleDescription() != ""
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.box.frame == whole
    assert view.readout.accessibleDescription() == ""

    turn_wheel(view, at, 360)
    turn_wheel(view, at, -480)
    assert canvas.box.frame == whole

    QTest.keyClicks(canvas, "+")
    view.set_grid(evaluate_grid(BOWL))
    assert canvas.box.frame != whole  # of the same range
    view.set_grid(evaluate_grid(typed_function("x^2 + y^2", 2), columns=11))
    assert canvas.chart.window != ((0.0, 1.0), (0.0, 1.0))  # the range is the same here too
    view.set_grid(None)
    assert canvas.chart.window == ((0.0, 1.0), (0.0, 1.0))


def test_that_the_wheel_goes_on_to_the_page_where_a_map_is_whole(view: ContourView) -> None:
    at = pixel_of(view, 0.0, 0.0)
    assert not turn_wheel(view, at, -120)
    assert turn_wheel(view, at, 120)


def test_that_nothing_moves_before_there_is_a_grid(qtbot: QtBot) -> None:
    view = ContourView()
    qtbot.addWidget(view)
    view.set_paths([([(0.1, 0.2)], "", "one")])
    view.set_point((0.5, 0.5), (1.0, 1.0), (0.1, 0.1))
    view.clear()
    for size in ((1, 1), (620, 430)):
        view.resize(*size)
        assert not view.grab().isNull()


def test_that_as_many_paths_as_landscape_can_have_are_the_most(view: ContourView) -> None:
    paths = [([(0.0, 0.0)], "", str(i)) for i in range(MOST_PATHS + 1)]
    view.set_paths(paths[:MOST_PATHS])
    with pytest.raises(AssertionError):
        view.set_paths(paths)


def test_that_keys_move_the_ball_where_there_is_no_path(view: ContourView) -> None:
    spy = QSignalSpy(view.start_chosen)
    QTest.keyClick(canvas_of(view), Qt.Key.Key_Right)
    view.set_point((1.0, 2.0), (1.0, 1.0), (0.0, 0.0))
    QTest.keyClick(canvas_of(view), Qt.Key.Key_Right)
    assert spy.count() == 1
    assert list(spy.at(0)) == pytest.approx([1.1, 2.0])
    view.set_point((np.nan, 2.0), (1.0, 1.0), (0.0, 0.0))
    QTest.keyClick(canvas_of(view), Qt.Key.Key_Up)
    view.set_point((1.0, 2.0), (1.0, 1.0), (0.0, 0.0))
    view.clear()
    QTest.keyClick(canvas_of(view), Qt.Key.Key_Up)
    assert spy.count() == 1


def test_that_clear_leaves_the_map_and_what_its_points_are(view: ContourView) -> None:
    view.set_stationary([StationaryPoint((0.0, 0.0), 0.0, "minimum")])
    before = pixels(view)
    view.set_paths([([(2.0, 2.0), (3.0, 3.0)], "", "path")])
    view.set_point((3.0, 3.0), (1.0, 1.0), (0.0, 0.0))
    view.set_arrows([((1.0, 0.0), "#ff0000", "a")])
    end = QPointF(pixel_of(view, 3.0, 3.0))
    assert canvas_of(view).hint_at(end) == "path"

    view.clear()

    assert (pixels(view) == before).all()
    assert canvas_of(view).hint_at(end) == ""
    assert canvas_of(view).hint_at(QPointF(pixel_of(view, 0.0, 0.0))).startswith("● minimum")


def test_that_the_hint_is_back_when_the_pointer_has_gone(view: ContourView) -> None:
    view.set_hint("do this")
    assert view.readout.text() == "do this"
    QTest.mouseMove(canvas_of(view), pixel_of(view, 2.0, -3.0))
    view.set_input_names("a", "b")
    assert view.readout.text().startswith("a = ")
    assert ", b = " in view.readout.text()
    QTest.mouseMove(canvas_of(view), QPoint(1, 1))
    assert view.readout.text() == "do this"


def test_that_the_place_of_the_ball_is_told_to_readers_of_the_screen(view: ContourView) -> None:
    view.set_point((1.0, -2.0), (1.0, 1.0), (0.0, 0.0))
    assert canvas_of(view).accessibleDescription() == "x = 1.00, y = −2.00"
    assert view.accessibleName() == "Contour map"
    assert canvas_of(view).accessibleName().startswith("Contour map; arrow keys move the start")
    assert view.focusProxy() is canvas_of(view)


def test_that_the_scales_are_equal_only_while_that_is_wanted(view: ContourView) -> None:
    before = canvas_of(view).box
    view.set_equal_aspect(True)
    assert canvas_of(view).box != before
    view.set_equal_aspect(False)
    assert canvas_of(view).box == before


def test_that_nothing_is_drawn_again_that_has_not_changed(
    view: ContourView, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart, drawn = canvas_of(view).chart, []
    for name in ("draw_resting", "draw_moving"):
        draw = getattr(type(chart), name)

        def noted(*given: Any, draw: Any = draw, name: str = name) -> None:
            drawn.append(name)
            draw(*given)

        monkeypatch.setattr(type(chart), name, noted)
    words = chart.words
    view.set_words(f"{words} yet")
    pixels(view)
    drawn.clear()
    pixels(view)  # as when its page comes back into sight
    assert drawn == []
    view.set_words("".join([words, " yet"]))  # the same in another string
    view.set_paths([])
    pixels(view)
    assert drawn == ["draw_moving"]
