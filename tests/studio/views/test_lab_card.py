"""The card of the lab: what its controls say to readers of the screen, and which edit is meant."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtTest import QSignalSpy

from gdstudio.inside.places import Place
from gdstudio.studio.views.common.reading_order import reading_order
from gdstudio.studio.views.inside import lab_card
from gdstudio.studio.views.inside.lab_card import LabCard


@pytest.fixture
def card(qtbot):
    card = LabCard()
    qtbot.addWidget(card)
    card.resize(360, 480)
    card.show()
    return card


def spoken(widget, kind):
    return QAccessible.queryAccessibleInterface(widget).text(kind)


def test_that_buttons_say_which_neuron_they_change(card):
    for place, name in ((Place(2, 5), "Neuron L2.5"), (None, "click a neuron of the diagram")):
        card.set_neuron(place)
        for what in ("off", "scale"):
            description = spoken(card.button(what), QAccessible.Text.Description)
            assert description.startswith(f"{name}: ")


def test_that_what_came_of_an_edit_is_read_with_the_list_and_announced(card, monkeypatch):
    events = []

    class Bridge:
        updateAccessibility = staticmethod(events.append)

    monkeypatch.setattr(lab_card, "QAccessible", Bridge)
    card.set_figures(["Test accuracy 96 % → 95 %", "Test cost 0.05 → 0.06"])
    assert events == []
    text = "Test accuracy 96 % → 95 %\nTest cost 0.05 → 0.06"
    assert spoken(card.list, QAccessible.Text.Description) == text
    card.announce_figures()
    (event,) = events
    assert isinstance(event, QAccessibleAnnouncementEvent)
    assert event.message() == text


def test_that_the_edit_that_has_come_is_the_one_that_is_meant(card):
    card.set_edits([("a", True)], is_in_force=True)
    card.set_edits([("a", True), ("b", True)], is_in_force=True)
    assert card.list.currentRow() == 1
    card.list.setCurrentRow(0)
    card.set_edits([("a", True), ("b", False)], is_in_force=True)
    assert card.list.currentRow() == 0
    card.set_edits([("b", False)], is_in_force=True)
    assert card.list.currentRow() == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_that_delete_takes_the_marked_edit_out_of_the_list(qtbot, card, key):
    told = QSignalSpy(card.edit_removed)
    qtbot.keyClick(card.list, key)
    assert told.count() == 0
    card.set_edits([("a", True), ("b", True), ("c", True)], is_in_force=True)
    card.list.setCurrentRow(1)
    qtbot.keyClick(card.list, key)
    assert [told.at(k) for k in range(told.count())] == [[1]]


def test_that_tab_goes_through_the_lab_as_one_reads_it(card):
    card.set_neuron(Place(2, 5))
    card.set_edits([("a", True)], is_in_force=True)
    names = [widget.accessibleName() for widget in reading_order(card) if card.isAncestorOf(widget)]
    assert names == [
        "Edit of the network", "Edits", "Back to the run", "Remove", "Factor", "Scale", "Off",
        "Share of weights, in percent", "Prune %", "Standard deviation of the noise", "Noise",
        "Temperature", "Temperature", "Go on training from here", "Save as a run…",
    ]  # fmt: skip
