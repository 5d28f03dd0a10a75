import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from gdstudio.learning.network import Network
from gdstudio.studio.views.landscape.plane_fields import ParameterFields


def network(sizes: tuple[int, ...]) -> Network:
    return Network.dense(sizes)


@pytest.fixture
def fields(qtbot: QtBot) -> ParameterFields:
    fields = ParameterFields()
    qtbot.addWidget(fields)
    fields.set_network(network((784, 16, 16, 10)), 28, 28)
    fields.show()
    return fields


def type_into(qtbot: QtBot, fields: ParameterFields, which: int, text: str) -> None:
    field = fields.fields[which]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_that_two_names_are_read_and_written_in_their_usual_form(fields, qtbot: QtBot) -> None:
    spy = QSignalSpy(fields.edited)
    type_into(qtbot, fields, 0, "Layer 1 neuron 3 PIXEL 12 14")
    assert spy.count() == 0  # the other is still empty
    type_into(qtbot, fields, 1, "layer 3 neuron 9 bias")
    assert spy.count() == 1
    assert fields.shown_value() == ("layer 1, neuron 3, pixel 12 14", "layer 3, neuron 9, bias")
    assert [field.text() for field in fields.fields] == list(fields.shown_value())
    qtbot.keyClick(fields.fields[1], Qt.Key.Key_Return)
    assert spy.count() == 1


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("layer 4, neuron 0, bias", "α: give a layer from 1 to 3"),
        ("layer 0, neuron 0, bias", "α: give a layer from 1 to 3"),
        ("layer 3, neuron 10, bias", "α: give a neuron from 0 to 9"),
        ("layer 2, neuron 0, input 16", "α: give an input from 0 to 15"),
        ("layer 1, neuron 0, pixel 28 0", "α: give a pixel row from 0 to 27"),
        ("layer 2, neuron 0, pixel 3 3", "α: give input 0 to 15"),
        ("layer 1, neuron 0, bias", "α and β are the same parameter"),
        ("the third weight", "α: like layer 1, neuron 0, bias"),
        ("", "α: like layer 1, neuron 0, bias"),
    ],
)
def test_that_a_wrong_name_is_answered_in_one_line(fields, qtbot, text: str, answer: str) -> None:
    fields.show_value(("layer 1, neuron 0, input 5", "layer 1, neuron 0, bias"))
    spy = QSignalSpy(fields.edited)
    fields.fields[0].clear()
    type_into(qtbot, fields, 0, text)
    assert fields.answer.text() == answer
    assert fields.answer.objectName() == "warning"
    assert not fields.is_valid()
    assert spy.count() == 0
    assert fields.shown_value()[0] == "layer 1, neuron 0, input 5"


def test_that_a_name_is_not_judged_in_the_middle_but_forgiven_at_once(fields, qtbot) -> None:
    fields.show_value(("layer 1, neuron 0, input 5", "layer 1, neuron 0, bias"))
    field = fields.fields[0]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "layer 2, neuron 1")
    fields.set_network(network((784, 16, 16, 10)), 28, 28)
    assert fields.answer.objectName() == "muted"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert fields.answer.objectName() == "warning"
    qtbot.keyClicks(field, ", bia")
    assert fields.answer.objectName() == "warning"
    qtbot.keyClicks(field, "s")
    assert fields.answer.objectName() == "muted"


def test_that_names_are_judged_anew_for_another_network(fields) -> None:
    fields.show_value(("layer 3, neuron 9, bias", "layer 1, neuron 0, pixel 27 27"))
    assert fields.is_valid()
    fields.set_network(network((784, 10)), 28, 28)
    assert not fields.is_valid()
    assert fields.answer.text() == "α: give a layer from 1 to 1"
    assert fields.shown_value() == ("layer 3, neuron 9, bias", "layer 1, neuron 0, pixel 27 27")


@pytest.mark.parametrize("sizes", [(784, 16, 16, 10), (784, 10), (2, 1), (1, 1)])
def test_that_what_is_proposed_exists(fields, sizes: tuple[int, ...]) -> None:
    fields.set_network(network(sizes), 28, 28)
    fields.propose()
    assert fields.is_valid()
    assert all(fields.shown_value())


def test_that_nothing_typed_is_overwritten_by_a_proposal(fields) -> None:
    fields.fields[1].setText("layer")
    fields.propose()
    assert [field.text() for field in fields.fields] == ["", "layer"]


def test_that_without_a_network_nothing_is_accepted(qtbot: QtBot) -> None:
    fields = ParameterFields()
    qtbot.addWidget(fields)
    fields.propose()
    fields.show_value(("layer 1, neuron 0, bias", "layer 1, neuron 1, bias"))
    assert not fields.is_valid()
    assert fields.answer.text() == "There is no network yet"
