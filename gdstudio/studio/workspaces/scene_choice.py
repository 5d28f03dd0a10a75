"""Lets one choose among the scenes of a lesson, each shown as it was seen last."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QSize, Qt, Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QWidget

from gdstudio.studio.state.lesson_model import LessonModel
from gdstudio.studio.views.lesson.scene_list import PICTURE, SceneList

_KEPT: Final = PICTURE * 2  # pixels: sharp with large type, too


class SceneChoice(QObject):
    """Keeps a picture of each scene that was seen.

    Attributes:
        pictures: Of scenes, by their index.
    """

    def __init__(self, model: LessonModel, seen: QWidget, window: QWidget) -> None:
        """Show nothing yet; `seen` is what a picture shows."""
        super().__init__(window)
        self._model, self._seen, self._window = model, seen, window
        self.pictures: dict[int, QImage] = {}
        self._list: SceneList | None = None
        self._standing: int | None = None
        model.lesson_changed.connect(self._on_model_lesson_changed)

    @property
    def list(self) -> SceneList:
        """The list, made when it is asked for first."""
        if self._list is None:
            self._list = SceneList(self._window)
            self._list.scene_chosen.connect(self._model.go_to)
        return self._list

    def scene_left(self, seen: QPixmap) -> None:
        """Keep what the scene looks like that has stood here until now, if one has."""
        if self._standing is not None:
            image = seen.toImage()
            kept, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode
            size = QSize(round(_KEPT.width()), round(_KEPT.height()))
            self.pictures[self._standing] = image.scaled(size, kept, smooth.SmoothTransformation)
            self._standing = None

    def scene_stands(self) -> None:
        """Take what is seen from now on for the scene of the model."""
        self._standing = self._model.index

    @Slot()
    def open(self) -> None:
        """Show all scenes."""
        lesson = self._model.lesson
        if lesson is None:
            return
        standing = self._standing
        self.scene_left(self._seen.grab())
        self._standing = standing
        titles = [scene.title for scene in lesson.scenes]
        pictures = [self.pictures.get(k) for k in range(len(titles))]
        self.list.open_at(titles, pictures, self._model.index)

    @Slot()
    def _on_model_lesson_changed(self) -> None:
        self.pictures.clear()
        self._standing = None
