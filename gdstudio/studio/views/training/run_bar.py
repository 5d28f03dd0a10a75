"""Run, step, reset and speed: the controls of a run, always in sight and always in one place."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QIcon, QPaintEvent
from PySide6.QtWidgets import (
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from gdstudio.studio.actions import run_words
from gdstudio.studio.style import wide_enough
from gdstudio.studio.text_size import sized
from gdstudio.studio.views.common.jump_slider import JumpSlider
from gdstudio.studio.views.common.layouts import Part, action_button, called, in_row, label
from gdstudio.texts import Text

_ICON: Final = (20, 20)
STEPS: Final = 3  # places for steps; a workspace with fewer leaves the last ones free
_SLIDER_PX: Final = (96, 56)  # usually, and where room is short
# Updates a second at each stop of the slider; None is full speed.
SPEEDS: Final[tuple[float | None, ...]] = (1, 2, 5, 10, 30, 100, 300, 1000, None)
SPEEDS_ACCEPTED: Final = Text(
    "one of: {0}, or 0 for full speed", ", ".join(str(one) for one in SPEEDS if one)
)


class RunButton(QToolButton):
    """As wide as the longest of its words, so that the press that changes them moves nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._widths: dict[str, int] = {}  # of words in its present font, in pixels
        self.setObjectName("run")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + self._spare(), hint.height())

    def _spare(self) -> int:
        """Return the pixels that the longest word has more than the present one."""
        return max(map(self._width, (*run_words(), self.text()))) - self._width(self.text())

    def _width(self, word: str) -> int:
        if word not in self._widths:
            flag = Qt.TextFlag.TextShowMnemonic  # as the style measures
            self._widths[word] = self.fontMetrics().size(flag, word).width()
        return self._widths[word]

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._widths.clear()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()  # the word is never cut

    def paintEvent(self, event: QPaintEvent) -> None:
        # Icon and word stand in the middle; the style would put them at the left.
        painter, option = QStylePainter(self), QStyleOptionToolButton()
        self.initStyleOption(option)
        icon, text = QIcon(option.icon), option.text
        option.icon, option.text = QIcon(), ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        option.icon, option.text = icon, text
        option.rect = option.rect.translated(self._spare() // 2, 0)
        painter.drawControl(QStyle.ControlElement.CE_ToolButtonLabel, option)
        painter.end()


class RunBar(QWidget):
    """Buttons made from the window's actions, and the speed slider.

    What several workspaces have stands at the same place in each of them.

    Signals:
        speed_chosen: Updates a second as a float; 0.0 stands for full speed.
    """

    speed_chosen = Signal(float)

    def __init__(
        self, run: QAction, steps: list[QAction], reset: QAction, *, speed: bool = True
    ) -> None:
        """Make the buttons; without `speed` there is no slider."""
        super().__init__()
        self.run_button = self._button(run, RunButton())
        self.run_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        places: list[Part] = [self._button(action) for action in steps]
        places += [self._free_place() for _ in range(STEPS - len(steps))]
        self.speed_slider = called(JumpSlider(), self.tr("Training speed"))
        self.speed_slider.setRange(0, len(SPEEDS) - 1)
        self.speed_slider.setPageStep(1)
        sized(self.speed_slider, fixedWidth=_SLIDER_PX[0])
        self._speed_text = label("muted")
        widest = self.tr("{0} steps/s").format("1,000")
        wide_enough(self._speed_text, widest, self.tr("full speed"), beside=4)
        self.speed_slider.setValue(len(SPEEDS) - 1)
        self.speed_slider.valueChanged.connect(self._on_slider_value_changed)
        places = [self.run_button, 4, *places, 4, self._button(reset)]
        in_row(*places, 12, self.speed_slider, 4, self._speed_text, of=self, spacing=4)
        self._has_speed = speed
        self.speed_slider.setVisible(speed)
        self._speed_text.setVisible(speed)
        self._show_speed()

    @property
    def speed(self) -> float | None:
        """Updates a second; None is full speed."""
        return SPEEDS[self.speed_slider.value()]

    def set_speed(self, speed: float | None) -> None:
        """Show a speed, one of `SPEEDS`."""
        with QSignalBlocker(self.speed_slider):
            self.speed_slider.setValue(SPEEDS.index(speed))
        self._show_speed()

    def choose_speed(self, speed: object) -> None:
        """Show a speed, 0 for full, as if the user chose it; what is none changes nothing."""
        for k, one in enumerate(SPEEDS):
            if speed == (one or 0.0):
                self.speed_slider.setValue(k)

    def set_compact(self, compact: bool) -> None:
        """Shorten the slider and leave its text to the tool tip; False for the usual look."""
        sized(self.speed_slider, fixedWidth=_SLIDER_PX[compact])
        self._speed_text.setVisible(self._has_speed and not compact)
        self.updateGeometry()

    @Slot(int)
    def _on_slider_value_changed(self, value: int) -> None:
        self._show_speed()
        self.speed_chosen.emit(SPEEDS[value] or 0.0)

    def _show_speed(self) -> None:
        speed = self.speed
        text = self.tr("full speed")
        if speed is not None:
            unit = self.tr("{0} step/s") if speed == 1 else self.tr("{0} steps/s")
            text = unit.format(f"{speed:,.0f}")
        self._speed_text.setText(text)
        tip = self.tr("From slow motion to full speed; now: {0}")
        self.speed_slider.setToolTip(tip.format(text))

    @staticmethod
    def _free_place() -> QToolButton:
        place = QToolButton()
        sized(place, iconSize=_ICON)
        place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = place.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        place.setSizePolicy(policy)
        place.hide()
        return place

    @staticmethod
    def _button(action: QAction, button: QToolButton | None = None) -> QToolButton:
        made = action_button(action, button)
        sized(made, iconSize=_ICON)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return made
