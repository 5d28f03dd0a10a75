from unittest.mock import MagicMock

import pytest
from PySide6.QtCore import QByteArray, QRect, Qt
from PySide6.QtWidgets import QWidget

from gdstudio.studio.window_place import (
    WindowPlace,
    fitted,
    resize_within_screen,
    take_usual_place,
)

SCREEN = QRect(0, 27, 1366, 741)


@pytest.mark.parametrize(
    "place",
    [
        WindowPlace(QRect(10, 40, 1280, 720), False),
        WindowPlace(QRect(-1500, -20, 900, 560), True),
    ],
)
def test_that_a_place_is_read_as_it_was_written(place):
    assert WindowPlace.read(place.text()) == place


@pytest.mark.parametrize(
    "text", ["", "nonsense", "1280x720", "1280x720+1+2 minimised", "-1x5+0+0", "1e3x720+0+0", "\0"]
)
def test_that_any_other_text_is_no_place(text):
    assert WindowPlace.read(text) is None


@pytest.mark.parametrize(
    ("kept", "right"),
    [
        (QRect(100, 100, 900, 560), QRect(100, 100, 900, 560)),
        (QRect(900, 500, 900, 560), QRect(466, 208, 900, 560)),
        (QRect(0, 0, 1920, 1080), SCREEN),
        (QRect(-3000, -3000, 400, 300), QRect(0, 27, 400, 300)),
    ],
)
def test_that_a_window_of_another_screen_is_seen_whole(kept, right):
    assert fitted(kept, SCREEN) == right


def test_that_maximised_is_restored_on_a_screen_of_another_size(make_window, settings):
    settings.set_layout_state("window", QByteArray(b"3000x2000+4000+100 maximised"))
    window = make_window(load=False)
    window.setWindowState(Qt.WindowState.WindowNoState)
    place = WindowPlace(QRect(4000, 100, 3000, 2000), True)
    place.take_up(window)
    assert window.isMaximized()
    room = window.screen().availableGeometry()
    assert room.contains(window.normalGeometry())


def test_that_a_window_closed_in_full_screen_remembers_what_it_was(make_window, settings):
    window = make_window(load=False)
    window.setWindowState(Qt.WindowState.WindowMaximized)
    window.actions_.presentation.trigger()
    assert window.isFullScreen()
    window.close()
    kept = WindowPlace.read(settings.layout_state("window").data().decode())
    assert kept.is_maximised


def test_that_full_screen_and_back_leaves_the_window_as_it_was(qtbot, make_window):
    window = make_window(load=False)
    window.setWindowState(Qt.WindowState.WindowMaximized)
    for _ in range(2):
        window.actions_.presentation.trigger()
        assert window.isFullScreen()
        window.actions_.presentation.trigger()
        assert not window.isFullScreen()
        assert window.isMaximized()


def test_that_full_screen_and_back_leaves_the_size_that_was_given_last(make_window):
    window = make_window(load=False)
    window.setWindowState(Qt.WindowState.WindowNoState)
    place = QRect(20, 30, 820, 580)
    window.setGeometry(place)
    window.actions_.presentation.trigger()
    window.resize(860, 600)  # as a window manager may, that knows of another size
    window.actions_.presentation.trigger()
    assert window.geometry() == place


def test_that_the_action_follows_a_window_manager_that_ends_full_screen(make_window):
    window = make_window(load=False)
    window.actions_.presentation.trigger()
    assert window.actions_.presentation.isChecked()
    window.setWindowState(Qt.WindowState.WindowNoState)  # as its own key does
    assert not window.actions_.presentation.isChecked()
    assert window.isVisible()


def test_that_the_window_asks_for_no_more_than_half_of_a_large_screen(make_window):
    window = make_window(load=False)
    assert window.minimumSizeHint().width() <= 900
    assert window.minimumSizeHint().height() <= 512
    window.resize(900, 560)
    assert (window.width(), window.height()) == (900, 560)


def window_on(width, height):
    """Return a window on a screen with this much room."""
    window = MagicMock(spec=QWidget)
    window.screen.return_value.availableGeometry.return_value = QRect(0, 0, width, height)
    return window


@pytest.mark.parametrize(
    ("room", "size", "fills"),
    [
        ((1920, 1080), (1280, 720), False),
        ((1280, 780), (1280, 720), False),
        ((1279, 780), (1279, 720), True),
        ((1280, 779), (1280, 719), True),
    ],
)
def test_that_a_new_window_fills_a_screen_without_room_for_it_and_its_frame(room, size, fills):
    window = window_on(*room)
    take_usual_place(window)
    window.resize.assert_called_once_with(*size)
    states = [call.args for call in window.setWindowState.call_args_list]
    assert states == ([(Qt.WindowState.WindowMaximized,)] if fills else [])


def test_that_a_dialog_is_no_larger_than_its_screen():
    for room, size in (((1000, 900), (800, 600)), ((700, 500), (700, 440))):
        dialog = window_on(*room)
        resize_within_screen(dialog, 800, 600)
        dialog.resize.assert_called_once_with(*size)


@pytest.mark.parametrize(
    ("text", "rect", "is_maximised"),
    [
        ("1280x720+10+40", QRect(10, 40, 1280, 720), False),
        ("900x560-1500-20 maximised", QRect(-1500, -20, 900, 560), True),
        ("99999x99999+99999-99999", QRect(99999, -99999, 99999, 99999), False),
    ],
)
def test_that_a_place_is_told_in_words(text, rect, is_maximised):
    place = WindowPlace(rect, is_maximised)
    assert place.text() == text
    assert WindowPlace.read(text) == place


@pytest.mark.parametrize("text", ["123456x1+0+0", "1x123456+0+0", "1x1+123456+0", "1x1+0+123456"])
def test_that_no_number_of_a_place_has_six_digits(text):
    assert WindowPlace.read(text) is None


@pytest.mark.parametrize(
    ("state", "is_usual", "is_maximised"),
    [
        (Qt.WindowState.WindowNoState, False, False),
        (Qt.WindowState.WindowMaximized, True, True),
        (Qt.WindowState.WindowFullScreen, True, False),
        (Qt.WindowState.WindowFullScreen | Qt.WindowState.WindowMaximized, True, True),
    ],
)
def test_that_a_window_tells_where_it_goes_back_to(state, is_usual, is_maximised):
    window = MagicMock(spec=QWidget)
    window.windowState.return_value = Qt.WindowState(state)
    window.normalGeometry.return_value = QRect(1, 2, 3, 4)
    window.geometry.return_value = QRect(5, 6, 7, 8)
    rect = QRect(1, 2, 3, 4) if is_usual else QRect(5, 6, 7, 8)
    assert WindowPlace.of(window) == WindowPlace(rect, is_maximised)


@pytest.mark.parametrize("is_maximised", [True, False])
def test_that_a_place_on_no_screen_is_moved_to_that_of_the_window(qapp, is_maximised):
    window = window_on(500, 400)
    WindowPlace(QRect(90_000, 90_000, 300, 200), is_maximised).take_up(window)
    window.setGeometry.assert_called_once_with(QRect(200, 200, 300, 200))
    states = [call.args for call in window.setWindowState.call_args_list]
    assert states == ([(Qt.WindowState.WindowMaximized,)] if is_maximised else [])


def test_that_a_place_on_another_screen_stays_on_it(qapp):
    room = qapp.primaryScreen().availableGeometry()
    window = window_on(10, 10)
    rect = QRect(room.x() + 20, room.y() + 30, 200, 100)
    WindowPlace(rect, False).take_up(window)
    window.setGeometry.assert_called_once_with(rect)
