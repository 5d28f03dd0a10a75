"""Whether motion is reduced: the person's word before the system's, and what follows it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCall, QDBusVariant
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from gdstudio.studio import motion as module
from gdstudio.studio.motion import DesktopWish, Motion, ask_desktop, motion_is_reduced


@pytest.fixture(autouse=True)
def _usual(qapp):
    effect = Qt.UIEffect.UI_FadeMenu
    flash_ms, has_effect = qapp.styleHints().cursorFlashTime(), qapp.isEffectEnabled(effect)
    yield
    qapp.setProperty("reducedMotion", None)
    qapp.styleHints().setCursorFlashTime(flash_ms)
    qapp.setEffectEnabled(effect, has_effect)


@pytest.mark.parametrize(
    ("choice", "wish", "is_reduced"),
    [
        *(("system", False, False), ("system", True, True)),
        *(("always", False, True), ("always", True, True)),
        *(("never", False, False), ("never", True, False)),
    ],
)
def test_that_the_word_of_a_person_goes_before_that_of_the_system(choice, wish, is_reduced):
    motion = Motion(choice)
    motion.set_system_wish(wish)
    assert motion.is_reduced is motion_is_reduced() is is_reduced


def test_that_every_change_is_told_once():
    motion, told = Motion("system"), []
    motion.changed.connect(told.append)
    motion.set_system_wish(True)
    motion.choose("always")
    motion.set_system_wish(False)
    motion.choose("system")
    motion.choose("never")
    assert told == [True, False]
    with pytest.raises(AssertionError):
        motion.choose("sometimes")


def test_that_no_cursor_blinks_and_no_menu_fades_while_motion_is_reduced(qapp):
    QApplication.setEffectEnabled(Qt.UIEffect.UI_FadeMenu, True)
    fades = QApplication.isEffectEnabled(Qt.UIEffect.UI_FadeMenu)  # not on every platform
    motion, flash_ms = Motion("never"), QGuiApplication.styleHints().cursorFlashTime()
    assert flash_ms > 0
    motion.choose("always")
    assert QGuiApplication.styleHints().cursorFlashTime() == 0
    assert not QApplication.isEffectEnabled(Qt.UIEffect.UI_FadeMenu)
    motion.choose("never")
    assert QGuiApplication.styleHints().cursorFlashTime() == flash_ms
    assert QApplication.isEffectEnabled(Qt.UIEffect.UI_FadeMenu) is fades


class Bus:
    """A session bus on which these settings are known; it answers when it is asked."""

    def __init__(self, **values):
        self.values, self.heard = values, []

    def connect(self, *signal):
        self.heard.append(signal[3])
        return True

    def asyncCall(self, message):
        (_, key), answer = message.arguments(), None
        if key in self.values:
            answer = message.createReply()
            answer.setArguments([QDBusVariant(self.values[key])])
        else:
            answer = message.createErrorReply("org.freedesktop.portal.Error.NotFound", key)
        return QDBusPendingCall.fromCompletedCall(answer)


def told_on(qtbot, bus):
    wish, told = DesktopWish(), []
    wish.told.connect(told.append)
    wish.ask(bus)
    assert told == []  # nothing waits
    qtbot.waitUntil(lambda: len(told) == max(len(bus.values), 0))
    return wish, told


@pytest.mark.parametrize(
    ("values", "is_wished"),
    [
        ({"reduced-motion": 1}, True),
        ({"reduced-motion": 0}, False),
        ({"enable-animations": False}, True),
        ({"enable-animations": True}, False),
        ({"reduced-motion": 0, "enable-animations": False}, False),
    ],
)
def test_that_the_desktop_is_asked_without_waiting(qtbot, values, is_wished):
    _, told = told_on(qtbot, Bus(**values))
    assert told[-1] is is_wished


def test_that_a_change_on_the_desktop_is_heard_and_nonsense_is_not(qtbot):
    bus = Bus()
    wish, told = told_on(qtbot, bus)
    assert bus.heard == ["SettingChanged"]

    def changes(*arguments):
        message = QDBusMessage.createSignal("/a", "b.c", "SettingChanged")
        message.setArguments(list(arguments))
        wish.on_setting_changed(message)

    changes("org.freedesktop.appearance", "reduced-motion", QDBusVariant(1))
    changes("org.freedesktop.appearance", "color-scheme", QDBusVariant(0))
    changes("org.freedesktop.appearance", "reduced-motion", QDBusVariant("no"))
    changes("org.freedesktop.appearance")
    assert told == [True]


def test_that_nobody_is_asked_without_a_screen_or_a_bus(qapp, monkeypatch):
    asked = []
    monkeypatch.setattr(module.DesktopWish, "ask", lambda _wish, bus: asked.append(bus))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    monkeypatch.setattr(QDBusConnection, "sessionBus", staticmethod(lambda: "bus"))
    motion = Motion("system")
    ask_desktop(motion)
    assert asked == []
    monkeypatch.setattr(QGuiApplication, "platformName", staticmethod(lambda: "xcb"))
    ask_desktop(motion)
    assert asked == ["bus"]
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    ask_desktop(motion)
    assert asked == ["bus"]
