"""Icons: their colours, their sharpness, and that every file of the family keeps its rules."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from pytestqt.qtbot import QtBot

from gdstudio.resources import resource
from gdstudio.studio.icons import app_icon, icon
from gdstudio.studio.theme import DARK, LIGHT, Theme

_FILES = sorted(p for p in resource("icons").glob("*.svg") if p.stem != "gdstudio")
_NAMES = [path.stem for path in _FILES]


def _picture(
    made: QIcon, size: int = 24, ratio: float = 1.0, mode: QIcon.Mode = QIcon.Mode.Normal
) -> QImage:
    return made.pixmap(QSize(size, size), ratio, mode).toImage()


def _colours(picture: QImage) -> set[str]:
    """Return the colours, "#aarrggbb", of the most opaque pixels."""
    pixels = [
        picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())
    ]
    alpha = max(pixel.alpha() for pixel in pixels)
    return {p.name(QColor.NameFormat.HexArgb) for p in pixels if p.alpha() == alpha}


@pytest.mark.parametrize("path", _FILES, ids=_NAMES)
def test_that_an_icon_file_keeps_the_rules_of_the_family(path: Path) -> None:
    root = ElementTree.parse(path).getroot()
    text = path.read_text(encoding="utf-8")

    assert root.get("viewBox") == "0 0 24 24"
    assert (root.get("stroke-width"), root.get("stroke-linecap")) == ("1.75", "round")
    assert set(re.findall(r"#\w+", text)) == {"#000000"}


@pytest.mark.parametrize("name", _NAMES)
def test_that_an_icon_fills_its_square_without_touching_the_edge(qtbot: QtBot, name: str) -> None:
    picture = _picture(icon(name, LIGHT), 32, 2.0)
    side = range(64)

    inked = [(x, y) for x in side for y in side if picture.pixelColor(x, y).alpha() > 128]

    xs, ys = {x for x, _ in inked}, {y for _, y in inked}
    assert picture.size() == QSize(64, 64)
    assert min(xs | ys) >= 3
    assert max(xs | ys) <= 60
    assert max(max(xs) - min(xs), max(ys) - min(ys)) >= 34


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_that_an_icon_has_the_colours_of_its_theme(qtbot: QtBot, theme: Theme) -> None:
    text, muted, on_accent = theme.text[1:], theme.muted[1:], theme.on_accent[1:]
    plain, accented = icon("plus", theme), icon("plus", theme, on_accent=True)

    assert _colours(_picture(plain, ratio=2.0)) == {f"#ff{text}"}
    assert _colours(_picture(accented, ratio=2.0)) == {f"#ff{on_accent}"}
    (faded,) = _colours(_picture(plain, ratio=2.0, mode=QIcon.Mode.Disabled))
    assert faded[1:3] == "8c"  # 140 of 255
    channels = zip(QColor(faded).getRgb()[:3], QColor(f"#{muted}").getRgb()[:3], strict=True)
    assert all(abs(a - b) <= 1 for a, b in channels)  # premultiplied pixels round


@pytest.mark.parametrize("size", [16, 20, 24, 32])
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_that_an_icon_is_drawn_for_the_pixels_of_the_screen(
    qtbot: QtBot, size: int, ratio: float
) -> None:
    pixmap = icon("play", LIGHT).pixmap(QSize(size, size), ratio)

    assert pixmap.devicePixelRatio() == ratio
    assert pixmap.size() == QSize(size, size) * ratio
    # Scaled up, no pixel between a line's two grey edges would be inked in full.
    assert all(QColor(c).alpha() >= 250 for c in _colours(pixmap.toImage()))


def test_that_the_corner_of_an_icon_is_transparent(qtbot: QtBot) -> None:
    assert _picture(icon("help", DARK)).pixelColor(0, 0).alpha() == 0


def test_that_an_icon_is_made_once(qtbot: QtBot) -> None:
    assert icon("eye", LIGHT) is icon("eye", LIGHT)
    assert icon("eye", LIGHT) is not icon("eye", DARK)


@pytest.mark.parametrize("name", ["no-such-icon", "", "../mnist/NOTICE"])
def test_that_an_unknown_icon_is_refused(qtbot: QtBot, name: str) -> None:
    with pytest.raises(FileNotFoundError, match=r"\.svg is missing"):
        icon(name, LIGHT)


@pytest.mark.parametrize("size", [16, 24, 32, 48, 64, 128, 256])
def test_that_the_program_icon_shows_the_accent_on_a_light_ground(qtbot: QtBot, size: int) -> None:
    picture = _picture(app_icon(), size)
    balls = QColor("#0067b8")

    assert picture.size() == QSize(size, size)
    assert picture.pixelColor(0, 0).alpha() < 64  # the corners are round
    lowest = picture.pixelColor(round(0.62 * size), round(0.67 * size))
    assert abs(lowest.red() - balls.red()) + abs(lowest.blue() - balls.blue()) < 12
    assert picture.pixelColor(round(0.7 * size), round(0.2 * size)).lightness() > 240
