"""Why neurons have a smooth slope: a step beside sigmoid, tanh and ReLU, at the neuron's own z."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from gdstudio.inside.activation_curves import STEP
from gdstudio.inside.places import Place
from gdstudio.numerals import decimal
from gdstudio.pictures.figure import Figure
from gdstudio.studio.style import in_figures, wide_enough
from gdstudio.studio.text_size import px, sized
from gdstudio.studio.views.common.jump_slider import JumpSlider
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import called, in_column, in_row, label
from gdstudio.studio.views.common.reaching_scroll import PanelScroll
from gdstudio.studio.views.inside.activation_limits import limit_of
from gdstudio.studio.views.inside.inside_figures import slopes_figure
from gdstudio.studio.views.inside.slope_panel import SlopePanel

FUNCTIONS: Final = (STEP, "sigmoid", "tanh", "relu")
_TICKS: Final = 600  # of the slider to either side
_GAP_PX: Final = 14
_ONE_ROW_PX: Final = 640  # of the page: four plots have room side by side


class SmoothPage(QWidget):
    """Four functions with the tangent at one z: the neuron's own, or one chosen here.

    Attributes:
        panels: The functions.
        slider: Chooses z.
        own: Goes back to the neuron's own z.

    Signals:
        z_chosen(float): The slider asks for the tangents at another z, as the panels do.
        own_requested(): The user wants the neuron's own z again.
    """

    z_chosen = Signal(float)
    own_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._limit, self._columns = limit_of(0.0), 0
        self._sentence = WrappedText(lines=1)
        self.panels = tuple(SlopePanel(name) for name in FUNCTIONS)
        self.slider = called(JumpSlider(), self.tr("z"), self.tr("The weighted sum z of a neuron"))
        self.slider.setRange(-_TICKS, _TICKS)
        self._value = in_figures(label("", "0"))
        wide_enough(self._value, "−100.0000")
        self.own = QPushButton()
        self.own.setObjectName("plain")
        self._lay_out()
        self.setAccessibleName(self.tr("Why neurons have a slope"))
        self.slider.valueChanged.connect(self._on_slider_value_changed)
        self.own.clicked.connect(self.own_requested)
        self.set_z(0.0, None, "", is_own=False)

    def set_z(self, z: float, place: Place | None, activation: str, *, is_own: bool) -> None:
        """Draw the tangents at z.

        Args:
            z: The pre-activation, finite.
            place: The neuron that is open; None for none.
            activation: Its activation function; "" for none.
            is_own: Whether z is that of the neuron.
        """
        if is_own or abs(z) > self._limit:  # an axis that is dragged along stays
            self._limit = limit_of(z)
        limit = self._limit
        for panel in self.panels:
            panel.set_z(z, limit, is_own=place is not None and panel.name == activation)
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(z / limit * _TICKS))
        self._value.setText(decimal(z, 4))
        self._sentence.set_text(self._words(place, is_own=is_own))
        own = self.tr("z of {0}").format(place) if place is not None else self.tr("z of the neuron")
        called(self.own, own, self.tr("Show the tangents at the neuron's own z again"))
        self.own.setText(own)
        self.own.setEnabled(place is not None and not is_own)

    def figure(self) -> Figure:
        """Return the functions with their tangents."""
        return slopes_figure([(panel.title, panel.canvas.chart) for panel in self.panels])

    def sentence(self) -> str:
        """Return what is said above the functions."""
        return self._sentence.text()

    def _words(self, place: Place | None, *, is_own: bool) -> str:
        why = self.tr("Learning goes by the slope da/dz: without a slope there is no answer.")
        if place is None:
            where = self.tr("Open a neuron in the diagram to see them at its own z.")
        elif is_own:
            where = self.tr("The tangents stand at the z of {0}.").format(place)
        else:
            where = self.tr("The tangents stand at a z chosen here.")
        return f"{why} {where}"

    def _lay_out(self) -> None:
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        sized(self._grid, horizontalSpacing=_GAP_PX, verticalSpacing=_GAP_PX)
        self._place_panels(len(self.panels))
        row = in_row(label("muted", "z ="), self._value, (self.slider, 1), self.own, spacing=8)
        panel, scroll = QWidget(), PanelScroll()
        panel.setObjectName("panelBody")
        in_column(self._sentence, (self._grid, 1), of=panel, spacing=8)
        scroll.setWidget(panel)
        panel.installEventFilter(scroll)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        in_column((scroll, 1), row, of=self, spacing=8)

    def _place_panels(self, columns: int) -> None:
        """Let so many functions stand beside one another."""
        if self._grid.count() and self._columns == columns:
            return
        self._columns = columns
        for k, panel in enumerate(self.panels):
            self._grid.addWidget(panel, *divmod(k, columns))
        for k in range(len(self.panels)):  # all columns and rows in use are as large
            self._grid.setColumnStretch(k, int(k < columns))
            self._grid.setRowStretch(k, int(k * columns < len(self.panels)))

    @Slot(int)
    def _on_slider_value_changed(self, ticks: int) -> None:
        share = ticks / _TICKS
        self.z_chosen.emit(share * self._limit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_panels(len(self.panels) if self.width() >= px(_ONE_ROW_PX) else 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(340), px(220))
