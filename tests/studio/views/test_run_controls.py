"""The bar of a run and its figures, each alone."""

import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from gdstudio.studio.views.training.metrics_strip import MetricsStrip
from gdstudio.studio.views.training.run_bar import SPEEDS, RunBar


@pytest.fixture
def bar(qtbot):
    actions = [QAction(name) for name in ("&Run", "Step", "Epoch", "Reset")]
    run, *steps, reset = actions
    bar = RunBar(run, steps, reset)
    bar.kept = actions
    qtbot.addWidget(bar)
    bar.show()
    QApplication.processEvents()
    return bar


def speed_text(bar):
    return bar.findChild(QLabel, "muted")


def test_that_a_run_goes_at_full_speed_until_another_is_chosen(bar):
    chosen = QSignalSpy(bar.speed_chosen)
    assert (bar.speed, speed_text(bar).text()) == (None, "full speed")
    bar.slider_steps = []
    for key, wanted in (
        (Qt.Key.Key_Left, 1000), (Qt.Key.Key_PageDown, 300), (Qt.Key.Key_Home, 1),
        (Qt.Key.Key_Right, 2), (Qt.Key.Key_End, None),
    ):  # fmt: skip
        QTest.keyClick(bar.speed_slider, key)
        assert bar.speed == wanted
    assert [chosen.at(k)[0] for k in range(chosen.count())] == [1000, 300, 1, 2, 0]


@pytest.mark.parametrize(
    ("speed", "text"), [(1, "1 step/s"), (2, "2 steps/s"), (1000, "1,000 steps/s")]
)
def test_that_a_speed_is_shown_in_words_and_nothing_is_told(bar, speed, text):
    chosen = QSignalSpy(bar.speed_chosen)
    bar.set_speed(speed)
    assert (bar.speed, speed_text(bar).text(), chosen.count()) == (speed, text, 0)
    assert bar.speed_slider.toolTip().endswith(f"now: {text}")
    label = speed_text(bar)
    assert label.fontMetrics().horizontalAdvance(text) < label.width()


def test_that_the_slider_reaches_every_speed_and_no_further(bar):
    assert (bar.speed_slider.minimum(), bar.speed_slider.maximum()) == (0, len(SPEEDS) - 1)


def test_that_a_compact_bar_is_narrower_by_slider_and_words(bar):
    usual = bar.sizeHint().width()
    words = speed_text(bar).width()
    bar.set_compact(True)
    assert (bar.speed_slider.minimumWidth(), speed_text(bar).isHidden()) == (56, True)
    assert usual - bar.layout().totalMinimumSize().width() >= 40 + words
    bar.set_compact(False)
    assert (bar.speed_slider.minimumWidth(), speed_text(bar).isHidden()) == (96, False)
    assert bar.sizeHint().width() == usual


def test_that_reset_stands_where_three_steps_leave_it(qtbot, bar):
    actions = [QAction(name) for name in ("&Run", "Reset")]
    other = RunBar(actions[0], [], actions[1], speed=False)
    qtbot.addWidget(other)
    other.show()
    QApplication.processEvents()
    places = []
    for one, action in ((bar, bar.kept[-1]), (other, actions[1])):
        buttons = one.findChildren(QToolButton)
        (reset,) = (button for button in buttons if button.defaultAction() is action)
        places.append(reset.x() - one.run_button.width())
        assert reset.focusPolicy() == Qt.FocusPolicy.StrongFocus
        assert reset.iconSize() == one.run_button.iconSize()
        free = [button for button in buttons if button.defaultAction() is None]
        assert all(button.focusPolicy() == Qt.FocusPolicy.NoFocus for button in free)
        assert not any(button.isVisible() for button in free)
    assert other.speed_slider.isHidden()
    other.set_compact(False)
    assert speed_text(other).isHidden()


@pytest.fixture
def strip(qtbot):
    strip = MetricsStrip()
    qtbot.addWidget(strip)
    strip.show()
    return strip


def test_that_figures_are_written_as_people_read_them(strip):
    strip.set_counts(12_345, 1.5, 2_000)
    strip.set_cost(0.25)
    strip.set_accuracies(0.125, 1)
    assert [metric.text for metric in strip.metrics()[:2]] == ["12,345", "1.50"]
    assert strip.speed.text == "2k" or strip.speed.text.startswith("2.0")
    assert strip.cost.text == "0.2500"
    assert [metric.text for metric in strip.metrics()[4:]] == ["12.50 %", "100.00 %"]
    assert strip.cost.accessibleDescription() == "0.2500"
    strip.set_counts(1, 0, 0)
    assert strip.speed.text == "–"
    strip.clear()
    assert {metric.text for metric in strip.metrics()} == {"–"}


def width_of(strip):
    strip.layout().invalidate()
    return strip.sizeHint().width()


def test_that_a_compact_strip_is_narrower_and_goes_back(strip):
    usual = width_of(strip)
    strip.set_compact(True)
    assert width_of(strip) == usual - 5 * (18 - 8)
    strip.set_compact(False)
    assert width_of(strip) == usual


def test_that_a_brief_strip_leaves_out_what_is_spared_best(strip):
    usual = width_of(strip)
    strip.set_brief(True)
    shown = [metric for metric in strip.metrics() if not metric.isHidden()]
    assert strip.speed not in shown
    assert len(shown) == 5
    assert width_of(strip) < usual - strip.speed.sizeHint().width()
    strip.set_brief(False)
    assert width_of(strip) == usual


def test_that_computing_keeps_its_small_letters_in_another_size(strip):
    value, caption = strip.test_accuracy.findChildren(QLabel)
    strip.set_accuracies(0.5, math.nan)
    for compact in (True, False):
        strip.set_compact(compact)
        assert value.font().pointSizeF() == caption.font().pointSizeF()
    strip.set_accuracies(0.5, 0.5)
    assert value.font().pointSizeF() == pytest.approx(1.4 * caption.font().pointSizeF(), rel=0.02)
    assert all(label.alignment() & Qt.AlignmentFlag.AlignRight for label in (value, caption))
