"""Both hands draw the same scene: each shape where the other has it, in the same colour."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PySide6.QtGui import QFont, QImage

from gdstudio.pictures.charts import Chart
from gdstudio.pictures.layouts import lay_out
from gdstudio.pictures.palette import rgb
from gdstudio.pictures.pillow.drawing import pixels_of
from gdstudio.pictures.pillow.lettering import measure
from gdstudio.pictures.scene import (
    SIGNS,
    Area,
    Clip,
    Image,
    Label,
    Line,
    Plate,
    Rect,
    Scene,
    Shape,
    Signs,
    Strokes,
)
from gdstudio.studio.painting import Lettering, image_of
from tests.pictures.layouts.samples import SAMPLES, same

RED, BLUE, PAPER = "#c00020", "#0040c0", "#ffffff"
WAY = np.array([(10, 10), (70, 30), (np.nan, 0), (20, 50), (60, 50), (60, 20)])


def scene(*shapes: Shape) -> Scene:
    return Scene(80, 60, PAPER, shapes)


def as_array(image: QImage) -> NDArray[np.int64]:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    bits = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return bits[:, :, 2::-1].astype(np.int64)


def softened(picture: NDArray[np.int64]) -> NDArray[np.float64]:
    """Each pixel the mean of nine: what the eye sees of edges smoothed in two ways."""
    return sliding_window_view(picture, (3, 3), axis=(0, 1)).mean(axis=(3, 4))


@pytest.fixture
def both(qapp):
    def draw(*shapes: Shape) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        by_qt = as_array(image_of(scene(*shapes), Lettering(QFont())))
        return by_qt, pixels_of(scene(*shapes)).astype(np.int64)

    return draw


@pytest.mark.parametrize(
    "shape",
    [
        Line(WAY, RED, 3.0),
        Line(WAY, RED, 1.0, flat=True),
        Line(WAY, BLUE, 2.0, (8.0, 6.0)),
        Line(WAY, BLUE, 4.0, opacity=0.4),
        Strokes(np.array([[(5, 5), (70, 5)], [(10.5, 10), (10.5, 50)]]), RED, 1.5),
        Area(np.array([(10, 10), (70, 20), (40, 50)]), RED, 0.3),
        Plate(Rect(10, 10, 40, 30), BLUE, 0.5, RED, 2.0, radius=6.0),
        Plate(Rect(10.5, 10.5, 40, 30), rim=RED),
        *(Signs(np.array([(20, 20), (50, 35.5)]), sign, RED, 6.0) for sign in SIGNS),
        Signs(np.column_stack([np.arange(5, 60, 5)] * 2), "circle", RED, 4.0),
        Signs(np.array([(40, 30), (np.nan, 3)]), "circle", RED, 8.0, BLUE, 3.0),
        Image(np.arange(4 * 6 * 3, dtype=np.uint8).reshape(4, 6, 3) * 3, Rect(10, 10, 60, 40)),
    ],
)
def test_that_both_hands_draw_a_shape_alike(both, shape: Shape) -> None:
    by_qt, by_pillow = both(shape)
    assert (by_qt != rgb(PAPER)).any(axis=2).sum() > 30
    away = np.abs(softened(by_qt) - softened(by_pillow))
    assert away.max() < 70  # of 255, at edges: there are two ways to smooth them


def test_that_nothing_is_drawn_outside_of_a_clip_and_all_again_after_it(both) -> None:
    lines = [Line(np.array([(0, y), (80, y)]), RED, 4.0) for y in (10.0, 40.0)]
    for picture in both(Clip(Rect(20, 0, 30, 60)), lines[0], Clip(None), lines[1]):
        is_red = (picture == rgb(RED)).all(axis=2)
        assert np.flatnonzero(is_red[10]).tolist() == list(range(20, 50))
        assert is_red[40].sum() >= 79


@pytest.mark.parametrize("anchor", [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0)])
def test_that_a_text_lies_at_its_anchor(both, anchor: tuple[float, float]) -> None:
    x, y = 30 * anchor[0] + 25, 20 * anchor[1] + 20
    for picture in both(Label("H\N{MINUS SIGN}H", x, y, 16, RED, anchor)):
        rows, columns = np.nonzero((picture != rgb(PAPER)).any(axis=2))
        width, height = np.ptp(columns), np.ptp(rows)
        assert 20 < width < 50
        assert 9 < height < 16
        middle = x + (0.5 - anchor[0]) * width, y + (0.5 - anchor[1]) * 19
        assert (columns.min() + width / 2, rows.min() + height / 2) == pytest.approx(middle, abs=4)


def test_that_a_screen_with_small_pixels_gets_more_of_them(qapp) -> None:
    picture = scene(Line(np.array([(0.0, 10.0), (80.0, 10.0)]), RED, 1.0))
    image = image_of(picture, Lettering(QFont()), 2.0)
    assert (image.width(), image.height()) == (160, 120)
    assert np.flatnonzero((as_array(image) == rgb(RED)).all(axis=2)[:, 80]).tolist() == [19, 20]


def both_measures(chart: Chart) -> tuple[Scene, Scene]:
    """A chart laid out with the letters of the window, and with those of files."""
    lettering = Lettering(QFont())
    by_qt = lay_out(chart, (600, 400), lettering.measure, text_size=13.0)
    return by_qt.scene, lay_out(chart, (600, 400), measure, text_size=13.0).scene


@pytest.mark.parametrize("chart", SAMPLES, ids=lambda chart: type(chart).__name__)
def test_that_the_picture_of_the_command_line_is_that_of_the_window(qapp, chart: Chart) -> None:
    by_qt, by_pillow = both_measures(chart)
    assert same(by_qt, by_pillow, within=16.0)  # letters of one are wider than of the other


@pytest.mark.parametrize("chart", SAMPLES, ids=lambda chart: type(chart).__name__)
def test_that_both_hands_draw_a_chart_alike(qapp, chart: Chart) -> None:
    picture, _ = both_measures(chart)
    bare = replace(picture, shapes=tuple(s for s in picture.shapes if not isinstance(s, Label)))
    by_qt = softened(as_array(image_of(bare, Lettering(QFont()))))
    away = np.abs(by_qt - softened(pixels_of(bare).astype(np.int64))).max(axis=2)
    assert np.ptp(by_qt) > 100
    assert away.mean() < 2  # of 255
    assert (away > 70).mean() < 0.002
