"""A person who does anything: presses, types, drags, opens and closes, and never thinks."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDropEvent, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QWidget,
)

from gdstudio.studio.main_window import MainWindow

_LOOK_FOR_DIALOGS_MS: Final = 20
_LEFT_OUT: Final = ("quit",)  # ends everything
_KEYS: Final = (
    "Space",
    "Return",
    "Escape",
    "Tab",
    "Backtab",
    "Backspace",
    "Delete",
    "Left",
    "Right",
    "Up",
    "Down",
    "Home",
    "End",
    "PageUp",
    "PageDown",
    "0",
    "1",
    "5",
    "9",
    "Comma",
    "Period",
    "Minus",
    "E",
    "R",
    "S",
    "D",
    "N",
    "B",
    "F",
    "U",
    "F1",
    "F11",
    "Plus",
)
_TEXTS: Final = (
    "0,5",
    "1e-3",
    "-1",
    "",
    "784-16-16-10",
    "16; DROP TABLE",
    "1e999",
    "x^2 + y^2",
    "sin(1000x)",
    "1/0",
    "conv 8@5x5, pool 2, dense 64",
    "99999999999999999999",
    "\u0663",
    "run",
    "a" * 300,
)
_NO_MODIFIER: Final = Qt.KeyboardModifier.NoModifier


class RandomUser(QObject):
    """Does one thing after the other with a window; also answers every dialog in its way.

    Attributes:
        did: What was done last, for reports.
    """

    def __init__(self, window: MainWindow, files: list[Path], rng: np.random.Generator) -> None:
        super().__init__(window)
        self.did = ""
        self._window, self._files, self._rng = window, files, rng
        self._deeds = (
            [self._trigger] * 4
            + [self._press_key] * 6
            + [self._click] * 6
            + [self._drag] * 3
            + [self._type] * 3
            + [self._choose] * 3
            + [self._press_button] * 5
            + [self._turn_wheel, self._change_workspace, self._change_workspace]
            + [self._resize, self._drop_file, self._wait, self._wait]
        )
        self._dialogs = QTimer(self)
        self._dialogs.setInterval(_LOOK_FOR_DIALOGS_MS)
        self._dialogs.timeout.connect(self._answer_dialog)
        self._dialogs.start()

    def do_something(self) -> None:
        """Do one thing, let the window live for a moment."""
        deed = self._deeds[self._number(len(self._deeds))]
        self.did = deed.__name__
        deed()
        QTest.qWait(self._number(30))

    def stop(self) -> None:
        """Answer no more dialogs."""
        self._dialogs.stop()

    def _number(self, below: int) -> int:
        return int(self._rng.integers(max(below, 1)))

    def _some_widget(self, kind: type[QWidget] = QWidget) -> QWidget | None:
        """Return a visible, enabled widget of the active window, or None."""
        top = QApplication.activeModalWidget() or self._window
        found = [w for w in top.findChildren(kind) if w.isVisible() and w.isEnabled()]
        if not found:
            return None
        widget = found[self._number(len(found))]
        self.did += f" {type(widget).__name__} {widget.objectName()}"
        return widget

    def _place(self, widget: QWidget) -> QPoint:
        return QPoint(self._number(widget.width()), self._number(widget.height()))

    def _trigger(self) -> None:
        actions = [a for a in self._window.actions_.all() if a.objectName() not in _LEFT_OUT]
        actions += self._window.actions_.appearances.actions()
        action = actions[self._number(len(actions))]
        self.did += f" {action.objectName()}"
        action.trigger()

    def _press_key(self) -> None:
        widget = QApplication.focusWidget() or self._window
        name = _KEYS[self._number(len(_KEYS))]
        modifier = _NO_MODIFIER
        if name not in ("Q", "W") and self._number(5) == 0:
            modifier = Qt.KeyboardModifier.ShiftModifier
        self.did += f" {name} on {type(widget).__name__}"
        QTest.keyClick(widget, getattr(Qt.Key, f"Key_{name}"), modifier)

    def _click(self) -> None:
        widget = self._some_widget()
        if widget is None:
            return
        button = Qt.MouseButton.RightButton if self._number(8) == 0 else Qt.MouseButton.LeftButton
        click = QTest.mouseDClick if self._number(6) == 0 else QTest.mouseClick
        click(widget, button, _NO_MODIFIER, self._place(widget))

    def _drag(self) -> None:
        widget = self._some_widget()
        if widget is None:
            return
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, _NO_MODIFIER, self._place(widget))
        for _ in range(self._number(8)):
            QTest.mouseMove(widget, self._place(widget))
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, _NO_MODIFIER, self._place(widget))

    def _type(self) -> None:
        widget = self._some_widget(QLineEdit)
        if widget is None:
            return
        text = _TEXTS[self._number(len(_TEXTS))]
        self.did += f" {text[:20]!r}"
        widget.setFocus()
        widget.selectAll()
        for letter in text:  # QTest's own keyClicks aborts at letters beyond Latin-1
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(widget, QKeyEvent(kind, 0, _NO_MODIFIER, letter))
        if self._number(2):
            QTest.keyClick(widget, Qt.Key.Key_Return)

    def _choose(self) -> None:
        box = self._some_widget(QComboBox)
        if box is None:
            return
        model, root = box.model(), box.rootModelIndex()
        enabled = Qt.ItemFlag.ItemIsEnabled  # a line between two groups is not
        able = [k for k in range(box.count()) if model.flags(model.index(k, 0, root)) & enabled]
        if able:
            index = able[self._number(len(able))]
            box.setCurrentIndex(index)
            box.activated.emit(index)

    def _press_button(self) -> None:
        button = self._some_widget(QAbstractButton)
        if button is not None:
            self.did += f" {button.text()!r}"
            button.click()

    def _turn_wheel(self) -> None:
        widget = self._some_widget()
        if widget is None:
            return
        place = QPointF(self._place(widget))
        event = QWheelEvent(
            place,
            widget.mapToGlobal(place),
            QPoint(),
            QPoint(0, 120 * (self._number(7) - 3)),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier if self._number(3) == 0 else _NO_MODIFIER,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)

    def _change_workspace(self) -> None:
        self._window.tabs.setCurrentIndex(self._number(self._window.tabs.count()))

    def _resize(self) -> None:
        self._window.resize(600 + self._number(1400), 400 + self._number(800))

    def _drop_file(self) -> None:
        file = self._files[self._number(len(self._files))]
        self.did += f" {file.name}"
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file))])
        target = self._some_widget() if self._number(3) == 0 else self._window
        if target is None:
            return
        for kind in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            event = QDropEvent(
                QPointF(5, 5),
                Qt.DropAction.CopyAction,
                data,
                Qt.MouseButton.LeftButton,
                _NO_MODIFIER,
                kind,
            )
            if kind is QEvent.Type.Drop and target.acceptDrops():
                QApplication.sendEvent(target, event)

    def _wait(self) -> None:
        QTest.qWait(50 + self._number(200))

    @Slot()
    def _answer_dialog(self) -> None:
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QMessageBox):
            buttons = dialog.buttons()
            if buttons:
                buttons[self._number(len(buttons))].click()
            else:
                dialog.reject()
        elif isinstance(dialog, QFileDialog) and self._number(2):
            name = dialog.findChild(QLineEdit)
            if name is not None:
                name.setText(
                    ("run", "run.gdrun", "a b.png", "/dev/full", "x" * 300)[self._number(5)]
                )
            QTimer.singleShot(0, dialog, dialog.accept)  # it may ask something itself
        elif isinstance(dialog, QDialog):
            dialog.reject()
