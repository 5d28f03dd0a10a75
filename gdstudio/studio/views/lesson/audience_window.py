"""The window of the audience: a picture of the workspace, and the sentence of the scene."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QPainter, QPaintEvent, QPixmap, QScreen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.layouts import called, in_column
from gdstudio.studio.views.common.painted_widget import PaintedWidget
from gdstudio.studio.views.lesson.fitted_text import FittedText
from gdstudio.studio.views.lesson.mirror import fitted_into

_USUAL: Final = (960, 600)  # pixels, on the screen of the presenter


class MirrorView(PaintedWidget):
    """Shows the last picture it was given, or nothing."""

    def __init__(self) -> None:
        super().__init__()
        called(self, self.tr("What the audience sees"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.picture = QPixmap()
        self.is_blank = False

    def show_picture(self, picture: QPixmap) -> None:
        """Show a picture, as large as there is room."""
        self.picture = picture
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
            painter.drawPixmap(fitted_into(self.rect(), self.picture), self.picture)
        painter.end()


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
        """Fill a screen, or stand as a window where there is but one: None."""
        if screen is None:
            self.resize(QSize(*_USUAL))
            self.show()
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

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
