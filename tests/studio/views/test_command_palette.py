"""The command palette: what fits best stands first, and the keys that go there."""

from unittest.mock import Mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QPushButton

from gdstudio.studio.views.help.command_palette import Command, CommandPalette, found
from gdstudio.studio.views.help.matching import fit


def named(*names: str) -> list[Command]:
    return [Command(name, "Action", Mock()) for name in names]


def names(commands: list[Command]) -> list[str]:
    return [command.name for command in commands]


@pytest.mark.parametrize(
    ("typed", "name", "fits"),
    [
        ("lr", "Learning rate", True),
        ("LR", "learning rate", True),
        ("l r", "learning rate", True),
        ("rl", "learning rate", False),
        ("ratee", "learning rate", False),
        ("", "anything", True),
    ],
)
def test_that_letters_fit_if_they_stand_in_the_name_in_their_order(typed, name, fits):
    assert (fit(typed, name) is not None) == fits


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [
        ("step", "Step", "Step back"),
        ("step", "Step back", "Step: one epoch"),
        ("step", "Step: one epoch", "Cost against step"),
        ("rate", "Learning rate", "Where it stands on the surface"),
        ("lr", "Learning rate", "Valleys here"),
        ("wei", "Weights", "First-layer weights"),
        ("net", "Network", "Magnet"),
    ],
)
def test_that_beginnings_of_words_and_whole_names_fit_better(typed, better, worse):
    assert fit(typed, better) > fit(typed, worse)


def test_that_the_best_stands_first_and_chance_is_left_out():
    commands = named("How true is the picture?", "Cost against step", "Step back", "Step")
    assert names(found(commands, "step")) == ["Step", "Step back", "Cost against step"]
    assert names(found(commands, "")) == names(commands)
    assert found(commands, "qqq") == []


def test_that_other_words_are_found_too_behind_names():
    tip = Command("Reset", "Action", Mock(), about="Back to a fresh network")
    assert names(found([tip, *named("Fresh start")], "fresh")) == ["Fresh start", "Reset"]


def test_that_of_two_that_fit_alike_what_can_be_done_stands_first():
    cannot = Command("Undo", "Action", Mock(), why_not="Nothing to undo")
    assert found([cannot, can := named("Undo")[0]], "undo") == [can, cannot]


@pytest.fixture
def palette(qtbot) -> CommandPalette:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.menuBar().addMenu("File")
    window.setCentralWidget(QPushButton("elsewhere"))
    window.show()
    return CommandPalette(window)


def test_that_enter_does_what_is_marked_and_closes(qtbot, palette):
    commands = named("Run", "Reset")
    palette.ask(commands)
    qtbot.keyClicks(palette.field, "res")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    commands[1].do.assert_called_once_with()
    commands[0].do.assert_not_called()
    assert not palette.isVisible()


def test_that_arrows_mark_another_and_stop_at_the_ends(qtbot, palette):
    palette.ask(named("a", "b", "c"))
    rows = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        qtbot.keyClick(palette.field, key)
        rows.append(palette.list.currentRow())
    assert rows == [0, 1, 2, 0]


def test_that_escape_closes_and_nothing_is_done(qtbot, palette):
    commands = named("Run")
    palette.ask(commands)
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    commands[0].do.assert_not_called()


def test_that_it_closes_when_one_goes_elsewhere(qtbot, palette):
    palette.ask(named("Run"))
    qtbot.waitUntil(palette.field.hasFocus)
    palette.parent().centralWidget().setFocus()
    assert not palette.isVisible()


def test_that_what_cannot_be_done_stays_and_says_why(qtbot, palette):
    command = Command("Undo", "Action", Mock(), why_not="There is nothing to undo")
    palette.ask([command])
    assert palette.list.item(0).toolTip() == "There is nothing to undo"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    command.do.assert_not_called()
    assert palette.isVisible()


def test_that_a_click_chooses(qtbot, palette):
    commands = named("Run", "Reset")
    palette.ask(commands)
    at = palette.list.visualItemRect(palette.list.item(1)).center()
    qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    commands[1].do.assert_called_once_with()


def test_that_it_stands_at_the_top_middle_inside_the_window(palette):
    palette.ask(named(*(f"command {k}" for k in range(50))))
    window = palette.parent()
    assert abs(palette.geometry().center().x() - window.rect().center().x()) <= 1
    assert window.menuBar().geometry().bottom() < palette.geometry().top() < 60
    assert palette.geometry().bottom() < window.height()
    tall = palette.height()
    palette.field.setText("command 17")
    assert palette.list.count() == 1
    assert palette.height() < tall


def test_that_it_opens_empty_each_time(palette):
    palette.ask(named("Run"))
    palette.field.setText("run")
    palette.close_again()
    palette.ask(named("Run", "Reset"))
    assert palette.field.text() == ""
    assert palette.list.count() == 2
