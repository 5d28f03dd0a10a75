"""Where the parts of the answer bars stand, for any size of the widget."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF


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
    """Return the layout: answer beside the bars if the widget is broad, above if it is tall."""
    inner = QRectF(0.0, 2.0, max(1.0, width), max(1.0, height - 4.0))
    is_beside = width >= 220 and height < 1.1 * width
    if is_beside:
        digit, percent, note, rest = _beside(inner)
    else:
        digit, percent, note, rest = _above(inner)
    pitch = min(rest.height() / max(n_rows, 1), 40.0)
    unused = rest.height() - pitch * n_rows
    bars = rest.adjusted(0, unused / 2, 0, -unused / 2) if is_beside else rest
    row_font = int(min(max(min(pitch * 0.74, rest.width() / 9), 8.0), 20.0))
    return AnswerLayout(digit, percent, note, bars, pitch, row_font, is_beside)


def _beside(inner: QRectF) -> tuple[QRectF, QRectF, QRectF, QRectF]:
    width = min(max(inner.width() * 0.32, 80.0), 200.0)
    digit_height = min(width * 1.15, inner.height() * 0.62)
    percent_height = min(max(digit_height * 0.26, 16.0), 44.0)
    note_height = min(max(digit_height * 0.2, 14.0), 26.0)
    used = digit_height + percent_height + note_height
    top = inner.top() + max(0.0, (inner.height() - used) / 2)
    digit = QRectF(inner.left(), top, width, digit_height)
    percent = QRectF(inner.left(), digit.bottom(), width, percent_height)
    note = QRectF(inner.left(), percent.bottom(), width, note_height)
    gap = 16.0 if inner.width() >= 260 else 8.0
    return digit, percent, note, inner.adjusted(width + gap, 0, 0, 0)


def _above(inner: QRectF) -> tuple[QRectF, QRectF, QRectF, QRectF]:
    height = min(max(inner.height() * 0.26, 40.0), 150.0)
    digit_width = min(inner.width() * 0.46, height)
    digit = QRectF(inner.left(), inner.top(), digit_width, height)
    beside = QRectF(digit.right() + 8, inner.top(), inner.width() - digit_width - 8, height)
    percent = QRectF(beside.left(), beside.top() + height * 0.1, beside.width(), height * 0.46)
    note = QRectF(beside.left(), percent.bottom(), beside.width(), height * 0.32)
    gap = 8.0 if inner.height() >= 240 else 4.0
    return digit, percent, note, inner.adjusted(0, height + gap, 0, 0)
