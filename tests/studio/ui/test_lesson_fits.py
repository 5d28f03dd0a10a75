"""Each scene of the lessons that come along is read from the last row, and all of it is in sight.

What an audience has: 1280 x 720 pixels, full screen, type at 150 %.
"""

from typing import Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QTableView

from gdstudio.lesson.shipped import CLASSIC, FIRST_STEPS
from gdstudio.studio.style import choose_font
from gdstudio.studio.views.inspect.digit_gallery import DigitGallery
from gdstudio.studio.views.lesson.scene_curtain import SceneCurtain
from gdstudio.studio.workers.background_job import BackgroundJob
from tests.studio.fits import faults, scrolled
from tests.studio.small_lesson import choose_text_size, give_shipped, press
from tests.studio.ui.test_window_fits import settle
from tests.studio.written import unreadable

READ: Final = 20.0  # pixels: the height of a line that the last row reads
# Thousands of digits, or of numbers: nobody reads them all, and the head tells what they are.
LISTS: Final = (DigitGallery, QTableView)
WORKSPACES: Final = ("data", "learn", "inspect", "descent", "landscape", "experiments")


def present(qtbot, window, name):
    """Give a lesson as an audience sees it; return what gives it."""
    QApplication.setFont(choose_font())  # as the program does
    lessons = give_shipped(qtbot, window, name)
    press(window, Qt.Key.Key_F11)
    qtbot.waitUntil(window.isFullScreen)
    window.setGeometry(0, 0, 1280, 720)  # the screen of the tests is a smaller one
    choose_text_size(window, 150)
    settle()
    assert (window.width(), window.height()) == (1280, 720)
    return lessons


def is_calm(window):
    """Return whether all is there that is to be seen: nothing is computed but a run."""
    runs = window.runs
    if any(curtain.isVisible() for curtain in window.findChildren(SceneCurtain)):
        return False  # the scene is set, and not yet seen
    said = (one.text() for one in window.findChildren(QLabel) if one.isVisible())
    if any("computing" in text for text in said):
        return False
    if runs.is_running:
        return runs.run.step > 3
    return not any(job.is_running for job in window.findChildren(BackgroundJob))


def stand(qtbot, window, lessons, index):
    """Put a scene on the stage and wait until it stands with all that it shows."""
    with qtbot.waitSignal(lessons.staging_made().standing):
        lessons.model.go_to(index)
    settle()
    qtbot.waitUntil(lambda: is_calm(window))
    settle()


@pytest.mark.parametrize("workspace", WORKSPACES)
@pytest.mark.parametrize("name", [CLASSIC, FIRST_STEPS])
def test_that_every_scene_is_read_from_the_last_row_and_all_of_it_is_in_sight(
    qtbot, window, name, workspace
):
    lessons = present(qtbot, window, name)
    found = []
    for k, scene in enumerate(lessons.model.lesson.scenes):
        if scene.workspace == workspace:
            stand(qtbot, window, lessons, k)
            told = [*faults(window), *scrolled(window, LISTS), *unreadable(window, READ)]
            if len(window.workspace.page.filling) != len(scene.enlarge):
                told.append("what it enlarges does not fill the page")
            found += [f"{k + 1} {scene.title}: {fault}" for fault in told]
    assert not found, "\n".join(found)
