"""The check of windows finds every kind of what does not fit, and nothing else."""

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QToolButton,
    QWidget,
)

from gdstudio.studio.views.common.layouts import in_column, in_row
from gdstudio.studio.views.common.number_field import NumberField
from gdstudio.studio.views.common.reaching_scroll import PanelScroll
from tests.studio.fits import faults


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return window


def shown(window, *parts):
    in_column(*parts, of=window)
    window.show()
    return faults(window)


def with_text(made: QAbstractButton, text: str = "Some words") -> QAbstractButton:
    made.setText(text)
    return made


def box() -> QComboBox:
    made = QComboBox()
    made.addItems(["Some words", "More"])
    return made


def wrapped() -> QLabel:
    made = QLabel("Some words that go on and on")
    made.setWordWrap(True)
    return made


MAKERS = {
    "label": lambda: QLabel("Some words"),
    "rich label": lambda: QLabel("<b>Some words</b>"),
    "wrapped label": wrapped,
    "button": lambda: QPushButton("Some words"),
    "tool button": lambda: with_text(QToolButton()),
    "check box": lambda: with_text(QCheckBox()),
    "combo box": box,
    "number": lambda: NumberField(0, 10_000_000),
}


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("way", ["width", "height"])
def test_that_texts_with_too_little_room_are_found(window, kind, way):
    widget = MAKERS[kind]()
    if isinstance(widget, NumberField):
        widget.setValue(9_999_999)
    (widget.setFixedWidth if way == "width" else widget.setFixedHeight)(9)
    found = shown(window, widget)
    assert found
    assert all(way in fault or "height" in fault for fault in found)


@pytest.mark.parametrize("kind", MAKERS)
def test_that_texts_with_room_are_no_fault(window, kind):
    assert shown(window, MAKERS[kind]()) == []


def test_that_what_lies_on_one_another_or_outside_is_found(window):
    first, second = QLabel("a"), QLabel("b")
    in_row(first, second, of=window)
    window.show()
    assert faults(window) == []
    second.setGeometry(first.geometry().translated(1, 0))
    assert any("lies on" in fault for fault in faults(window))
    second.setGeometry(window.rect().translated(5, 0))
    assert any("lies outside" in fault for fault in faults(window))


def test_that_parts_of_a_splitter_beyond_its_end_are_found(window):
    splitter = QSplitter()
    for _ in range(2):
        part = QWidget()
        part.setMinimumWidth(200)
        splitter.addWidget(part)
    splitter.setMinimumWidth(1)
    splitter.setFixedWidth(300)
    assert any("lies outside" in fault for fault in shown(window, splitter))


def test_that_a_panel_is_as_wide_as_its_body_needs_and_one_that_is_not_is_found(qtbot, window):
    scroll, body = PanelScroll(), QWidget()
    field = QLabel("a")
    QHBoxLayout(body).addWidget(field)
    scroll.setWidget(body)
    assert shown(window, scroll) == []
    field.setFixedWidth(900)
    qtbot.waitUntil(lambda: window.width() > 900)
    assert faults(window) == []
    scroll.setFixedWidth(200)
    assert any("out of reach" in fault for fault in faults(window))


def test_that_what_is_out_of_sight_does_not_count(window):
    hidden = QLabel("Some words")
    hidden.setFixedWidth(3)
    hidden.hide()
    assert shown(window, QLabel("a"), hidden) == []
