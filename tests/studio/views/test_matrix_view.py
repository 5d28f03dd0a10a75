"""All weights: found by name, read exactly, walked through, copied."""

import csv
import io

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from gdstudio.inside.places import find_weight
from gdstudio.learning.shapes import DIGIT
from gdstudio.numerals import MINUS
from gdstudio.studio.appearance import put_on
from gdstudio.studio.figure_files import data_bytes
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.inside.matrix_layout import MatrixLayout, fitting_cell
from gdstudio.studio.views.inside.matrix_view import MatrixView
from gdstudio.studio.views.inside.weight_matrix import weight_matrix
from tests.networks import make_network
from tests.studio.seen import shown

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


def network_of(architecture="dense 6"):
    network = make_network(architecture, DIGIT, 10)
    network.parameters[:] = np.random.default_rng(2).normal(0, 0.5, len(network.parameters))
    return network


def matrix_of(name, architecture="dense 6"):
    network = network_of(architecture)
    part = next(part for part in network.slices if part.name == name)
    return weight_matrix(network, part, DIGIT)


@pytest.fixture
def view(qtbot):
    view = shown(qtbot, MatrixView(), 900, 480)
    network = network_of()
    names = [(part.name, part.name) for part in network.slices]
    view.set_arrays(names, lambda text: find_weight(text, network))
    view.set_matrix(matrix_of("W2"))
    return view


def value_read(view):
    return float(view.readout().partition(" = ")[2].partition(":")[0].replace(MINUS, "-"))


def centre(view, row, column):
    return view.grid.cell_rectangle(row, column).center().toPoint()


@pytest.mark.parametrize("cell", [(0, 0), (3, 2), (9, 5)])
def test_that_the_weight_under_the_pointer_is_read_with_all_its_digits(qtbot, view, cell):
    qtbot.mouseMove(view.grid.viewport(), centre(view, *cell))
    weight = view.matrix.network.part("W2")[cell]
    assert np.float32(value_read(view)) == weight
    row, column = cell
    assert view.readout().startswith(f"W2[{row},{column}] = ")
    assert view.readout().endswith(f": from L1.{column} to L2.{row}")
    QApplication.sendEvent(view.grid.viewport(), QEvent(QEvent.Type.Leave))
    assert view.readout().startswith("W2: 10 × 6, a row a neuron")


def test_that_the_arrow_keys_go_from_weight_to_weight_and_say_so(qtbot, view):
    chosen = QSignalSpy(view.weight_chosen)
    grid = view.grid
    for key, modifier in (
        (Qt.Key.Key_Right, None),  # begins at the first
        (Qt.Key.Key_Right, None),
        (Qt.Key.Key_Down, None),
        (Qt.Key.Key_End, None),
        (Qt.Key.Key_Down, CONTROL),
        (Qt.Key.Key_Down, None),
        (Qt.Key.Key_Home, None),
    ):
        qtbot.keyClick(grid, key, modifier or Qt.KeyboardModifier.NoModifier)
    names = [str(chosen.at(k)[0]) for k in range(chosen.count())]
    assert names == ["W2[0,0]", "W2[0,1]", "W2[1,1]", "W2[1,5]", "W2[9,5]", "W2[9,5]", "W2[9,0]"]
    assert grid.accessibleDescription() == view.readout()
    assert view.readout().startswith("W2[9,0] = ")


def test_that_a_weight_is_found_by_its_name(qtbot, view):
    chosen = QSignalSpy(view.field.weight_found)
    view.field.setFocus()
    qtbot.keyClicks(view.field, "w2[3, 4]")
    qtbot.keyClick(view.field, Qt.Key.Key_Return)
    assert str(chosen.at(0)[0]) == "W2[3,4]"
    view.set_weight(chosen.at(0)[0])
    assert view.grid.chosen == (3, 4)
    assert view.field.text() == "W2[3,4]"


def test_that_a_name_that_is_none_is_refused_with_what_there_is(qtbot, view):
    chosen = QSignalSpy(view.field.weight_found)
    qtbot.keyClicks(view.field, "W2[10,4]")
    qtbot.keyClick(view.field, Qt.Key.Key_Return)
    assert chosen.count() == 0
    assert "W2[0,0] to W2[9,5]" in view.field.accessibleDescription()
    assert view.field.text() == "W2[10,4]"


def test_that_enter_and_a_double_click_open_the_neuron(qtbot, view):
    opened = QSignalSpy(view.neuron_opened)
    view.set_weight(find_weight("W2[3,4]", view.matrix.network))
    qtbot.keyClick(view.grid, Qt.Key.Key_Return)
    qtbot.mouseDClick(view.grid.viewport(), LEFT, pos=centre(view, 7, 2))
    assert [opened.at(k) for k in range(2)] == [[2, 3], [2, 7]]


def test_that_numbers_stand_in_cells_that_have_room(view):
    viewport = view.grid.viewport()
    view.set_matrix(matrix_of("W1"))
    small = view.grid.cell_rectangle(0, 0).width()
    view.set_weight(find_weight("W1[2,400]", view.matrix.network))
    view.grid.zoom_by(99)
    place = view.grid.cell_rectangle(2, 400)
    assert place.width() == 96 > 10 * small
    assert viewport.rect().toRectF().contains(place)
    view.grid.zoom_by(-99)
    assert view.grid.cell_rectangle(0, 0).width() == small


def test_that_keys_and_the_wheel_enlarge(qtbot, view):
    view.set_matrix(matrix_of("W1"))
    grid = view.grid
    before = grid.cell_rectangle(0, 0).width()
    qtbot.keyClick(grid, Qt.Key.Key_Plus)
    after = grid.cell_rectangle(0, 0).width()
    assert after > before
    at = grid.viewport().rect().center().toPointF()
    wheel = QWheelEvent(
        at, grid.viewport().mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        CONTROL, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(grid.viewport(), wheel)
    assert grid.cell_rectangle(0, 0).width() > after
    qtbot.keyClick(grid, Qt.Key.Key_0)
    assert grid.cell_rectangle(0, 0).width() == before


@pytest.mark.parametrize(
    ("name", "architecture", "shape", "cell", "said"),
    [
        ("W1", "dense 6", (6, 784), (2, 406), ": from pixel 14 14 to L1.2"),
        ("b1", "dense 6", (1, 6), (0, 3), ": bias of L1.3"),
        ("W1", "conv 2@5x3, dense 4", (2, 15), (1, 7), ""),
        ("U1", "rnn 4", (4, 4), (1, 2), ""),
        ("W1", "lstm 4", (16, 28), (3, 2), ""),
    ],
)
def test_that_every_array_is_a_matrix_of_named_cells(name, architecture, shape, cell, said):
    matrix = matrix_of(name, architecture)
    assert matrix.values.shape == shape
    assert not matrix.values.flags.writeable
    place = matrix.place(*cell)
    assert matrix.cell(place) == cell
    value = matrix.network.parameters[place.index]
    assert matrix.reading(*cell) == f"{place} = {str(value).replace('-', MINUS)}{said}"
    assert matrix.network.part(name)[place.at] == value
    other = next(part for part in matrix.network.slices if part.name != name)
    assert weight_matrix(matrix.network, other, DIGIT).cell(place) is None


@pytest.mark.parametrize("name", ["W1", "W2", "b1", "b2"])
def test_that_a_table_reads_back_the_same(name):
    matrix = matrix_of(name)
    header, *rows = csv.reader(io.StringIO(data_bytes(matrix.figure(1.0), ".csv").decode("utf-8")))
    assert header[0] == name
    values = np.array([row[1:] for row in rows], np.float32)
    assert (values == matrix.values).all()
    lines = [line.split("\t") for line in matrix.text().split("\n")]
    assert lines == [header, *rows]
    first = {"W1": "pixel 0 0", "W2": "L1.0", "b1": "L1.0", "b2": "L2.0"}[name]
    assert header[1] == first
    assert rows[0][0] == {"W1": "L1.0", "W2": "L2.0"}.get(name, name)


def test_that_ctrl_c_copies_the_numbers(qtbot, view):
    qtbot.keyClick(view.grid, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == view.matrix.text()


def test_that_the_array_shown_can_be_taken_away(view):
    figure, matrix = view.figure(), view.matrix
    assert figure.name == matrix.part.name
    np.testing.assert_array_equal(
        figure.arrays[matrix.part.name], matrix.network.part(matrix.part.name)
    )
    header, *rows = (line.split("\t") for line in figure.tabulate().text().split("\n"))
    assert [header, *rows] == [line.split("\t") for line in matrix.text().split("\n")]


def test_that_another_array_is_asked_for_and_shown_as_chosen(view):
    chosen = QSignalSpy(view.array_chosen)
    view.arrays.activated.emit(view.arrays.findData("b1"))
    assert chosen.count() == 1
    view.set_matrix(matrix_of("b1"))
    assert view.arrays.currentData() == "b1"
    assert view.readout().startswith("b1: 6 biases")


def test_that_what_moved_keeps_its_place_and_its_scale(view):
    weight = find_weight("W2[3,4]", view.matrix.network)
    view.set_weight(weight)
    limit = view.grid.limit
    network = network_of()
    network.parameters[:] *= 0.9
    view.set_matrix(weight_matrix(network, view.matrix.part, DIGIT))
    assert (view.grid.chosen, view.grid.limit) == ((3, 4), limit)
    assert np.float32(value_read(view)) == network.parameters[weight.index]


def test_that_the_colours_of_the_cells_are_those_of_their_signs(view):
    for theme in (LIGHT, DARK):
        put_on(theme)
        values, image = view.matrix.values, view.grid.viewport().grab().toImage()
        for k in (values.argmin(), values.argmax()):
            cell = np.unravel_index(k, values.shape)
            corner = view.grid.cell_rectangle(*cell).topLeft().toPoint()
            colour = image.pixelColor(corner.x() + 2, corner.y() + 2)
            assert (colour.blue() > colour.red()) == (values[cell] > 0)


def test_that_cells_fill_their_room_or_are_scrolled():
    assert fitting_cell((16, 16), (800.0, 400.0), 0, 1.0) == (50.0, 25.0)
    assert fitting_cell((16, 784), (700.0, 400.0), 0, 1.0) == (1.0, 25.0)
    assert fitting_cell((16, 784), (700.0, 400.0), 3, 1.0) == (8.0, 44.0)
    assert fitting_cell((1, 6), (800.0, 400.0), 0, 1.5) == (133.0, 66.0)
    layout = MatrixLayout((16, 784), (8.0, 30.0), (100.0, 90.0), (20, 45))
    assert layout.visible() == (slice(1, 5), slice(2, 16))
    assert layout.at(0, 0) == (1, 2)
    assert layout.at(100, 0) is None
    assert layout.corner(1, 3) == (4.0, -15.0)
