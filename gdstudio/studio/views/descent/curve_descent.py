"""What moves in the plot of a cost of one input: the trail, the ball, its tangent and its step."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from gdstudio.numerals import change
from gdstudio.pictures.frame import PlaneFrame
from gdstudio.studio.theme import Theme
from gdstudio.studio.views.cost_plot.cost_plot_curves import blend
from gdstudio.studio.views.plane.plane_layer import PlaneLayer
from gdstudio.studio.views.plane.plane_painting import (
    draw_arrow,
    draw_ball,
    draw_balls,
    draw_label,
    faded,
    finite_runs,
    polygon,
    round_pen,
)

_TANGENT: Final = 0.25  # of the width of the box
_BALL_PX: Final = 9.0
_LIFT_PX: Final = 18.0  # of the step's arrow over the middle of the ball
_STEP_PX: Final = 4.0
_TRAIL_PX: Final = 8.0
_FADES: Final = 8
_FADE_STEPS: Final = 3  # balls of one age
_LEAST_OPACITY: Final = 0.22
_PLATE: Final = 0.82
_LABEL_GAP: Final = 18.0


@dataclass(frozen=True, slots=True)
class BallState:
    """Where a descent of one input is, and what it does next.

    Attributes:
        w: The input.
        cost: C there.
        slope: dC/dw there.
        update: What the next step adds to w.
    """

    w: float
    cost: float
    slope: float
    update: float


def slope_colour(theme: Theme) -> str:
    """Return the colour of the tangent."""
    return theme.curves[0]


def step_colour(theme: Theme) -> str:
    """Return the colour of the step."""
    return theme.curves[1]


class DescentTrail(PlaneLayer):
    """Balls where the descent has been, older ones paler, joined by a line."""

    def __init__(self) -> None:
        super().__init__()
        self._points: NDArray[np.float64] = np.empty((0, 2))

    def set_points(self, points: NDArray[np.float64]) -> None:
        """Draw the trail through these points, shape (k, 2), the oldest first."""
        self._points = points
        self.update()

    def draw(self, painter: QPainter, frame: PlaneFrame) -> None:
        """Paint line and balls."""
        pixels = frame.to_pixels(self._points)
        painter.setPen(round_pen(faded(self.theme.accent, 0.5), 1.5))
        for run in finite_runs(pixels):
            painter.drawPolyline(polygon(run))
        rim = QColor(self.theme.base)
        for age in reversed(range(_FADES)):
            end = max(len(pixels) - _FADE_STEPS * age, 0)
            begin = max(end - _FADE_STEPS, 0) if age < _FADES - 1 else 0
            opacity = 1 - (1 - _LEAST_OPACITY) * age / (_FADES - 1)
            colour = blend(self.theme.accent, self.theme.base, opacity)
            draw_balls(painter, pixels[begin:end], colour, rim, _TRAIL_PX)


class DescentBall(PlaneLayer):
    """The ball, its tangent with the slope, and the next step as an arrow of its true length.

    The arrow lies just over the ball, so that a short one is not hidden by it; a dotted line leads
    from its tip to the curve.
    """

    def __init__(self) -> None:
        super().__init__()
        self._state: BallState | None = None
        self._landing = math.nan
        self._rate_limit: float | None = None
        self._texts = ("slope {0}", "step {0}", "limit")

    def set_texts(self, slope: str, step: str, limit: str) -> None:
        """Use these words; the first two hold {0} for the number."""
        self._texts = (slope, step, limit)

    def set_state(self, state: BallState | None, landing: float) -> None:
        """Draw the ball here; `landing` is the cost after the step, NaN if there is none."""
        self._state, self._landing = state, landing
        self.update()

    def set_limit(self, rate_limit: float | None) -> None:
        """Mark how far a step at this rate would lead."""
        self._rate_limit = rate_limit
        self.update()

    def draw(self, painter: QPainter, frame: PlaneFrame) -> None:
        """Paint tangent, step and ball, and their numbers."""
        state = self._state
        if state is None:
            return
        at = frame.to_pixels([(state.w, state.cost)])[0]
        if not np.isfinite(at).all():
            return
        room = QRectF(4, 4, frame.width - 8, frame.height - 8)
        bold = QFont(painter.font())
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        self._draw_tangent(painter, frame, state, at, room)
        self._draw_step(painter, frame, state, at, room)
        draw_ball(painter, QPointF(*at), _BALL_PX, self.theme.accent, self.theme.base)

    def _draw_tangent(
        self,
        painter: QPainter,
        frame: PlaneFrame,
        state: BallState,
        at: NDArray[np.float64],
        room: QRectF,
    ) -> None:
        along = frame.direction((1.0, state.slope))
        if not np.isfinite(along).all():
            return
        reach = 0.5 * _TANGENT * frame.width * along
        colour = slope_colour(self.theme)
        painter.setPen(round_pen(colour, 3.0))
        painter.drawLine(QPointF(*(at - reach)), QPointF(*(at + reach)))
        uphill = at + reach if state.slope > 0 else at - reach
        aside = math.copysign(_LABEL_GAP, state.slope) * abs(along[1])
        middle = QPointF(uphill[0] + 2.5 * aside, uphill[1] - _LABEL_GAP * abs(along[0]))
        text = self._texts[0].format(change(state.slope))
        draw_label(painter, text, middle, colour, faded(self.theme.base, _PLATE), room)

    def _draw_step(
        self,
        painter: QPainter,
        frame: PlaneFrame,
        state: BallState,
        at: NDArray[np.float64],
        room: QRectF,
    ) -> None:
        tip = frame.to_pixels([(state.w + state.update, state.cost)])[0]
        if not np.isfinite(tip).all() or state.update == 0:
            return
        colour = step_colour(self.theme)
        start = np.array([at[0], max(at[1] - _LIFT_PX, room.top() + _BALL_PX)])
        tip = np.array([min(max(tip[0], 0.0), frame.width), start[1]])
        self._draw_limit(painter, frame, state, start)
        painter.setPen(round_pen(colour, 2.0))
        painter.drawLine(QPointF(*at), QPointF(*start))
        self._draw_landing(painter, frame, state, tip, colour)
        draw_arrow(painter, start, tip, colour, None, _STEP_PX)
        arrow = "→ " if state.update > 0 else "← "
        text = arrow + self._texts[1].format(change(state.update))
        beside = max(abs(tip[0] - start[0]), 5 * _LABEL_GAP)
        middle = QPointF(
            start[0] + math.copysign(0.5 * beside, state.update), start[1] - _LABEL_GAP
        )
        draw_label(painter, text, middle, colour, faded(self.theme.base, _PLATE), room)

    def _draw_landing(
        self,
        painter: QPainter,
        frame: PlaneFrame,
        state: BallState,
        tip: NDArray[np.float64],
        colour: str,
    ) -> None:
        below = frame.to_pixels([(state.w + state.update, self._landing)])[0]
        if not np.isfinite(below).all():
            return
        foot = QPointF(below[0], min(max(below[1], -2 * _BALL_PX), frame.height + 2 * _BALL_PX))
        painter.setPen(QPen(QColor(colour), 2.0, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(below[0], tip[1]), foot)
        painter.setPen(QPen(QColor(colour), 2.0))
        painter.setBrush(QColor(self.theme.base))
        painter.drawEllipse(foot, 5.0, 5.0)

    def _draw_limit(
        self, painter: QPainter, frame: PlaneFrame, state: BallState, start: NDArray[np.float64]
    ) -> None:
        """Mark where a step at the limiting rate would end: longer ones grow."""
        if self._rate_limit is None:
            return
        x = frame.to_pixels([(state.w - self._rate_limit * state.slope, state.cost)])[0, 0]
        if not abs(x - start[0]) > 2 * _BALL_PX or not 0 <= x <= frame.width:
            return
        painter.setPen(round_pen(self.theme.warning, 2.0))
        painter.drawLine(QPointF(x, start[1] - 8), QPointF(x, start[1] + 8))
        room = QRectF(0, 0, frame.width, frame.height)
        plate = faded(self.theme.base, _PLATE)
        middle = QPointF(x, start[1] + _LABEL_GAP)
        draw_label(painter, self._texts[2], middle, self.theme.warning, plate, room)
