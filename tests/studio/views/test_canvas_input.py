"""What draws on the canvas and what must not, and which commands and signals come of it."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QPointingDevice,
    QPointingDeviceUniqueId,
    QTabletEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gdstudio.pictures.ink import PenPoint
from gdstudio.studio.views.drawing.drawing_canvas import DrawingCanvas
from tests.studio.own_stack import with_own_stack
from tests.studio.painted import painting_differs
from tests.studio.seen import is_painted_anew, shown

KEPT = Path(__file__).parent / "painted"
LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.NoButton
PLAIN = Qt.KeyboardModifier.NoModifier
PRESS, MOVE, RELEASE = QEvent.Type.TabletPress, QEvent.Type.TabletMove, QEvent.Type.TabletRelease


@pytest.fixture
def canvas(qtbot):
    """A canvas on which one pixel of the widget is two of the raster, from (1, 1)."""
    return shown(qtbot, with_own_stack(DrawingCanvas), 282, 282)


def texts(canvas):
    return [canvas.undo_stack.text(k) for k in range(canvas.undo_stack.count())]


def drag(canvas, x, y, held=LEFT, source=Qt.MouseEventSource.MouseEventNotSynthesized):
    at = QPointF(x, y)
    move = QMouseEvent(QEvent.Type.MouseMove, at, at, at, NONE, held, PLAIN, source)
    QCoreApplication.sendEvent(canvas, move)


def pen(canvas, kind, x, y, *, button=LEFT, pressure=1.0, feels=True):
    abilities = QInputDevice.Capability.Position
    if feels:
        abilities |= QInputDevice.Capability.Pressure
    device = QPointingDevice(
        "pen",
        1,
        QInputDevice.DeviceType.Stylus,
        QPointingDevice.PointerType.Pen,
        abilities,
        1,
        1,
        "",
        QPointingDeviceUniqueId(),
    )
    at = QPointF(x, y)
    button = NONE if kind == MOVE else button
    event = QTabletEvent(kind, device, at, at, pressure, 0, 0, 0, 0, 0, PLAIN, button, LEFT)
    event.ignore()
    QCoreApplication.sendEvent(canvas, event)
    return event.isAccepted()


def thickness(canvas, column=280):
    return canvas.ink()[:, column].sum() / 255


def keys(qtbot, canvas, *names):
    for name in names:
        qtbot.keyClick(canvas, getattr(Qt.Key, f"Key_{name}"))


def test_that_only_the_left_button_draws_and_only_it_ends_a_stroke(qtbot, canvas):
    qtbot.mouseClick(canvas, RIGHT, pos=QPoint(100, 100))
    drag(canvas, 120, 100)
    assert canvas.is_empty
    qtbot.mousePress(canvas, LEFT, pos=QPoint(100, 100))
    qtbot.mouseRelease(canvas, RIGHT, pos=QPoint(100, 100))
    drag(canvas, 200, 100)
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(240, 100))
    assert canvas.ink()[198, 478] == 255  # where it was released
    drag(canvas, 240, 200)
    assert not canvas.ink()[300:].any()
    assert texts(canvas) == ["stroke"]


def test_that_moves_made_of_touches_neither_draw_nor_end_a_stroke(qtbot, canvas):
    made = Qt.MouseEventSource.MouseEventSynthesizedByQt
    qtbot.mousePress(canvas, LEFT, pos=QPoint(100, 100))
    drag(canvas, 100, 200, source=made)
    drag(canvas, 100, 200, held=NONE, source=made)
    assert texts(canvas) == []
    drag(canvas, 140, 100)
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(140, 100))
    assert not canvas.ink()[300:].any()


def test_that_two_fast_clicks_are_two_dots(qtbot, canvas):
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(100, 100))
    at = QPointF(200, 100)
    kind = QEvent.Type.MouseButtonDblClick
    QCoreApplication.sendEvent(canvas, QMouseEvent(kind, at, at, LEFT, LEFT, PLAIN))
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(200, 100))
    assert canvas.ink()[198, 198] == canvas.ink()[198, 398] == 255
    assert texts(canvas) == ["stroke", "stroke"]


def test_that_a_pen_neither_takes_over_nor_ends_a_stroke_of_the_mouse(qtbot, canvas):
    qtbot.mousePress(canvas, LEFT, pos=QPoint(100, 100))
    for kind in (PRESS, MOVE, RELEASE):
        assert pen(canvas, kind, 200, 200)  # taken, so that no mouse event follows
    drag(canvas, 140, 100)
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(140, 100))
    assert texts(canvas) == ["stroke"]
    assert canvas.ink()[198, 278] == 255
    assert not canvas.ink()[300:].any()


def test_that_only_the_tip_of_a_pen_draws_and_lifts(canvas):
    canvas.set_brush_size(50)
    pen(canvas, PRESS, 41, 141, button=RIGHT)
    pen(canvas, MOVE, 241, 141)
    assert canvas.is_empty
    pen(canvas, PRESS, 41, 141)
    pen(canvas, RELEASE, 41, 141, button=RIGHT)
    pen(canvas, MOVE, 141, 141)
    pen(canvas, MOVE, 241, 141)
    pen(canvas, RELEASE, 241, 141)
    assert texts(canvas) == ["stroke"]
    assert thickness(canvas) == pytest.approx(60, abs=0.5)


@pytest.mark.parametrize(("pressure", "wide"), [(-1.0, 20), (0.0, 20), (0.5, 40), (2.0, 60)])
def test_that_the_thickness_of_a_pen_lies_between_its_ends(canvas, pressure, wide):
    canvas.set_brush_size(50)
    for kind, x in ((PRESS, 41), (MOVE, 141), (MOVE, 241), (RELEASE, 241)):
        pen(canvas, kind, x, 141, pressure=pressure)
    assert thickness(canvas) == pytest.approx(wide, abs=0.5)


def test_that_a_pen_that_feels_no_pressure_is_as_thick_as_the_brush(canvas):
    canvas.set_brush_size(50)
    for kind, x in ((PRESS, 41), (MOVE, 141), (MOVE, 241), (RELEASE, 241)):
        pen(canvas, kind, x, 141, pressure=0.0, feels=False)
    assert thickness(canvas) == pytest.approx(50, abs=0.5)


@pytest.mark.parametrize("kind", ["finger", "pen"])
def test_that_finger_and_pen_take_the_keys_to_the_canvas(qtbot, canvas, kind):
    canvas.activateWindow()
    canvas.clearFocus()
    if kind == "pen":
        pen(canvas, PRESS, 100, 100)
        pen(canvas, RELEASE, 100, 100)
    else:
        touch = QTest.touchEvent(canvas, QTest.createTouchDevice())
        touch.press(0, QPoint(100, 100), canvas).commit()
        touch.release(0, QPoint(100, 100), canvas).commit()
    qtbot.waitUntil(canvas.hasFocus)
    assert texts(canvas) == ["stroke"]


def test_that_the_finger_that_came_first_alone_moves_and_lifts(canvas):
    touch = QTest.touchEvent(canvas, QTest.createTouchDevice())
    touch.press(3, QPoint(51, 41), canvas).commit()
    touch.stationary(3).press(5, QPoint(201, 41), canvas).commit()
    touch.stationary(3).release(5, QPoint(201, 41), canvas).commit()
    assert texts(canvas) == []
    touch.move(3, QPoint(51, 141), canvas).commit()
    touch.release(3, QPoint(51, 241), canvas).commit()
    assert texts(canvas) == ["stroke"]
    assert canvas.ink()[480, 100] == 255
    assert not canvas.ink()[:, 300:].any()


def test_that_a_finger_does_not_draw_while_the_mouse_does(qtbot, canvas):
    qtbot.mousePress(canvas, LEFT, pos=QPoint(100, 100))
    touch = QTest.touchEvent(canvas, QTest.createTouchDevice())
    touch.press(0, QPoint(200, 200), canvas).commit()
    touch.move(0, QPoint(220, 200), canvas).commit()
    touch.release(0, QPoint(220, 200), canvas).commit()
    assert texts(canvas) == []
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(100, 100))
    assert not canvas.ink()[300:].any()


def test_that_the_pen_of_the_keys_goes_a_row_of_the_network_and_stops_at_the_edge(qtbot, canvas):
    keys(qtbot, canvas, *["Left"] * 15, *["Up"] * 16, "Return", "Return")
    assert canvas.ink()[0, 0] == 255
    assert canvas.ink()[0, 40] == 0
    qtbot.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    keys(qtbot, canvas, "Right", "Return", *["Right"] * 30, "Enter")
    assert canvas.ink()[5, 559] == 255
    assert thickness(canvas) == pytest.approx(5.5 + 23, abs=0.6)  # row 5, cut at the upper edge
    assert texts(canvas) == ["stroke", "stroke"]


def test_that_a_key_held_down_does_not_lift_the_pen_again(canvas):
    for repeats in (False, True, True):
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, PLAIN, "", repeats)
        QCoreApplication.sendEvent(canvas, key)
    assert not canvas.is_empty
    assert texts(canvas) == []


def test_that_the_mouse_takes_over_from_the_keys(qtbot, canvas):
    keys(qtbot, canvas, "Return", "Left")
    qtbot.mousePress(canvas, LEFT, pos=QPoint(41, 241))
    assert texts(canvas) == ["stroke"]
    keys(qtbot, canvas, "Up", "Return")  # neither draws nor ends the stroke of the mouse
    assert texts(canvas) == ["stroke"]
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(41, 241))
    assert texts(canvas) == ["stroke", "stroke"]
    assert canvas.ink()[240, 260] == 0


def test_that_the_canvas_is_painted_anew_with_a_brush_or_keys(qtbot, canvas):
    assert is_painted_anew(canvas, lambda: canvas.set_brush_size(20))
    for key in ("Left", "Return", "Return"):
        assert is_painted_anew(canvas, lambda key=key: keys(qtbot, canvas, key))


def test_that_keys_rub_out_with_the_eraser(qtbot, canvas):
    canvas.set_ink(np.full((1, 1), 255, np.uint8), "full")
    canvas.set_eraser(True)
    keys(qtbot, canvas, "Return", "Return")
    assert canvas.ink()[280, 280] == 0
    assert texts(canvas) == ["full", "erasing"]


@pytest.mark.parametrize("key", ["Delete", "Backspace"])
def test_that_clearing_by_key_lifts_the_pen(qtbot, canvas, key):
    keys(qtbot, canvas, "Return", "Left", key, "Left", "Left")
    assert canvas.is_empty
    assert texts(canvas) == ["stroke", "clearing"]
    keys(qtbot, canvas, "Return", "Return")
    assert texts(canvas) == ["stroke", "clearing", "stroke"]


def test_that_the_pen_of_the_keys_goes_with_the_focus_and_leaves_its_stroke(qtbot, canvas):
    canvas.activateWindow()
    canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.waitUntil(canvas.hasFocus)
    plain = canvas.grab().toImage()
    keys(qtbot, canvas, "Left")
    assert canvas.grab().toImage() != plain
    keys(qtbot, canvas, "Return")
    canvas.clearFocus()
    qtbot.waitUntil(lambda: not canvas.hasFocus())
    assert texts(canvas) == ["stroke"]
    canvas.undo_stack.undo()
    canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.waitUntil(canvas.hasFocus)
    assert canvas.grab().toImage() == plain


@pytest.mark.parametrize(
    ("key", "modifier", "is_taken"),
    [
        ("Up", "No", True),
        ("Up", "Shift", True),
        ("Up", "Keypad", True),
        ("Up", "Control", False),
        ("Return", "No", True),
        ("Enter", "Keypad", True),
        ("Enter", "Alt", False),
        ("Delete", "No", True),
        ("Backspace", "Shift", True),
        ("Backspace", "Control", False),
        ("A", "No", False),
    ],
)
def test_that_plain_keys_of_the_canvas_are_kept_from_shortcuts(canvas, key, modifier, is_taken):
    key = getattr(Qt.Key, f"Key_{key}")
    held = getattr(Qt.KeyboardModifier, f"{modifier}Modifier")
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, held)
    event.ignore()
    QCoreApplication.sendEvent(canvas, event)
    assert event.isAccepted() is is_taken


def dropped(canvas, data):
    action = Qt.DropAction.CopyAction
    coming = QDragEnterEvent(QPoint(100, 100), action, data, LEFT, PLAIN)
    coming.ignore()
    QCoreApplication.sendEvent(canvas, coming)
    event = QDropEvent(QPointF(100, 100), action, data, LEFT, PLAIN)
    event.ignore()
    QCoreApplication.sendEvent(canvas, event)
    return coming.isAccepted(), event.isAccepted()


def test_that_only_pictures_are_taken_when_dropped(canvas):
    data = QMimeData()
    assert dropped(canvas, data) == (False, False)
    data.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
    assert dropped(canvas, data) == (True, True)


def test_that_the_frame_that_welcomes_a_picture_is_painted_as_it_is_kept(canvas):
    data = QMimeData()
    data.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
    action = Qt.DropAction.CopyAction
    coming = QDragEnterEvent(QPoint(100, 100), action, data, LEFT, PLAIN)
    assert is_painted_anew(canvas, lambda: QApplication.sendEvent(canvas, coming))
    assert painting_differs(KEPT / "canvas_drop.txt", canvas) == ""


def test_that_the_pointer_is_as_sharp_as_the_screen(qtbot):
    class FineCanvas(DrawingCanvas):
        def devicePixelRatioF(self):
            return 2.0

    canvas = shown(qtbot, with_own_stack(FineCanvas), 282, 282)
    canvas.set_brush_size(46)
    pointer = canvas.cursor()
    assert pointer.pixmap().size().toTuple() == (54, 54)
    assert pointer.pixmap().deviceIndependentSize().toTuple() == (27, 27)
    assert pointer.hotSpot() == QPoint(13, 13)


# The ink itself.


def test_that_each_change_is_told_once_and_nothing_else_is(canvas):
    told = []
    canvas.drawing_edited.connect(lambda: told.append(canvas.is_empty))

    def told_by(act):
        told.clear()
        act()
        return list(told)

    at = PenPoint(100, 100, 20)
    assert told_by(lambda: canvas.extend_stroke(at)) == []
    assert told_by(canvas.finish_stroke) == []
    assert told_by(canvas.clear) == []
    assert told_by(lambda: canvas.start_stroke(at, erases=True)) == [True]
    assert told_by(canvas.finish_stroke) == [True]  # rubbed out nothing
    assert told_by(lambda: canvas.start_stroke(at, erases=False)) == [False]
    assert told_by(lambda: canvas.extend_stroke(PenPoint(140, 100, 20))) == [False]
    assert told_by(canvas.finish_stroke) == [False]
    assert told_by(canvas.undo_stack.undo) == [True]
    assert told_by(canvas.undo_stack.redo) == [False]
    assert told_by(canvas.clear) == [True]
    assert texts(canvas) == ["stroke", "clearing"]


def test_that_a_stroke_begun_in_another_finishes_it(canvas):
    canvas.start_stroke(PenPoint(100, 100, 20), erases=False)
    canvas.start_stroke(PenPoint(400, 400, 20), erases=False)
    assert texts(canvas) == ["stroke"]
    canvas.clear()
    assert texts(canvas) == ["stroke", "stroke", "clearing"]


def test_that_a_tag_stands_as_long_as_its_picture(canvas):
    picture = np.full((1, 1), 255, np.uint8)
    assert canvas.tag is None
    canvas.set_ink(picture, "a", tag=7)
    assert canvas.tag == 7
    canvas.start_stroke(PenPoint(100, 100, 20), erases=True)
    assert canvas.tag is None
    canvas.finish_stroke()
    assert canvas.tag is None
    canvas.undo_stack.undo()
    assert canvas.tag == 7
    canvas.clear()
    assert canvas.tag is None
    canvas.undo_stack.undo()
    assert canvas.tag == 7
    canvas.start_stroke(PenPoint(100, 100, 20), erases=False)  # on full ink: nothing changes
    canvas.finish_stroke()
    assert canvas.tag == 7


def test_that_places_go_to_the_raster_and_back_and_far_ones_are_brought_near(canvas):
    canvas.resize(302, 282)
    assert canvas.to_raster(QPointF(111, 141)) == (200, 280)
    assert canvas.to_widget(200, 280) == QPointF(111, 141)
    assert canvas.to_raster(QPointF(-1e6, 1e6)) == (-560, 1120)
    assert canvas.to_raster(QPointF(1e6, -1e6)) == (1120, -560)
    canvas.setMinimumSize(0, 0)
    canvas.resize(2, 1)
    assert canvas.paper().getRect() == (0, 0, 1, 1)
