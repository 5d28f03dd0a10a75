"""What the network makes of the digit: its layers, and where it reads row by row, the reading."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from gdstudio.jobs.look import Look
from gdstudio.pictures.figure import Figure
from gdstudio.studio.state.class_names import class_name, class_names
from gdstudio.studio.text_size import px
from gdstudio.studio.views.common.jump_slider import JumpSlider
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import called, in_column, in_row, label
from gdstudio.studio.views.common.painted_widget import PaintedWidget, arrow_of, rgb_of
from gdstudio.studio.views.inspect.inspect_figures import activations_figure
from gdstudio.studio.views.inspect.layer_stack import LayerStack

GAP_PX: Final = 14.0
_DIGIT_SHARE: Final = 0.56  # of the width at most
_COVERED: Final = 0.13  # how much is seen of what has not been read
_ENDS: Final = {Qt.Key.Key_Home: -(10**9), Qt.Key.Key_End: 10**9}


class UncoverPicture(PaintedWidget):
    """Digit and answers share their rows; what is not read yet is covered.

    Signals:
        moment_chosen(int): The user wants the digit read up to this row, counted from 0.
    """

    moment_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels: NDArray[np.uint8] = np.zeros((28, 28), np.uint8)
        self._answers: NDArray[Any] = np.zeros((28, 10))
        self._moment = 27
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Answer after each row of the digit"))
        self.setToolTip(self.tr("Drag over the rows to uncover the digit"))

    def set_answers(self, pixels: NDArray[np.uint8], answers: NDArray[Any]) -> None:
        """Show a digit (rows, columns), uint8, and the outputs (moments, classes) in [0, 1]."""
        self._pixels, self._answers = pixels, answers
        self.update()

    def set_moment(self, moment: int) -> None:
        """Uncover the digit up to this row, counted from 0."""
        if moment != self._moment:
            self._moment = moment
            self.update()

    def places(self) -> tuple[QRectF, QRectF]:
        """Return where digit and answers stand: same top, same height."""
        rows, columns = self._pixels.shape
        names = self.fontMetrics().height() + 4
        room_high, room_wide = self.height() - names - 2, self.width() - GAP_PX - 2
        pixel = max(min(room_high / rows, room_wide * _DIGIT_SHARE / columns), 1.0)
        high = pixel * rows
        digit = QRectF(1, names, pixel * columns, high)
        beside = digit.right() + GAP_PX
        wide = min(self.width() - 1 - beside, 1.1 * high)
        return digit, QRectF(beside, names, wide, high)

    def moment_at(self, position: QPointF) -> int:
        """Return the row drawn at a position, the nearest one beside the pictures."""
        _, picture = self.places()
        n = len(self._answers)
        row = int((position.y() - picture.top()) / picture.height() * n)
        return min(max(row, 0), n - 1)

    def _digit_image(self) -> QImage:
        """Return the digit in ink on paper, what is covered nearly as paper."""
        rows = len(self._pixels)
        ink = self._pixels / 255.0
        read = (self._moment + 1) / len(self._answers) * rows
        ink[round(read) :] *= _COVERED
        return _mixed(ink, self.theme.base, self.theme.text)

    def _answer_image(self) -> QImage:
        """Return the answers after the rows read, the others as paper."""
        shares = np.clip(np.nan_to_num(self._answers.astype(np.float64)), 0.0, 1.0)
        shares[self._moment + 1 :] = 0
        return _mixed(shares, self.theme.neutral, self.theme.positive)

    def _paint_names(self, painter: QPainter, picture: QRectF) -> None:
        names = class_names(self._answers.shape[1])
        wide = picture.width() / len(names)
        now = self._answers[self._moment]
        best = int(now.argmax()) if np.isfinite(now).all() else -1
        font = painter.font()
        if max(map(painter.fontMetrics().horizontalAdvance, names)) > wide:
            return
        for k, name in enumerate(names):
            font.setBold(k == best)
            painter.setFont(font)
            painter.setPen(QColor(self.theme.accent if k == best else self.theme.muted))
            room = QRectF(picture.left() + k * wide, 0, wide, picture.top() - 2)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, name)

    def sizeHint(self) -> QSize:
        return QSize(px(480), px(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), px(140))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        digit, answers = self.places()
        painter.drawImage(digit, self._digit_image())
        painter.drawImage(answers, self._answer_image())
        self._paint_names(painter, answers)
        painter.setPen(QPen(QColor(self.theme.outline), 1))
        for picture in (digit, answers):
            painter.drawRect(picture.adjusted(-0.5, -0.5, 0.5, 0.5))
        high = digit.height() / len(self._answers)
        wide = answers.right() - digit.left()
        row = QRectF(digit.left(), digit.top() + self._moment * high, wide, high)
        painter.setPen(QPen(QColor(self.theme.accent), 2))
        painter.drawRect(row.adjusted(-1, -1, 1, 1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.moment_chosen.emit(self.moment_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.moment_chosen.emit(self.moment_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Uncover and cover rows with the arrows, Home and End."""
        step = sum(arrow_of(event) or ()) or _ENDS.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        last = len(self._answers) - 1
        self.moment_chosen.emit(min(max(self._moment + step, 0), last))


def _mixed(shares: NDArray[np.float64], empty: str, full: str) -> QImage:
    """Return a picture (rows, columns) of shares in [0, 1] between two colours."""
    low, high = rgb_of(empty), rgb_of(full)
    rgb = np.ascontiguousarray((low + (high - low) * shares[..., None]).round().astype(np.uint8))
    rows, columns = shares.shape
    image = QImage(rgb.data, columns, rows, 3 * columns, QImage.Format.Format_RGB888)
    return image.copy()


class UncoverView(QWidget):
    """Shows what is answered after each row; the rows are uncovered by slider, mouse or Play.

    Signals:
        moment_chosen(int): The user wants the digit read up to this row, counted from 0.
    """

    moment_chosen = Signal(int)

    def __init__(self, play: QAction) -> None:
        super().__init__()
        self.picture = UncoverPicture()
        self.slider = called(JumpSlider(), self.tr("Rows read"))
        self._sentence = WrappedText(lines=1)
        self._answers: NDArray[Any] = np.zeros((1, 1))
        self._lay_out(play)
        self.picture.moment_chosen.connect(self.moment_chosen)
        self.slider.valueChanged.connect(self.moment_chosen)

    def set_answers(self, pixels: NDArray[np.uint8], answers: NDArray[Any]) -> None:
        """Show a digit (rows, columns), uint8, and the outputs (moments, classes) in [0, 1]."""
        self._answers = answers
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, len(answers) - 1)
        self.picture.set_answers(pixels, answers)

    def set_moment(self, moment: int) -> None:
        """Uncover the digit up to this row, counted from 0."""
        with QSignalBlocker(self.slider):
            self.slider.setValue(moment)
        self.picture.set_moment(moment)
        self._sentence.set_text(self.sentence(moment))

    def sentence(self, moment: int) -> str:
        """Return what is answered after a row, in words."""
        now, n = self._answers[moment], len(self._answers)
        if not np.isfinite(now).all():
            return self.tr("After row {0} of {1}: no answer").format(moment + 1, n)
        best = int(now.argmax())
        text = self.tr("After row {0} of {1}: {2}, with {3:.2f}")
        return text.format(moment + 1, n, class_name(best), float(now[best]))

    def _lay_out(self, play: QAction) -> None:
        button = called(QToolButton(), play.text().replace("&", ""))
        button.setDefaultAction(play)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        title = label("cardTitle", self.tr("The answer after each row read"))
        controls = in_row(button, (self.slider, 1), spacing=8)
        in_column(title, (self.picture, 1), self._sentence, controls, of=self, spacing=6)


SPACING_PX = 20


class ActivationsPage(QWidget):
    """Layers at the left; at the right, for a recurrent network, the digit being uncovered.

    Attributes:
        stack: The layers.
        uncover: The reading.
        reason: What is said in place of the layers; "" while they are shown.
    """

    def __init__(self, play: QAction) -> None:
        super().__init__()
        self._shown: tuple[Look, int] | None = None
        self.stack = LayerStack()
        self.uncover = UncoverView(play)
        self.uncover.hide()
        self.reason = label("muted")
        self.reason.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.reason.setWordWrap(True)
        self.reason.hide()
        in_row((self.stack, 3), (self.uncover, 5), (self.reason, 1), of=self, spacing=SPACING_PX)

    def set_reason(self, reason: str) -> None:
        """Say this in place of the layers, which are kept as they are; "" shows a look again."""
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        self.stack.setVisible(not reason)
        if reason:
            self.uncover.hide()

    def figure(self) -> Figure | None:
        """Return the layers shown; None for none."""
        if self._shown is None or self.reason.text():
            return None
        return activations_figure(*self._shown)

    def set_look(self, look: Look | None, moment: int) -> None:
        """Show a look after a row read, counted from 0; None shows nothing."""
        self._shown = None if look is None else (look, moment)
        self.set_reason("")
        is_reading = look is not None and look.moments > 1
        self.uncover.setVisible(is_reading)
        if look is not None and is_reading:
            self.uncover.set_answers(look.pixels, look.answers)
            self.uncover.set_moment(moment)
        self.stack.set_look(look, moment)
