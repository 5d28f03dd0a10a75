"""The bar that says that the settings shown are not those of the run that goes on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton

from gdstudio.studio.views.common.layouts import in_column, in_row, label


class NotAppliedBar(QFrame):
    """A sentence and the two ways out; hidden while the settings are those of the run.

    Signals:
        new_run_requested(): The settings shall be those of a new run.
        revert_requested(): The settings of the run shall be shown again.
    """

    new_run_requested = Signal()
    revert_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notApplied")
        self.text = label("notApplied")
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.start = self._button(self.tr("Start a new run"))
        self.start.setToolTip(self.tr("The run that goes on is kept among the earlier runs (R)"))
        self.revert = self._button(self.tr("Revert"))
        self.revert.setToolTip(self.tr("Show the settings of the run that goes on"))
        buttons = in_row((self.start, 3), (self.revert, 2), spacing=6)
        in_column(self.text, buttons, of=self, spacing=4, margins=(8, 6, 8, 8))
        self.start.clicked.connect(self.new_run_requested)
        self.revert.clicked.connect(self.revert_requested)
        self.hide()

    def set_run(self, network: str) -> None:
        """Name the network of the run that goes on with other settings; "" if there is none."""
        if network:
            text = self.tr("Not applied: the {0} run goes on").format(network)
            self.text.setText(text)
            self.setAccessibleName(text)
        self.setVisible(bool(network))

    @staticmethod
    def _button(text: str) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        return button
