import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.landscape.honesty_view import HonestyView, ShareMeter
from tests.studio.views.chart_pixels import colours


@pytest.fixture
def view(qtbot: QtBot) -> HonestyView:
    view = HonestyView()
    qtbot.addWidget(view)
    view.resize(300, 220)
    view.show()
    qtbot.waitExposed(view)
    return view


def said(view: HonestyView) -> str:
    return view.explained.text().replace("\N{NO-BREAK SPACE}", " ")


def colour_shares(view: HonestyView, colour: str) -> float:
    """Share of the meter's middle row that has a colour."""
    image = view.meter.grab().toImage()
    row = [image.pixelColor(x, image.height() // 2) for x in range(image.width())]
    return sum(pixel == QColor(colour) for pixel in row) / len(row)


def test_that_the_share_is_told_beside_components_and_chance(view: HonestyView) -> None:
    view.set_explained(0.62, (0.48, 0.14), 0.55)
    assert said(view) == (
        "In this plane: 62 % of the path's movement (PC1 48 %, PC2 14 %); "
        "a random walk of as many steps: 55 %"
    )
    view.set_explained(0.031, None, None)
    assert said(view) == "In this plane: 3 % of the path's movement"
    view.set_explained(0.0004, None, 0.998)
    assert "< 1 % of" in said(view)
    assert said(view).endswith("steps: > 99 %")
    view.set_explained(1.0, None, 0.0)
    assert "100 % of" in said(view)
    assert said(view).endswith("steps: 0 %")


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_the_bar_is_as_long_as_the_share(view: HonestyView, theme) -> None:
    put_on(theme)
    view.set_explained(0.62, (0.48, 0.14), None)
    assert colour_shares(view, theme.accent) == pytest.approx(0.48, abs=0.01)
    assert colour_shares(view, theme.fill) == pytest.approx(0.38, abs=0.02)
    view.set_explained(0.3, None, None)
    assert colour_shares(view, theme.accent) == pytest.approx(0.3, abs=0.01)
    view.set_explained(0.3, None, 0.8)
    assert 0.003 < colour_shares(view, theme.text) < 0.015  # the mark, two pixels wide


@pytest.mark.parametrize(
    ("true", "shadow", "text"),
    [
        ([2.0, 1.0, 0.5], [2.0, 1.2149, 0.6], "The picture shows up to 0.21 more than is true."),
        ([2.0, 1.0, 0.5], [1.95, 0.9, 0.5], "The picture shows up to 0.1 less than is true."),
        (
            [2.0, 1.0, 0.5],
            [2.3, 0.98, 0.5],
            "The picture shows up to 0.3 more and 0.02 less than is true.",
        ),
        ([2.0, 1.0], [2.0, 1.001], "The picture shows the true cost along the path."),
        ([0.0, 0.0], [0.0, 0.0], "The picture shows the true cost along the path."),
        ([3.0], [4.0], "The picture shows up to 1 more than is true."),
        (
            [2.0, 1.0, np.nan],
            [3.0, np.inf, 1.0],
            "The picture shows up to 1 more than is true. At 2 of 3 points a cost is not finite.",
        ),
        ([np.nan], [np.nan], "At 1 of 1 points a cost is not finite."),
        ([], [], ""),
    ],
)
def test_that_the_largest_gap_is_told(view: HonestyView, true, shadow, text: str) -> None:
    view.set_gaps(np.arange(len(true)), true, shadow)
    assert view.gaps.text() == text
    assert view.plot.isVisible() == bool(true)


def test_that_the_gap_is_drawn_where_it_is(view: HonestyView) -> None:
    put_on(LIGHT)
    view.resize(400, 320)
    view.set_gaps([0, 10, 20], [1.0, 1.0, 1.0], [1.0, 2.0, 1.0])
    image = view.plot.grab().toImage()

    def colour(step: float, cost: float) -> QColor:
        at = view.plot.widget_position(step, cost)
        return image.pixelColor(round(at.x()), round(at.y()))

    inside, outside = colour(10.4, 1.33), colour(2.1, 1.73)
    assert outside == QColor(LIGHT.base)
    assert inside.lightness() < outside.lightness() - 20
    at = view.plot.widget_position(5.0, 1.0).toPoint()
    line = [image.pixelColor(at.x(), at.y() + dy) for dy in (-1, 0, 1)]
    hue = QColor(LIGHT.accent).hue()  # smoothed where the line lies between two pixels
    assert any(abs(c.hue() - hue) <= 6 and c.saturation() > 80 for c in line)


def test_that_the_whole_of_both_costs_is_in_sight(view: HonestyView) -> None:
    view.set_gaps([100, 200, 300], [2.0, np.inf, 0.5], [4.0, 1.0, np.nan])
    frame = view.plot.box.frame
    assert frame.x == pytest.approx((100, 300))
    assert frame.y[0] < 0.5
    assert frame.y[1] > 4.0
    assert frame.y[1] - frame.y[0] < 1.2 * 3.5


@pytest.mark.parametrize("scale", [1e-300, 1e-9, 1e9, 1e300, 1.7e308])
def test_that_costs_of_any_size_are_drawn(view: HonestyView, scale: float) -> None:
    view.set_gaps([5, 5e12], scale * np.array([0.9, 0.1]), scale * np.array([1.0, 0.2]))
    assert "more than is true" in view.gaps.text()
    assert not view.grab().isNull()


def test_that_what_is_being_computed_is_not_said_to_be_missing(view: HonestyView) -> None:
    view.set_explained(0.62, (0.48, 0.14), 0.55)
    view.clear("picture")
    assert said(view) == "There is no picture of the path yet: Make again."
    view.clear("brought")
    assert said(view).startswith("No path: this network came as it is, from a file")
    view.clear("end")
    assert said(view) == "Computing how true the picture of the path is…"
    view.set_explained(0.62, (0.48, 0.14), 0.55)
    assert said(view).startswith("In this plane: 62")


def test_that_clearing_leaves_nothing_of_a_path(view: HonestyView) -> None:
    view.set_explained(0.62, (0.48, 0.14), 0.55)
    view.set_gaps([0, 1], [2.0, 1.0], [2.0, 1.5])
    view.clear()
    assert said(view) == "No path yet: the network has not learned."
    assert view.gaps.text() == ""
    assert not view.plot.isVisible()
    assert colour_shares(view, LIGHT.accent) == 0


@pytest.mark.parametrize("share", [np.nan, np.inf, -0.2, 1.4])
def test_that_shares_that_are_none_do_no_harm(view: HonestyView, share: float) -> None:
    view.set_explained(share, (share, share), share)
    assert not view.grab().isNull()


@pytest.fixture
def meter(qtbot: QtBot) -> ShareMeter:
    meter = ShareMeter()
    qtbot.addWidget(meter)
    meter.resize(200, meter.sizeHint().height())
    meter.show()
    qtbot.waitExposed(meter)
    return meter


def where(meter: ShareMeter, colour: str) -> np.ndarray:
    return (colours(meter) == QColor(colour).getRgb()[:3]).all(axis=2)


def test_that_the_bar_is_ten_pixels_high_and_its_mark_three_higher(meter: ShareMeter) -> None:
    assert meter.height() == 16
    meter.set_shares((0.5,), 0.75)
    assert np.flatnonzero(where(meter, LIGHT.accent)[:, 50]).tolist() == list(range(3, 13))
    assert np.flatnonzero(where(meter, LIGHT.accent)[8]).tolist()[-1] == 99
    mark = where(meter, LIGHT.text)
    assert np.flatnonzero(mark.all(axis=0)).tolist() == [149, 150]
    assert where(meter, LIGHT.base)[8, [148, 151]].all()


@pytest.mark.parametrize(("share", "columns"), [(0.0, [1, 2]), (1.0, [197, 198])])
def test_that_a_mark_at_an_end_is_whole(meter: ShareMeter, share: float, columns) -> None:
    meter.set_shares((), share)
    assert np.flatnonzero(where(meter, LIGHT.text).all(axis=0)).tolist() == columns


def test_that_the_second_part_is_paler_and_ends_with_the_bar(meter: ShareMeter) -> None:
    meter.set_shares((0.25, 0.5), None)
    row = colours(meter)[8]
    assert (row[50:150] == row[100]).all()
    assert (row[49] == QColor(LIGHT.accent).getRgb()[:3]).all()
    assert (row[150] == QColor(LIGHT.fill).getRgb()[:3]).all()
    border, accent = (np.array(QColor(c).getRgb()[:3]) for c in (LIGHT.fill, LIGHT.accent))
    assert row[100] == pytest.approx(border + 0.55 * (accent - border), abs=2)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0 %"),
        (1e-6, "< 1 %"),
        (0.0099, "< 1 %"),
        (0.01, "1 %"),
        (0.9949, "99 %"),
        (0.995, "> 99 %"),
        (1 - 1e-9, "> 99 %"),
        (1 - 1e-12, "100 %"),
        (1.0, "100 %"),
        (np.nan, "–"),
    ],
)
def test_that_only_all_is_all_and_only_nothing_nothing(
    view: HonestyView, share: float, text: str
) -> None:
    view.set_explained(share, None, None)
    assert said(view) == f"In this plane: {text} of the path's movement"
    assert view.meter.accessibleDescription() == view.explained.text()


def test_that_a_gap_counts_from_a_thousandth_of_the_largest_cost(view: HonestyView) -> None:
    for gap, text in (
        (1.0, "The picture shows the true cost along the path."),
        (1.125, "The picture shows up to 1.1 more than is true."),
    ):
        view.set_gaps([0, 1], [1000.0, 500.0], [1000.0, 500.0 + gap])
        assert view.gaps.text() == text
        assert view.plot.accessibleDescription() == text
    view.set_gaps([0, 1], [1000.0, 500.0], [1001.0, 498.875])
    assert view.gaps.text() == "The picture shows up to 1.1 less than is true."
    view.set_gaps([0, 1], [1000.0, 500.0], [1001.125, 499.0])
    assert view.gaps.text() == "The picture shows up to 1.1 more than is true."


def test_that_what_is_said_of_nothing_is_muted(view: HonestyView) -> None:
    assert view.explained.objectName() == "muted"
    view.set_explained(0.5, None, None)
    assert view.explained.objectName() == ""
    view.clear("end")
    assert view.explained.objectName() == "muted"
    assert view.meter.accessibleDescription() == view.explained.text()
    view.set_explained(None, (0.5, 0.25), 0.5)
    assert view.explained.text() == ""


def test_that_the_room_of_the_plot_is_kept_while_it_is_hidden(view: HonestyView) -> None:
    place = view.gaps.y()
    view.set_gaps([0, 1], [2.0, 1.0], [2.0, 1.0])
    view.layout().activate()
    assert view.gaps.y() == place


def test_that_the_ends_of_the_bar_are_round_and_smooth_and_nothing_leaves_them(
    meter: ShareMeter,
) -> None:
    def shades() -> int:
        return len(np.unique(colours(meter).reshape(-1, 3), axis=0))

    empty = colours(meter)[3, [0, 199]]
    assert shades() > 4  # between bar and card
    meter.set_shares((0.5, 0.5), None)
    shown = colours(meter)
    assert (shown[3, [0, 199]] == empty).all()  # the corners
    assert not where(meter, LIGHT.accent)[[2, 13]].any()
