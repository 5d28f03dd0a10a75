"""The pages of Inspect, told in words: how they are made, and what each line of them says."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QPushButton

from gdstudio.jobs.look import LayerPicture
from gdstudio.jobs.shift_comparison import ShiftAnswers
from gdstudio.learning.architecture import LayerSummary
from gdstudio.learning.layer_activations import LayerActivations
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK
from gdstudio.studio.views.inside.backprop_page import BackpropPage
from gdstudio.studio.views.inside.health_page import HealthPage
from gdstudio.studio.views.inside.matrix_view import MatrixView
from gdstudio.studio.views.inside.network_page import NetworkPage
from gdstudio.studio.views.inside.nudges_page import NudgesPage
from gdstudio.studio.views.inside.smooth_page import SmoothPage
from gdstudio.studio.views.inspect.activations_page import ActivationsPage
from gdstudio.studio.views.inspect.inspect_page import PAGES, InspectPage
from gdstudio.studio.views.inspect.layer_stack import LayerRow, LayerStack
from gdstudio.studio.views.inspect.mistakes_page import MistakesPage
from gdstudio.studio.views.inspect.shifts_page import (
    ShiftDetail,
    ShiftsPage,
    of_answers,
    of_maps,
    shift_text,
)
from tests.kept import difference
from tests.studio.described import described
from tests.studio.painted import painting_differs
from tests.studio.seen import shown
from tests.studio.views.test_inspect_layers import look_of
from tests.studio.views.test_inspect_mistakes import answers_of, some_answers
from tests.studio.views.test_inspect_shifts import PIXELS, SIDE, falling, outputs_of, shift_map

KEPT = Path(__file__).parent / "painted"
LEFT = Qt.MouseButton.LeftButton


def made(widget, name, **how):
    return difference(KEPT / f"{name}_made.txt", described(widget, sizes=True, **how))


# The layers.


@pytest.fixture
def stack(qtbot):
    stack = shown(qtbot, LayerStack(), 700, 400)
    stack.set_look(look_of("conv 2@5x5, dense 6"), 0)
    return stack


def test_that_layers_are_made_as_it_is_kept(stack):
    assert made(stack, "layers") == ""


def test_that_the_line_below_the_layers_tells_how_to_look_closer_and_back(qtbot, stack):
    long = "point at a value to read it; click a map, bars or a name to enlarge"
    assert stack.readout.text() == long
    stack.rows[1].name.click()
    assert stack.readout.text() == "Esc, or another click, shows all layers again"
    stack.resize(330, 400)
    assert stack.readout.text() == "Esc, or another click, shows all layers again"
    qtbot.keyClick(stack, Qt.Key.Key_A)
    assert stack.enlarged == 1
    qtbot.keyClick(stack, Qt.Key.Key_Escape)
    assert stack.enlarged == -1
    assert stack.readout.text() == "point to read, click to enlarge"
    stack.resize(700, 400)
    assert stack.readout.text() == long


def test_that_escape_gives_the_keys_to_the_name_of_the_layer(qtbot, stack):
    stack.activateWindow()
    stack.rows[1].bars.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is stack.rows[1].bars)
    qtbot.mouseClick(stack.rows[1].bars, LEFT)
    qtbot.keyClick(stack.rows[1].bars, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is stack.rows[1].name


def test_that_another_network_is_not_enlarged_where_the_last_one_was(stack):
    stack.rows[1].name.click()
    stack.set_look(look_of("dense 6, dense 5"), 0)
    assert (stack.enlarged, [row.isHidden() for row in stack.rows]) == (-1, [False] * 3)


def layer(shape, values, limit=1.0):
    summary = LayerSummary("a layer", shape, 20)
    return LayerPicture(LayerActivations(summary, np.array(values, float)), limit, None)


@pytest.fixture
def row(qtbot):
    return shown(qtbot, LayerRow(LayerSummary("a layer", (3,), 20)), 500, 60)


def test_that_a_row_reads_the_neuron_pointed_at_now_and_after_news(row):
    told = []
    row.value_pointed_at.connect(told.append)
    row.bars.neuron_hovered.emit(0)
    row.set_layer(layer((3,), [[0.5, -0.25, 0.125], [0.0, 1.0, 0.75]]), 0)
    row.bars.neuron_hovered.emit(1)
    row.set_layer(layer((3,), [[0.5, -0.25, 0.125], [0.0, 1.0, 0.75]]), 1)
    row.bars.neuron_hovered.emit(-1)
    row.set_layer(layer((3,), [[0.5, -0.25, 0.125]]), 0)
    assert told == [
        "",
        "a layer, neuron 0: +0.50",
        "a layer, neuron 1: −0.25",
        "a layer, neuron 1: +1.00",
        "",
    ]


def test_that_a_row_of_answers_reads_their_names_and_hides_its_scale(qtbot):
    summary = LayerSummary("a layer", (3,), 20)
    row = shown(qtbot, LayerRow(summary, ("A", "B", "C")), 500, 60)
    row.set_layer(layer((3,), [[0.5, 0.25, 0.125]]), 0)
    with qtbot.waitSignal(row.value_pointed_at) as told:
        row.bars.neuron_hovered.emit(2)
    assert told.args == ["answer C: +0.12"]
    assert made(row, "row_of_answers") == ""


def test_that_what_stands_beside_the_name_of_a_layer_is_painted_as_it_is_kept(row):
    row.resize(400, 80)
    row.set_layer(layer((3,), [[0.5, -0.25, 0.125]]), 0)
    below = row.rect().adjusted(0, row.name.geometry().bottom() + 1, 0, 0)
    assert painting_differs(KEPT / "row.txt", row, below) == ""


def test_that_a_row_is_enlarged_and_given_back_by_its_parts(row):
    told = []
    row.enlarged.connect(told.append)
    row.name.click()
    row.bars.clicked.emit()
    row.set_enlarged(True)
    row.bars.clicked.emit()
    row.set_enlarged(False)
    row.bars.clicked.emit()
    assert told == [True, True, False, True]


def test_that_a_row_of_maps_is_enlarged_with_its_map_and_given_back_once(qtbot):
    row = shown(qtbot, LayerRow(LayerSummary("conv 2@5x5", (2, 24, 24), 52)), 500, 60)
    told, read = [], []
    row.enlarged.connect(told.append)
    row.value_pointed_at.connect(read.append)
    row.maps.neuron_chosen.emit(-1)
    row.maps.neuron_chosen.emit(0)
    row.set_enlarged(True)
    row.maps.neuron_chosen.emit(-1)
    assert told == [True, False]
    row.set_layer(look_of("conv 2@5x5").layers[0], 0)
    for place in ((0, 0, 0), (-1, -1, -1)):
        row.maps.pixel_hovered.emit(*place)
    assert read[0].startswith("conv 2@5x5, map 0, row 0, column 0: ")
    assert read[1:] == [""]


def test_that_the_maps_of_a_layer_stand_together_at_its_left_as_it_is_kept(qtbot):
    def copies(network):  # the second map is the picture, the first is empty
        network.parameters[:] = 0
        network.part("W1")[1, 0, 0, 0] = 1

    row = shown(qtbot, LayerRow(LayerSummary("conv 2@1x1", (2, 28, 28), 4)), 500, 60)
    row.set_layer(look_of("conv 2@1x1", parameters=copies).layers[0], 0)
    assert painting_differs(KEPT / "row_of_maps.txt", row.maps) == ""


def test_that_a_long_name_is_cut_and_told_whole(qtbot):
    name = "conv 2@5x5 stride 2 with a very long name"
    row = shown(qtbot, LayerRow(LayerSummary(name, (2, 24, 24), 0)), 500, 60)
    assert row.name.text() == "conv 2@5x5 stride 2 wi…"
    assert row.name.toolTip().split("\n")[0] == row.name.accessibleName() == name
    assert row.name.accessibleDescription() == "2 × 24 × 24"


def test_that_the_page_of_the_layers_is_made_as_it_is_kept(qtbot):
    page = shown(qtbot, ActivationsPage(QAction("Uncover")), 900, 500)
    page.set_look(look_of("lstm 6"), 12)
    assert made(page, "activations", leave_out=[page.stack, page.uncover]) == ""
    assert page.uncover.slider.value() == 12
    page.set_reason("Draw a digit.")
    assert made(page, "activations_reason", leave_out=[page.stack, page.uncover]) == ""
    page.set_look(None, 0)
    hidden = [part.isHidden() for part in (page.stack, page.uncover, page.reason)]
    assert hidden == [False, True, True]


# The shifts.


@pytest.fixture
def shifts(qtbot):
    page = shown(qtbot, ShiftsPage(), 950, 540)
    page.set_networks("784-16-16-10", [("a", "mlp", "mlp: 784"), ("b", "cnn", "cnn: conv 8")], "b")
    fours, sixes = (outputs_of(np.full((SIDE, SIDE), answer)) for answer in (4, 6))
    page.set_answers(ShiftAnswers(PIXELS, None, (fours, sixes)))
    page.set_maps((falling(0.1), falling(0.7)), 500)
    return page


def test_that_the_page_of_the_shifts_is_made_as_it_is_kept(qtbot, shifts):
    assert made(shifts, "shifts") == ""
    qtbot.mouseClick(shifts.switch.button("all"), LEFT)
    assert made(shifts, "shifts_all", leave_out=[shifts.detail]) == ""


def test_that_who_is_compared_and_how_many_are_asked_is_told(shifts):
    others, counts = QSignalSpy(shifts.other_chosen), QSignalSpy(shifts.examples_chosen)
    shifts.other.activated.emit(0)
    shifts.examples.activated.emit(1)
    shifts.examples.activated.emit(0)
    assert [others.at(k) for k in range(others.count())] == [["a"]]
    assert [counts.at(k) for k in range(counts.count())] == [[10_000], [1_000]]


def test_that_a_network_that_is_gone_is_not_compared_with(shifts):
    shifts.set_networks("x", [("a", "mlp", "mlp: 784")], "b")
    assert shifts.other.currentIndex() == 0
    assert "mlp" not in shifts.sentence.text()
    shifts.set_networks("x", [], "")
    assert shifts.other.currentIndex() == -1


def test_that_a_reason_takes_the_place_of_the_sentence(shifts):
    shifts.set_answers(None, "Train first.")
    assert shifts.sentence.text() == "Train first."
    shifts.set_answers(None)
    assert shifts.sentence.text().startswith("Draw a digit")


def test_that_the_shift_pointed_at_is_looked_at_until_the_pointer_leaves(qtbot, shifts):
    first, second = shifts.grids
    qtbot.mouseClick(first, LEFT, pos=first.cell_rectangle(1, 2).center().toPoint())
    qtbot.mouseMove(second, second.cell_rectangle(-3, 0).center().toPoint())
    assert (shifts.detail.title.text(), shifts.shift) == ("3 left", (1, 2))
    QApplication.sendEvent(second, QEvent(QEvent.Type.Leave))
    assert shifts.detail.title.text() == "1 right, 2 down"


def test_that_the_maps_follow_the_look(shifts):
    before = shifts.grids[0].grab().toImage()
    middle = shifts.grids[0].cell_rectangle(0, 0).center().toPoint() * 1.0
    put_on(DARK)
    assert shifts.grids[0].grab().toImage().pixel(middle) != before.pixel(middle)


def test_that_a_detail_says_only_what_is_known(qtbot):
    detail = shown(qtbot, ShiftDetail(), 190, 400)
    outputs = outputs_of(np.full((SIDE, SIDE), 4))
    outputs[6, 6, 0] = np.nan
    unknown = np.ones((SIDE, SIDE))
    unknown[6, 6] = np.nan
    answers = ShiftAnswers(PIXELS, None, (outputs,))

    def says(*seen):
        detail.set_shift(*seen)
        return [line.text() for line in detail.lines]

    assert says(0, 0, ("A", "B"), answers, (shift_map(unknown),)) == ["A", "B"]
    assert says(0, 1, ("A",), answers, (None,)) == ["A\nanswers 4, with 0.80", ""]
    assert says(0, 1, ("A", "B"), None, (shift_map(unknown), falling(0.5))) == [
        "A\n100.0 % of 1,000 digits",
        "B\n91.7 % of 1,000 digits",
    ]
    assert detail.preview.describe(10, 12).endswith(": 0 of 255")
    says(0, 1, ("A",), answers, ())
    assert detail.preview.describe(11, 12).endswith(": 255 of 255")


def test_that_a_shift_by_one_pixel_is_told_by_its_way():
    ways = ((1, 0), (-1, 0), (0, 1), (0, -1))
    assert [shift_text(*way) for way in ways] == ["1 right", "1 left", "1 down", "1 up"]


def test_that_sentences_about_shifts_name_only_networks_that_were_asked():
    nothing = "The share of shifted test digits that is answered right, from the middle out."
    assert of_maps(("A", "B"), (), 0) == nothing
    assert of_maps(("A", "B"), (None, None), 0) == nothing
    said = of_maps(("A", "B"), (None, falling(1.0)), 20)
    assert said == "At step 20, shifted by 4 pixels to a side: B: 100 % (unshifted 100 %)."
    ask = "Draw a digit, or press D for a test digit: it is asked at every shift."
    fours = outputs_of(np.full((SIDE, SIDE), 4))
    assert of_answers(("A",), ShiftAnswers(np.zeros_like(PIXELS), None, (fours,))) == ask
    said = of_answers(("this network", "B"), ShiftAnswers(PIXELS, None, (fours, fours)))
    assert said == "This network answers 4 at 169 of 169 shifts; B answers 4 at 169 of 169 shifts."


# The mistakes.


@pytest.fixture
def mistakes(qtbot):
    page = shown(qtbot, MistakesPage(), 940, 520)
    page.set_answers(some_answers(), None)
    return page


def test_that_the_page_of_the_mistakes_is_made_as_it_is_kept(mistakes):
    assert made(mistakes, "mistakes") == ""
    mistakes.set_answers(None, None)
    assert made(mistakes, "mistakes_none", leave_out=[mistakes.remake, mistakes.gallery]) == ""


def test_that_a_single_digit_is_counted(mistakes):
    mistakes.set_answers(answers_of([4], [4]), None)
    assert mistakes.sentence.text() == "1 of 1 test digits right: 100.00 %, at step 1,234"
    assert mistakes.title.text() == "All 0 mistakes, the surest first"


def test_that_the_digits_of_a_cell_are_painted_with_their_captions_as_it_is_kept(mistakes):
    mistakes.gallery.setFixedSize(240, 90)
    assert painting_differs(KEPT / "mistakes.txt", mistakes.gallery.viewport()) == ""
    mistakes.set_answers(some_answers(), (0, 0))
    assert painting_differs(KEPT / "mistakes_right.txt", mistakes.gallery.viewport()) == ""


def test_that_a_digit_is_described_with_both_classes_and_its_output(qtbot, mistakes):
    qtbot.keyClick(mistakes.gallery, Qt.Key.Key_Right)
    said = mistakes.gallery.accessibleDescription()
    assert said == "test digit 1: a 4, answered 9 with 0.90"


def test_that_the_line_below_the_matrix_tells_of_the_cell_pointed_at(qtbot, mistakes):
    usual = "rows: labels, columns: answers; click a cell"
    matrix = mistakes.matrix
    mistakes.resize(1200, 400)  # room for the long wording

    def says(text):
        return any(repr(text) in line for line in described(mistakes))

    assert says(usual)
    qtbot.mouseMove(matrix, matrix.cell_rectangle(4, 9).center().toPoint())
    assert says("4 answered as 9: 2 of 3, 66.67 %")
    assert not says(usual)
    qtbot.mouseMove(matrix, matrix.cell_rectangle(7, 9).center().toPoint())
    assert any("7 answered as 9: 0 of 0, " in line for line in described(mistakes))
    QApplication.sendEvent(matrix, QEvent(QEvent.Type.Leave))
    assert says(usual)
    mistakes.set_answers(None, None)
    matrix.cell_pointed_at.emit((4, 9))
    assert not says("4 answered as 9: 2 of 3, 66.67 %")


def test_that_all_mistakes_can_be_asked_for_only_when_one_cell_is_shown(qtbot, mistakes):
    (button,) = [b for b in mistakes.findChildren(QPushButton) if b.text() == "All mistakes"]
    assert not button.isEnabled()
    mistakes.set_answers(some_answers(), (4, 9))
    assert button.isEnabled()
    with qtbot.waitSignal(mistakes.cell_chosen) as told:
        button.click()
    assert told.args == [-1, -1]


# All of them.


@pytest.fixture
def inspect(qtbot):
    makers = (
        partial(ActivationsPage, QAction("Uncover")),
        BackpropPage,
        NudgesPage,
        HealthPage,
        MatrixView,
        SmoothPage,
        ShiftsPage,
        MistakesPage,
    )
    waiting, pages = dict(zip(PAGES[1:], makers, strict=True)), {}
    pages["network"] = NetworkPage(QAction("Flow"))

    def make(name):
        pages[name] = waiting.pop(name)()
        page.put(name, pages[name], pages[name].figure)

    page = InspectPage(pages["network"], make, QAction("Next mistake"))
    return shown(qtbot, page, 1280, 700), pages


def test_that_inspect_is_made_as_it_is_kept(inspect):
    page, pages = inspect
    assert made(page, "inspect", leave_out=pages.values()) == ""
    assert page.columns.sizes() == [297, 959]  # 0.235 of the width, as on the page Learn


def test_that_a_page_chosen_is_shown_and_told_and_one_set_is_only_shown(qtbot, inspect):
    page, pages = inspect
    told = QSignalSpy(page.page_changed)
    assert (page.page(), pages["network"].isVisible()) == ("network", True)
    page.set_page("shifts")
    assert list(pages) == ["network", "shifts"]
    assert (page.page(), pages["shifts"].isVisible(), told.count()) == ("shifts", True, 0)
    (button,) = [b for b in page.findChildren(QPushButton) if b.text() == "Mistakes"]
    qtbot.mouseClick(button, LEFT)
    assert (page.page(), pages["mistakes"].isVisible()) == ("mistakes", True)
    assert [told.at(k) for k in range(told.count())] == [["mistakes"]]
    page.set_page("activations")
    assert not button.isChecked()
