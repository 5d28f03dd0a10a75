"""How true the picture of a path is: what its plane holds of it, and where it shows too much."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.pictures.figure import Figure
from gdstudio.pictures.figures.planes import gap_figure
from gdstudio.pictures.plane.costs import GapChart
from gdstudio.pictures.ticks import brief
from gdstudio.studio.painting import faded
from gdstudio.studio.text_size import px, sized
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import called, in_column
from gdstudio.studio.views.common.painted_widget import FollowsLook, PaintedWidget
from gdstudio.studio.views.plane.cost_curves import CurveKey
from gdstudio.studio.views.plane.plane_canvas import PlaneCanvas

Floats = NDArray[np.float64]

Missing = Literal["path", "brought", "picture", "end"]

_SPACE: Final = "\N{NO-BREAK SPACE}"
_LEAST_GAP: Final = 1e-3  # of the largest true cost: below it no eye sees one
_NAMED_PX: Final = 130  # height of a plot that has room for the name of its axis


class HonestyView(FollowsLook, QWidget):
    """A meter, a small plot, and a sentence for each; setters only.

    Attributes:
        explained: The sentence on how much of the movement is in the plane.
        meter: The same as a bar.
        key: Which line is which.
        plot: Both costs along the path.
        gaps: The sentence on the largest difference.
    """

    def __init__(self) -> None:
        super().__init__()
        self._names = self.tr("true cost"), self.tr("cost in the picture")
        self.meter = ShareMeter()
        self.meter.setToolTip(
            self.tr("The bar: the path in this plane. The line across: a random walk in its own.")
        )
        self.explained = WrappedText(lines=2)
        said = self.tr("True cost and shown cost along the path")
        self.plot = called(PlaneCanvas(GapChart(), is_read_only=True), said)
        sized(self.plot, minimumSize=(160, 84))
        self.gaps = WrappedText(lines=1)
        self.key = CurveKey()
        self._curves = QWidget()
        in_column(self.key, (self.plot, 1), of=self._curves, spacing=0)
        policy = self._curves.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._curves.setSizePolicy(policy)
        parts = self.meter, self.explained, (self._curves, 1), self.gaps
        in_column(*parts, of=self, spacing=4)
        self.clear()
        self.follow_look()

    def figure(self) -> Figure | None:
        """Return both costs along the path; None for no path."""
        chart = self.plot.chart
        if not len(chart.steps):
            return None
        title = self.tr("How true the picture of the path is")
        return gap_figure("true-and-shown-cost", title, chart, self._names)

    def set_explained(
        self,
        share: float | None,
        components: tuple[float, float] | None,
        walk_share: float | None,
    ) -> None:
        """Show how much of the path's variance lies in the plane; all shares in [0, 1].

        Args:
            share: The share; None for no path.
            components: Of the first and second principal component, if they span the plane.
            walk_share: What a random walk of as many steps has in its own plane; None if not known.
        """
        parts = () if share is None else components or (share,)
        self.meter.set_shares(parts, walk_share if share is not None else None)
        text = self._explanation(share, components, walk_share)
        self.explained.set_text(text)
        self.explained.set_name("muted" if share is None else "")
        self.meter.setAccessibleDescription(text)

    def set_gaps(self, steps: ArrayLike, true_cost: ArrayLike, shadow_cost: ArrayLike) -> None:
        """Show the cost at rising steps of a path beside that of their shadows in the plane.

        Each of shape (k,).
        """
        true, shadow = np.array(true_cost, np.float64), np.array(shadow_cost, np.float64)
        assert true.shape == shadow.shape
        self.plot.set_chart(GapChart(np.array(steps, np.float64), true, shadow))
        self._name_points()
        self._curves.setVisible(len(true) > 0)
        text = self._gap_sentence(true, shadow) if len(true) else ""
        self.gaps.set_text(text)
        self.plot.setAccessibleDescription(text)

    def clear(self, missing: Missing = "path") -> None:
        """Show nothing but what is missing: a path, a picture of it, or the end of computing.

        "brought" is a path, too: of a network from a file, which has learned nothing here.
        """
        self.set_explained(None, None, None)
        self.set_gaps([], [], [])
        texts = {
            "path": self.tr("No path yet: the network has not learned."),
            "brought": self.tr(
                "No path: this network came as it is, from a file, and has learned nothing here. "
                "Run it, and its path from there on is judged."
            ),
            "picture": self.tr("There is no picture of the path yet: Make again."),
            "end": self.tr("Computing how true the picture of the path is…"),
        }
        self.explained.set_text(texts[missing])
        self.meter.setAccessibleDescription(texts[missing])

    def _name_points(self) -> None:
        """Say what is counted, where the plot stays high enough."""
        is_high = self.plot.height() >= px(_NAMED_PX)
        name = self.tr("point of the path") if is_high else ""
        self.plot.set_chart(replace(self.plot.chart, name=name))

    def look_changed(self) -> None:
        """Colour the key."""
        self.key.set_curves(self._names, (self.theme.accent, self.theme.muted))

    def _explanation(
        self,
        share: float | None,
        components: tuple[float, float] | None,
        walk_share: float | None,
    ) -> str:
        if share is None:
            return ""
        text = self.tr("In this plane: {0} of the path's movement").format(_percent(share))
        if components is not None:
            first, second = map(_percent, components)
            text += self.tr(" (PC1\u00a0{0}, PC2\u00a0{1})").format(first, second)
        if walk_share is not None:
            walk = _percent(walk_share)
            text += self.tr("; a random walk of as many steps: {0}").format(walk)
        return text

    def _gap_sentence(self, true: Floats, shadow: Floats) -> str:
        finite = np.isfinite(true) & np.isfinite(shadow)
        lost = len(true) - int(finite.sum())
        text = ""
        if finite.any():
            gaps = shadow[finite] - true[finite]
            least = _LEAST_GAP * float(np.abs(true[finite]).max())
            text = self._sentence(max(float(gaps.max()), 0), max(-float(gaps.min()), 0), least)
        if lost:
            text += self.tr(" At {0} of {1} points a cost is not finite.").format(lost, len(true))
        return text.strip()

    def _sentence(self, more: float, less: float, least: float) -> str:
        if max(more, less) <= least:
            return self.tr("The picture shows the true cost along the path.")
        if less <= least:
            text = self.tr("The picture shows up to {0} more than is true.")
        elif more <= least:
            text = self.tr("The picture shows up to {1} less than is true.")
        else:
            text = self.tr("The picture shows up to {0} more and {1} less than is true.")
        return text.format(brief(more, 2), brief(less, 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_points()

    def sizeHint(self) -> QSize:
        return QSize(px(300), px(200))


def _percent(share: float) -> str:
    """Return a share as a whole percentage, in one piece; 0 and 100 only if it is."""
    if not math.isfinite(share):
        return "–"
    percent = 100 * share
    if 0 < percent < 1:
        return f"<{_SPACE}1{_SPACE}%"
    above = 99.5 <= percent < 100 - 1e-9
    return f">{_SPACE}99{_SPACE}%" if above else f"{percent:.0f}{_SPACE}%"


_BAR_PX: Final = 10
_MARK_PX: Final = 3  # above and below the bar


class ShareMeter(PaintedWidget):
    """A bar of the share from 0 to 100 %, in parts, and a mark; setters only."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[float, ...] = ()
        self._mark: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Share of the path's movement in this plane"))

    def set_shares(self, parts: tuple[float, ...], mark: float | None) -> None:
        """Draw these shares side by side, each in [0, 1], and a mark at another; None for none."""
        self._parts = tuple(_clipped(part) for part in parts)
        self._mark = None if mark is None else _clipped(mark)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _BAR_PX + 2 * _MARK_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, _BAR_PX + 2 * _MARK_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0, _MARK_PX, self.width(), _BAR_PX)
        outline = QPainterPath()
        outline.addRoundedRect(bar, _BAR_PX / 2, _BAR_PX / 2)
        painter.fillPath(outline, QColor(self.theme.fill))
        painter.save()
        painter.setClipPath(outline)
        left = 0.0
        for i, part in enumerate(self._parts):
            width = min(part * bar.width(), bar.width() - left)
            colour = faded(self.theme.accent, 1.0 if i == 0 else 0.55)
            painter.fillRect(QRectF(left, bar.top(), width, bar.height()), colour)
            left += width
        painter.restore()
        if self._mark is not None:
            self._paint_mark(painter, self._mark * bar.width())
        painter.end()

    def _paint_mark(self, painter: QPainter, x: float) -> None:
        x = min(max(x, 2.0), self.width() - 2.0)
        for colour, width in ((self.theme.base, 5.0), (self.theme.text, 2.0)):
            pen = QPen(QColor(colour), width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))


def _clipped(share: float) -> float:
    return min(max(share, 0.0), 1.0) if math.isfinite(share) else 0.0
