"""SVG files as another library draws them: Qt's own reader of SVG, beside the Pillow hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from gdstudio.pictures.figures.charts import chart_figure
from gdstudio.pictures.pillow.drawing import pixels_of
from gdstudio.pictures.scene import Label, Scene
from gdstudio.pictures.svg.drawing import measure, svg_of
from tests.pictures.layouts.samples import SAMPLES

BLOCK = 10  # pixels a side, over which edges and the shapes of letters are evened out


def rendered(svg: bytes) -> NDArray[np.uint8]:
    renderer = QSvgRenderer(QByteArray(svg))
    assert renderer.isValid()
    image = QImage(renderer.defaultSize(), QImage.Format.Format_RGB888)
    image.fill(0xFFFFFF)
    with QPainter(image) as painter:
        renderer.render(painter)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def blocks(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    rows, columns = (side // BLOCK for side in pixels.shape[:2])
    cut = pixels[: rows * BLOCK, : columns * BLOCK].astype(float)
    return cut.reshape(rows, BLOCK, columns, BLOCK, 3).mean(axis=(1, 3))


@pytest.mark.parametrize("chart", SAMPLES, ids=lambda chart: type(chart).__name__)
def test_that_an_svg_looks_as_the_png_does(qapp, chart):
    scene = chart_figure(chart).scene(measure, titled=True)
    bare = Scene(
        scene.width,
        scene.height,
        scene.ground,
        tuple(shape for shape in scene.shapes if not isinstance(shape, Label)),
    )
    far = np.abs(blocks(rendered(svg_of(bare))) - blocks(pixels_of(bare))).max(axis=2)
    assert far.max() < 90  # a line half a pixel beside its place
    assert far.mean() < 1.5


@pytest.mark.parametrize("chart", SAMPLES, ids=lambda chart: type(chart).__name__)
def test_that_texts_stand_where_room_was_made_for_them(qapp, chart):
    scene = chart_figure(chart).scene(measure, titled=True)
    for label in (shape for shape in scene.shapes if isinstance(shape, Label)):
        label = replace(label, colour="#000000")
        alone = Scene(scene.width, scene.height, "#ffffff", (label,))
        rows, columns = np.nonzero((rendered(svg_of(alone)) < 200).any(axis=2))
        width, height = measure(label.text, label.size, label.weight)
        if label.is_upwards:
            width, height = height, width
            left = label.x - label.anchor[1] * width
            top = label.y - (1 - label.anchor[0]) * height
        else:
            left, top = label.x - label.anchor[0] * width, label.y - label.anchor[1] * height
        assert left - 2 <= columns.min() <= columns.max() <= left + width + 2, label.text
        assert top - 2 <= rows.min() <= rows.max() <= top + height + 2, label.text
