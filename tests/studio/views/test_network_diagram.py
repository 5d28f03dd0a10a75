"""The diagram on the screen: pointer, keys, readers of the screen, and what costs time."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from gdstudio.inside.edits import SwitchOffInput, SwitchOffNeuron
from gdstudio.inside.places import Place
from gdstudio.jobs.edited_answers import edited
from gdstudio.jobs.network_diagram import DiagramWish, see_network
from gdstudio.numerals import numeral
from gdstudio.pictures.diagram.columns import MORE
from gdstudio.studio.appearance import put_on
from gdstudio.studio.state.diagram_lines import DiagramLines
from gdstudio.studio.theme import DARK
from gdstudio.studio.views.inside.diagram_accessible import let_diagrams_be_read
from gdstudio.studio.views.inside.diagram_lines import paint_lines
from gdstudio.studio.views.inside.network_diagram import NetworkDiagram
from gdstudio.studio.views.inside.network_page import NetworkPage
from gdstudio.studio.views.inside.network_view import STEPS, NetworkView
from tests.jobs.test_network_diagram import PIXELS, subject
from tests.studio.seen import shown

LEFT = Qt.MouseButton.LeftButton


def diagram_of(*args, wish=None, pixels=PIXELS, **how):
    (seen,) = see_network(subject(*args, **how), pixels, wish or DiagramWish(), None)
    return seen.diagram


@pytest.fixture
def view(qtbot):
    let_diagrams_be_read()
    view = shown(qtbot, NetworkDiagram(), 900, 520)
    view.orders = []
    view.lines_ordered.connect(view.orders.append)
    view.set_diagram(diagram_of(hidden=(16, 16)))
    view.set_lines(paint_lines(view.orders[-1]))
    return view


def place_of(view, number, cell):
    x, y = view.places.column(number).centre(cell)
    return QPoint(round(x), round(y))


def test_that_before_the_first_network_nothing_is_there(qtbot):
    view = shown(qtbot, NetworkDiagram(), 300, 200)
    assert view.grab().toImage().pixelColor(150, 100).name() == view.theme.base
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.mouseClick(view, LEFT)
    assert (view.pointed, view.reading(), len(view.stops())) == (None, "", 0)


def test_that_the_neuron_under_the_pointer_is_lit_and_read(qtbot, view):
    plain = view.grab().toImage()
    qtbot.mouseMove(view, place_of(view, 2, 5))
    assert view.pointed == (2, 5)
    assert view.reading().startswith("layer 2, neuron 5: ")
    assert view.grab().toImage() != plain
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert (view.pointed, view.reading()) == (None, "")
    assert view.grab().toImage() == plain


def test_that_what_is_read_is_what_the_layer_gives_out(view):
    view.point_at((1, 3))
    value = float(view.diagram.layers[1].values[3])
    assert float(view.reading().rpartition(": ")[2]) == pytest.approx(value, rel=1e-3)
    view.point_at((3, 4))
    assert view.reading().startswith("answer 4: ")
    view.point_at((0, 12 * 28 + 14))
    assert view.reading().startswith("pixel 12 14: ")


def test_that_a_click_opens_a_neuron_and_a_pixel_opens_nothing(qtbot, view):
    opened = QSignalSpy(view.spot_opened)
    qtbot.mouseClick(view, LEFT, pos=place_of(view, 2, 5))
    qtbot.mouseClick(view, LEFT, pos=place_of(view, 0, 400))
    qtbot.mouseClick(view, Qt.MouseButton.RightButton, pos=place_of(view, 2, 5))
    qtbot.mouseClick(view, LEFT, pos=QPoint(1, 1))
    assert [opened.at(k) for k in range(opened.count())] == [[2, 5]]


def test_that_keys_go_from_neuron_to_neuron_and_enter_opens(qtbot, view):
    opened = QSignalSpy(view.spot_opened)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    view.point_at((1, 0), by_keys=True)
    for key, spot in (
        (Qt.Key.Key_Down, (1, 1)),
        (Qt.Key.Key_Right, (2, 1)),
        (Qt.Key.Key_End, (2, 15)),
        (Qt.Key.Key_Home, (2, 0)),
        (Qt.Key.Key_Up, (2, 0)),
        (Qt.Key.Key_Left, (1, 0)),
    ):
        qtbot.keyClick(view, key)
        assert view.pointed == spot
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.at(0) == [1, 0]
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.pointed[0] == 0
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert view.pointed[0] == 1


def test_that_whoever_comes_by_key_is_at_the_open_neuron_or_the_first(qtbot, view):
    view.activateWindow()
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    qtbot.waitUntil(view.hasFocus)
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.pointed == (1, 0)
    view.clearFocus()
    assert view.pointed is None
    view.set_chosen((2, 7))
    view.setFocus(Qt.FocusReason.BacktabFocusReason)
    assert view.pointed == (2, 7)


def test_that_words_below_a_large_layer_open_it(qtbot, view):
    view.set_diagram(diagram_of(hidden=(128,)))
    toggled = QSignalSpy(view.layer_toggled)
    words = view.places.column(1).more
    qtbot.mouseClick(view, LEFT, pos=QPoint(*map(round, words.middle)))
    assert toggled.at(0) == [1]
    view.point_at((1, MORE), by_keys=True)
    assert view.reading() == "layer 1: 96 more; Enter shows all"
    qtbot.keyClick(view, Qt.Key.Key_Enter)
    assert toggled.count() == 2
    view.set_diagram(diagram_of(hidden=(128,), wish=DiagramWish(open_layers=frozenset({1}))))
    assert len(view.places.column(1).cells) == 128
    view.point_at((1, MORE), by_keys=True)
    assert "most active only" in view.reading()


def test_that_what_is_no_longer_drawn_is_not_pointed_at(view):
    view.point_at((2, 15))
    view.set_diagram(diagram_of(hidden=(16,)))
    assert view.pointed is None


def test_that_the_layout_stays_while_the_network_moves(view):
    before = view.places
    view.set_diagram(diagram_of(hidden=(16, 16), seed=3))
    assert view.places is before
    view.resize(700, 400)
    assert view.places is not before


def test_that_lines_of_another_place_are_not_shown(view):
    old = view.orders[-1]
    view.resize(500, 300)
    plain = view.grab().toImage()
    view.set_lines(paint_lines(old))
    assert view.grab().toImage() == plain
    view.set_lines(paint_lines(view.orders[-1]))
    assert view.grab().toImage() != plain


def test_that_painted_lines_are_transparent_beside_them(view):
    painted = paint_lines(view.orders[-1])
    assert painted.pictures[0] is None
    for _, image in painted.pictures[1:]:
        assert image.hasAlphaChannel()
        assert image.pixelColor(0, 0).alpha() == 0


def test_that_only_lines_that_are_others_are_painted_anew(view):
    before = paint_lines(view.orders[-1])
    view.set_diagram(view.diagram)
    assert paint_lines(view.orders[-1], before).pictures == before.pictures
    changed = subject(hidden=(16, 16))
    changed.parameters[784 * 16 + 16 + 5] *= -3  # W2[0,5]
    (seen,) = see_network(changed, PIXELS, DiagramWish(), None)
    view.set_diagram(seen.diagram)
    again, fresh = paint_lines(view.orders[-1], before), paint_lines(view.orders[-1])
    reused = [one is other for one, other in zip(again.pictures, before.pictures, strict=True)]
    assert reused[:2] == [True, True]
    assert not reused[2]
    for one, other in zip(again.pictures[1:], fresh.pictures[1:], strict=True):
        assert one[1] == other[1]
    put_on(DARK)
    assert paint_lines(view.orders[-1], before).pictures[1] is not before.pictures[1]


def test_that_a_theme_is_taken_up(view):
    put_on(DARK)
    assert view.orders[-1].palette is DARK
    assert view.grab().toImage().pixelColor(2, 2).name() == DARK.base


def test_that_the_digit_on_its_way_is_drawn(view):
    plain = view.grab().toImage()
    view.set_front(1.4)
    assert view.grab().toImage() != plain
    view.set_front(None)
    assert view.grab().toImage() == plain


# For readers of the screen.


def children(view):
    root = QAccessible.queryAccessibleInterface(view)
    return root, [root.child(k) for k in range(root.childCount())]


def test_that_every_neuron_is_spoken_with_its_value(view):
    root, stops = children(view)
    assert root.role() is QAccessible.Role.List
    assert len(stops) == 1 + 16 + 16 + 10
    names = [stop.text(QAccessible.Text.Name) for stop in stops]
    assert names[0] == "the digit, 28 x 28 pixels"
    value = float(view.diagram.layers[2].values[5])
    name, _, number = names[1 + 16 + 5].rpartition(": ")
    assert name == "layer 2, neuron 5"
    assert float(number) == pytest.approx(value, rel=1e-3)
    assert names[-1].startswith("answer 9: ")
    assert root.child(len(stops)) is None


def test_that_a_neuron_spoken_knows_its_place_and_state(qtbot, view):
    root, stops = children(view)
    view.activateWindow()
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    qtbot.waitUntil(view.hasFocus)
    view.point_at((2, 5), by_keys=True)
    view.set_chosen((2, 5))
    stop = stops[1 + 16 + 5]
    assert root.indexOfChild(stop) == 22
    assert root.indexOfChild(root) == -1
    state = stop.state()
    assert (state.focused, state.selected, state.focusable) == (1, 1, 1)
    assert stops[3].state().focused == 0
    centre = view.mapToGlobal(place_of(view, 2, 5))
    assert stop.rect().contains(centre)
    assert root.childAt(centre.x(), centre.y()) is stop
    assert root.focusChild() is stop
    assert root.childAt(*view.mapToGlobal(QPoint(1, 1)).toTuple()) is None
    parts = stop.childCount(), stop.child(0), stop.childAt(0, 0), stop.object()
    assert parts == (0, None, None, None)
    assert (stop.role(), stop.indexOfChild(stop)) == (QAccessible.Role.ListItem, -1)
    assert stop.parent().childCount() == root.childCount()


def test_that_a_map_is_spoken_with_the_pixel_reached_in_it(view):
    view.set_diagram(diagram_of("conv 4@5x5, dense 20"))
    _, stops = children(view)
    assert stops[2].text(QAccessible.Text.Name) == "layer 1, map 1, 24 x 24 pixels"
    view.point_at((1, 576 + 3 * 24 + 7), by_keys=True)
    name = stops[2].text(QAccessible.Text.Name)
    assert name.startswith("layer 1, map 1, row 3, column 7: ")
    assert stops[2].text(QAccessible.Text.Description) == ""


def test_that_what_has_gone_is_no_longer_spoken(view):
    _, stops = children(view)
    view.set_diagram(diagram_of(hidden=(4,)))
    assert not stops[-1].isValid()
    assert stops[-1].text(QAccessible.Text.Name) == ""
    assert stops[-1].rect().isEmpty()
    assert stops[-1].parent() is None
    assert stops[-1].state().invalid == 1


# With its controls.


@pytest.fixture
def controls(qtbot):
    view = shown(qtbot, NetworkView(QAction("Flow")), 800, 500)
    view.set_diagram(diagram_of(hidden=(16, 16)), "")
    return view


def test_that_the_line_below_reads_what_is_pointed_at(controls):
    assert controls.readout().startswith("point at a neuron")
    controls.diagram.point_at((1, 2))
    assert controls.readout().startswith("layer 1, neuron 2: ")
    controls.diagram.point_at(None)
    controls.set_diagram(controls.diagram.diagram, "Draw a digit.")
    assert controls.readout() == "Draw a digit."


def test_that_marks_of_the_largest_nudges_are_explained(controls):
    controls.set_diagram(controls.diagram.diagram, "")
    controls.set_nudged(((2, 1, 0),))
    assert controls.readout().endswith("; magenta: the largest nudges")
    controls.set_nudged(())
    assert "magenta" not in controls.readout()


def test_that_the_count_of_lines_is_said(controls):
    assert controls.count() == "16 strongest: 672 of 12,960 lines"


def test_that_lines_chosen_are_wished_and_kept(controls):
    wished = QSignalSpy(controls.wish_changed)
    controls.set_lines(DiagramLines(per_neuron=4, lit=True))
    assert wished.count() == 2
    assert controls.wish() == DiagramWish(4, True, frozenset())
    assert controls.lines() == DiagramLines(per_neuron=4, lit=True)
    controls.set_lines(DiagramLines(per_neuron=1000, lit=False))
    assert controls.wish().per_neuron == STEPS[-1]
    assert controls.count().startswith("all strongest")


def test_that_a_layer_is_opened_and_closed(controls):
    for numbers in ({1}, {1, 2}, {2}):
        controls.diagram.layer_toggled.emit(1 if numbers != {1, 2} else 2)
        assert controls.wish().open_layers == numbers


def test_that_without_a_way_to_let_it_flow_there_are_no_controls(qtbot):
    view = shown(qtbot, NetworkView(), 400, 200)
    view.set_diagram(diagram_of(hidden=(16, 16)), "")
    assert view.diagram.height() > 160


def test_that_the_diagram_has_all_the_page_while_no_neuron_is_open(qtbot):
    page = shown(qtbot, NetworkPage(QAction("Flow")), 900, 500)
    assert not page.card.isVisible()
    assert page.view.width() == 900


def test_that_a_value_that_is_no_number_is_spoken(view):
    diagram = view.diagram
    values = np.array(diagram.layers[1].values)
    values[0] = np.nan
    layers = list(diagram.layers)
    layers[1] = replace(layers[1], values=values)
    view.set_diagram(replace(diagram, layers=tuple(layers)))
    view.point_at((1, 0))
    assert view.reading() == "layer 1, neuron 0: –"


def test_that_the_state_after_a_row_opens_that_unit_after_that_row(qtbot):
    view = shown(qtbot, NetworkDiagram(), 900, 520)
    view.set_diagram(diagram_of(architecture="rnn 6"))
    opened, box = QSignalSpy(view.moment_opened), view.places.column(1).history
    for unit, row in ((0, 0), (2, 11), (5, 27)):
        at = QPoint(
            int(box.left + (row + 0.5) * box.width / 28),
            int(box.top + (unit + 0.5) * box.height / 6),
        )
        qtbot.mouseMove(view, at)
        assert view.cursor().shape() is Qt.CursorShape.PointingHandCursor
        qtbot.mouseClick(view, LEFT, pos=at)
    assert [opened.at(k) for k in range(3)] == [[1, 0, 0], [1, 2, 11], [1, 5, 27]]
    plain = view.grab().toImage()
    view.set_chosen((1, 2), 11)
    with_row = view.grab().toImage()
    view.set_chosen((1, 2))
    assert (
        len(
            {
                plain.constBits().tobytes(),
                with_row.constBits().tobytes(),
                view.grab().toImage().constBits().tobytes(),
            }
        )
        == 3
    )


def test_that_a_neuron_that_counts_for_nothing_is_spoken_as_such(view):
    of = edited(subject(hidden=(16, 16)), [SwitchOffNeuron(Place(2, 5)), SwitchOffInput(40)])
    (seen,) = see_network(of, PIXELS, DiagramWish(), None)
    plain = view.grab().toImage()
    view.set_diagram(seen.diagram)
    assert view.grab().toImage() != plain
    for spot, is_off in (((2, 5), True), ((2, 6), False), ((0, 40), True), ((0, 41), False)):
        view.point_at(spot)
        said = "it counts for nothing: its outgoing weights are 0"
        assert (said in view.reading()) is is_off
    rows = view.figure().tabulate().rows()
    off = [row for row in rows if row[0] == "counts for nothing"]
    assert [row[1:4] for row in off] == [(0, "", 40), (2, "dense 16", 5)]


def test_that_keys_go_through_the_states_of_a_recurrent_unit_and_open_them(qtbot):
    view = shown(qtbot, NetworkDiagram(), 900, 520)
    view.set_diagram(diagram_of(architecture="rnn 6"))
    opened, states = QSignalSpy(view.moment_opened), view.diagram.layers[1].values
    view.point_at((1, 2), by_keys=True)
    plain = view.grab().toImage()
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.grab().toImage() != plain
    value = float(states[27, 2])
    assert view.reading() == f"layer 1, neuron 2 after row 27: {numeral(value, 4)}"
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.reading().startswith("layer 1, neuron 3 after row 26: ")
    assert view.stop_spoken(view.stop_of(view.pointed)) == view.reading()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert [opened.at(k) for k in range(opened.count())] == [[1, 3, 26]]
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.reading().startswith("layer 1, neuron 3: ")
    qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert view.pointed[0] == 0
    view.point_at((1, 5), by_keys=True, row=0)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.pointed == (1, 5)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.pointed[0] == 0
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.pointed[0] == 1


def test_that_a_tip_stands_below_while_a_neuron_is_lit(view):
    at = view.mapToGlobal(QPoint(300, 100))
    assert view.tip_point(at) == at
    view.point_at((2, 5))
    assert view.tip_point(at) == view.mapToGlobal(QPoint(0, view.height()))
