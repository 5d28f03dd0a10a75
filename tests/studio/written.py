"""What a window writes: every text with its height and place, as it is painted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPicture
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTabBar,
    QTableView,
    QWidget,
)

from gdstudio.studio.views.common.painted_widget import FollowsLook

_KINDS = (
    *(QLabel, QComboBox, QAbstractSpinBox, QLineEdit, QTabBar, QAbstractButton, QTableView),
    QHeaderView,
)
_ROUNDED = 2.0  # pixels by which letters may touch, or stand out, as they are hinted


@dataclass(frozen=True)
class Written:
    """A text that a widget paints itself.

    Attributes:
        text: What is written.
        height: Of a line of its font, in pixels.
        place: The box of its letters, in pixels of what it is painted on.
        room: What it is painted on, in the same pixels; None where that has no end.
    """

    text: str
    height: float
    place: QRectF
    room: QRectF | None


def unreadable(window: QWidget, least: float) -> list[str]:
    """Return what is written lower than `least` pixels, cut short or over another text.

    A line each; best is none. All that paints itself is painted anew.
    """
    found = [*_small(window, least)]
    for painted in _painted(window):
        for one in painted:
            if one.height < least:
                found.append(f"{one.text!r} is {one.height:.1f} pixels high")
            if one.text.strip().endswith("…") and one.text.strip() != "…":
                found.append(f"{one.text!r} is cut short")
            if one.room is not None and not one.room.contains(_smaller(one.place)):
                found.append(f"{one.text!r} stands out of what it is painted on")
        for one, other in combinations(painted, 2):
            if _smaller(one.place).intersects(_smaller(other.place)):
                found.append(f"{one.text!r} is written over {other.text!r}")
    return list(dict.fromkeys(found))


def _small(window: QWidget, least: float) -> Iterator[str]:
    """Yield the ordinary widgets in sight whose texts are lower."""
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, _KINDS) or widget.visibleRegion().isEmpty():
            continue
        text = getattr(widget, "text", None) or getattr(widget, "currentText", None)
        words = text() if callable(text) else type(widget).__name__
        if words and words != "…" and (high := widget.fontMetrics().height()) < least:
            yield f"{type(widget).__name__} {words[:30]!r} is {high} pixels high"
        if isinstance(widget, QLabel) and words.endswith("…"):
            yield f"{words[:60]!r} is cut short"


def _painted(window: QWidget) -> list[list[Written]]:
    """Return what each painted surface writes, all of it painted anew."""
    for widget in window.findChildren(QWidget):
        if isinstance(widget, FollowsLook) and widget.isVisible():
            widget.look_changed()
    with _recorded() as surfaces:
        window.grab()
    return [[*texts.values()] for texts in surfaces.values()]


@contextmanager
def _recorded() -> Iterator[dict[tuple[int, int], dict[Any, Written]]]:
    surfaces: dict[tuple[int, int], dict[Any, Written]] = {}
    kept = []  # so that no two devices have one name
    draw = QPainter.drawText

    def record(painter: QPainter, *args: Any) -> Any:
        device = painter.device()
        kept.append(device)
        if (written := _written(painter, args)) is not None:
            # The same text at the same place is one that was painted twice.
            key = (written.text, written.place.toRect().getRect())
            surfaces.setdefault((id(device), device.width()), {})[key] = written
        return draw(painter, *args)

    with patch.object(QPainter, "drawText", record):
        yield surfaces


def _written(painter: QPainter, args: tuple[Any, ...]) -> Written | None:
    text = next((one for one in args if isinstance(one, str)), "")
    if not text.strip():
        return None
    metrics = QFontMetricsF(painter.font())
    first = args[0]
    if hasattr(first, "adjusted"):
        place = _in_room(metrics, QRectF(first), args[1], text)
    else:
        at = QPointF(first) if hasattr(first, "x") else QPointF(args[0], args[1])
        box = QRectF(0, -metrics.ascent(), metrics.horizontalAdvance(text), metrics.height())
        place = box.translated(at)
    letters = metrics.tightBoundingRect(text.split("\n")[0])
    if "\n" not in text and metrics.horizontalAdvance(text) <= place.width() + 1:
        place = letters.translated(place.left(), place.top() + metrics.ascent())
    turned = painter.worldTransform()
    device, ratio = painter.device(), painter.device().devicePixelRatioF()
    scale = abs(turned.determinant()) ** 0.5
    room = QRectF(0, 0, device.width() / ratio, device.height() / ratio)
    if isinstance(device, QPicture):  # of pyqtgraph, placed later
        room = None
    return Written(text, metrics.height() * scale, turned.mapRect(place), room)


def _in_room(metrics: QFontMetricsF, room: QRectF, flags: Any, text: str) -> QRectF:
    flags = int(getattr(flags, "value", flags))
    if flags & Qt.TextFlag.TextWordWrap.value:
        return metrics.boundingRect(room, flags, text)
    lines = text.split("\n")
    wide = max(map(metrics.horizontalAdvance, lines))
    high = metrics.height() * len(lines)
    at = Qt.AlignmentFlag
    left, top = room.left(), room.top()
    if flags & at.AlignRight.value:
        left = room.right() - wide
    elif flags & at.AlignHCenter.value:
        left = room.center().x() - wide / 2
    if flags & at.AlignBottom.value:
        top = room.bottom() - high
    elif flags & at.AlignVCenter.value:
        top = room.center().y() - high / 2
    return QRectF(left, top, wide, high)


def _smaller(place: QRectF) -> QRectF:
    return place.adjusted(_ROUNDED, _ROUNDED, -_ROUNDED, -_ROUNDED)
