"""The network's answer: one bar for each class, and the winner large enough for the last row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen

from gdstudio.numerals import percent
from gdstudio.pictures.figure import Figure
from gdstudio.studio.state.class_names import class_name
from gdstudio.studio.text_size import px, sized
from gdstudio.studio.views.common.painted_widget import PaintedWidget


@dataclass(frozen=True)
class AnswerLayout:
    """Places in widget pixels.

    Attributes:
        digit: Holds the large answer.
        percent: Holds the winner's activation, beside or below the digit.
        note: Holds the label or why there is no answer, below `percent`.
        bars: Holds the rows.
        pitch: Height of a row.
        row_font: Height of the text in rows, in pixels.
        is_beside: Whether the answer stands left of the bars rather than above.
    """

    digit: QRectF
    percent: QRectF
    note: QRectF
    bars: QRectF
    pitch: float
    row_font: int
    is_beside: bool

    def row(self, index: int) -> QRectF:
        """Return the place of one row, counted from 0."""
        top = self.bars.top() + index * self.pitch
        return QRectF(self.bars.left(), top, self.bars.width(), self.pitch)


def answer_layout(width: float, height: float, n_rows: int) -> AnswerLayout:
    """Return the layout: answer beside the bars if the widget is broad, above if it is tall.

    Args:
        width: Of the widget, from that of `SMALLEST`.
        height: Likewise.
        n_rows: 1 to `MOST_ROWS`.
    """
    inner = QRectF(0, 2, width, height - 4)
    is_beside = width >= 220 and height < 1.1 * width
    digit, share, note, rest = _beside(inner) if is_beside else _above(inner)
    pitch = min(rest.height() / n_rows, 40.0)
    unused = rest.height() - pitch * n_rows
    bars = rest.adjusted(0, unused / 2, 0, -unused / 2) if is_beside else rest
    row_font = int(min(pitch * 0.74, rest.width() / 9, 20.0))
    return AnswerLayout(digit, share, note, bars, pitch, row_font, is_beside)


def _beside(inner: QRectF) -> tuple[QRectF, QRectF, QRectF, QRectF]:
    width = min(max(inner.width() * 0.32, 80.0), 200.0)
    digit_height = min(width * 1.15, inner.height() * 0.62)
    share_height = min(digit_height * 0.26, 44.0)
    note_height = min(digit_height * 0.2, 26.0)
    used = digit_height + share_height + note_height
    top = inner.top() + (inner.height() - used) / 2
    digit = QRectF(inner.left(), top, width, digit_height)
    share = QRectF(inner.left(), digit.bottom(), width, share_height)
    note = QRectF(inner.left(), share.bottom(), width, note_height)
    gap = 16.0 if inner.width() >= 260 else 8.0
    return digit, share, note, inner.adjusted(width + gap, 0, 0, 0)


def _above(inner: QRectF) -> tuple[QRectF, QRectF, QRectF, QRectF]:
    height = min(inner.height() * 0.26, 150.0)
    digit_width = min(inner.width() * 0.46, height)
    digit = QRectF(inner.left(), inner.top(), digit_width, height)
    beside = QRectF(digit.right() + 8, inner.top(), inner.width() - digit_width - 8, height)
    share = QRectF(beside.left(), beside.top() + height * 0.1, beside.width(), height * 0.46)
    note = QRectF(beside.left(), share.bottom(), beside.width(), height * 0.32)
    gap = 8.0 if inner.height() >= 240 else 4.0
    return digit, share, note, inner.adjusted(0, height + gap, 0, 0)


MOST_ROWS: Final = 10
SMALLEST: Final = QSize(px(120), px(160))
DESCRIPTION_INTERVAL_MS: Final = 1000  # readers of the screen would drown in one a frame
NARROWEST_BAR: Final = 28.0  # where the numbers would leave less, they are not shown
SMALLEST_FONT: Final = 9.0  # pixels; what would have to be smaller is cut with an ellipsis
DIGIT_SHARE: Final = 1.15  # a digit fills 0.73 of its font's height, which may exceed its place
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter


class AnswerBars(PaintedWidget):
    """Activations of the output layer as bars on a fixed scale from 0 to 1.

    With up to ten classes each has its place; of more, the ten largest are shown in order.
    While a class guesses, its votes stand in the place of what the network says.
    """

    def __init__(self) -> None:
        super().__init__()
        self._activations: NDArray[np.float64] | None = None
        self._answer = 0  # also where several outputs lie beyond the scale
        self._label: int | None = None
        self._votes: tuple[int, ...] | None = None
        self._as_shares, self._reason, self._n_classes = True, "", 10
        self._fonts: dict[tuple[int, bool], tuple[QFont, QFontMetricsF]] = {}
        self._description_timer = QTimer(self, singleShot=True, interval=DESCRIPTION_INTERVAL_MS)
        self._description_timer.timeout.connect(self._on_description_timer_timeout)
        sized(self, minimumSize=SMALLEST.toTuple())
        self.setAccessibleName(self.tr("Answer of the network"))
        self.setAccessibleDescription(self._description())

    def set_as_shares(self, as_shares: bool) -> None:
        """Write values as percentages of a whole (softmax), or as plain activations."""
        if as_shares != self._as_shares:
            self._as_shares = as_shares
            self._after_change()

    def set_votes(self, votes: tuple[int, ...] | None) -> None:
        """Hide the answer behind votes for each class, or show it again: None."""
        if votes != self._votes:
            self._votes = votes
            self._description_timer.stop()  # at once: the answer must not be told
            self._after_change()

    def set_activations(self, activations: NDArray[Any], label: int | None = None) -> None:
        """Show an answer.

        Args:
            activations: Shape (n,), any float type; shown as clipped to [0, 1]; copied. With a
                value that is not finite there is no answer.
            label: The true class, if known.
        """
        assert activations.ndim == 1
        assert len(activations) > 0
        if not np.isfinite(activations).all():
            self.clear(self.tr("not finite"), len(activations))
            return
        new, answer = np.clip(activations.astype(np.float64), 0.0, 1.0), int(activations.argmax())
        same = self._activations is not None and np.array_equal(new, self._activations)
        if same and (answer, label) == (self._answer, self._label):
            return
        self._activations, self._label, self._n_classes = new, label, len(new)
        self._answer = answer
        self._after_change()

    def clear(self, reason: str = "", n_classes: int | None = None) -> None:
        """Show a question mark, of so many classes, and in a word or two why there is no answer."""
        self._n_classes = n_classes or self._n_classes
        self._activations, self._label, self._reason = None, None, reason
        self._after_change()

    @property
    def answer(self) -> int | None:
        """The class with the largest activation, the first of equals; None without an answer."""
        return None if self._activations is None else self._answer

    def figure(self) -> Figure | None:
        """Return the answer; None without one."""
        from gdstudio.pictures.charts import BarChart  # when it is taken away
        from gdstudio.pictures.figures.charts import chart_figure

        if self._activations is None or self._votes is not None:
            return None
        names = tuple(class_name(k) for k in range(self._n_classes))
        said, title = self.tr("activation of the output"), self.tr("Answer of the network")
        values, is_share = self._activations.copy(), self._as_shares
        chart = BarChart(title, said, names, values, (), is_share, self.answer)
        return chart_figure(chart, "answer")

    def shown_classes(self) -> list[int]:
        """Return the classes in the order of their rows; the label is always among them."""
        if self._activations is None or self._votes or self._n_classes <= MOST_ROWS:
            return list(range(min(self._n_classes, MOST_ROWS)))
        order = np.argsort(-self._activations, kind="stable")
        largest_first: list[int] = order[:MOST_ROWS].tolist()
        if self._label is not None and self._label not in largest_first:
            largest_first[-1] = self._label
        return largest_first

    def look_changed(self) -> None:
        """Make the fonts anew from another one."""
        self._fonts.clear()
        super().look_changed()

    def _description(self) -> str:
        if self._votes is not None:
            said = [f"{class_name(k)}: {n}" for k, n in enumerate(self._votes) if n]
            return self.tr("the answer is hidden; votes: {0}").format(", ".join(said) or "0")
        if self._activations is None or self.answer is None:
            return " ".join(filter(None, [self.tr("no answer"), self._reason]))
        name, value = class_name(self.answer), self._written(self._activations[self.answer])
        text = self.tr("answer {name}, {percent}").format(name=name, percent=value)
        if self._label is not None:
            text += self.tr(", label {name}").format(name=class_name(self._label))
        return text

    def _after_change(self) -> None:
        self.update()
        if not self._description_timer.isActive():
            self._on_description_timer_timeout()

    @Slot()
    def _on_description_timer_timeout(self) -> None:
        """Bring the description up to date, then leave it alone for a while."""
        text = self._description()
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)
            self._description_timer.start()

    def _font(self, pixels: float, *, bold: bool = False) -> tuple[QFont, QFontMetricsF]:
        """Return a font and its measures; kept, for both are asked for with every picture."""
        key = int(pixels), bold
        if key not in self._fonts:
            font = QFont(self.font())
            font.setPixelSize(key[0])
            font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
            font.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[key] = font, QFontMetricsF(font)
        return self._fonts[key]

    def _paint_text(
        self,
        painter: QPainter,
        box: QRectF,
        flags: Qt.AlignmentFlag,
        text: str,
        *,
        bold: bool = False,
        share: float = 0.86,
    ) -> None:
        """Draw one line as large as its box allows, its font at most `share` of the height."""
        pixels = box.height() * share
        broad = self._font(pixels, bold=bold)[1].horizontalAdvance(text)
        if broad > box.width():
            # Hinted glyphs do not shrink quite in proportion.
            pixels = max(SMALLEST_FONT, 0.96 * pixels * box.width() / broad)
        font, metrics = self._font(pixels, bold=bold)
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.setFont(font)
        painter.drawText(box, flags | Qt.TextFlag.TextDontClip, text)

    def _paint_answer(self, painter: QPainter, layout: AnswerLayout) -> None:
        answer, activations = self.answer, self._activations
        flags = _CENTRE if layout.is_beside else _LEFT
        if self._votes is not None:
            painter.setPen(QColor(self.theme.muted))
            self._paint_text(painter, layout.digit, _CENTRE, "?", bold=True, share=DIGIT_SHARE)
            return
        if answer is None or activations is None:
            painter.setPen(QColor(self.theme.muted))
            self._paint_text(painter, layout.digit, _CENTRE, "?", bold=True, share=DIGIT_SHARE)
            note = layout.percent.united(layout.note)
            note.setHeight(layout.note.height())
            self._paint_text(painter, note, flags, self._reason)
            return
        painter.setPen(QColor(self.theme.accent))
        name = class_name(answer)
        self._paint_text(painter, layout.digit, _CENTRE, name, bold=True, share=DIGIT_SHARE)
        painter.setPen(QColor(self.theme.text))
        self._paint_text(painter, layout.percent, flags, self._written(activations[answer]))
        if self._label is not None:
            is_right = self._label == answer
            painter.setPen(QColor(self.theme.muted if is_right else self.theme.warning))
            text = self.tr("label {name}").format(name=class_name(self._label))
            self._paint_text(painter, layout.note, flags, text)

    def _paint_rows(self, painter: QPainter, layout: AnswerLayout) -> None:
        classes = self.shown_classes()
        metrics = self._font(layout.row_font, bold=True)[1]
        widest = max(metrics.horizontalAdvance(class_name(i)) for i in classes)
        name_width = min(max(widest, metrics.horizontalAdvance("0")), layout.bars.width() / 3) + 8
        value_width = metrics.horizontalAdvance(self._written(1.0)) + 6
        if layout.bars.width() - name_width - value_width - 6 < NARROWEST_BAR:
            value_width = 0.0
        for row, index in enumerate(classes):
            place = layout.row(row)
            name = QRectF(place.left(), place.top(), name_width, place.height())
            bar = place.adjusted(name_width + 6, 0, -value_width, 0)
            value = place.adjusted(place.width() - value_width, 0, 0, 0)
            self._paint_name(painter, layout, name, index)
            self._paint_bar(painter, bar, index)
            if value_width:
                painter.drawText(value, _RIGHT, self._said(index))

    def _paint_name(
        self, painter: QPainter, layout: AnswerLayout, place: QRectF, index: int
    ) -> None:
        """Draw the name of a class; the true one in a box. Leaves font and pen for its number."""
        is_answer = index == self.answer and self._votes is None
        if index == self._label and self._votes is None:
            painter.setPen(QPen(QColor(self.theme.text), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            # Clear of the digit, even into the rows beside it, whose digits it does not reach.
            high = max(layout.row_font * 1.3, layout.row_font + 4)
            box = QRectF(place.left(), place.center().y() - high / 2, place.width(), high)
            painter.drawRoundedRect(box.adjusted(1, 0.75, -1, -0.75), 3, 3)
        font, metrics = self._font(layout.row_font, bold=is_answer)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.text if is_answer else self.theme.muted))
        text = metrics.elidedText(class_name(index), Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, _CENTRE, text)

    def _paint_bar(self, painter: QPainter, place: QRectF, index: int) -> None:
        high = min(place.height() * 0.56, 20.0)
        track = QRectF(place.left(), place.center().y() - high / 2, place.width(), high)
        pen = painter.pen()
        painter.setPen(Qt.PenStyle.NoPen)
        empty = QColor(self.theme.muted)
        empty.setAlpha(38)
        painter.setBrush(empty)
        painter.drawRoundedRect(track, 2, 2)
        share = self._share(index)
        if share > 0:
            track.setWidth(max(1.0, track.width() * share))
            is_answer = index == self.answer and self._votes is None
            painter.setBrush(QColor(self.theme.accent if is_answer else self.theme.muted))
            painter.drawRoundedRect(track, 2, 2)
        painter.setPen(pen)

    def _share(self, index: int) -> float:
        """Return how long the bar of a class is, 0 to 1."""
        if self._votes is not None:
            return self._votes[index] / max(sum(self._votes), 1)
        return 0.0 if self._activations is None else float(self._activations[index])

    def _said(self, index: int) -> str:
        """Return what stands beside the bar of a class."""
        if self._votes is not None:
            return str(self._votes[index])
        return "" if self._activations is None else self._written(self._activations[index])

    def _written(self, value: float) -> str:
        """Return "92 %", with a space that does not break, or "0.92"."""
        if self._as_shares:
            return percent(value, 0).replace(" ", "\N{NO-BREAK SPACE}")
        return f"{value:.2f}"

    def sizeHint(self) -> QSize:
        return QSize(px(284), px(200))  # fits a 300 px column

    def paintEvent(self, event: QPaintEvent) -> None:
        layout = answer_layout(self.width(), self.height(), len(self.shown_classes()))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_answer(painter, layout)
        self._paint_rows(painter, layout)
        painter.end()
