"""The window is made and wired as it is kept in words beside this file."""

from __future__ import annotations

from tests.studio.looks.described import described
from tests.studio.looks.kept import difference, font_in_use


def test_that_the_window_is_made_as_it_is_kept(make_window):
    window = make_window(load=False)
    assert difference("window", f"without digits, {font_in_use()}", described(window)) == ""
