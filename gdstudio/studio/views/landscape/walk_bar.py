"""The row under the surface while somebody walks on it."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from gdstudio import numerals
from gdstudio.studio.style import in_figures, wide_enough
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import STRETCH, called, in_row, label
from gdstudio.studio.views.descent.descent_metrics import coordinate
from gdstudio.studio.views.training.metrics_strip import Metric


class WalkBar(QWidget):
    """Where the network stands while it is dragged, and what becomes of it.

    Signals:
        keep_requested(): The network is to go on from here.
        return_requested(): The network is to be again what it was.
    """

    keep_requested = Signal()
    return_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.place = label("muted", "α –\nβ –")  # as high as it will be
        in_figures(self.place)
        self.place.setToolTip(self.tr("Where the network stands in the plane"))
        wide_enough(self.place, "α −0.0000", grows=True)
        self.cost = Metric(self.tr("cost"), "≈ 0.0000")
        self.accuracy = Metric(self.tr("accuracy"), "≈ 100.00 %")
        self.accuracy.setToolTip(self.tr("Share of the examples that is answered right there"))
        self.hint = WrappedText("muted", lines=2, grows=False)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.set_standing("none")
        keep, back = self.tr("Keep as new start"), self.tr("Back")
        self.keep_button = called(QPushButton(keep), keep, self.tr("Training goes on from here"))
        again = self.tr("The network becomes again what it was")
        self.back_button = called(QPushButton(back), back, again)
        self._pages = QStackedWidget()
        self._lay_out()
        self.keep_button.clicked.connect(self.keep_requested)
        self.back_button.clicked.connect(self.return_requested)
        self.set_walking(False)

    @Slot(float, float, float, float)
    def set_values(self, alpha: float, beta: float, cost: float, accuracy: float) -> None:
        """Show a place, and the mean cost and share answered right there; NaN for not known."""
        self.place.setText(f"α {coordinate(alpha)}\nβ {coordinate(beta)}")
        self.cost.set_text("–" if math.isnan(cost) else numerals.cost(cost))
        self.accuracy.set_text(numerals.percent(accuracy))

    @Slot(str)
    def set_standing(self, standing: str) -> None:
        """Say how a walk begins, or why the picture is not one of the network.

        It stands "inside" of the picture, "outside", "far" beside its plane, or did "then", at a
        moment of the past, of which no picture can be made; "none": no picture, "computing": none
        yet.
        """
        texts = {
            "inside": self.tr("Drag the ball: the network becomes what stands there."),
            "outside": self.tr("The network has left the picture: Make again."),
            "far": self.tr("The network is far beside this plane: Make again."),
            "then": self.tr("At that moment the network was beside this plane or picture."),
            "none": self.tr("There is no picture to walk on."),
            "computing": self.tr("The picture is being computed…"),
        }
        self.hint.set_text(texts[standing])
        self.hint.set_name("warning" if standing in ("outside", "far") else "muted")

    def set_walking(self, walking: bool) -> None:
        """Show figures and enable the buttons, or say how a walk begins."""
        self._pages.setCurrentIndex(1 if walking else 0)
        self.keep_button.setEnabled(walking)
        self.back_button.setEnabled(walking)

    def _lay_out(self) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        figures = QWidget()
        shown = [(widget, 0, middle) for widget in (self.place, self.cost, self.accuracy)]
        in_row(*shown, STRETCH, of=figures, spacing=12)
        self._pages.addWidget(self.hint)
        self._pages.addWidget(figures)
        # The hint takes the height of the figures, not the other way round.
        self.hint.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._buttons = QWidget()
        in_row(self.keep_button, self.back_button, of=self._buttons, spacing=8)
        parts = (self._pages, 1), (self._buttons, 0, middle)
        self._parts = in_row(*parts, of=self, spacing=8)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _widths(self) -> list[int]:
        return [part.minimumSizeHint().width() for part in (self._pages, self._buttons)]

    def minimumSizeHint(self) -> QSize:
        """Return the size with the buttons below the figures, if that is how they stand."""
        return QSize(max(self._widths()), super().minimumSizeHint().height())

    def _stand(self) -> None:
        is_narrow = sum(self._widths()) + self._parts.spacing() > self.width()
        way = QBoxLayout.Direction
        self._parts.setDirection(way.TopToBottom if is_narrow else way.LeftToRight)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # another font perhaps, or longer figures
            self._stand()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stand()
