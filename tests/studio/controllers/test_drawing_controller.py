import numpy as np
import pytest
from PySide6.QtWidgets import QToolButton

from gdstudio.data.digits import Digits
from gdstudio.data.drawing import normalise_drawing
from gdstudio.jobs.picture_job import PictureRead
from gdstudio.learning.network import Network
from gdstudio.studio.controllers.drawing_controller import DrawingController
from gdstudio.studio.views.drawing.drawing_panel import DrawingPanel


@pytest.fixture
def panel(qtbot):
    panel = DrawingPanel([])
    qtbot.addWidget(panel)
    panel.resize(300, 600)
    return panel


@pytest.fixture
def controller(panel):
    rng = np.random.default_rng(3)
    controller = DrawingController(panel, rng, panel)
    labels = np.array([4], np.uint8)
    images = np.zeros((1, 784), np.uint8)
    images[0, 300:310] = 200
    controller.set_test_digits(Digits(images, labels))
    return controller


def network_that_says(k):
    """A network whose output k is near 1 for every input, the others near 0."""
    network = Network.dense([784, 10])
    network.part("b1")[:] = -10
    network.part("b1")[k] = 10
    return network


def test_that_a_stroke_is_seen_as_mnist_would_store_it(qtbot, panel, controller):
    ink = np.zeros((560, 560), np.uint8)
    ink[100:400, 250:290] = 255
    panel.canvas.set_ink(ink, "stroke")
    qtbot.waitUntil(lambda: controller.pixels.any())
    assert np.array_equal(controller.pixels, normalise_drawing(ink))


def test_that_the_answer_follows_network_and_canvas(qtbot, panel, controller):
    assert panel.bars.answer is None
    controller.set_network(network_that_says(7))
    assert panel.bars.answer is None  # nothing is drawn yet
    controller.show_random_digit()
    assert panel.bars.answer == 7
    controller.set_network(network_that_says(2))
    assert panel.bars.answer == 2
    controller.set_network(None)
    assert panel.bars.answer is None


def test_that_a_test_digit_reaches_the_network_unchanged(panel, controller):
    controller.show_random_digit()
    expected = np.zeros(784, np.uint8)
    expected[300:310] = 200  # off-centre: normalising would have moved it
    assert np.array_equal(controller.pixels.reshape(-1), expected)


def test_that_a_stroke_over_a_test_digit_is_normalised_again(qtbot, panel, controller):
    controller.show_random_digit()
    ink = np.array(panel.canvas.ink())
    ink[:50, :50] = 255
    panel.canvas.set_ink(ink, "more")
    qtbot.waitUntil(lambda: np.array_equal(controller.pixels, normalise_drawing(ink)))


def test_that_noise_is_not_normalised(panel, controller):
    controller.show_noise()
    again = np.random.default_rng(3).integers(256, size=(1, 28, 28), dtype=np.uint8)[0]
    assert np.array_equal(controller.pixels, again)


def picture_of_a_bar(*doubts: str) -> PictureRead:
    ink = np.zeros((90, 200), np.uint8)
    ink[10:80, 20:40] = 255
    marked = np.repeat(255 - ink[:, :, None], 3, axis=2)
    return PictureRead(normalise_drawing(ink), marked, ("a sheet was found",), doubts)


def test_that_the_digit_of_a_picture_stands_on_the_canvas(panel, controller):
    read = picture_of_a_bar()
    controller.show_picture_read(read)
    assert np.array_equal(controller.pixels, read.pixels)
    assert panel.canvas.ink().any()


def test_that_what_was_found_in_a_picture_is_shown_until_something_else_is_drawn(
    qtbot, panel, controller
):
    controller.show_picture_read(picture_of_a_bar("two separate shapes were seen"))
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


def test_that_the_picture_of_what_was_found_can_be_put_away(qtbot, panel, controller):
    controller.show_picture_read(picture_of_a_bar())
    assert panel.doubts == ""
    cross = panel.found.findChild(QToolButton)
    assert cross.accessibleName()
    cross.click()
    assert panel.found.isHidden()


def test_that_a_network_of_another_input_gets_no_digit(panel, controller):
    controller.show_random_digit()
    controller.set_network(Network.dense([100, 10]))
    assert panel.bars.answer is None


def test_that_a_diverged_network_is_asked_without_a_warning(panel, controller):
    controller.show_random_digit()
    network = Network.dense([784, 16, 10], "relu", "softmax")
    network.parameters[:] = np.inf
    controller.set_network(network)


def test_that_it_is_said_why_there_is_no_answer(panel, controller):
    assert controller.reason == "There is no network yet."
    controller.set_network(Network.dense([256, 10]))
    assert controller.reason == "Draw a digit, or press D for a test digit."
    controller.show_random_digit()
    assert controller.reason == "The canvas has 28 x 28 pixels, but this network has 256 inputs."
    assert panel._caption.text() == controller.reason
    assert panel.bars.answer is None
    controller.set_network(network_that_says(7))
    assert controller.reason == ""
    assert panel._caption.text() == "test digit 0: a 4"


def test_that_a_test_digit_is_named_with_its_class_and_article(panel, controller):
    images = np.full((2, 784), 200, np.uint8)
    controller.set_test_digits(Digits(images, np.array([8, 10], np.uint8), 26))
    controller.show_test_digit(0)
    assert panel._caption.text() == "test digit 0: an 8"
    controller.show_test_digit(1)
    assert panel._caption.text() == "test digit 1: an A"
