"""The fields of a plane: directions, how wide, how finely, how many examples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Slot

from gdstudio.jobs.plane_request import PlaneKind, PlaneRequest
from gdstudio.numerals import whole
from gdstudio.settings.settings import Settings
from gdstudio.studio.views.common.settings_form import ChoiceBox, SettingsForm
from gdstudio.studio.views.landscape.parameter_fields import ParameterFields

# Odd, so that the network itself is a point of the grid.
GRID_SIZES: Final = (25, 51, 101)
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


class PlaneFields(SettingsForm):
    """Shows the fields that matter to a kind of plane."""

    def __init__(self) -> None:
        self.names = ParameterFields()
        self.grid_box = NumberBox(GRID_SIZES, "{0} × {0}")
        self.examples_box = ExamplesBox()
        super().__init__(
            PlaneRequest(),
            (
                (("first", "second"), self.names),
                "normalization",
                "seed",
                "extent",
                (("size",), self.grid_box),
                (("examples",), self.examples_box),
            ),
        )
        self.rows.setVerticalSpacing(6)
        captions = [self.rows.labelForField(editor) for editor in self.editors.values()]
        captions = [caption for caption in captions if caption is not None]
        widest = max(caption.sizeHint().width() for caption in captions)
        for caption in captions:  # so that the fields keep their place from kind to kind
            caption.setMinimumWidth(widest)

    def request(self) -> PlaneRequest | None:
        """Return what the fields say; None while one of those shown is not accepted."""
        request = self.shown()
        assert isinstance(request, PlaneRequest)
        is_wrong = request.kind == "parameters" and not self.names.is_valid()
        return None if is_wrong else request

    def set_kind(self, kind: PlaneKind) -> None:
        """Show the fields of another kind of plane."""
        self._settings = self._settings.changed(kind=kind)
        drawn = kind in ("random", "gradient")
        for name, shown in (
            ("first", kind == "parameters"),
            ("normalization", drawn),
            ("seed", drawn),
            ("extent", drawn or kind == "parameters"),
        ):
            self.rows.setRowVisible(self.editors[name], shown)

    def set_value(self, settings: Settings) -> None:
        """Show a request; nothing is emitted."""
        assert isinstance(settings, PlaneRequest)
        super().set_value(settings)
        self.set_kind(settings.kind)
