import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu

from gdstudio.studio.state.run import RunFigures
from gdstudio.studio.views.common.labels import FittingLabel
from gdstudio.studio.views.training.metrics_strip import MetricsStrip, show_figures


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


def test_that_the_cost_of_a_run_that_has_diverged_is_no_number_and_is_not_awaited(qtbot):
    strip = MetricsStrip()
    qtbot.addWidget(strip)
    show_figures(strip, RunFigures(3, 3.0))
    assert (strip.cost.text, strip.train_accuracy.text) == ("computing…", "computing…")
    show_figures(strip, RunFigures(3, 3.0, 0.0, math.nan, 0.1, 0.098, math.nan))
    assert (strip.cost.text, strip.train_accuracy.text) == ("–", "10.00 %")
    show_figures(strip, RunFigures(3, 3.0, 0.0, math.inf, 0.1, 0.098, math.inf))
    assert strip.cost.text == "∞"


def test_that_a_right_click_on_a_figure_offers_to_copy_it(qtbot, qapp):
    strip = MetricsStrip()
    qtbot.addWidget(strip)
    strip.show()
    strip.set_cost(0.1146)
    place = strip.cost.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, strip.cost.mapToGlobal(place))
    qapp.sendEvent(strip.cost, event)
    menu = strip.cost.findChild(QMenu)
    (copy,) = menu.actions()
    assert copy.text() == "Copy 0.1146"
    copy.trigger()
    assert qapp.clipboard().text() == "0.1146"
    menu.close()


def test_that_a_click_on_a_number_offers_to_copy_it(qtbot, qapp):
    strip, readout = MetricsStrip(), FittingLabel()
    for widget in (strip, readout):
        qtbot.addWidget(widget)
        widget.show()
    strip.set_cost(0.25)
    readout.resize(300, 20)
    readout.set_forms(("weight 0.5",))
    for widget, text in ((strip.cost, "Copy 0.2500"), (readout, "Copy weight 0.5")):
        qtbot.mousePress(widget, Qt.MouseButton.LeftButton)
        menu = widget.findChild(QMenu)
        (copy,) = menu.actions()
        assert copy.text() == text
        copy.trigger()
        assert qapp.clipboard().text() == text.removeprefix("Copy ")
        menu.close()
    strip.clear()
    qtbot.mousePress(strip.test_accuracy, Qt.MouseButton.LeftButton)
    assert strip.test_accuracy.findChild(QMenu) is None
