"""Inspect by keyboard: Tab reaches whatever can be used, and a reader of the screen names it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QWidget,
)

from gdstudio.inside.places import Place
from gdstudio.studio.views.common.reading_order import reading_order
from gdstudio.studio.views.inspect.inspect_page import PAGES
from tests.studio.ui.test_inside_flow import draw_three, learn_some

USED = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit,
)  # fmt: skip
Name, Description = QAccessible.Text.Name, QAccessible.Text.Description


@pytest.fixture
def room(qtbot, window):
    learn_some(qtbot, window, steps=10)
    draw_three(window)
    window.show_workspace("inspect")
    window.shared.inside.choose(Place(2, 5))
    return window.inspect


def reached(window, page):
    return [widget for widget in reading_order(window) if page.isAncestorOf(widget)]


def is_part(widget):
    """Whether a widget belongs to another one that takes the keys: an editor, a joined button."""
    above = widget.parentWidget()
    if isinstance(widget, QAbstractButton) and (group := widget.group()) is not None:
        return group.exclusive() and not widget.isChecked()  # arrow keys lead there
    inside = isinstance(above, QAbstractSpinBox | QComboBox | QAbstractItemView)
    return inside or isinstance(widget, QScrollBar) or widget.objectName().startswith("qt_")


def look(window):
    """Return what Tab reaches in the page of Inspect that is seen, once all of it is named."""
    page = window.inspect.page
    order = reached(window, page)
    for widget in page.findChildren(QWidget):
        if isinstance(widget, USED) and widget.isVisible() and widget.isEnabled():
            assert widget in order or is_part(widget), (widget, widget.accessibleName())
    for widget in order:
        spoken = QAccessible.queryAccessibleInterface(widget)
        assert spoken.text(Name) or spoken.text(Description), widget
        assert widget.accessibleName(), widget
    return order


def test_that_tab_reaches_all_of_each_page_and_everything_has_a_name(window, room):
    for page in PAGES:
        room.show_page(page)
        QApplication.processEvents()
        assert len(look(window)) > len(PAGES)


def test_that_tab_reaches_all_of_the_lab(qtbot, window, room):
    room.show_page("network")
    page = room.network_page
    page.edit.setChecked(True)
    page.lab.field.setFocus()
    qtbot.keyClicks(page.lab.field, "L2.5 off")
    qtbot.keyClick(page.lab.field, Qt.Key.Key_Return)
    order = look(window)
    assert order.index(page.view.diagram) < order.index(page.lab.field)
    assert page.lab.button("off") in order


def test_that_one_edit_is_typed_after_another(qtbot, window, room):
    window.activateWindow()
    room.show_page("network")
    page = room.network_page
    page.edit.setChecked(True)
    field = page.lab.field
    field.setFocus()
    for text in ("L2.5 off", "nothing", "prune 10"):
        field.selectAll()
        qtbot.keyClicks(field, text)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert field.hasFocus()
    assert page.lab.list.count() == 2
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.lab.list.count() == 1


def test_that_keys_lead_from_a_neuron_to_what_it_is_made_of_and_back(qtbot, window, room):
    window.activateWindow()
    room.show_page("network")
    diagram, card = room.network_page.view.diagram, room.network_page.card
    qtbot.waitUntil(lambda: diagram.places is not None and card.look is not None)
    diagram.setFocus(Qt.FocusReason.TabFocusReason)
    assert diagram.pointed == (2, 5)
    qtbot.keyClick(diagram, Qt.Key.Key_Down)
    assert diagram.pointed == (2, 6)
    spoken = QAccessible.queryAccessibleInterface(diagram).focusChild()
    qtbot.waitUntil(lambda: spoken.text(Name).startswith("layer 2, neuron 6: "))
    qtbot.keyClick(diagram, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert diagram.pointed[0] == 3
    qtbot.keyClick(diagram, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.look.neuron.place.layer == 3)
    card.table.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(card.table, Qt.Key.Key_Return)  # the largest contribution
    qtbot.waitUntil(lambda: card.look.neuron.place.layer == 2)
    qtbot.keyClick(card.table, Qt.Key.Key_Escape)
    assert not card.isVisible()
