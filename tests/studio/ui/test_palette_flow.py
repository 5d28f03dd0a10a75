"""The command palette in the real window: it goes wherever something has a name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from gdstudio.glossary import glossary
from gdstudio.studio.views.common.pointing_frame import PointingFrame
from gdstudio.studio.views.help.command_palette import CommandPalette
from gdstudio.studio.views.help.guide_dock import GuideDock
from gdstudio.studio.views.inspect.shifts_page import ShiftsPage


@pytest.fixture
def ask(qtbot, window):
    """Return a function that types into the palette and presses Enter; it gives what was done."""

    def ask_for(typed: str) -> str:
        window.actions_.palette.trigger()
        (palette,) = window.findChildren(CommandPalette)
        qtbot.waitUntil(palette.field.hasFocus)
        qtbot.keyClicks(palette.field, typed)
        first = palette.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
        return first

    return ask_for


def names_of(window, kind: str) -> set[str]:
    (palette,) = window.findChildren(CommandPalette)
    items = (palette.list.item(k) for k in range(palette.list.count()))
    said = (item.data(Qt.ItemDataRole.AccessibleTextRole) for item in items)
    return {text.split(", ")[0] for text in said if kind in text}


def test_that_an_action_is_done_and_shown_with_its_keys(window, ask):
    assert ask("eraser") == "Eraser, Action, E"
    assert window.actions_.eraser.isChecked()


def test_that_a_workspace_is_shown(window, ask):
    assert ask("landsc") == "Landscape, Workspace"
    assert window.workspace.guide == "landscape"


def test_that_a_setting_has_the_focus_wherever_it_is(window, ask):
    ask("batch size")
    assert QApplication.focusWidget() is not None
    assert QApplication.focusWidget().accessibleName() == "Batch size"
    ask("grid")
    assert window.workspace.guide == "landscape"
    assert QApplication.focusWidget().accessibleName() == "Grid"


def test_that_a_page_of_a_workspace_is_turned(window, ask):
    assert ask("shifts matter") == "Shifts, Page · Inspect"
    assert window.workspace.guide == "inspect"
    (page,) = window.inspect.page.findChildren(ShiftsPage)
    assert page.isVisible()


def test_that_a_card_is_shown_and_framed(window, ask):
    assert ask("next step in numb") == "The next step in numbers, Card · Descent"
    assert window.workspace.guide == "descent"
    (pointer,) = (one for one in window.findChildren(PointingFrame) if one.isVisible())
    card = window.descent.page.narration_card
    assert pointer.isVisible()
    assert pointer.geometry().contains(card.mapTo(window, card.rect().center()))


def test_that_a_word_opens_the_glossary(window, ask):
    assert ask("overfitting") == "overfitting, Word"
    (dock,) = window.findChildren(GuideDock)
    assert dock.address == "term:overfitting"


def test_that_what_cannot_be_done_is_greyed_and_says_why(qtbot, window):
    window.actions_.palette.trigger()
    (palette,) = window.findChildren(CommandPalette)
    palette.field.setText("undo")
    assert palette.list.item(0).toolTip() == "There is nothing to undo"
    palette.close_again()


def test_that_an_action_of_another_workspace_goes_there(window, ask):
    assert ask("step back").startswith("Step back, Action in Descent")
    assert window.workspace.guide == "descent"


def test_that_every_action_workspace_and_word_can_be_found(window, ask):
    window.actions_.palette.trigger()
    (palette,) = window.findChildren(CommandPalette)
    for name, kind in (
        *((entry.term, "Word") for entry in glossary()),
        *((window.tabs.tabText(k), "Workspace") for k in range(window.tabs.count())),
        ("Save run", "Action"),
        ("Text size: 150 %", "Action"),
        ("Appearance: Dark", "Action"),
    ):
        palette.field.setText(name)
        assert name in names_of(window, kind)
    palette.close_again()


def test_that_what_was_chosen_last_comes_first(window, ask):
    ask("overfitting")
    window.actions_.palette.trigger()
    (palette,) = window.findChildren(CommandPalette)
    assert palette.list.item(0).text() == "overfitting"
    palette.close_again()
