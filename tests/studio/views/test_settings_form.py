"""The form of an experiment's settings: what is accepted, what is shown, what is told."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gdstudio.experiments.catalogue import EXPERIMENTS
from gdstudio.settings.settings import Field, SeededSettings, setting
from gdstudio.studio.views.common.number_field import NumberField
from gdstudio.studio.views.common.settings_form import ChoiceBox, TypedLine
from gdstudio.studio.views.experiments.preset_form import PresetForm


@dataclass(frozen=True, kw_only=True)
class AllKinds(SeededSettings):
    """One setting of each kind."""

    count: int = setting(5, Field("Count", "whole", 1, 100))
    rate: float = setting(0.1, Field("Rate", "real", 1e-6, 10))
    way: str = setting("up", Field("Way", "choice", choices=("up", "down")))
    widths: tuple[int, ...] = setting((25, 50), Field("Widths", "wholes", 1, 500))
    shares: tuple[float, ...] = setting((0.25, 0.5), Field("Shares", "reals", 0, 1))


PRESETS = {"default": AllKinds(), "large": AllKinds(count=90, widths=(100, 250, 500))}


@pytest.fixture
def form(qtbot):
    form = PresetForm("Processes", NumberField(1, 4, whole=True))
    qtbot.addWidget(form)
    form.set_presets(PRESETS)
    form.show()
    return form


@pytest.fixture
def edited(form):
    """What the form emits from now on."""
    seen = []
    form.edited.connect(seen.append)
    return seen


def editor(form, name):
    return form.editors[name]


def type_into(form, name, text):
    line = editor(form, name)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text) if text else line.clear()
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_that_each_kind_of_setting_has_its_widget_with_the_seed_last(form):
    kinds = {name: type(one) for name, one in form.editors.items()}
    assert kinds == {
        "count": NumberField,
        "rate": NumberField,
        "way": ChoiceBox,
        "widths": TypedLine,
        "shares": TypedLine,
        "seed": NumberField,
    }
    assert list(kinds)[-1] == "seed"


def test_that_settings_are_shown_and_nothing_is_emitted(form, edited):
    wanted = AllKinds(count=7, rate=0.025, way="down", widths=(3,), shares=(0.1, 1.0), seed=42)
    form.set_settings(wanted)
    assert form.settings() == wanted
    assert editor(form, "count").value() == 7
    assert editor(form, "rate").text() == "0.025"
    assert editor(form, "way").currentData() == "down"
    assert editor(form, "widths").text() == "3"
    assert editor(form, "shares").text() == "0.1, 1"
    assert editor(form, "seed").value() == 42
    assert edited == []


def test_that_what_the_user_enters_becomes_settings(form, edited):
    editor(form, "count").setValue(12)
    type_into(form, "widths", "10, 20,30")
    type_into(form, "rate", "0,25")
    type_into(form, "shares", "0,25; 0,5")
    editor(form, "way").setCurrentIndex(1)
    assert edited[-1] == AllKinds(count=12, rate=0.25, widths=(10, 20, 30), way="down")
    assert form.settings() == edited[-1]


@pytest.mark.parametrize(
    ("name", "text", "accepted"),
    [
        ("widths", "10, 0", "whole numbers"),
        ("widths", "", "from 1 to 500"),
        ("shares", "1.5", "from 0 to 1"),
        ("rate", "fast", "from 1e-06 to 10"),
        ("rate", "nan", "a number"),
        ("rate", "1,000", "1000 or 1.0"),
        ("rate", "0", "from 1e-06 to 10"),
        ("count", "1,5", "a whole number from 1 to 100"),
        ("count", "101", "from 1 to 100"),
        ("shares", "0,5", "0.5, or 0; 5 for two numbers"),
    ],
)
def test_that_what_is_not_accepted_is_told_at_its_field(form, edited, name, text, accepted):
    type_into(form, name, text)
    assert edited == [None]
    assert form.settings() is None
    assert accepted in str(editor(form, name).error)
    assert accepted in form.message.text()
    assert form.message.isVisible()
    assert "\n" not in form.message.text()
    assert not any(getattr(e, "error", None) for n, e in form.editors.items() if n != name)
    field = next(one for one in AllKinds.fields() if one.name == name)
    type_into(form, name, field.write(field.default))
    assert edited[-1] == AllKinds()
    assert not form.message.isVisible()


def test_that_what_is_being_typed_is_taken_before_it_is_asked_for(form):
    field = editor(form, "count")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "12")
    assert form.settings() == AllKinds(count=12)
    field.selectAll()
    QTest.keyClicks(field, "1,5")
    assert form.settings() is None
    assert form.message.isVisible()


def test_that_a_preset_fills_the_form_and_own_settings_are_called_so(form, edited):
    form.preset_box.setCurrentIndex(form.preset_box.findData("large"))
    form.preset_box.activated.emit(form.preset_box.currentIndex())
    assert edited == [PRESETS["large"]]
    assert editor(form, "widths").text() == "100, 250, 500"
    editor(form, "count").setValue(91)
    assert form.preset_box.currentData() == ""
    editor(form, "count").setValue(90)
    assert form.preset_box.currentData() == "large"
    assert form.preset_box.findData("") < 0


@pytest.mark.parametrize("experiment", EXPERIMENTS.values(), ids=list(EXPERIMENTS))
def test_that_every_preset_of_every_experiment_survives_the_form(form, edited, experiment):
    form.set_presets(experiment.presets)
    for preset in experiment.presets.values():
        form.set_settings(preset)
        assert {n: e.shown_value() for n, e in form.editors.items()} == {
            field.name: getattr(preset, field.name) for field in preset.fields()
        }
    assert edited == []


def test_that_a_number_is_written_with_all_its_digits():
    shares = next(field for field in AllKinds.fields() if field.name == "shares")
    assert shares.write(0.1 + 0.2) == "0.30000000000000004"
    assert shares.write((1, 2)) == "1, 2"
    assert float(shares.write(1e-6)) == 1e-6
