import pytest
from PySide6.QtCore import QByteArray, QRect, Qt

from gdstudio.studio.window_place import WindowPlace, fitted

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
    window.actions_.full_screen.trigger()
    assert window.isFullScreen()
    window.close()
    kept = WindowPlace.read(settings.layout_state("window").data().decode())
    assert kept.is_maximised


def test_that_full_screen_and_back_leaves_the_window_as_it_was(qtbot, make_window):
    window = make_window(load=False)
    window.setWindowState(Qt.WindowState.WindowMaximized)
    for _ in range(2):
        window.actions_.full_screen.trigger()
        assert window.isFullScreen()
        window.actions_.full_screen.trigger()
        assert not window.isFullScreen()
        assert window.isMaximized()


def test_that_the_action_follows_a_window_manager_that_ends_full_screen(make_window):
    window = make_window(load=False)
    window.actions_.full_screen.trigger()
    assert window.actions_.full_screen.isChecked()
    window.setWindowState(Qt.WindowState.WindowNoState)  # as its own key does
    assert not window.actions_.full_screen.isChecked()
    assert window.isVisible()


def test_that_the_window_asks_for_no_more_than_half_of_a_large_screen(make_window):
    window = make_window(load=False)
    assert window.minimumSizeHint().width() <= 900
    assert window.minimumSizeHint().height() <= 512
    window.resize(900, 560)
    assert (window.width(), window.height()) == (900, 560)
