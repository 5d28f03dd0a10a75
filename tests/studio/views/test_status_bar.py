import pytest
from PySide6.QtWidgets import QApplication, QLabel, QStatusBar

from gdstudio.studio.views.common.status_bar import MessageBar, SaidOnce
from tests.studio.painted import painted

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


@pytest.fixture
def message_bar(qtbot):
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.resize(400, 24)
    bar.show()
    return bar


def test_that_a_message_without_room_is_shortened_and_its_tip_is_the_whole(message_bar):
    message_bar.showMessage(SENTENCE)
    assert (message_bar.seen_message(), message_bar.toolTip()) == (SENTENCE, "")
    long = f"MNIST: 60,000 training and 10,000 test pictures. {SENTENCE}"
    message_bar.showMessage(long)
    assert message_bar.currentMessage() == message_bar.toolTip() == long
    seen = message_bar.seen_message()
    assert seen.endswith("…")
    assert long.startswith(seen[:-1])
    written = [line for line in painted(message_bar) if line.startswith("text")]
    assert len(written) == 1
    assert f"'{seen}'" in written[0]
    message_bar.resize(1200, 24)
    assert (message_bar.seen_message(), message_bar.toolTip()) == (long, "")


def test_that_a_message_ends_before_a_note_that_stands_all_the_time(message_bar):
    note = QLabel("Settings and the last run are not kept")
    message_bar.addPermanentWidget(note)
    QApplication.processEvents()
    message_bar.showMessage(f"{SENTENCE} {SENTENCE}")
    metrics = message_bar.fontMetrics()
    assert metrics.horizontalAdvance(message_bar.seen_message()) <= note.x() - 12
    assert message_bar.toolTip()
