"""All scenes of a lesson with their pictures, over the window until one is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QListView, QListWidget, QListWidgetItem, QWidget

from gdstudio.studio.text_size import px
from gdstudio.studio.theme import Theme, current_theme
from gdstudio.studio.views.common.layouts import called, in_column

PICTURE: Final = QSize(176, 99)  # pixels at 100 %
_BESIDE: Final = 22  # pixels at 100 % of an item beside its picture
_WORDS: Final = 2.4  # lines of text below it
_SHARE: Final = 0.94  # of the window at most


class SceneList(QFrame):
    """A popup: a click or Enter chooses, typed figures go to a number, Escape closes it.

    Attributes:
        items: One for each scene.

    Signals:
        scene_chosen: (int) The index of a scene.
    """

    scene_chosen = Signal(int)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self.setObjectName("card")
        self._window = window
        self.items = called(QListWidget(), self.tr("Scenes"))
        self.items.setViewMode(QListView.ViewMode.IconMode)
        self.items.setMovement(QListView.Movement.Static)
        self.items.setResizeMode(QListView.ResizeMode.Adjust)
        self.items.setWordWrap(True)
        self.items.setUniformItemSizes(True)
        self.items.setFrameShape(QFrame.Shape.NoFrame)
        self.items.itemActivated.connect(self._on_items_chosen)
        self.items.itemClicked.connect(self._on_items_chosen)
        in_column(self.items, of=self, margins=(6, 6, 6, 6))

    def open_at(self, titles: Sequence[str], pictures: Sequence[QImage | None], now: int) -> None:
        """Show scenes, the present one chosen, as large as the window has room for.

        Args:
            titles: Of all scenes.
            pictures: What each looked like; None shows its title instead.
            now: Which one stands on the stage.
        """
        self.items.clear()
        picture = QSize(px(PICTURE.width()), px(PICTURE.height()))
        self.items.setIconSize(picture)
        line = self.items.fontMetrics().lineSpacing()
        cell = picture + QSize(px(_BESIDE), round(_WORDS * line) + px(8))
        self.items.setGridSize(cell)
        for k, (title, image) in enumerate(zip(titles, pictures, strict=True)):
            words = f"{k + 1}  {title}"
            drawn = title_card(words, picture) if image is None else _shrunk(image, picture)
            item = QListWidgetItem(QIcon(drawn), words)
            item.setToolTip(title)
            self.items.addItem(item)
        self.items.setCurrentRow(now)
        self._stand(cell)
        self.show()
        self.items.setFocus(Qt.FocusReason.PopupFocusReason)
        self.items.scrollToItem(self.items.item(now))

    def _stand(self, cell: QSize) -> None:
        room = self._window.size() * _SHARE
        beside = 2 * px(6) + px(18)
        columns = max(1, min((room.width() - beside) // cell.width(), 6, self.items.count()))
        rows = -(-self.items.count() // columns)
        size = QSize(columns * cell.width() + beside, rows * cell.height() + beside)
        self.resize(size.boundedTo(room))
        free = (self._window.size() - self.size()) / 2
        self.move(self._window.mapToGlobal(QPoint(free.width(), free.height())))

    @Slot(QListWidgetItem)
    def _on_items_chosen(self, item: QListWidgetItem) -> None:
        if self.isVisible():  # a click on some desktops also activates
            self.close()
            self.scene_chosen.emit(self.items.row(item))


def title_card(words: str, size: QSize, theme: Theme | None = None) -> QPixmap:
    """Return a picture of a scene that was not seen yet: its words."""
    theme = theme or current_theme()
    card = QPixmap(size)
    card.fill(QColor(theme.raised))
    painter = QPainter(card)
    painter.setPen(QColor(theme.text))
    font = painter.font()
    font.setPixelSize(max(8, size.height() // 6))
    painter.setFont(font)
    room = QRectF(0, 0, size.width(), size.height()).adjusted(6, 4, -6, -4)
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)
    painter.end()
    return card


def _shrunk(image: QImage, size: QSize) -> QPixmap:
    kept = Qt.AspectRatioMode.KeepAspectRatio
    return QPixmap.fromImage(image.scaled(size, kept, Qt.TransformationMode.SmoothTransformation))
