"""What moves on the contour map: paths, the ball, its gradient and the optimiser's inner state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from gdstudio.pictures.frame import PlaneFrame
from gdstudio.studio.views.plane.plane_layer import PlaneLayer
from gdstudio.studio.views.plane.plane_painting import (
    draw_arrow,
    draw_ball,
    draw_label,
    draw_path,
    faded,
    round_pen,
)

_ARROW: Final = (
    0.3  # of the shorter side of the box, of an endless gradient; half for a typical one
)
_STATE_ARROW: Final = 0.22
_TANGENT: Final = 0.2
_ALMOST_ZERO: Final = 1e-4  # of a typical gradient
_LEAST_PX: Final = 3.0
_LEAST_ARROW: Final = 0.2  # of the longest arrow: shorter ones cannot be seen
_BALL_PX: Final = 8.0
_END_PX: Final = 5.5
_CASING: Final = 1.0
_CROWDED: Final = 80  # points of a path: more have smaller balls


@dataclass(frozen=True, slots=True, eq=False)
class PlanePath:
    """Where a descent has been.

    Attributes:
        points: Shape (k, 2), the start first; drawn as far as finite.
        colour: "#rrggbb".
        name: Of the method.
    """

    points: NDArray[np.float64]
    colour: str
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class PlaneArrow:
    """A vector of an optimiser's inner state.

    Attributes:
        vector: Shape (2,), in the unit of a gradient.
        colour: "#rrggbb".
        name: What it is.
    """

    vector: NDArray[np.float64]
    colour: str
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class PointState:
    """Where a descent of two inputs is.

    Attributes:
        position: Shape (2,).
        gradient: Shape (2,).
        update: What the next step adds, shape (2,).
    """

    position: NDArray[np.float64]
    gradient: NDArray[np.float64]
    update: NDArray[np.float64]


def arrow_share(size: float, typical: float) -> float:
    """Return how long a gradient's arrow is, as a share of the longest one, in [0, 1].

    In proportion to gradients far below a typical one; larger ones approach the longest arrow.
    """
    return size / (size + typical) if np.isfinite(size) else 1.0


class DescentPaths(PlaneLayer):
    """Up to six paths as balls and lines, the last on top."""

    def __init__(self) -> None:
        super().__init__()
        self._paths: tuple[PlanePath, ...] = ()

    def set_paths(self, paths: Sequence[PlanePath]) -> None:
        """Draw these paths."""
        self._paths = tuple(paths)
        self.update()

    def draw(self, painter: QPainter, frame: PlaneFrame) -> None:
        """Paint lines, balls, and a larger ball where each path ends."""
        casing = faded(self.theme.base, _CASING)
        for path in self._paths:
            pixels = frame.to_pixels(path.points)
            balls = 6.0 if len(pixels) <= _CROWDED else 4.0
            draw_path(painter, pixels, path.colour, casing, balls=balls)
            if len(pixels) and np.isfinite(pixels[-1]).all():
                draw_ball(painter, QPointF(*pixels[-1]), _END_PX, path.colour, self.theme.base)


class DescentArrows(PlaneLayer):
    """The ball with gradient, steepest descent, tangent of the contour, step and inner state.

    Directions are those on the map. The longer the gradient, the longer its arrow, see
    `arrow_share`; the inner state has lengths that can be compared among each other.
    """

    def __init__(self) -> None:
        super().__init__()
        self._state: PointState | None = None
        self._arrows: tuple[PlaneArrow, ...] = ()
        self._typical = 1.0

    def set_typical_gradient(self, size: float) -> None:
        """Draw a gradient of this length with half of the longest arrow."""
        self._typical = size

    def set_state(self, state: PointState | None) -> None:
        """Draw the ball here."""
        self._state = state
        self.update()

    def set_arrows(self, arrows: Sequence[PlaneArrow]) -> None:
        """Draw this inner state at the ball."""
        self._arrows = tuple(arrows)
        self.update()

    def draw(self, painter: QPainter, frame: PlaneFrame) -> None:
        """Paint tangent, arrows, step and ball."""
        state = self._state
        if state is None:
            return
        at = frame.to_pixels([state.position])[0]
        if not np.isfinite(at).all():
            return
        painter.setFont(_bold(painter))
        self._draw_gradient(painter, frame, state.gradient, at)
        self._draw_inner_state(painter, frame, at)
        self._draw_landing(painter, frame, state, at)
        draw_ball(painter, QPointF(*at), _BALL_PX, self.theme.accent, self.theme.base)

    def _draw_gradient(
        self,
        painter: QPainter,
        frame: PlaneFrame,
        gradient: NDArray[np.float64],
        at: NDArray[np.float64],
    ) -> None:
        uphill = frame.direction(gradient)
        if not np.isfinite(uphill).all():
            return
        size = np.abs(gradient).max()
        part = size / (size + _ALMOST_ZERO * self._typical)
        self._draw_tangent(painter, frame, part * gradient / size, at)
        reach = (
            arrow_share(float(np.hypot(*gradient)), self._typical)
            * _ARROW
            * min(frame.width, frame.height)
        )
        for text, arrow, colour, width in (
            ("∇C", uphill, self.theme.muted, 3.0),
            ("−∇C", -uphill, self.theme.accent, 4.0),
        ):
            self._draw_vector(painter, frame, at, reach * arrow, colour, width, text)

    def _draw_vector(
        self,
        painter: QPainter,
        frame: PlaneFrame,
        at: NDArray[np.float64],
        vector: NDArray[np.float64],
        colour: str,
        width: float,
        name: str,
    ) -> None:
        """Draw an arrow by `vector` pixels with its name beyond the tip."""
        length = float(np.hypot(*vector))
        if length < _LEAST_PX:
            return
        casing = faded(self.theme.base, _CASING)
        draw_arrow(painter, at, at + vector, colour, casing, width)
        metrics = painter.fontMetrics()
        half = [0.5 * metrics.horizontalAdvance(name) + 8, 0.5 * metrics.height() + 5]
        beyond = max(length, _BALL_PX + 2) * vector / length + vector / length * half
        room = QRectF(2, 2, frame.width - 4, frame.height - 4)
        draw_label(painter, name, QPointF(*(at + beyond)), colour, casing, room)

    def _draw_tangent(
        self,
        painter: QPainter,
        frame: PlaneFrame,
        gradient: NDArray[np.float64],
        at: NDArray[np.float64],
    ) -> None:
        """Draw along the contour; a `gradient` shorter than 1 gives a shorter line."""
        along = frame.direction((-gradient[1], gradient[0]))
        part = min(float(np.abs(gradient).max()), 1.0)
        reach = part * _TANGENT * min(frame.width, frame.height) * along
        ends = QPointF(*(at - reach)), QPointF(*(at + reach))
        painter.setPen(round_pen(faded(self.theme.base, _CASING), 4.0))
        painter.drawLine(*ends)
        dashes = QPen(QColor(self.theme.text), 1.5)
        dashes.setDashPattern([4.0, 3.0])
        painter.setPen(dashes)
        painter.drawLine(*ends)

    def _draw_landing(
        self, painter: QPainter, frame: PlaneFrame, state: PointState, at: NDArray[np.float64]
    ) -> None:
        """Mark where the next step leads, at its true distance."""
        with np.errstate(over="ignore", invalid="ignore"):
            landing = frame.to_pixels([state.position + state.update])[0]
        if not np.hypot(*(landing - at)) > 2:
            return
        for colour, width in ((QColor(self.theme.base), 5.0), (QColor(self.theme.accent), 2.0)):
            painter.setPen(QPen(colour, width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(*landing), 5.0, 5.0)

    def _draw_inner_state(
        self, painter: QPainter, frame: PlaneFrame, at: NDArray[np.float64]
    ) -> None:
        with np.errstate(over="ignore", invalid="ignore"):
            sizes = np.array([np.hypot(*arrow.vector) for arrow in self._arrows])
        longest = sizes[np.isfinite(sizes)].max(initial=0.0)
        if not longest > 0:
            return
        reach = _STATE_ARROW * min(frame.width, frame.height)
        for arrow, size in zip(self._arrows, sizes.tolist(), strict=True):
            along = frame.direction(arrow.vector)
            if np.isfinite([*along, size]).all():
                vector = max(size / longest, _LEAST_ARROW) * reach * along
                self._draw_vector(painter, frame, at, vector, arrow.colour, 3.0, arrow.name)


def _bold(painter: QPainter) -> QFont:
    font = QFont(painter.font())
    font.setWeight(QFont.Weight.DemiBold)
    return font
