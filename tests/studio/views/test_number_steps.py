"""Where a number's arrows end, and how a form shows a setting that may be none."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractSpinBox

from gdstudio.settings.settings import Field, Settings, setting
from gdstudio.studio.views.common.number_field import NumberField
from gdstudio.studio.views.common.settings_form import (
    ChoiceBox,
    SettingsForm,
    TypedLine,
)

DOWN = QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
UP = QAbstractSpinBox.StepEnabledFlag.StepUpEnabled


@dataclass(frozen=True, kw_only=True)
class Two(Settings):
    first: int = setting(5, Field("First", "whole", 1, 9))
    second: int = setting(6, Field("Second", "whole", 1, 9))


class Arrows(NumberField):
    """Tells which arrows are enabled."""

    @property
    def enabled(self):
        return self.stepEnabled()


def made(qtbot, widget):
    qtbot.addWidget(widget)
    return widget


@pytest.mark.parametrize(("value", "enabled"), [(1, UP), (2, DOWN | UP), (3, DOWN)])
def test_that_arrows_end_at_the_bounds(qtbot, value, enabled):
    field = made(qtbot, Arrows(1, 3, whole=True))
    field.setValue(value)
    assert field.enabled == enabled


def test_that_the_smallest_number_is_shown_first_and_the_arrow_adds_one(qtbot):
    field = made(qtbot, NumberField(2, 9))
    assert (field.value(), field.text(), field.minimum(), field.maximum()) == (2, "2", 2, 9)
    field.stepUp()
    assert (field.value(), field.text()) == (3, "3")
    assert field.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_that_steps_add_one_in_the_second_figure(qtbot):
    field = made(qtbot, NumberField(-10, 1000, steps="adapt"))
    for start, after in ((0, 0.01), (0.5, 0.51), (5, 5.1), (100, 110), (-2, -1.9)):
        field.setValue(start)
        field.stepUp()
        assert field.value() == after


def test_that_arrows_stop_above_0_where_a_lower_number_may_be_typed(qtbot):
    field = made(qtbot, NumberField(0.5, 10, above=True, steps="multiply"))
    field.setValue(0.001)
    assert field.value() == 0.001
    field.stepDown()
    assert field.value() == 0.5
    field.setValue(0)
    assert field.value() == 5e-324
    field.setValue(float("nan"))
    assert field.value() == 5e-324


def test_that_another_range_takes_the_nearest_number(qtbot):
    field = made(qtbot, NumberField(0, 10, whole=True))
    field.setValue(8)
    told = QSignalSpy(field.valueChanged)
    field.setRange(2, 5)
    assert (field.value(), field.text(), told.at(0)) == (5, "5", [5.0])
    field.selectAll()
    QTest.keyClicks(field, "6")
    assert not field.commit()


def test_that_none_stands_below_the_lowest_number_by_its_word(qtbot):
    field = made(qtbot, NumberField.of(Field("Limit", "whole", 1, 100, none="no limit")))
    told = QSignalSpy(field.valueChanged)
    field.show_value(None)
    assert (field.text(), field.shown_value()) == ("no limit", None)
    field.show_value(1)
    assert (field.text(), field.shown_value()) == ("1", 1)
    field.show_value(7)
    assert field.shown_value() == 7
    assert told.count() == 0


def test_that_a_field_has_room_for_its_widest_number(qtbot):
    narrow, wide = made(qtbot, NumberField(0, 9)), made(qtbot, NumberField(0, 99_999))
    longest, longer = made(qtbot, NumberField(0, 10**8)), made(qtbot, NumberField(0, 10**14))
    figures = wide.fontMetrics().horizontalAdvance("99999") - wide.fontMetrics().horizontalAdvance(
        "9"
    )
    assert wide.sizeHint().width() - narrow.sizeHint().width() == figures
    assert longer.sizeHint().width() <= longest.sizeHint().width()
    assert wide.minimumSizeHint() == wide.sizeHint()
    wide.setSpecialValueText("as many as there are")
    assert wide.sizeHint().width() > narrow.sizeHint().width() + figures


def test_that_what_is_typed_no_longer_counts_where_the_field_is_disabled(qtbot):
    field = made(qtbot, NumberField(0, 1))
    field.selectAll()
    QTest.keyClicks(field, "7")
    assert not field.commit()
    field.setEnabled(False)
    assert (field.text(), field.error) == ("0", None)


def test_that_a_choice_offers_other_values_in_silence(qtbot):
    box = made(qtbot, ChoiceBox([(1, "one"), (2, "two")]))
    told = QSignalSpy(box.edited)
    assert box.shown_value() == 1
    box.show_value(2)
    assert box.currentText() == "two"
    box.offer([(3, "three"), (4, "four")])
    assert ([box.itemText(k) for k in range(box.count())], box.shown_value()) == (
        ["three", "four"],
        3,
    )
    assert told.count() == 0
    box.setCurrentIndex(1)
    assert (told.count(), box.shown_value()) == (1, 4)


def test_that_escape_shows_the_line_as_it_was(qtbot):
    field = Field("Widths", "wholes", 1, 500)
    line = made(qtbot, TypedLine(field.parse, field.write, (25, 50)))
    told = QSignalSpy(line.edited)
    line.selectAll()
    QTest.keyClicks(line, "7")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert (line.text(), line.shown_value(), told.count()) == ("25, 50", (25, 50), 0)
    line.selectAll()
    QTest.keyClicks(line, "7, 8")
    line.show_value((3,))
    assert (line.text(), line.shown_value(), told.count()) == ("3", (3,), 0)


def test_that_a_form_tells_the_first_refusal_and_the_end_of_all(qtbot):
    form = made(qtbot, SettingsForm(Two()))
    told = QSignalSpy(form.refused)
    for name, text in (("second", "20"), ("first", "30")):
        form.editors[name].selectAll()
        QTest.keyClicks(form.editors[name], text)
        assert not form.editors[name].commit()
    assert ["20" in told.at(0)[0], "30" in told.at(1)[0]] == [True, True]
    form.editors["first"].put_back()
    assert "20" in told.at(2)[0]
    form.editors["second"].put_back()
    assert told.at(3) == [""]
    assert form.value() == Two()
