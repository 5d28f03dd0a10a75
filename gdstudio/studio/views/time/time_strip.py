"""The strip below the header: the run's time as a line, and what plays it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from gdstudio.numerals import whole
from gdstudio.studio.style import wide_enough
from gdstudio.studio.text_size import px, sized
from gdstudio.studio.views.common.layouts import (
    action_button,
    called,
    explained,
    in_row,
    label,
)
from gdstudio.studio.views.common.painted_widget import FollowsLook
from gdstudio.studio.views.time.time_line import TimeLine

SPEEDS: Final = (0.25, 0.5, 1.0, 2.0, 4.0)
"""Of playing; at 1 the whole line takes `controllers.time_controller.WHOLE_S` seconds."""

_LEAST_LINE: Final = 120  # pixels at 100 %
_MARGINS: Final = 40  # ... left, right and before the words


class TimeStrip(FollowsLook, QWidget):
    """One line, in every workspace that shows the run.

    Args:
        actions: Play backward, play forward, the step before, in this order.

    Attributes:
        line: The line itself.
        speed_button: Each click plays faster, after the fastest the slowest.

    Signals:
        branch_requested: Go on from the moment shown.
        speed_chosen(float): One of `SPEEDS`.
    """

    branch_requested = Signal()
    speed_chosen = Signal(float)

    def __init__(self, actions: Sequence[QAction]) -> None:
        super().__init__()
        self.setObjectName("timeStrip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.line = TimeLine()
        self._buttons = [self._button(action) for action in actions]
        self.speed_button = called(
            QToolButton(), self.tr("Speed of playing"), self.tr("How fast the past is played")
        )
        self.speed_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._speed_index = SPEEDS.index(1.0)
        self.speed_button.clicked.connect(self._on_speed_clicked)
        wide_enough(self.speed_button, *map(_speed_words, SPEEDS), beside=18)
        self._words = label("muted")
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        wide_enough(self._words, self.tr("step {0}").format("10,000,000"), beside=4)
        self.branch = explained(
            self._text_button(),
            self.tr("Go on from here"),
            self.tr("Begin a run of its own at this moment; the other one stays"),
        )
        self.now = explained(
            self._text_button(),
            self.tr("Now"),
            self.tr("Show the network as it is now (End)"),
        )
        self.branch.clicked.connect(self.branch_requested)
        self.now.clicked.connect(self.line.now_requested)
        in_row(
            *self._buttons,
            self.speed_button,
            4,
            (self.line, 1),
            self._words,
            4,
            self.branch,
            self.now,
            of=self,
            spacing=4,
            margins=(12, 0, 16, 1),
        )
        self._giving_way = (self._words, self.branch, self.speed_button)  # the last one first
        self._show_speed()
        self.set_moment(None, 0)
        self.follow_look()

    def minimumSizeHint(self) -> QSize:
        """Ask for what the buttons and a short line need; the rest gives way."""
        whole = super().minimumSizeHint()
        spare = sum(_width(part) for part in self._giving_way if part.isVisibleTo(self))
        return QSize(max(whole.width() - spare, 0), whole.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show what there is room for; what gives way is in the menu Time, too."""
        row = self.layout()
        assert row is not None
        gap = row.spacing()
        least = px(_LEAST_LINE) + sum(_width(part) + gap for part in (*self._buttons, self.now))
        left = self.width() - least - px(_MARGINS)
        for part in self._giving_way:
            left -= _width(part) + gap
            part.setVisible(left >= 0)

    @property
    def speed(self) -> float:
        """How fast the past is played, one of `SPEEDS`."""
        return SPEEDS[self._speed_index]

    def set_moment(self, step: int | None, last: int, *, is_edited: bool = False) -> None:
        """Show the handle at a step of a run that has come to `last`; None is now.

        Args:
            step: Of the moment shown.
            last: Updates done.
            is_edited: Whether edits of the lab are on, which is said in place of the step.
        """
        self.line.set_step(step)
        number = self.tr("step {0}").format(whole(last if step is None else step))
        self._words.setText(self.tr("edited") if is_edited else number)
        edited = self.tr("{0}, with the edits of the lab; Back to the run, there, leaves them")
        self._words.setToolTip(edited.format(number) if is_edited else "")
        for button in (self.branch, self.now):
            button.setEnabled(step is not None)

    def set_branch_tip(self, tip: str) -> None:
        """Say what going on from the moment shown means."""
        self.branch.setToolTip(tip)

    def _button(self, action: QAction) -> QToolButton:
        made = action_button(action)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return sized(made, iconSize=(16, 16))

    @staticmethod
    def _text_button() -> QPushButton:
        made = QPushButton()
        made.setObjectName("plain")
        return made

    def _show_speed(self) -> None:
        self.speed_button.setText(_speed_words(self.speed))

    @Slot()
    def _on_speed_clicked(self) -> None:
        self._speed_index = (self._speed_index + 1) % len(SPEEDS)
        self._show_speed()
        self.speed_chosen.emit(self.speed)


def _width(part: QWidget) -> int:
    return max(part.sizeHint().width(), part.minimumWidth())


def _speed_words(speed: float) -> str:
    return {0.25: "¼×", 0.5: "½×"}.get(speed, f"{speed:g}×")
