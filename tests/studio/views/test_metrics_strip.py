import math

from gdstudio.studio.views.training.metrics_strip import MetricsStrip


def test_that_an_accuracy_that_is_being_computed_is_not_a_missing_one(qtbot):
    strip = MetricsStrip()
    qtbot.addWidget(strip)
    strip.show()
    width = strip.sizeHint().width()
    assert strip.test_accuracy.text == "–"
    strip.set_accuracies(0.5, math.nan)
    assert (strip.train_accuracy.text, strip.test_accuracy.text) == ("50.00 %", "computing…")
    assert strip.sizeHint().width() == width  # nothing jumps
    strip.set_accuracies(0.5, 0.25)
    assert strip.test_accuracy.text == "25.00 %"
    strip.clear()
    assert strip.test_accuracy.text == "–"
