import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QWidget

from gdstudio import numerals
from gdstudio.learning.history import History
from gdstudio.pictures.palette import blend
from gdstudio.pictures.spans import ACCURACY_SPAN, share_to_plot
from gdstudio.studio.app import configure_pyqtgraph
from gdstudio.studio.appearance import put_on
from gdstudio.studio.state.run import RunFigures
from gdstudio.studio.style import numeral_font
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.cost_plot.canvas import CostCanvas
from gdstudio.studio.views.cost_plot.cost_plot import CostPlot
from gdstudio.studio.views.cost_plot.curves import Curve, curve_colour, run_colour
from gdstudio.studio.views.cost_plot.drawing import CurveLayer
from gdstudio.studio.views.cost_plot.legend import CostLegend

configure_pyqtgraph()


@pytest.fixture
def plot(qtbot):
    plot = CostPlot()
    plot.resize(520, 300)
    qtbot.addWidget(plot)
    plot.show()
    return plot


def falling(n=200, start=2.0):
    history = History(batch_size=10)
    history.append_costs(1, start * np.exp(-np.arange(n) / 60.0) + 0.1)
    for step in range(0, n + 1, 50):
        history.append_evaluation(step, 10 * step, 0.1 * step, 0.5, 0.4, 0.6, 0.3)
    return history


def canvas_of(plot):
    return plot.findChild(CostCanvas)


def entries_of(plot):
    return plot.findChild(CostLegend).entries


def layer_of(plot):
    """Return the item that paints all curves."""
    (layer,) = (item for item in canvas_of(plot).items() if isinstance(item, CurveLayer))
    return layer


def earlier_drawn(plot):
    """Return the drawings of earlier runs, which lie between band and lines of the present one."""
    return [drawing for drawing, _ in layer_of(plot).drawings[1:-1]]


def run_actions(plot):
    return [action for action in plot.footer.runs.menu().actions() if action.isCheckable()]


def unit_button(plot):
    buttons = plot.footer.findChildren(QToolButton)
    return next(b for b in buttons if b.accessibleName() == "Horizontal axis")


def position_text(plot):
    return plot.footer.findChild(QLabel).text()


def data(plot, curve):
    return canvas_of(plot).present.data[curve]


def spans(plot):
    return canvas_of(plot).spans


def hover(plot, x):
    canvas_of(plot).hovered.emit(x)


def place_of(plot, x, y):
    """Return where plot coordinates lie on the widget that takes the mouse."""
    canvas = canvas_of(plot)
    scene = canvas.box.mapViewToScene(QPointF(x, y))
    return canvas.mapFromScene(scene)


def turn_wheel(plot, by, place=None):
    viewport = canvas_of(plot).viewport()
    place = QPointF(viewport.rect().center()) if place is None else place
    nothing, button, key = QPoint(), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        place,
        viewport.mapToGlobal(place),
        nothing,
        QPoint(0, by),
        button,
        key,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


def test_that_the_curves_are_what_the_history_says(plot):
    history = falling()
    plot.set_history(history)
    curve, table = history.curve(), history.evaluations()
    x, smoothed = data(plot, Curve.SMOOTHED)
    assert x.tolist() == curve.steps.tolist()
    assert smoothed.tolist() == curve.smoothed.tolist()
    outline_x, outline = data(plot, Curve.BATCH)
    assert outline_x.tolist() == [*curve.steps.tolist(), *curve.steps[::-1].tolist()]
    assert outline.tolist() == [*curve.high.tolist(), *curve.low[::-1].tolist()]
    for kind in (Curve.TRAIN_COST, Curve.TEST_COST, Curve.TRAIN_ACCURACY, Curve.TEST_ACCURACY):
        x, values = data(plot, kind)
        assert x.tolist() == table.steps.tolist()
        assert values.tolist() == getattr(table, kind.value).tolist()


def test_that_refresh_draws_what_was_appended(plot):
    history = falling(100)
    plot.set_history(history)
    history.append_costs(101, np.full(400, 0.2))
    plot.refresh()
    x, _ = data(plot, Curve.SMOOTHED)
    assert x[-1] == 500
    assert spans(plot)[0].high >= 500


def test_that_ten_million_updates_are_few_points_with_all_extremes(plot):
    history = History()
    costs = np.full(1_000_000, 0.5)
    costs[777] = 0.9
    for i in range(10):
        history.append_costs(1 + i * len(costs), costs)
    plot.set_history(history)
    x, outline = data(plot, Curve.BATCH)
    assert len(x) < 2000
    assert outline.max() == 0.9
    assert len(data(plot, Curve.SMOOTHED)[0]) < 1000


def test_that_curves_land_on_their_pixels(plot):
    history = History()
    history.append_costs(1, np.full(100, 0.5))
    plot.set_history(history)
    for curve in Curve:
        entries_of(plot)[curve].setChecked(curve is Curve.SMOOTHED)
    place = place_of(plot, 50.0, 0.5)
    picture = canvas_of(plot).grab().toImage()
    column = [QColor(picture.pixel(place.x(), place.y() + d)) for d in range(-3, 4)]
    accent = QColor(LIGHT.accent)
    nearest = min(
        range(7), key=lambda i: abs(column[i].red() - accent.red()) + abs(column[i].blue() - 184)
    )
    assert 2 <= nearest <= 4  # within a pixel


def test_that_zero_costs_are_drawn_on_a_logarithmic_axis(plot):
    history = History()
    history.append_costs(1, np.array([1.0, 0.1, 0.0, 0.0]))
    plot.set_history(history)
    plot.set_log(True)
    _, outline = data(plot, Curve.BATCH)
    np.testing.assert_allclose(outline[:4], [0.0, -1.0, -12.0, -12.0])
    _, smoothed = data(plot, Curve.SMOOTHED)
    np.testing.assert_allclose(smoothed, np.log10(history.curve().smoothed))
    assert plot.is_log
    assert all(map(math.isfinite, (spans(plot)[1].low, spans(plot)[1].high)))


def test_that_setting_the_scale_is_no_request_but_clicking_it_changes_it(plot, qtbot):
    plot.set_history(falling())
    plot.set_log(True)
    button = next(b for b in plot.findChildren(QToolButton) if b.text() == "log")
    assert button.isChecked()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not plot.is_log
    assert spans(plot)[1].high < 3.1


def test_that_the_readout_gives_the_values_under_the_mouse(plot, qtbot):
    history = falling()
    plot.set_history(history)
    qtbot.mouseMove(canvas_of(plot).viewport(), place_of(plot, 120.0, 1.0))
    readout = plot.readout
    assert abs(readout.step - 120) <= 1  # a pixel is half a step wide
    i = readout.step - 1
    assert readout.values[Curve.SMOOTHED] == history.curve().smoothed[i]
    assert readout.values[Curve.BATCH] == history.curve().mean[i]
    assert entries_of(plot)[Curve.BATCH].value == f"{history.curve().mean[i]:.4f}"
    assert entries_of(plot)[Curve.TEST_ACCURACY].value == "30.00 %"


def test_that_the_readout_gives_the_newest_values_when_the_mouse_is_gone(plot):
    history = falling()
    plot.set_history(history)
    hover(plot, 10.0)
    assert plot.readout.step == 10
    hover(plot, None)
    assert plot.readout.step == 200
    assert plot.readout.values[Curve.BATCH] == history.curve().mean[-1]
    plot.set_history(None)
    assert plot.readout is None
    assert entries_of(plot)[Curve.BATCH].value == "–"


def test_that_the_crosshair_counts_examples_when_the_axis_does(plot):
    history = falling()
    plot.set_history(history)
    units = unit_button(plot).menu().actions()
    units[1].trigger()
    assert data(plot, Curve.SMOOTHED)[0].tolist() == (10.0 * history.curve().steps).tolist()
    hover(plot, 1000.0)
    assert plot.readout.step == 100
    units[0].trigger()
    assert data(plot, Curve.SMOOTHED)[0][-1] == 200


def test_that_an_earlier_run_is_seen_before_the_band_of_the_present_one(plot):
    present, earlier = History(), History()
    present.append_costs(1, np.tile([0.0, 2.0], 1000))  # a band from 0 to 2
    earlier.append_costs(1, np.full(2000, 1.6))
    plot.set_history(present)
    plot.set_runs([(1, "1: 16-16", earlier, True)])
    image, colour = plot.grab().toImage(), run_colour(LIGHT, 0)
    x = canvas_of(plot).geometry().center().x()
    column = [image.pixelColor(x, y) for y in range(image.height())]
    distances = [
        max(abs(a - b) for a, b in zip(seen.getRgb(), colour.getRgb(), strict=True))
        for seen in column
    ]
    assert min(distances) < 30


def test_that_the_axis_counts_seconds_of_every_run(plot):
    fast, slow = falling(), History(batch_size=10)
    slow.append_costs(1, np.full(100, 1.5))
    slow.append_evaluation(100, 1000, 80.0, 1.0, 0.5, 1.0, 0.5)
    plot.set_history(fast)
    plot.set_runs([(1, "1: lstm 128", slow, True)])
    unit_button(plot).menu().actions()[2].trigger()
    seconds = 0.1 * fast.curve().steps
    np.testing.assert_allclose(data(plot, Curve.SMOOTHED)[0], seconds)
    (behind,) = earlier_drawn(plot)
    assert behind.data[Curve.TEST_ACCURACY][0].tolist() == [80.0]
    assert spans(plot)[0].high < 40  # the present run decides how far one sees
    assert (unit_button(plot).text(), position_text(plot)) == (
        "seconds ▾",
        "20.0 s",
    )
    hover(plot, 5.0)
    assert plot.readout.step == 50
    plot.refresh()
    fast.append_costs(201, np.full(40, 0.1))
    fast.note_seconds(240, 25.0)
    plot.refresh()
    assert data(plot, Curve.SMOOTHED)[0][-1] == pytest.approx(25.0)


def test_that_the_legend_switches_curves(plot, qtbot):
    plot.set_history(falling())
    entry = entries_of(plot)[Curve.TEST_COST]
    before = plot.grab().toImage()
    qtbot.mouseClick(entry, Qt.MouseButton.LeftButton)
    assert not entry.isChecked()
    assert all(Curve.TEST_COST not in shown for _, shown in layer_of(plot).drawings)
    assert plot.grab().toImage() != before


def test_that_the_axes_rest_after_zooming_until_all_is_wanted_again(plot, qtbot):
    history = falling()
    plot.set_history(history)
    turn_wheel(plot, 240)
    zoomed = spans(plot)
    assert zoomed[0].high - zoomed[0].low < 200
    history.append_costs(201, np.full(2000, 0.1))
    plot.refresh()
    assert spans(plot) == zoomed
    qtbot.keyClick(plot, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert spans(plot)[0].high >= 2200


def test_that_nobody_gets_lost_by_zooming_out(plot):
    plot.set_history(falling())
    for _ in range(100):
        turn_wheel(plot, -960)
    x, cost = spans(plot)
    assert x.high - x.low < 3.1 * 206
    assert cost.high - cost.low < 10


def test_that_a_zoomed_view_draws_every_update_in_it(plot):
    history = History()
    history.append_costs(1, np.random.default_rng(0).lognormal(size=8000))
    plot.set_history(history)
    assert len(data(plot, Curve.SMOOTHED)[0]) < 1000
    canvas_of(plot).box.setXRange(1000, 1050, padding=0)
    x, _ = data(plot, Curve.SMOOTHED)
    assert x[1:-1].tolist() == list(range(int(x[1]), int(x[-1])))
    assert x[0] <= 1000 <= 1050 <= x[-1]


def test_that_divergence_is_said_and_forgotten_with_the_next_run(plot):
    history = falling()
    history.append_costs(201, np.array([5.0, math.inf]))
    plot.set_history(history)
    note = canvas_of(plot).texts.note
    assert note.isVisible()
    assert note.text() == "diverged at step 202"
    plot.set_history(falling())
    assert not note.isVisible()


def test_that_an_empty_plot_says_what_will_come(plot):
    hint = canvas_of(plot).texts.hint
    assert hint.isVisible()
    history = History()
    plot.set_history(history)
    assert hint.isVisible()
    history.append_costs(1, np.ones(1))
    plot.refresh()
    assert not hint.isVisible()


def test_that_the_present_run_decides_how_far_the_axis_goes(plot):
    plot.set_runs([(3, "3", falling(900), True)])
    plot.set_history(falling(100))
    assert spans(plot)[0].high < 200  # behind a long run the present one would be a mere edge


def test_that_earlier_runs_are_listed_drawn_and_can_be_hidden(plot, qtbot):
    plot.set_runs([(3, "3: a & b", falling(900), True), (5, "5: c", falling(50), False)])
    actions = run_actions(plot)
    assert [action.isChecked() for action in actions] == [True, False]
    assert actions[0].text() == "3: a && b"
    assert spans(plot)[0].high >= 900
    with qtbot.waitSignal(plot.run_visibility_changed) as blocker:
        actions[0].trigger()
    assert blocker.args == [3, False]
    assert not earlier_drawn(plot)


def test_that_forgetting_the_runs_is_asked_for_and_done_by_others(plot, qtbot):
    plot.set_runs([(3, "3", falling(900), True)])
    with qtbot.waitSignal(plot.footer.runs.cleared_requested):
        plot.footer.runs.menu().actions()[-1].trigger()
    assert len(run_actions(plot)) == 1
    plot.set_runs([])
    assert not plot.footer.runs.isEnabled()


def test_that_a_right_click_opens_the_plots_own_menu(plot, qtbot):
    plot.set_history(falling())
    viewport = canvas_of(plot).viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.RightButton, pos=place_of(plot, 100.0, 1.0))
    assert plot.footer.menu.isVisible()
    plot.footer.menu.close()


def test_that_the_curves_shown_can_be_taken_away(plot):
    assert plot.figure("now", "") is None
    plot.set_history(falling())
    figure = plot.figure("now", "nats")
    header, *rows = (line.split("\t") for line in figure.tabulate().text().split("\n"))
    assert "cost_mean (nats)" in header
    assert {row[0] for row in rows} == {"now"}


def test_that_a_theme_changes_every_colour_at_once(plot):
    plot.set_history(falling())
    for theme in (LIGHT, DARK, LIGHT):
        put_on(theme)
        picture = canvas_of(plot).grab().toImage()
        seen = {QColor(picture.pixel(x, y)).name() for x in range(0, 500) for y in range(0, 200)}
        assert theme.base in seen
        assert curve_colour(theme, Curve.BATCH).name() in seen
        assert (DARK if theme is LIGHT else LIGHT).base not in seen


@pytest.mark.parametrize("size", [(1, 1), (60, 40), (900, 500), (2500, 1400)])
@pytest.mark.parametrize("log", [False, True])
def test_that_any_size_and_any_costs_are_drawn(plot, size, log):
    plot.resize(*size)
    plot.set_log(log)
    for costs in ([0.0], [1e99, 1e-30], [-3.0, 2.0], [math.nan], np.full(300, 0.5)):
        history = History()
        history.append_costs(1, np.array(costs))
        plot.set_history(history)
        for x in (-1e9, 0.0, 1e300, None):
            hover(plot, x)
        assert plot.grab().width() == plot.width()


def test_that_everything_with_focus_has_a_name(plot):
    for widget in plot.findChildren(QToolButton) + list(entries_of(plot).values()):
        assert widget.accessibleName()


def test_that_the_cross_stays_under_a_resting_mouse_while_the_axis_moves(plot, qtbot):
    history = falling(50)
    plot.set_history(history)
    mouse = place_of(plot, 40.0, 1.0)
    for place in (QPoint(1, 1), mouse):
        qtbot.mouseMove(canvas_of(plot).viewport(), place)
    plot.set_log(True)
    assert plot.readout.step == pytest.approx(40, abs=1)
    history.append_costs(51, np.full(4950, 0.05))
    history.append_evaluation(5000, 50_000, 500.0, 0.05, 0.9, 0.06, 0.8)
    plot.refresh()
    x = layer_of(plot).crosshair[0] + canvas_of(plot).box.geometry().left()
    assert x == pytest.approx(mouse.x(), abs=2)
    assert plot.readout.step > 3000  # what lies under the mouse now
    assert entries_of(plot)[Curve.TEST_ACCURACY].value == "80.00 %"
    assert position_text(plot) == f"{plot.readout.step:,}"


def test_that_the_cross_is_gone_with_the_mouse(plot, qtbot, qapp):
    plot.set_history(falling())
    for place in (QPoint(1, 1), place_of(plot, 40.0, 1.0)):
        qtbot.mouseMove(canvas_of(plot).viewport(), place)
    assert layer_of(plot).crosshair[0] is not None
    qapp.sendEvent(canvas_of(plot), QEvent(QEvent.Type.Leave))
    plot.refresh()
    assert layer_of(plot).crosshair == (None, None)
    assert plot.readout.step == 200


@pytest.mark.parametrize("width", [700, 480, 330, 200])
def test_that_no_value_of_the_legend_is_cut_or_covered(qtbot, width):
    plot = CostPlot()
    qtbot.addWidget(plot)
    plot.resize(width, 320)
    plot.show()
    QApplication.processEvents()
    entries = list(entries_of(plot).values())
    for curve, entry in entries_of(plot).items():
        values = (1.0,) if curve.is_accuracy else (99.99994, 0.000752, 7.52e-05, 1.25e-12, 1.2e5)
        write = numerals.percent if curve.is_accuracy else numerals.cost
        metrics = QFontMetrics(numeral_font(entry.font(), bold=True))
        room = entry.width() - 5  # what is left of the padding
        assert max(metrics.horizontalAdvance(write(value)) for value in values) <= room
    for k, entry in enumerate(entries):
        assert plot.findChild(CostLegend).rect().contains(entry.geometry())
        assert not any(entry.geometry().intersects(other.geometry()) for other in entries[:k])


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("pair", ["cost", "accuracy"])
def test_that_of_curves_that_lie_together_both_are_seen(plot, theme, pair):
    history = History(batch_size=10)
    history.append_costs(1, np.full(200, 0.2))
    for step in range(0, 201, 50):
        cost, share = 1.0 - step / 400, 0.5 + step / 1000  # sloping: whole pixels are covered
        history.append_evaluation(step, 10 * step, 0.1 * step, cost, share, cost, share)
    put_on(theme)
    plot.set_history(history)
    image = canvas_of(plot).grab().toImage()
    seen = {
        image.pixelColor(x, y).name()
        for x in range(image.width() // 3, image.width() // 2)
        for y in range(image.height())
    }
    for kind in ("TRAIN", "TEST"):
        assert curve_colour(theme, Curve[f"{kind}_{pair.upper()}"]).name() in seen


def test_that_a_first_evaluation_that_is_awaited_is_not_a_missing_value(plot, qtbot):
    history = History(batch_size=10)
    plot.set_history(history)
    entry = entries_of(plot)[Curve.TEST_ACCURACY]
    assert entry.value == "–"
    history.append_costs(1, np.full(20, 0.2))
    plot.refresh()
    qtbot.waitUntil(lambda: entry.value == "…")
    history.append_evaluation(20, 200, 2.0, 1.0, 0.5, 1.0, 0.25)
    plot.refresh()
    qtbot.waitUntil(lambda: entry.value == "25.00 %")


def test_that_grid_and_mark_stand_where_their_costs_and_steps_are(plot):
    history = falling()
    history.append_costs(201, np.array([math.inf]))
    plot.set_history(history)
    layer, (x, cost), box = layer_of(plot), spans(plot), canvas_of(plot).box
    wide, high = box.size().width(), box.size().height()
    assert layer.diverged == pytest.approx((201 - x.low) / (x.high - x.low) * wide)
    heights = [cost.high - at / high * (cost.high - cost.low) for at in layer.grid]
    assert {0.0, 1.0, 2.0} <= {abs(round(height, 6)) for height in heights}
    image = canvas_of(plot).grab().toImage()
    left, top = round(box.geometry().left()), round(box.geometry().top())
    warning, column = QColor(LIGHT.warning).rgb(), left + round(layer.diverged)
    marked = {x for x in range(left, image.width()) if image.pixel(x, top + 3) == warning}
    assert marked == {column}
    line = QColor(blend(LIGHT.border, LIGHT.base, 0.6)).rgb()
    row = top + round(next(at for at in layer.grid if 5 < at < high - 5))
    assert {image.pixel(left + d, row) for d in range(2, 6)} == {line}


def test_that_the_cross_stands_at_the_smoothed_cost(plot):
    history = falling()
    plot.set_history(history)
    hover(plot, 100.0)
    (x, cost), box, at = spans(plot), canvas_of(plot).box, layer_of(plot).crosshair
    smoothed = history.curve().smoothed[99]
    assert at[0] == pytest.approx((100 - x.low) / (x.high - x.low) * box.size().width())
    share = (smoothed - cost.low) / (cost.high - cost.low)
    assert at[1] == pytest.approx((1 - share) * box.size().height())
    image = canvas_of(plot).grab().toImage()
    row = round(box.geometry().top() + at[1])
    muted = QColor(LIGHT.muted).rgb()
    across = [image.pixel(c, row) for c in range(image.width())]
    assert across.count(muted) > 0.9 * box.size().width() - 20


COLUMNS = [(6, 6), (5.9, 3), (3, 3), (2.9, 2), (2, 2), (1.9, 1)]


@pytest.mark.parametrize(("width", "columns"), COLUMNS)
def test_that_the_legend_stands_in_as_many_columns_as_fit(qtbot, width, columns):
    host, legend = QWidget(), CostLegend()
    qtbot.addWidget(host)
    legend.setParent(host)
    entries = list(legend.entries.values())
    widths = [entry.minimumSizeHint().width() for entry in entries]
    n = math.ceil(width)
    needed = sum(max(widths[k::n]) for k in range(n))
    legend.resize(needed if width == n else needed - 1, 300)
    host.show()
    QApplication.processEvents()
    lefts = {entry.x() for entry in entries}
    assert len(lefts) == columns
    assert [entry.x() for entry in entries[:columns]] == sorted(lefts)


def test_that_an_entry_is_faded_while_its_curve_is_hidden(qtbot):
    legend = CostLegend()
    qtbot.addWidget(legend)
    legend.show()
    entry = legend.entries[Curve.BATCH]
    colour = curve_colour(LIGHT, Curve.BATCH)
    middle = QFontMetrics(entry.font()).height() // 2

    def swatch():
        image = entry.grab().toImage()
        row = [image.pixelColor(x, middle) for x in range(entry.width())]
        return [x for x, seen in enumerate(row) if seen == colour]

    assert swatch() == list(range(5, 21))  # 16 pixels after a padding of 5
    entry.setChecked(False)
    assert swatch() == []


def turn_wheel_on_accuracies(plot, by):
    canvas = canvas_of(plot)
    turn_wheel(plot, by, QPointF(canvas.width() - 30, canvas.box.geometry().center().y()))


def pixels_of_shares(plot, *shares):
    canvas = canvas_of(plot)
    span, height = canvas.accuracies, canvas.box.size().height()
    places = share_to_plot(np.array(shares), logit=canvas.is_logit)
    return (height * (places - span.low) / (span.high - span.low)).tolist()


def test_that_the_wheel_over_the_accuracies_zooms_them_and_nothing_else(plot, qtbot):
    plot.set_history(falling())
    before = spans(plot)
    assert canvas_of(plot).accuracies == ACCURACY_SPAN
    for _ in range(40):
        turn_wheel_on_accuracies(plot, 240)
    zoomed = canvas_of(plot).accuracies
    assert zoomed.high - zoomed.low == pytest.approx(0.0103)
    assert spans(plot) == before
    high, low = pixels_of_shares(plot, 0.951, 0.948)
    assert high - low > 40
    plot.refresh()
    assert canvas_of(plot).accuracies == zoomed
    qtbot.keyClick(plot, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert canvas_of(plot).accuracies == ACCURACY_SPAN
    for _ in range(10):
        turn_wheel_on_accuracies(plot, -240)
    assert canvas_of(plot).accuracies == ACCURACY_SPAN  # there is nothing beyond


def test_that_accuracies_are_drawn_where_their_axis_says(plot):
    plot.set_history(falling())
    canvas = canvas_of(plot)
    canvas.shares.setYRange(0.2, 0.6, padding=0)
    x, box = spans(plot)[0], canvas.box.geometry()
    across = box.left() + (50 - x.low) / (x.high - x.low) * box.width()
    place = round(across), round(box.top() + 0.75 * box.height())  # of 30 %, marked
    seen = canvas.grab().toImage().pixelColor(*place)
    assert seen == curve_colour(LIGHT, Curve.TEST_ACCURACY)


def test_that_a_logit_axis_parts_what_lies_together_near_the_top(plot):
    plot.set_history(falling())
    high, low = pixels_of_shares(plot, 0.951, 0.948)
    even = high - low
    action = next(a for a in plot.footer.menu.actions() if a.text() == "Logit accuracy axis")
    action.trigger()
    high, low = pixels_of_shares(plot, 0.951, 0.948)
    assert high - low > 2 * even
    assert data(plot, Curve.TEST_ACCURACY)[1][0] == pytest.approx(math.log10(0.3 / 0.7))
    action.trigger()
    assert data(plot, Curve.TEST_ACCURACY)[1][0] == 0.3


def test_that_every_run_that_is_drawn_is_read_under_the_mouse(plot):
    plot.set_history(falling(400))
    long, short = falling(300, start=1.5), falling(100)
    runs = [(3, "half <the> rate", long, True), (5, "short", short, True), (6, "c", long, False)]
    plot.set_runs(runs)
    reading = canvas_of(plot).texts.reading
    assert not reading.isVisible()
    hover(plot, 150.0)
    smoothed = numerals.cost(long.curve().smoothed[149])
    assert reading.isVisible()
    rows = reading.text().split("<tr>")[1:]
    assert len(rows) == 2
    assert "half &lt;the&gt; rate" in rows[0]
    assert run_colour(LIGHT, 0).name() in rows[0]
    assert smoothed in rows[0]
    assert "30.00 %" in rows[0]
    assert rows[1].count("–") == 2  # it has not come so far
    place = reading.geometry()
    assert canvas_of(plot).rect().contains(place)
    assert place.left() > place_of(plot, 150.0, 1.0).x()  # not under the mouse
    hover(plot, 390.0)
    assert reading.geometry().right() < place_of(plot, 390.0, 1.0).x()
    hover(plot, None)
    assert not reading.isVisible()


def test_that_of_a_moment_its_own_figures_are_read_and_what_comes_after_is_pale(plot):
    history = History(10)
    history.append_costs(1, np.linspace(2.0, 1.0, 30_000))
    history.append_evaluation(20_000, 200_000, 1.0, 0.9, 0.5, 0.95, 0.45)
    plot.set_history(history)
    assert layer_of(plot).moment is None
    plot.set_moment(RunFigures(12_345, 1.2, 0.0, 0.7, 0.8, 0.81, 0.72))
    assert plot.readout.step == 12_345  # though costs are held in buckets of four
    shown = {curve: entry.value for curve, entry in entries_of(plot).items()}
    assert shown[Curve.TRAIN_COST] == "0.7000"
    assert shown[Curve.TEST_COST] == "0.7200"
    assert shown[Curve.TRAIN_ACCURACY] == "80.00 %"
    assert shown[Curve.TEST_ACCURACY] == "81.00 %"
    assert 0 < layer_of(plot).moment < canvas_of(plot).width() / 2
    plot.set_moment(RunFigures(12_345, 1.2))
    assert entries_of(plot)[Curve.TEST_COST].value == "…"
    plot.set_moment(None)
    assert layer_of(plot).moment is None
    assert plot.readout.step == 30_000
    assert entries_of(plot)[Curve.TEST_COST].value == "0.9500"
