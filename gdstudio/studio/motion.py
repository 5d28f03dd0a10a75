"""Whether motion is reduced: one answer, the person's or the system's, for all that moves."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import SLOT, QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from gdstudio.studio.window_settings import MOTIONS

if TYPE_CHECKING:  # at run time, only where there is a desktop to ask
    from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

_PROPERTY: Final = "reducedMotion"  # of the application
_EFFECTS: Final = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)


def motion_is_reduced() -> bool:
    """Return whether nothing shall move of itself; asked by whatever would begin to move."""
    app = QCoreApplication.instance()
    return app is not None and bool(app.property(_PROPERTY))


class Motion(QObject):
    """Owns the answer, and puts it on Qt's own effects and the blinking of the text cursor.

    What a person has set going (a run, a descent, a row by row reading) is no motion in this sense:
    it is what they look at, and it stops by the key that began it.

    Signals:
        changed(bool): Motion is reduced from now on, or no longer.
    """

    changed = Signal(bool)

    def __init__(self, choice: str, parent: QObject | None = None) -> None:
        """Take one of `MOTIONS`; the system wishes nothing before it is asked."""
        super().__init__(parent)
        self._choice, self._is_wished = choice, False
        self._usual_flash_ms = QGuiApplication.styleHints().cursorFlashTime()
        self._usual = [one for one in _EFFECTS if QApplication.isEffectEnabled(one)]
        self._follow()

    @property
    def is_reduced(self) -> bool:
        """Whether motion is reduced now."""
        return self._choice == "always" or (self._choice == "system" and self._is_wished)

    def choose(self, choice: str) -> None:
        """Reduce motion as the system says, always or never, from now on."""
        assert choice in MOTIONS
        self._choice = choice
        self._follow()

    @Slot(bool)
    def set_system_wish(self, is_reduced: bool) -> None:
        """Know what the system wishes."""
        self._is_wished = is_reduced
        self._follow()

    def _follow(self) -> None:
        reduced, app = self.is_reduced, QCoreApplication.instance()
        assert app is not None
        if reduced == motion_is_reduced():
            return
        app.setProperty(_PROPERTY, reduced)
        QGuiApplication.styleHints().setCursorFlashTime(0 if reduced else self._usual_flash_ms)
        for effect in self._usual:
            QApplication.setEffectEnabled(effect, not reduced)
        self.changed.emit(reduced)


_SERVICE: Final = "org.freedesktop.portal.Desktop"
_PATH: Final = "/org/freedesktop/portal/desktop"
_SETTINGS: Final = "org.freedesktop.portal.Settings"
# Where desktops say it; the first that is known there counts. GNOME's older one says the contrary.
_WISHES: Final = (
    ("org.freedesktop.appearance", "reduced-motion"),
    ("org.gnome.desktop.interface", "enable-animations"),
)


class DesktopWish(QObject):
    """Asks the desktop's portal for its wish, over D-Bus, and hears of every change.

    Nothing waits: the answer comes by signal, or never. Where Qt has no D-Bus, or the session has
    none, nothing is asked; Windows and macOS tell nothing that Qt 6.11 hands on.

    Signals:
        told(bool): Motion is to be reduced, or not.
    """

    told = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: dict[tuple[str, str], bool] = {}

    def ask(self, bus: QDBusConnection) -> None:
        """Ask for all wishes on a connection to the session's bus."""
        from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher

        slot = SLOT("on_setting_changed(QDBusMessage)").encode()
        bus.connect(_SERVICE, _PATH, _SETTINGS, "SettingChanged", self, slot)
        for wish in _WISHES:
            message = QDBusMessage.createMethodCall(_SERVICE, _PATH, _SETTINGS, "ReadOne")
            message.setArguments(list(wish))
            watcher = QDBusPendingCallWatcher(bus.asyncCall(message), self)
            watcher.setProperty("wish", list(wish))
            watcher.finished.connect(self._on_watcher_finished)

    @Slot("QDBusPendingCallWatcher*")
    def _on_watcher_finished(self, watcher: QDBusPendingCallWatcher) -> None:
        arguments = watcher.reply().arguments()
        if not watcher.isError() and arguments:
            namespace, key = watcher.property("wish")
            self._take((namespace, key), arguments[0])
        watcher.deleteLater()

    @Slot("QDBusMessage")
    def on_setting_changed(self, message: QDBusMessage) -> None:
        """Hear of a setting of the desktop; called by D-Bus."""
        arguments = message.arguments()
        if len(arguments) == 3:
            self._take((arguments[0], arguments[1]), arguments[2])

    def _take(self, wish: tuple[str, str], value: Any) -> None:
        value = value.variant() if hasattr(value, "variant") else value
        if wish not in _WISHES or not isinstance(value, int):
            return
        self._known[wish] = bool(value) is (wish == _WISHES[0])
        self.told.emit(next(self._known[one] for one in _WISHES if one in self._known))


def ask_desktop(motion: Motion) -> None:
    """Let motion follow the desktop's wish, where there is a desktop that may have one."""
    has_bus = bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS"))
    if not has_bus or QGuiApplication.platformName().split(":")[0] not in ("xcb", "wayland"):
        return
    try:
        from PySide6.QtDBus import QDBusConnection
    except ImportError:  # a Qt without it
        return
    wish = DesktopWish(motion)
    wish.told.connect(motion.set_system_wish)
    wish.ask(QDBusConnection.sessionBus())
