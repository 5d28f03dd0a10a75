"""One value from which every picture and every table of a card comes."""

from __future__ import annotations

import numpy as np
import pytest

from gdstudio.pictures.charts import BarChart, LineChart, Series
from gdstudio.pictures.figure import Column, Figure, Table
from gdstudio.pictures.figures.charts import chart_figure, chart_table, charts_figure
from gdstudio.pictures.palette import LIGHT
from gdstudio.pictures.pillow.lettering import measure
from gdstudio.pictures.scene import Label, Plate, Rect, Scene
from gdstudio.pictures.sheet import Sheet
from tests.pictures.layouts.samples import SAMPLES


def _blank(sheet: Sheet) -> Scene:
    sheet.add(Plate(Rect(0, 0, *sheet.size), fill="#102030"))
    return sheet.scene()


TABLE = Table((Column("step", np.array([0, 1])), Column("cost", np.array([0.1, 2.5]), "nats")))


def test_that_a_column_bears_its_unit():
    assert TABLE.header == ("step", "cost (nats)")


def test_that_a_table_is_text_that_a_spreadsheet_takes():
    table = Table((Column("a\tb", ("x\ny", None)), Column("c", np.array([0.1, 1.0], np.float32))))
    assert table.text() == "a b\tc\nx y\t0.1\n\t1.0"


def test_that_numbers_are_written_so_that_they_read_back_the_same():
    values = np.array([0.1, 1 / 3, 5e-324], np.float64)
    table = Table((Column("v", values), Column("w", values.astype(np.float32))))
    for (v, w), value in zip(table.rows(), values, strict=True):
        assert float(str(v)) == value
        assert np.float32(str(w)) == np.float32(value)


def test_that_title_and_caption_stand_around_the_picture_on_request():
    figure = Figure("a", "What it is", _blank, lambda: TABLE, {}, "seed 3", size=(200.0, 100.0))
    plain, titled = figure.scene(measure), figure.scene(measure, titled=True)
    assert (plain.width, plain.height) == (200, 100)
    assert not [shape for shape in plain.shapes if isinstance(shape, Label)]
    labels = [shape for shape in titled.shapes if isinstance(shape, Label)]
    assert [label.text for label in labels] == ["What it is", "seed 3"]
    (plate,) = [shape for shape in titled.shapes if isinstance(shape, Plate)]
    assert labels[0].y < plate.rect.top < plate.rect.bottom <= labels[1].y
    assert plate.rect.size == (200, 100)
    assert titled.width > 200
    assert titled.ground == LIGHT.base


def test_that_a_long_caption_is_broken_into_lines():
    figure = Figure("a", "t", _blank, lambda: TABLE, {}, "word " * 60, size=(200.0, 100.0))
    scene = figure.scene(measure, titled=True)
    lines = [s for s in scene.shapes if isinstance(s, Label) and "word" in s.text]
    assert len(lines) > 3
    assert all(line.y + line.size < scene.height for line in lines)


def test_that_arrays_of_a_figure_are_its_own():
    array = np.zeros(3)
    figure = Figure("a", "t", _blank, lambda: TABLE, {"values": array})
    array[:] = 1
    assert figure.arrays["values"].tolist() == [0, 0, 0]
    with pytest.raises(ValueError, match="read-only"):
        figure.arrays["values"][0] = 2


@pytest.mark.parametrize("chart", SAMPLES, ids=lambda chart: type(chart).__name__)
def test_that_a_chart_has_as_many_rows_as_it_shows(chart):
    figure = chart_figure(chart)
    rows = list(figure.tabulate().rows())
    assert all(len(row) == len(figure.tabulate().header) for row in rows)
    expected = {
        "LineChart": lambda: sum(len(series.x) for series in chart.series),
        "HistogramChart": lambda: sum(len(d.counts) for d in chart.distributions),
        "BarChart": lambda: len(chart.values),
        "GroupedBarChart": lambda: len(chart.values),
        "HeatChart": lambda: len(chart.values),
        "PictureWall": lambda: len(chart.pictures),
    }[type(chart).__name__]()
    assert len(rows) == expected
    assert figure.arrays


def test_that_the_numbers_of_lines_are_those_drawn():
    low = np.array([0.0, 1.0])
    series = Series("s", np.array([1.0, 2.0]), np.array([3.0, np.nan]), low=low, high=low + 5)
    table = chart_table(LineChart("t", "step", "cost in nats", (series,)))
    assert table.header == ("series", "step", "cost in nats", "low", "high")
    first, second = table.rows()
    assert first == ("s", 1.0, 3.0, 0.0, 5.0)
    assert np.isnan(second[2])


def test_that_charts_of_different_kinds_share_one_table():
    line = LineChart("A", "x", "y", (Series("", np.array([1.0]), np.array([2.0])),))
    bars = BarChart("B", "share", ("one", "two"), np.array([0.25, 0.75]))
    figure = charts_figure("both", "Both", (line, bars))
    assert figure.tabulate().header == ("chart", "series", "x", "y", "name", "share")
    assert list(figure.tabulate().rows()) == [
        ("A", "", 1.0, 2.0, None, None),
        ("B", None, None, None, "one", 0.25),
        ("B", None, None, None, "two", 0.75),
    ]
    texts = [s.text for s in figure.scene(measure).shapes if isinstance(s, Label)]
    assert {"A", "B"} <= set(texts)
