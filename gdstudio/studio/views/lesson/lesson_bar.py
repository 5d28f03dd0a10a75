"""The bar of a lesson: what the audience reads, and the keys of the presenter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton

from gdstudio.studio.text_size import px, sized
from gdstudio.studio.views.common.layouts import action_button, called, in_row
from gdstudio.studio.views.lesson.fitted_text import FittedText

_SPACING: Final = 6  # pixels at 100 %, as the next ones
_MARGINS: Final = (8, 3, 8, 3)
_TITLE_PX: Final = 170
_SENTENCE_PX: Final = 480  # less than this, and the title gives its room to the sentence


class LessonBar(QFrame):
    """Shows title, sentence and place of a scene; hidden while no lesson is given.

    Attributes:
        place: Which scene of how many; a press opens all of them.
        title: In a few words; a narrow bar has no room for it.
        sentence: What the audience reads.
    """

    def __init__(
        self, back: QAction, onward: QAction, scenes: QAction, others: Sequence[QAction]
    ) -> None:
        """Show nothing yet; `scenes` shows all scenes, `others` stand at the right."""
        super().__init__()
        self.setObjectName("lesson")
        called(self, self.tr("Lesson"))
        self.place = called(QToolButton(), self.tr("Choose a scene"), scenes.toolTip())
        self.place.clicked.connect(scenes.trigger)
        self.title = sized(FittedText("lessonTitle"), fixedWidth=_TITLE_PX)
        self.title.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.sentence = FittedText("lessonSentence")
        self._buttons = [self.place]
        self._buttons += [action_button(action) for action in (back, onward, *others)]
        place, first, second, *more = self._buttons
        words = self.title, (self.sentence, 1)
        in_row(first, second, place, *words, *more, of=self, spacing=_SPACING, margins=_MARGINS)
        self.hide()

    def set_scene(self, index: int, count: int, title: str, words: str, *, asked: int = 0) -> None:
        """Show which scene stands on the stage, counted from 0, and what the audience reads.

        Args:
            index: Of the scene, from 0.
            count: Of all scenes.
            title: Of the scene.
            words: Its sentence, its question or the answer.
            asked: 0 for the sentence, 1 for the question, 2 for the answer.
        """
        self.place.setText(f"{index + 1} / {count}")
        self.place.setAccessibleName(self.tr("Scene {0} of {1}").format(index + 1, count))
        self.title.set_text((title, self.tr("Question"), self.tr("Answer"))[asked])
        self.sentence.set_text(words)
        self.setAccessibleDescription(f"{title}. {words}")

    def show_done(self) -> None:
        """Say that what the scene asks for was done; `set_scene` unsays it."""
        self.title.set_text(self.tr("Done"))
        self.place.setText(f"{self.place.text()} ✓")
        self.setAccessibleDescription(f"{self.title.text()}. {self.sentence.text()}")

    def event(self, event: QEvent) -> bool:
        """Give the title room, or take it, whenever the bar is laid out: larger type, too."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            others = sum(one.sizeHint().width() + px(_SPACING) for one in self._buttons)
            room = self.width() - others - self.title.minimumWidth()
            self.title.setVisible(room >= _SENTENCE_PX)
        return super().event(event)
