"""One activation function, the tangent at a pre-activation, and what a small step would do."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from gdstudio.inside.activation_curves import STEP, activation_at, curve_point
from gdstudio.numerals import change, numeral
from gdstudio.pictures.plane.activation_curve import ActivationCurve
from gdstudio.studio.style import in_figures
from gdstudio.studio.text_size import sized
from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.labels import FittingLabel, WrappedText
from gdstudio.studio.views.common.layouts import called, in_column, label
from gdstudio.studio.views.plane.flat_view import nudged
from gdstudio.studio.views.plane.plane_canvas import PlaneCanvas

NUDGE: Final = 0.1  # of z
_LEAST_PX: Final = (120, 112)  # of the plot


def words_of(name: str) -> tuple[str, str]:
    """Return the title of a function, and why its slope serves to learn or not."""
    return {
        STEP: (
            tr("Step"),
            tr("No slope: a small change changes nothing, or all."),
        ),
        "sigmoid": (
            tr("Sigmoid"),
            tr("Slope a(1 − a), at most 0.25; far from 0 hardly any."),
        ),
        "tanh": (
            tr("tanh"),
            tr("Slope 1 − a², at most 1; far from 0 hardly any."),
        ),
        "relu": (
            tr("ReLU"),
            tr("Slope 1 above 0, however large z is; below 0 none."),
        ),
    }[name]


class SlopePanel(QWidget):
    """Draws the function; a press or the arrow keys choose another z.

    Signals:
        z_chosen(float): The user wants the tangent here.
    """

    z_chosen = Signal(float)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        title, why = words_of(name)
        self._title = label("cardTitle", title)
        self._plain_title = title
        self._canvas = called(
            PlaneCanvas(ActivationCurve()),
            self.tr("{0} with the tangent at z; the arrow keys move z").format(title),
            why,
        )
        sized(self._canvas, minimumSize=_LEAST_PX)
        self._reading, self._step = FittingLabel(), FittingLabel()
        self._why = WrappedText("muted", lines=2)
        in_figures(self._reading)
        in_figures(self._step)
        self._why.set_text(why)
        in_column(
            self._title, (self._canvas, 1), self._reading, self._step, self._why, of=self, spacing=2
        )
        self._limit, self._z = 1.0, 0.0
        self._canvas.pressed.connect(self._on_canvas_pressed)
        self._canvas.nudged.connect(self._on_canvas_nudged)

    @property
    def canvas(self) -> PlaneCanvas[ActivationCurve]:
        """The plot."""
        return self._canvas

    @property
    def title(self) -> str:
        """What the function is called."""
        return self._plain_title

    def set_z(self, z: float, limit: float, *, is_own: bool) -> None:
        """Draw the tangent at z, on an axis from -limit to limit.

        Args:
            z: The pre-activation.
            limit: At least its size.
            is_own: Whether this is the function of the neuron that is open.
        """
        self._z, self._limit = z, limit
        point = curve_point(self.name, z, limit)
        self._canvas.set_chart(ActivationCurve(point.points, z, point.a, point.slope))
        own = self.tr("{0}, the neuron's own").format(self._plain_title)
        self._title.setText(own if is_own else self._plain_title)
        gained = activation_at(self.name, z + NUDGE) - point.a
        text = self.tr("a = {0}, slope {1}").format(numeral(point.a, 4), numeral(point.slope, 4))
        self._reading.set_forms((text,))
        short = self.tr("z + {0}: a {1}").format(f"{NUDGE:g}", _signed(gained))
        promised = self.tr("slope × {0}: {1}").format(f"{NUDGE:g}", _signed(point.slope * NUDGE))
        self._step.set_forms((f"{short}; {promised}", short))

    def reading(self) -> str:
        """Return what is said of the function at z."""
        return f"{self._reading.text()}\n{self._step.text()}"

    @Slot(float, float)
    def _on_canvas_pressed(self, z: float, _a: float) -> None:
        self._choose(z)

    @Slot(int, int)
    def _on_canvas_nudged(self, right: int, _up: int) -> None:
        if right:
            self._choose(nudged(self._z, right, -self._limit, self._limit))

    def _choose(self, z: float) -> None:
        if z != self._z:
            self.z_chosen.emit(z)


def _signed(value: float) -> str:
    return "±0" if value == 0 else change(value)
