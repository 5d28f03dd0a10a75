"""One neuron by hand: what is on the screen adds up, and leads on to what it is made of."""

import math
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QKeyEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel

from gdstudio.inside.edits import SwitchOffNeuron
from gdstudio.inside.edits_typed import read_edit
from gdstudio.inside.places import Place
from gdstudio.inside.target import Origin, Target
from gdstudio.jobs.edited_answers import edited
from gdstudio.jobs.open_neuron import look_at_neuron
from gdstudio.numerals import FROM_RAISED, MINUS
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK
from gdstudio.studio.views.inside.neuron_card import NeuronCard
from tests.studio.controllers.runs import Runs
from tests.studio.seen import shown

LEFT = Qt.MouseButton.LeftButton
PIXELS = np.random.default_rng(3).integers(0, 255, (28, 28)).astype(np.uint8)


def number(text):
    return float(text.replace(MINUS, "-"))


def exact(text):
    """Return a number as it is written, powers of ten too."""
    mantissa, _, power = text.replace(MINUS, "-").partition("·10")
    return Decimal(mantissa).scaleb(int(power.translate(FROM_RAISED) or 0))


def exact_sum(texts):
    return sum(map(exact, texts), Decimal(0))


def subject_of(architecture="", scale=1.0, **recipe):
    runs = Runs()
    runs.begin(architecture)
    subject = runs.subject()
    changed = replace(subject.recipe, **recipe)
    return replace(subject, recipe=changed, parameters=subject.parameters * np.float32(scale))


def look(place, target=None, pixels=PIXELS, says=Origin.LABEL, row=None, **subject):
    said = None if target is None else Target(target, says)
    (found,) = look_at_neuron(subject_of(**subject), pixels, place, said, row)
    return found


@pytest.fixture
def card(qtbot):
    return shown(qtbot, NeuronCard(), 380, 700)


@pytest.mark.parametrize("scale", [1.0, 1e-4, 30.0, 1e6])
@pytest.mark.parametrize("place", [Place(1, 2), Place(2, 7)])
def test_that_the_terms_on_the_screen_add_up_to_z_to_the_last_digit(card, place, scale):
    card.set_look(look(place, scale=scale))
    *terms, z = [row.text for row in card.table.rows]
    assert len(terms) == (12 if place.layer == 1 else 7)  # where all are named, no others
    decimals = len(z.partition(".")[2])
    assert all(len(term.partition(".")[2]) == decimals for term in terms)
    assert round(sum(map(number, terms)), decimals) == number(z)
    exact = card.look.neuron.z
    assert number(z) == pytest.approx(exact, abs=0.51 * 10.0**-decimals, rel=1e-12)


@pytest.mark.parametrize("scale", [1e12, 1e20])
def test_that_terms_of_a_diverged_run_are_short_and_add_up(card, scale):
    card.set_look(look(Place(2, 7), scale=scale))
    *terms, z = [row.text for row in card.table.rows]
    assert max(map(len, terms)) <= len("−1.234567·10⁻¹²")
    assert exact_sum(terms) == exact(z)
    assert float(exact(z)) == pytest.approx(card.look.neuron.z, rel=1e-6)
    assert card.table.width() <= card.width()


def test_that_a_title_is_not_cut_where_the_names_below_it_are_short(qtbot, card):
    card.set_look(look(Place(2, 7)))
    metrics = QFontMetricsF(card.table.numeral_font())
    wide = {row.name: metrics.horizontalAdvance(row.name) for row in card.table.rows[:-2]}
    assert max(wide.values()) < metrics.horizontalAdvance("input")  # L1.0 to L1.5
    left = round(metrics.horizontalAdvance("input")) + 3
    under = card.table.grab().toImage().copy(0, 0, left, round(card.table.row_rectangle(0).top()))
    ground = under.pixelColor(0, 0)
    inked = [
        x for x in range(under.width())
        if any(under.pixelColor(x, y) != ground for y in range(under.height()))
    ]  # fmt: skip
    assert metrics.horizontalAdvance("inpu") < inked[-1]


def test_that_ten_contributions_are_named_and_the_rest_is_one_row(card):
    card.set_look(look(Place(1, 2)))
    rows = card.table.rows
    assert all(row.name.startswith("pixel ") for row in rows[:10])
    assert [row.name for row in rows[10:]] == ["774 others", "bias b1[2]", "z"]
    sizes = [abs(row.term) for row in rows[:10]]
    assert sizes == sorted(sizes, reverse=True)
    for row in rows[:10]:
        assert number(row.weight) * number(row.input) == pytest.approx(row.term, abs=2e-4)


def test_that_the_activation_is_that_of_z_on_the_screen(card):
    card.set_look(look(Place(1, 2), activation="sigmoid"))
    z = number(card.table.rows[-1].text)
    said = card.activation.text().split("\n")
    assert said[0] == f"a = sigmoid({card.table.rows[-1].text})"
    a = 1 / (1 + math.exp(-z))
    assert number(said[1].removeprefix("   = ")) == pytest.approx(a, abs=1e-4)
    assert number(said[2].removeprefix("slope da/dz = ")) == pytest.approx(a * (1 - a), abs=1e-4)
    assert card.plot.isVisible()


def test_that_a_softmax_is_told_step_by_step(card):
    card.set_look(look(Place(2, 7)))
    neuron, lines = card.look.neuron, card.softmax.text().split("\n")
    assert [line[:2] for line in lines] == ["1.", "2.", "3.", "4."]
    values = [number(line.split()[-1]) for line in lines]
    expected = [
        neuron.z - neuron.softmax.highest,
        math.exp(neuron.z - neuron.softmax.highest),
        neuron.softmax.total,
        neuron.a,
    ]
    assert values == pytest.approx(expected, abs=1e-4)
    card.set_look(look(Place(1, 2)))
    assert card.softmax.isHidden()


def test_that_the_difference_of_a_softmax_is_that_of_the_numbers_beside_it(card):
    rng = np.random.default_rng(5)
    for _ in range(12):
        card.set_look(look(Place(2, 7), pixels=rng.integers(0, 255, (28, 28)).astype(np.uint8)))
        first = card.softmax.text().split("\n")[0].partition(": ")[2]
        z, _, rest = first.partition(f" {MINUS} ")
        highest, _, less = rest.partition(" = ")
        assert exact(z) - exact(highest.strip("()")) == exact(less)


@pytest.mark.parametrize("scale", [0.0, 1.0, 3.0, 6.0])
def test_that_the_difference_from_the_target_is_that_of_the_numbers_beside_it(card, scale):
    subject = subject_of(scale=0.0, output_activation="sigmoid")
    subject.parameters[-3] = 3 * scale  # the bias of output 7
    (found,) = look_at_neuron(subject, PIXELS, Place(2, 7), Target(7, Origin.LABEL))
    card.set_look(found)
    written = card.cost.text().split("\n")[1].removeprefix(f"a {MINUS} y = ")
    a, _, rest = written.partition(f" {MINUS} ")
    y, _, difference = rest.partition(" = ")
    assert exact(a) - exact(y) == exact(difference)
    assert float(exact(a)) == pytest.approx(found.neuron.a, abs=6e-5)


@pytest.mark.parametrize(
    ("recipe", "target", "last"),
    [
        ({}, 7, "it adds −ln a = "),
        ({}, 3, "it adds nothing to the cost: with a softmax only the right output does"),
        ({"output_activation": "sigmoid"}, 7, "it adds −ln a = "),
        ({"output_activation": "sigmoid"}, 3, "it adds −ln(1 − a) = "),
        (
            {"output_activation": "sigmoid", "cost": "squared-error"},
            7,
            "so much it adds to the cost of this digit",
        ),
    ],
)
def test_that_an_output_says_what_it_costs(card, recipe, target, last):
    card.set_look(look(Place(2, 7), target, **recipe))
    term, lines = card.look.neuron.output, card.cost.text().split("\n")
    assert lines[0].startswith(f"target y = {int(target == 7)}")
    assert number(lines[1].split()[-1]) == pytest.approx(term.difference, abs=1e-4)
    assert number(lines[2].split()[-1]) == pytest.approx(term.square, abs=1e-4)
    assert lines[3].startswith(last)
    card.set_look(look(Place(2, 7), None, **recipe))
    assert card.cost.isHidden()


def test_that_an_output_says_where_the_target_is_the_networks_own_answer(card):
    card.set_look(look(Place(2, 7), 3, says=Origin.ANSWER))
    first = card.cost.text().splitlines()[0]
    assert first == "target y = 0: the target is 3, the network's own answer"


def test_that_a_layer_without_a_sum_says_so(card):
    card.set_look(look(Place(2, 2), architecture="conv 2@5x5, pool 2"))
    assert not card.table.isVisible()
    assert not card.plot.isVisible()
    assert "no weighted sum" in card.activation.text()


def test_that_only_first_neurons_have_three_pictures_that_read_one_pixel(qtbot, card):
    card.set_look(look(Place(2, 3)))
    assert not card.pictures.isVisible()
    found = look(Place(1, 2))
    card.set_look(found)
    pictures = card.pictures
    assert pictures.isVisible()
    qtbot.waitUntil(lambda: pictures.places()[2].width() > 28)
    readings = []
    for place in pictures.places():
        at = place.topLeft() + QPointF(10.5, 5.5) * (place.width() / 28)
        qtbot.mouseMove(pictures, at.toPoint())
        readings.append(pictures.reading())
    assert len(set(readings)) == 1
    name, numbers = readings[0].split(": ")
    assert name == "pixel 5 10"
    w, x, product = map(number, numbers.replace(" ×", "").replace(" =", "").split())
    neuron = found.neuron
    assert w == pytest.approx(neuron.weights[5 * 28 + 10], abs=1e-4)
    assert x == pytest.approx(PIXELS[5, 10] / 255, abs=1e-4)
    assert product == pytest.approx(neuron.products[5 * 28 + 10], abs=1e-4)
    QApplication.sendEvent(pictures, QEvent(QEvent.Type.Leave))
    assert pictures.reading() == ""


def test_that_the_arrow_keys_read_pixels(qtbot, card):
    card.set_look(look(Place(1, 2)))
    pictures = card.pictures
    qtbot.keyClick(pictures, Qt.Key.Key_Right)
    qtbot.keyClick(pictures, Qt.Key.Key_Down)
    assert pictures.accessibleDescription().startswith("pixel 15 14: ")
    qtbot.keyClick(pictures, Qt.Key.Key_Escape)
    assert pictures.accessibleDescription() == ""


def test_that_the_row_pointed_at_is_read_in_the_pictures(qtbot, card):
    card.set_look(look(Place(1, 2)))
    qtbot.mouseMove(card.table, card.table.row_rectangle(1).center().toPoint())
    assert card.pictures.reading().startswith(card.table.rows[1].name + ": ")
    qtbot.mouseMove(card.table, card.table.row_rectangle(11).center().toPoint())
    assert card.pictures.reading() == ""


def test_that_clicks_and_keys_open_inputs_and_weights(qtbot, card):
    card.set_look(look(Place(2, 7)))
    opened, weights = QSignalSpy(card.neuron_opened), QSignalSpy(card.weight_opened)
    table, contributions = card.table, card.look.neuron.contributions
    qtbot.mouseClick(table, LEFT, pos=QPoint(5, int(table.row_rectangle(2).center().y())))
    assert opened.at(0) == [Place(1, contributions[2].index), None]
    qtbot.keyClick(table, Qt.Key.Key_Home)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.at(1) == [Place(1, contributions[0].index), None]
    qtbot.keyClick(table, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert weights.at(0) == [contributions[0].weight_name]
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert table.accessibleDescription() == f"z, the sum of all: {table.rows[-1].text}"
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert (opened.count(), weights.count()) == (2, 1)


def test_that_a_pixel_leads_nowhere_and_a_state_to_its_unit(qtbot, card):
    opened = QSignalSpy(card.neuron_opened)
    card.set_look(look(Place(1, 2)))
    card.table.input_opened.emit(0)
    assert opened.count() == 0
    above = np.where(np.arange(28)[:, None] < 27, PIXELS, 0)  # the last row adds nothing
    card.set_look(look(Place(1, 2), pixels=above, architecture="rnn 4"))
    states = [one.index for one in card.look.neuron.contributions]
    state = next(k for k, index in enumerate(states) if index < 0)
    card.table.input_opened.emit(state)
    assert opened.at(0) == [Place(1, -1 - states[state]), 26]
    card.set_look(look(Place(1, 2), architecture="rnn 4 pixels", row=0))
    states = [one.index for one in card.look.neuron.contributions]
    card.table.input_opened.emit(next(k for k, index in enumerate(states) if index < 0))
    assert opened.count() == 1  # before the first row there is none


def test_that_an_lstm_unit_shows_its_four_sums_one_after_the_other(qtbot, card):
    found = look(Place(1, 2), architecture="lstm 4", row=9)
    card.set_look(found)
    cell, panel = found.neuron.cell, card.recurrent
    assert panel.isVisible()
    for gate, title in (("input", "i"), ("forget", "f"), ("candidate", "g"), ("output", "o")):
        qtbot.mouseClick(panel.gates.button(gate), LEFT)
        one = cell.gate(gate)
        *terms, z = card.table.rows
        assert len(terms) == 12
        assert sum(number(row.text) for row in terms) == pytest.approx(number(z.text), abs=1e-9)
        assert number(z.text) == pytest.approx(one.z, abs=1e-4)
        assert card.plot.isVisible()
        assert f"{title} = {one.activation}({z.text}) = " in card.memory.text()
    lines = card.memory.text().splitlines()
    kept, sign, written, _, c = lines[-2].removeprefix("   = ").split()
    kept, written, c = number(kept), number(f"{sign}{written}".removeprefix("+")), number(c)
    assert kept + written == pytest.approx(c, abs=1e-9)
    assert c == pytest.approx(cell.c, abs=1e-4)
    assert number(lines[-1].split()[-1]) == pytest.approx(cell.h, abs=1e-4)


def test_that_a_recurrent_unit_is_looked_at_after_the_row_of_the_slider(qtbot, card):
    card.set_look(look(Place(1, 2), architecture="rnn 4", row=9))
    panel = card.recurrent
    assert not panel.gates.isVisible()
    assert (panel.slider.value(), panel.slider.maximum()) == (9, 27)
    assert panel.slider.accessibleDescription() == "after row 9 of 0 to 27"
    chosen = QSignalSpy(panel.slider.valueChanged)
    panel.slider.setFocus()
    qtbot.keyClick(panel.slider, Qt.Key.Key_Right)
    assert chosen.at(0) == [10]
    card.set_look(look(Place(1, 2), architecture="rnn 4"))
    assert (panel.slider.value(), chosen.count()) == (27, 1)
    card.set_look(look(Place(1, 2)))
    assert not panel.isVisible()


def test_that_the_sum_is_copied_as_text_before_the_window_copies_a_drawing(qtbot, card):
    card.set_look(look(Place(2, 7)))
    copy = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier
    )
    copy.ignore()
    QApplication.sendEvent(card.table, copy)
    assert copy.isAccepted()
    qtbot.keyClick(card.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == len(card.table.rows)
    assert lines[-1] == f"z\t\t\t{card.table.rows[-1].text}"


def test_that_escape_and_the_cross_close_it(qtbot, card):
    closed = QSignalSpy(card.closed)
    card.set_look(look(Place(2, 7)))
    qtbot.keyClick(card.table, Qt.Key.Key_Escape)
    assert closed.count() == 1


def test_that_a_neuron_that_counts_for_nothing_says_so_and_by_which_edit(card):
    place, edit = Place(1, 2), SwitchOffNeuron(Place(1, 2))
    subject = subject_of()
    off = edited(subject, [edit])
    back = edited(off, [read_edit("W2[4,2] = 0.5", off.make_network())])
    for network, edits, said in (
        (subject, (), ""),
        (off, (), "It counts for nothing: all its outgoing weights are 0."),
        (off, (edit,), "Switched off, it counts for nothing. The edit was: L1.2 off: its"),
        (back, (edit,), "It counts again: after the edit “L1.2 off: its outgoing weights are 0”"),
    ):
        (found,) = look_at_neuron(network, PIXELS, place, None, edits=edits)
        card.set_look(found)
        assert card.off.text().startswith(said)
        assert card.off.isVisible() is bool(said)


def test_that_the_card_says_from_where_layers_and_neurons_are_counted(card):
    card.set_look(look(Place(1, 2)))
    long = "layer 1 of 2, counted from 1; neuron 2, counted from 0"
    short = "layer 1 of 2 (from 1), neuron 2 (from 0)"
    said = [label for label in card.findChildren(QLabel) if label.text() in (long, short)]
    assert [label.isVisible() for label in said] == [True]
    assert said[0].toolTip() == long


def test_that_the_others_lead_to_the_weight_of_the_largest_of_them(qtbot, card):
    card.set_look(look(Place(1, 2)))
    neuron, told = card.look.neuron, QSignalSpy(card.weight_opened)
    largest = int(np.argsort(-np.abs(neuron.products), kind="stable")[10])
    middle = card.table.row_rectangle(10).center().toPoint()
    qtbot.mouseClick(card.table, LEFT, pos=middle)
    card.table.setFocus()
    qtbot.keyClick(card.table, Qt.Key.Key_Home)
    for _ in range(10):
        qtbot.keyClick(card.table, Qt.Key.Key_Down)
    qtbot.keyClick(card.table, Qt.Key.Key_Return)
    qtbot.keyClick(card.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert [told.at(k) for k in range(told.count())] == [[f"W1[2,{largest}]"]] * 3


def test_that_a_reason_stands_in_the_place_of_numbers(card):
    card.set_look(look(Place(2, 7)))
    card.set_reason(Place(2, 7), "Draw a digit.")
    assert card.look is None
    assert not card.table.isVisible()
    card.set_look(look(Place(2, 7)))
    assert card.table.isVisible()


def test_that_a_diverged_network_is_opened_too(card):
    card.set_look(look(Place(1, 2), scale=np.inf))
    assert not card.plot.isVisible()
    assert not card.grab().isNull()


def test_that_it_follows_the_look(card):
    card.set_look(look(Place(1, 2)))
    before = card.grab().toImage()
    put_on(DARK)
    assert card.grab().toImage() != before
