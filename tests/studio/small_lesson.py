"""A lesson that stands at once, and how tests give it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from gdstudio.lesson.shipped import lesson_path

LESSON = """
format = 1
title = "Small"
[[scene]]
title = "The digits"
sentence = "The network sees seven hundred and eighty-four pixels, and it answers with ten numbers."
notes = "Say hello. Draw a seven."
question = "Which digit is this?"
answer = "A seven."
look_at = ["learn.cost", "header"]
drawing = "test:7"
[[scene]]
title = "Random labels are learned by heart"
sentence = "Two."
workspace = "inspect"
drawing = "test:1"
[[scene]]
title = "The surface"
sentence = "Three."
workspace = "descent"
enlarge = "descent.curve"
[scene.descent.descent]
steps = 5
"""


def give(qtbot, window, folder, text=LESSON, index=0):
    """Give a lesson in a window; return what gives it, once its scene stands."""
    path = folder / "small.toml"
    path.write_text(text, "utf-8")
    lessons = window.lessons
    with qtbot.waitSignal(lessons.staging_made().standing):
        lessons.give_now(path, index)
    wait_until_it_is_seen(qtbot, window)
    return lessons


def wait_until_it_is_seen(qtbot, window):
    """Wait until the still of the scene before has gone."""
    qtbot.waitUntil(lambda: not window.lessons.stage.model.is_changing)


def give_shipped(qtbot, window, name):
    """Give a lesson that comes with the program, in a window that has the keys."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    lessons = window.lessons
    with qtbot.waitSignal(lessons.staging_made().standing):
        lessons.give(lesson_path(name))
    wait_until_it_is_seen(qtbot, window)
    return lessons


def press_until_it_stands(qtbot, window, key):
    """Press a key that puts a scene on the stage."""
    with qtbot.waitSignal(window.lessons.staging_made().standing):
        press(window, key)
    wait_until_it_is_seen(qtbot, window)


def press(window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    """Press a key as the desktop does: in the window, whatever has the focus."""
    QTest.keyClick(window.windowHandle(), key, modifiers)


def move(window, place):
    """Move the mouse in the window, as the desktop tells it."""
    at = QPointF(place)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        QPointF(window.mapToGlobal(place)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window.windowHandle(), event)


def choose_text_size(window, percent):
    """Choose a text size as a person does, in the menu."""
    choose(window.actions_.text_sizes, percent)


def choose_theme(window, name):
    """Choose a theme as a person does, in the menu."""
    choose(window.actions_.appearances, name)


def choose(group, data):
    next(action for action in group.actions() if action.data() == data).trigger()


def buttons_of(bar):
    """Return the buttons of a bar."""
    return bar.findChildren(QToolButton)
