"""The header of a workspace: a bar of controls beside a strip of figures, or above it."""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from gdstudio.studio.views.common.figures import Figures
from gdstudio.studio.views.common.layouts import STRETCH, in_row


class Squeezable(Protocol):
    """A widget that can do with less width."""

    def set_compact(self, compact: bool) -> None:
        """Keep what matters, closer together; False for the usual look."""


# Whether the parts stand closer together, whether the figure that can be spared best is left out,
# and how many rows they take; the first that fits counts.
_STAGES: Final = (
    (False, False, 1),
    (True, False, 1),
    (True, True, 1),
    (False, False, 2),
    (True, False, 2),
    (True, True, 2),
    (True, False, 3),
)


class Header(QWidget):
    """Lays out a bar of controls and a strip of figures so that neither is ever cut off.

    Where both have no room side by side they first move closer together, then leave out one figure,
    then stand in two rows.

    Args:
        bar: The controls; `Squeezable`.
        figures: The figures; `Squeezable`.

    Attributes:
        needed_height: What it needs, in pixels; 0 until it is fitted in its present look.
    """

    def __init__(self, bar: QWidget, figures: QWidget) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._parts = (bar, figures)
        self.needed_height = self._stage = 0
        self._needed: dict[int, int] = {}  # widths that were too much, by stage
        self._is_known = False
        # At the top: another header of the same stack may need two rows.
        top = Qt.AlignmentFlag.AlignTop
        parts = ((bar, 0, top), STRETCH, (figures, 0, top))
        self._row = in_row(*parts, of=self, margins=(12, 6, 16, 5))

    @property
    def figures(self) -> QWidget:
        """What is read, not pressed."""
        return self._parts[1]

    def fit(self, width: int) -> None:
        """Use the first stage that fits into this width (pixels)."""
        first = next(
            (k for k in range(self._stage) if self._needed.get(k, 0) <= width), self._stage
        )
        for stage in range(first, len(_STAGES)):
            self._use(stage)
            self._needed[stage] = self._row.minimumSize().width()
            if self._needed[stage] <= width:
                break
        self.needed_height = self._row.sizeHint().height()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._needed.clear()
            self.needed_height = 0

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_known:  # only now all parts have their looks
            self._is_known = True
            self._needed.clear()
            self.updateGeometry()

    def _use(self, stage: int) -> None:
        if stage == self._stage:
            return
        self._stage = stage
        compact, brief, rows = _STAGES[stage]
        for part in self._parts:
            part.set_compact(compact)  # type: ignore[attr-defined]
            if isinstance(part, Figures):
                part.set_brief(brief)
                part.set_folded(rows > 2)
            if (layout := part.layout()) is not None:
                layout.invalidate()  # its width is asked for before the next event
            part.updateGeometry()
        way, at = QBoxLayout.Direction, Qt.AlignmentFlag
        self._row.setDirection(way.TopToBottom if rows > 1 else way.LeftToRight)
        for part in self._parts:
            self._row.setAlignment(part, at.AlignTop | at.AlignLeft if rows > 1 else at.AlignTop)

    def minimumSizeHint(self) -> QSize:
        """Ask for no width: the last stage makes do with what there is."""
        return QSize(0, super().minimumSizeHint().height())


class HeaderStack(QStackedWidget):
    """Shows one of several headers, all of the same height, so that what stands below stays."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit(is_resized=False)
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(is_resized=True)

    def _fit(self, *, is_resized: bool) -> None:
        """Fit all headers to another width, else the one in sight and those of another look."""
        held = (self.widget(k) for k in range(self.count()))
        headers = [header for header in held if isinstance(header, Header)]
        for header in headers:
            if is_resized or not header.needed_height or header is self.currentWidget():
                header.fit(self.width())
        self.setFixedHeight(max((header.needed_height for header in headers), default=0))

    def sizeHint(self) -> QSize:
        """Ask for no width, and the height that all have: Qt would ask each of them."""
        return QSize(0, self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
