"""A box with a few numbers to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox

from gdstudio.numerals import whole

EXAMPLE_COUNTS: Final = (500, 2_000, 10_000)


class NumberBox(QComboBox):
    """Chooses one of some whole numbers; one that is set from outside joins them.

    Signals:
        edited(int): The user chose this number.
    """

    edited = Signal(int)

    def __init__(self, numbers: Sequence[int], written: str = "{0}") -> None:
        """Offer these numbers.

        Args:
            numbers: Rising; the first is shown.
            written: How a number is written; {0} stands for it.
        """
        super().__init__()
        self._numbers = tuple(numbers)
        self._written = written
        self._number = self._numbers[0]
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._fill()
        self.currentIndexChanged.connect(self._on_index_changed)

    def shown_value(self) -> int:
        """Return the number shown."""
        return self._number

    def show_value(self, number: int) -> None:
        """Show a number; nothing is emitted."""
        self._number = number
        self._fill()

    def _fill(self) -> None:
        with QSignalBlocker(self):
            self.clear()
            for number in sorted({*self._numbers, self._number}):
                self.addItem(self._written.format(whole(number)), number)
            self.setCurrentIndex(self.findData(self._number))

    @Slot()
    def _on_index_changed(self) -> None:
        self._number = int(self.currentData())
        self.edited.emit(self._number)


class ExamplesBox(QComboBox):
    """Chooses how many examples are asked: some, or all there are.

    A number above what there is counts as all, and comes back when there is more again.

    Signals:
        edited(int): The user chose so many.
    """

    edited = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._wanted: int | None = 2_000  # None is all
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._fill()
        self.currentIndexChanged.connect(self._on_index_changed)

    def shown_value(self) -> int:
        """Return how many are asked."""
        if self._wanted is None:
            return self._count
        return min(self._wanted, self._count or self._wanted)

    def show_value(self, examples: int) -> None:
        """Show a number of examples; nothing is emitted."""
        self._wanted = None if examples == self._count else examples
        self._fill()

    def set_example_count(self, count: int) -> None:
        """Tell how many examples there are, 0 for not known; nothing is emitted."""
        self._count = count
        if self._wanted is None and not count:
            self._wanted = EXAMPLE_COUNTS[-1]
        self._fill()

    def _fill(self) -> None:
        shown = self.shown_value()
        with QSignalBlocker(self):
            self.clear()
            for number in sorted({*EXAMPLE_COUNTS, shown}):
                if not self._count or number < self._count:
                    self.addItem(whole(number), number)
            if self._count:
                self.addItem(self.tr("all {0}").format(whole(self._count)), self._count)
            self.setCurrentIndex(self.findData(shown))

    @Slot()
    def _on_index_changed(self) -> None:
        chosen = int(self.currentData())
        self._wanted = None if chosen == self._count else chosen
        self.edited.emit(chosen)
