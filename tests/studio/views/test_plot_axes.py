import math

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QWidget

from gdstudio.learning.history import History
from gdstudio.pictures.spans import Span, share_to_plot
from gdstudio.studio.views.cost_plot.box import (
    AccuracyAxis,
    CostAxis,
    CostBox,
    CountAxis,
    PlotAxis,
    PlotTexts,
)
from gdstudio.studio.views.cost_plot.curves import Curve, Unit
from gdstudio.studio.views.cost_plot.drawing import Frame, RunDrawing


@pytest.mark.parametrize(
    ("values", "spacing", "texts"),
    [
        ([0.0, 500.0, 9500.0], 500.0, ["0", "500", "9500"]),
        ([9500.0, 10_000.0], 500.0, ["9.5k", "10k"]),  # from ten thousand at the end
        ([0.0, 1000.0], 1000.0, ["0", "1k"]),  # or in steps of a thousand
        ([0.0, 1000.0], 999.0, ["0", "1000"]),
        ([1e6, 2.5e6], 1e6, ["1M", "2.5M"]),
        ([9.5e6, 1e7], 5e5, ["9.5M", "10M"]),
        ([-2e9, 0.0], 1e9, ["-2G", "0"]),
        ([], 1.0, []),
    ],
)
def test_that_counts_are_short(qapp, values, spacing, texts):
    assert CountAxis("bottom", "1000k").tickStrings(values, 1.0, spacing) == texts


def test_that_counts_are_whole_and_seconds_need_not_be(qapp):
    axis = CountAxis("bottom", "1000k")
    assert min(spacing for spacing, _ in axis.tickSpacing(0, 0.3, 400)) == 1.0
    axis.set_whole(False)
    assert min(spacing for spacing, _ in axis.tickSpacing(0, 0.3, 400)) < 0.5
    axis.set_whole(True)
    assert min(spacing for spacing, _ in axis.tickSpacing(0, 0.3, 400)) == 1.0


@pytest.mark.parametrize(
    ("low", "high", "size", "heights"),
    [
        (-0.9, 1.0, 300, [p + math.log10(s) for p in (-1, 0, 1) for s in (1, 2, 5)]),
        (-2.0, 1.0, 300, [-2, -1, 0, 1]),
        (-12.0, 0.0, 96, [-12, -8, -4, 0]),  # one in 32 pixels
        (-12.0, 0.0, 95, [-10, -5, 0]),
        (0.0, 4.0, 8, [0, 4]),
    ],
)
def test_that_a_logarithmic_axis_has_the_powers_it_has_room_for(qapp, low, high, size, heights):
    axis = CostAxis("left", "0.0005")
    axis.setLogMode(False, True)
    ((_, ticks),) = axis.tickValues(low, high, size)
    assert ticks == pytest.approx(heights)


@pytest.mark.parametrize(
    ("values", "spacing", "texts"),
    [
        ([0.0, 0.5], 0.5, ["0.0", "0.5"]),
        ([0.1], 0.1, ["0.1"]),
        ([0.01], 0.01, ["0.01"]),
        ([1.0, 20.0], 1.0, ["1", "20"]),
        ([9999.0], 20.0, ["9999"]),
        ([10_000.0], 20.0, ["1e4"]),
        ([0.0003], 1e-4, ["0.0003"]),
        ([0.00005], 0.00005, ["5e-5"]),
        ([0.02], None, ["0.02"]),
    ],
)
def test_that_costs_have_the_decimals_of_their_steps(qapp, values, spacing, texts):
    assert CostAxis("left", "0.0005").tickStrings(values, 1.0, spacing) == texts


def test_that_powers_of_ten_are_written_short(qapp):
    axis = CostAxis("left", "0.0005")
    axis.setLogMode(False, True)
    assert axis.tickStrings([-4.0, -3.0, 0.0, 3.0, 4.0], 1.0, None) == [
        "1e-4",
        "0.001",
        "1",
        "1000",
        "1e4",
    ]


@pytest.mark.parametrize(
    ("size", "spacing"), [(131, 0.2), (130, 0.25), (91, 0.25), (90, 0.5), (10, 0.5)]
)
def test_that_shares_stand_from_nothing_in_steps_for_which_there_is_room(qapp, size, spacing):
    axis = AccuracyAxis("right", "100 %")
    assert axis.tickSpacing(0.0, 1.0, size) == [(spacing, 0.0)]
    assert [text.split()[0] for text in axis.tickStrings([0.0, 0.5, 1.0], 1.0, spacing)] == [
        "0",
        "50",
        "100",
    ]


@pytest.mark.parametrize("caption", ["", "cost"])
def test_that_an_axis_has_room_for_its_widest_text_and_its_caption(qapp, caption):
    font = QApplication.font()
    metrics = QFontMetricsF(font)
    line = metrics.height() + 2 if caption else 0
    left, bottom = PlotAxis("left", "0.0005", caption), PlotAxis("bottom", "1000k", caption)
    for axis in (left, bottom):
        axis.set_font(font)
    # 6 between the text and the axis, and 2 beyond it; 4 for the ticks of the lower one.
    wide = metrics.horizontalAdvance("0.0005") + 6 + 2 + line
    assert left.maximumWidth() == left.minimumWidth() == math.ceil(wide)
    high = metrics.height() + 6 + 4 + line
    assert bottom.maximumHeight() == bottom.minimumHeight() == math.ceil(high)


def test_that_nobody_moves_farther_than_one_width_and_zooms_in_below_four_steps(qapp):
    box = CostBox()
    box.set_limits(Span(0.0, 100.0), Span(1.0, 3.0))
    box.setRange(xRange=(-1e6, 1e6), yRange=(-1e6, 1e6), padding=0)
    assert box.viewRange() == [[-100.0, 200.0], [-1.0, 5.0]]
    box.setRange(xRange=(50.0, 50.5), yRange=(2.0, 2.0 + 1e-9), padding=0)
    (left, right), (low, high) = box.viewRange()
    assert right - left == pytest.approx(4.0)
    assert high - low == pytest.approx(2e-6)
    box.set_limits(Span(0.0, 2.0), Span(1.0, 3.0))
    box.setXRange(1.0, 1.1, padding=0)
    (left, right), _ = box.viewRange()
    assert right - left == pytest.approx(2.0)


def test_that_hint_and_note_stand_inside_the_curves(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    texts = PlotTexts(parent, "Nothing yet")
    assert texts.hint.isHidden()
    assert texts.note.isHidden()
    texts.place(QRect(40, 10, 401, 200))
    assert texts.hint.geometry() == QRect(56, 10, 369, 200)
    for note in ("diverged at step 2", "diverged at step 20,000,000"):
        texts.set_note(note)
        place = texts.note.geometry()
        assert not texts.note.isHidden()
        assert place.top() == 18
        assert place.size() == texts.note.sizeHint()
        assert abs(place.center().x() - 240) <= 1
    texts.set_note("")
    assert texts.note.isHidden()


FRAME = Frame(Span(100.0, 300.0), Span(-1.0, 1.0), 400.0, 50.0, False, Unit.STEPS)


def test_that_places_are_counted_from_the_left_and_the_top():
    assert [FRAME.x_pixels(x) for x in (100.0, 150.0, 300.0)] == [0.0, 100.0, 400.0]
    assert [FRAME.y_pixels(y) for y in (-1.0, 0.5, 1.0)] == [50.0, 12.5, 0.0]
    assert FRAME.y_pixels(0.25, Span(0.0, 1.0)) == 37.5


def test_that_only_what_the_axis_shows_of_a_run_is_drawn():
    history = History(batch_size=10)
    history.append_costs(1, np.full(1000, 0.5))
    history.append_evaluation(1000, 10_000, 100.0, 0.5, 0.5, 0.5, 0.5)
    for unit, scale in ((Unit.STEPS, 1.0), (Unit.EXAMPLES, 10.0), (Unit.SECONDS, 0.1)):
        span = Span(100.0 * scale, 300.0 * scale)
        frame = Frame(span, Span(0.0, 1.0), 400.0, 50.0, False, unit)
        steps = frame.visible(history).steps
        assert steps[0] in (99, 100)
        assert steps[-1] in (300, 301, 302)


def test_that_of_many_evaluations_at_most_two_hundred_and_the_last_are_drawn():
    for n, drawn in ((200, 200), (201, 101), (400, 201)):
        history = History(batch_size=10)
        history.append_costs(1, np.full(n, 0.5))
        for step in range(1, n + 1):
            history.append_evaluation(step, 10 * step, 0.1 * step, 0.5, 0.5, 0.5, 0.5)
        drawing = RunDrawing([Curve.TEST_COST, Curve.SMOOTHED], with_markers=True)
        drawing.draw(history, FRAME)
        x, _ = drawing.data[Curve.TEST_COST]
        assert (x[0], x[-1]) == (1, n)
        assert len(x) == drawn
        drawing.clear()
        assert [len(part) for part in drawing.data[Curve.TEST_COST]] == [0, 0]


@pytest.mark.parametrize(
    ("ends", "size", "texts"),
    [
        ((0.939, 0.961), 200.0, ["94.0 %", "94.5 %", "95.0 %", "95.5 %", "96.0 %"]),
        ((0.79, 1.01), 200.0, ["80 %", "85 %", "90 %", "95 %", "100 %"]),
    ],
)
def test_that_an_accuracy_axis_that_is_zoomed_has_ticks_as_fine_as_can_be_read(ends, size, texts):
    axis = AccuracyAxis("right", "99.9 %")
    ((spacing, places),) = axis.tickValues(*ends, size)
    assert axis.tickStrings(list(places), 1.0, spacing) == texts


@pytest.mark.parametrize(
    ("ends", "texts"),
    [
        ((0.0475, 0.9905), ["10 %", "20 %", "50 %", "80 %", "90 %", "99 %"]),
        ((0.8, 0.961), ["80 %", "85 %", "88 %", "90 %", "92 %", "94 %", "95 %", "96 %"]),
        (
            (0.946, 0.9535),
            ["94.6 %", "94.7 %", "94.8 %", "94.9 %", "95 %", "95.1 %", "95.2 %", "95.3 %"],
        ),
    ],
)
def test_that_a_logit_axis_has_round_ticks_with_room_between_them(ends, texts):
    axis = AccuracyAxis("right", "99.9 %")
    axis.set_logit(True)
    low, high = share_to_plot(np.array(ends), logit=True).tolist()
    ((spacing, places),) = axis.tickValues(low, high, 250.0)
    assert axis.tickStrings(places, 1.0, spacing) == texts
    assert np.diff(places).min() * 250 / (high - low) >= 25
