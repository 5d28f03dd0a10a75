"""What a widget is: by its term, by what it says, by what holds it."""

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gdstudio.settings.settings import Settings, setting
from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.common.layouts import called
from gdstudio.studio.views.common.settings_form import SettingsForm
from gdstudio.studio.views.help.what_is import entry_at, tip_at
from gdstudio.texts import Text


@pytest.fixture
def room(qtbot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    made = QWidget(window)
    QVBoxLayout(made)
    return made


def put(room: QWidget, widget: QWidget) -> QWidget:
    room.layout().addWidget(widget)
    return widget


@pytest.mark.parametrize(
    "widget",
    [
        lambda: QLabel("Learning rate"),
        lambda: QPushButton("&Learning rate"),
        lambda: called(QLineEdit(), "Learning rate"),
        lambda: called(QLineEdit(), "Lernrate", term="learning rate"),
    ],
)
def test_that_a_widget_is_known_by_its_term_its_text_or_its_name(room, widget):
    assert entry_at(put(room, widget())).term == "learning rate"


def test_that_what_is_not_known_is_what_holds_it_unless_that_is_the_card(room):
    inner = QWidget()
    card = Card("First-layer weights", inner)
    put(room, card)
    child = QLabel("zzz", inner)
    assert entry_at(child).term == "weight"
    assert entry_at(child, within=True) is None
    inner.setAccessibleName("Colour scale")
    assert entry_at(child, within=True).term == "weight"


def test_that_nothing_is_told_of_what_nobody_knows(room):
    assert entry_at(put(room, QLabel("zzz"))) is None
    assert entry_at(None) is None
    assert tip_at(put(room, QLabel("zzz"))) == ""


def test_that_a_label_says_what_its_field_says(room):
    label, field = put(room, QLabel("Learning rate")), put(room, QLineEdit())
    label.setBuddy(field)
    field.setToolTip("As it is typed")
    assert tip_at(label) == "As it is typed"


def test_that_a_tip_is_the_first_sentence_of_the_glossary(room):
    tip = tip_at(put(room, QLabel("bias")))
    assert tip.startswith("<p><b>Bias.</b> A number that a neuron adds to its weighted sum.")
    assert "F1" in tip


def test_that_a_row_of_a_form_is_known_by_its_setting_in_every_language(qtbot):
    from dataclasses import dataclass

    @dataclass(frozen=True)
    class Rates(Settings):
        rate: float = setting(1.0, Text("Learning rate"), "real", 0, 2)

    form = SettingsForm(Rates())
    qtbot.addWidget(form)
    label = form.rows.labelForField(form.editors["rate"])
    label.setText("Lernrate")
    form.editors["rate"].setAccessibleName("Lernrate")
    assert entry_at(label).term == entry_at(form.editors["rate"]).term == "learning rate"
