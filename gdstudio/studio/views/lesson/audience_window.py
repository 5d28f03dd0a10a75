"""The window of the audience: a picture of the workspace, and the sentence of the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QIcon,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QScreen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.layouts import called, in_column
from gdstudio.studio.views.common.painted_widget import PaintedWidget
from gdstudio.studio.views.lesson.fitted_text import FittedText
from gdstudio.studio.views.lesson.mirror import fitted_into
from gdstudio.studio.views.lesson.pointer_halo import paint_ring
from gdstudio.studio.views.lesson.spotlight import paint_dim

_SHARE: Final = 0.9  # of the screen of the presenter, where there is no other
_USUAL_PX: Final = 720  # height of a window with the usual type


@dataclass(frozen=True, slots=True)
class Light:
    """What leads the eye of an audience, in pixels of the picture.

    Attributes:
        ring: Where the mouse is; None for nowhere.
        is_dim: All but what is lit is dim.
        parts: Rectangles that are lit.
        circle: Holds a circle that is lit.
    """

    ring: QPointF | None = None
    is_dim: bool = False
    parts: tuple[QRectF, ...] = ()
    circle: QRectF | None = None


class MirrorView(PaintedWidget):
    """Shows the last picture it was given, or nothing."""

    def __init__(self) -> None:
        super().__init__()
        called(self, self.tr("What the audience sees"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.picture = QPixmap()
        self.is_blank = False
        self.light = Light()

    def show_picture(self, picture: QPixmap) -> None:
        """Show a picture, as large as there is room."""
        self.picture = picture
        self.update()

    def set_light(self, light: Light) -> None:
        """Show a ring and what is lit, in pixels of the picture."""
        if light != self.light:
            self.light = light
            self.update()

    def set_blank(self, blank: bool) -> None:
        """Show black, or the picture again."""
        self.is_blank = blank
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.is_blank:
            painter.fillRect(self.rect(), Qt.GlobalColor.black)
        elif not self.picture.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            place = fitted_into(self.rect(), self.picture)
            painter.drawPixmap(place, self.picture)
            self._paint_light(painter, place)
        painter.end()

    def _paint_light(self, painter: QPainter, place: QRect) -> None:
        light, size = self.light, self.picture.deviceIndependentSize()
        painter.translate(place.topLeft())
        painter.scale(place.width() / size.width(), place.height() / size.height())
        if light.is_dim:
            paint_dim(painter, QRectF(QPointF(), size), light.parts, light.circle)
        if light.ring is not None:
            paint_ring(painter, light.ring, QColor(self.theme.accent))


class AudienceWindow(QWidget):
    """Has no controls; closed as any window is.

    Attributes:
        view: The picture.
        sentence: Of the scene; hidden while no lesson is given.

    Signals:
        closed: Somebody has closed it.
    """

    closed = Signal()

    def __init__(self, icon: QIcon) -> None:
        super().__init__()
        self.setWindowTitle(tr("Audience"))
        self.setWindowIcon(icon)
        self.view, self.sentence = MirrorView(), FittedText("lessonSentence")
        in_column((self.view, 1), self.sentence, of=self, spacing=4, margins=(8, 4, 8, 4))

    def open_on(self, screen: QScreen | None) -> None:
        """Fill a screen, or stand as a window before all others where there is but one: None."""
        if screen is None:
            self.resize(self.screen().availableSize() * _SHARE)
            self.show()
            self.raise_()
            self.activateWindow()
            return
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()

    def set_words(self, words: str) -> None:
        """Show what the audience reads; "" for nothing."""
        self.sentence.set_text(words)
        self.sentence.setVisible(bool(words) and not self.view.is_blank)

    def set_blank(self, blank: bool) -> None:
        """Show nothing at all, or everything again."""
        self.view.set_blank(blank)
        self.sentence.setVisible(bool(self.sentence.text()) and not blank)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sentence.set_growth(max(1.0, self.height() / _USUAL_PX))

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
