"""Boxes with a few numbers to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Slot

from gdstudio.numerals import whole
from gdstudio.studio.views.common.settings_form import ChoiceBox

EXAMPLE_COUNTS: Final = (500, 2_000, 10_000)


class NumberBox(ChoiceBox):
    """Chooses one of some whole numbers; one that is set from outside joins them."""

    def __init__(self, numbers: Sequence[int], written: str = "{0}") -> None:
        """Offer these numbers.

        Args:
            numbers: Rising; the first is shown.
            written: How a number is written; {0} stands for it.
        """
        self._numbers, self._written = numbers, written
        super().__init__(())
        self.show_value(numbers[0])

    def show_value(self, value: int) -> None:
        """Show a number; nothing is emitted."""
        numbers = sorted({*self._numbers, value})
        self.offer((number, self._written.format(whole(number))) for number in numbers)
        super().show_value(value)


class ExamplesBox(ChoiceBox):
    """Chooses how many examples are asked: some, or all there are.

    A number above what there is counts as all, and comes back when there is more again.
    """

    def __init__(self) -> None:
        self._count = 0
        self._wanted: int | None = 2_000  # None is all
        super().__init__(())
        self._fill()
        self.currentIndexChanged.connect(self._on_index_changed)

    def shown_value(self) -> int:
        """Return how many are asked."""
        if self._wanted is None:
            return self._count
        return min(self._wanted, self._count or self._wanted)

    def show_value(self, value: int) -> None:
        """Show a number of examples; nothing is emitted."""
        self._wanted = None if value == self._count else value
        self._fill()

    def set_example_count(self, count: int) -> None:
        """Tell how many examples there are, 0 for not known; nothing is emitted."""
        self._count = count
        if self._wanted is None and not count:
            self._wanted = EXAMPLE_COUNTS[-1]
        self._fill()

    def _fill(self) -> None:
        shown, count = self.shown_value(), self._count
        numbers = sorted({*EXAMPLE_COUNTS, shown})
        offered = [(number, whole(number)) for number in numbers if not count or number < count]
        if count:
            offered.append((count, self.tr("all {0}").format(whole(count))))
        self.offer(offered)
        super().show_value(shown)

    @Slot()
    def _on_index_changed(self) -> None:
        chosen = int(super().shown_value())
        self._wanted = None if chosen == self._count else chosen
