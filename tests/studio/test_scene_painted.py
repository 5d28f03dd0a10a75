"""What Qt is told to paint for each shape of a scene, kept in words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QWidget

from gdstudio.pictures.scene import (
    SIGNS,
    Area,
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
from gdstudio.studio.painting import Lettering, faded, image_of, paint, polygon, round_pen
from tests.studio.painted import painting_differs

KEPT = Path(__file__).parent / "scenes"
RED, BLUE = "#c00020", "#0040c0"
WAY = np.array([(10, 10), (70, 30), (np.nan, 0), (20, 50), (60, 50), (60, 20)])
ENDS = np.array([[(5, 5), (70, 5)], [(10, 10), (np.inf, 50)], [(10.5, 10), (10.5, 50)]])
PIXELS = np.arange(4 * 6 * 3, dtype=np.uint8).reshape(4, 6, 3) * 3
SCENES: dict[str, tuple[Shape, ...]] = {
    "lines": (
        Line(WAY, RED, 3.0),
        Line(WAY, RED, 1.0, flat=True, opacity=0.25),
        Line(WAY, BLUE, 2.0, (8.0, 6.0)),
        Strokes(ENDS, RED, 1.5, opacity=0.5),
    ),
    "areas": (
        Plate(Rect(10, 10, 40, 30), BLUE, 0.5, RED, 2.0, radius=6.0),
        Plate(Rect(10.5, 10.5, 40, 30), rim=RED),
        Area(np.array([(10, 10), (70, 20), (40, 50)]), RED, 0.3),
        Image(PIXELS, Rect(10, 12, 60, 40)),
        Image(PIXELS[:0], Rect(0, 0, 9, 9)),
    ),
    "signs": (
        *(Signs(np.array([(20, 20), (50, 35.5)]), sign, RED, 6.0) for sign in SIGNS),
        Signs(np.array([(40, 30), (np.nan, 3)]), "circle", RED, 8.0, BLUE, 3.0),
        Signs(np.column_stack([np.arange(5, 40, 5)] * 2), "circle", RED, 4.0),
    ),
    "copied_signs": (
        Signs(np.column_stack([np.arange(5, 45, 5)] * 2), "circle", RED, 4.0),
        Signs(np.column_stack([np.arange(5, 45, 5)] * 2), "diamond", BLUE, 3.0, RED, 2.0),
    ),
    "labels": (
        Label("left", 10, 20, 12, RED, (0.0, 0.5)),
        Label("strong", 75, 40, 15, BLUE, (1.0, 1.0), weight="strong"),
        Label("up", 30, 50, 12, RED, (0.5, 0.0), is_upwards=True),
    ),
}


class Paper(QWidget):
    """Paints a scene."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self.scene = scene
        self.resize(round(scene.width), round(scene.height))

    def paintEvent(self, _event: object) -> None:
        with QPainter(self) as painter:
            paint(painter, self.scene, Lettering(QFont()))
            painter.drawRect(0, 0, 1, 1)  # in the pen and the brush from before


@pytest.mark.parametrize("name", SCENES)
def test_that_shapes_are_painted_as_they_are_kept(qtbot, name: str) -> None:
    paper = Paper(Scene(80, 60, "#ffffff", SCENES[name]))
    qtbot.addWidget(paper)
    assert painting_differs(KEPT / f"{name}.txt", paper) == ""


def test_that_letters_are_measured_in_pixels(qapp) -> None:
    font = QFont()
    font.setPointSizeF(9.0)
    lettering = Lettering(font)
    assert lettering.size == pytest.approx(12.0)
    width, height = lettering.measure("HHHH", 12.0)
    twice = lettering.measure("HHHH", 24.0)
    assert twice == pytest.approx((2 * width, 2 * height), rel=0.05)
    assert lettering.measure("HHHH", 12.0, "strong")[0] > width
    assert 0 < lettering.ascent(12.0) < height
    assert lettering.font(12.0) is lettering.font(12.0001)
    assert lettering.font(12.0) is not lettering.font(12.01)
    assert lettering.font(12.0, "strong").bold()
    assert not lettering.font(12.0).bold()


def test_that_a_picture_has_the_size_and_the_ground_of_its_scene(qapp) -> None:
    image = image_of(Scene(10.4, 7.6, RED, ()), Lettering(QFont()))
    assert (image.width(), image.height(), image.devicePixelRatio()) == (10, 8, 1.0)
    assert image.pixelColor(9, 7).name() == RED
    image = image_of(Scene(10.4, 7.6, RED, ()), Lettering(QFont()), 1.5)
    assert (image.width(), image.height(), image.devicePixelRatio()) == (16, 11, 1.5)


def test_that_pens_polygons_and_faded_colours_are_what_they_are_asked_to_be() -> None:
    assert faded(RED, 0.25).alphaF() == pytest.approx(0.25, abs=1e-3)
    assert faded(RED, 0.25).name() == RED
    assert round_pen(RED, 2.5).widthF() == 2.5
    assert round_pen(RED, 2.5).color().name() == RED
    points = [point.toTuple() for point in polygon(np.array([(1.5, 2.0), (3.0, -4.5)]))]
    assert points == [(1.5, 2.0), (3.0, -4.5)]
