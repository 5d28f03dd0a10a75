"""The lab: where edits are typed and pressed, their list, and what becomes of the network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from gdstudio.inside.edits import Edit
from gdstudio.inside.edits_typed import SYNTAX
from gdstudio.inside.places import Place
from gdstudio.studio.style import in_figures
from gdstudio.studio.text_size import sized
from gdstudio.studio.translation import told
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import (
    STRETCH,
    TERM,
    called,
    explained,
    in_column,
    in_row,
    label,
)
from gdstudio.studio.views.common.least_size import LeastSizeWidget
from gdstudio.studio.views.common.number_field import NumberField
from gdstudio.studio.views.common.painted_widget import ENTER_KEYS
from gdstudio.studio.views.common.reaching_scroll import PanelScroll
from gdstudio.studio.views.common.refusal import Refusing

_LIST_PX: Final = 66
_FIELD_PX: Final = 84
MAX_SCALE: Final = 1000.0  # that the buttons can scale and divide by; more can be typed
Read = Callable[[str], Edit]


class EditField(Refusing, QLineEdit):
    """Where an edit is typed; it is empty again once it is made, and keeps the keys for the next.

    Signals:
        edit_read(object): The Edit that was typed.
        refused(str): What is wrong with what was typed, or "".
    """

    edit_read = Signal(object)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._value: Edit | None = None
        self._read_edit: Read | None = None

    def set_read(self, read: Read) -> None:
        """Take what reads an edit of the network shown."""
        self._read_edit = read

    def _line(self) -> QLineEdit:
        return self

    def _read(self, text: str) -> Edit | None:
        return self._read_edit(text) if self._read_edit is not None and text.strip() else None

    def _as_typed(self, _value: Edit | None) -> str:
        return ""

    def _tell(self) -> None:
        edit, self._value = self._value, None
        if edit is not None:
            self.edit_read.emit(edit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER_KEYS:
            self.commit()
        else:
            super().keyPressEvent(event)


class EditList(QListWidget):
    """The edits; Delete takes the marked one out.

    Signals:
        removal_requested(): The user wants the marked edit to go.
    """

    removal_requested = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_requested.emit()
        else:
            super().keyPressEvent(event)


class LabCard(LeastSizeWidget):
    """Shows the edits of a network, and the network before and after them.

    Attributes:
        field: Where an edit is typed.
        list: The edits, each with a check box.
        figures: Before and after.

    Signals:
        edit_pressed(str, float): What a button does: "off", "scale" (of the neuron that is
            chosen), "prune", "noise" or "temperature", and its number.
        edit_switched(int, bool): An edit of the list shall be made, or not.
        edit_removed(int): An edit of the list shall go.
        back_requested(): What was shown before is to be shown again.
        go_on_requested(): A run shall go on from the network shown.
        save_requested(): The network shown shall become a run, and be saved.
    """

    least_px = (250, 200)

    edit_pressed = Signal(str, float)
    edit_switched = Signal(int, bool)
    edit_removed = Signal(int)
    back_requested = Signal()
    go_on_requested = Signal()
    save_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.field = called(
            EditField(), self.tr("Edit of the network"), self.tr("Type {0}").format(told(SYNTAX))
        )
        self.field.setPlaceholderText(self.tr("Type an edit: {0}").format("W2[3,7] = 0.5"))
        self._neuron = label("muted")
        self.list = called(
            EditList(),
            self.tr("Edits"),
            self.tr("Check an edit to make it, in this order; Delete takes one out"),
        )
        self.figures = WrappedText(lines=3)
        self._numbers: dict[str, NumberField] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._tips: dict[str, str] = {}  # of the buttons
        self._make_controls()
        self._lay_out()
        self.setAccessibleName(self.tr("Edits of the network"))
        self.set_neuron(None)
        self.set_edits((), is_in_force=False)
        self._connect()

    def button(self, what: str) -> QPushButton:
        """Return the button of an edit, see `edit_pressed`."""
        return self._buttons[what]

    def number(self, what: str) -> NumberField:
        """Return the number that goes with a button, but "off"."""
        return self._numbers[what]

    def set_neuron(self, place: Place | None) -> None:
        """Say which neuron the buttons change."""
        none = self.tr("click a neuron of the diagram")
        name = none if place is None else self.tr("Neuron {0}").format(place)
        self._neuron.setText(name)
        for what in ("off", "scale"):
            self._buttons[what].setEnabled(place is not None)
            self._buttons[what].setAccessibleDescription(f"{name}: {self._tips[what]}")

    def set_edits(self, edits: Sequence[tuple[str, bool]], *, is_in_force: bool) -> None:
        """Show the stack: of each edit its title, and whether it is made."""
        row, known = self.list.currentRow(), range(self.list.count())
        if len(edits) > len(known):
            row = len(edits) - 1  # the one that has come
        with QSignalBlocker(self.list):
            if [self.list.item(k).text() for k in known] != [title for title, _ in edits]:
                self.list.clear()
                self.list.addItems([title for title, _ in edits])
                self.list.setCurrentRow(min(row, len(edits) - 1) if row >= 0 else len(edits) - 1)
            for k, (title, is_on) in enumerate(edits):  # an item that tells of a click stays
                item = self.list.item(k)
                item.setToolTip(title)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
        self._remove.setEnabled(bool(edits))
        for button in (self._back, self._go_on, self._save):
            button.setEnabled(is_in_force)

    def set_figures(self, lines: Sequence[str]) -> None:
        """Show what the network reaches before and after."""
        self.figures.set_text("\n".join(lines))
        self.list.setAccessibleDescription(self.figures.text())

    def announce_figures(self) -> None:
        """Have readers of the screen say what came of an edit, wherever the focus is."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.figures.text()))

    def _make_controls(self) -> None:
        for what, text, tip in (
            (
                "off",
                self.tr("Off"),
                self.tr("No later layer sees this neuron any more: its outgoing weights become 0"),
            ),
            ("scale", self.tr("Scale"), self.tr("Multiply all that comes into this neuron")),
            ("prune", self.tr("Prune %"), self.tr("Set the smallest weights of all layers to 0")),
            ("noise", self.tr("Noise"), self.tr("Add to each weight a number from N(0, σ²)")),
            (
                "temperature",
                self.tr("Temperature"),
                self.tr("Divide the pre-activations of the last layer: how sure it is changes"),
            ),
        ):
            button = explained(QPushButton(), text, tip)
            button.setToolTip(tip)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._buttons[what], self._tips[what] = button, tip
        self._buttons["noise"].setProperty(TERM, "noise on weights")
        for what, name, low, high, value in (
            ("scale", self.tr("Factor"), -MAX_SCALE, MAX_SCALE, 2.0),
            ("prune", self.tr("Share of weights, in percent"), 0.0, 100.0, 50.0),
            ("noise", self.tr("Standard deviation of the noise"), 0.0, MAX_SCALE, 0.1),
            ("temperature", self.tr("Temperature"), 1 / MAX_SCALE, MAX_SCALE, 2.0),
        ):
            number = called(NumberField(low, high, steps="adapt"), name, name)
            number.setValue(value)
            sized(number, fixedWidth=_FIELD_PX)
            self._numbers[what] = number
        tip = self.tr("Take the marked edit out of the list (Delete in it)")
        self._remove = explained(QPushButton(), self.tr("Remove"), tip)
        self._remove.setToolTip(tip)
        self._remove.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._back, self._go_on, self._save = (QPushButton() for _ in range(3))
        for last, text, tip in (
            (self._back, self.tr("Back to the run"), self.tr("Switch all edits off")),
            (
                self._go_on,
                self.tr("Go on training from here"),
                self.tr("Begin a run of its own with the edited network; the other one stays"),
            ),
            (
                self._save,
                self.tr("Save as a run…"),
                self.tr("Make the edited network a run of its own, and save it"),
            ),
        ):
            explained(last, text, tip)
            last.setToolTip(tip)

    def _lay_out(self) -> None:
        in_figures(self.figures)
        in_figures(self.field)
        sized(self.list, minimumHeight=_LIST_PX)
        numbers, buttons = self._numbers, self._buttons
        rows = [
            in_row(numbers[what], buttons[what], STRETCH, spacing=6)
            for what in ("prune", "noise", "temperature")
        ]
        neuron = in_row(numbers["scale"], buttons["scale"], buttons["off"], STRETCH, spacing=6)
        panel = QWidget()
        panel.setObjectName("panelBody")
        in_column(
            self.field, (self.list, 1), in_row((self._back, 1), self._remove, spacing=6),
            self._neuron, neuron, *rows, self._go_on, self._save, of=panel, spacing=6,
        )  # fmt: skip
        scroll = PanelScroll()
        scroll.setWidget(panel)
        panel.installEventFilter(scroll)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        title = label("cardTitle", self.tr("Edit the network"))
        in_column(title, self.figures, (scroll, 1), of=self, spacing=4)

    def _connect(self) -> None:
        self.list.itemChanged.connect(self._on_list_item_changed)
        self._remove.clicked.connect(self._remove_marked)
        self.list.removal_requested.connect(self._remove_marked)
        self._back.clicked.connect(self.back_requested)
        self._go_on.clicked.connect(self.go_on_requested)
        self._save.clicked.connect(self.save_requested)
        for button in self._buttons.values():
            button.clicked.connect(self._on_button_clicked)

    @Slot()
    def _on_button_clicked(self) -> None:
        what = next(what for what, button in self._buttons.items() if button is self.sender())
        number = self._numbers.get(what)
        if number is None:
            self.edit_pressed.emit(what, 0.0)
        elif number.commit():
            self.edit_pressed.emit(what, number.value())

    @Slot(QListWidgetItem)
    def _on_list_item_changed(self, item: QListWidgetItem) -> None:
        is_on = item.checkState() == Qt.CheckState.Checked
        self.edit_switched.emit(self.list.row(item), is_on)

    @Slot()
    def _remove_marked(self) -> None:
        if self.list.currentRow() >= 0:
            self.edit_removed.emit(self.list.currentRow())
