"""What a widget paints, in words: shapes, texts and pictures, one a line, as they are painted."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import numpy as np
from PySide6.QtCore import QBuffer, QPoint, QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from tests.kept import difference

_SHAPES: Final = (
    "rect",
    "path",
    "polygon",
    "polyline",
    "line",
    "circle",
    "ellipse",
    "text",
    "image",
)
_LOOK: Final = (
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-opacity",
    "stroke-width",
    "stroke-dasharray",
    "transform",
    "font-size",
    "font-weight",
    "opacity",
)
_UNSAID: Final = {"fill-opacity": "1", "stroke-opacity": "1", "opacity": "1", "stroke-width": "1"}
_TURNED: Final = "matrix(1,0,0,1,0,0)"
_CELLS: Final = 6  # of a picture, across and down
_NUMBER: Final = re.compile(r"(?<![#\w])-?\d+(?:\.\d+(?:e[+-]?\d+)?|e[+-]?\d+)")


def painted(widget: QWidget, part: QRect | None = None) -> list[str]:
    """Return what a widget and its children paint, or a part of it.

    A picture within it is told by its size and the mean colours of a coarse grid.
    """
    part = widget.rect() if part is None else part
    buffer = QBuffer()
    paper = QSvgGenerator()
    paper.setOutputDevice(buffer)
    paper.setResolution(96)
    paper.setSize(part.size())
    painter = QPainter(paper)
    # A graphics view has a `render` of its own, of its scene alone.
    QWidget.render(widget, painter, QPoint(), part, QWidget.RenderFlag.DrawChildren)
    painter.end()
    root = ElementTree.fromstring(bytes(buffer.data().data()).decode("utf-8"))
    lines: list[str] = []
    _tell(root, {}, lines)
    return lines


def painting_differs(path: Path, widget: QWidget, part: QRect | None = None) -> str:
    """Return how a widget's painting differs from the one that is kept; "" if it does not."""
    size = (widget.rect() if part is None else part).size()
    return difference(path, [f"{size.width()} x {size.height()}", *painted(widget, part)])


def _tell(element: ElementTree.Element, look: dict[str, str], lines: list[str]) -> None:
    look = look | {name: element.attrib[name] for name in _LOOK if name in element.attrib}
    name = element.tag.rpartition("}")[2]
    if name in ("defs", "title", "desc"):
        return
    if name in _SHAPES:
        lines.append(" ".join([name, *_own(element), *_said(look, name)]))
    for child in element:
        _tell(child, look, lines)


def _own(element: ElementTree.Element) -> list[str]:
    """Return the place and the content of a shape."""
    parts: list[str] = []
    for key, value in element.attrib.items():
        plain = key.rpartition("}")[2]
        if plain in _LOOK or plain in ("id", "font-family", "font-style", "space", "vector-effect"):
            continue
        if plain == "href":
            parts.append(_picture(value))
        else:
            parts.append(f"{plain}={_rounded(value).strip()}")
    if element.text and element.text.strip():
        parts.append(repr(element.text.strip()))
    return parts


def _said(look: dict[str, str], name: str) -> list[str]:
    """Return what is special of pen, brush and font."""
    left_out = {"image": ("fill", "stroke", "font"), "text": ("stroke-",)}.get(name, ("font",))
    parts: list[str] = []
    for key, value in look.items():
        is_without_line = key.startswith("stroke-") and look.get("stroke") == "none"
        if key.startswith(left_out) or is_without_line or value in (_UNSAID.get(key), _TURNED):
            continue
        parts.append(f"{key}={_rounded(value)}")
    return parts


def _rounded(text: str) -> str:
    return _NUMBER.sub(lambda found: f"{float(found[0]):.2f}", text)


def _picture(address: str) -> str:
    image = QImage.fromData(base64.b64decode(address.partition(",")[2]))
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    bits = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    pixels = bits[:, :, 2::-1].astype(np.float64)
    rows = np.array_split(pixels, min(_CELLS, image.height()), axis=0)
    means = [
        [cell.mean(axis=(0, 1)) for cell in np.array_split(row, min(_CELLS, image.width()), axis=1)]
        for row in rows
    ]
    told = " | ".join(" ".join("".join(f"{round(c):02x}" for c in m) for m in row) for row in means)
    return f"{image.width()}x{image.height()} [{told}]"
