"""What the network makes of the digit: its layers, and where it reads row by row, the reading."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gdstudio.jobs.look import Look
from gdstudio.studio.views.inspect.layer_stack import LayerStack
from gdstudio.studio.views.inspect.uncover_view import UncoverView

SPACING_PX = 20


class ActivationsPage(QWidget):
    """Layers at the left; at the right, for a recurrent network, the digit being uncovered.

    Attributes:
        stack: The layers.
        uncover: The reading.

    Signals:
        moment_chosen(int): The user wants the digit read up to this row, counted from 0.
    """

    moment_chosen = Signal(int)

    def __init__(self, play: QAction) -> None:
        super().__init__()
        self.stack = LayerStack()
        self.uncover = UncoverView(play)
        self.uncover.hide()
        self._reason = QLabel()
        self._reason.setObjectName("muted")
        self._reason.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._reason.setWordWrap(True)
        self._reason.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING_PX)
        row.addWidget(self.stack, 3)
        row.addWidget(self.uncover, 5)
        row.addWidget(self._reason, 1)
        self.uncover.moment_chosen.connect(self.moment_chosen)

    def reason(self) -> str:
        """Return what is said in place of the layers; "" while they are shown."""
        return self._reason.text()

    def set_reason(self, reason: str) -> None:
        """Say this in place of the layers, which are kept as they are; "" shows a look again."""
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        self.stack.setVisible(not reason)
        if reason:
            self.uncover.hide()

    def set_look(self, look: Look | None, moment: int) -> None:
        """Show a look after a row read, counted from 0; None shows nothing."""
        self.set_reason("")
        is_reading = look is not None and look.moments > 1
        self.uncover.setVisible(is_reading)
        if look is not None and is_reading:
            self.uncover.set_answers(look.pixels, look.answers)
            self.uncover.set_moment(moment)
        self.stack.set_look(look, moment)
