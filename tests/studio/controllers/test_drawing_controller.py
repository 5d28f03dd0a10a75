from types import SimpleNamespace
from unittest.mock import MagicMock

import numpy as np
import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QLabel, QToolButton

from gdstudio.data.digits import DataSet, Digits
from gdstudio.data.resize import normalize_drawing
from gdstudio.jobs.picture_job import PictureRead
from gdstudio.learning.network import Network
from gdstudio.pictures.ink import PenPoint
from gdstudio.studio.controllers.drawing_controller import DrawingController
from gdstudio.studio.state.drawing_model import Answer, Digit, DrawingModel
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.views.drawing.answer_bars import AnswerBars
from gdstudio.studio.views.drawing.digit_preview import DigitPreview
from gdstudio.studio.views.drawing.drawing_canvas import DrawingCanvas
from gdstudio.studio.views.drawing.drawing_panel import DrawingPanel
from tests.studio.controllers.mocked import emit
from tests.studio.own_stack import with_own_stack


@pytest.fixture
def panel(qtbot):
    panel = with_own_stack(DrawingPanel, [])
    qtbot.addWidget(panel)
    panel.resize(300, 600)
    return panel


class ShownNetwork(QObject):
    """Any network, as if the window showed it."""

    changed = Signal()

    def __init__(self):
        super().__init__()
        self.network = None

    def show(self, network):
        self.network = network
        self.changed.emit()


def use_test_digits(drawing, images, labels, n_classes=10):
    digits = Digits(images, np.array(labels, np.uint8), n_classes)
    drawing.runs.set_data(DataSet("small", digits, digits))


@pytest.fixture
def shown(qapp):
    return ShownNetwork()


@pytest.fixture
def drawing(panel, shown):
    """The drawn digit, joined with the panel."""
    runs = RunModel(panel)
    drawing = DrawingModel(runs, shown, np.random.default_rng(3), panel)
    drawing.runs = runs
    DrawingController(panel, drawing, shown, panel)
    images = np.zeros((1, 784), np.uint8)
    images[0, 300:310] = 200
    use_test_digits(drawing, images, [4])
    return drawing


def network_that_says(k):
    """A network whose output k is near 1 for every input, the others near 0."""
    network = Network.dense([784, 10])
    network.part("b1")[:] = -10
    network.part("b1")[k] = 10
    return network


def test_that_a_stroke_is_seen_as_mnist_would_store_it(qtbot, panel, shown, drawing):
    ink = np.zeros((560, 560), np.uint8)
    ink[100:400, 250:290] = 255
    panel.canvas.set_ink(ink, "stroke")
    qtbot.waitUntil(lambda: drawing.pixels.any())
    assert np.array_equal(drawing.pixels, normalize_drawing(ink))


def test_that_a_canvas_at_rest_is_not_read_again(qtbot, panel, shown, drawing):
    ink = np.zeros((560, 560), np.uint8)
    ink[100:400, 250:290] = 255
    panel.canvas.set_ink(ink, "stroke")
    qtbot.waitUntil(lambda: drawing.pixels.any())
    (controller,) = panel.findChildren(DrawingController)
    (timer,) = controller.findChildren(QTimer)
    assert not timer.isActive()


def test_that_the_answer_follows_network_and_canvas(qtbot, panel, shown, drawing):
    assert panel.bars.answer is None
    shown.show(network_that_says(7))
    assert panel.bars.answer is None  # nothing is drawn yet
    drawing.show_random_digit()
    assert panel.bars.answer == 7
    shown.show(network_that_says(2))
    assert panel.bars.answer == 2
    shown.show(None)
    assert panel.bars.answer is None


def test_that_a_test_digit_reaches_the_network_unchanged(panel, shown, drawing):
    drawing.show_random_digit()
    expected = np.zeros(784, np.uint8)
    expected[300:310] = 200  # off-centre: normalising would have moved it
    assert np.array_equal(drawing.pixels.reshape(-1), expected)


def test_that_a_stroke_over_a_test_digit_is_normalised_again(qtbot, panel, shown, drawing):
    drawing.show_random_digit()
    ink = np.array(panel.canvas.ink())
    ink[:50, :50] = 255
    panel.canvas.set_ink(ink, "more")
    qtbot.waitUntil(lambda: np.array_equal(drawing.pixels, normalize_drawing(ink)))


def test_that_undo_brings_back_the_very_digit_that_stood_there(qtbot, panel, shown, drawing):
    drawing.show_random_digit()
    digit = drawing.digit
    panel.canvas.start_stroke(PenPoint(100, 100, 20), erases=False)
    qtbot.waitUntil(lambda: drawing.label is None)
    panel.canvas.extend_stroke(PenPoint(300, 200, 20))
    panel.canvas.finish_stroke()
    panel.canvas.undo_stack.undo()
    qtbot.waitUntil(lambda: drawing.digit is digit)
    panel.canvas.undo_stack.redo()
    qtbot.waitUntil(lambda: drawing.digit is not digit)
    assert drawing.label is None


def test_that_noise_is_not_normalised(panel, shown, drawing):
    drawing.show_noise()
    again = np.random.default_rng(3).integers(256, size=(1, 28, 28), dtype=np.uint8)[0]
    assert np.array_equal(drawing.pixels, again)


def picture_of_a_bar(*doubts: str) -> PictureRead:
    ink = np.zeros((90, 200), np.uint8)
    ink[10:80, 20:40] = 255
    marked = np.repeat(255 - ink[:, :, None], 3, axis=2)
    return PictureRead(normalize_drawing(ink), marked, ("a sheet was found",), doubts)


def test_that_the_digit_of_a_picture_stands_on_the_canvas(panel, shown, drawing):
    read = picture_of_a_bar()
    drawing.show_picture_read(read)
    assert np.array_equal(drawing.pixels, read.pixels)
    assert panel.canvas.ink().any()


def test_that_what_was_found_in_a_picture_is_shown_until_something_else_is_drawn(
    qtbot, panel, shown, drawing
):
    drawing.show_picture_read(picture_of_a_bar("two separate shapes were seen"))
    assert not panel.found.isHidden()
    assert "a sheet was found" in panel.found.toolTip()
    assert panel.found.accessibleName()
    assert panel.doubts == "Doubtful: two separate shapes were seen."
    panel.canvas.clear()
    qtbot.waitUntil(lambda: panel.found.isHidden())
    assert panel.doubts == ""
    panel.canvas.undo_stack.undo()
    qtbot.waitUntil(lambda: not panel.found.isHidden())
    assert "two separate shapes" in panel.doubts


def test_that_the_picture_of_what_was_found_can_be_put_away(qtbot, panel, shown, drawing):
    drawing.show_picture_read(picture_of_a_bar())
    assert panel.doubts == ""
    cross = panel.found.findChild(QToolButton)
    assert cross.accessibleName()
    cross.click()
    assert panel.found.isHidden()


def test_that_a_network_of_another_input_gets_no_digit(panel, shown, drawing):
    drawing.show_random_digit()
    shown.show(Network.dense([100, 10]))
    assert panel.bars.answer is None


def test_that_a_diverged_network_is_asked_without_a_warning(panel, shown, drawing):
    drawing.show_random_digit()
    network = Network.dense([784, 16, 10], "relu", "softmax")
    network.parameters[:] = np.inf
    shown.show(network)


def caption_of(panel):
    """Return what is written below the preview."""
    return panel.findChild(QLabel, "muted").text()


def test_that_it_is_said_why_there_is_no_answer(panel, shown, drawing):
    assert drawing.reason == "There is no network yet."
    shown.show(Network.dense([256, 10]))
    assert drawing.reason == "Draw a digit, or press D for a test digit."
    drawing.show_random_digit()
    assert drawing.reason == "The canvas has 28 x 28 pixels, but this network has 256 inputs."
    assert caption_of(panel) == "does not fit the network"
    assert panel.findChild(QLabel, "muted").toolTip() == drawing.reason
    assert panel.bars.answer is None
    shown.show(network_that_says(7))
    assert drawing.reason == ""
    assert caption_of(panel) == "test digit 0: a 4"


def test_that_a_test_digit_is_named_with_its_class_and_article(panel, shown, drawing):
    images = np.full((2, 784), 200, np.uint8)
    use_test_digits(drawing, images, [8, 10], 62)
    drawing.show_test_digit(0)
    assert caption_of(panel) == "test digit 0: an 8"
    drawing.show_test_digit(1)
    assert caption_of(panel) == "test digit 1: an A"


def test_that_the_network_is_asked_of_pixels_from_0_to_1(panel, shown, drawing):
    network = Network.dense([784, 10])
    network.parameters[:] = np.random.default_rng(5).normal(0, 0.1, network.parameters.shape)
    shown.show(network)
    drawing.show_random_digit()
    assert not drawing.pixels.flags.writeable
    expected = network.forward(drawing.pixels.reshape(1, -1) / np.float32(255))[0]
    np.testing.assert_allclose(drawing.answer.activations, expected, rtol=1e-5)


FOUR_CLASSES = SimpleNamespace(n_out=4)


class MockedDesk:
    """The controller between mocks of the panel and of the digit."""

    def __init__(self, owner):
        self.panel = MagicMock(spec=DrawingPanel)
        self.panel.canvas = MagicMock(spec=DrawingCanvas, tag=None)
        self.panel.canvas.ink.return_value = np.full((560, 560), 255, np.uint8)
        self.panel.bars, self.panel.preview = (
            MagicMock(spec=AnswerBars),
            MagicMock(spec=DigitPreview),
        )
        self.drawing = MagicMock(spec=DrawingModel, size=(28, 28))
        self.shown = MagicMock(spec=Shown, network=FOUR_CLASSES)
        self.controller = DrawingController(self.panel, self.drawing, self.shown, owner)


@pytest.fixture
def desk(qtbot):
    owner = QObject()
    desk = MockedDesk(owner)
    desk.owner = owner
    return desk


def test_that_a_stroke_is_answered_after_eight_milliseconds(qtbot, desk):
    (timer,) = desk.controller.findChildren(QTimer)
    assert timer.interval() == 8
    for _ in range(2):
        emit(desk.panel.canvas.drawing_edited)
    assert timer.isActive()
    qtbot.waitUntil(lambda: desk.drawing.set_digit.called)
    assert not timer.isActive()
    (digit,) = desk.drawing.set_digit.call_args.args
    assert np.array_equal(digit.pixels, normalize_drawing(np.full((560, 560), 255, np.uint8)))


def test_that_a_digit_of_other_data_is_read_as_a_drawing_of_the_size_in_use(desk):
    desk.panel.canvas.tag = Digit(np.full((28, 28), 7, np.uint8), 3, "a digit", "Test digit")
    desk.drawing.size = (8, 8)
    emit(desk.drawing.size_changed)
    (digit,) = desk.drawing.set_digit.call_args.args
    assert digit.pixels.shape == (8, 8)
    assert digit.label is None


def test_that_a_digit_put_on_the_canvas_is_its_tag_and_read_back(desk):
    digit = Digit(np.full((28, 28), 7, np.uint8), 3, "a digit", "Test digit")
    emit(desk.drawing.digit_put, digit)
    desk.panel.canvas.set_ink.assert_called_once_with(digit.pixels, "Test digit", digit)
    desk.panel.canvas.tag = digit
    desk.controller.read_canvas()
    desk.drawing.set_digit.assert_called_once_with(digit)


def test_that_what_was_found_is_shown_once_for_each_picture(desk):
    panel = desk.panel
    for read, shown, hidden in (
        (None, 0, 1),
        (first := picture_of_a_bar("a doubt"), 1, 1),
        (first, 1, 1),
        (picture_of_a_bar(), 2, 1),
        (None, 2, 2),
    ):
        desk.drawing.digit = Digit(np.zeros((28, 28), np.uint8), read=read)
        emit(desk.drawing.digit_changed)
        assert (panel.show_found.call_count, panel.hide_found.call_count) == (shown, hidden)
        panel.preview.set_pixels.assert_called_with(desk.drawing.digit.pixels)
    assert panel.show_found.call_args_list[0].args == (first.marked, first.notes, ("a doubt",))


@pytest.mark.parametrize("as_shares", [True, False])
def test_that_an_answer_is_shown_as_what_it_is(desk, as_shares):
    answer = Answer(np.array([0.1, 0.9]), 1, as_shares)
    desk.drawing.answer = answer
    emit(desk.drawing.answer_changed)
    desk.panel.bars.set_as_shares.assert_called_once_with(as_shares)
    desk.panel.bars.set_activations.assert_called_once_with(answer.activations, 1)
    desk.panel.bars.clear.assert_not_called()
    desk.drawing.answer = None
    emit(desk.drawing.answer_changed)
    desk.panel.bars.clear.assert_called_once_with(n_classes=4)
    desk.panel.bars.set_activations.assert_called_once()


@pytest.mark.parametrize(
    ("network", "level", "reason", "said"),
    [
        (FOUR_CLASSES, 9, "", "test digit 0"),
        (FOUR_CLASSES, 9, "It does not fit.", "does not fit the network"),
        (FOUR_CLASSES, 0, "Draw a digit.", "test digit 0"),
        (None, 9, "There is no network.", "test digit 0"),
    ],
)
def test_that_a_refusal_stands_in_place_of_the_caption(desk, network, level, reason, said):
    desk.shown.network, desk.drawing.answer = network, None
    desk.drawing.pixels, desk.drawing.reason = np.full((28, 28), level, np.uint8), reason
    desk.drawing.digit = Digit(np.zeros((28, 28), np.uint8), caption="test digit 0")
    emit(desk.drawing.answer_changed)
    about = "" if said == "test digit 0" else reason
    desk.panel.set_caption.assert_called_once_with(said, about)


def test_that_a_drawing_is_read_anew_in_the_size_of_other_data(panel, shown, drawing):
    canvas = panel.canvas
    canvas.start_stroke(PenPoint(200, 200, 20), erases=False)
    canvas.extend_stroke(PenPoint(300, 400, 20))
    canvas.finish_stroke()
    for rows, columns in ((8, 8), (64, 48)):
        digits = Digits(
            np.ones((2, rows * columns), np.uint8), np.zeros(2, np.uint8), 2, rows, columns
        )
        drawing.runs.set_data(DataSet("other", digits, digits))
        assert drawing.pixels.shape == (rows, columns)
        drawing.show_noise()
        assert drawing.pixels.shape == (rows, columns)
        drawing.show_random_digit()
        assert panel.canvas.ink().any()
        canvas.undo_stack.undo()
        canvas.undo_stack.undo()
