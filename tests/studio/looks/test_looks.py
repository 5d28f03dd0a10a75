"""The window is made and wired as it is kept in words beside this file."""

from __future__ import annotations

from tests.studio.looks.described import described
from tests.studio.looks.kept import difference


def test_that_the_window_is_made_as_it_is_kept(make_window):
    assert difference("window", "without digits", described(make_window(load=False))) == ""
