"""How the digits are split: learned from, held out, left out and test."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.learning.plan import Split
from gdstudio.numerals import whole
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.figures.charts import table_of
from gdstudio.pictures.scene import Scene
from gdstudio.pictures.split_strip import draw_split, least_height
from gdstudio.studio.text_size import px
from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import called, in_column
from gdstudio.studio.views.common.scene_widget import SceneWidget


class SplitStrip(SceneWidget):
    """Paints the strip."""

    def __init__(self) -> None:
        super().__init__()
        self._split: Split | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        tip = self.tr("The parts of the data set, each as long as it has digits")
        called(self, self.tr("The split as a strip"), tip)

    def set_split(self, split: Split | None) -> None:
        """Show a split; None for nothing."""
        self._split = split
        self.setAccessibleDescription("" if split is None else ", ".join(part_words(split)))
        self._lay_out()

    def _lay_out(self) -> None:
        if self._split is not None:
            least = least_height(counts_of(self._split), part_words(self._split), self._sheet())
            self.setMinimumHeight(math.ceil(least))
        self._rest_changed()

    def _resting(self) -> Scene:
        sheet = self._sheet()
        if self._split is None:
            return sheet.scene()
        return draw_split(counts_of(self._split), part_words(self._split), sheet)

    def _moving(self) -> Scene:
        return self._sheet().scene()

    def _follow_pointer(self) -> None:
        """Nothing is read off here."""

    def sizeHint(self) -> QSize:
        return QSize(px(300), 4 * self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(px(160), 3 * self.fontMetrics().height())


class SplitView(QWidget):
    """The sentence above the strip.

    Attributes:
        sentence: What is learned from, and what is only asked.
        strip: The same as a picture.
    """

    def __init__(self) -> None:
        super().__init__()
        self.sentence, self.strip = WrappedText(lines=2), SplitStrip()
        self._shown: tuple[str, Split] | None = None
        in_column(self.sentence, (self.strip, 1), of=self, spacing=4)

    def set_split(self, title: str, split: Split | None) -> None:
        """Show the split of a data set of a title; None for nothing."""
        self._shown = None if split is None else (title, split)
        self.sentence.set_text("" if split is None else split_words(title, split))
        self.strip.set_split(split)

    def figure(self) -> Figure | None:
        """Return the strip; None for nothing."""
        if self._shown is None:
            return None
        title, split = self._shown
        counts, words = counts_of(split), part_words(split)
        names = ("learned from", "held out", "left out", "test")
        rows = list(zip(names, counts, strict=True))
        named = tr("How {0} is split").format(title)
        table = partial(table_of, ("part", "digits"), rows)
        draw, arrays = partial(draw_split, counts, words), {"digits": np.array(counts)}
        return Figure("split", named, draw, table, arrays, size=(900.0, 110.0))


def counts_of(split: Split) -> tuple[int, int, int, int]:
    """Return how many digits are learned from, held out, left out and test digits."""
    return split.learned, split.held_out, split.left_out, split.test


def part_words(split: Split) -> tuple[str, ...]:
    """Return what these four parts are, with their numbers."""
    texts = (
        tr("learned from: {0}"),
        tr("held out: {0}"),
        tr("left out: {0}"),
        tr("test digits: {0}"),
    )
    counts = counts_of(split)
    return tuple(text.format(whole(count)) for text, count in zip(texts, counts, strict=True))


def split_words(title: str, split: Split) -> str:
    """Return the split as a sentence."""
    there = split.learned + split.held_out + split.left_out
    text = tr("{0}: the run learns from all {1} training digits")
    if split.learned < there:
        text = tr("{0}: the run learns from the first {2} of {1} training digits")
    parts = [text.format(title, whole(there), whole(split.learned))]
    if split.held_out:
        held = tr("holds out the next {0} for validation")
        parts.append(held.format(whole(split.held_out)))
    if split.left_out:
        parts.append(tr("leaves out {0}").format(whole(split.left_out)))
    test = tr("The {0} test digits only judge it; nothing is learned from them.")
    return f"{', '.join(parts)}. {test.format(whole(split.test))}"
