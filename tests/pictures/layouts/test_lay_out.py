"""Charts as scenes: where texts stand, and that nothing depends on who draws."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from gdstudio.pictures.charts import Chart, Level, LineChart, PictureWall, Series
from gdstudio.pictures.layouts import lay_out
from gdstudio.pictures.palette import DARK, LIGHT
from gdstudio.pictures.pillow.lettering import measure
from gdstudio.pictures.scene import Label, Scene
from tests.pictures.layouts.samples import SAMPLES, same


def texts(scene: Scene) -> list[Label]:
    return [shape for shape in scene.shapes if isinstance(shape, Label)]


def box(text: Label) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a text."""
    width, height = measure(text.text, text.size, text.weight)
    left, top = text.x - text.anchor[0] * width, text.y - text.anchor[1] * height
    return left, top, left + width, top + height


@pytest.mark.parametrize("chart", SAMPLES, ids=lambda chart: type(chart).__name__)
@pytest.mark.parametrize("size", [(240, 160), (480, 300), (1100, 640)])
def test_that_no_text_stands_out_of_the_picture(chart: Chart, size: tuple[int, int]) -> None:
    for text in texts(lay_out(chart, size, measure).scene):
        left, top, right, bottom = box(text)
        assert left >= -1, text.text
        assert right <= size[0] + 1, text.text
        assert top >= -1, text.text
        assert bottom <= size[1] + 3, text.text


@pytest.mark.parametrize("chart", SAMPLES, ids=lambda chart: type(chart).__name__)
def test_that_a_chart_is_laid_out_the_same_each_time(chart: Chart) -> None:
    one, other = (lay_out(chart, (480, 300), measure).scene for _ in range(2))
    assert same(one, other)
    assert not same(one, lay_out(chart, (480, 300), measure, DARK).scene)


@pytest.mark.parametrize("chart", SAMPLES, ids=lambda chart: type(chart).__name__)
def test_that_a_title_changes_nothing_of_the_chart_below_it(chart: Chart) -> None:
    plain = lay_out(chart, (480, 300), measure)
    titled = lay_out(chart, (480, 300), measure, titled=True)
    words = " ".join(t.text for t in texts(titled.scene) if t.weight == "strong")
    assert words == chart.title
    assert titled.scene.width == 480 + 24
    left, top = 12, titled.scene.height - 12 - 300
    for bare, moved in zip(plain.readings.places, titled.readings.places, strict=True):
        assert moved == pytest.approx(bare + np.array([left, top]), nan_ok=True)


def test_that_the_text_of_a_large_chart_is_larger() -> None:
    chart = SAMPLES[0]
    small, large = (lay_out(chart, size, measure) for size in ((300, 200), (1100, 620)))
    assert large.text_size > 1.4 * small.text_size
    pictures = PictureWall("t", np.zeros((100, 4, 4), np.uint8), tuple(map(str, range(100))))
    assert lay_out(pictures, (1100, 620), measure).text_size < small.text_size * 1.01


def test_that_the_name_of_a_level_does_not_lie_on_a_curve_that_runs_along_it() -> None:
    steps = np.linspace(0, 1000, 51)
    curves = [1 - 0.9 * np.exp(-steps / tau) for tau in (30, 150)]
    lines = tuple(Series("a", steps, y, colour=k) for k, y in enumerate(curves))
    chart = LineChart(
        "t", "x", "y", lines, (Level("99 %", 0.99),), y_range=(0.0, 1.0), is_share=True
    )
    layout = lay_out(chart, (390, 150), measure)
    left, top, right, bottom = box(next(t for t in texts(layout.scene) if t.text == "99 %"))
    for places in layout.readings.places:
        dense = np.vstack([np.linspace(a, b, 20) for a, b in pairwise(places)])
        inside = (dense > (left, top)) & (dense < (right, bottom))
        assert not inside.all(axis=1).any()


def test_that_the_names_of_axes_are_written_whole_however_narrow_the_chart_is() -> None:
    names = (
        "probability of a label that was drawn at random",
        "epochs until 99 % of all training digits are answered",
    )
    chart = LineChart("t", *names, (Series("", np.arange(3.0), np.arange(3.0)),))
    written = texts(lay_out(chart, (180, 200), measure).scene)
    for name in names:
        lines = [t for t in written if len(t.text) > 6 and t.text in name]
        assert " ".join(t.text for t in lines) == name
        assert len(lines) > 1
        assert all(box(t)[2] <= 180 for t in lines)


def test_that_colours_are_those_of_the_palette() -> None:
    for palette in (LIGHT, DARK):
        scene = lay_out(SAMPLES[0], (480, 300), measure, palette).scene
        assert scene.ground == palette.base
        assert {palette.curve(0), palette.muted} <= {
            shape.colour for shape in scene.shapes if hasattr(shape, "colour")
        }


def test_that_axes_are_true_however_short_and_however_far_from_zero_the_other_one_is() -> None:
    x = np.linspace(-4.0, 0.0, 5)
    for y in (0.0466 + 1e-5 * x, 1e6 + x):
        chart = LineChart("t", "x", "y", (Series("a", x, y),))
        layout = lay_out(chart, (400, 300), measure)
        below = {t.text: t for t in texts(layout.scene) if t.text in ("−4", "−2", "0")}
        (places,) = layout.readings.places
        for text, k in (("−4", 0), ("−2", 2), ("0", 4)):
            left, _, right, _ = box(below[text])
            assert (left + right) / 2 == pytest.approx(places[k, 0], abs=2)
