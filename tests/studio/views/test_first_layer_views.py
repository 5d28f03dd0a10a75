import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from gdstudio.learning.first_layer import first_layer
from gdstudio.learning.shapes import PictureShape
from gdstudio.studio.theme import LIGHT
from gdstudio.studio.views.weights.mosaic_picture import MosaicPicture
from gdstudio.studio.views.weights.weights_view import WeightsView
from tests.networks import make_network


@pytest.fixture
def host(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(800, 400)
    host.show()
    return host


@pytest.fixture
def view(host):
    view = WeightsView()
    view.setParent(host)
    view.resize(640, 320)
    view.show()
    return view


def show(view, architecture, part, place, value):
    """Show a first layer whose weights are 0 but for one."""
    network = make_network(architecture, PictureShape(1, 28, 28), 10)
    network.part(part)[place] = value
    layer = first_layer(network, PictureShape(1, 28, 28))
    tiles = layer.tiles(network.parameters)
    view.set_tiles(layer.coloured(tiles, 0.5))
    view.set_values(tiles)
    return view.findChild(MosaicPicture)


def box_of(picture, colour):
    """Left, top, right and bottom of the pixels of a colour; right and bottom are outside."""
    image = picture.grab().toImage()
    found = [
        (x, y)
        for y in range(image.height())
        for x in range(image.width())
        if image.pixelColor(x, y) == QColor(colour)
    ]
    xs, ys = zip(*found, strict=True)
    return min(xs), min(ys), max(xs) + 1, max(ys) + 1


CASES = [
    # architecture, part, place, (tile, row, column), what is read out
    (
        "conv 4@5x5",
        "W1",
        (2, 0, 1, 4),
        (2, 1, 4),
        "filter 2, place (row 1, column 4), weight +0.500",
    ),
    (
        "lstm 12",
        "W1",
        (1 * 12 + 3, 20),
        (1, 20, 3),
        "forget gate, unit 3, pixel 20 of a row, weight +0.500",
    ),
    (
        "rnn 12",
        "W1",
        (3, 20),
        (0, 20, 3),
        "input weights, unit 3, pixel 20 of a row, weight +0.500",
    ),
]


@pytest.mark.parametrize(("architecture", "part", "place", "where", "text"), CASES)
@pytest.mark.parametrize("enlarged", [False, True])
def test_that_one_weight_is_drawn_where_it_is_read_out(
    qtbot, view, architecture, part, place, where, text, enlarged
):
    picture = show(view, architecture, part, place, 0.5)
    view.set_neuron(where[0] if enlarged else -1)
    left, top, right, bottom = box_of(picture, LIGHT.positive)
    middle = QPoint((left + right) // 2, (top + bottom) // 2)
    assert picture.pixel_at(QPointF(middle)) == where
    tile = [
        position
        for position in (QPointF(x, middle.y()) for x in range(picture.width()))
        if (there := picture.pixel_at(position)) and there[0] == where[0]
    ]
    columns = {"conv 4@5x5": 5}.get(architecture, 12)
    share = (middle.x() - tile[0].x()) / (tile[-1].x() - tile[0].x() + 1)
    assert int(share * columns) == where[2]
    qtbot.mouseMove(picture, QPoint(1, 1))  # else the pointer might stand there already
    qtbot.mouseMove(picture, middle)
    assert view.readout() == text


def test_that_gates_and_filters_are_named(qtbot, view):
    picture = show(view, "conv 6@3x3", "W1", (0, 0, 0, 0), 0.5)
    assert picture.accessibleDescription().startswith("6 filters")
    view.set_neuron(5)
    assert picture.caption() == "Filter 5"
    picture = show(view, "lstm 12", "W1", (0, 0), 0.5)
    assert view.neuron() == -1  # a filter does not become a gate
    assert picture.accessibleDescription().startswith("4 gates")
    names = []
    for gate in range(4):
        view.set_neuron(gate)
        names.append(picture.caption())
    assert names == ["Input gate", "Forget gate", "Output gate", "Candidate"]


def test_that_an_arrow_key_leads_from_gate_to_gate(qtbot, view):
    picture = show(view, "lstm 12", "W1", (0, 0), 0.5)
    view.set_neuron(0)
    qtbot.keyClick(picture, Qt.Key.Key_Right)
    assert picture.caption() == "Forget gate"


def test_that_large_tiles_bear_the_names_of_their_gates(view):
    picture = show(view, "lstm 128", "W1", (0, 0), 0.5)
    with_names = picture.grab().toImage()
    text = QColor(LIGHT.text)
    tile = next(
        QPoint(x, y)
        for y in range(picture.height())
        for x in range(picture.width())
        if picture.pixel_at(QPointF(x, y)) == (3, 0, 0)
    )
    dark = [
        (x, y)
        for y in range(tile.y(), tile.y() + 20)
        for x in range(tile.x(), tile.x() + 100)
        if with_names.pixelColor(x, y) == text
    ]
    assert dark
