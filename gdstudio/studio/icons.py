"""Icons of the window: line drawings of resources/icons/ in the colours of a theme."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gdstudio.resources import resource
from gdstudio.studio.text_size import text_scale
from gdstudio.studio.theme import Theme

_SIZES: Final = (16, 20, 24, 32)  # in device-independent pixels at 100 %
_RATIOS: Final = (1.0, 1.5, 2.0)
_APP_SIZES: Final = (16, 24, 32, 48, 64, 128, 256)
_DISABLED_ALPHA: Final = 140  # as the palette's disabled text


def icon(name: str, theme: Theme, *, on_accent: bool = False) -> QIcon:
    """Return the icon `name`, e.g. "play", sharp at 16, 20, 24 and 32 px and ratios 1, 1.5 and 2.

    The pixels grow with the text.

    Args:
        name: A file of resources/icons/ without its ending.
        theme: Its `text` is the colour of the icon, its `muted`, faded, that of the disabled icon.
        on_accent: Whether the icon stands on the accent colour; then `on_accent` is its colour.

    Raises:
        FileNotFoundError: There is no icon of that name.
    """
    return _icon(name, theme, on_accent, text_scale())


@lru_cache(maxsize=256)
def _icon(name: str, theme: Theme, on_accent: bool, scale: float) -> QIcon:
    normal = QColor(theme.on_accent if on_accent else theme.text)
    disabled = QColor(theme.on_accent if on_accent else theme.muted)
    disabled.setAlpha(_DISABLED_ALPHA)
    made = QIcon()
    for drawing in _drawings(name, scale):
        made.addPixmap(_tinted(drawing, normal), QIcon.Mode.Normal)
        made.addPixmap(_tinted(drawing, disabled), QIcon.Mode.Disabled)
    return made


@lru_cache(maxsize=1)
def app_icon() -> QIcon:
    """Return the program's own icon, from 16 to 256 px."""
    renderer = QSvgRenderer(str(resource("icons/gdstudio.svg")))
    made = QIcon()
    for size in _APP_SIZES:
        made.addPixmap(_rendered(renderer, size))
    return made


@lru_cache(maxsize=64)
def _drawings(name: str, scale: float) -> tuple[QPixmap, ...]:
    """Return the icon `name` as drawn, in black, once for each size and ratio."""
    renderer = QSvgRenderer(str(resource(f"icons/{name}.svg")))
    sizes = [round(size * scale) for size in _SIZES]
    return tuple(_rendered(renderer, size, ratio) for size in sizes for ratio in _RATIOS)


def _rendered(renderer: QSvgRenderer, size: int, ratio: float = 1.0) -> QPixmap:
    """Return the drawing on a transparent square of `size` device-independent pixels."""
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


def _tinted(drawing: QPixmap, colour: QColor) -> QPixmap:
    """Return a copy of the drawing, all of it in one colour."""
    pixmap = QPixmap(drawing)
    painter = QPainter(pixmap)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), colour)
    painter.end()
    return pixmap
