"""What each digit of a mini-batch wants of the weights, as columns beside their mean."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from gdstudio.arrays import Floats
from gdstudio.inside.places import weight_name
from gdstudio.jobs.backprop_look import BackpropLook
from gdstudio.numerals import change
from gdstudio.pictures.scene import Scene
from gdstudio.pictures.wants import Wants, rows_with_room, wants_grid, wants_scene
from gdstudio.studio.state.class_names import class_name, with_article
from gdstudio.studio.text_size import px
from gdstudio.studio.views.common.painted_widget import arrow_of, paint_focus_ring
from gdstudio.studio.views.common.scene_widget import SceneWidget


class WantsView(SceneWidget):
    """Shows as many weights as there is room for, the largest nudges of the mini-batch first.

    Left and Right, or a click, open another digit; Up and Down follow another weight.

    Signals:
        example_chosen(int): The user wants this digit opened.
        weight_chosen(int): The user wants this weight followed: its place in the vector.
    """

    example_chosen = Signal(int)
    weight_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._look: BackpropLook | None = None
        self._indices: list[int] = []
        self._wants: Wants | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("What each digit wants"))
        self.setToolTip(
            self.tr("A column a digit, a row a weight; a click opens the digit, follows the weight")
        )

    @property
    def wants(self) -> Wants | None:
        """What is shown; None before the first."""
        return self._wants

    def set_look(self, look: BackpropLook) -> None:
        """Show the digits of a mini-batch."""
        self._look = look
        self._lay_out()

    def _lay_out(self) -> None:
        if self._look is not None:
            rows = rows_with_room(self._sheet())
            self._indices = _largest(self._look.wants.mean, rows, self._look.place.index)
            self._wants = wants_of(self._look, self._indices, self.tr("angle"), self.tr("mean"))
            self.setAccessibleDescription(self._spoken(self._look))
        self._rest_changed()

    def _spoken(self, look: BackpropLook) -> str:
        k = look.example
        label = with_article(class_name(int(look.examples.labels[k])))
        wanted = change(-float(look.wants.gradients[k, look.place.index]))
        text = self.tr("digit {0}, {1}: wants {2} of {3}, {4}° to the mean; the mean wants {5}")
        mean, angle = change(-look.gradient), f"{look.wants.angles[k]:.0f}"
        return text.format(k + 1, label, wanted, look.place, angle, mean)

    def _resting(self) -> Scene:
        sheet = self._sheet()
        return sheet.scene() if self._wants is None else wants_scene(sheet, self._wants)

    def _moving(self) -> Scene:
        return Scene(self.width(), self.height(), self.theme.base, ())

    def _follow_pointer(self) -> None:
        """A tool tip says what a click does."""

    def _choose_example(self, k: int) -> None:
        if self._look is not None and 0 <= k < len(self._look.examples):
            self.example_chosen.emit(k)

    def sizeHint(self) -> QSize:
        return QSize(px(560), px(220))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(320), px(110))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            with QPainter(self) as painter:
                paint_focus_ring(painter, QRectF(self.rect()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._wants is None:
            event.ignore()
            return
        grid, at = wants_grid(self._sheet(), self._wants), event.position()
        row, column = grid.row_at(at.y()), grid.column_at(at.x())
        if row >= 0:
            self.weight_chosen.emit(self._indices[row])
        if column >= 0:
            self._choose_example(column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = arrow_of(event)
        if step is None or self._look is None:
            super().keyPressEvent(event)
        elif step[0]:
            self._choose_example(self._look.example + step[0])
        else:
            here = self._indices.index(self._look.place.index)
            row = min(max(here + step[1], 0), len(self._indices) - 1)
            self.weight_chosen.emit(self._indices[row])


def wants_of(look: BackpropLook, indices: list[int], angle: str, mean: str) -> Wants:
    """Return some weights, by their places in the vector, as a table of nudges."""
    found, digits = look.wants, look.examples
    network = look.request.subject.make_network()
    values = -np.column_stack([found.gradients[:, indices].T, found.mean[indices]])
    whole = "" if found.whole_angle is None else _degrees(found.whole_angle)
    labels = [class_name(int(label)) for label in digits.labels]
    place = look.place.index
    return Wants(
        digits.pictures().copy(),
        (*labels, mean),
        tuple(weight_name(network, index) for index in indices),
        values,
        tuple(tuple(map(change, row)) for row in values.tolist()),
        (angle, *map(_degrees, found.angles.tolist()), whole),
        look.example,
        indices.index(place) if place in indices else -1,
    )


def _degrees(value: float) -> str:
    return f"{value:.0f}°" if np.isfinite(value) else "–"


def _largest(mean: Floats, rows: int, followed: int) -> list[int]:
    """Return the places of the largest components, and of the one that is followed, last."""
    sizes = np.abs(np.nan_to_num(mean))
    found: list[int] = np.argsort(-sizes, kind="stable")[:rows].tolist()
    if followed not in found:
        found[-1] = followed
    return found
