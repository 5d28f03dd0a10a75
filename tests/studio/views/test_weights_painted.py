"""What the weights view paints, how it is made, and the words for its tiles."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from gdstudio.pictures.mosaic import TileKind, Tiles
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK
from gdstudio.studio.views.weights.colour_bar import ColourBar
from gdstudio.studio.views.weights.mosaic_picture import MosaicPicture
from gdstudio.studio.views.weights.tile_words import (
    capitalised,
    hints,
    hints_enlarged,
    place_names,
    tile_name,
    tiles_described,
)
from gdstudio.studio.views.weights.weights_view import WeightsView
from tests.kept import difference
from tests.studio.described import described
from tests.studio.painted import painted, painting_differs

KEPT = Path(__file__).parent / "painted"


def tiles(n=6, side=4, kind=TileKind.NEURON, limit=0.5):
    """Return tiles whose weights grow from the first of the first to the last of the last."""
    indices = np.linspace(0, 254, n * side * side).astype(np.uint8)
    return Tiles(indices.reshape(n, side, side), limit, 1, kind)


def kept(name, widget):
    return painting_differs(KEPT / f"weights_{name}.txt", widget)


@pytest.fixture
def host(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(800, 450)
    host.show()
    return host


@pytest.fixture
def picture(host):
    picture = MosaicPicture()
    picture.setParent(host)
    picture.resize(180, 130)
    picture.show()
    return picture


@pytest.fixture
def view(host):
    view = WeightsView()
    view.setParent(host)
    view.resize(420, 230)
    view.show()
    return view


def place_of(picture, wanted):
    """Return the first point, row after row, that shows a weight."""
    points = (QPoint(x, y) for y in range(picture.height()) for x in range(picture.width()))
    return next(point for point in points if picture.pixel_at(QPointF(point)) == wanted)


def test_that_no_weights_yet_is_said(picture):
    assert kept("none", picture) == ""


def test_that_tiles_with_one_marked_are_painted_as_they_are_kept(picture, qtbot):
    picture.set_tiles(tiles())
    qtbot.mouseMove(picture, place_of(picture, (4, 2, 1)))
    assert kept("marked", picture) == ""


def test_that_an_enlarged_tile_is_painted_as_it_is_kept(picture, qtbot):
    picture.set_tiles(tiles())
    picture.set_neuron(4)
    qtbot.mouseMove(picture, place_of(picture, (4, 2, 1)))
    put_on(DARK)
    assert kept("enlarged", picture) == ""


def test_that_a_wide_room_has_the_caption_beside_the_enlarged_tile(picture):
    picture.resize(300, 100)
    picture.set_tiles(tiles())
    picture.set_neuron(4)
    assert kept("enlarged_wide", picture) == ""


def test_that_gates_are_painted_with_their_names(picture):
    picture.resize(300, 240)
    picture.set_tiles(tiles(4, 6, TileKind.GATE))
    assert kept("gates", picture) == ""


class SharpPicture(MosaicPicture):
    """A picture on a screen with two pixels for one."""

    def devicePixelRatioF(self):
        return 2.0


@pytest.fixture
def sharp(host):
    picture = SharpPicture()
    picture.setParent(host)
    picture.resize(300, 240)
    picture.show()
    return picture


def test_that_names_and_frames_stand_in_the_same_places_on_a_sharp_screen(sharp, qtbot):
    sharp.set_tiles(tiles(4, 6, TileKind.GATE))
    qtbot.mouseMove(sharp, place_of(sharp, (2, 3, 1)))
    assert kept("sharp", sharp) == ""
    qtbot.mouseClick(sharp, Qt.MouseButton.LeftButton, pos=place_of(sharp, (2, 3, 1)))
    qtbot.mouseMove(sharp, place_of(sharp, (2, 5, 5)))
    assert kept("sharp_enlarged", sharp) == ""


def test_that_names_need_room_for_their_words_and_two_lines(picture):
    picture.set_tiles(tiles(4, 6, TileKind.GATE))
    line = picture.fontMetrics().height()
    for side, named in ((4 * line + 8 + 20, True), (4 * line + 8 - 12, False)):
        picture.resize(400, side)
        assert any("gate" in text for text in painted(picture)) is named
    picture.resize(140, 140)
    assert not any("gate" in text for text in painted(picture))


def test_that_each_tile_can_be_enlarged_marked_and_left(picture, qtbot):
    told, chosen = QSignalSpy(picture.pixel_hovered), QSignalSpy(picture.neuron_chosen)
    picture.set_tiles(tiles())
    picture.grab()
    picture.set_neuron(0)
    assert picture.caption() == "Neuron 0"
    assert picture.accessibleDescription() == "Neuron 0, enlarged; Escape shows all"
    assert picture.pixel_at(QPointF(picture.rect().center()))[0] == 0
    room = painted(picture)
    QTest.keyClick(picture, Qt.Key.Key_Right)  # its neighbour, enlarged
    assert (picture.neuron(), painted(picture) != room) == (1, True)
    QTest.keyClick(picture, Qt.Key.Key_Left)
    QTest.keyClick(picture, Qt.Key.Key_Left)  # there is none
    assert (picture.neuron(), painted(picture) == room) == (0, True)
    QTest.keyClick(picture, Qt.Key.Key_Enter)
    assert [chosen.at(k)[0] for k in range(chosen.count())] == [1, 0, -1]
    assert picture.accessibleDescription().startswith("6 hidden neurons")
    QTest.keyClick(picture, Qt.Key.Key_Return)  # the one that was left is marked
    assert picture.neuron() == 0
    place = place_of(picture, (0, 0, 0))
    qtbot.mouseMove(picture, place)
    assert told.at(told.count() - 1) == [0, 0, 0]
    picture.set_neuron(-1)
    assert told.at(told.count() - 1) == [-1, -1, -1]
    count = told.count()
    picture.set_neuron(-1)
    assert told.count() == count


def test_that_the_first_arrow_marks_the_first_tile_and_the_next_goes_on(picture):
    picture.set_tiles(tiles())
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(picture, key)
    QTest.keyClick(picture, Qt.Key.Key_Return)
    columns = tiles().arranged(172 / 122).columns
    assert picture.neuron() == 1 + columns


def test_that_weights_are_found_up_to_the_edge_of_the_picture(picture):
    picture.set_tiles(tiles())
    picture.set_neuron(5)
    spots = [
        (x, y)
        for y in range(picture.height())
        for x in range(picture.width())
        if picture.pixel_at(QPointF(x + 0.99, y + 0.99)) is not None
    ]
    xs, ys = {x for x, _ in spots}, {y for _, y in spots}
    image = next(line for line in painted(picture) if line.startswith("image"))
    found = f"x={min(xs)} y={min(ys)} width={len(xs)} height={len(ys)} "
    assert found in image
    assert len(spots) == len(xs) * len(ys)


def test_that_a_picture_of_other_tiles_lets_go_of_mark_and_pixel(picture, qtbot):
    told = QSignalSpy(picture.pixel_hovered)
    picture.set_tiles(tiles())
    qtbot.mouseMove(picture, place_of(picture, (4, 2, 1)))
    marked = painted(picture)
    picture.set_tiles(tiles())
    assert (told.count(), painted(picture)) == (1, marked)
    picture.set_tiles(tiles(5))
    assert told.at(told.count() - 1) == [-1, -1, -1]
    assert picture.accessibleDescription().startswith("5 hidden neurons")
    assert not any("fill=#0067b8" in line for line in painted(picture) if line.startswith("rect"))
    picture.set_neuron(4)
    picture.set_tiles(tiles(4))
    assert picture.neuron() == -1
    picture.set_neuron(3)
    picture.set_tiles(tiles(4, kind=TileKind.FILTER))
    assert picture.neuron() == -1


def test_that_at_the_left_end_nothing_is_free_on_that_side(host):
    picture = MosaicPicture(at_left=True)
    picture.setParent(host)
    picture.resize(300, 60)
    picture.show()
    picture.set_tiles(tiles(2))
    assert kept("at_left", picture) == ""


def test_that_the_colour_bar_is_painted_as_it_is_kept(qtbot):
    bar = ColourBar()
    qtbot.addWidget(bar)
    bar.set_limit(0.5)
    bar.resize(60, 140)
    assert kept("colour_bar", bar) == ""
    bar.resize(60, 401)  # more than the strip ever takes
    put_on(DARK)
    assert kept("colour_bar_high", bar) == ""


def test_that_the_view_is_made_as_it_is_kept(view):
    view.set_tiles(tiles())
    assert difference(KEPT / "weights_view_made.txt", described(view)) == ""
    assert view.minimumSizeHint().toTuple() == (240, 160)
    picture = view.findChild(MosaicPicture)
    assert picture.sizeHint().toTuple() == (420, 180)
    assert picture.minimumSizeHint().toTuple() == (120, 60)


def test_that_the_way_back_is_short_in_a_narrow_view(view):
    view.set_tiles(tiles())
    (back,) = (b for b in view.findChildren(QPushButton) if b.objectName() == "plain")
    for width, text in ((320, "Show all"), (319, "×"), (320, "Show all")):
        view.resize(width, 230)
        assert back.text() == text


def test_that_the_way_back_gives_the_keys_to_the_picture(view, host, qtbot):
    view.set_tiles(tiles())
    view.set_neuron(2)
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    told = []
    view.neuron_chosen.connect(told.append)
    (back,) = (b for b in view.findChildren(QPushButton) if b.objectName() == "plain")
    assert back.isVisible()
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    assert (view.neuron(), told, back.isVisible()) == (-1, [-1], False)
    assert QApplication.focusWidget() is view.findChild(MosaicPicture)


def test_that_the_line_below_says_what_is_pointed_at_or_what_one_can_do(view, qtbot):
    assert view.readout() == ""
    view.resize(700, 230)
    view.grab()  # lays it out
    picture, shown = view.findChild(MosaicPicture), tiles()
    view.set_tiles(shown)
    values = np.linspace(-0.5, 0.5, 96).reshape(6, 16)
    view.set_values(values)
    assert view.readout() == hints(shown)[0]
    place = place_of(picture, (5, 3, 3))  # the last number there is
    qtbot.mouseMove(picture, place)
    assert view.readout() == "neuron 5, pixel (row 3, column 3), weight +0.500"
    QTest.mouseClick(view.findChildren(QPushButton)[1], Qt.MouseButton.LeftButton)
    assert view.quantity() == "nudges"
    assert view.readout() == "neuron 5, pixel (row 3, column 3), nudge +0.500"
    QTest.mouseClick(view.findChildren(QPushButton)[2], Qt.MouseButton.LeftButton)
    assert view.readout() == "neuron 5, pixel (row 3, column 3), change +0.500"
    for others in (values[:5], values[:, :15]):
        view.set_values(others)
        qtbot.waitUntil(lambda: view.readout() == "neuron 5, pixel (row 3, column 3)")
        view.set_values(values)
        qtbot.waitUntil(lambda: view.readout().endswith("change +0.500"))
    qtbot.mouseMove(picture, QPoint(1, 1))
    assert view.readout() == hints(shown)[0]
    for neuron in (3, 0):
        view.set_neuron(neuron)
        assert view.readout() == hints_enlarged(shown, neuron)[0]
        assert view.findChildren(QPushButton)[3].isVisible()


def test_that_tiles_that_take_the_enlarged_one_away_are_said_at_once(view):
    view.resize(700, 230)
    view.set_tiles(tiles())
    view.set_neuron(5)
    few = tiles(3)
    view.set_tiles(few)
    assert view.readout() == hints(few)[0]


NAMES = [
    (TileKind.NEURON, 6, "neuron 3", "6 hidden neurons; arrow keys move, Enter enlarges"),
    (TileKind.FILTER, 6, "filter 3", "6 filters; arrow keys move, Enter enlarges"),
    (TileKind.MAP, 6, "map 3", "6 feature maps; arrow keys move, Enter enlarges"),
    (TileKind.GATE, 4, "candidate", "4 gates; arrow keys move, Enter enlarges"),
]


@pytest.mark.parametrize(("kind", "n", "name", "described_as"), NAMES)
def test_that_tiles_have_the_name_of_what_they_are(kind, n, name, described_as):
    shown = tiles(n, kind=kind)
    assert tile_name(shown, 3) == name
    assert tiles_described(shown) == described_as
    assert hints_enlarged(shown, 3) == (
        f"{name}; click or Esc shows all, arrow keys show its neighbours",
        name,
    )


def test_that_gates_are_told_by_their_names_and_a_recurrent_layer_has_input_weights():
    gates = [tile_name(tiles(4, kind=TileKind.GATE), k) for k in range(4)]
    assert gates == ["input gate", "forget gate", "output gate", "candidate"]
    one = tiles(1, kind=TileKind.GATE)
    assert tile_name(one, 0) == "input weights"
    assert hints(one) == ("down the pixels of a row, across the units", "")


PLACES = [
    (TileKind.NEURON, "neuron 2, pixel (row 0, column 1)", "neuron 2 (0, 1)"),
    (TileKind.FILTER, "filter 2, place (row 0, column 1)", "filter 2 (0, 1)"),
    (TileKind.MAP, "map 2, row 0, column 1", "map 2 (0, 1)"),
]


@pytest.mark.parametrize(("kind", "long", "short"), PLACES)
def test_that_a_place_is_told_long_and_short(kind, long, short):
    assert place_names(tiles(kind=kind), 2, 0, 1) == (long, short)


def test_that_in_gates_a_row_is_a_pixel_and_a_column_a_unit():
    long, short = place_names(tiles(4, kind=TileKind.GATE), 1, 20, 3)
    assert long == "forget gate, unit 3, pixel 20 of a row"
    assert short == "forget gate, unit 3, pixel 20"


@pytest.mark.parametrize(
    ("kind", "long"),
    [
        (TileKind.NEURON, "point at a pixel to read it, click to enlarge a neuron"),
        (TileKind.FILTER, "point at a weight to read it, click to enlarge a filter"),
        (TileKind.GATE, "down the pixels of a row, across the units; click to enlarge a gate"),
    ],
)
def test_that_hints_fit_what_is_shown(kind, long):
    assert hints(tiles(4, kind=kind)) == (long, "point to read, click to enlarge", "")


def test_that_only_the_first_letter_becomes_large():
    assert [capitalised(text) for text in ("", "neuron A", "élan")] == ["", "Neuron A", "Élan"]
