"""What the network gets wrong: the confusion matrix, and the digits behind each of its cells."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from gdstudio import numerals
from gdstudio.jobs.estimate import Estimate
from gdstudio.jobs.mistakes import DigitAnswers
from gdstudio.pictures.figure import Figure
from gdstudio.studio.state.class_names import class_name, with_article
from gdstudio.studio.text_size import px
from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.labels import FittingLabel, WrappedText
from gdstudio.studio.views.common.layouts import in_column, in_row
from gdstudio.studio.views.common.progress_row import RemakeRow
from gdstudio.studio.views.inspect.cell_grid import Cell
from gdstudio.studio.views.inspect.confusion_matrix import ConfusionMatrix
from gdstudio.studio.views.inspect.digit_gallery import DigitGallery
from gdstudio.studio.views.inspect.inspect_figures import mistakes_figure

SPACING_PX = 20


class MistakesPage(QWidget):
    """Matrix at the left, digits at the right: all mistakes, or those of one cell.

    Attributes:
        matrix: The confusion matrix.
        gallery: The digits.
        remake: Progress and Cancel.
        sentence, title: The lines above matrix and gallery.

    Signals:
        cell_chosen(int, int): Label and answer whose digits are wanted; -1, -1 for all mistakes.
    """

    cell_chosen = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.matrix, self.gallery, self.remake = ConfusionMatrix(), DigitGallery(), RemakeRow()
        self._all = QPushButton(self.tr("All mistakes"))
        self._all.setAutoDefault(True)
        self._all.setAccessibleName(self._all.text())
        self.sentence, self._pointed = FittingLabel(), FittingLabel()
        self._pointed.setObjectName("muted")
        self.title = WrappedText(lines=1)
        self._hint = WrappedText("muted", lines=1)
        self._answers: DigitAnswers | None = None
        self._cell: Cell | None = None
        self._is_computing = False
        self._lay_out()
        self._connect()

    def set_answers(self, answers: DigitAnswers | None, cell: Cell | None) -> None:
        """Show what was answered; None shows nothing.

        Args:
            answers: To all test digits.
            cell: Label and answer whose digits are shown; None for all mistakes.
        """
        self._answers, self._cell = answers, cell
        self.matrix.set_counts(None if answers is None else answers.confusion)
        self.matrix.set_chosen(cell)
        self._all.setEnabled(cell is not None)
        if answers is None:
            self.gallery.clear()
        else:
            indices = answers.mistakes() if cell is None else answers.cell(*cell)
            self.gallery.set_digits(answers.digits.pictures(), indices, partial(_words, answers))
        self._write()

    def figure(self) -> Figure | None:
        """Return what is shown; None for nothing."""
        return None if self._answers is None else mistakes_figure(self._answers, self._cell)

    @Slot(object)
    def set_progress(self, estimate: Estimate | None) -> None:
        """Show how far the answers are, and say so where none is there; None: none is computed."""
        self.remake.set_progress(estimate)
        self._is_computing = estimate is not None
        if self._answers is None:
            self._write()

    def _lay_out(self) -> None:
        below = in_row((self._pointed, 3), (self.remake, 2), spacing=8)
        left = in_column(self.sentence, (self.matrix, 1), below, spacing=4)
        top = in_row((self.title, 1, Qt.AlignmentFlag.AlignTop), self._all)
        right = in_column(top, (self.gallery, 1), self._hint, spacing=4)
        in_row((left, 10), (right, 11), of=self, spacing=SPACING_PX)
        self._hint.set_text(self.tr("click: ask the network about it; double-click: look inside"))

    def _connect(self) -> None:
        self.matrix.cell_chosen.connect(self.cell_chosen)
        self.matrix.cell_pointed_at.connect(self._on_matrix_cell_pointed_at)
        self._all.clicked.connect(self._on_all_clicked)

    def _write(self) -> None:
        answers = self._answers
        if answers is None:
            computing = self.tr("computing the answers to all test digits…")
            self.sentence.set_forms((computing if self._is_computing else "",))
            self._pointed.set_forms(("",))
            self.title.set_text("")
            return
        n, right = len(answers.digits), int(np.trace(answers.confusion))
        share = numerals.percent(right / max(n, 1))
        short = self.tr("{0:,} of {1:,} test digits right: {2}").format(right, n, share)
        long = self.tr("{0}, at step {1:,}").format(short, answers.subject.step)
        self.sentence.set_forms((long, short))
        if self._cell is None:
            text = self.tr("All {0:,} mistakes, the surest first")
            self.title.set_text(text.format(n - right))
        else:
            self.title.set_text(_cell_text(answers.confusion, self._cell))
        self._on_matrix_cell_pointed_at(None)

    @Slot(object)
    def _on_matrix_cell_pointed_at(self, cell: Cell | None) -> None:
        if self._answers is None:
            return
        short = self.tr("rows: labels, columns: answers")
        forms = [self.tr("{0}; click a cell").format(short), short, self.tr("rows: labels")]
        if cell is not None:
            label, answer = map(class_name, cell)
            count = int(self._answers.confusion[cell])
            short = self.tr("{0} as {1}: {2:,}").format(label, answer, count)
            forms = [_cell_text(self._answers.confusion, cell), short]
        self._pointed.set_forms(forms)

    @Slot()
    def _on_all_clicked(self) -> None:
        self.cell_chosen.emit(-1, -1)

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(px(520), px(250)))


def _words(answers: DigitAnswers, index: int) -> tuple[str, str]:
    """Return the caption of a digit and one line about it."""
    label, answer = int(answers.digits.labels[index]), int(answers.answers[index])
    output = float(answers.outputs[index])
    given, true = class_name(answer), class_name(label)
    caption = f"{output:.2f}" if given == true else f"{true} → {given}"
    return caption, tr("test digit {0}: {1}, answered {2} with {3:.2f}").format(
        index, with_article(true), given, output
    )


def _cell_text(confusion: NDArray[Any], cell: Cell) -> str:
    label, answer = cell
    count, total = int(confusion[label, answer]), int(confusion[label].sum())
    share = numerals.percent(count / total if total else float("nan"))
    text = tr("{0} answered as {1}: {2:,} of {3:,}, {4}")
    return text.format(class_name(label), class_name(answer), count, total, share)
