"""Why shifts matter: two networks side by side, asked about digits moved in every direction."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QSizePolicy, QWidget

from gdstudio.jobs.shift_comparison import REACH, STRAIGHT, Maps, ShiftAnswers, straight_accuracy
from gdstudio.learning.shifts import ShiftMap, shifted
from gdstudio.numerals import percent
from gdstudio.pictures.figure import Figure
from gdstudio.studio.state.class_names import class_name
from gdstudio.studio.text_size import px, sized
from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.labels import FittingLabel, WrappedText
from gdstudio.studio.views.common.layouts import STRETCH, called, in_column, in_row
from gdstudio.studio.views.common.painted_widget import FollowsLook
from gdstudio.studio.views.common.progress_row import RemakeRow
from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch
from gdstudio.studio.views.common.settings_form import ChoiceBox
from gdstudio.studio.views.drawing.digit_preview import DigitPreview
from gdstudio.studio.views.inspect.cell_grid import Cell
from gdstudio.studio.views.inspect.inspect_figures import shifts_figure
from gdstudio.studio.views.inspect.shift_grid import (
    AccuracyScale,
    ShiftGrid,
    accuracy_cells,
    answer_cells,
)


def of_maps(names: Sequence[str], maps: Maps, step: int) -> str:
    """Return what accuracies say; the first network is meant as it was after so many steps."""
    known = [(name, found) for name, found in zip(names, maps, strict=False) if found is not None]
    after = [straight_accuracy(found, STRAIGHT) for _, found in known]
    if not known or not all(map(math.isfinite, after)):
        return tr("The share of shifted test digits that is answered right, from the middle out.")
    parts = [
        tr("{0}: {1} (unshifted {2})").format(name, percent(share, 0), percent(found.at(0, 0), 0))
        for (name, found), share in zip(known, after, strict=True)
    ]
    text = tr("At step {0:,}, shifted by {1} pixels to a side: {2}.")
    return text.format(step, STRAIGHT, "; ".join(parts))


def of_answers(names: Sequence[str], answers: ShiftAnswers | None) -> str:
    """Return what the answers to the drawn digit say."""
    if answers is None or not answers.pixels.any():
        return tr("Draw a digit, or press D for a test digit: it is asked at every shift.")
    parts = []
    for k, (name, outputs) in enumerate(zip(names, answers.outputs, strict=False)):
        total = math.prod(outputs.shape[:2])
        text = tr("{0} answers {1} at {2} of {3} shifts")
        expected = class_name(answers.expected(k))
        parts.append(text.format(name, expected, answers.steadfast(k), total))
    text = "; ".join(parts) + "."
    return text[:1].upper() + text[1:]


PREVIEW_PX = 140


class ShiftDetail(QWidget):
    """Shows the shifted digit over one line for each network; setters only."""

    def __init__(self) -> None:
        super().__init__()
        self.title = WrappedText("cardTitle", lines=1)
        self.preview = called(DigitPreview(), self.tr("The shifted digit"))
        sized(self.preview, fixedSize=(PREVIEW_PX, PREVIEW_PX))
        self.lines = (WrappedText(lines=4), WrappedText(lines=4))
        in_column(self.title, self.preview, *self.lines, STRETCH, of=self, spacing=8)

    def set_shift(
        self,
        right: int,
        down: int,
        names: Sequence[str],
        answers: ShiftAnswers | None,
        maps: Sequence[ShiftMap | None],
    ) -> None:
        """Show a shift of so many pixels right and down, and what the networks named make of it.

        There may be fewer `maps` of accuracies than names; None is one that is not known.
        """
        self.title.set_text(shift_text(right, down))
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
        return super().minimumSizeHint().expandedTo(QSize(px(PREVIEW_PX + 20), px(200)))


def shift_text(right: int, down: int) -> str:
    """Return a shift in words, e.g. "3 right, 2 up"."""
    parts = []
    if right:
        text = tr("{0} right") if right > 0 else tr("{0} left")
        parts.append(text.format(abs(right)))
    if down:
        text = tr("{0} down") if down > 0 else tr("{0} up")
        parts.append(text.format(abs(down)))
    return ", ".join(parts) or tr("not shifted")


def _accuracy(found: ShiftMap | None, right: int, down: int) -> str:
    share = math.nan if found is None else found.at(right, down)
    if found is None or not math.isfinite(share):
        return ""
    return f"{percent(share, 1)} of {found.examples:,} digits"


def _moved(pixels: NDArray[np.uint8], right: int, down: int) -> NDArray[np.uint8]:
    moved: NDArray[np.uint8] = shifted(pixels[np.newaxis], right, down)[0]
    return moved


EXAMPLES: Final = (1_000, 10_000)
SPACING_PX: Final = 16


class ShiftsPage(FollowsLook, QWidget):
    """Maps of the answers to the drawn digit, or of the accuracy on all test digits.

    Attributes:
        switch: Which of the two.
        grids: The maps of the present network and of the other one.
        other: Chooses the other network.
        remake: Progress and Cancel.
        sentence: What the maps say, in words.
        shift: Pixels right and down of the shift looked at.

    Signals:
        subject_chosen(str): "drawn" or "all".
        other_chosen(str): The key of the network to compare with.
        examples_chosen(int): How many test digits are to be asked.
    """

    subject_chosen = Signal(str)
    other_chosen = Signal(str)
    examples_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self._answers: ShiftAnswers | None = None
        self._reason = ""
        self._maps: Maps = ()
        self._step = 0
        self.shift = (0, 0)
        texts = (
            ("drawn", self.tr("The drawn digit"), self.tr("What is answered to it at each shift")),
            ("all", self.tr("All test digits"), self.tr("How many are answered right, shifted")),
        )
        self.switch = SegmentedSwitch(self.tr("What is shifted"), texts)
        self.grids = tuple(
            ShiftGrid(name) for name in (self.tr("This network"), self.tr("The other network"))
        )
        self.this = FittingLabel()
        self.other = called(ChoiceBox((), cuts=True), self.tr("The network to compare with"))
        self.examples = called(QComboBox(), self.tr("Test digits asked"))
        self.detail, self.remake, self.scale = ShiftDetail(), RemakeRow(), AccuracyScale()
        self.sentence = WrappedText(lines=2)
        self._lay_out()
        self._connect()
        self.follow_look()

    def set_networks(self, this: str, others: Sequence[tuple[str, str, str]], chosen: str) -> None:
        """Name the networks.

        Args:
            this: Title of the present one.
            others: Key of each that can be compared with, its name in a sentence, its title.
            chosen: The key of the one compared with; "" for none.
        """
        forms = self.tr("This network, {0}").format(this), this, self.tr("This network")
        self.this.set_forms(forms)
        self.this.setToolTip(this)
        self.other.offer([(key, title) for key, _, title in others])
        for k, (_, _, title) in enumerate(others):
            self.other.setItemData(k, title, Qt.ItemDataRole.ToolTipRole)
        self.other.setCurrentIndex(max(self.other.findData(chosen), 0) if others else -1)
        compared = [name for key, name, _ in others if key == chosen]
        self._names = (self.tr("this network"), *compared)
        self._show()

    @Slot(object)
    def set_answers(self, answers: ShiftAnswers | None, reason: str = "") -> None:
        """Show the answers to the drawn digit; None shows none, and says why."""
        self._answers, self._reason = answers, reason
        self._show()

    def set_maps(self, maps: Maps, step: int) -> None:
        """Show accuracies, the first of a network after so many steps; () for none."""
        self._maps, self._step = maps, step
        self._show()

    def figure(self) -> Figure | None:
        """Return the maps shown; None for none."""
        is_all = self.subject() == "all"
        return shifts_figure(self._names, self._answers, self._maps if is_all else None)

    def subject(self) -> str:
        """Return what is shown: "drawn" or "all"."""
        return self.switch.choice()

    def look_changed(self) -> None:
        """Colour the maps anew."""
        self._show()

    def _lay_out(self) -> None:
        for count in EXAMPLES:
            self.examples.addItem(self.tr("{0:,} test digits").format(count), count)
        self.other.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.other.setMinimumContentsLength(12)
        for widget in (self.scale, self.examples, self.remake):  # nothing moves when they go
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
        sized(self.detail, fixedWidth=190)
        top = in_row(self.switch, STRETCH, self.scale, SPACING_PX, self.examples)
        maps = sized(QGridLayout(), horizontalSpacing=SPACING_PX, verticalSpacing=6)
        for k, (name, grid) in enumerate(zip((self.this, self.other), self.grids, strict=True)):
            maps.addWidget(name, 0, k)
            maps.addWidget(grid, 1, k)
            maps.setColumnStretch(k, 1)
        maps.addWidget(self.detail, 0, 2, 2, 1)
        maps.setRowStretch(1, 1)
        in_column(top, (maps, 1), self.sentence, self.remake, of=self, spacing=8)

    def _connect(self) -> None:
        self.switch.chosen.connect(self._on_switch_chosen)
        self.other.activated.connect(self._on_other_activated)
        self.examples.activated.connect(self._on_examples_activated)
        for grid in self.grids:
            grid.cell_chosen.connect(self._on_grid_cell_chosen)
            grid.cell_pointed_at.connect(self._on_grid_cell_pointed_at)

    def _show(self) -> None:
        is_all = self.switch.choice() == "all"
        for widget in (self.scale, self.examples, self.remake):
            widget.setVisible(is_all)
        for k, grid in enumerate(self.grids):
            if is_all:
                found = self._maps[k] if k < len(self._maps) else None
                grid.set_cells(*accuracy_cells(found, REACH, self.theme))
            else:
                answers = self._answers
                has_any = answers is not None and k < len(answers.outputs)
                outputs = answers.outputs[k] if answers is not None and has_any else None
                expected = answers.expected(k) if answers is not None and has_any else 0
                grid.set_cells(*answer_cells(outputs, expected, REACH, self.theme))
        words = (
            of_maps(self._names, self._maps, self._step)
            if is_all
            else self._reason or of_answers(self._names, self._answers)
        )
        self.sentence.set_text(words)
        self._look_at(self.shift)

    def _look_at(self, shift: tuple[int, int]) -> None:
        self.detail.set_shift(*shift, self._names, self._answers, self._maps)

    @Slot(str)
    def _on_switch_chosen(self, subject: str) -> None:
        self._show()
        self.subject_chosen.emit(subject)

    @Slot(int)
    def _on_other_activated(self, index: int) -> None:
        self.other_chosen.emit(self.other.itemData(index))

    @Slot(int)
    def _on_examples_activated(self, index: int) -> None:
        self.examples_chosen.emit(self.examples.itemData(index))

    @Slot(int, int)
    def _on_grid_cell_chosen(self, right: int, down: int) -> None:
        self.shift = (right, down)
        for grid in self.grids:
            grid.set_chosen(self.shift)
        self._look_at(self.shift)

    @Slot(object)
    def _on_grid_cell_pointed_at(self, cell: Cell | None) -> None:
        self._look_at(self.shift if cell is None else cell)

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(px(560), px(320)))
