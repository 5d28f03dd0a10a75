"""Below the canvas: what the drawing is, and that it shall be kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QPushButton, QSizePolicy, QWidget

from gdstudio.numerals import percent, whole
from gdstudio.studio.text_size import px, sized
from gdstudio.studio.views.common.layouts import called, explained

_LABEL_PX = 52
_GAP_PX = 6


class OwnDigitsBar(QWidget):
    """A class to choose, a button that keeps the drawing, and the door to all that were kept.

    Attributes:
        label: The class of what is on the canvas.
        add_button: Keeps it.
        open_button: Shows all that were kept; says how many, or how many are answered right.

    Signals:
        add_requested(str): The drawing is to be kept as one of this class.
        open_requested: All of them are to be seen.
    """

    add_requested = Signal(str)
    open_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        name = self.tr("What the drawing is")
        self.label = called(QComboBox(), name, name)
        sized(self.label, fixedWidth=_LABEL_PX)
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.label.setSizeAdjustPolicy(policy)
        self.add_button = explained(
            QPushButton(),
            self.tr("Add to my digits"),
            self.tr("Keep the drawing, with its class, among my digits"),
        )
        self.open_button = QPushButton()
        for button in (self.add_button, self.open_button):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._grid = sized(QGridLayout(self), margins=(0, 0, 0, 0), spacing=_GAP_PX)
        self._shares: tuple[int, ...] = ()
        self._is_chosen = False  # by the person, for this drawing
        self.label.activated.connect(self._on_label_activated)
        self.add_button.clicked.connect(self._on_add_button_clicked)
        self.open_button.clicked.connect(self.open_requested)
        self.set_state(0, None)
        self.set_can_add(False)
        for narrow in (False, True, False):  # so that the grid has both rows, whatever comes
            self._lay_out(narrow=narrow)

    def set_classes(self, names: Sequence[str]) -> None:
        """Offer these classes; the one chosen stays if it is among them."""
        chosen = self.label.currentText()
        with QSignalBlocker(self.label):
            self.label.clear()
            self.label.addItems(list(names))
            self.label.setCurrentIndex(max(0, self.label.findText(chosen)))

    def choose(self, index: int) -> None:
        """Choose the class of what is known; what a person chose was for another drawing."""
        self._is_chosen = False
        self.label.setCurrentIndex(index)

    def suggest(self, index: int) -> None:
        """Choose a class unless the person has chosen one for this drawing, or is about to."""
        if not self._is_chosen and not self.label.view().isVisible():
            self.label.setCurrentIndex(index)

    def set_can_add(self, can_add: bool) -> None:
        """Say whether there is something to be kept; without, what was chosen is over."""
        self.add_button.setEnabled(can_add)
        self._is_chosen &= can_add

    def set_state(self, n: int, accuracy: float | None) -> None:
        """Show how many were kept, or the share that the network answers right, if known."""
        text = self.tr("Mine: {0}").format(whole(n))
        told = self.tr("My digits: {0}").format(whole(n))
        if accuracy is not None:
            right = percent(accuracy, 0)
            text = self.tr("Mine: {0}").format(right)
            told = self.tr("My digits: {0}, {1} answered right").format(whole(n), right)
        tip = self.tr("look through, correct, delete, save, train with them")
        explained(self.open_button, text, f"{told}; {tip}")

    @Slot()
    def _on_label_activated(self) -> None:
        self._is_chosen = True

    @Slot()
    def _on_add_button_clicked(self) -> None:
        self.add_requested.emit(self.label.currentText())

    def _lay_out(self, *, narrow: bool) -> None:
        """Let all stand in a row, or the button with the longest words below the others."""
        shares = (0, 1, 0) if narrow else (0, *self._button_widths())
        if shares == self._shares:
            return
        self._shares = shares
        for widget in (self.label, self.add_button, self.open_button):
            self._grid.removeWidget(widget)
        self._grid.addWidget(self.label, 0, 0)
        if narrow:
            self._grid.addWidget(self.open_button, 0, 1)
            self._grid.addWidget(self.add_button, 1, 0, 1, 2)
        else:
            self._grid.addWidget(self.add_button, 0, 1)
            self._grid.addWidget(self.open_button, 0, 2)
        for column, share in enumerate(shares):
            self._grid.setColumnStretch(column, share)

    def _button_widths(self) -> tuple[int, int]:
        """Return what the buttons need for all they will say, so that none moves."""
        letters = self.open_button.fontMetrics()
        longest = self.tr("Mine: {0}").format(percent(1.0, 0))
        more = letters.horizontalAdvance(longest) - letters.horizontalAdvance(
            self.open_button.text()
        )
        return self.add_button.sizeHint().width(), self.open_button.sizeHint().width() + more

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = px(_LABEL_PX + 2 * _GAP_PX) + sum(self._button_widths())
        self._lay_out(narrow=self.width() < needed)
