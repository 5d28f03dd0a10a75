"""Where a lesson stands: which scene, and what the audience is shown of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.lesson.scene import Lesson, Scene


class LessonModel(QObject):
    """The lesson that is given; owned by the window, lives in the GUI thread.

    Attributes:
        lesson: None while none is given.
        index: Of the scene, counted from 0.
        asked: How far its question is told: 0 not at all, 1 asked, 2 with its answer.
        is_done: Whether the learner has done what the scene asks for.

    Signals:
        lesson_changed: Another lesson is given, or none.
        scene_wanted: A scene is to be put on the stage, be it the one that stands there.
        asked_changed: The question or its answer is shown or hidden.
        done: The learner has done what the scene asks for.
    """

    lesson_changed = Signal()
    scene_wanted = Signal()
    asked_changed = Signal()
    done = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lesson: Lesson | None = None
        self.index = 0
        self.asked = 0
        self.is_done = False

    @property
    def scene(self) -> Scene | None:
        """The scene on the stage; None while no lesson is given."""
        return None if self.lesson is None else self.lesson.scenes[self.index]

    @property
    def following(self) -> Scene | None:
        """The scene after it; None after the last."""
        if self.lesson is None or self.index + 1 == len(self.lesson.scenes):
            return None
        return self.lesson.scenes[self.index + 1]

    def begin(self, lesson: Lesson, index: int = 0) -> None:
        """Give a lesson from one of its scenes on."""
        self.lesson = lesson
        self.lesson_changed.emit()
        self.go_to(index)

    @Slot()
    def end(self) -> None:
        """Give no lesson."""
        if self.lesson is not None:
            self.lesson = None
            self.lesson_changed.emit()

    @Slot()
    def go_on(self) -> None:
        """Show the next scene; after the last one stay."""
        self.go_to(self.index + 1)

    @Slot()
    def go_back(self) -> None:
        """Show the scene before; at the first one put it back as it was."""
        self.go_to(max(self.index - 1, 0))

    @Slot()
    def again(self) -> None:
        """Put the scene back as it was, whatever was done in it."""
        self.go_to(self.index)

    @Slot(int)
    def go_to(self, index: int) -> None:
        """Show a scene, counted from 0; one that is not there changes nothing."""
        if self.lesson is None or not 0 <= index < len(self.lesson.scenes):
            return
        self.index, self.asked, self.is_done = index, 0, False
        self.scene_wanted.emit()

    @Slot()
    def ask(self) -> None:
        """Show the question of the scene, then its answer too, then neither again."""
        if self.scene is not None and self.scene.question:
            self.asked = (self.asked + 1) % 3
            self.asked_changed.emit()

    @Slot()
    def finish(self) -> None:
        """Note that the learner has done what the scene asks for."""
        self.is_done = True
        self.done.emit()
