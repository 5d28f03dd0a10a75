"""The View menu's themes and text sizes: put on, ticked and remembered, for each screen."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from gdstudio.studio.actions import Actions
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.controllers.appearance_controller import AppearanceController
from gdstudio.studio.theme import current_theme


class Screen:
    """As much of a screen as the controller asks for."""

    def __init__(self, name, width, height):
        self._name, self._size = name, QSize(width, height)

    def name(self):
        return self._name

    def size(self):
        return self._size


class Window(QWidget):
    """A window on one of two screens."""

    def __init__(self):
        super().__init__()
        self.desk, self.projector = Screen("DP-1", 1920, 1080), Screen("HDMI/1 x", 1280, 720)
        self.on = self.desk

    def screen(self):
        return self.on


@pytest.fixture
def window(qtbot):
    window = Window()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def make(qapp, settings, window):
    def made():
        window.actions_ = Actions(window)
        window.appearance = Appearance("light", window)
        AppearanceController(window.actions_, settings, window.appearance, window)
        return window.actions_, window.appearance

    return made


def ticked(group):
    return [action.data() for action in group.actions() if action.isChecked()]


def choose(group, data):
    next(action for action in group.actions() if action.data() == data).trigger()


def test_that_themes_are_put_on_ticked_and_remembered(make, settings):
    actions, _ = make()
    assert ticked(actions.appearances) == ["system"]
    choose(actions.appearances, "dark")
    assert current_theme().name == "dark"
    assert settings.appearance == "dark"
    assert ticked(actions.appearances) == ["dark"]


def test_that_text_sizes_are_chosen_or_stepped_through_to_the_ends(make):
    actions, appearance = make()
    assert ticked(actions.text_sizes) == [100]
    choose(actions.text_sizes, 225)
    assert appearance.text_size == 225
    sizes = []
    for action in (actions.larger_text, actions.larger_text, actions.smaller_text):
        action.trigger()
        sizes.append((appearance.text_size, ticked(actions.text_sizes)))
    assert sizes == [(250, [250]), (250, [250]), (225, [225])]
    assert actions.larger_text.shortcut().toString() == "Ctrl+Shift++"
    us_keyboard = QKeySequence("Ctrl+Shift+=")  # all that X11 offers there for Ctrl, Shift and +
    assert us_keyboard in actions.larger_text.shortcuts()
    assert actions.smaller_text.shortcut().toString() == "Ctrl+Shift+-"


def test_that_each_screen_has_the_size_chosen_on_it(qtbot, make, settings, window):
    actions, appearance = make()
    window.show()
    window.on = window.projector
    window.move(window.x() + 10, window.y())
    choose(actions.text_sizes, 150)
    assert settings.text_size("HDMI/1 x 1280x720") == 150
    assert settings.text_size("DP-1 1920x1080") == 100
    window.on = window.desk
    window.move(window.x() + 10, window.y())
    qtbot.waitUntil(lambda: appearance.text_size == 100)
    window.on = window.projector
    window.move(window.x() + 10, window.y())
    qtbot.waitUntil(lambda: appearance.text_size == 150)
    assert ticked(actions.text_sizes) == [150]


def test_that_the_size_of_the_screen_is_there_when_the_window_opens(make, settings, window):
    settings.set_text_size("DP-1 1920x1080", 125)
    _, appearance = make()
    assert appearance.text_size == 125
