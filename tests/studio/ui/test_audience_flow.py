"""The audience's window, and what the presenter alone sees."""

import json
import os
import re
import subprocess
import sys

import pytest
from PySide6.QtCore import QRect, Qt

from gdstudio.studio.text_size import text_scale
from gdstudio.studio.views.lesson.fitted_text import LEAST_PX
from gdstudio.studio.views.lesson.mirror import cards_of, fitted_into
from tests.studio.small_lesson import give, move, press

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
TWO_SCREENS = """
from PySide6.QtGui import QGuiApplication
from gdstudio.studio.bench.bench_window import open_window, run_until
with open_window() as window:
    assert window.workspaces
    window.actions_.audience.setChecked(True)
    audience = window.lessons.audience
    run_until(lambda: audience.frame_ms > 0, 120, "a picture")
    shown = audience.shown
    print(window.screen().name(), shown.screen().name(), shown.isFullScreen())
    print(*shown.geometry().getRect())
    print(shown.view.picture.width() > window.width())
"""


@pytest.fixture
def shown(qtbot, window, tmp_path):
    """The audience's window, while the small lesson is given."""
    lessons = give(qtbot, window, tmp_path)
    window.actions_.audience.trigger()
    audience = lessons.audience
    qtbot.waitUntil(lambda: audience.frame_ms > 0)
    qtbot.waitUntil(audience.shown.isActiveWindow)  # before the other: there is one screen
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield audience.shown
    audience.close()


def painted(qtbot, window):
    """Wait until all that was seen is on the audience's picture."""
    audience = window.lessons.audience
    window.actions_.presenter.setChecked(False)  # a clock is painted each second
    window.workspace.page.repaint()
    qtbot.waitUntil(lambda: not audience.mirror.behind)
    return audience.shown.view.picture.toImage()


def test_that_the_audience_sees_cards_but_no_settings(qtbot, window, shown):
    page = window.learn.page
    cards = cards_of(page)
    assert page.parts["cost"] in cards
    assert page.parts["settings"] not in cards
    page.enlarge(page.parts["cost"])
    assert cards_of(page) == [page.parts["cost"]]
    page.bring_back()
    assert shown.sentence.text().startswith("The network sees")
    place = fitted_into(QRect(0, 0, 400, 300), shown.view.picture)
    assert QRect(0, 0, 400, 300).contains(place)


def test_that_the_picture_follows_what_changes(qtbot, window, shown):
    before = painted(qtbot, window)
    window.drawing.show_test_digit(3)
    after = painted(qtbot, window)
    assert before.size() == after.size()
    qtbot.waitUntil(lambda: painted(qtbot, window) != before)


def test_that_blank_and_freeze_concern_the_audience_alone(qtbot, window, shown):
    lessons = window.lessons
    press(window, KEY.Key_B, SHIFT)
    assert shown.view.is_blank
    assert not shown.sentence.isVisible()
    assert lessons.stage.cover.isHidden()
    press(window, KEY.Key_B, SHIFT)
    assert shown.sentence.isVisible()
    painted(qtbot, window)
    press(window, KEY.Key_F, SHIFT)
    still, words = shown.view.picture.toImage(), shown.sentence.text()
    with qtbot.waitSignal(lessons.staging.standing):
        press(window, KEY.Key_PageDown)
    qtbot.wait(0)
    assert lessons.stage.cover.isHidden()
    assert shown.view.picture.toImage() == still
    assert shown.sentence.text() == words
    press(window, KEY.Key_F, SHIFT)
    qtbot.waitUntil(lambda: shown.view.picture.toImage() != still)
    assert shown.sentence.text() == "Two."


def test_that_the_presenter_has_notes_the_next_scene_and_the_time(qtbot, window, shown):
    dock = window.lessons.presenter.dock
    assert dock.isVisible()
    assert dock.notes.toPlainText() == "Say hello. Draw a seven."
    assert dock.following.text().startswith("Next: Random labels are learned by heart. Two.")
    assert re.fullmatch(r"this scene \d+:\d\d, the lesson \d+:\d\d", dock.used.text())
    assert dock.times.topLevelItemCount() == 3
    assert "ms" in dock.audience.text()
    with qtbot.waitSignal(window.lessons.staging.standing):
        press(window, KEY.Key_PageDown)
    assert dock.notes.toPlainText() == ""
    assert dock.times.currentItem().text(0).startswith("2 ")
    dock.close()
    assert not window.actions_.presenter.isChecked()
    press(window, KEY.Key_N, SHIFT)
    assert dock.isVisible()


def test_that_the_audience_has_large_type_as_long_as_it_sees(window, shown):
    assert text_scale() == 1.5
    assert shown.sentence.font().pixelSize() >= LEAST_PX
    place = fitted_into(shown.view.rect(), shown.view.picture)
    scale = place.width() / shown.view.picture.deviceIndependentSize().width()
    assert scale > 0.4  # of the small screen of tests
    window.actions_.presentation.trigger()
    shown.close()
    assert text_scale() == 1.5
    window.actions_.presentation.trigger()
    assert text_scale() == 1.0


def test_that_the_type_of_the_sentence_grows_with_the_window(shown):
    shown.resize(1920, 1080)
    assert shown.sentence.font().pixelSize() == 30


def test_that_one_is_told_where_the_window_is_when_there_is_one_screen(window, shown):
    said = "There is one screen: the audience's window stands before this one."
    assert said in [words for _, words in window.shared.messages.past]


def test_that_keys_act_in_the_audiences_window_too(qtbot, window, shown):
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    with qtbot.waitSignal(window.lessons.staging.standing):
        press(shown, KEY.Key_PageDown)
    assert window.lessons.model.index == 1
    press(shown, KEY.Key_B, SHIFT)
    assert shown.view.is_blank


def test_that_ring_and_light_are_where_the_audience_sees_the_same(qtbot, window, shown):
    stage, cost = window.lessons.stage, window.learn.page.parts["cost"]
    painted(qtbot, window)
    qtbot.waitUntil(lambda: stage.model.has_parts)
    middle = cost.mapTo(window, cost.rect().center())
    press(window, KEY.Key_H, SHIFT)
    assert shown.view.light.ring is None  # the mouse has not moved yet
    move(window, middle)
    ring = shown.view.light.ring
    press(window, KEY.Key_L, SHIFT)
    light = shown.view.light
    assert light.is_dim
    assert any(part.contains(ring) for part in light.parts)
    press(window, KEY.Key_L, SHIFT)
    move(window, middle)
    assert shown.view.light.circle.center() == ring
    press(window, KEY.Key_L, SHIFT)
    assert not shown.view.light.is_dim
    before = shown.view.grab().toImage()
    press(window, KEY.Key_H, SHIFT)
    assert shown.view.light.ring is None
    assert shown.view.grab().toImage() != before


def test_that_a_closed_window_of_the_audience_is_closed_for_good(qtbot, window, shown):
    shown.close()
    assert window.lessons.audience.shown is None
    assert not window.actions_.audience.isChecked()
    press(window, KEY.Key_B, SHIFT)  # the lesson goes on, in the window itself
    assert window.lessons.stage.cover.isVisible()


def test_that_the_audience_has_the_second_screen(tmp_path):
    names = ("desk", 0, 1280, 720), ("hall", 1280, 1920, 1080)
    screens = [
        {"name": name, "x": x, "y": 0, "width": width, "height": height, "dpr": 1}
        | {"logicalDpi": 96, "logicalBaseDpi": 96}
        for name, x, width, height in names
    ]
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": screens}), "utf-8")
    env = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config}"}
    done = subprocess.run(
        [sys.executable, "-c", TWO_SCREENS], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:3] == ["desk hall True", "1280 0 1920 1080", "True"]
