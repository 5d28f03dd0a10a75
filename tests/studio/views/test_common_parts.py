"""The small parts of which views are made: layouts, texts, sliders, check boxes, tabs."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QImage, QPainter
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPushButton,
    QStyle,
    QToolButton,
    QWidget,
)

from gdstudio.studio.theme import LIGHT
from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.common.header import Header
from gdstudio.studio.views.common.jump_slider import JumpSlider
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import (
    STRETCH,
    action_button,
    called,
    explained,
    in_column,
    in_row,
)
from gdstudio.studio.views.common.overlay_boxes import OverlayBoxes
from gdstudio.studio.views.common.painted_widget import came_by_key, paint_focus_ring, rgb_of
from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch
from gdstudio.studio.views.common.status_bar import NotKeptNote
from gdstudio.studio.views.common.workspace_tabs import WorkspaceTabs


def fixed(width, height):
    widget = QWidget()
    widget.setFixedSize(width, height)
    return widget


def shown(qtbot, widget, width, height):
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    QApplication.processEvents()
    return widget


def test_that_a_row_puts_parts_one_after_another(qtbot):
    parts = [fixed(20, 10) for _ in range(4)]
    page = QWidget()
    one, two, three, four = parts
    in_row(one, two, 7, three, STRETCH, four, of=page, spacing=3, margins=(5, 6, 9, 8))
    shown(qtbot, page, 300, 40)
    assert (one.x(), two.x()) == (5, 28)
    assert three.x() == 48 + 7 + 3
    assert four.x() + 20 == 300 - 9
    assert page.minimumSizeHint().height() == 10 + 6 + 8


def test_that_a_column_holds_layouts_and_shares_what_is_left(qtbot):
    tall, row, page = QWidget(), in_row(fixed(20, 10)), QWidget()
    in_column(row, (tall, 1), of=page, spacing=0)
    shown(qtbot, page, 100, 90)
    assert (tall.y(), tall.height(), tall.width()) == (10, 80, 100)


def test_that_a_widget_is_called_and_explained(qtbot):
    assert called(QPushButton(), "Go").toolTip() == ""
    button = explained(QPushButton(), "Go", "Goes on")
    assert (button.text(), button.accessibleName(), button.toolTip()) == ("Go", "Go", "Goes on")
    assert button.accessibleDescription() == "Goes on"


def test_that_a_button_shows_and_does_an_action(qtbot):
    action, own = QAction("&Save"), QToolButton()
    done = QSignalSpy(action.triggered)
    button = action_button(action)
    assert button.accessibleName() == "Save"
    button.click()
    assert done.count() == 1
    assert action_button(action, own) is own
    assert own.defaultAction() is action


def test_that_a_card_shows_title_controls_and_body_within_its_margins(qtbot):
    body, control = QWidget(), fixed(30, 20)
    card = shown(qtbot, Card("Cost", body, control), 300, 200)
    title = card.findChild(QLabel, "cardTitle")
    assert title.text() == "Cost"
    assert (title.x(), control.x() + 30, control.y()) == (10, 290, 8)
    room = body.geometry()
    assert (room.x(), room.right() + 1, room.bottom() + 1) == (10, 290, 192)
    assert room.y() == max(control.geometry().bottom(), title.geometry().bottom()) + 1 + 6
    card.set_title("Accuracy")
    assert title.text() == "Accuracy"


def test_that_a_slider_goes_where_it_is_clicked(qtbot):
    slider = JumpSlider()
    slider.setRange(0, 100)
    shown(qtbot, slider, 200, 24)
    handle = slider.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, None, slider)
    room = slider.width() - handle
    for value in (100, 25, 50, 0):
        at = handle // 2 + round(value * room / 100)
        QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(at, 12))
        assert slider.value() == value
    QTest.mouseClick(slider, Qt.MouseButton.RightButton, pos=QPoint(150, 12))
    assert slider.value() == 0
    assert slider.orientation() == Qt.Orientation.Horizontal


def test_that_a_click_on_a_slider_can_be_dragged_on(qtbot):
    slider = JumpSlider()
    shown(qtbot, slider, 200, 24)
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(slider, left, pos=QPoint(100, 12))
    assert slider.isSliderDown()
    QTest.mouseMove(slider, QPoint(199, 12))
    assert slider.value() == slider.maximum()
    QTest.mouseRelease(slider, left, pos=QPoint(199, 12))


def test_that_a_text_takes_the_height_it_needs(qtbot):
    text = shown(qtbot, WrappedText(lines=2), 200, 10)
    line = text.fontMetrics().lineSpacing()
    assert 2 * line < text.minimumHeight() < 3 * line
    kept = text.minimumHeight()
    text.set_text("word")
    assert text.minimumHeight() == kept
    text.set_text("word " * 60)
    assert text.minimumHeight() == text.heightForWidth(text.width()) > kept
    low = text.minimumHeight()
    text.resize(100, low)
    assert text.minimumHeight() > low
    low = text.minimumHeight()
    font = text.font()
    font.setPointSize(2 * font.pointSize())
    text.setFont(font)
    assert text.minimumHeight() > low


def test_that_a_text_gives_back_the_height_it_needed_once(qtbot):
    text = shown(qtbot, WrappedText(lines=2), 200, 10)
    text.set_text("word " * 20)
    usual = text.minimumHeight()
    text.resize(60, usual)
    assert text.minimumHeight() > usual
    text.resize(200, text.minimumHeight())
    assert text.minimumHeight() == usual
    text.set_text("word")
    assert text.minimumHeight() < 3 * text.fontMetrics().lineSpacing()


def test_that_a_text_of_known_length_keeps_its_lines(qtbot):
    text = shown(qtbot, WrappedText(lines=1, grows=False), 100, 10)
    line = text.fontMetrics().lineSpacing()
    assert line < text.minimumHeight() < 2 * line
    text.set_text("word " * 60)
    assert line < text.minimumHeight() == text.maximumHeight() < 2 * line
    assert text.wordWrap()
    assert text.textFormat() == Qt.TextFormat.PlainText
    assert text.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert text.alignment() == Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
    assert text.textInteractionFlags() == Qt.TextInteractionFlag.TextSelectableByMouse


def test_that_a_text_follows_another_rule_of_the_style_sheet(qtbot):
    text = WrappedText("plain")
    text.setStyleSheet("QLabel#loud { color: #ff0000; }")
    shown(qtbot, text, 100, 30)
    text.set_name("loud")
    assert text.palette().windowText().color().name() == "#ff0000"


def test_that_overlays_are_checked_each_for_itself(qtbot):
    boxes = OverlayBoxes(("grid", "path"))
    qtbot.addWidget(boxes)
    toggled = QSignalSpy(boxes.overlay_toggled)
    boxes.set_overlay("grid", True)
    assert (boxes.is_shown("grid"), boxes.is_shown("path"), toggled.count()) == (True, False, 0)
    boxes.box("path").click()
    boxes.box("grid").click()
    assert [toggled.at(k) for k in range(2)] == [["path", True], ["grid", False]]
    assert (boxes.is_shown("grid"), boxes.is_shown("path")) == (False, True)


@pytest.mark.parametrize("names", ["ab", "abc", "abcd"])
def test_that_only_the_outer_segments_have_round_corners(qtbot, names):
    switch = SegmentedSwitch("Letters", [(name, name, name) for name in names])
    shown(qtbot, switch, 300, 30)
    places = [switch.button(name).property("place") for name in names]
    assert places == ["first", *["middle"] * (len(names) - 2), "last"]
    rooms = [switch.button(name).geometry() for name in names]
    assert rooms[0].x() == 0
    assert all(a.right() + 1 == b.x() for a, b in pairwise(rooms))
    assert len({room.width() for room in rooms}) == 1
    assert (switch.choice(), switch.button(names[0]).isChecked()) == (names[0], True)


def test_that_the_note_names_every_folder_that_cannot_be_written(qtbot):
    note = NotKeptNote(("/a", "/b"))
    qtbot.addWidget(note)
    assert note.toolTip().endswith(": /a · /b")
    margins = note.contentsMargins()
    assert (margins.left(), margins.top(), margins.right(), margins.bottom()) == (0, 0, 12, 0)


def test_that_colours_are_red_green_and_blue():
    assert rgb_of("#010aff").tolist() == [1, 10, 255]


@pytest.mark.parametrize(
    ("reason", "by_key"),
    [
        (Qt.FocusReason.TabFocusReason, True),
        (Qt.FocusReason.BacktabFocusReason, True),
        (Qt.FocusReason.ShortcutFocusReason, True),
        (Qt.FocusReason.MouseFocusReason, False),
        (Qt.FocusReason.OtherFocusReason, False),
    ],
)
def test_that_the_keyboard_moves_the_focus_in_three_ways(reason, by_key):
    assert came_by_key(reason) is by_key


def test_that_the_focus_ring_is_one_pixel_along_the_edge(qapp):
    picture = QImage(12, 10, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.black)
    with QPainter(picture) as painter:
        painter.setBrush(Qt.GlobalColor.white)
        paint_focus_ring(painter, QRectF(1, 2, 10, 7))
    ring = {(x, y) for x in range(12) for y in range(10) if picture.pixelColor(x, y).value() > 0}
    inside = {(x, y) for x in range(2, 10) for y in range(3, 8)}
    assert ring == {(x, y) for x in range(1, 11) for y in range(2, 9)} - inside
    assert {picture.pixelColor(*at).name() for at in ring} == {LIGHT.accent}


@pytest.fixture
def tabs(qtbot):
    tabs = WorkspaceTabs("abc")
    tabs.headers = [Header(fixed(50, 30), fixed(60, 30)) for _ in range(3)]
    for index, header in enumerate(tabs.headers):
        tabs.fill(index, header, QWidget(), with_strip=index == 0)
    return shown(qtbot, tabs, 800, 400)


def test_that_a_strip_stands_between_header_and_pages(qtbot, tabs):
    strip = fixed(100, 20)
    tabs.put_below_header(strip)
    qtbot.waitUntil(lambda: strip.height() == 20)
    header = tabs.headers[0]
    assert header.mapTo(tabs, QPoint(0, header.height())).y() == strip.y()
    assert tabs.tabs.y() == strip.y() + 20


@pytest.mark.parametrize("shown_now", [0, 1, 2])
def test_that_filling_a_tab_leaves_shown_what_is_shown_and_tells_of_nothing(qtbot, shown_now):
    tabs = WorkspaceTabs("abc")
    shown(qtbot, tabs, 800, 400)
    tabs.tabs.setCurrentIndex(shown_now)
    told = QSignalSpy(tabs.tabs.currentChanged)
    pages = [QWidget() for _ in range(3)]
    for index in (2, 0, 1):
        tabs.fill(index, Header(fixed(50, 30), fixed(60, 30)), pages[index])
        assert tabs.tabs.count() == 3
        assert tabs.tabs.currentIndex() == shown_now
    assert told.count() == 0
    assert [page.isVisible() for page in pages] == [k == shown_now for k in range(3)]
    assert [tabs.tabs.tabText(k) for k in range(3)] == ["a", "b", "c"]


def test_that_a_workspace_comes_with_its_header_and_the_next_after_the_last_is_the_first(tabs):
    assert [tabs.tabs.tabText(k) for k in range(3)] == ["a", "b", "c"]
    seen = []
    for turn in (tabs.show_next, tabs.show_next, tabs.show_next, tabs.show_previous):
        turn()
        seen.append((tabs.tabs.currentIndex(), [one.isVisible() for one in tabs.headers]))
    assert seen == [(k, [k == other for other in range(3)]) for k in (1, 2, 0, 2)]


def test_that_the_header_keeps_its_margins_and_the_height_it_needs(tabs):
    header = tabs.headers[0]
    bar, figures = (header.layout().itemAt(k).widget() for k in (0, 2))
    assert (bar.x(), bar.y(), figures.y()) == (12, 6, 6)
    assert figures.x() + 60 == header.width() - 16
    assert header.height() == 6 + 30 + 5
    assert header.minimumSizeHint().width() == 0
    assert tabs.tabs.y() == header.height()


def dropped(tabs, paths, kind):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier
    at = QPoint(50, 50) if kind is QDragEnterEvent else QPointF(50, 50)
    event = kind(at, copy, data, left, none.NoModifier)
    event.ignore()
    (tabs.dragEnterEvent if kind is QDragEnterEvent else tabs.dropEvent)(event)
    return event.isAccepted()


@pytest.mark.parametrize(
    ("paths", "taken"),
    [
        (["/a/b.gdrun"], True),
        (["/a/B.GDRUN"], True),
        (["/a/b.gdsession"], True),
        (["/a/b.png"], False),
        (["/a/b.gdrun", "/a/c.gdrun"], False),
        ([], False),
    ],
)
def test_that_one_run_or_session_may_be_dropped(tabs, paths, taken):
    seen = QSignalSpy(tabs.file_dropped)
    assert tabs.acceptDrops()
    assert dropped(tabs, paths, QDragEnterEvent) is taken
    assert seen.count() == 0
    words = tabs.findChild(QLabel, "dropWords")
    assert words.isHidden() is not taken
    assert words.geometry() == tabs.rect() or not taken
    assert dropped(tabs, paths, QDropEvent) is taken
    assert words.isHidden()
    assert [str(seen.at(k)[0]) for k in range(seen.count())] == (paths if taken else [])
