"""A widget that shows a `Scene`: what rests is kept as a picture, what moves is painted over it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent

from gdstudio.pictures.scene import Scene
from gdstudio.pictures.sheet import Sheet
from gdstudio.studio.painting import Lettering, image_of, paint
from gdstudio.studio.views.common.painted_widget import PaintedWidget


class SceneWidget(PaintedWidget):
    """Paints what moves without painting anew what rests; a subclass says what both are.

    Neither is drawn again unless the subclass says that it has changed: the window system may ask
    for the same picture, as when a page comes back into sight.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lettering = Lettering(self.font())
        self._ground: QPixmap | None = None  # None: what rests is to be painted anew
        self._drawn: Scene | None = None  # what moves; None: it is to be drawn anew
        self._pointer: QPointF | None = None

    def look_changed(self) -> None:
        """Lay out and paint in the theme and the font in force."""
        self._lettering = Lettering(self.font())
        self._lay_out()

    def tip_point(self, at: QPoint) -> QPoint:
        """Return where a tip stands, on the screen, that is asked for at a point."""
        return at

    def _listen(self) -> None:
        """Take keys, and follow the pointer."""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _sheet(self) -> Sheet:
        size = float(self.width()), float(self.height())
        lettering, ratio = self._lettering, self.devicePixelRatioF()
        return Sheet(size, lettering.measure, self.theme, lettering.size, ratio)

    def _rest_changed(self) -> None:
        """Paint all of it anew."""
        self._ground = None
        self.update()

    def _moving_changed(self) -> None:
        """Paint anew what moves."""
        self._drawn = None
        self.update()

    def _lay_out(self) -> None:
        """Take up another size, or another look, and tell that what rests has changed."""
        raise NotImplementedError

    def _resting(self) -> Scene:
        raise NotImplementedError

    def _moving(self) -> Scene:
        raise NotImplementedError

    def _paint_between(self, painter: QPainter) -> None:
        """Draw pictures that are ready, over what rests and under what moves."""

    def _follow_pointer(self) -> None:
        """Take up where the pointer is now; None: it has gone."""
        raise NotImplementedError

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pointer = None
        self._follow_pointer()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        self._follow_pointer()

    def paintEvent(self, _event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if self._ground is None or self._ground.devicePixelRatio() != ratio:
            self._ground = QPixmap.fromImage(image_of(self._resting(), self._lettering, ratio))
            self._drawn = None
        if self._drawn is None:
            self._drawn = self._moving()
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._ground)
            self._paint_between(painter)
            paint(painter, self._drawn, self._lettering)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
