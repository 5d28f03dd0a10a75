"""What is told stands in the status bar, a fault of a person's doing in a box."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QMessageBox

from gdstudio.errors import InvalidValue
from gdstudio.studio.actions import Actions
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.controllers.status_controller import STATUS_MS, StatusController
from gdstudio.studio.state.messages import Messages


@pytest.fixture
def window(qtbot, settings):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.actions_, window.messages = Actions(window), Messages(window)
    window.appearance = Appearance("light", window)
    given = window.actions_, window.messages, settings, window.appearance
    window.status = StatusController(*given, window)
    window.resize(900, 200)
    window.show()
    return window


def test_that_a_sentence_told_stands_in_the_bar_for_eight_seconds(window):
    window.messages.say("Saved.")
    assert window.statusBar().currentMessage() == "Saved."
    assert STATUS_MS == 8000


def test_that_a_sentence_is_said_once_beside_the_next_message(window):
    window.statusBar().showMessage("Loading")
    window.status.say_once("Drawn in software.")
    window.messages.say("Loaded.")
    assert window.statusBar().currentMessage() == "Loaded. Drawn in software."


def test_that_what_could_not_be_done_is_told_in_a_box_of_the_window(window):
    window.messages.report(InvalidValue("epochs", 0, "1 or more"))
    (box,) = window.findChildren(QMessageBox)
    assert box.isVisible()
    assert "epochs" in box.text()
    assert box.windowTitle() == "That did not work"
    box.close()


def test_that_a_fault_of_the_program_is_handed_on(qtbot, window):
    with qtbot.captureExceptions() as caught:
        window.messages.report(ZeroDivisionError("no"))
    assert [kind for kind, *_ in caught] == [ZeroDivisionError]
    assert not window.findChildren(QMessageBox)


def test_that_the_bar_is_as_high_as_its_text(window):
    before = window.statusBar().height()
    window.appearance.choose_text_size(200)
    assert window.statusBar().height() > 1.5 * before
    assert not window.statusBar().isSizeGripEnabled()


def test_that_a_click_on_the_bar_asks_for_the_messages(qtbot, window):
    with qtbot.waitSignal(window.actions_.messages.triggered):
        qtbot.mouseClick(window.statusBar(), Qt.MouseButton.LeftButton)
