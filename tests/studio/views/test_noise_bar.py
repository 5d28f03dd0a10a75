import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK
from gdstudio.studio.views.experiments.noise_bar import NoiseBar


@pytest.fixture
def bar(qtbot: QtBot) -> NoiseBar:
    bar = NoiseBar()
    qtbot.addWidget(bar)
    return bar


def test_that_the_answer_is_told_with_its_activation(bar: NoiseBar) -> None:
    assert "Nothing" in bar.sentence.text()
    activations = np.full(10, 0.01)
    activations[5] = 0.9824
    bar.set_answer(activations, "run 2")
    assert bar.sentence.text().startswith(
        "In Learn, run 2 sees a 5 on its canvas, with activation 0.982. "
    )
    assert "the network of its settings" in bar.sentence.text()
    bar.set_answer(np.roll(activations, 3), "run 2")
    assert "sees an 8 on" in bar.sentence.text()
    bar.set_answer(None, "run 2", "this network has 256 inputs")
    assert bar.sentence.text() == "this network has 256 inputs"
    bar.set_answer(None)
    assert "Nothing" in bar.sentence.text()


def test_that_the_button_asks_for_noise(qtbot: QtBot, bar: NoiseBar) -> None:
    with qtbot.waitSignal(bar.noise_requested):
        bar.button.click()


def test_that_the_picture_is_shown_in_both_themes(bar: NoiseBar) -> None:
    bar.preview.set_pixels(np.full((28, 28), 255, np.uint8))
    light = bar.preview.grab().toImage().pixelColor(15, 15).lightness()
    put_on(DARK)
    assert light < 100 < bar.preview.grab().toImage().pixelColor(15, 15).lightness()
