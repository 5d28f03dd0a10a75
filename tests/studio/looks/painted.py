"""What a widget paints, in words: shapes with their colours, texts, and pictures by a check sum."""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode
from collections.abc import Iterator
from xml.etree import ElementTree

from PySide6.QtCore import QBuffer, QIODevice, QPoint
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

_SVG = "{http://www.w3.org/2000/svg}"
_NAMED = ("fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray")
_TEXT = ("font-size", "font-weight", "font-style")
_PLACE = ("transform", "x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "d", "points")
_USUAL = {
    **{"transform": "matrix(1,0,0,1,0,0)", "fill-opacity": "1", "stroke-opacity": "1"},
    **{"stroke": "none", "fill": "none", "font-style": "normal"},
}
_LONG = 400  # characters of a shape that is told by a check sum
_DECIMAL = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")


def painted(widget: QWidget) -> list[str]:
    """Return a line for each thing that a widget paints."""
    buffer, generator = QBuffer(), QSvgGenerator()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    generator.setViewBox(widget.rect())
    painter = QPainter(generator)
    widget.render(painter, QPoint())
    painter.end()
    return [
        line
        for group in ElementTree.fromstring(bytes(buffer.data().data()))
        for line in _shapes(group, {})
    ]


def _shapes(node: ElementTree.Element, given: dict[str, str]) -> Iterator[str]:
    given = given | node.attrib
    kind = node.tag.removeprefix(_SVG)
    if kind not in ("g", "defs", "title", "desc"):
        told = _PLACE + _NAMED + (_TEXT if kind == "text" else ())
        facts = [
            f"{name}={_short(given[name])}"
            for name in told
            if name in given and given[name] != _USUAL.get(name)
        ]
        yield " ".join([kind, *facts, *_inside(node)])
        return
    for child in node:
        yield from _shapes(child, given)


def _inside(node: ElementTree.Element) -> Iterator[str]:
    picture = node.get("{http://www.w3.org/1999/xlink}href", "")
    if picture.startswith("data:"):
        image = QImage.fromData(b64decode(picture.partition(",")[2]))
        image.convertTo(QImage.Format.Format_ARGB32)
        yield _check_sum(image.constBits())
    if text := (node.text or "").strip():
        yield repr(text)


def _short(value: str) -> str:
    rounded = _DECIMAL.sub(lambda found: f"{float(found[0]):.2f}", value).strip()
    return rounded if len(rounded) < _LONG else _check_sum(rounded.encode())


def _check_sum(content: bytes | memoryview) -> str:
    return hashlib.sha1(content).hexdigest()[:12]
