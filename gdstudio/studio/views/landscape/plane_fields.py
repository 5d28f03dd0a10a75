"""The fields of a plane: directions, how wide, how finely, how many examples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from gdstudio.errors import InvalidValue
from gdstudio.jobs.plane_request import PlaneKind, PlaneRequest
from gdstudio.landscape.parameter_names import (
    parameter_syntax,
    parse_parameter,
    proposed_names,
)
from gdstudio.learning.network import Network
from gdstudio.numerals import whole
from gdstudio.settings.settings import Settings
from gdstudio.studio.style import wide_enough
from gdstudio.studio.text_size import sized
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.settings_form import ChoiceBox, SettingsForm

# Odd, so that the network itself is a point of the grid.
GRID_SIZES: Final = (25, 51, 101)
AXES = ("α", "β")
EXAMPLE_COUNTS: Final = (500, 2_000, 10_000)


class NumberBox(ChoiceBox):
    """Chooses one of some whole numbers; one that is set from outside joins them."""

    def __init__(self, numbers: Sequence[int], written: str = "{0}") -> None:
        """Offer rising numbers and show the first; each is `written` so, {0} stands for it."""
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


class ParameterFields(QWidget):
    """A field for each axis; one line below, `answer`, says what is wrong.

    A text is judged when it is finished (Enter, or another field), never in the middle of a word;
    what was wrong and is made right is forgiven with the key that does it.

    Signals:
        edited(): Both fields name a parameter, and not the two that they did.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._network: Network | None = None
        self._rows, self._columns = 28, 28
        self._is_typing = False
        self._names = ("", "")
        self._read = ("", "")  # the fields' names in their usual form, when last valid
        self.fields = (QLineEdit(), QLineEdit())
        self.answer = WrappedText("muted", lines=1)
        spoken = (self.tr("First parameter"), self.tr("Second parameter"))
        layout = QGridLayout(self)
        sized(layout, margins=(0, 0, 0, 0), horizontalSpacing=8, verticalSpacing=6)
        for i, field in enumerate(self.fields):
            field.setAccessibleName(spoken[i])
            field.setMaxLength(80)
            layout.addWidget(QLabel(AXES[i]), i, 0)
            layout.addWidget(field, i, 1)
            field.textEdited.connect(self._on_field_text_edited)
            field.editingFinished.connect(self._on_field_editing_finished)
        layout.addWidget(self.answer, 2, 0, 1, 2)
        self.setFocusProxy(self.fields[0])
        self._show("")

    def shown_value(self) -> tuple[str, str]:
        """Return the names that were set or accepted last."""
        return self._names

    def is_valid(self) -> bool:
        """Return whether the fields name two parameters of the network."""
        return not self._wrong()

    def set_network(self, network: Network, rows: int, columns: int) -> None:
        """Tell whose parameters are named: a network's, which sees pictures of this size.

        Its layers are looked at, nothing else.
        """
        self._network, self._rows, self._columns = network, rows, columns
        names, syntax = proposed_names(network, rows, columns), parameter_syntax(network)
        for field, name in zip(self.fields, names, strict=True):
            field.setPlaceholderText(name)
            field.setToolTip(self.tr("Like {0}").format(f"{name}\n{syntax}"))
        if not self._is_typing:
            self._judge()

    def show_value(self, names: tuple[str, str]) -> None:
        """Show two names; nothing is emitted."""
        self._names = names
        for field, name in zip(self.fields, self._names, strict=True):
            if field.text() != name:
                with QSignalBlocker(field):
                    field.setText(name)
                    field.setCursorPosition(0)
        self._judge()

    def propose(self) -> None:
        """Fill empty fields with weights that there are; nothing is emitted."""
        if self._network is None or any(field.text().strip() for field in self.fields):
            return
        self.show_value(proposed_names(self._network, self._rows, self._columns))

    def _wrong(self) -> str:
        """Return in one short line what is wrong; empty if nothing is."""
        if self._network is None:
            return self.tr("There is no network yet")
        shape, found = (self._rows, self._columns), []
        for axis, field in zip(AXES, self.fields, strict=True):
            try:
                found.append(parse_parameter(field.text(), self._network, *shape))
            except InvalidValue as error:
                if error.accepted.startswith("layer L"):
                    start = proposed_names(self._network, *shape)[0].rpartition(",")[0]
                    return self.tr("{0}: like {1}").format(axis, f"{start}, bias")
                return self.tr("{0}: give {1}").format(axis, error.accepted.partition(":")[0])
        if found[0].index == found[1].index:
            return self.tr("α and β are the same parameter")
        self._read = (found[0].text, found[1].text)
        return ""

    def _judge(self) -> None:
        empty = not any(field.text().strip() for field in self.fields)
        self._show("" if empty else self._wrong())

    def _show(self, wrong: str) -> None:
        self.answer.set_text(wrong or self.tr("Layers from 1, all else from 0"))
        self.answer.set_name("warning" if wrong else "muted")
        for field in self.fields:
            field.setAccessibleDescription(self.answer.text())

    @Slot()
    def _on_field_text_edited(self) -> None:
        self._is_typing = True
        if self.is_valid():
            self._show("")

    @Slot()
    def _on_field_editing_finished(self) -> None:
        self._is_typing = False
        self._judge()
        if not self.is_valid():
            return
        edited = self._read != self._names
        self.show_value(self._read)
        if edited:
            self.edited.emit()


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
        sized(self.rows, verticalSpacing=6)
        captions = [self.rows.labelForField(editor) for editor in self.editors.values()]
        captions = [caption for caption in captions if caption is not None]
        texts = [caption.text() for caption in captions if isinstance(caption, QLabel)]
        for caption in captions:  # so that the fields keep their place from kind to kind
            wide_enough(caption, *texts, beside=1, grows=True)

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
