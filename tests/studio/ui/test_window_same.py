"""Texts are as large whatever the window was before, and its headers are low on a projector."""

import pytest
from PySide6.QtWidgets import QWidget

from gdstudio.studio.text_size import TEXT_SIZES
from gdstudio.studio.views.help.guide_pages import PAGES
from gdstudio.studio.workers.background_job import BackgroundJob
from tests.studio.ui.settling import settle


def choose(window, percent):
    """Choose a text size in the menu."""
    window.actions_.text_sizes.actions()[TEXT_SIZES.index(percent)].trigger()


def theme_of(window, name):
    """Choose a theme in the menu."""
    (chosen,) = (one for one in window.actions_.appearances.actions() if one.data() == name)
    chosen.trigger()


def fonts(window):
    """Return the kind and the font of all that is in sight."""
    settle()
    seen = (one for one in window.findChildren(QWidget) if one.isVisible())
    return sorted((type(one).__name__, one.font().toString()) for one in seen)


@pytest.fixture
def window(qtbot, make_window):
    window = make_window()
    window.actions_.step_batch.trigger()
    qtbot.waitUntil(lambda: window.runs.run.step == 1)
    return window


@pytest.mark.parametrize("name", PAGES)
def test_that_texts_are_as_large_whatever_the_window_was_before(qtbot, window, name):
    window.show_workspace(name)
    # other words stand there while something is computed
    jobs = window.findChildren(BackgroundJob)
    qtbot.waitUntil(lambda: not any(job.is_running for job in jobs))
    choose(window, 150)
    before = fonts(window)
    theme_of(window, "dark-contrast")
    assert fonts(window) == before
    choose(window, 100)
    window.resize(900, 560)
    settle()
    theme_of(window, "dark")
    window.resize(1280, 720)
    choose(window, 150)
    theme_of(window, "light")
    assert fonts(window) == before


def own_fonts(page):
    """Return the size of every font; Qt's own parts of what was never seen have no style yet."""
    parts = page.findChildren(QWidget)
    own = [one for one in parts if not one.objectName().startswith("qt_")]
    return {id(one): one.font().pointSizeF() for one in own}


def test_that_texts_follow_a_text_size_chosen_while_a_card_fills_the_page_and_after(window):
    page = window.inspect.page
    window.show_workspace("inspect")
    usual = own_fonts(page)
    choose(window, 150)
    large = own_fonts(page)
    choose(window, 100)
    page.enlarge(page.parts["pages"])
    assert own_fonts(page) != usual
    choose(window, 150)
    settle()
    page.bring_back()
    settle()
    assert own_fonts(page).items() >= large.items()
    choose(window, 100)
    settle()
    assert own_fonts(page).items() >= usual.items()  # a page has made more of itself


@pytest.mark.parametrize("name", ["network", "backprop", "nudges", "mistakes"])
def test_that_texts_of_a_card_that_fills_the_page_stay_as_large_in_another_theme(
    qtbot, window, name
):
    window.show_workspace("inspect")
    window.inspect.show_page(name)
    page, jobs = window.inspect.page, window.findChildren(BackgroundJob)
    settle()
    page.enlarge(page.parts["pages"])
    window.resize(1920, 1080)
    settle()
    qtbot.waitUntil(lambda: not any(job.is_running for job in jobs))
    before = fonts(window)
    theme_of(window, "dark")
    assert fonts(window) == before
    theme_of(window, "light-contrast")
    assert fonts(window) == before


def test_that_no_header_takes_two_rows_on_a_projector(window):
    one = max(workspace.header.height() for workspace in window.workspaces)
    for size, percent in (((1280, 720), 150), ((900, 560), 100)):
        choose(window, percent)
        window.resize(*size)
        settle()
        for index in range(window.tabs.count()):
            window.tabs.setCurrentIndex(index)
            settle()
            assert window.workspace.header.height() <= 1.5 * one * percent / 100
