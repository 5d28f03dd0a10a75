"""Figures as files and for the clipboard: pixels, lines, a page, numbers; in any thread."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QFont, QGuiApplication, QImage, QPageSize, QPainter, QPdfWriter

from gdstudio.files.tables import csv_bytes
from gdstudio.pictures.figure import Figure
from gdstudio.studio.painting import Lettering, image_of, paint

PictureKind = Literal["png", "svg", "pdf"]
SCALES: Final = (1, 2, 3, 4)
COPIED_SCALE: Final = 2
_POINTS: Final = 72.0  # of a page, for an inch


@dataclass(frozen=True, slots=True)
class PictureChoice:
    """How a picture is wanted.

    Attributes:
        kind: Pixels (PNG), lines (SVG), or a page of lines (PDF).
        scale: Of a PNG: pixels for one of the figure, 1 to 4.
        titled: Whether title and caption stand around it.
    """

    kind: PictureKind = "png"
    scale: int = COPIED_SCALE
    titled: bool = False


def picture_bytes(figure: Figure, choice: PictureChoice, font: QFont) -> bytes:
    """Return a picture as a file; what has letters of the window has this font."""
    if choice.kind == "svg":
        from gdstudio.pictures.svg.drawing import measure, svg_of  # Pillow: not to open the window

        scene = figure.scene(measure, titled=choice.titled, scale=choice.scale)
        return svg_of(scene, figure.title, figure.caption)
    if choice.kind == "pdf":
        return _page(figure, choice, font)
    buffer = _buffer()
    image = picture_image(figure, font, choice.scale, titled=choice.titled)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def picture_image(
    figure: Figure, font: QFont, scale: int = COPIED_SCALE, *, titled: bool = False
) -> QImage:
    """Return a picture as pixels."""
    lettering = Lettering(font)
    scene = figure.scene(lettering.measure, titled=titled, scale=scale)
    image = image_of(scene, lettering, scale)
    image.setDevicePixelRatio(1.0)
    return image


def data_bytes(figure: Figure, ending: str) -> bytes:
    """Return the numbers as a file: ".csv", or ".npz" of the arrays."""
    if ending == ".npz":
        file = io.BytesIO()
        np.savez_compressed(file, allow_pickle=False, **figure.arrays)
        return file.getvalue()
    table = figure.tabulate()
    return csv_bytes(table.header, table.rows())


def data_copied(figure: Figure) -> tuple[str, bytes]:
    """Return the numbers for the clipboard: columns parted by tabs, and CSV."""
    table = figure.tabulate()
    return table.text(), csv_bytes(table.header, table.rows())


def _page(figure: Figure, choice: PictureChoice, font: QFont) -> bytes:
    lettering = Lettering(font)
    scene = figure.scene(lettering.measure, titled=choice.titled, scale=choice.scale)
    buffer = _buffer()
    writer = QPdfWriter(buffer)
    writer.setTitle(figure.title)
    writer.setCreator("Gradient Descent Studio")
    dpi = round(QGuiApplication.primaryScreen().logicalDotsPerInch())
    writer.setResolution(dpi)  # that of the fonts, so that a pixel of the scene is one of the page
    size = QSizeF(scene.width, scene.height) * (_POINTS / dpi)
    exact = QPageSize.SizeMatchPolicy.ExactMatch
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Point, figure.name, exact))
    writer.setPageMargins(QMarginsF())
    with QPainter(writer) as painter:
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        paint(painter, scene, lettering)
    return bytes(buffer.data().data())


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer
