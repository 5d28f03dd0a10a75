"""Shows what was seen last while the next scene is put on the stage behind it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from gdstudio.studio.views.common.layouts import called
from gdstudio.studio.views.lesson.fitted_text import LEAST_PX
from gdstudio.studio.views.lesson.overlay import Overlay

PATIENCE_MS: Final = 1000  # after which it says that the scene comes
_ROOM_PX: Final = (18, 10)  # beside and above the word
_BELOW_PX: Final = 24


class SceneCurtain(Overlay):
    """Lies over a part of its window with a still of it; buttons of a bar act through it.

    Attributes:
        has_word: It says that the scene takes its time.
    """

    def __init__(self, window: QWidget, part: QWidget, bar: QWidget) -> None:
        """Hide nothing yet.

        Args:
            window: Owns it.
            part: What it hides, a child of the window.
            bar: Stands in that part.
        """
        super().__init__(window, part)
        self._bar, self._still = bar, QPixmap()
        self.has_word = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing below it is painted
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        called(self, self.tr("The next scene comes"))
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._on_patience_timeout)

    @property
    def still(self) -> QPixmap:
        """What it shows."""
        return self._still

    def fall(self, still: QPixmap) -> None:
        """Hide what is set from now on behind a still of what was seen."""
        self._still, self.has_word = still, False
        self._patience.start()
        self.lie()

    def lift(self) -> None:
        """Let everything that was set be seen at once."""
        self._patience.stop()
        self._still = QPixmap()
        self.hide()

    @Slot()
    def _on_patience_timeout(self) -> None:
        self.has_word = True
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Press a button of the bar; nothing of the page, which is not what is seen."""
        event.accept()
        place = self._bar.mapFromGlobal(event.globalPosition().toPoint())
        pressed = self._bar.childAt(place) if self._bar.rect().contains(place) else None
        if isinstance(pressed, QAbstractButton):
            pressed.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(self.rect(), self._still)
        if self.has_word:
            self._paint_word(painter)
        painter.end()

    def _paint_word(self, painter: QPainter) -> None:
        word, font = self.tr("One moment…"), self.font()
        font.setPixelSize(LEAST_PX)
        painter.setFont(font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(painter.fontMetrics().boundingRect(word))
        beside, above = _ROOM_PX
        room = room.adjusted(-beside, -above, beside, above)
        room.moveCenter(QRectF(self.rect()).center())
        room.moveBottom(self.height() - self._bar.height() - _BELOW_PX)
        painter.setPen(QColor(self.theme.border))
        painter.setBrush(QColor(self.theme.raised))
        painter.drawRoundedRect(room, room.height() / 2, room.height() / 2)
        painter.setPen(QColor(self.theme.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, word)
