"""The window is made and wired as it was when that was looked at, kept in words."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from gdstudio.studio.views.help.guide_pages import PAGES
from gdstudio.studio.views.inspect.inspect_page import PAGES as INSIDE
from tests.kept import difference
from tests.studio.described import described

FOLDER: Final = Path(__file__).parent / "looks"


def test_that_the_frame_of_the_window_is_made_as_it_is_kept(make_window):
    window = make_window(load=False)
    pages = [window.tabs.widget(k) for k in range(window.tabs.count())]
    assert difference(FOLDER / "window.txt", described(window, leave_out=pages)) == ""


@pytest.mark.parametrize("name", PAGES)
def test_that_a_workspace_is_made_as_it_is_kept(make_window, name):
    window = make_window(load=False)
    for inside in (*INSIDE[1:], INSIDE[0]):  # all pages of Inspect are made, the first is shown
        window.inspect.show_page(inside)
    page = window.tabs.widget([one.guide for one in window.workspaces].index(name))
    assert difference(FOLDER / f"{name}.txt", described(page)) == ""
