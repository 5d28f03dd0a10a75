"""Run, step, reset and speed: the controls of a run, always in sight."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from gdstudio.studio.theme import Theme
from gdstudio.studio.views.common.jump_slider import JumpSlider

# Updates a second at each stop of the slider; None is full speed.
SPEEDS: Final[tuple[float | None, ...]] = (1, 2, 5, 10, 30, 100, 300, 1000, None)


class RunBar(QWidget):
    """Buttons made from the window's actions, and the speed slider.

    Signals:
        speed_chosen: Updates a second as a float; 0.0 stands for full speed.
    """

    speed_chosen = Signal(float)

    def __init__(
        self, run: QAction, steps: list[QAction], reset: QAction, *, speed: bool = True
    ) -> None:
        """Make the buttons; without `speed` there is no slider."""
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.run_button = self._button(run, text=True)
        self.run_button.setObjectName("run")
        widest = max(
            QFontMetrics(self.font()).horizontalAdvance(text)
            for text in (self.tr("Pause"), self.tr("Run"))
        )
        self.run_button.setMinimumWidth(widest + 64)
        layout.addWidget(self.run_button)
        layout.addSpacing(4)
        for action in steps:
            layout.addWidget(self._button(action))
        layout.addSpacing(4)
        layout.addWidget(self._button(reset))
        layout.addSpacing(12)
        self.speed_slider = JumpSlider()
        self.speed_slider.setRange(0, len(SPEEDS) - 1)
        self.speed_slider.setPageStep(1)
        self.speed_slider.setFixedWidth(96)
        self.speed_slider.setAccessibleName(self.tr("Training speed"))
        self.speed_slider.setToolTip(self.tr("From slow motion to full speed"))
        self._speed_text = QLabel()
        self._speed_text.setObjectName("muted")
        self._speed_text.setFixedWidth(
            QFontMetrics(self.font()).horizontalAdvance(self.tr("{0} steps/s").format("1,000")) + 4
        )
        self.speed_slider.setValue(len(SPEEDS) - 1)
        self.speed_slider.valueChanged.connect(self._on_slider_value_changed)
        layout.addWidget(self.speed_slider)
        layout.addSpacing(4)
        layout.addWidget(self._speed_text)
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

    def set_theme(self, theme: Theme) -> None:
        """The palette and the actions' icons do it all."""

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

    @staticmethod
    def _button(action: QAction, *, text: bool = False) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setIconSize(QSize(20, 20))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(action.text().replace("&", ""))
        if text:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button
