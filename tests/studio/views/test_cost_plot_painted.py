"""What the cost plot paints and how it is made: curves, axes, marks, buttons, menus."""

import math
from pathlib import Path
from unittest.mock import MagicMock

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPen
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton
from shiboken6 import isValid

from gdstudio.learning.history import History
from gdstudio.pictures.spans import Span
from gdstudio.studio.app import configure_pyqtgraph
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.cost_plot.canvas import CostCanvas
from gdstudio.studio.views.cost_plot.cost_plot import CostPlot, read_out
from gdstudio.studio.views.cost_plot.curves import Curve, Unit, run_colour
from gdstudio.studio.views.cost_plot.drawing import Frame, RunDrawing
from gdstudio.studio.views.cost_plot.footer import CostFooter, RunsButton
from tests.kept import difference
from tests.studio.described import described
from tests.studio.painted import painted, painting_differs
from tests.studio.seen import is_painted_anew

configure_pyqtgraph()

KEPT = Path(__file__).parent / "painted"


def small(start=2.0, evaluations=((0, 0.1), (5, 0.5), (10, 0.75))):
    """Return a run of ten updates."""
    history = History(batch_size=10)
    history.append_costs(1, start / np.arange(1.0, 11.0))
    for step, share in evaluations:
        history.append_evaluation(
            step, 10 * step, 0.1 * step, 2.0 - share, share, 2.2 - share, share - 0.05
        )
    return history


@pytest.fixture
def canvas(qtbot):
    canvas = CostCanvas()
    canvas.resize(360, 200)
    qtbot.addWidget(canvas)
    canvas.show()
    return canvas


@pytest.fixture
def plot(qtbot):
    plot = CostPlot()
    plot.resize(520, 260)
    qtbot.addWidget(plot)
    plot.show()
    return plot


def kept(name, widget):
    return painting_differs(KEPT / f"cost_canvas_{name}.txt", widget)


def test_that_a_plot_of_nothing_is_painted_as_it_is_kept(canvas):
    canvas.set_history(small())
    canvas.set_history(None)
    canvas.texts.hint.show()
    assert kept("empty", canvas) == ""


def test_that_a_run_is_painted_as_it_is_kept(canvas):
    canvas.set_history(small())
    assert kept("run", canvas) == ""


def test_that_costs_on_a_logarithmic_axis_are_painted_as_they_are_kept(canvas):
    canvas.set_history(small())
    canvas.set_log(True)
    canvas.set_unit(Unit.EXAMPLES)
    canvas.set_crosshair(50.0, 0.5)
    canvas.texts.set_note("diverged at step 12")
    assert kept("log", canvas) == ""


def test_that_earlier_runs_and_a_diverged_one_are_painted_as_they_are_kept(canvas):
    history = small()
    history.append_costs(11, np.array([2.5, math.inf]))
    canvas.set_history(history)
    canvas.set_earlier([(1, small(1.0), True), (2, small(3.0), False), (4, small(1.5), True)])
    for curve in (Curve.BATCH, Curve.TRAIN_COST, Curve.TEST_COST, Curve.TRAIN_ACCURACY):
        canvas.set_shown(curve, False)
    canvas.set_unit(Unit.SECONDS)
    put_on(DARK)
    assert kept("earlier", canvas) == ""


def test_that_the_legend_over_the_plot_has_the_newest_figures(qtbot):
    plot = CostPlot()  # not on the screen, where one of its entries would have the focus
    qtbot.addWidget(plot)
    plot.resize(520, 260)
    plot.set_history(small())
    assert painting_differs(KEPT / "cost_plot_top.txt", plot, QRect(0, 0, 520, 34)) == ""


def test_that_the_menus_offer_what_they_are_kept_to(plot, qtbot):
    plot.set_runs([(1, "1: a & b", small(1.0), True), (2, "2: c", small(3.0), False)])
    made = described(plot.footer)
    assert difference(KEPT / "cost_footer_with_runs_made.txt", made) == ""
    (menu,) = plot.footer.runs.findChildren(QMenu)
    boxes = [action for action in menu.actions() if action.isCheckable()]
    plot.set_runs([(3, "3: d", small(3.0), True)])
    assert [action.text() for action in menu.actions()] == [
        "3: d",
        "",
        "Compare runs…",
        "Forget these runs",
    ]
    qtbot.waitUntil(lambda: not any(map(isValid, boxes)))


def test_that_a_runs_box_is_an_outline_or_filled_with_a_tick(qtbot):
    button = RunsButton()
    qtbot.addWidget(button)
    button.set_runs([(1, "1", True), (2, "2", False)])
    button.show()
    actions = [action for action in button.menu().actions() if action.isCheckable()]

    def pictures():
        return [
            action.icon().pixmap(QSize(16, 16), 2.0, mode, state).toImage()
            for action in actions
            for mode, state in (
                (QIcon.Mode.Normal, QIcon.State.Off),
                (QIcon.Mode.Normal, QIcon.State.On),
                (QIcon.Mode.Active, QIcon.State.On),
            )
        ]

    for theme in (LIGHT, DARK):
        put_on(theme)
        for k, image in enumerate(pictures()):
            colour = run_colour(theme, k // 3)
            assert image.width() == image.height() == 32
            # The frame is two units wide about a square from 2 to 14, twice as many pixels.
            assert image.pixelColor(4, 16) == colour
            assert image.pixelColor(5, 16) == colour
            assert image.pixelColor(16, 27) == colour
            assert image.pixelColor(1, 16).alpha() == image.pixelColor(16, 30).alpha() == 0
            is_ticked = k % 3 > 0
            assert image.pixelColor(10, 10) == (colour if is_ticked else QColor(0, 0, 0, 0))
            tick = QColor(theme.base) if is_ticked else QColor(0, 0, 0, 0)
            for x, y in ((14, 20), (10, 17), (22, 12)):  # on its two lines
                assert image.pixelColor(x, y) == tick
            for x, y in ((14, 24), (7, 13), (25, 8)):  # beyond its three ends
                assert image.pixelColor(x, y) == (colour if is_ticked else QColor(0, 0, 0, 0))


def test_that_a_click_on_a_runs_box_leaves_the_menu_open(plot, qtbot):
    plot.set_runs([(1, "1: first", small(1.0), True), (2, "2: second", small(3.0), False)])
    (menu,) = plot.footer.runs.findChildren(QMenu)
    toggled = QSignalSpy(plot.run_visibility_changed)
    forgotten = QSignalSpy(plot.footer.runs.cleared_requested)
    menu.popup(QPoint(0, 0))
    first, last = menu.actions()[0], menu.actions()[-1]
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(first).center())
    assert menu.isVisible()
    assert [toggled.at(k) for k in range(toggled.count())] == [[1, False]]
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(last).center())
    assert not menu.isVisible()
    assert (toggled.count(), forgotten.count()) == (1, 1)


def test_that_the_footer_tells_each_wish_once(qtbot):
    footer = CostFooter()
    qtbot.addWidget(footer)
    log, unit = QSignalSpy(footer.log_toggled), QSignalSpy(footer.unit_chosen)
    footer.set_log(True)
    assert (footer.log.isChecked(), log.count()) == (True, 0)
    (log_button,) = (b for b in footer.findChildren(QToolButton) if b.text() == "log")
    assert log_button.isChecked()
    log_button.click()
    assert [log.at(k) for k in range(log.count())] == [[False]]
    (menu_button,) = (
        b for b in footer.findChildren(QToolButton) if b.accessibleName() == "Horizontal axis"
    )
    for action, text in zip(
        menu_button.menu().actions(), ("step", "examples", "seconds"), strict=True
    ):
        action.trigger()
        assert menu_button.text() == f"{text} ▾"
    assert [unit.at(k)[0] for k in range(unit.count())] == list(Unit)
    assert [action.isChecked() for action in menu_button.menu().actions()] == [False, False, True]
    (all_button,) = (b for b in footer.findChildren(QToolButton) if b.text() == "View all")
    footer.set_follows(False)
    assert not all_button.isHidden()
    footer.set_follows(True)
    assert all_button.isHidden()


def test_that_the_figures_are_those_nearest_to_the_step():
    history = History(batch_size=10)
    history.append_costs(1, np.array([4.0, 3.0, 2.0, 1.0]))
    for step in (0, 2, 4):
        history.append_evaluation(step, 10 * step, 0.1 * step, 2.0 + step, 0.5, 3.0 + step, 0.25)
    for step, nearest, tested in (
        (-5.0, 1, 3.0),
        (1.5, 2, 5.0),  # of two that are as near the later one
        (2.4, 2, 5.0),
        (3.0, 3, 7.0),
        (99.0, 4, 7.0),
        (math.inf, 4, 7.0),
    ):
        readout = read_out(history, step)
        assert readout.step == nearest
        assert readout.values[Curve.BATCH] == 5.0 - nearest
        assert readout.values[Curve.TEST_COST] == tested
        assert readout.values[Curve.TRAIN_COST] == tested - 1
        assert readout.values[Curve.TEST_ACCURACY] == 0.25
    nothing = read_out(History(), 3.0)
    assert nothing.step == 0
    assert all(map(math.isnan, nothing.values.values()))


def test_that_examples_and_seconds_are_read_where_they_are():
    history = small()
    assert Unit.EXAMPLES.step_at(history, 50.0) == 5.0
    assert Unit.SECONDS.step_at(history, 0.5) == pytest.approx(5.0)
    assert Unit.STEPS.step_at(history, 3.25) == 3.25
    assert Unit.SECONDS.step_at(History(), 0.5) == 0.5
    assert [unit.position(history, 4) for unit in Unit] == [4.0, 40.0, pytest.approx(0.4)]


def test_that_the_mouse_is_told_inside_the_curves_and_gone_outside(canvas, qtbot):
    canvas.set_history(small())
    told = QSignalSpy(canvas.hovered)
    box = canvas.box.sceneBoundingRect().toRect()
    qtbot.mouseMove(canvas.viewport(), QPoint(box.center().x(), box.bottom() + 12))
    assert told.at(told.count() - 1) == [None]
    qtbot.mouseMove(canvas.viewport(), box.center())
    span = canvas.spans[0]
    x = span.low + (box.center().x() - box.left()) / box.width() * (span.high - span.low)
    assert told.at(told.count() - 1)[0] == pytest.approx(x, abs=0.1)
    count = told.count()
    canvas.refresh()
    assert told.count() == count + 1
    canvas.box.setXRange(2.0, 8.0, padding=0)  # zooming moves the axis under the mouse
    assert told.at(told.count() - 1)[0] == pytest.approx(5.0, abs=0.1)


def test_that_only_seconds_lie_between_whole_numbers(canvas):
    canvas.resize(2500, 200)
    canvas.set_history(small())
    for unit, between in ((Unit.STEPS, False), (Unit.SECONDS, True), (Unit.EXAMPLES, False)):
        canvas.set_unit(unit)
        canvas.box.setXRange(0.0, 4.0, padding=0)
        written = "".join(painted(canvas))
        assert ("'3.5'" in written) is between  # no cost is as high
        assert "'4'" in written


def test_that_keys_and_follow_changes_are_handed_on(canvas, qtbot):
    canvas.set_history(small())
    changed = QSignalSpy(canvas.follow_changed)
    canvas.follow()
    assert changed.count() == 0
    canvas.box.sigRangeChangedManually.emit(canvas.box.state["mouseEnabled"])
    canvas.box.sigRangeChangedManually.emit(canvas.box.state["mouseEnabled"])
    assert not canvas.follows
    canvas.follow()
    assert [changed.at(k) for k in range(changed.count())] == [[False], [True]]
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas, event)
    assert not event.isAccepted()


def test_that_a_cross_is_painted_at_once_and_only_if_it_is_another(canvas, qtbot):
    canvas.set_history(small())
    assert is_painted_anew(canvas.viewport(), lambda: canvas.set_crosshair(3.0, None))
    assert not is_painted_anew(canvas.viewport(), lambda: canvas.set_crosshair(3.0, None))
    assert is_painted_anew(canvas.viewport(), lambda: canvas.set_crosshair(3.0, 1.0))


def test_that_hidden_curves_do_not_decide_how_high_the_axis_goes(canvas):
    history = History(batch_size=10)
    history.append_costs(1, np.array([1.0, 0.5, 0.5, 0.5]))
    history.append_evaluation(4, 40, 4.0, 8.0, 0.5, 3.0, 0.5)
    canvas.set_history(history)
    assert 8.0 <= canvas.spans[1].high < 9.0
    canvas.set_shown(Curve.TRAIN_COST, False)
    canvas.follow()
    assert 3.0 <= canvas.spans[1].high < 4.0
    canvas.set_shown(Curve.TEST_COST, False)
    canvas.follow()
    assert 1.0 <= canvas.spans[1].high < 1.5
    canvas.set_shown(Curve.TEST_COST, True)
    canvas.follow()
    assert 3.0 <= canvas.spans[1].high < 4.0


def test_that_twelve_evaluations_are_marked_and_of_more_the_last(qtbot):
    for n, marked in ((12, 12), (13, 1)):
        canvas = CostCanvas()
        qtbot.addWidget(canvas)
        canvas.resize(360, 200)
        canvas.set_history(small(evaluations=[(k, 0.5) for k in range(n)]))
        for curve in Curve:
            canvas.set_shown(curve, curve is Curve.TEST_COST)
        assert sum(line.startswith("circle") for line in painted(canvas)) == marked


def test_that_a_cost_far_beyond_the_axis_stays_within_a_hundred_views(canvas):
    frame = Frame(Span(0.0, 10.0), Span(0.0, 1.0), 100.0, 50.0, False, Unit.STEPS)
    history = History(batch_size=10)
    history.append_costs(1, np.array([0.5, 1e6, -1e6]))
    drawing = RunDrawing([Curve.BATCH], with_markers=False)
    assert {curve: [len(part) for part in of] for curve, of in drawing.data.items()} == {
        Curve.BATCH: [0, 0]
    }
    drawing.draw(history, frame)
    drawing.set_pens({Curve.BATCH: QPen(QColor("red"))}, QColor("blue"))
    drawing.paint(painter := MagicMock(spec=QPainter), {Curve.BATCH})
    ((polygon,), _) = painter.drawPolygon.call_args
    assert [polygon[k].y() for k in range(3)] == [25.0, -5000.0, 5000.0]


def test_that_the_plot_is_made_as_it_is_kept(plot):
    assert difference(KEPT / "cost_plot_made.txt", described(plot)) == ""
