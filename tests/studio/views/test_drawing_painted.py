"""The views of the drawing, told in words: what they paint in each state, and how they are made."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from gdstudio.pictures.ink import PenPoint
from gdstudio.studio.appearance import put_on
from gdstudio.studio.state.class_names import class_names, use_class_names
from gdstudio.studio.theme import DARK
from gdstudio.studio.views.drawing.answer_bars import AnswerBars
from gdstudio.studio.views.drawing.digit_preview import DigitPreview
from gdstudio.studio.views.drawing.drawing_canvas import DrawingCanvas
from gdstudio.studio.views.drawing.drawing_panel import DrawingPanel, FoundPicture
from tests.kept import difference
from tests.studio.described import described
from tests.studio.own_stack import with_own_stack
from tests.studio.painted import painting_differs
from tests.studio.seen import is_painted_anew, shown
from tests.studio.views.chart_pixels import colours

KEPT = Path(__file__).parent / "painted"
SEVEN = np.array([0.01, 0.03, 0.06, 0.02, 0.0, 0.004, 0.0, 0.92, 0.01, 0.21], np.float32)


def focused(qtbot, widget):
    widget.window().activateWindow()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is widget)


@pytest.fixture
def bars(qtbot):
    return shown(qtbot, AnswerBars(), 284, 200)


@pytest.fixture
def long_names():
    before = class_names(10)
    use_class_names(["T-shirt", "Trouser", "Pullover, knitted", "Dress"])
    yield
    use_class_names(before)


def test_that_an_answer_with_another_label_is_painted_as_it_is_kept(bars):
    bars.set_activations(SEVEN, label=2)
    assert painting_differs(KEPT / "answer_wrong.txt", bars) == ""


def test_that_a_right_answer_above_narrow_bars_is_painted_as_it_is_kept(bars):
    bars.resize(120, 240)
    bars.set_as_shares(False)
    bars.set_activations(SEVEN, label=7)
    assert painting_differs(KEPT / "answer_above.txt", bars) == ""


def test_that_what_is_no_answer_is_painted_as_it_is_kept(bars):
    bars.clear("draw a digit")
    assert painting_differs(KEPT / "answer_none.txt", bars) == ""
    bars.resize(160, 240)
    assert painting_differs(KEPT / "answer_none_above.txt", bars) == ""


def test_that_long_names_of_classes_are_cut_as_it_is_kept(bars, long_names):
    put_on(DARK)
    bars.set_activations(np.array([0.2, 0.1, 0.7]), label=0)
    assert painting_differs(KEPT / "answer_long_names.txt", bars) == ""


def test_that_bars_are_made_as_it_is_kept(bars):
    assert difference(KEPT / "answer_made.txt", described(bars, sizes=True)) == ""
    assert bars.sizeHint().toTuple() == (284, 200)
    assert bars.minimumSize().toTuple() == (120, 160)


def test_that_an_answer_is_painted_anew_only_with_news(bars):
    for act, is_news in (
        (lambda: bars.set_activations(SEVEN), True),
        (lambda: bars.set_activations(SEVEN), False),
        (lambda: bars.set_activations(SEVEN, 3), True),
        (lambda: bars.set_as_shares(True), False),
        (lambda: bars.set_as_shares(False), True),
        (bars.clear, True),
    ):
        assert is_painted_anew(bars, act) is is_news


def test_that_what_is_not_finite_is_no_answer_but_has_as_many_rows(bars):
    bars.set_activations(np.array([0.5, np.nan, 0.1]), label=1)
    assert bars.shown_classes() == [0, 1, 2]
    assert bars.accessibleDescription() == "no answer not finite"
    assert painting_differs(KEPT / "answer_not_finite.txt", bars) == ""


def test_that_an_answer_of_no_class_or_of_many_at_once_is_refused(bars):
    for bad in (np.zeros(0), np.zeros((1, 3))):
        with pytest.raises(AssertionError):
            bars.set_activations(bad)


def test_that_what_is_said_of_an_answer_is_not_said_again(qtbot, bars):
    timer = bars.findChild(QTimer)
    bars.set_activations(SEVEN)
    assert timer.isActive()
    qtbot.waitUntil(lambda: not timer.isActive())
    bars.set_activations(np.array([*SEVEN[:9], 0.25]))  # the same answer in words
    assert not timer.isActive()


def test_that_an_answer_follows_another_font(bars):
    bars.set_activations(SEVEN)
    font = bars.font()
    font.setItalic(True)
    before = bars.grab().toImage()
    bars.setFont(font)
    assert bars.grab().toImage() != before


@pytest.fixture
def preview(qtbot):
    """A picture of 4 x 3 pixels; one is 10 pixels of the widget."""
    preview = shown(qtbot, DigitPreview(), 60, 60)
    preview.set_pixels(np.arange(0, 240, 20, np.uint8).reshape(4, 3))
    return preview


def test_that_a_preview_with_a_grid_and_a_pixel_pointed_at_is_painted_as_it_is_kept(qtbot, preview):
    preview.resize(58, 72)
    qtbot.mouseMove(preview, QPoint(1, 1))
    qtbot.mouseMove(preview, QPoint(28, 60))
    assert painting_differs(KEPT / "preview_pointed.txt", preview) == ""
    QApplication.sendEvent(preview, QEvent(QEvent.Type.Leave))
    preview.set_pixels(np.full((28, 28), 255, np.uint8))
    put_on(DARK)
    assert painting_differs(KEPT / "preview_dark.txt", preview) == ""


def test_that_a_preview_is_made_as_it_is_kept(preview):
    assert difference(KEPT / "preview_made.txt", described(preview, sizes=True)) == ""
    assert preview.sizeHint().toTuple() == (86, 86)
    assert preview.minimumSize().toTuple() == (58, 58)


def test_that_a_preview_is_painted_anew_only_with_news(qtbot, preview):
    qtbot.mouseMove(preview, QPoint(1, 1))
    for act, is_news in (
        (preview.clear, True),
        (lambda: qtbot.mouseMove(preview, QPoint(30, 30)), True),
        (lambda: qtbot.mouseMove(preview, QPoint(31, 30)), False),
        (lambda: QApplication.sendEvent(preview, QEvent(QEvent.Type.Leave)), True),
        (lambda: put_on(DARK), True),
    ):
        assert is_painted_anew(preview, act) is is_news


@pytest.fixture
def canvas(qtbot):
    """A wide canvas: two raster pixels are one of the widget, from (10, 1)."""
    return shown(qtbot, with_own_stack(DrawingCanvas), 300, 282)


def test_that_an_empty_canvas_is_painted_as_it_is_kept(canvas):
    assert painting_differs(KEPT / "canvas_empty.txt", canvas) == ""


def test_that_a_stroke_in_progress_is_painted_as_it_is_kept(canvas):
    canvas.start_stroke(PenPoint(100, 120, 20), erases=False)
    canvas.extend_stroke(PenPoint(140, 120, 20))
    canvas.extend_stroke(PenPoint(400, 300, 30))
    assert painting_differs(KEPT / "canvas_stroke.txt", canvas) == ""


def test_that_the_tip_of_the_pen_stays_on_the_paper(canvas):
    before = colours(canvas)
    canvas.start_stroke(PenPoint(0, 250, 40), erases=False)
    canvas.extend_stroke(PenPoint(0, 310, 40))
    after = colours(canvas)
    assert (after[141, 12] != before[141, 12]).any()
    assert (after[:, :9] == before[:, :9]).all()


def test_that_rubbing_is_painted_as_it_is_kept(canvas):
    put_on(DARK)
    canvas.set_ink(np.full((1, 1), 255, np.uint8), "full")
    canvas.start_stroke(PenPoint(100, 120, 20), erases=True)
    canvas.extend_stroke(PenPoint(300, 120, 20))
    assert painting_differs(KEPT / "canvas_rubbing.txt", canvas) == ""


def n_shades(widget):
    return len(np.unique(colours(widget).reshape(-1, 3), axis=0))


def test_that_round_things_on_the_canvas_have_smooth_edges(qtbot, canvas):
    focused(qtbot, canvas)
    few = n_shades(canvas)
    canvas.set_ink(np.full((1, 1), 255, np.uint8), "full")
    assert n_shades(canvas) < 10
    canvas.start_stroke(PenPoint(250, 250, 0.1), erases=True)
    canvas.extend_stroke(PenPoint(270, 255, 40))
    assert n_shades(canvas) > 20
    canvas.undo_stack.undo()
    assert n_shades(canvas) <= few
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert n_shades(canvas) > few + 20


def test_that_the_pen_of_the_keys_is_painted_as_it_is_kept(qtbot, canvas):
    focused(qtbot, canvas)
    canvas.set_ink(np.full((1, 1), 128, np.uint8), "grey")
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Down):
        qtbot.keyClick(canvas, key)
    assert painting_differs(KEPT / "canvas_key_pen_up.txt", canvas) == ""
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.keyClick(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert painting_differs(KEPT / "canvas_key_pen_down.txt", canvas) == ""
    canvas.set_brush_size(2)
    assert painting_differs(KEPT / "canvas_key_pen_fine.txt", canvas) == ""


def test_that_a_canvas_is_made_as_it_is_kept(canvas):
    assert difference(KEPT / "canvas_made.txt", described(canvas, sizes=True)) == ""
    assert canvas.sizeHint().toTuple() == (264, 264)
    assert canvas.minimumSize().toTuple() == (120, 120)
    assert canvas.heightForWidth(77) == 77


@pytest.fixture
def found(qtbot):
    found = shown(qtbot, FoundPicture(), 92, 70)
    red = np.zeros((30, 60, 3), np.uint8)
    red[:10, :30, 0] = 255
    found.show_picture(red, "three")
    return found


def test_that_a_picture_found_is_painted_as_it_is_kept(found):
    assert painting_differs(KEPT / "found.txt", found) == ""


def test_that_a_picture_found_is_made_as_it_is_kept(found):
    assert difference(KEPT / "found_made.txt", described(found, sizes=True)) == ""
    assert found.sizeHint().toTuple() == (92, 120)


def test_that_a_panel_is_made_as_it_is_kept(qtbot):
    panel = shown(
        qtbot, with_own_stack(DrawingPanel, [QAction("Undo"), QAction("Clear")]), 300, 600
    )
    assert difference(KEPT / "drawing_made.txt", described(panel, sizes=True)) == ""
    assert panel.doubts == ""
    panel.show_found(np.zeros((30, 60, 3), np.uint8), ["a note"], ["it is faint", "it is small"])
    assert difference(KEPT / "drawing_found_made.txt", described(panel, sizes=True)) == ""
    assert panel.doubts == "Doubtful: it is faint; it is small."
    panel.hide_found()
    assert (panel.doubts, panel.found.isVisible()) == ("", False)
    panel.show_found(np.zeros((30, 60, 3), np.uint8), [], [])
    assert (panel.doubts, panel.found.isVisible()) == ("", True)
    panel.found.dismissed.emit()
    assert not panel.found.isVisible()


def test_that_a_caption_stands_for_what_is_drawn(qtbot):
    panel = shown(qtbot, with_own_stack(DrawingPanel, []), 300, 600)

    def says(text):
        return any(text in line for line in described(panel, sizes=True))

    assert says("what the network sees")
    panel.set_caption("test digit 7")
    assert says("test digit 7")
    assert not says("what the network sees")


@pytest.mark.parametrize("height", [500, 700, 1000])
def test_that_the_answer_takes_what_a_square_canvas_leaves(qtbot, height):
    panel = shown(qtbot, with_own_stack(DrawingPanel, [QAction("Undo")]), 300, height)

    def gap():
        own_bottom = panel.own.mapTo(panel, panel.own.rect().bottomLeft()).y()
        return panel.bars.mapTo(panel, QPoint(0, 0)).y() - own_bottom

    qtbot.waitUntil(lambda: 0 < gap() <= 12)
    assert panel.own.height() == panel.own.sizeHint().height()
    assert panel.cost_switch.geometry().bottom() <= height
    before = panel.bars.height()
    panel.show_found(np.zeros((30, 60, 3), np.uint8), [], ["it is faint", "it is small"])
    qtbot.waitUntil(lambda: panel.bars.height() < before or height == 500)
    panel.hide_found()
    qtbot.waitUntil(lambda: panel.bars.height() == before)
