import gc
import weakref

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QImage,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QPixmap,
    QPointingDevice,
    QPointingDeviceUniqueId,
    QTabletEvent,
    QUndoStack,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from gdstudio.pictures.ink import RASTER_SIZE
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.drawing import drawing_canvas
from gdstudio.studio.views.drawing.drawing_canvas import DrawingCanvas
from gdstudio.studio.views.drawing.drawing_panel import DrawingPanel, FoundPicture
from tests.studio.own_stack import with_own_stack
from tests.studio.seen import is_painted_anew

LEFT = Qt.MouseButton.LeftButton
RGB = QImage.Format.Format_RGB32


@pytest.fixture
def canvas(qtbot: QtBot) -> DrawingCanvas:
    """Return a canvas on which one widget pixel is two raster pixels, from (1, 1)."""
    canvas = with_own_stack(DrawingCanvas)
    qtbot.addWidget(canvas)
    canvas.resize(282, 282)
    canvas.show()
    qtbot.waitExposed(canvas)
    return canvas


def draw(qtbot: QtBot, canvas: DrawingCanvas, *path: tuple[int, int]) -> None:
    qtbot.mousePress(canvas, LEFT, pos=QPoint(*path[0]))
    for point in path[1:]:
        qtbot.mouseMove(canvas, QPoint(*point))
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(*path[-1]))


def drag(canvas: DrawingCanvas, x: float, y: float) -> None:
    at = QPointF(x, y)
    none = Qt.KeyboardModifier.NoModifier
    move = QMouseEvent(QEvent.Type.MouseMove, at, at, Qt.MouseButton.NoButton, LEFT, none)
    QCoreApplication.sendEvent(canvas, move)


def test_that_a_mouse_stroke_is_inked_where_it_is_drawn(
    qtbot: QtBot, canvas: DrawingCanvas
) -> None:
    # An L: down the left side, then along the bottom. A transposed or flipped raster is not an L.
    draw(qtbot, canvas, (51, 41), (51, 141), (51, 241), (126, 241), (201, 241))
    ink = canvas.ink()
    assert ink.shape == (560, 560)
    assert ink[80, 100] == 255
    assert ink[280, 100] == 255
    assert ink[480, 400] == 255
    assert ink[80, 400] == 0
    assert ink[280, 400] == 0
    assert abs(ink[280].sum() / 255 - 46) < 1.5


def test_that_the_screen_shows_the_stroke_the_same_way_up(
    qtbot: QtBot, canvas: DrawingCanvas
) -> None:
    for theme in (LIGHT, DARK):
        put_on(theme)
        draw(qtbot, canvas, (51, 41), (51, 141), (51, 241), (126, 241), (201, 241))
        shown = canvas.grab().toImage()
        assert shown.pixelColor(51, 41) == QColor(theme.text)
        assert shown.pixelColor(201, 241) == QColor(theme.text)
        assert shown.pixelColor(201, 51) == QColor(theme.base)


def test_that_each_move_tells_of_a_change_and_ink_reaches_the_pen(
    qtbot: QtBot, canvas: DrawingCanvas
) -> None:
    edits = []
    canvas.drawing_edited.connect(lambda: edits.append(canvas.ink()[200, 480]))
    qtbot.mousePress(canvas, LEFT, pos=QPoint(41, 101))
    assert len(edits) == 1
    drag(canvas, 141, 101)
    drag(canvas, 241, 101)
    assert [int(e) for e in edits] == [0, 0, 255]
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(241, 101))
    assert edits[-1] == 255


def test_that_ink_is_a_read_only_copy(qtbot: QtBot, canvas: DrawingCanvas) -> None:
    before = canvas.ink()
    draw(qtbot, canvas, (100, 100), (150, 150))
    assert not before.any()
    assert not before.flags.writeable
    assert before.dtype == np.uint8


def test_that_one_stroke_is_one_command(qtbot: QtBot, canvas: DrawingCanvas) -> None:
    draw(qtbot, canvas, (51, 41), (51, 141), (51, 241))
    first = canvas.ink()
    draw(qtbot, canvas, (151, 41), (161, 141), (151, 241))
    second = canvas.ink()
    stack = canvas.undo_stack
    assert stack.count() == 2
    with qtbot.waitSignal(canvas.drawing_edited):
        stack.undo()
    assert np.array_equal(canvas.ink(), first)
    stack.undo()
    assert not canvas.ink().any()
    assert canvas.is_empty
    stack.redo()
    stack.redo()
    assert np.array_equal(canvas.ink(), second)


def test_that_undo_in_the_middle_of_a_stroke_drops_it(qtbot: QtBot, canvas: DrawingCanvas) -> None:
    draw(qtbot, canvas, (51, 41), (51, 141))
    qtbot.mousePress(canvas, LEFT, pos=QPoint(100, 100))
    drag(canvas, 200, 200)
    canvas.undo_stack.undo()
    drag(canvas, 220, 100)
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(220, 100))
    assert not canvas.ink().any()
    canvas.undo_stack.redo()
    assert canvas.ink()[200, 100] == 255
    assert canvas.ink()[300, 300] == 0


def test_that_the_eraser_takes_ink_away_and_can_be_undone(
    qtbot: QtBot, canvas: DrawingCanvas
) -> None:
    draw(qtbot, canvas, (41, 141), (241, 141))
    drawn = canvas.ink()
    canvas.set_eraser(True)
    canvas.set_brush_size(80)
    draw(qtbot, canvas, (141, 101), (141, 181))
    assert canvas.ink()[280, 280] == 0
    assert canvas.ink()[280, 120] == 255
    canvas.undo_stack.undo()
    assert np.array_equal(canvas.ink(), drawn)


def test_that_erasing_nothing_is_no_command(qtbot: QtBot, canvas: DrawingCanvas) -> None:
    canvas.set_eraser(True)
    draw(qtbot, canvas, (41, 141), (241, 141))
    assert canvas.undo_stack.count() == 0


def test_that_brush_size_is_the_thickness_in_raster_pixels(
    qtbot: QtBot, canvas: DrawingCanvas
) -> None:
    canvas.set_brush_size(20)
    draw(qtbot, canvas, (41, 141), (241, 141))
    assert abs(canvas.ink()[:, 280].sum() / 255 - 20) < 0.5


def test_that_clear_can_be_undone_and_is_nothing_on_empty_paper(
    qtbot: QtBot, canvas: DrawingCanvas
) -> None:
    canvas.clear()
    assert canvas.undo_stack.count() == 0
    draw(qtbot, canvas, (41, 141), (241, 141))
    drawn = canvas.ink()
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert not canvas.ink().any()
    canvas.undo_stack.undo()
    assert np.array_equal(canvas.ink(), drawn)
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    assert not canvas.ink().any()


def test_that_actions_of_a_window_reach_the_canvas(qtbot: QtBot, canvas: DrawingCanvas) -> None:
    clear, erase = QAction(), QAction()
    erase.setCheckable(True)
    clear.triggered.connect(canvas.clear)
    erase.toggled.connect(canvas.set_eraser)
    draw(qtbot, canvas, (41, 141), (241, 141))
    erase.trigger()
    draw(qtbot, canvas, (141, 141), (151, 141))
    assert canvas.ink()[280, 290] == 0
    clear.trigger()
    assert canvas.is_empty


def test_that_set_ink_keeps_every_value_of_a_small_picture(canvas: DrawingCanvas) -> None:
    pixels = np.arange(784, dtype=np.uint16).astype(np.uint8).reshape(28, 28)
    canvas.set_ink(pixels, "test digit")
    assert np.array_equal(canvas.ink().reshape(28, 20, 28, 20).mean((1, 3)), pixels)
    assert canvas.undo_stack.undoText() == "test digit"
    pixels[:] = 0
    assert canvas.ink().any()
    canvas.undo_stack.undo()
    assert not canvas.ink().any()


@pytest.mark.parametrize(
    "bad",
    [
        np.zeros((28, 28, 1), np.uint8),
        np.zeros((28, 28)),
        np.zeros((561, 561), np.uint8),
        np.zeros((0, 0), np.uint8),
    ],
)
def test_that_set_ink_refuses_other_arrays(canvas: DrawingCanvas, bad: np.ndarray) -> None:
    with pytest.raises(AssertionError):
        canvas.set_ink(bad, "bad")
    assert canvas.undo_stack.count() == 0


def test_that_set_ink_in_the_middle_of_a_stroke_finishes_it_first(
    qtbot: QtBot, canvas: DrawingCanvas
) -> None:
    qtbot.mousePress(canvas, LEFT, pos=QPoint(41, 141))
    drag(canvas, 141, 141)
    canvas.set_ink(np.full((1, 1), 9, np.uint8), "grey")
    drag(canvas, 241, 141)
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(241, 141))
    assert (canvas.ink() == 9).all()
    assert canvas.undo_stack.count() == 2
    canvas.undo_stack.undo()
    assert canvas.ink()[280, 280] == 255


def test_that_one_finger_draws_one_stroke_and_a_second_nothing(
    qtbot: QtBot, canvas: DrawingCanvas
) -> None:
    device = QTest.createTouchDevice()
    touch = QTest.touchEvent(canvas, device)
    touch.press(0, QPoint(51, 41), canvas).commit()
    touch.move(0, QPoint(51, 141), canvas).press(1, QPoint(201, 41), canvas).commit()
    touch.move(0, QPoint(51, 241), canvas).move(1, QPoint(201, 241), canvas).commit()
    touch.release(0, QPoint(51, 241), canvas).release(1, QPoint(201, 241), canvas).commit()
    ink = canvas.ink()
    assert ink[80, 100] == ink[280, 100] == ink[480, 100] == 255
    assert not ink[:, 200:].any()
    assert canvas.undo_stack.count() == 1


def test_that_mouse_events_made_from_touches_do_not_draw(canvas: DrawingCanvas) -> None:
    at = QPointF(100, 100)
    event = QMouseEvent(
        QEvent.Type.MouseButtonPress,
        at,
        at,
        at,
        LEFT,
        LEFT,
        Qt.KeyboardModifier.NoModifier,
        Qt.MouseEventSource.MouseEventSynthesizedBySystem,
    )
    QCoreApplication.sendEvent(canvas, event)
    assert canvas.is_empty


def pen_event(
    kind: QEvent.Type, x: float, y: float, pressure: float, pointer: QPointingDevice.PointerType
) -> QTabletEvent:
    device = QPointingDevice(
        "pen",
        1,
        QInputDevice.DeviceType.Stylus,
        pointer,
        QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
        1,
        1,
        "",
        QPointingDeviceUniqueId(),
    )
    button = LEFT if kind != QEvent.Type.TabletMove else Qt.MouseButton.NoButton
    held = LEFT if kind != QEvent.Type.TabletRelease else Qt.MouseButton.NoButton
    none = Qt.KeyboardModifier.NoModifier
    at = QPointF(x, y)
    event = QTabletEvent(kind, device, at, at, pressure, 0, 0, 0, 0, 0, none, button, held)
    event.device_kept = device
    return event


def pen_stroke(
    canvas: DrawingCanvas, pressure: float, pointer: QPointingDevice.PointerType
) -> None:
    for kind, x in (
        (QEvent.Type.TabletPress, 41),
        (QEvent.Type.TabletMove, 141),
        (QEvent.Type.TabletMove, 241),
        (QEvent.Type.TabletRelease, 241),
    ):
        QCoreApplication.sendEvent(canvas, pen_event(kind, x, 141, pressure, pointer))


def test_that_a_pen_writes_thicker_when_pressed_and_its_other_end_erases(
    canvas: DrawingCanvas,
) -> None:
    canvas.set_brush_size(50)
    pen_stroke(canvas, 0.25, QPointingDevice.PointerType.Pen)
    # 0.4 + 0.8 * 0.25 = 0.6 of the brush.
    assert abs(canvas.ink()[:, 280].sum() / 255 - 30) < 0.5
    pen_stroke(canvas, 1.0, QPointingDevice.PointerType.Pen)
    assert abs(canvas.ink()[:, 280].sum() / 255 - 60) < 0.5
    assert canvas.undo_stack.count() == 2
    canvas.set_brush_size(100)
    pen_stroke(canvas, 1.0, QPointingDevice.PointerType.Eraser)
    assert not canvas.ink().any()


def test_that_a_hovering_pen_does_not_draw(canvas: DrawingCanvas) -> None:
    pen = QPointingDevice.PointerType.Pen
    QCoreApplication.sendEvent(canvas, pen_event(QEvent.Type.TabletMove, 141, 141, 0.0, pen))
    assert not canvas.ink().any()


def test_that_keys_draw_and_one_lift_makes_one_command(qtbot: QtBot, canvas: DrawingCanvas) -> None:
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Left)  # from the middle, 280 to 260
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    for _ in range(5):
        qtbot.keyClick(canvas, Qt.Key.Key_Up)
    qtbot.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(canvas, Qt.Key.Key_Enter)
    ink = canvas.ink()
    assert ink[280, 260] == 255
    assert ink[180, 265] == 255
    assert ink[350, 260] == 0
    assert canvas.undo_stack.count() == 1
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    assert np.array_equal(canvas.ink(), ink)


def test_that_space_and_letters_are_left_to_the_window(canvas: DrawingCanvas) -> None:
    none = Qt.KeyboardModifier.NoModifier
    for key in (Qt.Key.Key_Space, Qt.Key.Key_R, Qt.Key.Key_Escape):
        event = QKeyEvent(QEvent.Type.KeyPress, key, none)
        canvas.keyPressEvent(event)
        assert not event.isAccepted()
        override = QKeyEvent(QEvent.Type.ShortcutOverride, key, none)
        override.ignore()
        QCoreApplication.sendEvent(canvas, override)
        assert not override.isAccepted()
    arrow = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Right, none)
    arrow.ignore()
    QCoreApplication.sendEvent(canvas, arrow)
    assert arrow.isAccepted()


def test_that_resizing_while_drawing_keeps_the_stroke(qtbot: QtBot, canvas: DrawingCanvas) -> None:
    qtbot.mousePress(canvas, LEFT, pos=QPoint(51, 41))
    drag(canvas, 51, 141)
    canvas.resize(562, 562)  # now one widget pixel is one raster pixel
    drag(canvas, 101, 481)
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(101, 481))
    ink = canvas.ink()
    assert (ink[80:480, 100] == 255).all()
    assert canvas.undo_stack.count() == 1
    assert not ink[:, 160:].any()


def test_that_a_wide_canvas_draws_on_a_square_in_its_middle(
    qtbot: QtBot, canvas: DrawingCanvas
) -> None:
    canvas.resize(482, 282)
    assert canvas.paper().getRect() == (101, 1, 280, 280)
    draw(qtbot, canvas, (151, 141), (161, 141))
    assert canvas.ink()[280, 100] == 255
    assert canvas.heightForWidth(300) == 300


def test_that_hiding_while_drawing_finishes_the_stroke(qtbot: QtBot, canvas: DrawingCanvas) -> None:
    qtbot.mousePress(canvas, LEFT, pos=QPoint(51, 41))
    drag(canvas, 51, 141)
    canvas.hide()
    assert canvas.undo_stack.count() == 1
    assert canvas.ink()[280, 100] == 255


def test_that_a_lost_release_ends_the_stroke_at_the_next_move(
    qtbot: QtBot, canvas: DrawingCanvas
) -> None:
    qtbot.mousePress(canvas, LEFT, pos=QPoint(51, 41))
    none = Qt.MouseButton.NoButton
    at = QPointF(200, 200)
    move = QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, Qt.KeyboardModifier.NoModifier)
    QCoreApplication.sendEvent(canvas, move)
    assert canvas.undo_stack.count() == 1
    assert canvas.ink()[400, 400] == 0


def test_that_a_screen_with_twice_the_pixels_shows_each_raster_pixel(
    canvas: DrawingCanvas,
) -> None:
    raster = np.random.default_rng(3).integers(0, 2, (560, 560), dtype=np.uint8) * 255
    canvas.set_ink(raster, "noise")
    screen = QPixmap(564, 564)
    screen.setDevicePixelRatio(2)
    canvas.render(screen)
    image = screen.toImage().convertToFormat(screen.toImage().Format.Format_RGB32)
    shown = np.frombuffer(image.constBits(), np.uint32).reshape(564, 564)[2:562, 2:562]
    is_ink = (shown & 0xFFFFFF) == int(LIGHT.text[1:], 16)
    border = 4
    inner = slice(border, -border)
    assert np.array_equal(is_ink[inner, inner], raster[inner, inner] == 255)


class RecordingCanvas(DrawingCanvas):
    def __init__(self) -> None:
        stack = QUndoStack()
        super().__init__(stack)
        stack.setParent(self)
        self.painted = QRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted = self.painted.united(event.rect())
        super().paintEvent(event)


def test_that_only_what_changed_is_painted_anew(qtbot: QtBot) -> None:
    canvas = RecordingCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(282, 282)
    canvas.show()
    qtbot.waitExposed(canvas)
    qtbot.mousePress(canvas, LEFT, pos=QPoint(50, 50))
    QCoreApplication.processEvents()
    canvas.painted = QRect()
    drag(canvas, 60, 54)
    QCoreApplication.processEvents()
    # The brush is 23 pixels broad on this widget.
    assert canvas.painted.contains(QRect(50, 50, 10, 4))
    assert canvas.painted.width() < 50
    assert canvas.painted.height() < 45


def on_screen(canvas: DrawingCanvas) -> QImage:
    """Return what repaints of changed parts have left on the screen."""
    QCoreApplication.processEvents()
    return canvas.screen().grabWindow(canvas.winId()).toImage().convertToFormat(RGB)


def test_that_small_repaints_leave_what_a_full_repaint_would(
    qtbot: QtBot, canvas: DrawingCanvas
) -> None:
    canvas.set_brush_size(30)
    qtbot.mousePress(canvas, LEFT, pos=QPoint(231, 141))
    for angle in np.linspace(0.3, 6, 20):
        drag(canvas, 141 + 90 * np.cos(angle), 141 + 110 * np.sin(2 * angle))
        assert on_screen(canvas) == canvas.grab().toImage().convertToFormat(RGB)
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(141, 20))
    assert on_screen(canvas) == canvas.grab().toImage().convertToFormat(RGB)
    canvas.undo_stack.undo()
    assert on_screen(canvas) == canvas.grab().toImage().convertToFormat(RGB)


def test_that_the_hint_goes_when_ink_comes_and_returns_with_undo(
    qtbot: QtBot, canvas: DrawingCanvas
) -> None:
    empty = canvas.grab(QRect(90, 120, 100, 45)).toImage()
    draw(qtbot, canvas, (20, 20), (30, 20))
    drawn = canvas.grab(QRect(90, 120, 100, 45)).toImage()
    assert drawn != empty
    assert drawn.pixelColor(50, 20) == QColor(LIGHT.base)
    canvas.undo_stack.undo()
    assert canvas.grab(QRect(90, 120, 100, 45)).toImage() == empty


def test_that_the_canvas_can_be_named_and_reached(canvas: DrawingCanvas) -> None:
    assert canvas.accessibleName() == "Drawing canvas"
    assert "Enter" in canvas.accessibleDescription()
    assert canvas.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_that_the_focus_ring_shows_for_those_who_came_by_key(
    qtbot: QtBot, canvas: DrawingCanvas
) -> None:
    canvas.clearFocus()
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(canvas.hasFocus)
    assert canvas.grab().toImage().pixelColor(141, 2) == QColor(LIGHT.accent)
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(100, 100))
    assert canvas.grab().toImage().pixelColor(141, 2) == QColor(LIGHT.base)


def test_that_undo_commands_do_not_keep_a_canvas_alive(qtbot: QtBot) -> None:
    canvas = with_own_stack(DrawingCanvas)
    canvas.set_ink(np.ones((1, 1), np.uint8), "one")
    gone = weakref.ref(canvas)
    gc.disable()
    del canvas
    try:
        assert gone() is None
    finally:
        gc.enable()


def test_that_far_away_and_rapid_moves_do_no_harm(qtbot: QtBot, canvas: DrawingCanvas) -> None:
    qtbot.mousePress(canvas, LEFT, pos=QPoint(141, 141))
    for x, y in ((1e9, 1e9), (-1e9, 3), (5, -1e9), (141, 141)):
        drag(canvas, x, y)
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(141, 141))
    assert canvas.undo_stack.count() == 1
    assert canvas.ink()[280, 280] == 255
    assert len(canvas.ink()) == RASTER_SIZE


def test_that_pasting_where_nothing_was_ever_copied_says_that_there_is_none(
    canvas: DrawingCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    class NoClipboard:
        def mimeData(self) -> None:
            return None

    monkeypatch.setattr(drawing_canvas.QGuiApplication, "clipboard", NoClipboard)
    assert canvas.paste() is False


@pytest.mark.parametrize(("brush", "side"), [(46, 27), (200, 65), (120, 65), (118, 63), (4, 9)])
def test_that_the_pointer_is_a_ring_as_large_as_the_brush_within_limits(
    canvas: DrawingCanvas, brush: float, side: int
) -> None:
    canvas.set_brush_size(brush)  # half as many pixels of the widget, 5 to 60, and a rim of 2
    pointer = canvas.cursor()
    assert pointer.pixmap().size().toTuple() == (side, side)
    assert pointer.hotSpot() == QPoint(side // 2, side // 2)
    image = pointer.pixmap().toImage()
    middle, radius = side // 2, min(max(brush / 2, 5), 60) / 2
    row = [image.pixelColor(x, middle).alpha() for x in range(side)]
    inked = [x + 0.5 for x in range(side) if row[x] > 100]
    assert abs(inked[0] - (side / 2 - radius)) <= 1.6
    assert abs(inked[-1] - (side / 2 + radius)) <= 1.6
    assert row[middle] == 0
    canvas.set_eraser(True)
    rubber = canvas.cursor().pixmap().toImage().pixelColor(middle, middle)
    assert 240 <= rubber.alpha() <= 246  # 200 of 255 parts, laid on twice


def test_that_the_pointer_follows_the_size_of_the_canvas(canvas: DrawingCanvas) -> None:
    canvas.resize(142, 142)  # four raster pixels a pixel of the widget
    assert canvas.cursor().pixmap().width() == 15


def test_that_what_keys_do_to_the_pen_is_seen_at_once(qtbot: QtBot, canvas: DrawingCanvas) -> None:
    canvas.window().activateWindow()
    canvas.setFocus()
    qtbot.waitUntil(canvas.hasFocus)
    keys = (Qt.Key.Key_Left, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Return)
    for key in keys:
        assert is_painted_anew(canvas, lambda key=key: qtbot.keyClick(canvas, key))
    pen = QColor(LIGHT.accent)
    shown = canvas.grab().toImage()
    # From the middle one step of 10 to the left and one down; the ring is 2 wider than the brush.
    left = min(x for x in range(100, 131) if shown.pixelColor(x, 151) == pen)
    assert abs(left - (131 - 11.5 - 2 - 1)) <= 1
    assert is_painted_anew(canvas, lambda: draw(qtbot, canvas, (20, 20), (21, 20)))
    assert canvas.grab().toImage().pixelColor(left, 151) != pen


def test_that_the_slider_sets_the_brush_in_percent_of_the_canvas(qtbot: QtBot) -> None:
    panel = with_own_stack(DrawingPanel, [])
    qtbot.addWidget(panel)
    chosen: list[int] = []
    panel.brush_size_chosen.connect(chosen.append)
    panel.canvas.resize(282, 282)
    assert panel.brush_slider.value() == 8
    for percent, used in ((10, 10), (2, 3), (21, 20)):
        panel.set_brush_size(percent)
        assert panel.brush_slider.value() == used
        assert panel.canvas.cursor().pixmap().width() == int(2.8 * used) + 4 | 1
    assert not chosen
    panel.brush_slider.setValue(5)
    assert chosen == [5]
    assert panel.canvas.cursor().pixmap().width() == 14 + 4 | 1


def test_that_the_canvas_is_square_and_leaves_the_answer_its_room(qtbot: QtBot) -> None:
    panel = with_own_stack(DrawingPanel, [])
    qtbot.addWidget(panel)
    panel.show()
    for width, height, most in ((300, 900, 300), (600, 700, 420)):
        panel.resize(width, height)
        assert panel.canvas.maximumHeight() == most


def test_that_a_picture_that_was_read_stands_in_a_frame_at_the_top(qtbot: QtBot) -> None:
    found = FoundPicture()
    qtbot.addWidget(found)
    red = np.zeros((30, 60, 3), np.uint8)
    red[..., 0] = 255
    found.show_picture(red, "three")
    assert (found.toolTip(), found.accessibleDescription()) == ("three", "three")
    for height, is_shown in ((120, True), (24, True), (23, False)):
        found.resize(92, height)
        found.findChildren(QAbstractButton)[0].setVisible(False)
        image = found.grab().toImage()
        places = [(x, y) for x in range(92) for y in range(height)]
        seen = {place for place in places if image.pixelColor(*place) == QColor(255, 0, 0)}
        wide, high = (90, 45) if height == 120 else (44, 22)
        inner = {(x, y) for x in range(1, 1 + wide) for y in range(1, 1 + high)}
        assert seen == (inner if is_shown else set())
        frame = {place for place in places if image.pixelColor(*place) == QColor(LIGHT.outline)}
        corners = {(0, 0), (wide + 1, 0), (0, high + 1), (wide + 1, high + 1)}
        assert (corners <= frame) == is_shown


def test_that_the_cross_of_a_picture_stands_at_its_right_where_there_is_room(qtbot: QtBot) -> None:
    found = FoundPicture()
    qtbot.addWidget(found)
    found.show_picture(np.zeros((30, 60, 3), np.uint8), "")
    cross = found.findChildren(QAbstractButton)[0]
    for height, is_shown in ((24, True), (23, False), (120, True)):
        found.resize(92, height)
        assert cross.isVisible() == is_shown
    assert cross.geometry().getRect() == (72, 0, 20, 20)
    with qtbot.waitSignal(found.dismissed):
        cross.click()
