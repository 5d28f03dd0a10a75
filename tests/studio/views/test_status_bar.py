import pytest
from PySide6.QtWidgets import QApplication, QStatusBar

from gdstudio.studio.views.common.status_bar import SaidOnce

SENTENCE = "The surface is drawn in software."


@pytest.fixture
def bar(qtbot):
    bar = QStatusBar()
    qtbot.addWidget(bar)
    bar.resize(900, 24)
    return bar


def test_that_a_sentence_stands_beside_the_next_message_if_there_is_room(bar):
    word = SaidOnce(bar, 1000)
    bar.showMessage("Loading")
    word.say(SENTENCE)
    assert bar.currentMessage() == "Loading"
    assert word.beside("60,000 digits.") == f"60,000 digits. {SENTENCE}"
    assert word.beside("Saved.") == "Saved."


def test_that_a_sentence_without_room_beside_a_message_comes_after_it(qtbot, bar):
    word = SaidOnce(bar, 1000)
    bar.showMessage("Loading")
    word.say(SENTENCE)
    long = "digits " * 100
    assert word.beside(long) == long
    bar.showMessage(long)
    told = []
    bar.messageChanged.connect(told.append)
    bar.clearMessage()
    qtbot.waitUntil(lambda: bar.currentMessage() == SENTENCE)
    assert told == ["", SENTENCE]


def test_that_a_sentence_is_said_once(bar):
    word = SaidOnce(bar, 1000)
    word.say("")
    word.say(SENTENCE)
    assert bar.currentMessage() == SENTENCE
    word.say("Another sentence.")
    bar.clearMessage()
    QApplication.processEvents()
    assert bar.currentMessage() == ""
