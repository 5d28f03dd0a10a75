import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from gdstudio.descent.functions import StationaryPoint
from gdstudio.pictures.plane.contours import valley_colour
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.descent.curve_view import CurveView
from gdstudio.studio.views.plane.flat_view import PlaneReadout
from gdstudio.studio.views.plane.plane_canvas import PlaneCanvas

W = np.linspace(-4.0, 6.0, 501)


@pytest.fixture
def view(qtbot: QtBot) -> CurveView:
    """Return (w - 1)^2 on [-4, 6]."""
    view = CurveView()
    qtbot.addWidget(view)
    view.resize(620, 430)
    view.show()
    view.set_curve(W, (W - 1) ** 2)
    return view


def canvas_of(view: CurveView) -> PlaneCanvas:
    canvas = view.findChild(PlaneCanvas)
    assert canvas is not None
    return canvas


def pixel_of(view: CurveView, w: float, cost: float) -> QPoint:
    return canvas_of(view).widget_position(w, cost).toPoint()


def picture(view: CurveView) -> QImage:
    return canvas_of(view).grab().toImage()


def places_of(image: QImage, colour: str | QColor) -> np.ndarray:
    """Return (x, y) of the pixels of exactly this colour, shape (k, 2)."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    shape = (image.height(), image.bytesPerLine() // 4)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(shape) & 0xFFFFFF
    rows, columns = np.nonzero(pixels == QColor(colour).rgb() & 0xFFFFFF)
    return np.column_stack([columns, rows])


def test_that_the_curve_is_drawn_where_its_values_are(view: CurveView) -> None:
    image = picture(view)

    for w in (-3.0, 0.0, 1.5, 5.0):
        at = pixel_of(view, w, (w - 1) ** 2)
        assert has(image, at, LIGHT.text)
        assert image.pixelColor(at - QPoint(0, 30)) == QColor(LIGHT.base)


def has(image: QImage, at: QPoint, colour: str) -> bool:
    """Return whether a pixel at `at` or beside it has about this colour."""
    wanted = np.array(QColor(colour).getRgb()[:3])
    around = [at + QPoint(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
    found = np.array([image.pixelColor(place).getRgb()[:3] for place in around])
    return bool((np.abs(found - wanted).max(axis=1) < 12).any())


@pytest.mark.parametrize("w", [-3.9, -1.0, 0.25, 5.7])
def test_that_a_click_chooses_the_start_under_it(view: CurveView, w: float) -> None:
    spy = QSignalSpy(view.start_chosen)

    QTest.mouseClick(canvas_of(view), Qt.MouseButton.LeftButton, pos=pixel_of(view, w, 12.0))

    assert spy.count() == 1
    pixel = 10 / canvas_of(view).box.frame.width
    assert spy.at(0)[0] == pytest.approx(w, abs=pixel)


def test_that_a_drag_moves_the_start_and_ends_at_the_edge(view: CurveView) -> None:
    spy = QSignalSpy(view.start_chosen)
    port = canvas_of(view)

    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=pixel_of(view, -3.0, 16.0))
    QTest.mouseMove(port, pixel_of(view, 2.0, 10.0))
    QTest.mouseMove(port, QPoint(5000, 10))
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(5000, 10))
    QTest.mouseMove(port, pixel_of(view, 0.0, 10.0))

    starts = [spy.at(i)[0] for i in range(spy.count())]
    assert starts == pytest.approx([-3.0, 2.0, 6.0], abs=0.03)


def test_that_other_buttons_and_places_choose_nothing(view: CurveView) -> None:
    spy = QSignalSpy(view.start_chosen)
    port = canvas_of(view)

    QTest.mouseClick(port, Qt.MouseButton.RightButton, pos=pixel_of(view, 0.0, 10.0))
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=QPoint(3, 100))

    assert spy.count() == 0


def test_that_arrow_keys_move_the_start_by_a_hundredth(view: CurveView) -> None:
    spy = QSignalSpy(view.start_chosen)
    view.set_trail([2.0, 1.5], [1.0, 0.25])
    canvas = canvas_of(view)

    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Up):
        QTest.keyClick(canvas, key)
    view.set_trail([], [])
    view.set_point(5.98, 24.8, 9.96, -1.0)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    view.clear()
    QTest.keyClick(canvas, Qt.Key.Key_Right)

    assert [spy.at(i)[0] for i in range(spy.count())] == pytest.approx([2.1, 1.9, 6.0])


@pytest.mark.parametrize(("w", "update"), [(-3.0, 2.0), (4.0, -3.0), (4.0, 1.5)])
def test_that_the_arrow_is_as_long_as_the_step(view: CurveView, w: float, update: float) -> None:
    view.set_point(w, (w - 1) ** 2, 2 * (w - 1), update)

    start = canvas_of(view).widget_position(w, (w - 1) ** 2)
    places = places_of(picture(view), LIGHT.curves[1])
    shaft = places[np.abs(places[:, 1] - (start.y() - 18)) < 2]
    tip = canvas_of(view).widget_position(w + update, 0.0).x()
    left, right = sorted((start.x(), tip))
    assert shaft[:, 0].min() == pytest.approx(left, abs=2)
    assert shaft[:, 0].max() == pytest.approx(right, abs=2)


def test_that_the_tangent_has_the_slope(view: CurveView) -> None:
    view.set_point(3.0, 4.0, 4.0, -0.01)

    places = places_of(picture(view), LIGHT.curves[0]).astype(float)
    ball = canvas_of(view).widget_position(3.0, 4.0)
    frame = canvas_of(view).box.frame
    slope = 4.0 * (frame.height / (frame.y[1] - frame.y[0])) / (frame.width / 10)
    offsets = places - [ball.x(), ball.y()]
    off_line = np.abs(offsets[:, 1] + slope * offsets[:, 0]) / np.hypot(1, slope)
    downhill = offsets[(off_line < 3) & (offsets[:, 0] < 0)]  # the number is at the other end
    assert np.hypot(*downhill.T).max() == pytest.approx(0.125 * frame.width, abs=3)


def test_that_gaps_are_not_drawn(view: CurveView) -> None:
    cost = np.where(np.abs(W) < 1, np.nan, W)
    view.set_curve(W, cost)

    image = picture(view)

    assert image.pixelColor(pixel_of(view, 0.0, 0.0)) == QColor(LIGHT.base)
    assert has(image, pixel_of(view, 3.0, 3.0), LIGHT.text)


def test_that_a_pole_does_not_flatten_the_rest(view: CurveView) -> None:
    with np.errstate(divide="ignore"):
        view.set_curve(W, 1 / (W - 0.003) + W**2)

    low, high = canvas_of(view).box.frame.y
    assert -60 < low < 0
    assert 36 < high < 160


@pytest.mark.parametrize("cost", [np.full(501, np.nan), np.full(501, 3.0), W * 1e299, W * 1e-290])
def test_that_any_values_are_drawn(view: CurveView, cost: np.ndarray) -> None:
    view.set_curve(W, cost)
    view.set_point(1.0, float(cost[250]), 0.0, 0.0)

    low, high = canvas_of(view).box.frame.y
    assert np.isfinite([low, high]).all()
    assert low < high
    assert not picture(view).isNull()


def test_that_a_diverged_path_is_drawn_as_far_as_it_can_be(view: CurveView) -> None:
    w = [5.0, -8.0, 1e6, -1e300, np.inf, np.nan]
    view.set_trail(w, [16.0, 81.0, 1e12, np.inf, np.inf, np.nan])
    view.set_point(5.0, 16.0, 8.0, -1e300)
    image = picture(view)
    at = canvas_of(view).widget_position(-4.0, 16.0).toPoint()
    assert image.pixelColor(at + QPoint(30, -18)) == QColor(LIGHT.curves[1])

    view.set_point(np.inf, np.nan, np.nan, np.nan)

    assert not len(places_of(picture(view), LIGHT.curves[0]))


def test_that_a_single_point_is_a_trail(view: CurveView) -> None:
    view.set_trail([-2.0], [9.0])

    assert picture(view).pixelColor(pixel_of(view, -2.0, 9.0)) == QColor(LIGHT.accent)


def test_that_bands_show_which_valley_a_start_ends_in(view: CurveView) -> None:
    minima = [StationaryPoint((-2.0,), 1.0, "minimum"), StationaryPoint((3.0,), 1.0, "minimum")]
    view.set_bands([-4.0, 0.0, 4.0, 6.0], [0, 1, -1], minima)

    image = picture(view)
    bottom = canvas_of(view).widget_position(0.0, canvas_of(view).box.frame.y[0]).y()

    for w, label in [(-3.9, 0), (-0.2, 0), (0.2, 1), (3.9, 1), (4.2, -1), (5.9, -1)]:
        at = QPointF(canvas_of(view).widget_position(w, 0.0).x(), bottom + 14).toPoint()
        assert image.pixelColor(at) == QColor(valley_colour(label, LIGHT))


def test_that_stationary_points_tell_what_they_are(view: CurveView) -> None:
    view.set_stationary([StationaryPoint((1.0,), 0.0, "minimum")])
    canvas = canvas_of(view)

    assert "minimum\nw = 1.00, C = 0" in canvas.hint_at(QPointF(pixel_of(view, 1.0, 0.0)))
    assert canvas.hint_at(QPointF(pixel_of(view, 3.0, 10.0))) == ""


@pytest.mark.parametrize(
    ("rate", "text", "warns"),
    [
        (0.1, "rate 0.1 < 2/C″ = 1: near the minimum steps shrink", False),
        (1.0, "rate 1 = 2/C″: bounces for ever", True),
        (1.2, "rate 1.2 > 2/C″ = 1: near the minimum steps grow", True),
    ],
)
def test_that_the_limit_of_the_rate_is_told(
    view: CurveView, rate: float, text: str, warns: bool
) -> None:
    view.set_limit(1.0, rate)
    readout = view.findChild(PlaneReadout)
    assert readout is not None
    assert readout.accessibleDescription() == text
    image = readout.grab().toImage()
    assert bool(len(places_of(image, LIGHT.warning))) == warns

    view.set_limit(None, rate)

    assert readout.accessibleDescription() == ""


def test_that_the_pointer_reads_out_the_curve(view: CurveView) -> None:
    port = canvas_of(view)
    assert view.readout.text() == "click or drag to choose the start"

    QTest.mouseMove(port, pixel_of(view, 3.0, 20.0))

    w, cost = (part.split(" = ") for part in view.readout.text().split("   "))
    assert float(w[1]) == pytest.approx(3.0, abs=0.02)
    assert float(cost[1]) == pytest.approx((float(w[1]) - 1) ** 2, abs=0.05)


def test_that_a_theme_is_taken_at_once(view: CurveView) -> None:
    view.set_trail([-2.0], [9.0])

    for theme in (DARK, LIGHT):
        put_on(theme)
        image = picture(view)
        assert image.pixelColor(pixel_of(view, 1.0, 15.0)) == QColor(theme.base)
        assert has(image, pixel_of(view, 4.0, 9.0), theme.text)
        assert has(image, pixel_of(view, -2.0, 9.0), theme.accent)


def test_that_nothing_is_left_after_clear(view: CurveView) -> None:
    before = picture(view)
    view.set_trail([4.0, 2.0], [9.0, 1.0])
    view.set_point(2.0, 1.0, 2.0, -0.4)
    view.set_bands([-4.0, 6.0], [0], [StationaryPoint((1.0,), 0.0, "minimum")])
    assert picture(view) != before

    view.clear()

    assert picture(view) == before


def test_that_small_sizes_are_survived(view: CurveView) -> None:
    view.set_point(2.0, 1.0, 2.0, -0.4)
    for size in ((260, 200), (90, 60), (1, 1)):
        view.setMinimumSize(1, 1)
        view.resize(*size)
        assert not view.grab().isNull()


def test_that_the_readout_follows_a_resting_pointer_to_another_range(view: CurveView) -> None:
    for place in (QPoint(1, 1), pixel_of(view, 3.0, 20.0)):
        QTest.mouseMove(canvas_of(view), place)
    assert view.readout.text().startswith(("w = 3.0", "w = 2.9"))
    view.set_curve(W * 10, W**2)
    assert view.readout.text().startswith(("w = 30", "w = 29"))


def test_that_waves_too_fast_to_be_read_are_not_read(view: CurveView) -> None:
    place = pixel_of(view, 3.0, 20.0)
    view.set_curve(W, (W - 1) ** 2, ([-4.0, -4.0, 6.0, 6.0], [0.0, 25.0, 25.0, 0.0]))
    for at in (QPoint(1, 1), place):
        QTest.mouseMove(canvas_of(view), at)
    assert view.readout.text().endswith("waves too fast to be read")
    view.set_curve(W, np.where(W > 2, np.nan, W**2))
    assert view.readout.text().endswith("not defined")
    view.set_input_name("z")
    assert view.readout.text().startswith("z = ")
    QTest.mouseMove(canvas_of(view), QPoint(1, 1))
    assert view.readout.text() == "click or drag to choose the start"


def test_that_the_ball_is_told_to_readers_of_the_screen(view: CurveView) -> None:
    view.set_point(3.0, 4.0, 4.0, -1.0)
    assert canvas_of(view).accessibleDescription() == "w = 3.00, C = 4.0000"
    assert canvas_of(view).accessibleName() == "Cost of one input; arrow keys move the start"
    assert view.accessibleName() == "Cost of one input"


def test_that_a_step_lands_on_the_curve_or_nowhere(view: CurveView) -> None:
    for w, update, landing in ((3.0, -1.0, 1.0), (6.0, 0.0, 25.0), (3.0, 3.01, None)):
        view.set_point(w, (w - 1) ** 2, 2 * (w - 1), update)
        found = canvas_of(view).chart.state.landing
        assert np.isnan(found) if landing is None else found == pytest.approx(landing, abs=1e-3)


def test_that_keys_do_not_move_a_start_that_is_nowhere(view: CurveView) -> None:
    spy = QSignalSpy(view.start_chosen)
    view.set_trail([np.nan], [1.0])
    QTest.keyClick(canvas_of(view), Qt.Key.Key_Right)
    view.set_trail([], [])
    QTest.keyClick(canvas_of(view), Qt.Key.Key_Right)
    assert spy.count() == 0


def test_that_each_band_needs_two_edges(view: CurveView) -> None:
    minimum = StationaryPoint((1.0,), 0.0, "minimum")
    with pytest.raises(AssertionError):
        view.set_bands([-4.0, 0.0], [0, 0], [minimum])
    view.set_bands([-4.0], [], [])
    assert canvas_of(view).chart.bands is None


def test_that_the_readout_follows_a_resting_pointer_to_another_cost(view: CurveView) -> None:
    for place in (QPoint(1, 1), pixel_of(view, 3.0, 20.0)):
        QTest.mouseMove(canvas_of(view), place)
    shown = canvas_of(view).box.frame
    view.set_curve(W, 25 - (W - 1) ** 2)
    assert canvas_of(view).box.frame == shown
    cost = float(view.readout.text().partition("C = ")[2])
    assert cost == pytest.approx(21.0, abs=0.2)  # 25 - 2 * 2


def test_that_rates_are_told_with_three_digits(view: CurveView) -> None:
    view.set_limit(0.123456, 0.0987654)
    said = view.readout.accessibleDescription()
    assert said.startswith("rate 0.0988 < 2/C″ = 0.123:")
    view.set_limit(1.0, 1.0 + 2e-9)
    assert "> 2/C″" in view.readout.accessibleDescription()
    view.set_limit(1.0, 1.0 + 5e-10)
    assert "= 2/C″:" in view.readout.accessibleDescription()
