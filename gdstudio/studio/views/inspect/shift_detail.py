"""One shift looked at closely: the digit where it stands then, and what networks make of it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdstudio.jobs.shift_comparison import ShiftAnswers
from gdstudio.learning.shifts import ShiftMap, shifted
from gdstudio.numerals import percent
from gdstudio.studio.state.class_names import class_name
from gdstudio.studio.views.common.wrapped_text import WrappedText
from gdstudio.studio.views.drawing.digit_preview import DigitPreview

PREVIEW_PX = 140


class ShiftDetail(QWidget):
    """Shows the shifted digit over one line for each network; setters only."""

    def __init__(self) -> None:
        super().__init__()
        self._title = WrappedText("cardTitle", lines=1)
        self.preview = DigitPreview()
        self.preview.setFixedSize(PREVIEW_PX, PREVIEW_PX)
        self.preview.setAccessibleName(self.tr("The shifted digit"))
        self.lines = (WrappedText(lines=4), WrappedText(lines=4))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self.preview)
        for line in self.lines:
            column.addWidget(line)
        column.addStretch(1)

    def title(self) -> str:
        """Return which shift is shown."""
        return self._title.text()

    def set_shift(
        self,
        right: int,
        down: int,
        names: Sequence[str],
        answers: ShiftAnswers | None,
        maps: Sequence[ShiftMap | None],
    ) -> None:
        """Show a shift of so many pixels right and down.

        Args:
            right: Pixels to the right.
            down: Pixels down.
            names: Of the networks.
            answers: To the drawn digit, or None.
            maps: Accuracies of the networks, None where not known; may be shorter than `names`.
        """
        self._title.set_text(shift_text(right, down))
        if answers is None:
            self.preview.clear()
        else:
            self.preview.set_pixels(_moved(answers.pixels, right, down))
        for k, line in enumerate(self.lines):
            if k >= len(names):
                line.set_text("")
                continue
            found = maps[k] if k < len(maps) else None
            facts = [names[k], self._answer(answers, k, right, down), _accuracy(found, right, down)]
            line.set_text("\n".join(fact for fact in facts if fact))

    def _answer(self, answers: ShiftAnswers | None, k: int, right: int, down: int) -> str:
        if answers is None or k >= len(answers.outputs):
            return ""
        reach = len(answers.outputs[k]) // 2
        outputs = answers.outputs[k][reach + down, reach + right]
        if not np.isfinite(outputs).all():
            return ""
        best = int(outputs.argmax())
        return self.tr("answers {0}, with {1:.2f}").format(class_name(best), float(outputs[best]))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size that can be read."""
        return super().minimumSizeHint().expandedTo(QSize(PREVIEW_PX + 20, 200))


def shift_text(right: int, down: int) -> str:
    """Return a shift in words, e.g. "3 right, 2 up"."""
    parts = []
    if right:
        parts.append(f"{abs(right)} {'right' if right > 0 else 'left'}")
    if down:
        parts.append(f"{abs(down)} {'down' if down > 0 else 'up'}")
    return ", ".join(parts) or "not shifted"


def _accuracy(found: ShiftMap | None, right: int, down: int) -> str:
    share = math.nan if found is None else found.at(right, down)
    if found is None or not math.isfinite(share):
        return ""
    return f"{percent(share, 1)} of {found.examples:,} digits"


def _moved(pixels: NDArray[np.uint8], right: int, down: int) -> NDArray[np.uint8]:
    moved: NDArray[np.uint8] = shifted(pixels[np.newaxis], right, down)[0]
    return moved
