"""The field in which layers are typed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from gdstudio.learning.shapes import PictureShape
from gdstudio.studio.views.training.recipe_form import LayersField


@pytest.fixture
def field(qtbot: QtBot) -> LayersField:
    field = LayersField()
    field.show_value(((30,), ""))
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    return field


def enter(qtbot: QtBot, field: LayersField, text: str) -> None:
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize("text", ["784-16-16-10", "16-16", "16 16", "16x16", "[16, 16]", "16;16"])
def test_that_a_network_is_read_as_people_and_the_window_write_it(qtbot, field, text) -> None:
    edited = QSignalSpy(field.edited)
    enter(qtbot, field, text)
    assert field.shown_value() == ((16, 16), "")
    assert field.text() == "16, 16"
    assert edited.count() == 1
    assert not field.hasFocus()


def test_that_what_is_refused_leaves_the_layers_before_in_force(qtbot, field) -> None:
    edited, told = QSignalSpy(field.edited), QSignalSpy(field.refused)
    for text in ("16; DROP TABLE", "0", "5000", "conv 8@99x99", "16-16-10", "1,000"):
        enter(qtbot, field, text)
        assert field.error is not None
        assert field.text() == text
        assert field.shown_value() == ((30,), "")
    assert edited.count() == 0
    assert told.count() == 6
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), field.error, field.hasFocus()) == ("30", None, False)


def test_that_a_network_of_other_pictures_is_measured_by_them(qtbot, field) -> None:
    field.set_data_shape(PictureShape(1, 8, 8), 4)
    enter(qtbot, field, "64-12-4")
    assert field.shown_value() == ((12,), "")
    field.setFocus()
    enter(qtbot, field, "784-16-16-10")
    assert "the whole network 64-16-16-4" in str(field.error)


def test_that_layers_set_are_kept_though_they_look_like_a_network(qtbot, field) -> None:
    field.show_value(((784, 16, 10), ""))
    assert field.commit()
    assert field.shown_value() == ((784, 16, 10), "")
