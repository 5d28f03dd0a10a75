"""One racer: its colour, method and rate, and how it does."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from gdstudio import numerals
from gdstudio.descent.methods import Racer
from gdstudio.descent.race import RaceResult
from gdstudio.learning.recipe import Recipe
from gdstudio.pictures.plane.contours import curve_colours
from gdstudio.studio.icons import icon
from gdstudio.studio.state.descent_session import method_title
from gdstudio.studio.style import in_figures, numeral_font, wide_enough
from gdstudio.studio.text_size import px, sized
from gdstudio.studio.views.common.layouts import STRETCH, called, in_column, in_row, label
from gdstudio.studio.views.common.number_field import NumberField
from gdstudio.studio.views.common.painted_widget import FollowsLook, PaintedWidget
from gdstudio.studio.views.descent.descent_metrics import WIDEST, figure, state_words
from gdstudio.studio.views.descent.method_box import MethodBox

_FRAME_PX: Final = 10  # what a field adds to its text
_WIDEST: Final = f"C {WIDEST}"


class RaceRow(FollowsLook, QWidget):
    """Method and rate on one line, the result in small print on the next.

    Signals:
        method_chosen(int): The user chose a method for this racer, counted from 0.
        removal_requested(int): The user wants it out of the race.
    """

    method_chosen = Signal(int)
    removal_requested = Signal(int)

    def __init__(self, index: int) -> None:
        """Make the row of racer number `index`, counted from 0."""
        super().__init__()
        self.setObjectName("raceRow")
        self._index = index
        self._given = Racer("gradient-descent")
        number = index + 1
        self.swatch = RacerSwatch(index)
        self.method_box = called(MethodBox(), self.tr("Method of racer {0}").format(number))
        said = self.tr("Learning rate of racer {0}").format(number)
        tip = self.tr("Learning rate of this method")
        self.rate_box = called(NumberField.of(Recipe.field("learning_rate")), said, tip)
        self.rate_box.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        said, tip = self.tr("Remove racer {0}").format(number), self.tr("Remove from the race")
        self.remove_button = called(QToolButton(), said, tip)
        sized(self.remove_button, iconSize=(10, 10))
        self.remove_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.cost, self.steps, self.state = (label("resultLine") for _ in range(3))
        self._lay_out()
        self.method_box.edited.connect(self._on_method_box_edited)
        self.remove_button.clicked.connect(self._on_remove_button_clicked)
        self.follow_look()
        self.set_result(None, None)

    def racer(self) -> Racer:
        """Return method and rate shown; settings are kept with the method they came with."""
        return self._given.changed(learning_rate=self.rate_box.value())

    def set_racer(self, racer: Racer, learning_rate: float) -> None:
        """Show a racer with this rate; nothing is emitted."""
        self._given = racer
        self.method_box.show_value(racer.method)
        self.rate_box.show_value(learning_rate)

    def set_removable(self, removable: bool) -> None:
        """Tell whether the race can do without it."""
        self.remove_button.setEnabled(removable)

    def set_result(self, result: RaceResult | None, place: int | None) -> None:
        """Show how it does, and its place; None for nothing yet."""
        self.swatch.set_place(place)
        texts = ("", "", "") if result is None else self._texts(result)
        names = ["winnerLine" if place == 1 else "resultLine"] * 3
        if result is not None and result.ended == "diverged":
            names[2] = "divergedLine"
        labels = (self.cost, self.steps, self.state)
        for shown, text, name in zip(labels, texts, names, strict=True):
            if text != shown.text():
                shown.setText(text)
            if name != shown.objectName():
                shown.setObjectName(name)
                shown.style().unpolish(shown)
                shown.style().polish(shown)
        description = "" if result is None else self._description(result, place)
        if description != self.toolTip():
            for widget in (self, *labels):
                widget.setToolTip(description)
            self.method_box.setAccessibleDescription(description)

    def look_changed(self) -> None:
        """Colour the icon anew."""
        self.remove_button.setIcon(icon("close", self.theme))

    def _texts(self, result: RaceResult) -> tuple[str, str, str]:
        if result.steps_to_target is None:
            steps = self.tr("step {0}").format(numerals.whole(result.n_steps))
        else:
            steps = self.tr("goal in {0}").format(numerals.whole(result.steps_to_target))
        return self.tr("C {0}").format(figure(result.final_cost)), steps, _state(result)

    def _description(self, result: RaceResult, place: int | None) -> str:
        """Return the result in a few lines for tool tip and screen reader."""
        title = method_title(result.racer.method)
        lines = [
            self.tr("{0}, learning rate {1}").format(title, numerals.numeral(result.learning_rate)),
            self.tr("cost {0} after {1} steps, from {2}").format(
                figure(result.final_cost),
                numerals.whole(result.n_steps),
                figure(result.start_cost),
            ),
        ]
        if result.steps_to_target is not None:
            reached = numerals.whole(result.steps_to_target)
            lines.append(self.tr("goal reached in {0} steps").format(reached))
        if place is not None:
            lines.append(self.tr("place {0}").format(place))
        if result.ended is not None:
            lines.append(_state(result))
        return "\n".join(lines)

    def _lay_out(self) -> None:
        sized(self.method_box, minimumWidth=60)
        wide_enough(self.rate_box, "0.00333", beside=_FRAME_PX)
        for shown, widest in (
            (self.cost, _WIDEST),
            (self.steps, self.tr("goal in {0}").format("88,888")),
            (self.state, self.tr("converged")),
        ):
            wide_enough(in_figures(shown, 0.9), widest)
        self.state.setAlignment(Qt.AlignmentFlag.AlignRight)
        parts = self.swatch, (self.method_box, 1), self.rate_box, -2, self.remove_button
        choice = in_row(*parts, spacing=4)
        result = in_row(_SIZE + 4, self.cost, self.steps, STRETCH, self.state, spacing=4)
        in_column(choice, result, of=self, spacing=0)

    @Slot()
    def _on_method_box_edited(self) -> None:
        self._given = Racer(self.method_box.shown_value())
        self.method_chosen.emit(self._index)

    @Slot()
    def _on_remove_button_clicked(self) -> None:
        self.removal_requested.emit(self._index)


def _state(result: RaceResult) -> str:
    return "" if result.ended is None else state_words()[result.ended]


_SIZE = 18
_DOT = 12.0


class RacerSwatch(PaintedWidget):
    """A dot; once the goal is reached, a larger one with the place in it."""

    def __init__(self, index: int) -> None:
        super().__init__()
        self._index = index
        self._place: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_place(self, place: int | None) -> None:
        """Show a place, 1 for the winner; None while there is none."""
        if place != self._place:
            self._place = place
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(_SIZE), px(_SIZE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(curve_colours(self.theme)[self._index]))
        size = px(_DOT if self._place is None else _SIZE)
        dot = QRectF(0, 0, size, size)
        dot.moveCenter(QRectF(self.rect()).center())
        painter.drawEllipse(dot)
        if self._place is not None:
            painter.setFont(numeral_font(self.font(), bold=True))
            painter.setPen(QColor(self.theme.on_accent))
            painter.drawText(dot, Qt.AlignmentFlag.AlignCenter, str(self._place))
        painter.end()
