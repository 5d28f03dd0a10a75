"""The curves of the cost plot, their colours and pens, and what the axis below them counts."""

from __future__ import annotations

from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from gdstudio.learning.history import History
from gdstudio.pictures.palette import blend
from gdstudio.studio.theme import Theme


class Curve(Enum):
    """What is drawn of a run."""

    BATCH = "batch"
    SMOOTHED = "smoothed"
    TRAIN_COST = "train_cost"
    TEST_COST = "test_cost"
    TRAIN_ACCURACY = "train_accuracy"
    TEST_ACCURACY = "test_accuracy"

    @property
    def is_accuracy(self) -> bool:
        """True if it belongs to the right axis."""
        return self in (Curve.TRAIN_ACCURACY, Curve.TEST_ACCURACY)

    @property
    def figure(self) -> str:
        """The name of an evaluated curve's value among `RunFigures`."""
        return "cost" if self is Curve.TRAIN_COST else self.value

    @property
    def is_evaluated(self) -> bool:
        """True if it has one point an evaluation, not one an update."""
        return self not in (Curve.BATCH, Curve.SMOOTHED)


# In the order of drawing. What comes first is wider: of curves that lie together each is seen at
# the others' edge.
WIDTHS: Final = {
    Curve.BATCH: 1.0,
    Curve.TRAIN_ACCURACY: 4.0,
    Curve.TEST_ACCURACY: 1.5,
    Curve.TRAIN_COST: 4.0,
    Curve.SMOOTHED: 2.5,
    Curve.TEST_COST: 1.25,
}
MARKER_RADIUS: Final = {
    Curve.TRAIN_ACCURACY: 4.0,
    Curve.TEST_ACCURACY: 2.5,
    Curve.TRAIN_COST: 4.5,
    Curve.SMOOTHED: 3.5,
    Curve.TEST_COST: 2.5,
}
_RUN_CURVES: Final = (2, 3, 5, 4)
_DASHES_PX: Final = (6.0, 4.0)


def curve_colour(theme: Theme, curve: Curve) -> QColor:
    """Return the colour of a curve of the present run, opaque."""
    if curve is Curve.BATCH:
        return QColor(blend(theme.accent, theme.base, 0.68))
    if curve is Curve.SMOOTHED:
        return QColor(theme.accent)
    # Training and test keep their colour on both axes; costs are solid, accuracies dashed.
    return QColor(theme.curves[0 if curve in (Curve.TRAIN_COST, Curve.TRAIN_ACCURACY) else 1])


def curve_pen(theme: Theme, curve: Curve) -> QPen:
    """Return the cosmetic pen of a curve of the present run; opaque, which is drawn faster."""
    return _pen(curve, curve_colour(theme, curve), WIDTHS[curve])


def run_colour(theme: Theme, position: int) -> QColor:
    """Return the colour of the earlier run at a position in the list, opaque and paler."""
    name = theme.curves[_RUN_CURVES[position % len(_RUN_CURVES)]]
    return QColor(blend(name, theme.base, 0.8))


def run_pen(theme: Theme, position: int, curve: Curve) -> QPen:
    """Return the cosmetic pen of a curve of an earlier run."""
    return _pen(curve, run_colour(theme, position), 1.5)


def _pen(curve: Curve, colour: QColor, width: float) -> QPen:
    """Return a pen; dashes are as long in lines of any width, so that they lie together."""
    pen = QPen(colour, width)
    if curve.is_accuracy:
        pen.setDashPattern([length / width for length in _DASHES_PX])
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


class Unit(Enum):
    """Runs are compared fairly at equal steps, at equal examples or at equal time."""

    STEPS = "steps"
    EXAMPLES = "examples"
    SECONDS = "seconds"

    def positions(self, history: History, steps: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return where steps of a run lie on the axis, shape (n,)."""
        if self is Unit.EXAMPLES:
            return history.examples_at(steps)
        if self is Unit.SECONDS:
            return history.seconds_at(steps)
        return steps.astype(np.float64)

    def position(self, history: History, step: int) -> float:
        """Return where one step of a run lies."""
        return float(self.positions(history, np.array([step], np.int64))[0])

    def step_at(self, history: History, position: float) -> float:
        """Return the step of a run that lies at about this place."""
        steps = history.curve().steps
        if self is Unit.STEPS or len(steps) == 0:
            return position
        return float(np.interp(position, self.positions(history, steps), steps))
