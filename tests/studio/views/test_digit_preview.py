import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF
from PySide6.QtGui import QColor, QHelpEvent, QPixmap
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.drawing import digit_preview
from gdstudio.studio.views.drawing.digit_preview import DigitPreview


@pytest.fixture
def preview(qtbot: QtBot) -> DigitPreview:
    """Return a preview whose pixels are squares of 3 from (1, 1)."""
    preview = DigitPreview()
    qtbot.addWidget(preview)
    preview.resize(86, 86)
    preview.show()
    qtbot.waitExposed(preview)
    return preview


def corner_picture() -> np.ndarray:
    pixels = np.zeros((28, 28), np.uint8)
    pixels[2, 25] = 255
    pixels[20, 4] = 128
    return pixels


def test_that_each_pixel_is_a_sharp_square_at_its_row_and_column(preview: DigitPreview) -> None:
    for theme in (LIGHT, DARK):
        put_on(theme)
        preview.set_pixels(corner_picture())
        shown = preview.grab().toImage()
        ink, paper = QColor(theme.text), QColor(theme.base)
        square = {(x, y) for x in range(1 + 75, 1 + 78) for y in range(1 + 6, 1 + 9)}
        around = {(x, y) for x in range(70, 84) for y in range(3, 14)}
        assert {at for at in around if shown.pixelColor(*at) == ink} == square
        assert all(shown.pixelColor(*at) == paper for at in around - square)


def test_that_half_ink_is_half_way_between_paper_and_ink(preview: DigitPreview) -> None:
    preview.set_pixels(corner_picture())
    shown = preview.grab().toImage().pixelColor(1 + 3 * 4 + 1, 1 + 3 * 20 + 1)
    # 255 + (0x1b - 255) * 128 / 255 = 140.5 for red; green and blue likewise.
    assert abs(shown.red() - 140.5) <= 1
    assert abs(shown.blue() - (255 + (0x24 - 255) * 128 / 255)) <= 1


def marked(preview: DigitPreview) -> int:
    """Return how many pixels are drawn in the accent colour, as the frame of a cell is."""
    image, accent = preview.grab().toImage(), QColor(LIGHT.accent).rgb()
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return sum(image.pixel(x, y) == accent for x, y in places)


def test_that_the_pixel_pointed_at_is_framed_until_the_pointer_leaves(
    qtbot: QtBot, preview: DigitPreview
) -> None:
    preview.set_pixels(corner_picture())
    assert not marked(preview)
    qtbot.mouseMove(preview, QPoint(77, 8))
    assert marked(preview)
    QCoreApplication.sendEvent(preview, QEvent(QEvent.Type.Leave))
    assert not marked(preview)


@pytest.mark.parametrize("shape", [(8, 8), (2, 28), (28, 25)])
def test_that_a_smaller_picture_lets_go_of_a_pixel_it_does_not_have(
    qtbot: QtBot, preview: DigitPreview, shape: tuple[int, int]
) -> None:
    for place in (QPoint(40, 40), QPoint(77, 8)):  # to where it is already it would not move
        qtbot.mouseMove(preview, place)
    preview.clear()
    assert marked(preview)
    preview.set_pixels(np.zeros((3, 26), np.uint8))  # row 2 and column 25 are its last ones
    assert marked(preview)
    preview.set_pixels(np.zeros(shape, np.uint8))
    assert not marked(preview)


@pytest.mark.parametrize(
    ("width", "height"), [(86, 86), (300, 90), (90, 300), (58, 58), (400, 400)]
)
def test_that_cells_are_found_where_they_are_painted(
    preview: DigitPreview, width: int, height: int
) -> None:
    preview.resize(width, height)
    pixels = np.zeros((28, 28), np.uint8)
    pixels[5, 19] = 255
    preview.set_pixels(pixels)
    shown = preview.grab().toImage()
    dark = [
        (x, y) for x in range(width) for y in range(height) if shown.pixelColor(x, y).red() < 100
    ]
    assert dark
    assert {preview.cell_at(QPointF(x + 0.5, y + 0.5)) for x, y in dark} == {(5, 19)}
    side = (min(width, height) - 2) // 28  # one pixel of frame on either side
    assert len(dark) == side * side


def test_that_outside_the_picture_there_is_no_cell(preview: DigitPreview) -> None:
    preview.resize(300, 86)
    assert preview.cell_at(QPointF(5, 40)) is None
    assert preview.cell_at(QPointF(150, 85.9)) is None
    assert preview.cell_at(QPointF(150, 40)) == (13, 14)


def test_that_other_sizes_are_shown(preview: DigitPreview) -> None:
    for shape in ((8, 8), (1, 1), (20, 30), (200, 200)):
        pixels = np.full(shape, 255, np.uint8)
        preview.set_pixels(pixels)
        assert preview.grab().toImage().pixelColor(44, 44) == QColor(LIGHT.text)
        assert preview.describe(0, 0) == "row 0, column 0: 255 of 255"


def test_that_the_picture_is_copied(preview: DigitPreview) -> None:
    pixels = corner_picture()
    preview.set_pixels(pixels)
    pixels[:] = 0
    put_on(LIGHT)
    assert preview.describe(2, 25) == "row 2, column 25: 255 of 255"
    assert preview.grab().toImage().pixelColor(77, 8) == QColor(LIGHT.text)


def test_that_wrong_arrays_are_refused(preview: DigitPreview) -> None:
    for bad in (np.zeros((28, 28)), np.zeros(784, np.uint8), np.zeros((0, 28), np.uint8)):
        with pytest.raises(AssertionError):
            preview.set_pixels(bad)


class FakeToolTip:
    text = ""

    @classmethod
    def showText(cls, at: QPoint, text: str, widget: QWidget) -> None:
        cls.text = text

    @classmethod
    def hideText(cls) -> None:
        cls.text = ""


def test_that_the_tool_tip_names_the_pixel(
    preview: DigitPreview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digit_preview, "QToolTip", FakeToolTip)
    preview.resize(120, 86)
    preview.set_pixels(corner_picture())
    for x, text in ((77 + 17, "row 2, column 25: 255 of 255"), (3, "")):
        at = QPoint(x, 8)
        event = QHelpEvent(QEvent.Type.ToolTip, at, preview.mapToGlobal(at))
        QCoreApplication.sendEvent(preview, event)
        assert FakeToolTip.text == text
        assert event.isAccepted() == bool(text)


def test_that_a_grid_shows_when_there_is_room(preview: DigitPreview) -> None:
    preview.set_pixels(np.zeros((28, 28), np.uint8))
    preview.resize(282, 282)  # squares of 10 from (1, 1)
    shown = preview.grab().toImage()
    assert shown.pixelColor(11, 6) != QColor(LIGHT.base)
    assert shown.pixelColor(6, 6) == QColor(LIGHT.base)
    preview.resize(86, 86)
    assert preview.grab().toImage().pixelColor(4, 2) == QColor(LIGHT.base)


def test_that_a_screen_with_fine_pixels_gets_equal_squares(preview: DigitPreview) -> None:
    preview.set_pixels(corner_picture())
    screen = QPixmap(172, 172)
    screen.setDevicePixelRatio(2)
    preview.render(screen)
    shown = screen.toImage()
    assert shown.pixelColor(2 + 150, 2 + 12) == QColor(LIGHT.text)
    assert shown.pixelColor(2 + 155, 2 + 17) == QColor(LIGHT.text)
    assert shown.pixelColor(2 + 149, 2 + 12) == QColor(LIGHT.base)


def seen_colours(preview: DigitPreview) -> dict[tuple[int, int], str]:
    image = preview.grab().toImage()
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {place: image.pixelColor(*place).name() for place in places}


def test_that_frame_and_grid_stand_between_the_pixels(preview: DigitPreview) -> None:
    preview.resize(62, 92)
    preview.set_pixels(np.zeros((3, 2), np.uint8))  # squares of 30 from (1, 1)
    seen = seen_colours(preview)
    frame = {(x, y) for x, y in seen if x in (0, 61) or y in (0, 91)}
    grid = {(x, y) for x, y in seen if x == 31 or y in (31, 61)} - frame
    lines = {seen[place] for place in grid}
    assert {place for place, colour in seen.items() if colour == LIGHT.outline} == frame
    assert {place for place, colour in seen.items() if colour == LIGHT.base} == (
        seen.keys() - frame - grid
    )
    # 60 of 255 parts of the muted colour; where two lines cross, it is laid on twice.
    share = (255 - QColor(min(lines, key=lambda name: -QColor(name).green())).green()) / (
        255 - QColor(LIGHT.muted).green()
    )
    assert share == pytest.approx(60 / 255, abs=0.008)


def test_that_squares_of_six_have_a_grid_and_smaller_ones_none(preview: DigitPreview) -> None:
    for side, is_drawn in ((2 + 28 * 6, True), (2 + 28 * 6 - 1, False)):
        preview.resize(side, side)
        colours = set(seen_colours(preview).values()) - {LIGHT.base, LIGHT.outline}
        colours.discard(preview.palette().window().color().name())  # beside the picture
        assert bool(colours) == is_drawn


def test_that_the_frame_of_a_pixel_lies_round_it(qtbot: QtBot, preview: DigitPreview) -> None:
    preview.resize(122, 122)
    preview.set_pixels(np.zeros((3, 3), np.uint8))  # squares of 40 from (1, 1)
    for place in (QPoint(20, 20), QPoint(60, 60)):
        qtbot.mouseMove(preview, place)
    framed = {place for place, colour in seen_colours(preview).items() if colour == LIGHT.accent}
    outer = {(x, y) for x in range(39, 83) for y in range(39, 83)}
    inner = {(x, y) for x in range(41, 81) for y in range(41, 81)}
    corners = {(x, y) for x in (39, 82) for y in (39, 82)}  # may be cut
    assert framed | corners == outer - inner


def test_that_pixels_finer_than_those_of_the_screen_fill_the_room(preview: DigitPreview) -> None:
    preview.set_pixels(np.full((200, 200), 255, np.uint8))
    inked = {place for place, colour in seen_colours(preview).items() if colour == LIGHT.text}
    assert inked == {(x, y) for x in range(1, 85) for y in range(1, 85)}
    assert preview.cell_at(QPointF(84.9, 1.1)) == (0, 199)
