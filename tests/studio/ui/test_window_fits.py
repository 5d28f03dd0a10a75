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
THEMES: Final = ("dark", "light-contrast", "dark-contrast")  # all other tests are in the light one


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


def all_faults(window, size):
    """Return what does not fit in a window of this size, each with the pages where it does not."""
    window.resize(*size)
    settle()
    assert (window.width(), window.height()) == size
    found: dict[str, list[str]] = {}
    for page in pages(window):
        for fault in faults(window):
            found.setdefault(fault, []).append(page)
    return "\n".join(f"{fault} [{'; '.join(places)}]" for fault, places in found.items())


def sideways(window):
    """Return the workspace in sight if some of it is only reached by scrolling sideways."""
    area = window.tabs.currentWidget()
    more = area.widget().width() - area.viewport().width()
    return f"{window.tabs.tabText(window.tabs.currentIndex())}: {more} pixels" if more > 0 else ""


def choose(window, percent):
    """Choose a text size in the menu."""
    window.actions_.text_sizes.actions()[TEXT_SIZES.index(percent)].trigger()


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


def named(size):
    return f"{size[0]}x{size[1]}"


@pytest.mark.parametrize("size", SIZES, ids=named)
def test_that_nothing_is_cut_in_a_language_with_longer_words(longer, window, size):
    assert all_faults(window, size) == ""


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("size", SIZES, ids=named)
def test_that_nothing_is_cut_at_any_size_of_window_and_text(window, size, percent):
    choose(window, percent)
    assert all_faults(window, size) == ""


@pytest.mark.parametrize(("theme", "size"), list(zip(THEMES, SIZES, strict=False)))
def test_that_nothing_is_cut_in_any_theme(window, theme, size):
    (chosen,) = (one for one in window.actions_.appearances.actions() if one.data() == theme)
    chosen.trigger()
    assert all_faults(window, size) == ""


@pytest.mark.parametrize(
    ("size", "percent"),
    [((900, 560), 100), ((960, 1040), 100), ((1024, 768), 100), ((1280, 720), 150)],
)
def test_that_no_workspace_is_scrolled_sideways(window, size, percent):
    choose(window, percent)
    window.resize(*size)
    found = []
    for _ in pages(window):
        found.append(sideways(window))
    assert not [one for one in found if one]


def test_that_the_window_is_no_smaller_than_its_workspaces_can_be_used_in(window):
    window.resize(300, 200)
    room = window.screen().availableGeometry().size()
    assert window.size() == QSize(900, 560).boundedTo(room)


def test_that_up_and_down_again_is_the_first_window(window):
    def places():
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

    before = places()
    for percent in (200, 110, 250, 100):
        choose(window, percent)
        settle()
    assert places() == before
