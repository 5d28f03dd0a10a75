"""Nothing is cut, overlapped or out of reach, in windows and texts of every size."""

from __future__ import annotations

import math
import re
from typing import Final

import pytest
from PySide6.QtCore import QPoint, QSize, QTranslator
from PySide6.QtWidgets import QListWidget, QWidget

from gdstudio.studio.style import choose_font
from gdstudio.studio.text_size import TEXT_SIZES
from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch
from tests.studio.fits import faults
from tests.studio.ui.settling import settle

# Outside of places to fill and of markup.
LETTERS: Final = re.compile(r"[^\W\d_]+(?![^{]*\}|[^<]*>|\w*;)")
SIZES: Final = (
    (900, 560),
    (960, 1040),  # half of a screen of 1920
    (1024, 768),
    (1280, 720),
    (1366, 768),
    (1920, 1080),
    (2560, 1440),
)
TRIED: Final = (100, 150, 200)  # percent of the usual size of letters
NEVER_SIDEWAYS: Final = (
    ((900, 560), 100), ((960, 1040), 100), ((1024, 768), 100), ((1280, 720), 150),
)  # fmt: skip
THEMES: Final = ("dark", "light-contrast", "dark-contrast")  # beside the light one


def pages(window):
    """Show every workspace and page; yield the name of each."""
    for k in range(window.tabs.count()):
        window.tabs.setCurrentIndex(k)
        page, name = window.tabs.widget(k), window.tabs.tabText(k)
        settle()
        yield name
        for switch in page.findChildren(SegmentedSwitch):
            if not switch.isVisible():
                continue
            buttons = switch.findChildren(type(switch.button(switch.choice())))
            for button in buttons[1:]:
                button.click()
                settle()
                yield f"{name}, {button.text()}"
            buttons[0].click()
        for choices in page.findChildren(QListWidget, "experiments"):
            for row in range(1, choices.count()):
                choices.setCurrentRow(row)
                settle()
                yield f"{name}, {choices.currentItem().text()}"
            choices.setCurrentRow(0)


def all_faults(window, size, *, never_sideways=False):
    """Return what does not fit in a window of this size, each with the pages where it does not."""
    window.resize(*size)
    window.setUpdatesEnabled(False)  # only places are looked at: painting takes half of the time
    settle()
    assert (window.width(), window.height()) == size
    found: dict[str, list[str]] = {}
    for page in pages(window):
        more = [sideways(window)] if never_sideways else []
        for fault in (*faults(window), *filter(None, more)):
            found.setdefault(fault, []).append(page)
    window.setUpdatesEnabled(True)
    return [f"{fault} [{'; '.join(places)}]" for fault, places in found.items()]


def places(window):
    """Return what is in sight, where, how large and in which letters."""
    settle()
    return sorted(  # whatever else was made meanwhile and is hidden
        (
            type(one).__name__,
            one.mapTo(window, QPoint()).toTuple(),
            one.size().toTuple(),
            one.font().toString(),
        )
        for one in window.findChildren(QWidget)
        if one.isVisible()
    )


def sideways(window):
    """Say so if some of the workspace in sight is only reached by scrolling sideways."""
    area = window.tabs.currentWidget()
    more = area.widget().width() - area.viewport().width()
    return f"{more} pixels are reached by scrolling sideways" if more > 0 else ""


def choose(window, percent):
    """Choose a text size in the menu."""
    window.actions_.text_sizes.actions()[TEXT_SIZES.index(percent)].trigger()


def put_on(window, theme):
    """Choose a theme in the menu."""
    (chosen,) = (one for one in window.actions_.appearances.actions() if one.data() == theme)
    chosen.trigger()


@pytest.fixture(autouse=True)
def font(qapp):
    """Write as the program does: larger than Qt where a system names no font."""
    usual = qapp.font()
    qapp.setFont(choose_font())
    yield
    qapp.setFont(usual)


@pytest.fixture
def window(qtbot, make_window):
    window = make_window()
    window.actions_.step_batch.trigger()
    qtbot.waitUntil(lambda: window.runs.run.step == 1)
    return window


class Longer(QTranslator):
    """Makes every word 40 % longer; places and markup stay."""

    def isEmpty(self):
        return False

    def translate(self, _context, source, _disambiguation=None, _n=-1):
        return LETTERS.sub(lambda word: word[0] + "n" * math.ceil(0.4 * len(word[0])), source)


@pytest.fixture
def longer(qapp):
    translator = Longer(qapp)
    assert qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def test_that_nothing_is_cut_in_a_language_with_longer_words(longer, window):
    found = {size: all_faults(window, size) for size in SIZES}
    assert {size: one for size, one in found.items() if one} == {}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_that_nothing_is_cut_at_any_size_of_window_and_text(window, size):
    """Each size of text in the light theme and in one more, each theme in every size of window."""
    found = {}
    for k, percent in enumerate(TRIED):
        choose(window, percent)
        never_sideways = (size, percent) in NEVER_SIDEWAYS
        found[percent] = all_faults(window, size, never_sideways=never_sideways)
        theme = THEMES[(k + SIZES.index(size)) % len(THEMES)]
        put_on(window, theme)
        found[percent, theme] = all_faults(window, size)
        put_on(window, "light")
    assert {tried: one for tried, one in found.items() if one} == {}


def test_that_the_window_is_no_smaller_than_its_workspaces_can_be_used_in(window):
    window.resize(300, 200)
    room = window.screen().availableGeometry().size()
    assert window.size() == QSize(900, 560).boundedTo(room)


def test_that_up_and_down_again_is_the_first_window(window):
    before = places(window)
    for percent in (200, 110, 250, 100):
        choose(window, percent)
        settle()
    assert places(window) == before
