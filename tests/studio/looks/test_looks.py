"""The window is made, wired and painted as it is kept in words beside this file."""

from __future__ import annotations

import pytest

from tests.studio.looks.described import described
from tests.studio.looks.kept import difference, font_in_use
from tests.studio.looks.painted import painted


def test_that_the_window_is_made_as_it_is_kept(make_window):
    window = make_window(load=False)
    assert difference("window", f"without digits, {font_in_use()}", described(window)) == ""


@pytest.mark.parametrize("size", [(1280, 720), (700, 480)])
def test_that_every_workspace_is_painted_as_it_is_kept(make_window, size):
    window = make_window(load=False)
    window.resize(*size)
    for index, workspace in enumerate(window.workspaces):
        window.tabs.setCurrentIndex(index)
        title = f"{workspace.guide} {size}, {font_in_use()}"
        assert difference("workspaces", title, painted(window)) == ""
