import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gdstudio.pictures.mosaic import TileKind, Tiles, colour_tiles
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT, Theme
from gdstudio.studio.views.weights.mosaic_picture import MosaicPicture
from gdstudio.studio.views.weights.weights_view import WeightsView
from tests.studio.seen import is_painted_anew

STAMP = np.array(
    [
        [1, 1, 1, 1, 1, 1, -1, -1, -1, -1],
        [1, -1, -1, -1, -1, -1, -1, -1, -1, -1],
        [1, -1, -1, -1, -1, -1, -1, -1, -1, -1],
        [1, 1, 1, 1, -1, -1, -1, -1, -1, -1],
        [1, -1, -1, -1, -1, -1, -1, -1, -1, -1],
        [1, -1, -1, -1, -1, -1, -1, -1, -1, -1],
        *[[-1] * 10] * 4,
    ],
    dtype=np.float32,
)


def random_weights(neurons: int, pixels: int = 784) -> NDArray[np.float32]:
    rng = np.random.default_rng(neurons)
    return rng.normal(0, 0.2, (neurons, pixels)).astype(np.float32)


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    """Return a window without a layout, in which a view can be smaller than it wants to be."""
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1200, 900)
    host.show()
    return host


@pytest.fixture
def view(host: QWidget) -> WeightsView:
    view = WeightsView()
    view.setParent(host)
    view.resize(520, 230)
    view.show()
    return view


def picture_of(view: WeightsView) -> MosaicPicture:
    picture = view.findChild(MosaicPicture)
    assert picture is not None
    return picture


def button(view: WeightsView, name: str) -> QPushButton:
    return next(b for b in view.findChildren(QPushButton) if b.accessibleName() == name)


def position_of(picture: MosaicPicture, wanted: tuple[int, int, int]) -> QPoint:
    """Search the widget for a point that shows `wanted`."""
    for y in range(picture.height()):
        for x in range(picture.width()):
            if picture.pixel_at(QPointF(x, y)) == wanted:
                return QPoint(x, y)
    raise AssertionError(wanted)


def shown(view: WeightsView, tiles: Tiles | None = None, neurons: int = 16) -> MosaicPicture:
    weights = random_weights(neurons)
    view.set_tiles(tiles or colour_tiles(weights, 0.5))
    view.set_values(weights)
    return picture_of(view)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("enlarged", [False, True])
def test_that_an_asymmetric_stamp_stands_upright(
    view: WeightsView, theme: Theme, enlarged: bool
) -> None:
    weights = np.zeros((3, 100), np.float32)
    weights[1] = STAMP.ravel()
    put_on(theme)
    view.set_tiles(colour_tiles(weights, 1.0, (10, 10)))
    view.set_neuron(1 if enlarged else -1)
    picture = picture_of(view)

    pixels = picture.grab().toImage()

    positive, negative = QColor(theme.positive).rgb(), QColor(theme.negative).rgb()
    where = [
        (y, x, pixels.pixel(x, y))
        for y in range(pixels.height())
        for x in range(pixels.width())
        if pixels.pixel(x, y) in (positive, negative)
    ]
    top, left = min(y for y, _, _ in where), min(x for _, x, _ in where)
    scale = (max(x for _, x, _ in where) + 1 - left) / 10
    assert scale >= 3
    assert (max(y for y, _, _ in where) + 1 - top) / 10 == pytest.approx(scale)
    for row in range(10):
        for column in range(10):
            x, y = left + (column + 0.5) * scale, top + (row + 0.5) * scale
            expected = positive if STAMP[row, column] > 0 else negative
            assert pixels.pixel(int(x), int(y)) == expected


def test_that_the_second_neuron_is_right_of_the_first(view: WeightsView) -> None:
    picture = shown(view)

    first, second = position_of(picture, (0, 0, 0)), position_of(picture, (1, 0, 0))

    assert second.y() == first.y()
    assert second.x() > first.x()


def test_that_hovering_reads_out_the_weight(view: WeightsView, qtbot: QtBot) -> None:
    weights = random_weights(16)
    weights[7, 12 * 28 + 5] = -0.34
    view.set_tiles(colour_tiles(weights, 0.5))
    view.set_values(weights)
    picture = picture_of(view)

    qtbot.mouseMove(picture, position_of(picture, (7, 12, 5)))

    assert view.readout() == "neuron 7, pixel (row 12, column 5), weight −0.340"

    qtbot.mouseClick(button(view, "Nudges"), Qt.MouseButton.LeftButton)
    qtbot.mouseMove(picture, position_of(picture, (7, 12, 5)))
    assert view.readout() == "neuron 7, pixel (row 12, column 5), nudge −0.340"


def test_that_the_hovered_tile_is_outlined(view: WeightsView, qtbot: QtBot) -> None:
    picture = shown(view)
    accent = QColor(LIGHT.accent).rgb()
    corner = position_of(picture, (5, 0, 0))
    assert picture.grab().toImage().pixel(corner - QPoint(1, 1)) != accent

    qtbot.mouseMove(picture, corner + QPoint(4, 4))

    pixels = picture.grab().toImage()
    assert pixels.pixel(corner - QPoint(1, 1)) == accent
    assert pixels.pixel(corner) != accent


def test_that_a_hover_readout_follows_new_values(view: WeightsView, qtbot: QtBot) -> None:
    picture = shown(view)
    qtbot.mouseMove(picture, position_of(picture, (3, 9, 9)))

    view.set_values(np.full((16, 784), 0.125, np.float32))

    qtbot.waitUntil(lambda: view.readout().endswith("weight +0.125"))


def test_that_values_of_another_shape_are_not_read_out(view: WeightsView, qtbot: QtBot) -> None:
    picture = shown(view)
    view.set_values(np.zeros((2, 100), np.float32))

    qtbot.mouseMove(picture, position_of(picture, (7, 12, 5)))

    assert view.readout() == "neuron 7, pixel (row 12, column 5)"


def test_that_a_click_enlarges_and_the_next_returns(view: WeightsView, qtbot: QtBot) -> None:
    picture = shown(view)
    spy = QSignalSpy(view.neuron_chosen)

    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=position_of(picture, (9, 14, 14)))
    assert picture.caption() == "Neuron 9"
    assert picture.pixel_at(QPointF(picture.rect().center()))[0] == 9
    assert button(view, "Show all neurons").isVisible()

    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton)
    assert [spy.at(i)[0] for i in range(spy.count())] == [9, -1]
    assert view.neuron() == -1
    assert not button(view, "Show all neurons").isVisible()


def test_that_the_button_returns_too(view: WeightsView, qtbot: QtBot) -> None:
    shown(view)
    view.set_neuron(3)

    with qtbot.waitSignal(view.neuron_chosen) as blocker:
        button(view, "Show all neurons").click()

    assert blocker.args == [-1]
    assert view.neuron() == -1


def test_that_keys_move_enlarge_and_return(view: WeightsView, qtbot: QtBot) -> None:
    weights = random_weights(16)
    view.resize(420, 460)
    view.set_tiles(colour_tiles(weights, 0.5))
    picture = picture_of(view)
    picture.setFocus(Qt.FocusReason.TabFocusReason)
    spy = QSignalSpy(view.neuron_chosen)

    # a 4 x 4 grid from neuron 0: right 1, down 5, left 4, up 0, up stays
    keys = Qt.Key
    for key in (keys.Key_Right, keys.Key_Down, keys.Key_Left, keys.Key_Up, keys.Key_Up):
        qtbot.keyClick(picture, key)
    assert spy.count() == 0
    for key in (keys.Key_Return, keys.Key_Right, keys.Key_Down, keys.Key_Escape, keys.Key_Enter):
        qtbot.keyClick(picture, key)

    assert [spy.at(i)[0] for i in range(spy.count())] == [0, 1, 5, -1, 5]


def test_that_escape_is_left_to_others_while_all_are_shown(qtbot: QtBot) -> None:
    seen: list[int] = []

    class Parent(QWidget):
        def keyPressEvent(self, event) -> None:
            seen.append(event.key())

    parent = Parent()
    qtbot.addWidget(parent)
    picture = MosaicPicture()
    picture.setParent(parent)
    picture.set_tiles(colour_tiles(random_weights(2), 0.5))

    qtbot.keyClick(picture, Qt.Key.Key_Escape)

    assert seen == [Qt.Key.Key_Escape]


def test_that_the_switch_asks_once_for_each_choice(view: WeightsView, qtbot: QtBot) -> None:
    spy = QSignalSpy(view.quantity_chosen)

    for name in ("Nudges", "Nudges", "Change", "Weights"):
        qtbot.mouseClick(button(view, name), Qt.MouseButton.LeftButton)
    qtbot.keyClick(button(view, "Weights"), Qt.Key.Key_Right)
    asked = [spy.at(i)[0] for i in range(spy.count())]
    assert asked == ["nudges", "change", "weights", "nudges"]


def test_that_setters_ask_for_nothing(view: WeightsView) -> None:
    spies = [QSignalSpy(view.neuron_chosen), QSignalSpy(view.quantity_chosen)]

    shown(view)
    view.set_neuron(4)
    shown(view, neurons=2)
    view.set_neuron(1)
    view.set_neuron(77)

    assert view.neuron() == -1
    assert [spy.count() for spy in spies] == [0, 0]


def test_that_an_enlarged_neuron_stays_while_it_learns(view: WeightsView) -> None:
    shown(view)
    view.set_neuron(12)

    shown(view)
    assert view.neuron() == 12

    shown(view, neurons=8)
    assert view.neuron() == -1


def test_that_new_weights_are_seen_at_once(view: WeightsView) -> None:
    weights = np.zeros((16, 784), np.float32)
    view.set_tiles(colour_tiles(weights, 0.5))
    picture = picture_of(view)
    where = position_of(picture, (2, 20, 3))
    assert picture.grab().toImage().pixel(where) == QColor(LIGHT.neutral).rgb()

    weights[2, 20 * 28 + 3] = 0.5
    view.set_tiles(colour_tiles(weights, 0.5))

    assert picture.grab().toImage().pixel(where) == QColor(LIGHT.positive).rgb()


def test_that_nothing_moves_when_scale_and_reading_change(view: WeightsView, qtbot: QtBot) -> None:
    picture = shown(view)
    before = picture.geometry()

    for limit in (1e-6, 0.002, 5000.0):
        view.set_tiles(colour_tiles(random_weights(16), limit))
        qtbot.mouseMove(picture, position_of(picture, (3, 5, 5)))
        view.set_neuron(3)
        assert picture.geometry() == before
        view.set_neuron(-1)


def test_that_the_tiles_are_arranged_for_the_room_there_is(view: WeightsView) -> None:
    weights = random_weights(16)
    view.set_tiles(colour_tiles(weights, 0.5))
    picture = picture_of(view)

    for size in ((300, 900), (1200, 300)):
        view.resize(*size)
        first = position_of(picture, (0, 0, 0))
        below = [picture.pixel_at(QPointF(first.x(), y)) for y in range(picture.height())]
        n_below = len({pixel[0] for pixel in below if pixel is not None})
        assert n_below == (8 if size[1] > size[0] else 2)


@pytest.mark.parametrize("size", [(240, 160), (1200, 800), (60, 40), (300, 900)])
@pytest.mark.parametrize("neurons", [1, 2, 30, 100, 512])
def test_that_every_size_can_be_drawn(
    view: WeightsView, size: tuple[int, int], neurons: int
) -> None:
    view.resize(*size)
    shown(view, neurons=neurons)
    for neuron in (-1, neurons - 1):
        view.set_neuron(neuron)
        assert not view.grab().isNull()


def test_that_ten_by_ten_pictures_and_blank_weights_can_be_drawn(view: WeightsView) -> None:
    weights = random_weights(12, 100)
    weights[4] = np.nan
    view.set_tiles(colour_tiles(weights, 0.5, (10, 10)))
    view.set_values(weights)
    picture = picture_of(view)

    where = position_of(picture, (4, 5, 5))

    assert picture.grab().toImage().pixel(where) == QColor(LIGHT.base).rgb()


def test_that_an_empty_view_takes_every_key_and_click(view: WeightsView, qtbot: QtBot) -> None:
    picture = picture_of(view)

    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton)
    qtbot.mouseMove(picture, QPoint(30, 30))
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Return, Qt.Key.Key_Escape):
        qtbot.keyClick(picture, key)

    assert not view.grab().isNull()
    assert view.neuron() == -1


def test_that_whatever_takes_the_focus_has_a_name(view: WeightsView) -> None:
    for widget in view.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            assert widget.accessibleName()


@pytest.fixture
def picture(host: QWidget) -> MosaicPicture:
    """Return a picture alone in the window."""
    picture = MosaicPicture()
    picture.setParent(host)
    picture.resize(210, 230)
    picture.show()
    return picture


def flat_tiles(neurons: int, side: int = 10, kind: TileKind = TileKind.NEURON) -> Tiles:
    """Return tiles of zeros."""
    return Tiles(np.full((neurons, side, side), 127, np.uint8), 0.5, 2, kind)


def places_of(image: QImage, colour: str) -> set[tuple[int, int]]:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    ys, xs = np.nonzero((pixels & 0xFFFFFF) == (QColor(colour).rgb() & 0xFFFFFF))
    return set(zip(xs.tolist(), ys.tolist(), strict=True))


def rectangle_of(places: set[tuple[int, int]]) -> QRect:
    xs, ys = zip(*places, strict=True)
    return QRect(QPoint(min(xs), min(ys)), QPoint(max(xs), max(ys)))


def ring_of(inner: QRect, thick: int) -> set[tuple[int, int]]:
    outer = inner.adjusted(-thick, -thick, thick, thick)
    places = (
        (x, y)
        for x in range(outer.left(), outer.right() + 1)
        for y in range(outer.top(), outer.bottom() + 1)
    )
    return {place for place in places if not inner.contains(QPoint(*place))}


def shows(picture: MosaicPicture, wanted: tuple[int, int, int]) -> QRect:
    """Return the rectangle in which the picture shows one weight."""
    first = position_of(picture, wanted)
    last = QPoint(first)
    for step in (QPoint(1, 0), QPoint(0, 1)):
        while picture.pixel_at(QPointF(last + step)) == wanted:
            last += step
    return QRect(first, last)


def test_that_the_picture_stands_in_the_middle_or_at_the_left(host: QWidget) -> None:
    for at_left in (False, True):
        picture = MosaicPicture(at_left=at_left)
        picture.setParent(host)
        picture.show()
        for size in ((420, 100), (101, 400)):
            picture.resize(*size)
            picture.set_tiles(flat_tiles(1))
            drawn = rectangle_of(places_of(picture.grab().toImage(), LIGHT.neutral))
            before, after = drawn.left(), size[0] - drawn.right() - 1
            above, below = drawn.top(), size[1] - drawn.bottom() - 1
            assert 0 <= below - above <= 1
            if at_left:
                assert before == 4
            else:
                assert 0 <= after - before <= 1
            assert min(before, after, above, below) >= 4
            # It fills the room but for the padding, in whole pixels a weight if that is near.
            assert drawn.width() == drawn.height() >= 0.9 * (min(size) - 8)
        picture.set_neuron(0)
        enlarged = rectangle_of(places_of(picture.grab().toImage(), LIGHT.neutral))
        assert abs(enlarged.left() - (101 - enlarged.right() - 1)) <= 1


def test_that_the_marked_tile_has_a_line_two_pixels_thick(
    picture: MosaicPicture, qtbot: QtBot
) -> None:
    picture.set_tiles(flat_tiles(16))
    corner = shows(picture, (5, 0, 0))
    tile = QRect(corner.topLeft(), shows(picture, (5, 9, 9)).bottomRight())
    qtbot.mouseMove(picture, tile.center())
    assert places_of(picture.grab().toImage(), LIGHT.accent) == ring_of(tile, 2)


def test_that_the_weight_pointed_at_in_an_enlarged_tile_has_a_line_round_it(
    picture: MosaicPicture, qtbot: QtBot
) -> None:
    picture.set_tiles(flat_tiles(16))
    picture.set_neuron(3)
    weight = shows(picture, (3, 6, 2))
    assert not places_of(picture.grab().toImage(), LIGHT.accent)
    qtbot.mouseMove(picture, weight.center())
    assert places_of(picture.grab().toImage(), LIGHT.accent) == ring_of(weight, 2)


def test_that_the_caption_stands_above_the_enlarged_tile_or_beside_it(
    picture: MosaicPicture,
) -> None:
    picture.set_tiles(flat_tiles(2))
    picture.set_neuron(1)
    font = picture.font()
    font.setBold(True)
    caption = QFontMetrics(font).size(0, "Neuron 1")

    def drawn(width: int, height: int) -> QRect:
        picture.resize(width, height)
        return rectangle_of(places_of(picture.grab().toImage(), LIGHT.neutral))

    side = 200  # of a room with 4 pixels round it
    beside = 2 * (caption.width() + 2 * 4)
    assert drawn(side + beside + 8, side + 8).top() == 4
    above = drawn(side + beside + 8 - 2, side + 8)
    assert above.top() >= 4 + caption.height() + 4
    words = places_of(picture.grab().toImage(), LIGHT.base)
    rows = {y for x in range(caption.width()) for y in range(above.top()) if (x, y) not in words}
    assert rows
    assert min(rows) >= 4
    assert max(rows) < 4 + caption.height()


def test_that_arrows_stop_at_the_first_and_the_last_tile(
    picture: MosaicPicture, qtbot: QtBot
) -> None:
    picture.set_tiles(flat_tiles(15))  # four in a row, the last place is empty
    chosen: list[int] = []
    picture.neuron_chosen.connect(chosen.append)
    keys = Qt.Key
    for way in (
        (keys.Key_Right, keys.Key_Left),  # the first mark stands on 0
        (keys.Key_Down, keys.Key_Down, keys.Key_Down, keys.Key_Down),
        (keys.Key_Right, keys.Key_Right, keys.Key_Right),
        (keys.Key_Left, keys.Key_Up, keys.Key_Up, keys.Key_Up, keys.Key_Up),
    ):
        for key in way:
            qtbot.keyClick(picture, key)
        qtbot.keyClick(picture, keys.Key_Return)
        qtbot.keyClick(picture, keys.Key_Escape)
    assert chosen == [0, -1, 12, -1, 14, -1, 1, -1]


def test_that_the_first_tile_is_marked_when_the_focus_comes_by_key(
    picture: MosaicPicture, host: QWidget, qtbot: QtBot
) -> None:
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    picture.set_tiles(flat_tiles(4))
    first = shows(picture, (0, 0, 0)).topLeft() - QPoint(1, 1)
    for reason, is_marked in (
        (Qt.FocusReason.MouseFocusReason, False),
        (Qt.FocusReason.TabFocusReason, True),
    ):
        picture.clearFocus()
        assert not places_of(picture.grab().toImage(), LIGHT.accent)
        picture.setFocus(reason)
        marked = places_of(picture.grab().toImage(), LIGHT.accent)
        assert (first.toTuple() in marked) == is_marked


def test_that_a_pointer_that_leaves_takes_mark_and_reading_with_it(
    picture: MosaicPicture, qtbot: QtBot
) -> None:
    picture.set_tiles(flat_tiles(4))
    told: list[tuple[int, int, int]] = []
    picture.pixel_hovered.connect(lambda *pixel: told.append(pixel))
    place = shows(picture, (2, 4, 7)).center()
    assert is_painted_anew(picture, lambda: qtbot.mouseMove(picture, place))
    leave = QEvent(QEvent.Type.Leave)
    assert is_painted_anew(picture, lambda: QCoreApplication.sendEvent(picture, leave))
    assert told == [(2, 4, 7), (-1, -1, -1)]
    assert not places_of(picture.grab().toImage(), LIGHT.accent)


def test_that_only_the_left_button_enlarges(picture: MosaicPicture, qtbot: QtBot) -> None:
    picture.set_tiles(flat_tiles(4))
    place = shows(picture, (2, 4, 7)).center()
    qtbot.mouseClick(picture, Qt.MouseButton.RightButton, pos=place)
    assert picture.neuron() == -1
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))  # beside the tiles
    assert picture.neuron() == -1
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=place)
    assert picture.neuron() == 2
    qtbot.mouseClick(picture, Qt.MouseButton.RightButton, pos=place)
    assert picture.neuron() == 2


def test_that_the_description_follows_what_is_shown(picture: MosaicPicture) -> None:
    assert picture.accessibleDescription() == "No weights yet"
    picture.set_neuron(0)  # there is none
    assert picture.neuron() == -1
    picture.set_tiles(flat_tiles(4))
    many = picture.accessibleDescription()
    assert many == "4 hidden neurons; arrow keys move, Enter enlarges"
    picture.set_neuron(0)
    assert picture.caption() == "Neuron 0"
    assert picture.accessibleDescription() == "Neuron 0, enlarged; Escape shows all"
    picture.set_neuron(4)
    assert picture.neuron() == -1
    picture.set_tiles(flat_tiles(3, kind=TileKind.FILTER))
    assert picture.accessibleDescription() == "3 filters; arrow keys move, Enter enlarges"


def test_that_tiles_of_another_kind_or_fewer_let_go_of_the_enlarged_one(
    picture: MosaicPicture,
) -> None:
    for other, stays in (
        (flat_tiles(4), True),
        (flat_tiles(3), True),
        (flat_tiles(2), False),
        (flat_tiles(4, kind=TileKind.FILTER), False),
    ):
        picture.set_tiles(flat_tiles(4))
        picture.set_neuron(2)
        assert is_painted_anew(picture, lambda tiles=other: picture.set_tiles(tiles))
        assert picture.neuron() == (2 if stays else -1)


def test_that_the_names_of_gates_stand_in_the_corners_where_there_is_room(
    picture: MosaicPicture,
) -> None:
    picture.resize(300, 300)
    picture.set_tiles(flat_tiles(4, 20, TileKind.GATE))
    metrics = picture.fontMetrics()
    image = picture.grab().toImage()
    for tile, name in ((0, "input gate"), (1, "forget gate")):
        weight = shows(picture, (tile, 0, 0))
        tile_picture = image.copy(QRect(weight.topLeft(), 20 * weight.size()))
        free = places_of(tile_picture, LIGHT.neutral)
        covered = {
            (x, y) for x in range(tile_picture.width()) for y in range(tile_picture.height())
        }
        plate = rectangle_of(covered - free)
        assert plate.topLeft() == QPoint(0, 0)
        assert abs(plate.width() - metrics.horizontalAdvance(name) - 2 * 4) <= 1
        assert abs(plate.height() - metrics.height()) <= 1
    picture.resize(4 * metrics.height(), 4 * metrics.height())  # less than two lines a tile
    image = picture.grab().toImage()
    assert len({image.pixel(x, 20) for x in range(image.width())}) == 2
