"""The picture that the command line writes is the picture that the window shows."""

from dataclasses import astuple, is_dataclass, replace

import numpy as np
import pytest
from PySide6.QtGui import QFont, QImage
from pytestqt.qtbot import QtBot

from gdstudio.commands.descend.job import Outcome, Track
from gdstudio.commands.descend.picture import curve_chart, map_chart, picture_bounds
from gdstudio.descent.functions import CostFunction, typed_function
from gdstudio.descent.library import LIBRARY
from gdstudio.jobs.slice_pictures import line_picture
from gdstudio.landscape.slices import Slice
from gdstudio.pictures.palette import DARK, LIGHT, Palette
from gdstudio.pictures.pillow.drawing import pixels_of
from gdstudio.pictures.plane.box import PlaneChart, draw_plane, place_box
from gdstudio.pictures.plane.contours import ContourMap
from gdstudio.pictures.plane.curve import CostCurve
from gdstudio.pictures.plane.slices import SliceChart
from gdstudio.pictures.scene import Label, Scene
from gdstudio.pictures.sheet import Sheet
from gdstudio.studio.painting import Lettering, image_of
from gdstudio.studio.views.descent.curve_view import CurveView
from gdstudio.studio.views.landscape.slice_view import SliceView
from gdstudio.studio.views.plane.contour_view import ContourView
from gdstudio.studio.views.plane.plane_canvas import PlaneCanvas
from tests.descents import descend

SIZE = (620.0, 430.0)


def outcome_of(function: CostFunction, rate: float, steps: int = 40) -> Outcome:
    path = tuple(descend(function, function.start, "gradient-descent", rate, steps))
    return Outcome(function, (Track("gradient-descent", rate, path, None),), False, 0.0)


def scene_of(
    chart: PlaneChart, size: tuple[float, float] = SIZE, palette: Palette = LIGHT
) -> Scene:
    lettering = Lettering(QFont())
    sheet = Sheet(size, lettering.measure, palette, lettering.size)
    draw_plane(sheet, sheet.rect, chart)
    return sheet.scene()


def plain(value: object) -> object:
    """Return a shape as what can be compared."""
    if is_dataclass(value) and not isinstance(value, type):
        return type(value).__name__, *map(plain, astuple(value))
    if isinstance(value, np.ndarray):  # a picture has a million numbers
        return value.dtype.str, value.shape, value.tobytes()
    return value


def shown(view: ContourView | CurveView | SliceView) -> PlaneChart:
    canvas = view.findChild(PlaneCanvas)
    assert canvas is not None
    return canvas.chart


def assert_same(written: Scene, seen: Scene) -> None:
    assert [type(s) for s in written.shapes] == [type(s) for s in seen.shapes]
    for one, other in zip(written.shapes, seen.shapes, strict=True):
        np.testing.assert_equal(plain(one), plain(other))


@pytest.mark.parametrize("name", ["rosenbrock", "himmelblau"])
def test_that_a_map_is_the_same_in_file_and_window(qtbot: QtBot, name: str) -> None:
    outcome = outcome_of(LIBRARY[name], 0.001)
    written, _ = map_chart(outcome, picture_bounds(outcome))
    assert isinstance(written, ContourMap)
    view = ContourView()
    qtbot.addWidget(view)

    view.set_grid(written.grid)
    view.set_input_names(*outcome.function.variables)
    view.set_stationary(written.stationary)
    path, last = outcome.tracks[0].path, outcome.tracks[0].last
    view.set_paths([([item.position for item in path], "", "gradient-descent")])
    view.set_point(last.position, last.gradient, np.zeros(2))

    assert_same(scene_of(replace(written, start=None)), scene_of(shown(view)))


def test_that_a_curve_is_the_same_in_file_and_window(qtbot: QtBot) -> None:
    outcome = outcome_of(LIBRARY["wavy"], 0.05)
    written, _ = curve_chart(outcome, picture_bounds(outcome))
    assert isinstance(written, CostCurve)
    view = CurveView()
    qtbot.addWidget(view)

    view.set_curve(*written.points.T)
    view.set_stationary(written.stationary)
    last = outcome.tracks[0].last
    view.set_point(float(last.position[0]), last.cost, float(last.gradient[0]), 0.0)

    assert_same(scene_of(replace(written, start=None, paths=())), scene_of(shown(view)))


def test_that_a_slice_is_the_same_in_file_and_window(qtbot: QtBot) -> None:
    t = np.linspace(0.0, 1.0, 61)
    hill = Slice(t, 0.02 + 4 * t * (1 - t), 1 - t * (1 - t))
    view = SliceView()
    qtbot.addWidget(view)

    view.set_slice(hill, ("A", "B"), 1.0, 1.0, hill)

    written = SliceChart(line_picture(hill, ("A", "B"), 1.0, hill, None))
    assert_same(scene_of(written), scene_of(shown(view)))


@pytest.mark.parametrize("size", [(300.0, 200.0), (1200.0, 800.0)])
@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("formula", ["x^2/4 + y^2", "log(x) + y", "1e299 x + 0 y"])
def test_that_both_hands_draw_the_same_map(
    size: tuple[float, float], palette: Palette, formula: str, qapp: object
) -> None:
    outcome = outcome_of(typed_function(formula, 2), 0.01)
    assert_drawn_alike(map_chart(outcome, outcome.function.domain)[0], size, palette)


@pytest.mark.parametrize("size", [(300.0, 200.0), (1200.0, 800.0)])
@pytest.mark.parametrize("formula", ["(x - 1)^2", "1/x", "1e299 x", "1e-300 x^2"])
def test_that_both_hands_draw_the_same_curve(
    size: tuple[float, float], formula: str, qapp: object
) -> None:
    outcome = outcome_of(typed_function(formula, 1), 0.01)
    assert_drawn_alike(curve_chart(outcome, outcome.function.domain)[0], size, LIGHT)


def assert_drawn_alike(chart: PlaneChart, size: tuple[float, float], palette: Palette) -> None:
    """Compare pixels inside of the box; letters are of two fonts, so texts are left out."""
    scene, lettering = scene_of(chart, size, palette), Lettering(QFont())
    scene = replace(scene, shapes=tuple(s for s in scene.shapes if not isinstance(s, Label)))
    sheet = Sheet(size, lettering.measure, palette, lettering.size)
    box = place_box(sheet, sheet.rect, chart.axes).rect
    inside = np.s_[round(box.top) : round(box.bottom), round(box.left) : round(box.right)]
    image = image_of(scene, lettering).convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    seen = rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)[inside]
    away = np.abs(pixels_of(scene)[inside].astype(int) - seen).max(axis=2)
    assert away.mean() < 8
    assert (away > 60).mean() < 0.03
