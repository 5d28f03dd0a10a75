"""Canvas, its tools, the 28x28 picture the network sees, and the answer, in one column."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QColor,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QUndoStack,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from gdstudio.pictures.figure import Draw, Figure
from gdstudio.pictures.ink import RASTER_SIZE
from gdstudio.studio.text_size import px, sized
from gdstudio.studio.views.common.jump_slider import JumpSlider
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import (
    STRETCH,
    action_button,
    called,
    explained,
    in_column,
    in_row,
    label,
)
from gdstudio.studio.views.common.painted_widget import PaintedWidget
from gdstudio.studio.views.drawing.answer_bars import AnswerBars
from gdstudio.studio.views.drawing.digit_preview import DigitPreview
from gdstudio.studio.views.drawing.drawing_canvas import DEFAULT_BRUSH_SIZE, DrawingCanvas
from gdstudio.studio.views.drawing.own_digits_bar import OwnDigitsBar
from gdstudio.studio.views.inside.cost_of_digit import CostOfDigit

LARGEST: Final = 120  # pixels high
_SMALLEST_SHOWN: Final = 24  # pixels high: with less room nothing is painted


class FoundPicture(PaintedWidget):
    """Shows box and outline of the ink on the picture that was read; takes only spare room.

    Signals:
        dismissed: Its cross was pressed.
    """

    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setMinimumHeight(0)
        self.setAccessibleName(self.tr("What was found in the picture"))
        put_away = self.tr("Put this picture away")
        self._cross = called(QToolButton(self, autoRaise=True), put_away, put_away)
        self._cross.setText("×")
        sized(self._cross, fixedSize=(20, 20))
        self._cross.clicked.connect(self.dismissed)
        self.hide()

    def show_picture(self, marked: NDArray[np.uint8], text: str) -> None:
        """Show a picture.

        Args:
            marked: Shape (h, w, 3), uint8; copied.
            text: What the tool tip says about it.
        """
        rows, columns, _ = marked.shape
        pixels = np.ascontiguousarray(marked)
        image = QImage(pixels.data, columns, rows, 3 * columns, QImage.Format.Format_RGB888)
        self._image = image.convertToFormat(QImage.Format.Format_RGB32)
        self.setToolTip(text)
        self.setAccessibleDescription(text)
        self.updateGeometry()
        self.show()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(92), px(LARGEST))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)  # where there is no room it is not seen

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cross.setVisible(self.height() >= _SMALLEST_SHOWN)
        self._cross.move(self.width() - self._cross.width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image.isNull() or self.height() < _SMALLEST_SHOWN:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = QSize(self.width() - 2, self.height() - 2)
        size = self._image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(QPoint(1, 1), size)
        painter.drawImage(place, self._image)
        painter.setPen(QPen(QColor(self.theme.outline), 1))
        painter.drawRect(place.adjusted(-1, -1, 0, 0))
        painter.end()


class _AnyHeight(QWidget):
    """Holds what would have a height for its width, and can do with less.

    Where there is too little for such a height Qt takes from all, whatever their least sizes are.
    """

    def hasHeightForWidth(self) -> bool:
        return False


PREVIEW_SIDE: Final = 92
CANVAS_SHARE: Final = 0.6  # of the height at most
WIDE_CANVAS_SHARE: Final = 0.85  # beside the answer, over the tools
WIDE: Final = 1.3  # times its height: the answer stands beside the canvas
BRUSH_PERCENT: Final = (3, 20)  # of the canvas


class DrawingPanel(QWidget):
    """Everything about the drawn digit.

    Attributes:
        canvas: Where people draw.
        preview: What the network sees.
        bars: What it answers.
        cost: What that costs, in the place of preview and answer while its switch is on.
        cost_switch: That switch.
        own: Keeps the drawing among the digits of one's own.
        found: What was found in the picture that was read, if one was.

    Signals:
        brush_size_chosen: Width of the pen in percent of the canvas.
    """

    brush_size_chosen = Signal(int)

    def __init__(self, tools: list[QAction], undo_stack: QUndoStack) -> None:
        super().__init__()
        self.canvas = DrawingCanvas(undo_stack)
        self.preview = DigitPreview()
        sized(self.preview, fixedSize=(PREVIEW_SIDE, PREVIEW_SIDE))
        self.bars, self.cost, self.own = AnswerBars(), CostOfDigit(), OwnDigitsBar()
        keeps_room = self.own.sizePolicy()
        keeps_room.setRetainSizeWhenHidden(True)
        self.own.setSizePolicy(keeps_room)
        self.cost.hide()
        self.cost_switch = explained(
            QCheckBox(),
            self.tr("Cost of this digit"),
            self.tr("Target beside answer, what the difference costs, and the sum of it"),
        )
        self.cost_switch.toggled.connect(self._on_cost_switch_toggled)
        self.found = FoundPicture()
        self.found.dismissed.connect(self.found.hide)
        self._doubts = WrappedText("warning")
        self._doubts.hide()
        self.brush_slider = called(JumpSlider(), self.tr("Brush size"), self.tr("Brush size"))
        self.brush_slider.setRange(*BRUSH_PERCENT)
        sized(self.brush_slider, maximumWidth=72)
        self.set_brush_size(round(100 * DEFAULT_BRUSH_SIZE / RASTER_SIZE))
        self.brush_slider.valueChanged.connect(self._on_brush_slider_changed)
        self._said = self._about = ""
        self._hides = False
        self._caption = label("muted")
        self._caption.setWordWrap(True)
        self._caption.setTextFormat(Qt.TextFormat.PlainText)  # names of classes come from files
        sized(self._caption, fixedWidth=PREVIEW_SIDE)
        self.set_caption("")
        self._lay_out(tools)

    def set_brush_size(self, percent: int) -> None:
        """Use a pen of that width; out of range means the nearest."""
        with QSignalBlocker(self.brush_slider):
            self.brush_slider.setValue(percent)
        self.canvas.set_brush_size(self.brush_slider.value() / 100 * RASTER_SIZE)

    def set_caption(self, text: str, about: str = "") -> None:
        """Say what stands on the canvas, e.g. which test digit; "" for a drawing.

        There is room for a few words; whoever points there is told the rest.
        """
        self._said, self._about = text, about
        shown, more = ("", "") if self._hides else (text, about)
        self._caption.setText(shown or self.tr("what the network sees"))
        self._caption.setToolTip(more)
        self._caption.setAccessibleDescription(more)

    def set_votes(self, votes: tuple[int, ...] | None) -> None:
        """Hide the answer, and what tells which digit it is, behind votes; None shows them."""
        self._hides = votes is not None
        self.bars.set_votes(votes)
        self.set_caption(self._said, self._about)
        self.own.setVisible(votes is None)  # it chooses the label by itself
        self.cost_switch.setEnabled(votes is None)
        self._on_cost_switch_toggled(self.cost_switch.isChecked() and votes is None)

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

    def figure(self) -> Figure | None:
        """Return the digit as the network sees it, beside its answer; None without an answer."""
        from gdstudio.pictures.figures.charts import in_grid  # when it is taken away
        from gdstudio.pictures.figures.networks import draw_digit

        answer, pixels = self.bars.figure(), self.preview.pixels().copy()
        if answer is None:
            return None
        seen = self.tr("What the network sees")
        digit: Draw = partial(draw_digit, pixels)
        parts = [(seen, digit), (answer.title, answer.draw)]
        arrays = {"digit": pixels, **answer.arrays}
        draw, size = in_grid(parts, 2), (900.0, 420.0)
        title = self.tr("A digit, and the answer to it")
        return Figure("drawing", title, draw, answer.tabulate, arrays, size=size)

    def hide_found(self) -> None:
        """Say no more of a picture; something else stands on the canvas."""
        self.found.hide()
        self._doubts.hide()

    @Slot(int)
    def _on_brush_slider_changed(self, percent: int) -> None:
        self.canvas.set_brush_size(percent / 100 * RASTER_SIZE)
        self.brush_size_chosen.emit(percent)

    @Slot(bool)
    def _on_cost_switch_toggled(self, on: bool) -> None:
        for part in (self._seen, self.bars):
            part.setVisible(not on)
        self.cost.setVisible(on)

    def _lay_out(self, tools: list[QAction]) -> None:
        row = in_row(*map(action_button, tools), STRETCH, self.brush_slider, spacing=0)
        self._seen, self._drawn = _AnyHeight(), _AnyHeight()
        seen = in_column(self.preview, self._caption, (self.found, 1), of=self._seen, spacing=4)
        seen.addStretch(0)
        answer = in_row(self._seen, (self.bars, 1), (self.cost, 1), spacing=10)
        bottom = in_column((answer, 1), self.cost_switch, spacing=4)
        tools_below = row, self.own, self._doubts
        in_column((self.canvas, 10), *tools_below, of=self._drawn, spacing=6)
        self._parts = in_column((self._drawn, 10), (bottom, 1), of=self, spacing=6)

    def _share_room(self) -> None:
        """Let the canvas be square and leave the answer its room; the answer takes the rest."""
        is_wide = self.width() > WIDE * self.height()
        way = QBoxLayout.Direction
        self._parts.setDirection(way.LeftToRight if is_wide else way.TopToBottom)
        self._parts.setStretch(1, 10 if is_wide else 1)
        share = WIDE_CANVAS_SHARE if is_wide else CANVAS_SHARE
        side = min(self.width(), round(share * self.height()))
        self.canvas.setMaximumHeight(side)
        below = self._drawn.sizeHint().height() - min(self.canvas.sizeHint().height(), side)
        self._drawn.setMaximumHeight(self.maximumHeight() if is_wide else side + below)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._share_room()  # doubts have come, or gone
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()
