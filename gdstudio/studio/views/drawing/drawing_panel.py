"""Canvas, its tools, the 28x28 picture the network sees, and the answer, in one column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from gdstudio.pictures.ink import RASTER_SIZE
from gdstudio.studio.views.common.jump_slider import JumpSlider
from gdstudio.studio.views.common.wrapped_text import WrappedText
from gdstudio.studio.views.drawing.answer_bars import AnswerBars
from gdstudio.studio.views.drawing.digit_preview import DigitPreview
from gdstudio.studio.views.drawing.drawing_canvas import DEFAULT_BRUSH_SIZE, DrawingCanvas
from gdstudio.studio.views.drawing.found_picture import FoundPicture

PREVIEW_SIDE: Final = 92
CANVAS_SHARE: Final = 0.6  # of the height at most
BRUSH_PERCENT: Final = (3, 20)  # of the canvas


class DrawingPanel(QWidget):
    """Everything about the drawn digit.

    Attributes:
        canvas: Where people draw.
        preview: What the network sees.
        bars: What it answers.
        found: What was found in the picture that was read, if one was.

    Signals:
        brush_size_chosen: Width of the pen in percent of the canvas.
    """

    brush_size_chosen = Signal(int)

    def __init__(self, tools: list[QAction]) -> None:
        super().__init__()
        self.canvas = DrawingCanvas()
        self.preview = DigitPreview()
        self.preview.setFixedSize(PREVIEW_SIDE, PREVIEW_SIDE)
        self.bars = AnswerBars()
        self.found = FoundPicture()
        self.found.dismissed.connect(self.found.hide)
        self._doubts = WrappedText("warning")
        self._doubts.hide()
        self.brush_slider = JumpSlider()
        self.brush_slider.setRange(*BRUSH_PERCENT)
        self.brush_slider.setMaximumWidth(72)
        self.brush_slider.setAccessibleName(self.tr("Brush size"))
        self.brush_slider.setToolTip(self.tr("Brush size"))
        self.set_brush_size(round(100 * DEFAULT_BRUSH_SIZE / RASTER_SIZE))
        self.brush_slider.valueChanged.connect(self._on_brush_slider_changed)
        self._caption = QLabel()
        self._caption.setObjectName("muted")
        self._caption.setWordWrap(True)
        self._caption.setFixedWidth(PREVIEW_SIDE)
        self.set_caption("")
        self._lay_out(tools)

    def set_brush_size(self, percent: int) -> None:
        """Use a pen of that width; out of range means the nearest."""
        with QSignalBlocker(self.brush_slider):
            self.brush_slider.setValue(percent)
        self.canvas.set_brush_size(self.brush_slider.value() / 100 * RASTER_SIZE)

    def set_caption(self, text: str) -> None:
        """Say what stands on the canvas, e.g. which test digit; "" for a drawing."""
        self._caption.setText(text or self.tr("what the network sees"))

    def show_found(
        self, marked: NDArray[np.uint8], notes: Sequence[str], doubts: Sequence[str]
    ) -> None:
        """Show what was found in a picture, shape (h, w, 3), and say what is doubtful about it."""
        shown = self.tr("What was found: red the ink's outline, blue its box, orange the sheet.")
        self.found.show_picture(marked, "\n".join([shown, *notes, *doubts]))
        self._doubts.setVisible(bool(doubts))
        self._doubts.set_text(self.tr("Doubtful: {0}.").format("; ".join(doubts)))

    @property
    def doubts(self) -> str:
        """What is said of doubts about the picture, "" for none."""
        return "" if self._doubts.isHidden() else self._doubts.text()

    def hide_found(self) -> None:
        """Say no more of a picture; something else stands on the canvas."""
        self.found.hide()
        self._doubts.hide()

    @Slot(int)
    def _on_brush_slider_changed(self, percent: int) -> None:
        self.canvas.set_brush_size(percent / 100 * RASTER_SIZE)
        self.brush_size_chosen.emit(percent)

    def _lay_out(self, tools: list[QAction]) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.canvas, 10)
        layout.addLayout(self._tool_row(tools))
        layout.addWidget(self._doubts)
        seen = QVBoxLayout()
        seen.setSpacing(4)
        seen.addWidget(self.preview)
        seen.addWidget(self._caption)
        seen.addWidget(self.found, 1)
        seen.addStretch(0)
        bottom = QHBoxLayout()
        bottom.setSpacing(10)
        bottom.addLayout(seen)
        bottom.addWidget(self.bars, 1)
        layout.addLayout(bottom, 1)

    def _tool_row(self, tools: list[QAction]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        for action in tools:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(action.text().replace("&", ""))
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.brush_slider)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the canvas square, and leave the answer its room."""
        super().resizeEvent(event)
        self.canvas.setMaximumHeight(min(self.width(), round(CANVAS_SHARE * self.height())))
