"""The earlier runs behind the present one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.learning.history import History
from gdstudio.studio.theme import Theme
from gdstudio.studio.views.cost_plot.cost_plot_curves import Curve, run_pen
from gdstudio.studio.views.cost_plot.cost_plot_run import Frame, RunDrawing

_CURVES: Final = (Curve.SMOOTHED, Curve.TEST_ACCURACY)
COURSE_POINTS: Final = 500


@dataclass(slots=True)
class EarlierRun:
    """One run that is over.

    Attributes:
        history: What it has been through; does not grow any more.
        visible: It is drawn.
        drawing: Its curves.
        course: Its smoothed costs, thinned, to find out how far the axes must reach.
    """

    history: History
    visible: bool
    drawing: RunDrawing
    course: NDArray[np.float64]


class EarlierRuns:
    """All of them, in the order of their colours."""

    def __init__(self) -> None:
        self._runs: dict[int, EarlierRun] = {}

    def set_runs(self, runs: Sequence[tuple[int, History, bool]], theme: Theme) -> None:
        """Take these runs: number, history, visible."""
        self._runs = {}
        for run_id, history, visible in runs:
            course = history.curve().thinned(0, np.inf, COURSE_POINTS).smoothed
            drawing = RunDrawing(_CURVES, with_markers=False)
            self._runs[run_id] = EarlierRun(history, visible, drawing, course)
        self.dress(theme)

    def set_visible(self, run_id: int, visible: bool) -> None:
        """Show or hide one of them."""
        self._runs[run_id].visible = visible

    def visible(self) -> list[EarlierRun]:
        """Return those that are drawn."""
        return [run for run in self._runs.values() if run.visible]

    def draw(self, frame: Frame) -> None:
        """Prepare those that are visible."""
        for run in self.visible():
            run.drawing.draw(run.history, frame)

    def dress(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        for position, run in enumerate(self._runs.values()):
            pens = {curve: run_pen(theme, position, curve) for curve in _CURVES}
            run.drawing.set_pens(pens, pens[Curve.SMOOTHED].color())
